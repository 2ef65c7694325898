"""Pairs of people whose votes are the same or nearly so, and how many of these were cast at nearly the same time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import UNSEEN, Ballots, VoteTable
from legation.methods.kernel import kernel
from legation.methods.progress import Progress

__all__ = [
    "PAIRS_LIMIT",
    "Cast",
    "Pairs",
    "crowded",
    "differences",
    "likeness",
    "lockstep_votes",
    "near_pairs",
    "pair_p_values",
]


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


def lockstep_votes(ballots: Ballots, table: VoteTable, rows: Ints) -> Cast:
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
    """Return pairs with any lockstep vote, how many they have, the chance of so many or more, and how many pairs there are in all.

    The chance is that of any pair over all draws, ``(1 + pairs with as many) / (1 + pairs in all draws)``. A pair that draws the moments
    of others in lockstep, and is itself observed with half as many lockstep votes or more, is no chance and not counted.
    """
    n = len(cast.voted)
    tests = n * (n - 1) // 2
    if tests == 0 or not len(cast.who):
        return np.empty((0, 2), np.int64), np.empty(0, np.int64), np.empty(0), tests
    pairs, count = _lockstep_pairs(cast, cast.time, within)
    arrival = np.full(n, np.inf)
    np.minimum.at(arrival, cast.who, cast.time)
    rng = np.random.default_rng(seed)
    reached = np.zeros(count.max(initial=0) + 2, np.int64)
    for draw in range(draws):
        moved = arrival[rng.permutation(n)] - arrival
        drawn, by_chance = _lockstep_pairs(cast, cast.time + moved[cast.who], within)
        by_chance = by_chance[_observed(pairs, count, drawn, n) * 2 < by_chance]
        reached += np.bincount(np.minimum(by_chance, len(reached) - 1), minlength=len(reached))
        progress(draw + 1, draws)
    as_many = np.cumsum(reached[::-1])[::-1]
    return pairs, count, (1 + as_many[count]) / (1 + draws * tests), tests


def _observed(pairs: Ints, count: Ints, drawn: Ints, n: int) -> Ints:
    """Return how many lockstep votes the drawn pairs have as observed."""
    if not len(pairs):
        return np.zeros(len(drawn), np.int64)
    keys, sought = pairs[:, 0] * n + pairs[:, 1], drawn[:, 0] * n + drawn[:, 1]
    at = np.minimum(np.searchsorted(keys, sought), len(keys) - 1)
    return np.where(keys[at] == sought, count[at], 0)


def _lockstep_pairs(cast: Cast, time: Floats, within: float) -> tuple[Ints, Ints]:
    """Return pairs (first below second) with lockstep votes, ascending, and the number of those votes."""
    order = np.lexsort((cast.who, time, cast.answer))
    keys = _meetings(cast.who[order], cast.answer[order], time[order], within, len(cast.voted))
    unique, count = np.unique(keys, return_counts=True)
    return np.stack([unique // len(cast.voted), unique % len(cast.voted)], axis=1), count


@kernel
def _meetings(who: Ints, answer: Ints, time: Floats, within: float, n: int) -> Ints:
    """Return a number for each pair of equal lockstep votes: first person times n plus second."""
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


PAIRS_LIMIT = 5_000
"""Participants of whom all pairs are compared; above, those that hashing brings together."""
HASHES, ORDERS, LENGTH, BESIDE = 96, 32, 6, 8
"""Hashes of a ballot; orders of all ballots, each by so many of the hashes; places in an order within which two are compared."""
AT_ONCE = 2_000_000
TIGHT = 0.98
"""Of copies the share that differ no more than is allowed."""
CROWD, CAMP = 2_000, 0.1
"""People among whom near ballots are counted; share of them that makes a camp. In four given rooms half have at most .04 near to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of rows, the first below the second.

    Attributes
    ----------
    first, second : ndarray of int, shape (n_pairs,)
    evidence : ndarray of float, shape (n_pairs,)
        Logarithm of how much likelier the votes are as copies than by the statements' shares [nats].
    """

    first: Ints
    second: Ints
    evidence: Floats


def near_pairs(table: VoteTable, slips: float, least: float, at_least: int, seed: int) -> Pairs:
    """Return pairs that differ no more than copies do, and are likelier as copies than the statements' shares explain.

    The shares are counted twice, as copies bend them: the second time each person counts for one over the number of those near to it.

    Parameters
    ----------
    table : VoteTable
    slips : float
    least : float
        Evidence [nats] from which a pair is returned.
    at_least : int
        Common statements that it takes.
    seed : int
        Of the hashes.

    References
    ----------
    Bawa, M. et al. (2005), LSH forest: self-tuning indexes for similarity search, doi:10.1145/1060745.1060840; hashes that prefer rare
    votes: Ioffe, S. (2010), Improved consistent sampling, doi:10.1109/ICDM.2010.80.
    """
    n, m = table.shape
    cell = table.statement.astype(np.int64) * 3 + table.value + 1
    allowed = differences(m, slips + slips * (1 - slips), at_least)
    chunks = _all(n) if n <= PAIRS_LIMIT else _hashed(table, cell, -np.log(_share(table, cell, np.ones(n))), seed)
    bits = _bits(table.participant, table.statement, table.value, n, m)
    near = [pairs[:, np.asarray(_near(pairs[0], pairs[1], bits, allowed))] for pairs in chunks]
    keys = np.unique(np.concatenate([pair[0] * n + pair[1] for pair in near])) if near else np.empty(0, np.int64)
    first, second = keys // n, keys % n
    weight, at = np.ones(n), slice(0, 0)
    for _ in range(2):
        same = np.log((1 - slips) / _share(table, cell, weight) + slips)
        evidence = _evidence(first, second, table.start, table.statement, table.value, same, np.log(slips))
        at = evidence >= least
        weight = 1 / (1 + np.bincount(np.concatenate([first[at], second[at]]), minlength=n))
    return Pairs(first=first[at], second=second[at], evidence=evidence[at])


def differences(statements: int, slips: float, at_least: int, tight: float = TIGHT) -> Ints:
    """Return in how many votes of 0, 1, 2, ... all but a few of those who slip so often do; -1 below ``at_least``."""
    from scipy.stats import binom

    allowed = binom.ppf(tight, np.arange(statements + 1), slips).astype(np.int64)
    allowed[: min(at_least, statements + 1)] = -1
    return np.asarray(allowed, np.int64)


def crowded(table: VoteTable, rows: Ints, slips: float, at_least: int, seed: int) -> bool:
    """Return whether at least half of these people have a tenth of them near, beyond what the statements' shares in the room explain.

    They vote in camps then, and nobody can tell copies from one camp more. Of more than 2,000 so many are drawn.
    """
    cell = table.statement.astype(np.int64) * 3 + table.value + 1
    same = np.log((1 - slips) / _share(table, cell, np.ones(table.shape[0])) + slips)
    if len(rows) > CROWD:
        rows = np.sort(np.random.default_rng(seed).choice(rows, CROWD, replace=False))
    table = table.rows(rows)
    n, m = table.shape
    bits, allowed = _bits(table.participant, table.statement, table.value, n, m), differences(m, slips, at_least)
    beside = np.zeros(n, np.int64)
    for pairs in _all(n):
        first, second = pairs[:, np.asarray(_near(pairs[0], pairs[1], bits, allowed))]
        at = _evidence(first, second, table.start, table.statement, table.value, same, np.log(slips)) > 0
        beside += np.bincount(np.concatenate([first[at], second[at]]), minlength=n)
    return bool(n > 1 and 2 * (beside >= CAMP * n).sum() >= n)


def _share(table: VoteTable, cell: Ints, weight: Floats) -> Floats:
    """Return the share of each vote on each statement, shape (m, 3)."""
    m = table.shape[1]
    count = np.bincount(cell, weight[table.participant], minlength=3 * m).reshape(m, 3)
    return np.asarray((count + 1) / (count.sum(axis=1, keepdims=True) + 3))


def likeness(table: VoteTable, pairs: Ints) -> Ints:
    """Return on how many statements both of each pair voted, shape (n_pairs,)."""
    seen = [table.statement[table.start[row] : table.start[row + 1]] for row in range(table.shape[0])]
    return np.array([len(np.intersect1d(seen[i], seen[j], assume_unique=True)) for i, j in pairs.tolist()], np.int64)


def _all(n: int) -> Iterator[Ints]:
    """Yield all pairs, some at a time, shape (2, n_pairs)."""
    step = max(1, AT_ONCE // max(n, 1))
    for start in range(0, n - 1, step):
        rows = np.arange(start, min(start + step, n - 1))
        many = n - 1 - rows
        first = np.repeat(rows, many)
        yield np.stack([first, first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)])


def _hashed(table: VoteTable, cell: Ints, rarity: Floats, seed: int) -> Iterator[Ints]:
    """Yield pairs that stand near each other in one of many orders of the ballots by their hashes.

    A hash is the vote that comes first in a random order in which a rare vote comes early; two ballots share it with a chance that is the
    share of their votes, weighed by rarity, which they have in common. Ballots sorted by several hashes stand beside their like.
    """
    rng = np.random.default_rng(seed)
    hashed = np.empty((HASHES, table.shape[0]), np.int64)
    for h in range(HASHES):
        place = np.argsort(np.argsort(rng.exponential(size=rarity.size) / np.maximum(rarity.ravel(), 1e-3)))
        hashed[h] = np.minimum.reduceat(place[cell], table.start[:-1])
    for _ in range(ORDERS):
        order = np.lexsort(hashed[rng.choice(HASHES, LENGTH, replace=False)])
        yield np.sort(np.concatenate([np.stack([order[:-d], order[d:]]) for d in range(1, BESIDE + 1)], axis=1), axis=0)


@kernel
def _bits(row: Any, statement: Any, value: Any, people: int, statements: int) -> Any:
    """Return who cast which vote, a bit for each statement, shape (people, words, 3)."""
    bits = np.zeros((people, (statements + 63) // 64, 3), np.uint64)
    for at in range(len(row)):
        bits[row[at], statement[at] // 64, value[at] + 1] |= np.uint64(1) << np.uint64(statement[at] % 64)
    return bits


@kernel(inline="always")
def _ones(word: Any) -> Any:
    """Return how many bits of a word are set (Warren 2013, Hacker's Delight, section 5-1)."""
    word = word - ((word >> np.uint64(1)) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@kernel
def _near(first: Any, second: Any, bits: Any, allowed: Any) -> Any:
    """Return which pairs differ no more than is ``allowed`` for the number of their common statements."""
    near = np.zeros(len(first), np.bool_)
    for at in range(len(first)):
        one, other = bits[first[at]], bits[second[at]]
        common, same = 0, 0
        for word in range(len(one)):
            both = (one[word, 0] | one[word, 1] | one[word, 2]) & (other[word, 0] | other[word, 1] | other[word, 2])
            common += _ones(both)
            same += _ones((one[word, 0] & other[word, 0]) | (one[word, 1] & other[word, 1]) | (one[word, 2] & other[word, 2]))
        near[at] = common - same <= allowed[common]
    return near


@kernel
def _evidence(first: Any, second: Any, start: Any, statement: Any, value: Any, same: Any, slip: float) -> Any:
    """Return the evidence of each pair."""
    evidence = np.zeros(len(first))
    for at in range(len(first)):
        a, a_end = start[first[at]], start[first[at] + 1]
        b, b_end = start[second[at]], start[second[at] + 1]
        while a < a_end and b < b_end:
            if statement[a] < statement[b]:
                a += 1
            elif statement[a] > statement[b]:
                b += 1
            else:
                evidence[at] += same[statement[a], value[a] + 1] if value[a] == value[b] else slip
                a += 1
                b += 1
    return evidence
