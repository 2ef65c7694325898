"""Numbers and words of an assessment file: each reader returns the value, None where it is wrong, and what is allowed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from legation.sources.assessment.records import Triple

__all__ = ["GREATEST", "LEAST", "RATIO_WORDS", "by_hypothesis", "chance", "prior", "ratio", "share"]

GREATEST = 1000.0
"""Nothing that a desk writes down excludes for certain."""
LEAST = 0.0001
"""Least prior: what is given none can never be found out."""
RATIO_WORDS: Mapping[str, Triple] = {
    "strongly-for": (20.0, math.sqrt(20 * 150), 150.0),
    "for": (3.0, math.sqrt(60), 20.0),
    "weakly-for": (1.0, math.sqrt(3), 3.0),
    "neutral": (1.0, 1.0, 1.0),
    "weakly-against": (1 / 3, 1 / math.sqrt(3), 1.0),
    "against": (1 / 20, 1 / math.sqrt(60), 1 / 3),
    "strongly-against": (1 / 150, 1 / math.sqrt(20 * 150), 1 / 20),
}
"""Words for likelihood ratios: the bands of Kass and Raftery (1995), doi:10.1080/01621459.1995.10476572, with their geometric means."""

Read = tuple[Any, str]


def ratio(found: Any) -> Read:
    """Read a ratio: a word, a number, low and high, or low, value and high.

    >>> ratio("for")[0][0], ratio(2)[0], ratio([1, 4])[0], ratio([1, 3, 4])[0], ratio(0)[0], ratio("certain")[0]
    (3.0, (2.0, 2.0, 2.0), (1.0, 2.0, 4.0), (1.0, 3.0, 4.0), None, None)
    """
    allowed = f"{1 / GREATEST:g}..{GREATEST:g} | [low, value, high] | {' | '.join(RATIO_WORDS)}"
    if isinstance(found, str):
        return RATIO_WORDS.get(found), allowed
    return _triple(found, 1 / GREATEST, GREATEST, geometric=True), allowed


def prior(found: Any) -> Read:
    """Read a chance before the evidence.

    >>> prior([0.1, 0.3])[0], prior(0)[0], prior(1)[0]
    ((0.1, 0.2, 0.3), None, None)
    """
    return _triple(found, LEAST, 1 - LEAST), f"{LEAST:g}..{1 - LEAST:g} | [low, value, high]"


def share(found: Any) -> Read:
    """Read a share from 0 to 1.

    >>> share(0.8)[0], share([0.6, 0.8, 0.9])[0], share(80)[0]
    ((0.8, 0.8, 0.8), (0.6, 0.8, 0.9), None)
    """
    return _triple(found, 0.0, 1.0), "0..1 | [low, value, high]"


def chance(found: Any) -> Read:
    """Read the chance of a find: no look is certain to find, or not to.

    >>> chance(0.9)[0], chance(1)[0], chance(True)[0]
    (0.9, None, None)
    """
    return (float(found) if _is_number(found) and LEAST <= found <= 1 - LEAST else None), f"{LEAST:g}..{1 - LEAST:g}"


def by_hypothesis(read: Callable[[Any], Read]) -> Callable[[Any], Read]:
    """Return a reader of a table hypothesis -> what ``read`` takes.

    >>> by_hypothesis(chance)({"x": 0.2})[0], by_hypothesis(chance)({"x": 2})[0], by_hypothesis(chance)([])[0]
    ({'x': 0.2}, None, None)
    """

    def table(found: Any) -> Read:
        allowed = f"{{ hypothesis = {read(None)[1]} }}"
        if not isinstance(found, dict):
            return None, allowed
        values = {name: read(value)[0] for name, value in found.items()}
        return (None if None in values.values() else values), allowed

    return table


def _triple(found: Any, low: float, high: float, *, geometric: bool = False) -> Triple | None:
    listed = found if isinstance(found, list) else [found]
    if len(listed) not in (1, 2, 3) or not all(map(_is_number, listed)):
        return None
    first, last = float(listed[0]), float(listed[-1])
    between = math.sqrt(first * last) if geometric and first * last > 0 else round((first + last) / 2, 12)
    middle = float(listed[1]) if len(listed) == 3 else first if first == last else between
    return (first, middle, last) if low <= first <= middle <= last <= high else None


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)
