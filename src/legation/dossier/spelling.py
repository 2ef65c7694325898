"""Whether a name that nobody knows is a name of ours, misspelled: what is misspelled is a fault, what is new is kept."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

__all__ = ["close_to"]

_CLOSE = 0.8
_PROTECTING = {"marking": 0.7, "attributable": 0.7}
"""Columns and settings that say who may see a row: a wrong guess here would open it."""


def close_to(name: str, known: Iterable[str], there: Collection[str]) -> str:
    """Return the known name that a name is close to and that is not there itself; empty where there is none.

    >>> known = ("marking", "name")
    >>> close_to("Markng", known, ("name",)), close_to("markng", known, ("marking",)), close_to("colour", known, ())
    ('marking', '', '')
    """
    found = [
        (ratio, one)
        for one in known
        if one not in there and (ratio := difflib.SequenceMatcher(None, name[:120].casefold(), one).ratio()) >= _PROTECTING.get(one, _CLOSE)
    ]
    return max(found)[1] if found else ""
