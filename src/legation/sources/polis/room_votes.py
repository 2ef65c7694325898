"""The votes of a room: the files of its export among the parts of a dossier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from legation.dossier.models.room import RoomModel
from legation.dossier.problem import Problem
from legation.errors import CannotRead
from legation.sources.polis import Conversation, read_parts
from legation.sources.polis.files import NAMES
from legation.sources.reading import notice

__all__ = ["conversation_of", "vote_faults"]


def conversation_of(model: RoomModel, files: Mapping[str, bytes]) -> Conversation:
    """Return the conversation that a room held.

    Parameters
    ----------
    model : RoomModel
    files : mapping of str to bytes
        The parts of the dossier.

    Raises
    ------
    CannotRead
        Where its files are missing or faulty, with every fault and its place.
    """
    there = {name: files[model.folder + name] for name in NAMES if model.folder + name in files}
    return read_parts(there, model.id, model.folder)


def vote_faults(model: RoomModel, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what is wrong with the votes of a room, and which of its rows name nothing in them."""
    try:
        conversation = conversation_of(model, files)
    except CannotRead as error:
        yield notice("room-votes", model.folder + "votes.csv", why=error.message)
        return
    yield from conversation.doubts
    there = {str(comment.id) for comment in conversation.comments}
    xids = {one.xid for one in conversation.participants if one.xid}
    for statement in model.statements:
        if statement.id not in there:
            yield notice("room-no-statement", model.part, None, "statement.id", found=statement.id)
    for organisation in model.organisations:
        if organisation.xid not in xids:
            yield notice("room-no-xid", model.part, None, "organisation.xid", found=organisation.xid)
