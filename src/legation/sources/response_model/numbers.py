"""Numbers of a response file: each reader returns the value, None where it is wrong, and what is allowed."""

from __future__ import annotations

import math
from typing import Any

__all__ = ["ends", "feature", "minimum", "probability"]

_LARGEST = 1e12


def probability(found: Any) -> tuple[tuple[float, float, float] | None, str]:
    """Read one number, or low, value and high.

    >>> probability(0.8)[0], probability([0.6, 0.8, 0.9])[0], probability([0.9, 0.8, 0.6])[0], probability(80)[0]
    ((0.8, 0.8, 0.8), (0.6, 0.8, 0.9), None, None)
    """
    listed = found if isinstance(found, list) else [found] * 3
    right = len(listed) == 3 and all(map(_is_number, listed)) and 0 <= listed[0] <= listed[1] <= listed[2] <= 1
    return (float(listed[0]), float(listed[1]), float(listed[2])) if right else None, "0..1 | [low, value, high]"


def minimum(found: Any) -> tuple[float | None, str]:
    """Read a probability from 0 to 1."""
    return (float(found) if _is_number(found) and 0 <= found <= 1 else None), "0..1"


def ends(found: Any) -> tuple[tuple[float, float] | None, str]:
    """Read low and high, or one number for both.

    >>> ends([2, 5])[0], ends(3)[0], ends([5, 2])[0]
    ((2.0, 5.0), (3.0, 3.0), None)
    """
    listed = found if isinstance(found, list) else [found] * 2
    right = len(listed) == 2 and all(map(_is_number, listed)) and -_LARGEST <= listed[0] <= listed[1] <= _LARGEST
    return (float(listed[0]), float(listed[1])) if right else None, "[low, high]"


def feature(found: Any) -> tuple[str | float | tuple[str, ...] | None, str]:
    """Read a text, a number, or a list of texts.

    >>> feature("energy")[0], feature(3)[0], feature(["a", "b"])[0], feature([])[0], feature(True)[0]
    ('energy', 3, ('a', 'b'), None, None)
    """
    allowed = 'text | number | ["...", "..."]'
    if (isinstance(found, str) and found.strip()) or _is_number(found):
        return found, allowed
    if isinstance(found, list) and found and all(isinstance(one, str) and one.strip() for one in found):
        return tuple(found), allowed
    return None, allowed


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and math.isfinite(value)
