"""The code of a volunteer without an account: two codes of the desk, one after the other, of which an HMAC alone is stored."""

from __future__ import annotations

import re
import secrets

from legation.consular.codes import CODES, code_of, read_code
from legation.web.limits import Limits

__all__ = ["Door", "new_pair", "read_pair"]

_HALF = 6
"""Characters of one code, with its digit."""
_BETWEEN = re.compile(r"[\s-]+")
_LONGEST = 60
PER_CODE = 30
"""Tries with one code an hour, be it right or wrong."""
WRONG = 5_000
"""Wrong codes an hour of all people together: above it no list is opened that was not opened before."""


def new_pair() -> str:
    """Return a code by chance: one of 2 to the power of 50.

    Examples
    --------
    >>> read_pair(new_pair().lower()) is not None
    True
    """
    return "-".join(code_of(secrets.randbelow(CODES)) for _ in range(2))


def read_pair(text: str) -> str | None:
    """Return a code that somebody typed as it was given to them; None where it is none.

    Examples
    --------
    >>> read_pair("xyqkp8 ooo ooo"), read_pair("xyqkp8"), read_pair("")
    ('XYQKP8-000000', None, None)
    """
    plain = _BETWEEN.sub("", text) if len(text) <= _LONGEST else ""
    halves = [read_code(plain[:_HALF]), read_code(plain[_HALF:])]
    return f"{halves[0]}-{halves[1]}" if all(halves) else None


class Door:
    """What is counted where codes are typed: by code and for all together, never by network address, for a camp or a proxy shares one.

    A flood of wrong codes keeps new lists shut until its hour is over. It takes nothing from wardens at work: a list that was opened by its
    code before opens again.

    Examples
    --------
    >>> door = Door()
    >>> door.lets_in("XYQKP8-000000", "a"), door.lets_in("XYQKP8-000001", "")
    (True, False)
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._opened: set[str] = set()

    def lets_in(self, code: str, found: str) -> bool:
        """Count a code that was typed, and return whether the list that was found by it is opened; "" for none."""
        is_within = self._limits.passes("code", code, most=PER_CODE)
        if not found:
            self._limits.passes("all", "wrong", most=WRONG)
            return False
        if not is_within or (self._limits.count("all", "wrong") >= WRONG and found not in self._opened):
            return False
        self._opened.add(found)
        return True
