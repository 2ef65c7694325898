"""Whether a name that nobody knows is a name of ours, misspelled: what is misspelled is a fault, what is new is kept."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

__all__ = ["close_to"]

_CLOSE, _MOVED = 0.8, 0.7
_PROTECTING = {"marking": 0.7, "attributable": 0.7}
"""Columns and settings that say who may see a row: a wrong guess here would open it."""


_IN_A_LANGUAGE = re.compile(r"(.+)_[a-z]{2}")


def close_to(name: str, known: Iterable[str], there: Collection[str]) -> str:
    """Return the known name that a name is close to and that is not there itself; empty where there is none.

    Of one that is there, too, letters that changed places are a slip. A known field in another language is none.

    >>> known = ("marking", "name", "name_fr", "name_en")
    >>> [close_to(name, known, ("name",)) for name in ("Markng", "markin_g", "naem", "colour", "name_es")]
    ['marking', 'marking', 'name', '', '']
    """
    wanted, names = name[:120].casefold(), tuple(known)
    if (told := _IN_A_LANGUAGE.fullmatch(wanted)) is not None and told[1] in names:
        return ""
    found = [
        (ratio, one)
        for one in names
        if (one not in there or sorted(one) == sorted(wanted))
        and (ratio := difflib.SequenceMatcher(None, wanted, one).ratio()) >= _PROTECTING.get(one, _CLOSE if one not in there else _MOVED)
    ]
    return max(found)[1] if found else ""
