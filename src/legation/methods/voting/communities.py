"""One partition of actors into groups that agree more than chance: weights, then Leiden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.partition import LEAST, leiden
from legation.methods.voting.agreement import Table, pair_counts
from legation.methods.voting.votes import IntArray, VoteArray

__all__ = ["Communities", "communities", "excess_agreement"]

PRIOR_VOTES = 5  # common votes of average agreement that every pair is given


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """A partition.

    Attributes
    ----------
    label : ndarray of int, shape (n_actors,)
        Group of each actor, from 0, in no particular order.
    modularity : float
        Quality of the partition, whatever the scale of the weights; 0 without edges.
    strength : float
        Modularity x mean weight of all pairs: excess agreement that the groups account for; unlike modularity, it is small when the
        edges are but noise.
    """

    label: IntArray
    modularity: float
    strength: float


def excess_agreement(table: VoteArray) -> Table:
    """Agreement of each pair above that of two random voters of the same roll calls, shrunk to 0 where they share few (n, n)."""
    pairs = pair_counts(table, slice(None))
    yes, abstain, no = ((table == code).sum(axis=0) for code in (1, 2, 3))
    cast = yes + abstain + no
    alike = sum(count * (count - 1.0) for count in (yes, abstain, no)) + abstain * (yes + no)
    by_chance = alike / np.maximum(cast * (cast - 1.0), 1)
    present = (table > 0).astype(np.float64)
    expected = (present * by_chance) @ present.T
    return np.asarray((pairs.common - pairs.near / 2 - pairs.opposite - expected) / (pairs.common + PRIOR_VOTES))


def communities(table: VoteArray, resolution: float, *, seed: int, trials: int) -> Communities:
    """Best partition of the rows of checked votes; rows with the same votes are kept together."""
    n_actors = table.shape[0]
    weight = np.triu(excess_agreement(table), 1) if n_actors else np.zeros((0, 0))
    ties = weight > LEAST
    if not ties.any():
        return Communities(label=_same_votes(table), modularity=0.0, strength=0.0)
    label, modularity = leiden(weight, resolution=resolution, seed=seed, trials=trials)
    same_votes = _same_votes(table)
    for group in np.flatnonzero(np.bincount(same_votes) > 1):
        rows = np.flatnonzero(same_votes == group)
        label[rows] = np.bincount(label[rows]).argmax()
    _, label = np.unique(label, return_inverse=True)
    mean = float(weight[ties].sum()) / (n_actors * (n_actors - 1) / 2)
    return Communities(label=label, modularity=modularity, strength=modularity * mean)


def _same_votes(table: VoteArray) -> IntArray:
    """Give equal rows one number; rows without a vote are each their own, all rows are one where there is no roll call."""
    if not table.size:
        return np.zeros(table.shape[0], dtype=np.intp)
    label = np.asarray(np.unique(table, axis=0, return_inverse=True)[1]).reshape(-1)
    idle = np.flatnonzero(~table.any(axis=1))
    label[idle] = label.max() + 1 + np.arange(idle.size)
    return label
