"""A public list as the site released it. The dossier says who stands in it; that the world may read it is said here, by this site alone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from legation.web.dossiers.models import Dossier

__all__ = ["PublicList"]


class PublicList(models.Model):
    """The public list of a draft of a dossier, once it was released.

    ``key`` is what its address has, which says nothing of the dossier. A list that was ``revoked`` is nowhere; released again it is at the
    same address.
    """

    key = models.CharField(primary_key=True, max_length=16)
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="public_lists")
    draft = models.CharField(max_length=200)
    released = models.DateTimeField()
    embargo = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="public_lists_released")

    class Meta:
        """A draft once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["dossier", "draft"], name="public_list_once")]

    def __str__(self) -> str:
        return self.key
