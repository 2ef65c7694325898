"""The room that a question is about, as it was known: its votes, its map, what of it may be published, and what a reader must know."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from legation.dossier import Wording, standing
from legation.dossier.models.room import ROOM, RoomModel
from legation.errors import CannotRead, NotAvailable, WrongUse
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.opinion import UNSEEN, clones
from legation.methods.opinion.publishing import LITTLE, SURE, Published, publishable_cells, published, who_counts
from legation.methods.progress import Progress
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import PartInputs, choose_part, part_caveats, title_of
from legation.sources.polis import Conversation
from legation.sources.polis.conversation import day_of
from legation.sources.polis.rooms import conversation_of, known_until

__all__ = [
    "LITTLE",
    "SURE",
    "CastVotes",
    "RoomInputs",
    "cast_in",
    "caveats",
    "find_room",
    "least_votes",
    "publishable_cells",
    "who_counts",
]


Ints = npt.NDArray[np.int64]


AREA = "what-the-room-thinks"
COMPARED = 50_000
"""People whose votes are examined for copies; of more, those with the most votes."""
LEAST_VOTES = 10
LONGEST = 120
"""Characters of a statement that a sentence quotes."""


@dataclass(frozen=True, kw_only=True)
class RoomInputs(PartInputs[RoomModel], Published):
    """A room as it was known, with what of it may be published; people who voted in rows, statements that were let stand in columns.

    Attributes
    ----------
    case : Case
    conversation : Conversation
        All of it, those taken out too.
    rows, columns : ndarray of int
        Places in the conversation.
    """

    case: Case
    conversation: Conversation
    rows: Ints
    columns: Ints

    @property
    def evidence(self) -> tuple[str, ...]:
        """What the room rests on."""
        return self.model.evidence

    @property
    def last_vote(self) -> dt.date | None:
        """The day of the last vote in universal time; None where votes bear no time."""
        time = np.asarray(self.conversation.ballots.time if self.conversation.ballots.time is not None else [])
        return day_of(int(time.max())) if time.size else None

    def group(self, number: int) -> Named:
        """Return a group as a reader knows it."""
        return Named(f"group-{number + 1}", Message(f"{AREA}.group", number=number + 1))

    def number(self, column: int) -> str:
        """Return the number of a statement."""
        return str(self.conversation.statements[self.columns[column]])

    def words(self, column: int) -> Wording:
        """Return the words of a statement."""
        number = self.number(column)
        written = next((one.text for one in self.model.statements if one.id == number), None)
        body = next((one.body for one in self.conversation.comments if str(one.id) == number), number)
        return written if written is not None else Wording(re.sub(r"\s+", " ", body).strip() or number)

    def statement(self, column: int) -> Named:
        """Return a statement as a sentence quotes it."""
        words = self.words(column)
        shown = Wording(*(textwrap.shorten(text, LONGEST, placeholder=" …") or text[:LONGEST] for text in (words.text, words.fr, words.en)))
        return Named(self.number(column), Message(f"{AREA}.statement", number=self.number(column), words=shown))

    def organisations(self) -> Iterator[tuple[int, str, int]]:
        """Yield row, actor and weight of each organisation that voted."""
        at = {one.xid: row for row, one in enumerate(self.conversation.participants) if one.xid}
        place = {row: i for i, row in enumerate(self.rows.tolist())}
        for one in self.model.organisations:
            if at.get(one.xid) in place:
                yield place[at[one.xid]], one.actor, one.weight


class CastVotes(NamedTuple):
    """A room with its votes as they were known: the people that voted, and the statements that were voted on."""

    part: PartInputs[RoomModel]
    conversation: Conversation
    rows: Ints
    columns: Ints


def cast_in(case: Case, name: str) -> CastVotes:
    """Return the votes of the room that is meant, or of the first by name."""
    part = choose_part(case, ROOM, name, none=f"{AREA}.no-room", unknown=f"{AREA}.unknown-room")
    conversation = _conversation(part.model, case)
    moderated = conversation.moderated
    columns = np.flatnonzero(~moderated & (conversation.votes != UNSEEN).any(axis=0)) if conversation.votes.size else np.zeros(0, np.int64)
    rows = np.flatnonzero((conversation.votes[:, columns] != UNSEEN).any(axis=1)) if len(columns) else np.zeros(0, np.int64)
    return CastVotes(part, conversation, rows, columns)


def find_room(case: Case, name: str, smallest: int | None, seed: int, progress: Progress) -> RoomInputs:
    """Return the room that was asked for, or the first by name.

    Raises
    ------
    NotAvailable
        Where none was known, or none of its votes.
    WrongUse
        Where there is none of the name, or its votes cannot be read.
    DossierError
        Where its file is faulty.
    """
    part, conversation, rows, columns = cast_in(case, name)
    model = part.model
    if not len(rows):
        raise NotAvailable(Message(f"{AREA}.no-votes", title=part.title, as_of=case.as_of))
    votes = conversation.votes[np.ix_(rows, columns)]
    least = max(model.smallest, smallest or 0)
    weights = _weights(model, conversation, rows)
    copies = clones(votes, at_least=least_votes(votes, COMPARED), seed=seed, progress=progress)
    found = published(votes, copies, smallest=least, weights=weights, seed=seed, progress=progress)
    return RoomInputs(**vars(part), **vars(found), case=case, conversation=conversation, rows=rows, columns=columns)


def least_votes(votes: npt.NDArray[np.int8], most: int) -> int:
    """Return how many votes it takes so that no more people are compared than can be."""
    ordered = np.sort((votes != UNSEEN).sum(axis=1))[::-1]
    return max(LEAST_VOTES, int(ordered[most]) + 1 if len(ordered) > most else 0)


def _conversation(model: RoomModel, case: Case) -> Conversation:
    try:
        whole = conversation_of(model, case.dossier.files)
    except CannotRead as error:
        raise WrongUse(Message(f"{AREA}.unreadable", title=title_of(model), why=error.message)) from error
    timed = len(np.asarray(whole.ballots.value)) > 0
    if not timed and model.closed is not None and not model.closed.by(case.as_of):
        raise NotAvailable(Message(f"{AREA}.no-votes", title=title_of(model), as_of=case.as_of))
    return known_until(whole, case.as_of)


def _weights(model: RoomModel, conversation: Conversation, rows: Ints) -> npt.NDArray[np.float64] | None:
    """Return how much each person counts on the map; None where all count the same."""
    given = {one.xid: float(one.weight) for one in model.organisations}
    weights = np.array([given.get(conversation.participants[row].xid, 1.0) for row in rows.tolist()])
    return weights if (weights != 1).any() else None


def caveats(inputs: RoomInputs) -> Iterator[Message]:
    """Return what the room is, and what was left out or weighed."""
    return part_caveats(AREA, inputs, _left_out(inputs), is_signed=False)


def _left_out(inputs: RoomInputs) -> Iterator[Message]:
    model = inputs.model
    if model.holder:
        yield Message(f"{AREA}.holder", holder=model.holder)
    if model.attribution:
        yield Message(f"{AREA}.attribution", words=model.attribution)
    counted = int(inputs.counted.sum())
    if counted < inputs.people:
        yield Message(f"{AREA}.counted", count=counted, people=inputs.people)
    out = int(inputs.conversation.moderated.sum())
    if out:
        yield Message(f"{AREA}.moderated", count=out)
    weighted = sum(weight != 1 for _, _, weight in inputs.organisations())
    if weighted:
        yield Message(f"{AREA}.weighted", count=weighted)
    actors = {actor for _, actor, _ in inputs.organisations()}
    positions = sum(row.actor in actors for row in standing(inputs.case.dossier.positions))
    if positions:
        yield Message(f"{AREA}.positions", count=positions)
