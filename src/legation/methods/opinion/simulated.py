"""Rooms with known truth, to measure what a search finds and how often it gives a false alarm.

Honest people, copies, and a company that votes in lockstep.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.ballots import UNSEEN, Ballots

__all__ = ["clique_room", "honest_room", "with_company", "with_copies"]

_DAY = 86_400.0
_DAYS = 5.0
_WAVES = 12
_PASS = 0.12
_PACE = 12.0
"""Seconds from one vote to the next, on average."""


def honest_room(seed: int = 0, *, people: int = 300, statements: int = 60, votes: float = 25.0, ordered: bool = False) -> Ballots:
    """Return the ballots of people who act alone: three camps, a taste and a pace of their own, in waves over five days.

    Parameters
    ----------
    seed : int
    people, statements : int
    votes : float
        Of a person, on average; gamma distributed, at least 5 where there are as many statements.
    ordered : bool
        Whether all are shown the statements in one order.

    Returns
    -------
    Ballots
        With times in seconds. A vote is the sign of statement + camp's offset + own taste, with 12 % passes.

    Examples
    --------
    >>> honest_room(people=20, statements=8).matrix().shape
    (20, 8)
    """
    if people < 1 or statements < 1 or not votes > 0:
        raise BadValue(f"people, statements, votes must be above 0 (got {people}, {statements}, {votes}); give 300, 60 and 25")
    rng = np.random.default_rng(seed)
    base, offset = rng.normal(size=statements), rng.normal(0, 1.2, (3, statements))
    waves = rng.uniform(0, _DAYS * _DAY, _WAVES)
    count = np.clip(rng.gamma(1.2, votes / 1.2, people).astype(np.int64), min(5, statements), statements)
    what = np.concatenate([np.arange(k) if ordered else rng.choice(statements, k, replace=False) for k in count])
    who = np.repeat(np.arange(people), count)
    value = np.sign(base[what] + offset[rng.integers(3, size=people)[who], what] + rng.normal(size=len(what))).astype(np.int64)
    value[rng.random(len(what)) < _PASS] = 0
    alone = rng.random(people) < 0.5
    came = np.where(alone, rng.uniform(0, _DAYS * _DAY, people), rng.choice(waves, people) + rng.exponential(1_800, people))
    return Ballots(
        who, what, value, (people, statements), np.concatenate([start + _paced(rng, k) for start, k in zip(came, count, strict=True)])
    )


def with_copies(room: Ballots, seed: int = 0, *, copies: int = 8, slips: float = 0.01) -> Ballots:
    """Return a room with more people, last, who have the votes of the busiest one, now and then another, at times of their own."""
    rng = np.random.default_rng(seed)
    who = np.asarray(room.participant)
    mine = np.flatnonzero(who == np.bincount(who).argmax())
    value = np.tile(np.asarray(room.value)[mine], copies)
    slip = rng.random(len(value)) < slips
    value[slip] = rng.integers(-1, 2, slip.sum())
    time = np.concatenate([rng.uniform(0, _DAYS * _DAY) + _paced(rng, len(mine)) for _ in range(copies)])
    return _more(room, copies, np.tile(np.asarray(room.statement)[mine], copies), value, time)


def with_company(room: Ballots, seed: int = 0, *, company: int = 8, votes: int = 30) -> Ballots:
    """Return a room with more people, last, who cast the same votes within eight seconds of each other, statement by statement."""
    rng = np.random.default_rng(seed)
    what, value = rng.choice(room.shape[1], votes, replace=False), rng.choice([-1, 1], votes)
    time = np.tile(rng.uniform(0, _DAYS * _DAY) + _paced(rng, votes), company) + rng.uniform(0, 8, votes * company)
    return _more(room, company, np.tile(what, company), np.tile(value, company), time)


def clique_room(seed: int = 1, *, people: int = 950, clique: int = 50, statements: int = 60) -> npt.NDArray[np.int8]:
    """Return the votes of people in two groups who agree on the first eight statements, then of a clique that votes against what most say.

    Of the people's votes 12 % are passes and half are unseen; of the clique's 3 % are turned and 30 % unseen, each for itself.

    Examples
    --------
    >>> clique_room(people=20, clique=3).shape
    (23, 60)
    """
    rng = np.random.default_rng(seed)
    group, base, offset = rng.integers(0, 2, people), rng.normal(size=statements), rng.normal(0, 1.2, (2, statements))
    base[:8], offset[:, :8] = 2.5, 0.0
    votes = np.sign(base + offset[group] + rng.normal(size=(people, statements)))
    votes[rng.random(votes.shape) < _PASS] = 0
    votes[rng.random(votes.shape) < 0.5] = UNSEEN
    against = np.tile(-np.sign(base), (clique, 1))
    against[rng.random(against.shape) < 0.03] *= -1
    against[rng.random(against.shape) < 0.3] = UNSEEN
    return np.concatenate([votes, against]).astype(np.int8)


def _paced(rng: np.random.Generator, count: int) -> npt.NDArray[np.float64]:
    """Return seconds since coming for so many votes."""
    return np.cumsum(rng.exponential(_PACE, count))


def _more(room: Ballots, people: int, what: npt.ArrayLike, value: npt.ArrayLike, time: npt.NDArray[np.float64]) -> Ballots:
    """Return the room with the ballots of so many more people, equally many of each, in turn."""
    who = np.repeat(room.shape[0] + np.arange(people), len(time) // people)
    return room.then(Ballots(who, what, value, (room.shape[0] + people, room.shape[1]), time))
