"""Signs that votes were not cast by as many independent people as it seems, and what holds where those who voted as one count as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from legation.language import Message
from legation.methods.opinion import UNSEEN, Ballots, bursts, coordinated
from legation.methods.opinion.room_lists import MOST, Shared, shared_of
from legation.methods.progress import Progress
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.columns import Columns
from legation.questions.debate.opinion.inputs import RoomInputs, least_votes

__all__ = [
    "Shared",
    "Sign",
    "Signs",
    "once_findings",
    "once_table",
    "shared_of",
    "signs_of",
]


COMPARED = 2000
"""People of whom lockstep votes are sought; of more, those with the most votes."""
BURST_MS = 600_000.0
"""Ten minutes [ms]."""
STEP, MINUTE = 30_000.0, 60_000.0


@dataclass(frozen=True, slots=True)
class Sign:
    """How many sets a sign was found for, the people in all of them, and those in the largest."""

    name: str
    sets: int
    people: int
    largest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs that were sought.

    Attributes
    ----------
    found : tuple of Sign
        Copies; and, where votes bear times, lockstep votes and rushes.
    smallest, commonest : int
        Of how many equal ballots copies would have been named: of a voter like half of those compared, or whoever was copied; 0 where no
        number would do.
    compared : int
        People with votes enough to be compared.
    least_votes : int
        Votes that this took.
    timed : bool
        Whether votes bear times.
    """

    found: tuple[Sign, ...]
    smallest: int
    commonest: int
    compared: int
    least_votes: int
    timed: bool


def signs_of(inputs: RoomInputs, seed: int, progress: Progress) -> Signs:
    """Look for copies, lockstep votes and rushes."""
    copies, least = inputs.copies, least_votes(inputs.votes, COMPARED)
    found = [_sign("copies", [len(one.participants) for one in copies.sets])]
    ballots = _current_votes(inputs)
    time = np.asarray(ballots.time)
    timed = len(np.unique(time)) > 1
    if timed:
        within = MINUTE if not (time % MINUTE).any() else STEP
        step = coordinated(ballots, within=within, at_least=least, seed=seed, progress=progress)
        found.append(_sign("in-step", [len(one.participants) for one in step.sets]))
        came = np.full(inputs.people, np.inf)
        np.minimum.at(came, np.asarray(ballots.participant), time.astype(np.float64))
        found.append(_sign("rush", [len(one.events) for one in bursts(came[np.isfinite(came)], window=BURST_MS).found]))
    compared = int(((inputs.votes != UNSEEN).sum(axis=1) >= least).sum())
    return Signs(
        found=tuple(found), smallest=copies.smallest_of(0.5), commonest=copies.smallest_of(1.0), compared=compared, least_votes=least,
        timed=timed,
    )  # fmt: skip


def _sign(name: str, sizes: list[int]) -> Sign:
    return Sign(name, len(sizes), sum(sizes), max(sizes, default=0))


def _current_votes(inputs: RoomInputs) -> Ballots:
    """Return the ballots of the people and statements that are examined, numbered as they are."""
    cast = inputs.conversation.ballots
    row_at, column_at = np.full(cast.shape[0], -1), np.full(cast.shape[1], -1)
    row_at[inputs.rows], column_at[inputs.columns] = np.arange(inputs.people), np.arange(len(inputs.columns))
    row, column = row_at[np.asarray(cast.participant, np.int64)], column_at[np.asarray(cast.statement, np.int64)]
    within = (row >= 0) & (column >= 0)
    time = np.asarray(cast.time if cast.time is not None else np.zeros(len(row), np.int64))
    return Ballots(row[within], column[within], np.asarray(cast.value)[within], (inputs.people, len(inputs.columns)), time[within])


AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")


def once_findings(inputs: RoomInputs, shared: Shared | None) -> Iterator[Finding]:
    """Yield how many statements all groups share, and how many more or fewer where each of those who voted as one counts."""
    if shared is None:
        return
    values = {"count": shared.sets, "people": shared.people, "shared": len(shared.once), "percent": MOST}
    message = Message(f"{AREA}.once.shared", held=len(shared.suppressed), carried=len(shared.carried), **values)
    each = Message(f"{AREA}.once.each", shared=len(shared.each), sizes=shared.sizes) if shared.sizes else None
    yield Finding(id="once", message=message, evidence=inputs.evidence, contrary=each, judgement="concert")


def once_table(inputs: RoomInputs, shared: Shared | None) -> Iterator[AnswerTable]:
    """Yield the statements that those who voted as one hold back or carry; nothing where there are none."""
    if shared is None or not (shared.suppressed or shared.carried):
        return
    kinds = ((shared.suppressed, Message(f"{AREA}.once.holds")), (shared.carried, Message(f"{AREA}.once.carries")))
    rows = tuple((inputs.number(j), inputs.words(j), kind) for columns, kind in kinds for j in columns)
    columns = column.text(statement="number", text="statement", kind="kind")
    yield AnswerTable(id="once", title=Message(f"{AREA}.table.once"), columns=columns, rows=rows, judgement="concert")
