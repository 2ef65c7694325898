"""The rooms of a dossier as a reader may see them: each whole, with its votes, or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

import numpy as np

from legation.dossier.records import MARKINGS
from legation.errors import CannotRead, DossierError
from legation.sources.polis.writer import encode
from legation.sources.room_model.knowing import known_until
from legation.sources.room_model.model import RoomModel
from legation.sources.room_model.reading import FOLDER, SUFFIX, read_room_model
from legation.sources.room_model.votes import conversation_of
from legation.sources.room_model.writing import write_room_model

__all__ = ["is_room", "rooms_seen"]


def is_room(part: str) -> bool:
    """Whether a part is the file of a room.

    >>> is_room("rooms/a.toml"), is_room("rooms/a/votes.csv"), is_room("drafts/a.toml")
    (True, False, False)
    """
    return part.startswith(FOLDER) and part.endswith(SUFFIX) and part.count("/") == 1


def rooms_seen(
    files: Mapping[str, bytes],
    evidence: Collection[str],
    as_of: dt.date | None = None,
    marking: str = "TLP:RED",
    unmarked: str = "TLP:CLEAR",
) -> dict[str, bytes]:
    """Return a dossier's files with what a reader may see of its rooms; all other files are as they were.

    Parameters
    ----------
    files : mapping of str to bytes
    evidence : collection of str
        The ids of the evidence that the reader may see; a room goes where it has evidence and none of it is there.
    as_of : date, optional
        The day of knowing: later votes go; None: now.
    marking, unmarked : str
        The highest marking that the reader may see; the marking of what has none.

    Notes
    -----
    A room that cannot be read is left out, and so are votes without a room: nobody can say who may see them. Comments in a file bear no
    mark and are left out too.
    """
    kept = {part: data for part, data in files.items() if not part.startswith(FOLDER)}
    highest = MARKINGS.index(marking)
    for part in filter(is_room, files):
        try:
            model = read_room_model(files[part], part)
            above = MARKINGS.index(model.marking or unmarked) > highest
            if not above and model.is_known(evidence, as_of or dt.date.max):
                kept |= _seen(model, files, evidence, as_of)
        except (DossierError, CannotRead):
            continue
    return {part: kept[part] for part in sorted(kept)}


def _seen(model: RoomModel, files: Mapping[str, bytes], evidence: Collection[str], as_of: dt.date | None) -> dict[str, bytes]:
    """Return the parts of one room as they were known."""
    data = {model.part: write_room_model(dataclasses.replace(model.with_evidence(evidence), source=b""))}
    votes = {part: files[part] for part in files if part.startswith(model.folder)}
    if as_of is None or not votes:
        return data | votes
    whole = conversation_of(model, files)
    if not len(np.asarray(whole.ballots.value)):
        return data | (votes if model.closed is None or model.closed.by(as_of) else {})
    known = known_until(whole, as_of)
    return data | (votes if known is whole else {model.folder + name: text for name, text in encode(known).items()})
