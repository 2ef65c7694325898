"""Exact numbers: what a rule asks for is never rounded."""

from __future__ import annotations

import math
import numbers
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from legation.errors import BadValue

__all__ = ["Number", "exact"]

Number: TypeAlias = int | float | str | Fraction | Decimal


def exact(value: object, what: str) -> Fraction:
    """Return a number as a fraction: a float is the decimal that its shortest form shows, a text may be ``2/3``.

    Raises
    ------
    BadValue
        For what is no finite number; ``what`` says in the sentence which it is.

    Examples
    --------
    >>> exact(0.55, "share"), exact("2/3", "share"), exact(15, "quota")
    (Fraction(11, 20), Fraction(2, 3), Fraction(15, 1))
    """
    if isinstance(value, (Fraction, Decimal, str)) or (isinstance(value, numbers.Integral) and not isinstance(value, bool)):
        try:
            return Fraction(int(value)) if isinstance(value, numbers.Integral) else Fraction(value)
        except (ValueError, OverflowError, ZeroDivisionError):
            pass
    elif isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value):
        return Fraction(str(value) if hasattr(value, "dtype") else repr(float(value)))
    raise BadValue(f"{what} must be a finite number, or a text such as 2/3 (got {value!r}); write it out")
