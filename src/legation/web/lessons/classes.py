"""Classes: made, found by a code, counted by ten learners at a time, and deleted."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.questions.lessons.counts import after, next_counts
from legation.web.lessons.learner import Learner, new_learner
from legation.web.rooms.seats import LENGTH, LETTERS
from legation.web.site.optional_write import optional_write
from legation.web.stores.lessons.models import LessonClass, LessonMark

if TYPE_CHECKING:
    from legation.web.accounts.models import Account

__all__ = ["MOST_CLASSES", "class_of", "delete_over", "enter", "forget_marks", "make_class", "note"]

LASTS = dt.timedelta(days=180)
"""How long a class lasts; then it and its counts are deleted."""
MOST_CLASSES = 20
"""Classes of one account."""
_PATIENCE = 2_000
"""How long others who write are waited for when a learner is counted [ms]."""


def make_class(teacher: Account, name: str, today: dt.date) -> LessonClass:
    """Make a class with a code of its own.

    Raises
    ------
    WrongUse
        Where the account has as many as one may have.
    """
    if LessonClass.objects.filter(teacher=teacher).count() >= MOST_CLASSES:
        raise WrongUse(Message("lessons.classes.too-many", count=MOST_CLASSES))
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return LessonClass.objects.create(code=code, teacher=teacher, name=name[:80], until=today + LASTS)


def class_of(code: str) -> LessonClass | None:
    """Return the class of a code as people type it, as long as it lasts; None where there is none, for whatever reason."""
    letters = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalpha())
    there = LessonClass.objects.filter(code=letters, until__gte=_today())
    return there.first() if len(letters) == LENGTH else None


def enter(learner: Learner, group: LessonClass) -> Learner | None:
    """Return the learner in a class: who is in it stays as they are, who was in another begins anew; None where it is full."""
    if learner.group == group.pk:
        return learner
    if not LessonClass.objects.filter(pk=group.pk, joined__lt=F("most")).update(joined=F("joined") + 1):
        return None
    return new_learner(group.pk)


def note(learner: Learner, lesson: str, *, is_right: bool | None = None) -> None:
    """Count for the class of a learner that a lesson was begun, or answered: each browser once, however often it is sent.

    Where the database takes no write, nothing is counted: a learner never waits for a count.
    """
    if learner.group:
        optional_write(lambda: _note(learner, lesson, is_right), None, patience=_PATIENCE)


def _note(learner: Learner, lesson: str, is_right: bool | None) -> None:  # noqa: FBT001 - as note has it
    group = LessonClass.objects.select_for_update().filter(pk=learner.group, until__gte=_today()).first()
    if group is None:
        return
    mark = LessonMark.objects.filter(group=group, lesson=lesson, digest=learner.digest).first()
    before = mark.state if mark is not None else ""
    state = after(before, is_right=is_right) if is_right is not None else before or "begun"
    if state == before:
        return
    LessonMark.objects.update_or_create(group=group, lesson=lesson, digest=learner.digest, defaults={"state": state})
    changed = LessonMark.objects.filter(group=group, lesson=lesson).exclude(state=F("counted"))
    counts = next_counts(group.counts.get(lesson, {}), list(changed.values_list("counted", "state")))
    if counts is not None:
        changed.update(counted=F("state"))
        group.counts = {**group.counts, lesson: counts}
        group.save(update_fields=["counts"])


def forget_marks(learner: Learner) -> None:
    """Remove what a browser brought to its class. Counts that are shown stay as they are: else the difference would tell what it was."""
    if learner.group:
        LessonMark.objects.filter(group=learner.group, digest=learner.digest).delete()


def delete_over(today: dt.date) -> int:
    """Delete the classes that have ended, with all their counts; return how many."""
    over = LessonClass.objects.filter(until__lt=today)
    count = over.count()
    over.delete()
    return count


def _today() -> dt.date:
    return timezone.now().date()
