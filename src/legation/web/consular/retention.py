"""How long this house stores what: its lines by class, the instant of each record, and what a line still lacks."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation import moment
from legation.consular.retention import LINES, NOT_PUBLIC_ARCHIVES, Line, missing, period, purge_at
from legation.errors import BadValue, WrongUse
from legation.language import Message
from legation.web.consular.house import HOUSE, Post

__all__ = ["gaps", "gaps_by_class", "ground_of", "house_lines", "last_day", "stored_until"]

_APPROXIMATE = {"days": 1, "months": 30, "years": 365}


def house_lines(declared: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Line]:
    """Return the line of each class that a house declares in ``consular.toml``; a class that it does not declare may not be stored.

    Parameters
    ----------
    declared : mapping, optional
        By class ``schedule`` or ``not_public_archives = true``, ``reason``, ``approved_by``, ``period`` (``90 days``); without it those of
        the house of this process.

    Raises
    ------
    WrongUse
        For an unknown class, or a period of another form.

    Examples
    --------
    >>> house_lines({"trip": {"schedule": "DGP-2024-011", "period": "2 months"}})["trip"].period
    Period(count=2, unit='months')
    """
    lines = {}
    for name, given in (HOUSE.retention if declared is None else declared).items():
        if name not in LINES:
            raise WrongUse(Message("desk-retention.no-class", found=name, allowed=", ".join(LINES)))
        line = LINES[name]
        schedule = NOT_PUBLIC_ARCHIVES if given.get("not_public_archives") else str(given.get("schedule", ""))
        try:
            length = period(given["period"]) if "period" in given else line.period
        except BadValue as error:
            raise WrongUse(error.message) from error
        reason, approver = str(given.get("reason", "")), str(given.get("approved_by", ""))
        lines[name] = dataclasses.replace(line, period=length, schedule=schedule, reason=reason, approver=approver)
    return lines


def stored_until(record_class: str, start: dt.date | dt.datetime, post: Post | str) -> dt.datetime:
    """Return the instant from which a record is destroyed, by the line of this house and the clocks of a post.

    Parameters
    ----------
    start : date or datetime
        The day on which its clock starts; of an instant the day that the post's clocks show.
    post : Post or str
        The post, or its id.

    Raises
    ------
    BadValue
        Where the house has no line for the class: such a record may not be stored.
    """
    place = HOUSE.post(post) if isinstance(post, str) else post
    zone = place.zone if place is not None else "UTC"
    day = moment.local(start, zone).date() if isinstance(start, dt.datetime) else start
    return purge_at(record_class, day, zone, house_lines())


def last_day(record_class: str, until: dt.datetime, post: str) -> dt.date:
    """Return the latest day of a post whose records of a class are destroyed by an instant: the inverse of :func:`stored_until`."""
    place = HOUSE.post(post)
    length = house_lines()[record_class].period
    day = moment.local(until, place.zone if place is not None else "UTC").date()
    day -= dt.timedelta(days=1 + length.count * _APPROXIMATE[length.unit])
    while stored_until(record_class, day, post) > until:
        day -= dt.timedelta(days=1)
    while stored_until(record_class, day + dt.timedelta(days=1), post) <= until:
        day += dt.timedelta(days=1)
    return day


def gaps(declared: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Message, ...]:
    """Return what the lines of a house still lack before it may store anything: a schedule, a reason, who approved."""
    return tuple(gap for name, line in house_lines(declared).items() for gap in missing(name, line))


def gaps_by_class() -> dict[str, tuple[Message, ...]]:
    """Return by class what the line of this house still lacks, as a page says it: the class stands beside it."""
    found = {name: missing(name, line) for name, line in house_lines().items()}
    return {
        name: tuple(Message(f"desk-retention.gap.{one.id.rpartition('.')[2]}") for one in lacks) for name, lacks in found.items() if lacks
    }


def ground_of(line: Line) -> Message | str:
    """Return what allows the destruction of a class: the schedule of the archives, or that they are none of theirs, and why."""
    if line.schedule == NOT_PUBLIC_ARCHIVES:
        return Message("desk-retention.not-public" if line.reason else "desk-retention.not-public-without-reason", reason=line.reason)
    return line.schedule
