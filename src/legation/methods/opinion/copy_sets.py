"""Sets of people who voted as one: candidates by near equality, weighed by a model that was fitted with one of each set kept."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.copies import HiddenBallot, hidden_ballot
from legation.methods.opinion.copy_pairs import Pairs, near_pairs
from legation.methods.progress import Progress

__all__ = ["copied_sets", "smallest_seen"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROUNDS = 4
"""Fits at most; each keeps out of the fit only what the last one named."""
GROWTH = 12
CLOSE = 3.0
"""Times the least evidence of a pair that makes it one of the nearest."""


def copied_sets(
    table: VoteTable, rate: float, slips: float, at_least: int, seed: int, progress: Progress
) -> tuple[list[Ints], HiddenBallot]:
    """Return disjoint sets of rows, the strongest first, and what weighed them."""
    sets = _candidates(table, slips, at_least, seed)
    model = _model(table, sets, slips, seed, progress, None)
    for _ in range(ROUNDS):
        named = _named(model, sets, rate)
        settled = len(named) == len(sets) and all(np.array_equal(*pair) for pair in zip(named, sets, strict=True))
        if settled:
            break
        sets = named
        model = _model(table, sets, slips, seed, progress, model)
    if len(sets) > 1:
        alone = [one for one in sets if _named(_model(table, [one], slips, seed, progress, model), [one], rate)]
        model = model if len(alone) == len(sets) else _model(table, alone, slips, seed, progress, model)
        sets = alone
    return sets, model


def smallest_seen(model: HiddenBallot, rate: float) -> Ints:
    """Return for each person the size of the smallest set of equal ballots, this one among them, that would be named; 0 for none."""
    n = model.table.shape[0]
    sizes = np.unique(np.concatenate([np.arange(2, 21), np.geomspace(20, max(n, 20), 60).astype(np.int64)]))
    sizes = sizes[sizes < n]
    if not len(sizes):
        return np.zeros(n, np.int64)
    people = n + sizes - 1
    return model.smallest(np.arange(n), sizes, _needed(people, sizes, rate), _each(people, sizes, rate))


def _needed(people: Ints | int, size: Ints | int, rate: float) -> Floats:
    """Return the evidence that a set takes: there are so many sets of its size, and it may begin with anybody."""
    from scipy.special import gammaln

    sets = gammaln(np.add(people, 1)) - gammaln(np.add(size, 1)) - gammaln(np.subtract(people, size) + 1)
    return np.asarray(sets + np.log(np.divide(people, rate)))


def _each(people: Ints | int, size: Ints | int, rate: float) -> Floats:
    """Return what each one must add to the evidence of the others, so that of those named a share of ``rate`` at most acts alone."""
    return np.asarray(np.log(np.divide(people, rate * np.maximum(size, 2))))


def _candidates(table: VoteTable, slips: float, at_least: int, seed: int) -> list[Ints]:
    """Return sets around people with many near-equal ballots, and again around the nearest of them alone, whom a wide set may hide."""
    n = table.shape[0]
    least = float(np.log(n))
    pairs = near_pairs(table, slips, least, at_least, seed)
    near = pairs.evidence >= CLOSE * least
    close = Pairs(first=pairs.first[near], second=pairs.second[near], evidence=pairs.evidence[near])
    return [one for one in (*_stars(pairs, n, least), *_stars(close, n, CLOSE * least)) if 2 * len(one) <= n]


def _stars(pairs: Pairs, n: int, least: float) -> list[Ints]:
    """Return disjoint sets, each of a person and those near to it, from the person with the most evidence on."""
    from scipy.sparse import csr_array

    rows, columns = np.concatenate([pairs.first, pairs.second]), np.concatenate([pairs.second, pairs.first])
    near = csr_array((np.tile(pairs.evidence - least + 1e-9, 2), (rows, columns)), shape=(n, n))
    strength = np.asarray(near.sum(axis=1)).ravel()
    free = np.ones(n, bool)
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


def _model(
    table: VoteTable, sets: list[Ints], slips: float, seed: int, progress: Progress, before: HiddenBallot | None
) -> HiddenBallot:  # fmt: skip
    """Return what weighs sets, fitted to a room with one of each set: whoever has the most votes."""
    kept = np.ones(table.shape[0], bool)
    for one in sets:
        kept[one] = False
        kept[one[table.count[one].argmax()]] = True
    return hidden_ballot(table, np.flatnonzero(kept), slips, seed, progress, before)


def _named(model: HiddenBallot, sets: list[Ints], rate: float) -> list[Ints]:
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
            disjoint.append(rest)
            free[rest] = False
    return disjoint


def _carries(model: HiddenBallot, members: Ints, rate: float) -> bool:
    """Return whether a set's evidence is enough; a set of more than half of the room is the room."""
    n, k = model.table.shape[0], len(members)
    return 2 * k <= n and model.evidence(members) >= float(_needed(n, k, rate))


def _trimmed(model: HiddenBallot, members: Ints, rate: float) -> Ints:
    """Return who of a set adds enough to the evidence of the others."""
    for _ in range(GROWTH):
        stays = model.gains(members) >= float(_each(model.table.shape[0], len(members), rate))
        if stays.all() or stays.sum() < 2:
            return members[stays]
        members = members[stays]
    return members


def _grown(model: HiddenBallot, members: Ints, rate: float) -> Ints:
    """Return the set with everybody whose votes are of the same ballot."""
    for _ in range(GROWTH):
        now = np.flatnonzero(model.gains(members, whole=True) >= float(_each(model.table.shape[0], len(members), rate)))
        if len(now) < 2 or np.array_equal(now, members):
            return now
        members = now
    return members
