"""What a teacher sees of a class: counts by lesson that change only by ten learners at a time, so that no two looks tell one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

__all__ = ["CELLS", "FINISHED", "SMALLEST", "after", "next_counts"]

SMALLEST = 10
"""Learners of whom counts are shown, and by whom they change [learners]."""
CELLS = ("began", "first", "second", "finished")
"""What is counted by lesson."""
FINISHED = ("first", "second", "shown")
"""States in which a lesson is done: right at the first try, at the second, or shown the answer after two."""
_COUNTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": (),
        "begun": ("began",),
        "wrong": ("began",),
        "first": ("began", "first", "finished"),
        "second": ("began", "second", "finished"),
        "shown": ("began", "finished"),
    }
)


def after(state: str, *, is_right: bool) -> str:
    """Return where a learner stands in a lesson after an answer; what is finished stays as it is, however often it is answered.

    Examples
    --------
    >>> after("begun", is_right=True), after("begun", is_right=False), after("wrong", is_right=True), after("wrong", is_right=False)
    ('first', 'wrong', 'second', 'shown')
    >>> after("shown", is_right=True)
    'shown'
    """
    if state in FINISHED:
        return state
    if state == "wrong":
        return "second" if is_right else "shown"
    return "first" if is_right else "wrong"


def next_counts(before: Mapping[str, int], changes: Sequence[tuple[str, str]]) -> dict[str, int] | None:
    """Return the counts of a lesson that are shown next; None as long as too few learners have gone on since they were shown.

    Counts move by what changed, and are never worked out anew: whoever has their own removed meanwhile leaves no trace in them.

    Parameters
    ----------
    before : mapping of str to int
        The counts that are shown; empty: none are.
    changes : sequence of (str, str)
        Of each learner who has gone on: the state in which it is counted, empty where it is not, and the state in which it is now.

    Examples
    --------
    >>> next_counts({}, [("", "first")] * 9)
    >>> next_counts({}, [("", "first")] * 9 + [("", "wrong")])
    {'began': 10, 'first': 9, 'second': 0, 'finished': 9}
    """
    moved = [(old, new) for old, new in changes if old != new]
    if len(moved) < SMALLEST:
        return None
    counts = {cell: before.get(cell, 0) for cell in CELLS}
    for old, new in moved:
        for cell in _COUNTS[old]:
            counts[cell] -= 1
        for cell in _COUNTS[new]:
            counts[cell] += 1
    return counts
