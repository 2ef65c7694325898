"""What a drill is: ``drill.toml`` in the folder of its house, with when it was started and closed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from legation.errors import CannotRead, NotAvailable
from legation.language import Message
from legation.web.consular.drill_folders import DECLARED
from legation.web.consular.house import house_folder

__all__ = ["LATE_MINUTES", "SPEEDS", "Drill", "close_drill", "read_drill", "start_drill", "the_drill", "write_drill"]

SPEEDS = (1, 10, 60)
"""How much faster than a real clock citizens may answer."""
LATE_MINUTES = 60
"""Somebody who needs help is found late after so many minutes of the drill's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A drill.

    Attributes
    ----------
    seed : int
        Of its citizens and of what is true of them: the same seed gives the same drill.
    people : int
        How many citizens it has.
    place : str
        Where the earth shakes, invented.
    longitude, latitude : float
        Of the place [degrees].
    radius_km : float
        So far from it people are hit.
    speed : int
        One of :data:`SPEEDS`.
    made, started, closed : datetime or None
        ``closed`` begins the days after which the folder is deleted.
    """

    name: str
    seed: int
    people: int
    place: str
    longitude: float
    latitude: float
    radius_km: float
    made: dt.datetime
    speed: int = 1
    started: dt.datetime | None = None
    closed: dt.datetime | None = None

    @property
    def is_running(self) -> bool:
        """Whether its clock runs."""
        return self.started is not None and self.closed is None

    @property
    def late(self) -> dt.timedelta:
        """After how long by a real clock somebody is found late."""
        return dt.timedelta(minutes=LATE_MINUTES / self.speed)

    def at(self, minutes: float) -> dt.datetime | None:
        """Return the instant of a minute of the drill's clock; None before it was started."""
        return self.started and self.started + dt.timedelta(minutes=minutes / self.speed)


def read_drill(folder: Path) -> Drill:
    """Return the drill of a house.

    Raises
    ------
    CannotRead
        Where its declaration is none.
    """
    place = folder / DECLARED
    try:
        return Drill(**tomllib.loads(place.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as error:
        raise CannotRead(Message("desk-drill.unreadable", path=str(place), why=str(error))) from error


def the_drill() -> Drill:
    """Return the drill of this process's house."""
    return read_drill(house_folder())


def write_drill(folder: Path, drill: Drill) -> None:
    """Write the declaration of a drill, whole or not at all."""
    place = folder / DECLARED
    beside = place.with_name(f".{DECLARED}.{os.getpid()}")
    content = {name: value for name, value in dataclasses.asdict(drill).items() if value is not None}
    beside.write_text(tomli_w.dumps(content), "utf-8")
    beside.replace(place)


def start_drill(now: dt.datetime, speed: int) -> Drill:
    """Start the clock of this house's drill.

    Raises
    ------
    NotAvailable
        Where it runs already, or is over.
    """
    drill = the_drill()
    if drill.started is not None or speed not in SPEEDS:
        raise NotAvailable(Message("desk-drill.started-before"))
    started = dataclasses.replace(drill, started=now, speed=speed)
    write_drill(house_folder(), started)
    return started


def close_drill(now: dt.datetime) -> Drill:
    """Close this house's drill: nobody answers any more, it is scored, and its folder is deleted on its day.

    Raises
    ------
    NotAvailable
        Where it does not run.
    """
    drill = the_drill()
    if not drill.is_running:
        raise NotAvailable(Message("desk-drill.not-running"))
    closed = dataclasses.replace(drill, closed=now)
    write_drill(house_folder(), closed)
    return closed
