"""Whole numbers in addresses and forms: what a person or a program writes there may be anything."""

from __future__ import annotations

from typing import Any, overload

__all__ = ["MOST", "whole"]

MOST = 2**63 - 1
"""The largest number that a column of the database holds."""


@overload
def whole(text: Any, default: int, most: int = MOST) -> int: ...
@overload
def whole(text: Any, default: None = None, most: int = MOST) -> int | None: ...
def whole(text: Any, default: int | None = None, most: int = MOST) -> int | None:
    """Return the number that a text writes in plain digits; the default where it writes none, or a larger one than is taken.

    Examples
    --------
    >>> whole("12"), whole("", 1), whole("-1", 1), whole("\u00b2", 1), whole("9" * 5000, 1), whole("7", 1, most=6)
    (12, 1, 1, 1, 1, 1)
    """
    digits = str(text).lstrip("0") or "0"
    if not str(text).isascii() or not str(text).isdigit() or len(digits) > len(str(most)) or int(digits) > most:
        return default
    return int(digits)
