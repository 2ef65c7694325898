"""A room that votes on statements, to see what joins and what divides it.

It collects statements, votes on them, may vote once more on what its host words as a synthesis, and is closed. What may be written stands
in ``rules.py``, what a seat may know in ``view.py``, what leaves the room in ``leaves.py``.
"""

from __future__ import annotations

from legation.language import Message
from legation.rooms.deliberation.leaves import leaves, outside, timeless
from legation.rooms.deliberation.rules import ENTRIES, opened
from legation.rooms.deliberation.state import PHASES, WITHDRAWN, Deliberation, Statement
from legation.rooms.deliberation.view import concerned, view
from legation.rooms.state import RoomKind

__all__ = ["DELIBERATION", "PHASES", "WITHDRAWN", "Deliberation", "Statement"]

DELIBERATION: RoomKind[Deliberation] = RoomKind(
    id="deliberation",
    title=Message("room.deliberation"),
    entries=ENTRIES,
    opened=opened,
    seen_by=view,
    concerned=concerned,
    leaves=leaves,
    timeless=timeless,
    outside=outside,
)
