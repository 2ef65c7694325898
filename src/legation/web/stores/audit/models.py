"""The table of the trail. The database itself refuses to alter an entry, and to remove one that is younger than the trail is kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

__all__ = ["KINDS", "Entry"]

KINDS = ("seen", "taken", "changed", "refused", "signed-in", "signed-out", "not-signed-in")
"""A page was seen; a file was taken along; something was changed; somebody was not let in to a page or dossier; a person signed in, or
out; somebody did not get in."""


class Entry(models.Model):
    """One thing that happened.

    It names account and dossier by value, not by reference: it stays what it was when they go. Persons of the people store stand here by
    their key. ``address`` is a keyed hash: two entries from one address are known as such, the address itself is not kept.
    """

    time = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=13, choices=[(kind, kind) for kind in KINDS])
    account = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120, blank=True)
    dossier = models.CharField(max_length=80, blank=True)
    revision = models.PositiveIntegerField(null=True)
    route = models.CharField(max_length=60)
    object = models.CharField(max_length=200, blank=True)
    status = models.PositiveSmallIntegerField(default=200)
    address = models.CharField(max_length=16, blank=True)

    class Meta:
        """Made and guarded by the migration; nothing else empties it."""

        managed = False
        db_table = "audit_entry"
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.time:%Y-%m-%d %H:%M} {self.kind} {self.route}"
