"""What lessons ask, each drawn once in a process from the answer of its question: the first learner of a server waits."""

from __future__ import annotations

from legation.questions.lessons.exercise import Exercise
from legation.questions.lessons.path import LESSONS, Lesson, exercise_of
from legation.web.dossiers import preparation
from legation.web.site.cache import Cache

__all__ = ["exercise_for"]

_EXERCISES: Cache[Exercise] = Cache(len(LESSONS))


def exercise_for(lesson: Lesson) -> Exercise:
    """Return what a lesson asks; where it is not known yet, a server makes it beside the request, and those of the other lessons after it.

    Raises
    ------
    NotReady
        Where that has not ended in a moment: the page asks again by itself.
    NotAvailable
        Where the example is not installed, or holds nothing to ask.
    """
    if _EXERCISES.peek(lesson.id) is None:
        preparation.make_beside(("lesson", lesson.id), lambda: _made(lesson))
    return _EXERCISES.get(lesson.id, lambda: exercise_of(lesson))


def _made(first: Lesson) -> None:
    for lesson in (first, *(one for one in LESSONS if one is not first)):
        _EXERCISES.get(lesson.id, lambda lesson=lesson: exercise_of(lesson))  # type: ignore[misc]  # bound now
