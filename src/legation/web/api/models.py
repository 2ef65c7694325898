"""Tokens of programs. Of the secret only the hash is kept."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.web.api.scopes import opened_by

__all__ = ["Token"]


class Token(models.Model):
    """What a program shows to act for a person.

    ``prefix`` is the beginning of the secret, by which a person knows one from another. ``dossiers`` are the keys of those that it reaches;
    None is all that the person may open. ``last_used`` is a day, no more.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    dossiers = models.JSONField(null=True, blank=True)
    made = models.DateTimeField(auto_now_add=True)
    last_used = models.DateField(null=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-made", "-pk"]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    def opens(self, action: str) -> bool:
        """Whether its scopes open an action."""
        return action in opened_by(self.scopes)

    def reaches(self, dossier: int) -> bool:
        """Whether it is for a dossier, by its key."""
        return self.dossiers is None or dossier in self.dossiers

    def stands(self, now: dt.datetime) -> bool:
        """Whether it can still be used."""
        return self.revoked is None and self.expires > now
