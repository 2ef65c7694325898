"""The tables of statements. Only :mod:`legation.web.stores.statements.drafting` writes them; no row is ever changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

__all__ = ["TIERS", "Release", "Statement", "Version"]

TIERS = {"public": "TLP:CLEAR", "partners": "TLP:AMBER", "national": "TLP:AMBER+STRICT"}
"""For whom a statement is meant: the marking up to which its evidence goes, and which a person must be cleared for to see it."""


class _AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **more: Any) -> None:
        """Save a row that is new."""
        if self.pk is not None:
            raise TypeError("A statement, its versions and its releases are never changed: a new version is added.")
        super().save(*args, **more)


class Statement(_AppendOnly):
    """A statement: what its versions have in common. Its tier never changes, so nobody begins or ceases to see it."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="statements")
    tier = models.CharField(max_length=20)
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.tier} {self.pk}"


class Version(_AppendOnly):
    """A text of a statement, and who wrote it. The highest number is what stands."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One of each number: of two that are written at once, one is refused."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["statement", "number"], name="statement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.number}"


class Release(_AppendOnly):
    """That a version may go out: who said so, why in spite of what the lint found, and the SHA-256 of what they read.

    ``findings`` holds rule, start and end of what stood against it.
    """

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="release")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.version_id} {self.sha256[:12]}"
