"""The table of tallies. Only :mod:`legation.web.stores.tallies.sealing` writes it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Tally"]


class Tally(models.Model):
    """What one person expects of each member in one vote; ``votes`` holds a word of ``yes | abstain | no | absent`` by actor.

    Before the vote is held nobody but the person reads it, an administrator of the site neither. Once ``sealed`` it never changes;
    ``seal`` is the SHA-256 of its canonical form, with ``salt``. ``day`` is the last day of the vote as it stood then: whoever edits the
    dossier meanwhile brings no score before it. ``outcome`` is the number of the revision whose votes it is scored on, fixed when a score
    is first shown (:mod:`legation.web.stores.tallies.sealing`).
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="tallies")
    rollcall = models.CharField(max_length=200)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tallies")
    votes = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    seal = models.CharField(max_length=64, blank=True)
    sealed = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    outcome = models.PositiveIntegerField(null=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        """One of each person for each vote."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "rollcall", "account"], name="tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.rollcall} {self.pk}"

    def save(self, *args: Any, **more: Any) -> None:
        """Save a tally that is new; one that is there is changed by :mod:`~legation.web.stores.tallies.sealing` while it is not sealed."""
        if self.pk is not None:
            raise TypeError("A tally is changed by legation.web.stores.tallies.sealing, while it is not sealed.")
        super().save(*args, **more)
