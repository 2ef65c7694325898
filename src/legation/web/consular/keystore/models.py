"""The table of subject keys."""

from __future__ import annotations

from django.db import models

__all__ = ["SubjectKey"]


class SubjectKey(models.Model):
    """The key of one subject (a person, a household, a crisis, a report), wrapped by a root key of the keyring.

    Who deletes the row has shredded all that was encrypted with it.
    """

    subject = models.CharField(max_length=32, primary_key=True)
    version = models.PositiveIntegerField(db_index=True)
    wrapped = models.BinaryField()
    made = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.subject)
