"""Round steps for an axis, and numbers to as many digits as a reader can use."""

from __future__ import annotations

import math

__all__ = ["round_step", "three_digits"]


def round_step(raw: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below a size, but for a thousandth.

    >>> [round(round_step(raw), 3) for raw in (0.031, 1.0, 2.1, 7.0)]
    [0.05, 1.0, 2.5, 10.0]
    """
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= raw * 0.999)


def three_digits(value: float) -> float:
    """Return a number to three digits, whole from 100 on; what is not finite stays as it is.

    >>> [three_digits(value) for value in (493.98, 12_345.6, 8.1428, 0.004567, float("inf"))]
    [494.0, 12346.0, 8.14, 0.00457, inf]
    """
    return float(f"{value:.3g}") if abs(value) < 100 else float(f"{value:.0f}")
