"""How many groups the votes support, and on what evidence; one, where they support none.

Each number of groups is judged by how far apart its groups lie (silhouette) and by whether one half of the people finds the groups of the
other (prediction strength). A number whose strength is below what so many people need is not offered. Of all others whose silhouette is
within one standard error of the best, the smallest is taken: where two pictures are as good, the simpler. That there is any structure at
all is asked first: the leading axis must carry more of the votes than it does when each vote keeps its size and loses its sign.

The level is fixed on four published conversations and on parts of them (``python -m benchmarks.opinion_strength``). Chance makes the splits
of few people strong: of parts with a strength of .60 to .65 the groups were those of the whole room in two of three with 20 to 32 people,
and in four of five with 90 to 140. With 1 / sqrt(people) above one half it is about four of five in any size. From LEVEL on, none of the
four shows other groups with other draws.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.groups import Partition, lloyd, partition, silhouette, spaced
from legation.methods.opinion.projection import largest_variance, second_moments

__all__ = ["LEVEL", "Evidence", "candidates", "chosen", "compared", "has_structure", "needed", "weighed", "why_none"]

LEVEL = 0.59
"""Least prediction strength of a number of groups that is offered, in a room of any size."""
HALF = 0.5
"""What a room needs beside 1 / sqrt(people)."""
SPLITS = 100
"""Halves that are drawn; fewer where there are many people: FEWEST, or so many that EFFORT people are placed."""
FEWEST, EFFORT = 40, 40_000
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
    strength_error : float
        Its standard error over the halves that were drawn: how far other draws would move it.
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
    strength_error: float = float("nan")


def weighed(points: Floats, weights: Floats, found: Partition, rng: np.random.Generator, smallest: int) -> Evidence:
    """Return what speaks for a partition."""
    sample = spaced(len(points))
    k = len(found.centre)
    scores = silhouette(points[sample], found.label[sample], k)
    shares = _strengths(points[sample], weights[sample], k, max(2, smallest * len(sample) // (3 * len(points))), rng)
    return Evidence(
        k=k,
        silhouette=float(scores.mean()),
        error=float(scores.std() / np.sqrt(len(scores))),
        strength=float(shares.mean()),
        strength_error=float(shares.std(ddof=1) / np.sqrt(len(shares))),
        smallest=int(np.bincount(found.label, minlength=k).min()),
    )


def compared(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence with the gap to the best other number of groups."""
    best = [max((other.silhouette for other in evidence if other is not one), default=float("nan")) for one in evidence]
    return tuple(replace(one, gap=one.silhouette - other) for one, other in zip(evidence, best, strict=True))


def needed(people: int) -> float:
    """Return the prediction strength from which a room of so many people shows groups.

    Examples
    --------
    >>> [round(needed(people), 2) for people in (16, 26, 50, 100, 1000)]
    [0.75, 0.7, 0.64, 0.6, 0.59]
    """
    return max(LEVEL, HALF + 1 / math.sqrt(people))


def chosen(evidence: Sequence[Evidence], people: int) -> Evidence | None:
    """Return the smallest number of groups within one standard error of the best silhouette; None where none can be relied on."""
    strong = [one for one in candidates(evidence) if one.strength >= needed(people)]
    if not strong:
        return None
    best = max(strong, key=lambda one: one.silhouette)
    return next(one for one in strong if one.silhouette >= best.silhouette - best.error)


def why_none(evidence: Sequence[Evidence]) -> Literal["no-groups", "weak-split", "small-room"]:
    """Return why no number of groups is offered: nothing to choose from, too weak for any room, or for one of so few people."""
    strongest = max((one.strength for one in candidates(evidence)), default=None)
    if strongest is None:
        return "no-groups"
    return "weak-split" if strongest < LEVEL else "small-room"


def candidates(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the numbers of groups that are large enough and apart."""
    return [one for one in evidence if one.smallest and one.silhouette > 0]


def _strengths(points: Floats, weights: Floats, k: int, smallest: int, rng: np.random.Generator) -> Floats:
    """Return for each of the random halves the worst group's share of pairs that the other half keeps together, shape (n_halves,).

    Tibshirani, Walther 2005, doi:10.1198/106186005X59243
    """
    shares = []
    for _ in range(min(SPLITS, max(FEWEST, EFFORT // len(points)))):
        order = rng.permutation(len(points))
        one, other = np.sort(order[::2]), np.sort(order[1::2])
        learned = partition(points[one], weights[one], k, smallest, rng, STARTS)
        tested = partition(points[other], weights[other], k, smallest, rng, STARTS)
        if learned is None or tested is None:
            shares.append(0.0)
            continue
        predicted = lloyd(points[other], weights[other], learned.centre, 1)[0]
        table = np.zeros((k, k))
        np.add.at(table, (tested.label, predicted), 1)
        size = table.sum(axis=1)
        shares.append(float(np.min((table * (table - 1)).sum(axis=1) / np.maximum(size * (size - 1), 1))))
    return np.array(shares)


def has_structure(votes: VoteTable, centred: Floats, weights: Floats, rng: np.random.Generator) -> bool:
    """Tell whether the leading axis carries more than it does in tables whose votes have lost their signs, beyond their own spread.

    Hong, Sheng, Dobriban 2020, Selecting the number of components in PCA via random signflips, arXiv:2012.02985
    """
    some = np.unique(np.linspace(0, votes.shape[0] - 1, min(votes.shape[0], PEOPLE)).astype(np.int64))
    part = votes.rows(some)
    resampled = np.concatenate([centred[votes.start[i] : votes.start[i + 1]] for i in some])
    moments = second_moments(part.start, part.statement, resampled, weights[some], votes.shape[1])
    if np.trace(moments) <= 0:
        return False
    chance = np.empty(FLIPS)
    for flip in range(FLIPS):
        signs = rng.choice(np.array([-1.0, 1.0]), len(resampled))
        flipped = second_moments(part.start, part.statement, resampled * signs, weights[some], votes.shape[1])
        chance[flip] = largest_variance(flipped)
    return bool(largest_variance(moments) > chance.mean() + BEYOND * chance.std())
