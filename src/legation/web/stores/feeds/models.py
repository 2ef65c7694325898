"""The address of a calendar: whose it is, of which dossier; of its secret the hash alone is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from legation.web.dossiers.models import Dossier

__all__ = ["FeedToken"]


class FeedToken(models.Model):
    """An address by which a calendar program reads the dates of a dossier as one person may see them.

    ``used`` is the last day on which somebody asked with it.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_tokens")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="feed_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(auto_now_add=True)
    used = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.dossier} {self.made:%Y-%m-%d}"
