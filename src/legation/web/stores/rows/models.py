"""The tables behind the search of rows, which follow from the parts. Only :mod:`legation.web.stores.rows.writing` writes them."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models

__all__ = ["RowEntry", "RowIndex"]


class RowIndex(models.Model):
    """Of which revision of a dossier the entries are, made by which release, and for which views, as bits.

    ``stands`` are the views of its entries, each once: whoever looks up those of one view touches no row that stands in none of its.
    From ``until`` on what other rows decide of a row is to be worked out anew.
    """

    dossier = models.OneToOneField("dossiers.Dossier", on_delete=models.CASCADE, related_name="row_index")
    number = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    release = models.CharField(max_length=40)
    views = models.IntegerField(default=0)
    stands = models.JSONField(default=list)
    until = models.DateField(default=dt.date.max)

    def __str__(self) -> str:
        return f"{self.dossier} {self.number}"


class RowEntry(models.Model):
    """A row as it stands in some views of a dossier, from a day until before another; a row that others see redacted has several.

    ``views`` has a bit for each view in which just this stands. ``first`` is the day on which the row became known at all. ``texts`` are
    what is shown of it, ``words`` the same and its names without accents and case. ``cells`` are its references and choices,
    ``facts`` what other rows decide of it, as JSON.
    """

    dossier = models.ForeignKey("dossiers.Dossier", on_delete=models.CASCADE, related_name="row_entries", db_index=False)
    digest = models.BinaryField(max_length=16)
    views = models.IntegerField()
    table = models.CharField(max_length=40)
    identity = models.TextField()
    name_en = models.TextField()
    name_fr = models.TextField()
    sort_en = models.TextField()
    sort_fr = models.TextField()
    note_en = models.TextField()
    note_fr = models.TextField()
    texts = models.JSONField()
    words = models.TextField()
    cells = models.TextField()
    facts = models.TextField(default="")
    day = models.CharField(max_length=10)
    first = models.DateField()
    since = models.DateField()
    until = models.DateField()

    class Meta:
        """Read by dossier, table and views."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dossier", "table", "views"], name="row_by_views")]

    def __str__(self) -> str:
        return f"{self.dossier} {self.table} {self.identity}"
