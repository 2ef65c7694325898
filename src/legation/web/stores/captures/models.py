"""The tables behind captures. Only :mod:`legation.web.stores.captures.texts` writes them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["Reading", "Taken"]


class Reading(models.Model):
    """What our readers make of some bytes, by their hash: the same for every dossier that holds them, so that it says nothing of any.

    ``version`` is that of the product that read them; another one reads them again. ``text`` and ``shown`` are compressed. ``shown`` is the
    harmless form that a frame shows, a page in HTML or a picture; None where it was not made yet, empty where there is none.
    """

    sha256 = models.CharField(primary_key=True, max_length=64)
    version = models.CharField(max_length=40)
    media_type = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    text = models.BinaryField(default=b"")
    sketch = models.BinaryField(default=b"")
    notes = models.JSONField(default=list)
    shown = models.BinaryField(null=True)

    def __str__(self) -> str:
        return self.sha256


class Taken(models.Model):
    """Where and when a file of a dossier was taken: its header. It is shown with the evidence that names the same hash and address."""

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="taken")
    sha256 = models.CharField(max_length=64)
    url = models.CharField(max_length=2000, blank=True)
    header = models.JSONField()
    made = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Found by the file."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dossier", "sha256"], name="taken_by_file")]

    def __str__(self) -> str:
        return self.sha256
