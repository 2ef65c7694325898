"""Numbers as the tables of GDELT write them, read by compiled functions.

Each takes the bytes and the place of the cell, and says whether a number is there and all of it was read. What is written in another
way, or has more digits than can be read exactly here, is left to a slower reader.
"""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["decimal", "whole"]

_POWERS = 10.0 ** np.arange(23)
_EXACT = 2**53


@kernel
def whole(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read a whole number of up to 18 digits, with or without a minus sign."""
    at = start + 1 if start < end and text[start] == 45 else start
    found = np.int64(0)
    if at == end or end - at > 18:
        return found, False
    for i in range(at, end):
        digit = np.int64(text[i]) - 48
        if digit < 0 or digit > 9:
            return found, False
        found = found * 10 + digit
    return (-found if at > start else found), True


@kernel
def decimal(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read a number such as ``-7.25``: exact, since its digits as well as the power of ten are numbers that a double has."""
    at = start + 1 if start < end and text[start] == 45 else start
    digits, point = np.int64(0), -1
    if end - at > 18 or at == end or text[at] == 46 or text[end - 1] == 46:
        return 0.0, False
    for i in range(at, end):
        if text[i] == 46 and point < 0:
            point = i
            continue
        digit = np.int64(text[i]) - 48
        if digit < 0 or digit > 9:
            return 0.0, False
        digits = digits * 10 + digit
    if digits > _EXACT:
        return 0.0, False
    found = digits / _POWERS[end - 1 - point] if point >= 0 else np.float64(digits)
    return (-found if at > start else found), True
