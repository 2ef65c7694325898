"""Round steps for an axis, and numbers to as many digits as a reader can use."""

from __future__ import annotations

import math

__all__ = ["round_step", "round_ticks", "three_digits"]


def round_step(raw: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is not below a size, but for a thousandth.

    >>> [round(round_step(raw), 3) for raw in (0.031, 1.0, 2.1, 7.0)]
    [0.05, 1.0, 2.5, 10.0]
    """
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= raw * 0.999)


def round_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers from one that is not above ``low`` to one that is not below ``high``, about ``most`` steps.

    >>> round_ticks(28, 117), round_ticks(3, 3)
    ([20.0, 40.0, 60.0, 80.0, 100.0, 120.0], [2.0, 3.0, 4.0])
    """
    step = round_step(max((high - low) / most, abs(high) / most if high == low else 0.0, 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if high == low:
        first, last = first - 1, last + 1
    return [round(at * step, 9) for at in range(first, last + 1)]


def three_digits(value: float) -> float:
    """Return a number to three digits, whole from 100 on; what is not finite stays as it is.

    >>> [three_digits(value) for value in (493.98, 12_345.6, 8.1428, 0.004567, float("inf"))]
    [494.0, 12346.0, 8.14, 0.00457, inf]
    """
    return float(f"{value:.3g}") if abs(value) < 100 else float(f"{value:.0f}")
