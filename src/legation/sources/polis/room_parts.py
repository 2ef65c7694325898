"""An export of Polis as a room of a dossier."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from legation.dossier.column import Wording
from legation.dossier.models.room import ROOM, RoomModel
from legation.dossier.when import When
from legation.sources.polis import Conversation
from legation.sources.polis.conversation import day_of
from legation.sources.polis.writer import encode

__all__ = ["room_parts"]


def room_parts(conversation: Conversation, name: str) -> dict[str, bytes]:
    """Return the parts ``rooms/NAME.toml`` and ``rooms/NAME/*.csv`` of a conversation.

    Identifiers that another site gave to people (``xid``) are left out: people keep their number alone.
    """
    topic = dict(conversation.summary).get("topic", "") or name
    time = np.asarray(0 if conversation.ballots.time is None else conversation.ballots.time, np.int64)
    time = time[time > 0]
    first, last = (_day(int(time.min())), _day(int(time.max()))) if time.size else (None, None)
    model = RoomModel(part=ROOM.called(name), title=Wording(topic), opened=first, closed=last)
    people = tuple(replace(one, xid="") for one in conversation.participants)
    files = encode(replace(conversation, participants=people))
    return {model.part: ROOM.write(model)} | {model.folder + file: data for file, data in files.items()}


def _day(stamp: int) -> When | None:
    day = day_of(stamp)
    return None if day is None else When(day.isoformat())
