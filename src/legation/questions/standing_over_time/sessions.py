"""In which session a roll call was held: as its row says, as its symbol says, or else the year of its date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from legation.dossier import RollCall
from legation.figures.figure import Named
from legation.language import Message
from legation.sources.symbols import normal_symbol

__all__ = ["AREA", "in_sessions", "session_named", "session_of"]

AREA = "where-they-stand-over-time"
_NUMBERED = re.compile(r"(?:A/RES/|A/(?:C\.\d+/)?|R/)(\d{1,3})/(?:L\.)?\d")
_ROMAN = re.compile(r"A/RES/\d+\(([IVXLC]+)\)")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def session_of(symbol: str) -> int | None:
    """Return the session of the General Assembly that a symbol names; None where it names none, or a special one.

    >>> [session_of(s) for s in ("A/RES/73/27", "R/73/27", "A/C.1/73/L.27", "A/RES/2758(XXVI)", "A/RES/ES-10/19", "vote 7")]
    [73, 73, 73, 26, None, None]
    """
    normal = normal_symbol(symbol)
    if found := _NUMBERED.match(normal):
        return int(found[1]) or None
    if found := _ROMAN.match(normal):
        values = [_VALUES[sign] for sign in found[1]]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
    return None


def in_sessions(rollcalls: Sequence[RollCall]) -> tuple[list[int | None], bool]:
    """Return the session of each roll call, None where nothing says it, and whether the numbers are years.

    Sessions and years are never mixed: years stand where they place more of the roll calls.
    """
    sessions = [r.session or session_of(r.symbol or r.id) for r in rollcalls]
    years = [r.date.first.year if r.date is not None and r.date.first.year == r.date.last.year else None for r in rollcalls]
    by_year = sum(year is not None for year in years) > sum(session is not None for session in sessions)
    return (years if by_year else sessions), by_year


def session_named(number: int, *, by_year: bool) -> Named:
    """Return a session as a sentence names it."""
    return Named(str(number), Message(f"{AREA}.year" if by_year else f"{AREA}.session", number=str(number)))
