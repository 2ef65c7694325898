"""Sets of people whose ballots are nearly the same, before a model weighs them: rather too wide than too narrow."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.copy_pairs import differences, near_pairs

__all__ = ["candidates"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CLOSE = 3.0
"""Times the least evidence of a pair that makes it one of the nearest."""
WIDE = 0.999
"""Of copies the share that differ from the original no more than is allowed here."""
STEPS = 2
"""How often a set takes in those near to it."""
NOT_SEEN = -9


def candidates(table: VoteTable, slips: float, at_least: int, seed: int) -> list[Ints]:
    """Return sets around people with many near-equal ballots, and again around the nearest of them alone, whom a wide set may hide.

    Each takes in those near to one of it who differ from what most of it voted by no more than a copy does: two copies differ twice as much
    from each other as from their original. A copy left in the room teaches a model what to expect, and hides the others.
    """
    from scipy.sparse import csr_array

    n = table.shape[0]
    least = float(np.log(n))
    pairs = near_pairs(table, slips, least, at_least, seed)
    rows, columns = np.concatenate([pairs.first, pairs.second]), np.concatenate([pairs.second, pairs.first])
    evidence = np.tile(pairs.evidence, 2)
    allowed = differences(table.shape[1], slips, at_least, WIDE)
    near = csr_array((evidence, (rows, columns)), shape=(n, n))
    sets: list[Ints] = []
    for level in (least, CLOSE * least):
        at = evidence >= level
        covered = np.zeros(n, bool)
        for one in _stars(csr_array((evidence[at] - level + 1e-9, (rows[at], columns[at])), shape=(n, n))):
            if not covered[one].all():
                wide = one
                for _ in range(STEPS):
                    wide = _widened(table, wide, near, allowed)
                covered[wide] = True
                sets.append(wide)
    return sets


def _widened(table: VoteTable, one: Ints, near: Any, allowed: Ints) -> Ints:
    """Return a set with those near to any of it who differ from what most of it voted by no more than is ``allowed``."""
    m = table.shape[1]
    inside = table.rows(one)
    cell = inside.statement.astype(np.int64) * 3 + inside.value + 1
    count = np.bincount(cell, minlength=3 * m).reshape(m, 3)
    ballot = np.where(count.any(axis=1), count.argmax(axis=1) - 1, NOT_SEEN)
    others = np.setdiff1d(near[one].indices, one)
    beside = table.rows(others)
    asked = ballot[beside.statement]
    common = np.bincount(beside.participant[asked != NOT_SEEN], minlength=len(others))
    differ = np.bincount(beside.participant[(asked != NOT_SEEN) & (asked != beside.value)], minlength=len(others))
    return np.union1d(one, others[differ <= allowed[common]]).astype(np.int64)


def _stars(near: Any) -> list[Ints]:
    """Return disjoint sets, each of a person and those near to it, from the person with the most evidence on."""
    strength = np.asarray(near.sum(axis=1)).ravel()
    free = np.ones(len(strength), bool)
    sets: list[Ints] = []
    while True:
        middle = int(strength.argmax())
        if strength[middle] <= 1e-12:
            return sets
        beside = near.indices[near.indptr[middle] : near.indptr[middle + 1]]
        members = np.append(beside[free[beside]], middle)
        if len(members) > 1:
            sets.append(np.sort(members).astype(np.int64))
        free[members] = False
        for row in members.tolist():
            span = slice(near.indptr[row], near.indptr[row + 1])
            strength[near.indices[span]] -= near.data[span]
        strength[~free] = -np.inf
