"""Votes of two people that are the same and nearly at the same time: how many, and how many by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import UNSEEN, Ballots, VoteTable
from legation.methods.kernel import kernel
from legation.methods.progress import Progress

__all__ = ["Cast", "in_step", "pair_p_values"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Votes with their times, of those who are compared, numbered anew.

    Attributes
    ----------
    who, answer : ndarray of int, shape (n_votes,)
        Person, and statement and value in one number.
    time : ndarray of float, shape (n_votes,)
    voted : ndarray of bool, shape (n, m)
    """

    who: Ints
    answer: Ints
    time: Floats
    voted: npt.NDArray[np.bool_]

    def common(self, pairs: Ints) -> Ints:
        """Return on how many statements both of each pair voted."""
        return np.array([(self.voted[a] & self.voted[b]).sum() for a, b in pairs], np.int64)


def in_step(ballots: Ballots, table: VoteTable, rows: Ints) -> Cast:
    """Return the votes that count with the time of each, for the rows to be compared."""
    place = np.full(table.shape[0], -1, np.int64)
    place[rows] = np.arange(len(rows))
    who, what = np.asarray(ballots.participant, np.int64), np.asarray(ballots.statement, np.int64)
    raw = np.asarray(ballots.time)
    time = raw.astype("datetime64[ms]").astype(np.float64) / 1000 if raw.dtype.kind == "M" else raw.astype(np.float64)
    value = np.asarray(ballots.value, np.int64)
    order = np.argsort(raw, kind="stable")
    order = order[np.argsort((who * table.shape[1] + what)[order], kind="stable")]
    key = (who * table.shape[1] + what)[order]
    order = order[np.append(key[1:] != key[:-1], True)[: len(key)]]
    order = order[(value[order] != UNSEEN) & (place[who[order]] >= 0)]
    voted = np.zeros((len(rows), table.shape[1]), bool)
    voted[place[who[order]], what[order]] = True
    return Cast(who=place[who[order]], answer=what[order] * 3 + value[order] + 1, time=time[order], voted=voted)


def pair_p_values(cast: Cast, within: float, draws: int, seed: int, progress: Progress) -> tuple[Ints, Ints, Floats, int]:
    """Return pairs with any vote in step, how many they have, the chance of so many or more, and how many pairs there are in all.

    The chance is that of any pair over all draws, ``(1 + pairs with as many) / (1 + pairs in all draws)``. A pair that draws the moments
    of others in step, and is itself observed with half as many votes in step or more, is no chance and not counted.
    """
    n = len(cast.voted)
    tests = n * (n - 1) // 2
    if tests == 0 or not len(cast.who):
        return np.empty((0, 2), np.int64), np.empty(0, np.int64), np.empty(0), tests
    pairs, count = _counted(cast, cast.time, within)
    arrival = np.full(n, np.inf)
    np.minimum.at(arrival, cast.who, cast.time)
    rng = np.random.default_rng(seed)
    reached = np.zeros(count.max(initial=0) + 2, np.int64)
    for draw in range(draws):
        moved = arrival[rng.permutation(n)] - arrival
        drawn, by_chance = _counted(cast, cast.time + moved[cast.who], within)
        by_chance = by_chance[_observed(pairs, count, drawn, n) * 2 < by_chance]
        reached += np.bincount(np.minimum(by_chance, len(reached) - 1), minlength=len(reached))
        progress(draw + 1, draws)
    as_many = np.cumsum(reached[::-1])[::-1]
    return pairs, count, (1 + as_many[count]) / (1 + draws * tests), tests


def _observed(pairs: Ints, count: Ints, drawn: Ints, n: int) -> Ints:
    """Return how many votes in step the drawn pairs have as observed."""
    if not len(pairs):
        return np.zeros(len(drawn), np.int64)
    keys, sought = pairs[:, 0] * n + pairs[:, 1], drawn[:, 0] * n + drawn[:, 1]
    at = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    return np.where(keys[at] == sought, count[at], 0)


def _counted(cast: Cast, time: Floats, within: float) -> tuple[Ints, Ints]:
    """Return pairs (first below second) with votes in step, ascending, and the number of those votes."""
    order = np.lexsort((cast.who, time, cast.answer))
    keys = _meetings(cast.who[order], cast.answer[order], time[order], within, len(cast.voted))
    unique, count = np.unique(keys, return_counts=True)
    return np.stack([unique // len(cast.voted), unique % len(cast.voted)], axis=1), count


@kernel
def _meetings(who: Ints, answer: Ints, time: Floats, within: float, n: int) -> Ints:
    """Return a number for each pair of same votes in step: first person times n plus second."""
    total = 0
    for round_ in range(2):
        found = np.empty(total, np.int64)
        total, first = 0, 0
        for at in range(len(who)):
            while answer[first] != answer[at] or time[at] - time[first] > within:
                first += 1
            for other in range(first, at):
                if round_:
                    found[total] = min(who[at], who[other]) * n + max(who[at], who[other])
                total += 1
    return found
