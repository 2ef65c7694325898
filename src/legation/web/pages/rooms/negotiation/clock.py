"""The clock of a rehearsal: minutes of play run while the talks are open, and stand still while they pause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from legation import moment
from legation.web.stores.rooms.models import Room, RoomEntry

__all__ = ["PAUSED_AT_MOST", "ends_with", "played"]

PAUSED_AT_MOST = dt.timedelta(days=30)
"""For which a pause lasts at most: then the room closes."""
LEAST = dt.timedelta(minutes=1)
"""Of play once the talks open again."""


def played(phases: Iterable[tuple[dt.datetime, str]], now: dt.datetime) -> dt.timedelta:
    """Return for how long talks have been open, of the instants at which their phase changed.

    Examples
    --------
    >>> at = [dt.datetime(2026, 3, 2, 9, minute, tzinfo=dt.UTC) for minute in (0, 10, 20, 25)]
    >>> played([(at[0], "paused"), (at[1], "open"), (at[2], "paused")], at[3]), played([(at[1], "open")], at[3])
    (datetime.timedelta(seconds=600), datetime.timedelta(seconds=900))
    """
    total, since = dt.timedelta(), None
    for at, phase in phases:
        if since is not None and phase != "open":
            total, since = total + (at - since), None
        elif since is None and phase == "open":
            since = at
    return total if since is None else total + (now - since)


def ends_with(room: Room, state: Any, to: str, now: dt.datetime) -> dict[str, str]:
    """Return the deadline that goes with another phase of a room; nothing where its host set one for good, or none runs.

    Parameters
    ----------
    state : Negotiation
    to : str
        The phase.
    """
    minutes = state.settings.get("minutes")
    if not minutes or state.settings.get("deadline") or to == "closed":
        return {}
    if to == "paused":
        return {"deadline": moment.written(now + PAUSED_AT_MOST)} if state.deadline else {}
    entries = RoomEntry.objects.filter(room=room, kind="phase").select_related("content").order_by("number")
    phases = [(moment.parse(one.at), str(one.content.data.get("phase"))) for one in entries if hasattr(one, "content")]
    left = dt.timedelta(minutes=int(minutes)) - played(phases, now)
    return {"deadline": moment.written(now + max(left, LEAST))}
