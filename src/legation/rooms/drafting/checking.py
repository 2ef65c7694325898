"""What an event may say, and the sentence where it says something else."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection

from legation.errors import BadValue
from legation.language import Message

__all__ = ["known", "one_of", "time_of"]

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2})?")


def time_of(value: str, place: str) -> dt.datetime:
    """Return the moment of a time; of a day its beginning.

    Raises
    ------
    BadValue
        For another form, or a day that is in no calendar.
    """
    try:
        found = dt.datetime.fromisoformat(value) if _TIME.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None:
        raise BadValue(Message("drafting-room.bad-time", place=place, found=value))
    return found


def one_of(value: str, allowed: Collection[str], place: str) -> str:
    """Return a word of a list; another is refused."""
    if value not in allowed:
        raise BadValue(Message("drafting-room.bad-word", place=place, found=value, allowed=tuple(allowed)))
    return value


def known(name: str, there: Collection[str], place: str) -> str:
    """Return a name that is there; another is refused, with the nearest."""
    if name not in there:
        close = difflib.get_close_matches(name, list(there), 1, 0.3)
        if close:
            raise BadValue(Message("drafting-room.unknown-near", place=place, found=name, close=close[0]))
        raise BadValue(Message("drafting-room.unknown", place=place, found=name))
    return name
