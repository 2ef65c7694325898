"""The kind of room in which a text is negotiated: what may be written in it, and what a seat sees of it."""

from __future__ import annotations

from legation.language import Message
from legation.rooms.drafting.leaves import NAMING, leaves, ordered, timeless
from legation.rooms.drafting.outside import outside
from legation.rooms.drafting.picture import DERIVED, concerned, seen_by
from legation.rooms.drafting.room import Drafting
from legation.rooms.drafting.rules import ENTRIES, opened
from legation.rooms.state import RoomKind

__all__ = ["DRAFTING"]

DRAFTING: RoomKind[Drafting] = RoomKind(
    id="drafting",
    title=Message("room.drafting"),
    entries=ENTRIES,
    opened=opened,
    seen_by=seen_by,
    concerned=concerned,
    leaves=leaves,
    timeless=timeless,
    derived=DERIVED,
    naming=NAMING,
    ordered=ordered,
    outside=outside,
    rereads=True,
)
