"""Signs that votes were not cast by as many independent people as it seems: how many sets, of what size, and never who."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.opinion import UNSEEN, Ballots, bursts, coordinated
from legation.methods.progress import Progress
from legation.questions.opinion.asked import Asked, least_votes

__all__ = ["Sign", "Signs", "signs_of"]

COMPARED = 2000
"""People of whom votes in step are looked for; of more, those with the most votes."""
RUSH = 600_000.0
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
    """The signs that were looked for.

    Attributes
    ----------
    found : tuple of Sign
        Copies; and, where votes bear times, votes in step and rushes.
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


def signs_of(asked: Asked, seed: int, progress: Progress) -> Signs:
    """Look for copies, votes in step and rushes."""
    copies, least = asked.copies, least_votes(asked.votes, COMPARED)
    found = [_sign("copies", [len(one.participants) for one in copies.sets])]
    ballots = _standing(asked)
    time = np.asarray(ballots.time)
    timed = len(np.unique(time)) > 1
    if timed:
        within = MINUTE if not (time % MINUTE).any() else STEP
        step = coordinated(ballots, within=within, at_least=least, seed=seed, progress=progress)
        found.append(_sign("in-step", [len(one.participants) for one in step.sets]))
        came = np.full(asked.people, np.inf)
        np.minimum.at(came, np.asarray(ballots.participant), time.astype(np.float64))
        found.append(_sign("rush", [len(one.events) for one in bursts(came[np.isfinite(came)], window=RUSH).found]))
    compared = int(((asked.votes != UNSEEN).sum(axis=1) >= least).sum())
    return Signs(
        found=tuple(found), smallest=copies.smallest_of(0.5), commonest=copies.smallest_of(1.0), compared=compared, least_votes=least,
        timed=timed,
    )  # fmt: skip


def _sign(name: str, sizes: list[int]) -> Sign:
    return Sign(name, len(sizes), sum(sizes), max(sizes, default=0))


def _standing(asked: Asked) -> Ballots:
    """Return the ballots of the people and statements that are looked at, numbered as they are."""
    cast = asked.conversation.ballots
    row_at, column_at = np.full(cast.shape[0], -1), np.full(cast.shape[1], -1)
    row_at[asked.rows], column_at[asked.columns] = np.arange(asked.people), np.arange(len(asked.columns))
    row, column = row_at[np.asarray(cast.participant, np.int64)], column_at[np.asarray(cast.statement, np.int64)]
    kept = (row >= 0) & (column >= 0)
    time = np.asarray(cast.time if cast.time is not None else np.zeros(len(row), np.int64))
    return Ballots(row[kept], column[kept], np.asarray(cast.value)[kept], (asked.people, len(asked.columns)), time[kept])
