"""Polis conversations as rooms of a dossier.

``rooms/NAME/*.csv`` is a kind of part: five files as Polis exports them, seen with their room, as they stood on a day.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from legation.dossier.clearing import Clearance
from legation.dossier.column import Wording
from legation.dossier.models.room import ROOM, RoomModel
from legation.dossier.parts import PartKind
from legation.dossier.problem import Problem
from legation.dossier.when import When
from legation.errors import CannotRead
from legation.methods.ballots import Ballots
from legation.sources.polis.conversation import Conversation, day_of, encode
from legation.sources.polis.reader import NAMES, read_parts
from legation.sources.reading import notice

__all__ = [
    "VOTES",
    "VotesKind",
    "conversation_of",
    "known_until",
    "room_parts",
    "vote_faults",
]


_LISTED = ("topic", "url", "conversation-description")
"""Lines of the summary that are no counts."""


def known_until(conversation: Conversation, day: dt.date) -> Conversation:
    """Return what had been said and voted by the end of a day, in universal time; the conversation itself where nothing came later.

    With later votes go those who had not voted by then, the exported groups, and every count of the export, for they know of all votes.
    How statements were moderated bears no date and stays. A conversation without times stays as it is.
    """
    cast = conversation.ballots
    if cast.time is None or not len(np.asarray(cast.time)):
        return conversation
    end = int(dt.datetime.combine(day, dt.time(), dt.UTC).timestamp() * 1000) + 86_400_000 if day < dt.date.max else 2**62
    cast_before = np.asarray(cast.time) < end
    if cast_before.all():
        return conversation
    row, column, value, time = (np.asarray(x)[cast_before] for x in (cast.participant, cast.statement, cast.value, cast.time))
    rows, row = np.unique(row, return_inverse=True)
    columns, column = np.unique(column, return_inverse=True)
    ballots = Ballots(row, column, value, (len(rows), len(columns)), time)
    statements = tuple(conversation.statements[at] for at in columns.tolist())
    return dataclasses.replace(
        conversation,
        comments=tuple(
            dataclasses.replace(one, agrees="", disagrees="")
            for one in conversation.comments
            if one.timestamp < end or one.id in statements
        ),
        participants=tuple(dataclasses.replace(conversation.participants[at], group=-1, counts=()) for at in rows.tolist()),
        statements=statements,
        ballots=ballots,
        datetimes=tuple(text for text, there in zip(conversation.datetimes, cast_before.tolist(), strict=True) if there),
        votes=ballots.matrix() if len(rows) else conversation.votes[:0, :0],
        summary=tuple(line for line in conversation.summary if line[0] in _LISTED),
        history=(),
        doubts=(),
    )


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


@dataclass(frozen=True, kw_only=True, eq=False)
class VotesKind(PartKind):
    """The files of votes: each goes with its room; votes without a room, or of which nobody can say when they were cast, are not shown."""

    def seen(self, parts: Mapping[str, bytes], scope: Clearance) -> Mapping[str, bytes]:
        if scope.is_full:
            return parts
        found: dict[str, bytes] = {}
        for model in scope.models.values():
            if isinstance(model, RoomModel):
                found |= _votes(model, parts, scope)
        return found


def _votes(model: RoomModel, parts: Mapping[str, bytes], scope: Clearance) -> Mapping[str, bytes]:
    """Return the votes of one room as they were known."""
    votes = {part: data for part, data in parts.items() if part.startswith(model.folder)}
    if scope.as_of is None or not votes:
        return votes
    try:
        whole = conversation_of(model, parts)
    except CannotRead:
        return {}
    if not len(np.asarray(whole.ballots.value)):
        return votes if model.closed is None or model.closed.by(scope.as_of) else {}
    known = known_until(whole, scope.as_of)
    return votes if known is whole else {model.folder + name: text for name, text in encode(known).items()}


VOTES = VotesKind(id="room-votes", pattern="rooms/{path}.csv")
