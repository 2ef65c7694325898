"""Adding a player's two totals to the counts, and what the counts show."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F

from legation.methods.learning import Learned, learned
from legation.web.stores.learning.models import LearningCount

__all__ = ["FEWEST", "add", "learned_here"]

FEWEST = 10
"""From so many people on something is shown."""


def add(form: str, before: int, after: int) -> None:
    """Count one more person with such totals; ``form`` is the one that came first."""
    row = LearningCount.objects.filter(form=form, before=before, after=after)
    if row.update(people=F("people") + 1):
        return
    try:
        with transaction.atomic():
            LearningCount.objects.create(form=form, before=before, after=after, people=1)
    except IntegrityError:  # another one came first
        row.update(people=F("people") + 1)


def learned_here() -> Learned | None:
    """Return what those who were counted had before and after; None below :data:`FEWEST` people."""
    counts: dict[tuple[int, int], int] = {}
    for before, after, people in LearningCount.objects.values_list("before", "after", "people"):
        counts[before, after] = counts.get((before, after), 0) + people
    return learned(counts) if sum(counts.values()) >= FEWEST else None
