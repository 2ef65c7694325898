"""Whether an address is one of a rehearsal: then every page below it begins and ends with the words that say so."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from legation.web.rooms.desk import DESK
from legation.web.rooms.seats import any_door_of
from legation.web.stores.rooms.models import Room

__all__ = ["REHEARSAL", "in_play", "in_templates", "is_play"]

REHEARSAL = "rehearsal"
"""The ``session`` of a room in which nothing is real: the points come from a file."""


_PREPARES = "preparation"
"""How the routes begin where a negotiation is prepared by playing it."""


def is_play(name: str) -> bool:
    """Whether a room is a rehearsal; False where there is no such room. What it is does not change: no database is asked twice."""
    try:
        with DESK.reading(name, at_least=0) as live:
            return live.state is not None and live.state.settings.get("session") == REHEARSAL
    except Room.DoesNotExist:
        return False


def in_play(request: HttpRequest) -> bool:
    """Whether a request is one of a rehearsal: its address names the room, a code that leads there, or the preparation of talks."""
    match = getattr(request, "resolver_match", None)
    named: Mapping[str, Any] = match.kwargs if match is not None else {}
    if match is not None and str(match.url_name).startswith(_PREPARES):
        return True
    if "room" in named:
        return is_play(str(named["room"]))
    if match is not None and "code" in named and str(match.url_name).startswith("room-"):
        door = any_door_of(str(named["code"]))
        return door is not None and is_play(door.room_id)
    return False


def in_templates(request: HttpRequest) -> dict[str, Any]:
    """Return what every template knows: whether what it shows is an exercise; asked once, where a template asks."""
    return {"exercise": functools.cache(functools.partial(in_play, request))}
