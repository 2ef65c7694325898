"""Who is named, and when something is said to have happened: two settings of a room, told before anybody joins and the same to its end.

*Inside* says how those who sit in a room see one another, *leaves* how they stand in what leaves it. What names somebody asks here, so that
a picture, a report and an export cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation import moment
from legation.rooms.state import RoomState, Seat

__all__ = ["name_inside", "name_outside", "names_organisations", "sits_in_public", "stamped"]

_MILLISECOND = dt.timedelta(milliseconds=1)


def name_inside(settings: Mapping[str, Any], seat: Seat | None) -> str | None:
    """Return how those in the room see a seat: its organisation, its own sign, or nothing.

    Examples
    --------
    >>> seat = Seat(id="s1", role="participant", organisation="FRA")
    >>> [name_inside({"inside": one}, seat) for one in ("organisation", "seat", "anonymous")]
    ['FRA', 'FRA', None]
    """
    if seat is None or seat.erased or settings["inside"] == "anonymous":
        return None
    return seat.organisation if settings["inside"] == "organisation" else seat.organisation or seat.id


def name_outside(settings: Mapping[str, Any], seat: Seat | None) -> str | None:
    """Return how a seat stands in what leaves the room; never more than those inside see.

    Under the Chatham House Rule it is neither named nor placed.

    Examples
    --------
    >>> seat = Seat(id="s1", role="participant", organisation="FRA")
    >>> [name_outside({"inside": "seat", "leaves": one}, seat) for one in ("attributed", "organisation", "chatham", "nothing")]
    ['FRA', 'FRA', None, None]
    """
    inside = name_inside(settings, seat)
    if inside is None or seat is None or settings["leaves"] not in ("attributed", "organisation"):
        return None
    return inside if settings["leaves"] == "attributed" else seat.organisation


def names_organisations(settings: Mapping[str, Any], *, outside: bool) -> bool:
    """Whether organisations may be shown apart: never where people's safety is at risk, else as far as they are named."""
    if settings["safety"] or settings["inside"] == "anonymous":
        return False
    return not outside or settings["leaves"] in ("attributed", "organisation")


def sits_in_public(state: RoomState, seat: str) -> str:
    """Return the organisation that a seat votes for, where that may leave the room; else nothing."""
    found = state.seats.get(seat)
    if found is None or found.removed or not names_organisations(state.settings, outside=True):
        return ""
    return found.organisation or ""


def is_hourly(settings: Mapping[str, Any]) -> bool:
    """Whether a room's entries bear the beginning of their hour instead of the instant at which they were written."""
    return bool(settings["safety"]) or settings["inside"] == "anonymous"


def stamped(state: RoomState, now: str) -> str:
    """Return the time that an entry bears which is written at an instant: that instant, but where it would tell who wrote.

    In an anonymous room, and where safety is at risk, it is the beginning of the hour: the time of an account's page laid beside that of a
    vote tells nothing. Where a deadline has passed since that hour began, it is the last that has: that instant itself for what is written
    at it, which meets it, and a millisecond more for what is written later, which does not.

    Examples
    --------
    >>> state = RoomState(phase="open", settings={"inside": "anonymous", "safety": False})
    >>> stamped(state, "2026-03-02T09:41:07.250Z")
    '2026-03-02T09:00:00.000Z'
    >>> stamped(RoomState(phase="open", settings={"inside": "seat", "safety": False}), "2026-03-02T09:41:07.250Z")
    '2026-03-02T09:41:07.250Z'
    """
    if not is_hourly(state.settings):
        return now
    hour = f"{now[:14]}00:00.000Z"
    deadlines = getattr(state, "deadlines", (str(getattr(state, "deadline", "")),))
    passed = max((one for one in deadlines if one and one <= now), default="")
    if not passed:
        return hour
    return max(hour, passed if now == passed else moment.written(moment.parse(passed) + _MILLISECOND))
