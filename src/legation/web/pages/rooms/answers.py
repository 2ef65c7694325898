"""What a seat is answered to what it sends: taken, why not, or to come again later."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from legation.language import Message
from legation.rooms import Refused
from legation.web.rooms.limits import BY_ADDRESS, BY_ROOM, BY_SEAT, address_of

__all__ = ["too_much", "why_not"]


def why_not(refused: Refused) -> Message:
    """Return why something was not taken, in words of somebody who sits in the room."""
    message: Any = refused.message
    allowed = {"allowed": message.values["allowed"]} if refused.code == "too-long" else {}
    return Message(f"page-rooms.refused.{refused.code}", **allowed)


def too_much(request: HttpRequest, room: str, here: str, count: int) -> float:
    """Return after how many seconds to come again; 0: now."""
    # what a seat may not send costs no other seat anything
    return BY_SEAT.take(here, count) or BY_ROOM.take(room, count) or BY_ADDRESS.take(address_of(request), count)
