"""What is wrong with a part, said so that a person can mend it; a name that nobody knows may be one of ours, misspelled."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from typing import Any

from legation.errors import DossierError
from legation.language import Message
from legation.problem import NOTICES, Problem

__all__ = [
    "NOTICES",
    "Problem",
    "close_to",
    "in_order",
    "problem",
    "stop_at",
]


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
    if (tagged := _IN_A_LANGUAGE.fullmatch(wanted)) is not None and tagged[1] in names:
        return ""
    found = [
        (ratio, one)
        for one in names
        if (one not in there or sorted(one) == sorted(wanted))
        and (ratio := difflib.SequenceMatcher(None, wanted, one).ratio()) >= _PROTECTING.get(one, _CLOSE if one not in there else _MOVED)
    ]
    return max(found)[1] if found else ""


_SHOWN = 80


def problem(
    code: str,
    part: str,
    row: int | None = None,
    column: str | None = None,
    *,
    allowed: str = "",
    found: Any = "",
    **values: Any,
) -> Problem:
    """Make a problem whose remedy is the catalogues' sentence ``problem.<code>``."""
    text = str(found)
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    remedy = Message(f"problem.{code}", allowed=allowed, found=shown, column=column or "", part=part, **values)
    return Problem(part=part, row=row, column=column, allowed=allowed, found=shown, remedy=remedy, code=code)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems in the order part, row, column."""
    return sorted(problems, key=lambda p: (p.part, p.row or 0, p.column or ""))


def stop_at(problems: Iterable[Problem]) -> None:
    """Pass where there is no fault; notices alone are none.

    Raises
    ------
    DossierError
        With all the problems in order; its sentence counts the faults and gives the first.
    """
    found = in_order(problems)
    faults = [p for p in found if not p.is_notice]
    if faults:
        raise DossierError(Message("dossier.faults", count=len(faults), first=str(faults[0])), tuple(found))
