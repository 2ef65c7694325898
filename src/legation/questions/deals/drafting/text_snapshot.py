"""What a report of a negotiated text publishes: figures that stand; words and names are looked up when it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from legation.questions.base.live_rooms import LiveRoomNamed
from legation.questions.deals.drafting.room_text import room_text
from legation.rooms.drafting import LEVELS, State, alternatives
from legation.rooms.drafting.obstacles import is_word, words_in

__all__ = ["FORMAT", "text_snapshot"]

FORMAT = 1
AGREED = LEVELS[LEVELS.index("ad ref") :]


def text_snapshot(state: State, named: LiveRoomNamed, settings: Mapping[str, Any], number: int, log: str) -> dict[str, Any]:
    """Return the figures of a text as they may be published now, as plain data: whole numbers, no words and no names.

    Parameters
    ----------
    settings : mapping
        Of the room.
    number, log : int, str
        Number and hash of its newest entry.
    """
    words = room_text(state, "bracketed", notes=False)
    return {
        "format": FORMAT,
        "kind": "drafting",
        "room": named.name,
        "up_to": number,
        "log": log,
        "from": named.opened,
        "to": named.known,
        "ended": named.ended,
        "closed": bool(named.ended),
        "inside": settings["inside"],
        "leaves": settings["leaves"],
        "paragraphs": len(state.units),
        "agreed": sum(unit.level in AGREED for unit in state.units),
        "open": len(state.held),
        "words": sum(is_word(word) for unit in state.units for word in unit.words),
        "bracketed": words_in(state, state.held),
        "alternatives": len(alternatives(state)),
        "closed_brackets": len(state.past),
        "versions": len(state.versions),
        "text": hashlib.sha256(words.encode("utf-8", "replace")).hexdigest(),
    }
