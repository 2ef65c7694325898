"""A class of learners and the marks by which they are counted: no name, no address, no time of any of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

__all__ = ["LessonClass", "LessonMark"]


class LessonClass(models.Model):
    """A class of an account, into which a browser comes by its code until a day.

    ``counts`` are those that are shown, by lesson, and bear no time. ``joined`` says how many came in, so that no more than ``most`` do;
    nobody is shown it.
    """

    code = models.CharField(max_length=10, unique=True)
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_classes")
    name = models.CharField(max_length=80, blank=True)
    until = models.DateField(db_index=True)
    joined = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=500)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"class {self.pk}"


class LessonMark(models.Model):
    """Where a browser stands in a lesson, by the digest of a random number; ``counted`` is the state in which it is in the counts."""

    group = models.ForeignKey(LessonClass, on_delete=models.CASCADE, related_name="marks")
    lesson = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    counted = models.CharField(max_length=10, blank=True)

    class Meta:
        """A lesson once for each browser of a class."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["group", "lesson", "digest"], name="lesson_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.lesson}"
