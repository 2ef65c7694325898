"""Sets of people who voted as one: candidates by near equality, judged by a model that was fitted with one of each set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.copies import HiddenBallot, hidden_ballot
from legation.methods.opinion.copy_pairs import crowded, differences, near_pairs
from legation.methods.progress import Progress

__all__ = [
    "CopiedSets",
    "candidates",
    "copied_sets",
    "smallest_seen",
]


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
    opinions = ballot[beside.statement]
    common = np.bincount(beside.participant[opinions != NOT_SEEN], minlength=len(others))
    differ = np.bincount(beside.participant[(opinions != NOT_SEEN) & (opinions != beside.value)], minlength=len(others))
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


ROUNDS = 6
"""Fits at most after the first; each keeps out of the fit only what the last one carried."""
GROWTH = 12
MOST_ALONE = 0.1
"""Nobody is named who acts alone with a larger chance, however sure the others of a set are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A set that is carried.

    Attributes
    ----------
    members : ndarray of int
        Who is named.
    apart : ndarray of int
        They, and whoever may well be one of them: a model that learnt from those would expect the others.
    """

    members: Ints
    apart: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedSets:
    """What a room holds of copies.

    Attributes
    ----------
    sets : tuple of ndarray of int
        Disjoint rows, the strongest first.
    model : HiddenBallot
        What weighed them.
    camps : bool
        Whether the room without the sets votes in camps of near-equal ballots: then copies cannot be told from one camp more.
    """

    sets: tuple[Ints, ...]
    model: HiddenBallot
    camps: bool


def copied_sets(table: VoteTable, rate: float, slips: float, at_least: int, seed: int, progress: Progress) -> CopiedSets:
    """Return the sets of a room."""
    apart = [one for one in candidates(table, slips, at_least, seed) if 2 * len(one) <= table.shape[0]]
    model = _model(table, apart, slips, at_least, seed, progress, None)
    found = _named(model, apart, rate)
    for _ in range(ROUNDS):
        if len(found) == len(apart) and all(np.array_equal(one.apart, before) for one, before in zip(found, apart, strict=True)):
            break
        apart = [one.apart for one in found]
        model = _model(table, apart, slips, at_least, seed, progress, model)
        found = _named(model, apart, rate)
    carried = [one for one in found if not _camps(table, [one], slips, at_least, seed)]
    if len(found) > 1:
        carried = [one for one in carried if _named(_model(table, [one.apart], slips, at_least, seed, progress, model), [one.apart], rate)]
    if len(carried) < len(found):
        model = _model(table, [one.apart for one in carried], slips, at_least, seed, progress, model)
    return CopiedSets(sets=tuple(one.members for one in carried), model=model, camps=_camps(table, carried, slips, at_least, seed))


def _camps(table: VoteTable, without: list[_Found], slips: float, at_least: int, seed: int) -> bool:
    """Return whether the room without these sets votes in camps."""
    rest = np.ones(table.shape[0], bool)
    for one in without:
        rest[one.apart] = False
    return crowded(table, np.flatnonzero(rest), slips, at_least, seed)


def smallest_seen(found: CopiedSets, rate: float) -> Ints:
    """Return for each person the size of the smallest set of equal ballots, this one among them, that would be named; 0 for none."""
    model = found.model
    n = model.table.shape[0]
    sizes = np.unique(np.concatenate([np.arange(2, 21), np.geomspace(20, max(n, 20), 60).astype(np.int64)]))
    sizes = sizes[sizes < n]
    if found.camps or not len(sizes):
        return np.zeros(n, np.int64)
    people = n + sizes - 1
    return model.smallest(np.arange(n), sizes, _needed(people, sizes, rate), _each(people, sizes, rate))


def _needed(people: Ints | int, size: Ints | int, rate: float) -> Floats:
    """Return the evidence that a set takes: there are so many sets of its size, and it may begin with anybody."""
    from scipy.special import gammaln

    sets = gammaln(np.add(people, 1)) - gammaln(np.add(size, 1)) - gammaln(np.subtract(people, size) + 1)
    return np.asarray(sets + np.log(np.divide(people, rate)))


def _each(people: Ints, size: Ints, rate: float) -> Floats:
    """Return what each of a set of equal ballots must add to the evidence of the others, so that it acts alone with chance ``rate``."""
    return np.asarray(np.log((people - size) / size) + np.log((1 - rate) / rate))


def _alone(gains: Floats, size: int, people: int) -> Floats:
    """Return the chance that each acts alone, where as many of the people vote as one as the set has now."""
    return np.asarray(1 / (1 + np.exp(np.clip(gains, -500, 500)) * size / max(people - size, 1)))


def _staying(gains: Floats, size: int, people: int, rate: float) -> npt.NDArray[np.bool_]:
    """Return who may be named: the largest number of whom a share of ``rate`` acts alone in expectation, and nobody who likelier does."""
    alone = _alone(gains, size, people)
    order = np.argsort(alone, kind="stable")
    stays = np.zeros(len(gains), bool)
    stays[order] = (np.cumsum(alone[order]) <= rate * np.arange(1, len(order) + 1)) & (alone[order] < MOST_ALONE)
    return stays


def _model(
    table: VoteTable, sets: list[Ints], slips: float, at_least: int, seed: int, progress: Progress, before: HiddenBallot | None
) -> HiddenBallot:  # fmt: skip
    """Return what weighs sets, fitted to a room with one of each set: whoever has the most votes; sets that overlap share theirs."""
    remaining = np.ones(table.shape[0], bool)
    for one in sets:
        remaining[one] = False
    for one in sorted(sets, key=len, reverse=True):
        if not remaining[one].any():
            remaining[one[table.count[one].argmax()]] = True
    return hidden_ballot(table, np.flatnonzero(remaining), slips, seed, progress, before, at_least)


def _named(model: HiddenBallot, sets: list[Ints], rate: float) -> list[_Found]:
    """Return the sets whose evidence carries them, without those who act alone and with all others who vote as they do."""
    n = model.table.shape[0]
    found = []
    for one in sets:
        members = _trimmed(model, one, rate)
        if len(members) > 1 and _carries(model, members, rate):
            members = _grown(model, members, rate)
            if len(members) > 1 and _carries(model, members, rate):
                found.append((model.evidence(members) / len(members), members))
    free, disjoint = np.ones(n, bool), []
    for _, members in sorted(found, key=lambda pair: -pair[0]):
        rest = members[free[members]]
        if len(rest) > 1 and (len(rest) == len(members) or _carries(model, rest, rate)):
            apart = _alone(model.gains(rest, whole=True), len(rest), n) < 1 - rate
            apart[rest] = True
            disjoint.append(_Found(members=rest, apart=np.flatnonzero(apart)))
            free[rest] = False
    return disjoint


def _carries(model: HiddenBallot, members: Ints, rate: float) -> bool:
    """Return whether a set's evidence is enough; a set of more than half of the room is the room."""
    n, k = model.table.shape[0], len(members)
    return 2 * k <= n and model.evidence(members) >= float(_needed(n, k, rate))


def _trimmed(model: HiddenBallot, members: Ints, rate: float) -> Ints:
    """Return who of a set adds enough to the evidence of the others."""
    for _ in range(GROWTH):
        stays = _staying(model.gains(members), len(members), model.table.shape[0], rate)
        if stays.all() or stays.sum() < 2:
            return members[stays]
        members = members[stays]
    return members


def _grown(model: HiddenBallot, members: Ints, rate: float) -> Ints:
    """Return the set with everybody whose votes are of the same ballot."""
    for _ in range(GROWTH):
        now = np.flatnonzero(_staying(model.gains(members, whole=True), len(members), model.table.shape[0], rate))
        if len(now) < 2 or np.array_equal(now, members):
            return now
        members = now
    return members
