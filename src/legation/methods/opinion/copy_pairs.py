"""Pairs of people whose votes are the same, or nearly so: all pairs of a room, or those that hashing brings together in a large one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.kernel import kernel

__all__ = ["PAIRS_LIMIT", "Pairs", "crowded", "differences", "likeness", "near_pairs"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

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
