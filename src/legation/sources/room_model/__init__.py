"""``rooms/NAME.toml``: a room in which statements were put to the vote; beside it the export of its votes.

One ``[room]`` says what the room was asked, who held it, when, and below how many people nothing of a group is published. The votes lie in
``rooms/NAME/*.csv`` in the five files that Polis exports (:mod:`legation.sources.polis`). Then:

- ``[[statement]]``: how a statement is worded for readers, in both languages; one without a row stands as the export has it;
- ``[[organisation]]``: a participant that is an organisation and votes as such, by the ``xid`` of the export: an actor of the dossier, and
  for how many votes it counts on the map.

Persons appear by their number in the export only, and nowhere else. A room is seen whole or not at all. :func:`template` gives a whole file
with notes.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.room_model.importing import room_parts
from legation.sources.room_model.knowing import known_until
from legation.sources.room_model.model import Organisation, RoomModel, Worded
from legation.sources.room_model.reading import FOLDER, SUFFIX, read_room_model
from legation.sources.room_model.seen import is_room, rooms_seen
from legation.sources.room_model.votes import conversation_of, vote_faults
from legation.sources.room_model.writing import write_room_model

__all__ = [
    "FOLDER",
    "SUFFIX",
    "Organisation",
    "RoomModel",
    "Worded",
    "conversation_of",
    "is_room",
    "known_until",
    "read_room_model",
    "room_parts",
    "rooms_seen",
    "template",
    "vote_faults",
    "write_room_model",
]


def template(lang: Lang) -> str:
    """Return a small file with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
