"""A run of retention trusts the clock of the machine only where it goes on from the last run.

A clock that was set a year ahead would destroy what is needed; one that was set back would keep what must go. Then the desk destroys
nothing by itself and says so, until somebody has looked at the clock.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path

from legation.errors import CannotWrite, WrongUse
from legation.language import Message
from legation.moment import written
from legation.system_words import system_words

__all__ = ["FILE", "check_clock", "last_run", "note_run"]

FILE = Path("journal") / "last-run"
_AHEAD = dt.timedelta(days=31)
_BACK = dt.timedelta(hours=1)


def last_run(house: Path) -> dt.datetime | None:
    """Return when retention last ran in a house; None where it never did, or where nothing readable says so."""
    with contextlib.suppress(OSError, ValueError):
        return dt.datetime.fromisoformat((house / FILE).read_text("ascii").strip())
    return None


def check_clock(house: Path, now: dt.datetime) -> None:
    """Make sure that the clock goes on from the last run: at most 31 days ahead, at most an hour back.

    Raises
    ------
    WrongUse
        Where it has jumped, with what to do.
    """
    before = last_run(house)
    if before is not None and not before - _BACK <= now <= before + _AHEAD:
        raise WrongUse(Message("desk-retention.clock", now=written(now), last=written(before)))


def note_run(house: Path, now: dt.datetime) -> None:
    """Note that retention has run.

    Raises
    ------
    CannotWrite
        Where it cannot be noted.
    """
    path = house / FILE
    beside = path.with_name(f".last-run.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside.write_text(written(now), "ascii")
        beside.replace(path)
    except OSError as error:
        raise CannotWrite(Message("desk-retention.journal-not-written", path=str(path), why=system_words(error))) from error
