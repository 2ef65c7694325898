"""Who goes aboard: households in the order of their priority, never split."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from legation.errors import BadValue
from legation.language import Message

__all__ = ["Manifest", "Reason", "Unit", "manifest"]

Reason = Literal["not ready", "no seats"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A household that asks to leave.

    Attributes
    ----------
    id : str
        Its own.
    seats : int
        How many it takes, 1 or more.
    priority : int
        1 goes first.
    asked_at : datetime
        When it asked; of one priority the earlier goes first.
    ready : bool
        Whether all of it is at the place of departure with what it needs to travel.
    """

    id: str
    seats: int
    priority: int
    asked_at: dt.datetime
    ready: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who goes aboard and who does not.

    Attributes
    ----------
    aboard : tuple of str
        Ids, in the order of priority.
    passed_over : tuple of (str, str)
        Ids in the same order, each with ``not ready`` or ``no seats``.
    """

    aboard: tuple[str, ...]
    passed_over: tuple[tuple[str, Reason], ...]


def manifest(units: Iterable[Unit], seats: int) -> Manifest:
    """Return who goes aboard with so many seats.

    Units come in the order of priority (1 first), of when they asked, then of their ids. One goes aboard if it is ready and seats for all
    of it are left; else the next may take them.

    Parameters
    ----------
    units : iterable of Unit
        In any order.
    seats : int
        0 or more.

    Raises
    ------
    BadValue
        For seats that are no whole number in their range, an id that stands twice, times of which some have no distance from UTC.

    Examples
    --------
    >>> at = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    >>> manifest([Unit("a", 2, 2, at, True), Unit("b", 4, 1, at, True), Unit("c", 1, 1, at, False), Unit("d", 3, 1, at, True)], 6)
    Manifest(aboard=('b', 'a'), passed_over=(('c', 'not ready'), ('d', 'no seats')))
    """
    waiting = list(units)
    _check(waiting, seats)
    try:
        waiting.sort(key=lambda unit: (unit.priority, unit.asked_at, unit.id))
    except TypeError:
        raise BadValue(Message("consular.manifest.times")) from None
    left = seats
    aboard: list[str] = []
    passed_over: list[tuple[str, Reason]] = []
    for unit in waiting:
        if not unit.ready:
            passed_over.append((unit.id, "not ready"))
        elif unit.seats > left:
            passed_over.append((unit.id, "no seats"))
        else:
            aboard.append(unit.id)
            left -= unit.seats
    return Manifest(tuple(aboard), tuple(passed_over))


def _check(units: list[Unit], seats: int) -> None:
    if not _is_whole(seats) or seats < 0:
        raise BadValue(Message("consular.manifest.seats", found=str(seats)))
    seen = set()
    for unit in units:
        if not _is_whole(unit.seats) or unit.seats < 1:
            raise BadValue(Message("consular.manifest.unit-seats", id=str(unit.id), found=str(unit.seats)))
        if unit.id in seen:
            raise BadValue(Message("consular.manifest.twice", id=str(unit.id)))
        seen.add(unit.id)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
