"""A clock that stands still: what is recorded on two days says the same day."""

from __future__ import annotations

import ctypes
import datetime as dt
import gc
from typing import Any

__all__ = ["NOW", "stop_the_clock"]

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)


def stop_the_clock(now: dt.datetime = NOW) -> None:
    """Let ``datetime`` tell one moment for the rest of this process.

    The methods of the types themselves are replaced, so that whoever has imported them already sees it too. ``time.time`` runs on: by it
    nothing is written, and what waits for it must end.

    >>> stop_the_clock.__name__
    'stop_the_clock'
    """

    def today(cls: Any) -> Any:
        return cls(now.year, now.month, now.day)

    def at(cls: Any, tz: dt.tzinfo | None = None) -> Any:
        return cls.fromtimestamp(now.timestamp(), tz)

    def utc(cls: Any) -> Any:
        return cls.fromtimestamp(now.timestamp(), dt.UTC).replace(tzinfo=None)

    for kind, methods in ((dt.date, {"today": today}), (dt.datetime, {"today": at, "now": at, "utcnow": utc})):
        names = gc.get_referents(kind.__dict__)[0]  # the dictionary behind the read-only view of a type of C
        names.update({name: classmethod(function) for name, function in methods.items()})
        ctypes.pythonapi.PyType_Modified(ctypes.py_object(kind))
