"""What one picture of a room gains over another: that is all that a message to a seat says.

A picture is what :func:`legation.rooms.seen_by` returns. Of its objects, and of its lists of objects with an ``id``, a message says what is
set and what is gone; everything else it says anew.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Mapping
from typing import Any

__all__ = ["applied", "gains"]


def gains(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Return what changes a picture into another: of lists and objects what is set and what is gone, of everything else what it is now.

    Examples
    --------
    >>> gains({"phase": "vote", "mine": {"a": 1}}, {"phase": "vote", "mine": {"a": 0, "b": 1}})
    {'mine': {'set': {'a': 0, 'b': 1}}}
    """
    changes: dict[str, Any] = {}
    for name in (*after, *(one for one in before if one not in after)):
        old, new = before.get(name), after.get(name)
        if old is new or old == new:
            continue
        first, second = _others(old, new) if isinstance(old, list) and isinstance(new, list) else (old, new)
        if _is_named(second) and _is_named(first):
            changes[name] = _of_each(_by_id(first), _by_id(second), listed=isinstance(new, list))
        else:
            changes[name] = new
    return changes


def applied(picture: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a picture with changes: ``applied(before, gains(before, after)) == after`` but for the order of lists.

    Lists are in the order of their ids, which a browser puts right by what it shows.
    """
    made = dict(picture)
    for name, change in changes.items():
        old = made.get(name)
        if isinstance(old, list | dict) and isinstance(change, dict) and set(change) <= {"set", "gone"}:
            rows = _by_id(old) | _by_id(change.get("set", {}))
            for gone in change.get("gone", ()):
                rows.pop(gone, None)
            made[name] = list(rows.values()) if isinstance(old, list) else rows
        elif change is None:
            made.pop(name, None)
        else:
            made[name] = change
    return made


def _others(old: list[Any], new: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return of two lists of rows those that are not the same object at the same place from the beginning, or from the end."""
    if not (old and new and all(isinstance(one[0], dict) and "id" in one[0] for one in (old, new))):
        return old, new
    at_end = list(map(operator.is_, reversed(old), reversed(new)))
    ends = at_end.index(False) if False in at_end else len(at_end)
    old, new = old[: len(old) - ends], new[: len(new) - ends]
    others = list(map(operator.is_not, old, new))
    both = len(others)
    return [*itertools.compress(old, others), *old[both:]], [*itertools.compress(new, others), *new[both:]]


def _is_named(value: Any) -> bool:
    """Whether each part of a value has a name of its own."""
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(one, dict) and "id" in one for one in value))


def _by_id(value: Any) -> dict[str, Any]:
    return {str(one["id"]): one for one in value} if isinstance(value, list) else dict(value)


def _of_each(old: Mapping[str, Any], new: Mapping[str, Any], *, listed: bool) -> dict[str, Any]:
    fresh = {name: one for name, one in new.items() if name not in old or (old[name] is not one and old[name] != one)}
    gone = [name for name in old if name not in new]
    change: dict[str, Any] = {}
    if fresh:
        change["set"] = list(fresh.values()) if listed else fresh
    return change | ({"gone": gone} if gone else {})
