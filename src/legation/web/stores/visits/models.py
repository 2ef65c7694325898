"""The newest revision of a dossier that a person has seen."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.web.dossiers.models import Dossier

__all__ = ["Visit"]


class Visit(models.Model):
    """An account has looked at a dossier when ``number`` was its newest revision, at ``at``."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="visits")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="visits")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """One for each account and dossier."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["account", "dossier"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.dossier} {self.number}"
