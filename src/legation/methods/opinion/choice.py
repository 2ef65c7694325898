"""How many groups the votes support, and on what evidence; one, where they support none.

Each number of groups is judged by how far apart its groups lie (silhouette) and by whether one half of the people finds the groups of the
other (prediction strength). Of all numbers whose silhouette is within one standard error of the best, the smallest is taken: where two
pictures are as good, the simpler. That there is any structure at all is asked first: the leading axis must carry more of the votes than
it does when each vote keeps its size and loses its sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.groups import Partition, lloyd, partition, silhouette, spaced
from legation.methods.opinion.projection import leading_axes, second_moments

__all__ = ["Evidence", "chosen", "compared", "has_structure", "weighed"]

STRENGTH = 0.5
"""Least prediction strength of a number of groups that is offered."""
SPLITS = 6
STARTS = 12
"""Starts in each half: fewer than on the map, which is judged by its own."""
FLIPS = 12
BEYOND = 4.0
"""Standard deviations above the mean of the tables without signs, from which an axis is taken for structure."""
PEOPLE = 2000
"""People whose votes lose their signs in the test of structure."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for one number of groups.

    Attributes
    ----------
    k : int
        Groups.
    silhouette, error : float
        Mean over people, from -1 to 1, and its standard error; nan where no partition has groups that are large enough.
    strength : float
        Prediction strength, from 0 to 1: of the pairs that one half of the people puts together, the share that the other half puts
        together too, in the worst group.
    smallest : int
        People in the smallest group; 0 where there is no such partition.
    gap : float
        Silhouette less that of the best other number of groups; below 0 another one is ahead.
    """

    k: int
    silhouette: float
    error: float
    strength: float
    smallest: int
    gap: float = float("nan")


def weighed(points: Floats, weights: Floats, found: Partition, rng: np.random.Generator, smallest: int) -> Evidence:
    """Return what speaks for a partition."""
    sample = spaced(len(points))
    k = len(found.centre)
    scores = silhouette(points[sample], found.label[sample], k)
    return Evidence(
        k=k,
        silhouette=float(scores.mean()),
        error=float(scores.std() / np.sqrt(len(scores))),
        strength=_strength(points[sample], weights[sample], k, max(2, smallest * len(sample) // (3 * len(points))), rng),
        smallest=int(np.bincount(found.label, minlength=k).min()),
    )


def compared(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence with the gap to the best other number of groups."""
    best = [max((other.silhouette for other in evidence if other is not one), default=float("nan")) for one in evidence]
    return tuple(replace(one, gap=one.silhouette - other) for one, other in zip(evidence, best, strict=True))


def chosen(evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the smallest number of groups within one standard error of the best silhouette; None where none can be relied on."""
    held = [one for one in evidence if one.smallest and one.strength >= STRENGTH and one.silhouette > 0]
    if not held:
        return None
    best = max(held, key=lambda one: one.silhouette)
    return next(one for one in held if one.silhouette >= best.silhouette - best.error)


def _strength(points: Floats, weights: Floats, k: int, smallest: int, rng: np.random.Generator) -> float:
    """Return the mean over random halves of the worst group's share of pairs that the other half keeps together.

    Tibshirani, Walther 2005, doi:10.1198/106186005X59243
    """
    shares = []
    for _ in range(SPLITS):
        order = rng.permutation(len(points))
        one, other = np.sort(order[::2]), np.sort(order[1::2])
        learned = partition(points[one], weights[one], k, smallest, rng, STARTS)
        tested = partition(points[other], weights[other], k, smallest, rng, STARTS)
        if learned is None or tested is None:
            shares.append(0.0)
            continue
        told = lloyd(points[other], weights[other], learned.centre, 1)[0]
        table = np.zeros((k, k))
        np.add.at(table, (tested.label, told), 1)
        size = table.sum(axis=1)
        shares.append(float(np.min((table * (table - 1)).sum(axis=1) / np.maximum(size * (size - 1), 1))))
    return float(np.mean(shares))


def has_structure(votes: VoteTable, centred: Floats, weights: Floats, rng: np.random.Generator) -> bool:
    """Tell whether the leading axis carries more than it does in tables whose votes have lost their signs, beyond their own spread.

    Hong, Sheng, Dobriban 2020, Selecting the number of components in PCA via random signflips, arXiv:2012.02985
    """
    some = np.unique(np.linspace(0, votes.shape[0] - 1, min(votes.shape[0], PEOPLE)).astype(np.int64))
    part = votes.rows(some)
    kept = np.concatenate([centred[votes.start[i] : votes.start[i + 1]] for i in some])
    moments = second_moments(part.start, part.statement, kept, weights[some], votes.shape[1])
    if np.trace(moments) <= 0:
        return False
    chance = np.empty(FLIPS)
    for flip in range(FLIPS):
        signs = rng.choice(np.array([-1.0, 1.0]), len(kept))
        flipped = second_moments(part.start, part.statement, kept * signs, weights[some], votes.shape[1])
        chance[flip] = leading_axes(flipped)[0][0]
    return bool(leading_axes(moments)[0][0] > chance.mean() + BEYOND * chance.std())
