"""The tables behind drafts. Only :mod:`legation.web.stores.drafts.storage` writes them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["Draft", "DraftPart"]

PURPOSES = ("save", "new", "list", "capture", "part", "import")


class Draft(models.Model):
    """The whole content of a dossier as one person wants it, kept for them alone until they confirm it or it expires.

    ``save`` waits to become a revision of ``dossier``, made from its revision ``base``; ``new`` to become a dossier; ``list`` is a list of
    names of which a dossier can be made; ``capture`` is a file, with its text, that can become evidence of ``dossier``; ``part`` is one
    part of ``dossier`` on which its person works, right or not yet; ``import`` is files of a source as they came. ``settings`` is what
    the form said beside the content.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    purpose = models.CharField(max_length=8, choices=[(purpose, purpose) for purpose in PURPOSES])
    dossier = models.ForeignKey("dossiers.Dossier", null=True, on_delete=models.CASCADE, related_name="drafts")
    base = models.PositiveIntegerField(null=True)
    settings = models.JSONField(default=dict)
    made = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class DraftPart(models.Model):
    """A part of a draft, compressed: what unpacks to much is kept as small as it came."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=700)
    data = models.BinaryField()

    class Meta:
        """Each part once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["draft", "name"], name="draft_part_once")]

    def __str__(self) -> str:
        return self.name
