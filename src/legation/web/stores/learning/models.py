"""Counts of those who played the public game to the end and let their two totals be added. No row is anybody's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

__all__ = ["LearningCount"]


class LearningCount(models.Model):
    """How many people had so many right answers before, and so many after.

    ``form`` is the form of questions that came first: where one form is harder, both orders show it.
    """

    form = models.CharField(max_length=1)
    before = models.PositiveSmallIntegerField()
    after = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(default=0)

    class Meta:
        """One row for each pair of totals."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form", "before", "after"], name="learning_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.before} {self.after}"
