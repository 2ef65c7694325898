"""Round steps for an axis."""

from __future__ import annotations

import math

__all__ = ["round_step"]


def round_step(raw: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below a size, but for a thousandth.

    >>> [round(round_step(raw), 3) for raw in (0.031, 1.0, 2.1, 7.0)]
    [0.05, 1.0, 2.5, 10.0]
    """
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= raw * 0.999)
