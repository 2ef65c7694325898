"""A room in which sides negotiate a package: a rehearsal of a game, or a real session of the parties themselves.

======================  ==================================================================
``settings.py``         the first entry: what is negotiated, by whom, how
``rules.py``            what may be written, by whom
``dealing.py``          when an offer is the deal; ``rule.py`` by which votes
``own_points.py``       what a party says of its own points in a real session
``view.py``             what a seat may know
``leaves.py``           what leaves the room
======================  ==================================================================
"""

from __future__ import annotations

from legation.language import Message
from legation.rooms.negotiation.leaves import leaves, ordered, outside, timeless
from legation.rooms.negotiation.rules import ENTRIES
from legation.rooms.negotiation.settings import opened
from legation.rooms.negotiation.state import Negotiation
from legation.rooms.negotiation.view import concerned, seen_by
from legation.rooms.state import RoomKind

__all__ = ["NEGOTIATION", "Negotiation"]

NEGOTIATION: RoomKind[Negotiation] = RoomKind(
    id="negotiation",
    title=Message("room.negotiation"),
    entries=ENTRIES,
    opened=opened,
    seen_by=seen_by,
    concerned=concerned,
    leaves=leaves,
    timeless=timeless,
    ordered=ordered,
    outside=outside,
)
