"""What a seat is answered to what it sends: taken, why not, or to come again later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from legation.language import Message
from legation.rooms import Refused
from legation.web.rooms.limits import BY_ADDRESS, BY_ROOM, BY_SEAT, address_of

__all__ = ["IN_OTHER_WORDS", "PARTY_CODES", "too_much", "why_not"]


PARTY_CODES = ("closed", "conflict", "late", "no-role", "not-open", "too-long", "twice", "unknown")
"""Refusals of which a party to a negotiation is told in other words."""
_CHAIR = {code: f"page-draft-chair.refused-{code}" for code in ("unknown", "conflict", "twice", "not-in", "late", "still-opposed")}
_CHAIR["unknown text"] = "page-draft-chair.refused-words"
IN_OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "seat": {},
    "host": {code: f"page-rooms.refused-host.{code}" for code in ("no-role", "not-open", "closed", "late")},
    "chair": _CHAIR,
    "delegation": {code: _CHAIR[code] for code in ("unknown", "unknown text", "conflict", "not-in")}
    | {
        "late": "page-delegate.refused-late",
        "not-open paused": "page-delegate.refused-paused",
        "still-opposed withdrawn": "page-delegate.refused-spoken",
    },
    "party": {code: f"page-game-seat.refused-{code}" for code in PARTY_CODES}
    | {
        "not-open paused": "page-game-seat.refused-not-open-paused",
        "twice released": "page-game-seat.refused-released",
    },
}
"""By who reads it, and by the code of a refusal, what is said in other words than to those who sit in a deliberation.

After a code stands the phase of the room, the kind of the entry or its field, where it is said so then alone.
"""


def why_not(refused: Refused, reader: str = "seat", *at: str) -> Message:
    """Return why something was not taken, in words on which whoever reads it can act.

    Parameters
    ----------
    reader : {"seat", "host", "chair", "delegation", "party"}
        Who sits in a deliberation; who holds or moderates a room; who runs a text; who negotiates it; who negotiates packages.
    at : str
        The phase of the room, the kind of the entry.

    Examples
    --------
    >>> why_not(Refused("not-open", 7), "delegation", "proposed", "paused").id, why_not(Refused("not-open", 7)).id
    ('page-delegate.refused-paused', 'page-rooms.refused.not-open')
    """
    words = IN_OTHER_WORDS[reader]
    found = next((words[name] for name in (*(f"{refused.code} {one}" for one in (*at, refused.field)), refused.code) if name in words), "")
    message: Any = refused.message
    allowed = {"allowed": message.values["allowed"]} if refused.code == "too-long" else {}
    return Message(found or f"page-rooms.refused.{refused.code}", **allowed)


def too_much(request: HttpRequest, room: str, here: str, count: int) -> float:
    """Return after how many seconds to come again; 0: now."""
    # what a seat may not send costs no other seat anything
    return BY_SEAT.take(here, count) or BY_ROOM.take(room, count) or BY_ADDRESS.take(address_of(request), count)
