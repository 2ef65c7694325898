"""A live room as the question reads it: its statements and votes in the five files of Polis, beside what the dossier says of it.

What is worked out of votes while others may look on is worked out of *shown* votes alone: those of which the counts of each statement are
shown (:attr:`legation.rooms.deliberation.state.Statement.shown_votes`). Two answers then never differ by one person's vote. People have a
number drawn anew for each state of the room, no outside identifier, and no time: what is written here may leave the room.
"""

from __future__ import annotations

import dataclasses
import hmac
from collections.abc import Mapping

import numpy as np

from legation.dossier.models.room import ROOM, Organisation, RoomModel
from legation.dossier.when import When
from legation.methods.ballots import Ballots
from legation.questions.base.case import Case
from legation.questions.base.live_rooms import LiveRoomNamed, with_parts
from legation.rooms.attribution import sits_in_public
from legation.rooms.deliberation.state import WITHDRAWN, Deliberation, Statement
from legation.sources.polis.conversation import Comment, Conversation, Participant, encode

__all__ = [
    "LiveRoomNamed",
    "conversation_of_room",
    "open_to_votes",
    "parts_of_room",
    "released_votes",
    "with_parts",
    "with_room",
]


def open_to_votes(state: Deliberation) -> list[Statement]:
    """Return the statements that were let in, in the order in which they were given: their places from 1 on are their numbers outside."""
    return sorted((one for one in state.statements.values() if one.verdict == "in"), key=lambda one: one.number)


def released_votes(state: Deliberation, statement: Statement) -> dict[str, int]:
    """Return the votes on a statement that may be worked with: those shown, and of two versions of a message none before the end."""
    return {} if state.is_blind(statement) else statement.shown_votes


def conversation_of_room(
    state: Deliberation, name: str, *, whole: bool = False, organisations: bool = False, order: bytes = b""
) -> Conversation:
    """Return a room as Polis would export it.

    Parameters
    ----------
    whole : bool
        Every vote, for a room whose ties to people are cut; else those that are shown.
    organisations : bool
        With the organisations that vote in public as outside identifiers: for the question, never for a file.
    order : bytes
        As :attr:`LiveRoomNamed.order`.
    """
    shown = open_to_votes(state)
    cast = [one.votes if whole else released_votes(state, one) for one in shown]
    seats = sorted({seat for votes in cast for seat in votes})
    drawn = int.from_bytes(hmac.digest(order, state.hash.encode(), "sha256"), "big")
    row = {seats[at]: place for place, at in enumerate(np.random.default_rng(drawn).permutation(len(seats)).tolist())}
    rows = [(row[seat], column, value) for column, votes in enumerate(cast) for seat, value in votes.items()]
    rows.sort()
    person, statement, value = np.array(rows, np.int64).reshape(-1, 3).T
    ballots = Ballots(person, statement, value, (len(seats), len(shown)), np.zeros(len(rows), np.int64))
    votes = ballots.matrix() if rows else np.zeros((0, len(shown)), np.int8)
    xids = {row[seat]: sits_in_public(state, seat) if organisations else "" for seat in seats}
    return Conversation(
        name=name,
        comments=tuple(
            Comment(
                id=column + 1,
                author="0",
                moderated=1,
                body=WITHDRAWN if one.text is None else one.text,
                agrees=str(sum(value == 1 for value in votes_on.values())),
                disagrees=str(sum(value == -1 for value in votes_on.values())),
                more=(("is-seed", "true" if one.source == "seed" else "false"),),
            )
            for column, (one, votes_on) in enumerate(zip(shown, cast, strict=True))
        ),
        participants=tuple(Participant(id=place + 1, xid=xids[place]) for place in range(len(seats))),
        statements=tuple(range(1, len(shown) + 1)),
        ballots=ballots,
        datetimes=("",) * len(rows),
        votes=votes,
        summary=(
            ("topic", str(state.settings["question"])),
            ("url", ""),
            ("voters", str(len(seats))),
            ("comments", str(len(shown))),
            ("conversation-description", ""),
        ),
    )


def parts_of_room(state: Deliberation, named: LiveRoomNamed, actors: Mapping[str, object], *, whole: bool = False) -> dict[str, bytes]:
    """Return the parts ``rooms/NAME.toml`` and ``rooms/NAME/*.csv`` of a room as it may be looked at now.

    Parameters
    ----------
    actors : mapping whose keys are ids
        Of the dossier: an organisation that is none of them stands in no part.
    """
    there = conversation_of_room(state, named.name, whole=whole, organisations=True, order=named.order)
    people = tuple(one if one.xid in actors else dataclasses.replace(one, xid="") for one in there.participants)
    weights = {seat.organisation: seat.weight for seat in state.seats.values() if seat.organisation}
    model = RoomModel(
        part=ROOM.called(named.name),
        title=named.title,
        holder=named.holder,
        opened=When(named.opened),
        closed=When(named.ended or named.known) if state.phase == "closed" else None,
        smallest=state.settings["smallest"],
        organisations=tuple(
            Organisation(xid=xid, actor=xid, weight=weights[xid]) for xid in sorted({one.xid for one in people if one.xid})
        ),
    )
    files = encode(dataclasses.replace(there, participants=people))
    return {model.part: ROOM.write(model)} | {model.folder + file: data for file, data in files.items()}


def with_room(case: Case, state: Deliberation, named: LiveRoomNamed) -> Case:
    """Return a case whose dossier holds a live room, as it may be looked at now: the dossier itself is not changed."""
    return with_parts(case, parts_of_room(state, named, {row.id: row for row in case.dossier.actors}))
