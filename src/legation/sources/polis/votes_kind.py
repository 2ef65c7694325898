"""The votes of rooms as a kind of part: ``rooms/NAME/*.csv`` as Polis exports them, seen with their room, as they stood on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from legation.dossier.clearing import Sight
from legation.dossier.models.room import RoomModel
from legation.dossier.parts import PartKind
from legation.errors import CannotRead
from legation.sources.polis.knowing import known_until
from legation.sources.polis.room_votes import conversation_of
from legation.sources.polis.writer import encode

__all__ = ["VOTES", "VotesKind"]


@dataclass(frozen=True, kw_only=True, eq=False)
class VotesKind(PartKind):
    """The files of votes: each goes with its room; votes without a room, or of which nobody can say when they were cast, are not shown."""

    def seen(self, parts: Mapping[str, bytes], sight: Sight) -> Mapping[str, bytes]:
        if sight.is_full:
            return parts
        found: dict[str, bytes] = {}
        for model in sight.models.values():
            if isinstance(model, RoomModel):
                found |= _votes(model, parts, sight)
        return found


def _votes(model: RoomModel, parts: Mapping[str, bytes], sight: Sight) -> Mapping[str, bytes]:
    """Return the votes of one room as they were known."""
    votes = {part: data for part, data in parts.items() if part.startswith(model.folder)}
    if sight.as_of is None or not votes:
        return votes
    try:
        whole = conversation_of(model, parts)
    except CannotRead:
        return {}
    if not len(np.asarray(whole.ballots.value)):
        return votes if model.closed is None or model.closed.by(sight.as_of) else {}
    known = known_until(whole, sight.as_of)
    return votes if known is whole else {model.folder + name: text for name, text in encode(known).items()}


VOTES = VotesKind(id="room-votes", pattern="rooms/{path}.csv")
