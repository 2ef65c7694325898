"""People near each other on the plane: k-means from many starts, and how sure it is that each belongs to its group.

Starts are drawn as far apart as the points allow (k-means++), from a sample where there are many people; the best of them are carried to
all. A partition with a group below the smallest size is no candidate, whatever its sum of squares.

The statements of a room are a sample of what could have been said. Each resample draws as many statements again, with replacement; the
axes, the places and the groups follow from them, the groups starting from where they are on the map. A person's stability is the share of
resamples in which the group is the same. Chance agreement is not taken off: with two groups, one half says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.kernel import kernel
from legation.methods.opinion.projection import projected
from legation.methods.progress import Progress

__all__ = [
    "RESAMPLES",
    "Partition",
    "lloyd",
    "membership_stability",
    "partition",
    "silhouette",
    "spaced",
]


STARTS = 100
"""Starts for each number of groups."""
SAMPLE = 2048
"""People among whom starts are tried and silhouettes are taken."""
CARRIED = 3
ROUNDS = 200

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partition:
    """One way to part the people.

    Attributes
    ----------
    label : ndarray of int, shape (n,)
    centre : ndarray, shape (k, 2)
    spread : float
        Weighted sum of squared distances from the centres.
    """

    label: Ints
    centre: Floats
    spread: float


def partition(points: Floats, weights: Floats, k: int, smallest: int, rng: np.random.Generator, starts: int = STARTS) -> Partition | None:
    """Return the tightest partition into ``k`` groups of at least ``smallest`` people; None where no start leads to one.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        In an order that is not that of a file, since the sample is taken from it.
    weights : ndarray, shape (n,)
    k, smallest : int
    rng : Generator
    starts : int

    References
    ----------
    Arthur, Vassilvitskii 2007, k-means++: the advantages of careful seeding, https://dl.acm.org/doi/10.5555/1283383.1283494
    """
    n = len(points)
    if n < k * smallest:
        return None
    sample = spaced(n)
    few, few_weights = points[sample], weights[sample]
    share = len(sample) / n
    spread, centres = _tried(few, few_weights, rng.random((starts, k)), smallest * share, ROUNDS)
    order = np.argsort(spread, kind="stable")[: CARRIED if share < 1 else 1]
    best: Partition | None = None
    for start in order[np.isfinite(spread[order])]:
        label, centre, within = lloyd(points, weights, centres[start], ROUNDS)
        if np.bincount(label, minlength=k).min() >= smallest and (best is None or within < best.spread):
            best = Partition(label=label, centre=centre, spread=float(within))
    return best


def spaced(n: int) -> Ints:
    """Return at most SAMPLE row numbers, evenly spaced."""
    return np.arange(n, dtype=np.int64) if n <= SAMPLE else np.linspace(0, n - 1, SAMPLE).astype(np.int64)


@kernel
def lloyd(points: Floats, weights: Floats, centres: Floats, rounds: int) -> tuple[Ints, Floats, float]:  # pragma: no cover - compiled
    """Return labels, centres and the sum of squares after at most so many rounds; a centre without people stays where it was."""
    n, k = len(points), len(centres)
    label = np.full(n, -1, np.int64)
    centre = centres.copy()
    spread = 0.0
    for _ in range(rounds):
        moved = False
        spread = 0.0
        sums = np.zeros((k, 2))
        size = np.zeros(k)
        for i in range(n):
            x, y = points[i, 0], points[i, 1]
            best, least = 0, np.inf
            for c in range(k):
                far = (x - centre[c, 0]) ** 2 + (y - centre[c, 1]) ** 2
                if far < least:
                    best, least = c, far
            if label[i] != best:
                moved = True
                label[i] = best
            spread += weights[i] * least
            size[best] += weights[i]
            sums[best, 0] += weights[i] * x
            sums[best, 1] += weights[i] * y
        if not moved:
            break
        for c in range(k):
            if size[c] > 0:
                centre[c] = sums[c] / size[c]
    return label, centre, spread


@kernel
def _tried(points: Floats, weights: Floats, drawn: Floats, smallest: float, rounds: int) -> tuple[Floats, Floats]:  # pragma: no cover
    """Return sum of squares and centres that each start leads to; a sum without end where a group is too small."""
    starts, k = drawn.shape
    spread = np.full(starts, np.inf)
    centres = np.empty((starts, k, 2))
    for start in range(starts):
        label, centre, within = lloyd(points, weights, _seeded(points, weights, drawn[start]), rounds)
        centres[start] = centre
        size = np.zeros(k, np.int64)
        for one in label:
            size[one] += 1
        if size.min() >= smallest:
            spread[start] = within
    return spread, centres


@kernel
def _seeded(points: Floats, weights: Floats, drawn: Floats) -> Floats:  # pragma: no cover - compiled
    """Return centres drawn in proportion to the squared distance from those drawn before."""
    n = len(points)
    centres = np.empty((len(drawn), 2))
    nearest = np.full(n, np.inf)
    chance = weights.copy()
    for c in range(len(drawn)):
        total = chance.sum()
        wanted, running, at = drawn[c] * total, 0.0, n - 1
        for i in range(n):
            running += chance[i]
            if running > wanted:
                at = i
                break
        x, y = points[at, 0], points[at, 1]
        centres[c, 0], centres[c, 1] = x, y
        for i in range(n):
            nearest[i] = min(nearest[i], (points[i, 0] - x) ** 2 + (points[i, 1] - y) ** 2)
            chance[i] = weights[i] * nearest[i]
    return centres


@kernel
def silhouette(points: Floats, label: Ints, k: int) -> Floats:  # pragma: no cover - compiled
    """Return how much nearer each point is to its own group than to the next, from -1 to 1; 0 for who is alone.

    Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7
    """
    n = len(points)
    size = np.bincount(label, minlength=k)
    score = np.zeros(n)
    for i in range(n):
        total = np.zeros(k)
        for j in range(n):
            far = 0.0
            for a in range(points.shape[1]):
                far += (points[i, a] - points[j, a]) ** 2
            total[label[j]] += np.sqrt(far)
        own = label[i]
        if size[own] < 2:
            continue
        within = total[own] / (size[own] - 1)
        other = np.inf
        for c in range(k):
            if c != own and size[c] > 0:
                other = min(other, total[c] / size[c])
        if other < np.inf and max(within, other) > 0:
            score[i] = (other - within) / max(within, other)
    return score


RESAMPLES = 40
STEPS = 15
"""Of subspace iteration, from the axes of the map."""
REFITS = 20


def membership_stability(
    votes: VoteTable,
    centred: Floats,
    moments: Floats,
    axis: Floats,
    label: npt.NDArray[np.int64],
    weights: Floats,
    rng: np.random.Generator,
    progress: Progress,
) -> Floats:
    """Return the share of resamples of statements in which each person is in the group of the map, shape (n,), in [0, 1]."""
    m, k = votes.shape[1], int(label.max()) + 1
    same = np.zeros(len(label))
    for done in range(RESAMPLES):
        progress(done, RESAMPLES)
        each = np.bincount(rng.integers(m, size=m), minlength=m).astype(np.float64)
        points = projected(votes, centred, _resampled_axis(moments, axis, each), each)
        size = np.maximum(np.bincount(label, weights, minlength=k), 1e-300)
        centre = np.column_stack([np.bincount(label, weights * points[:, a], minlength=k) / size for a in range(points.shape[1])])
        same += lloyd(points, weights, centre, REFITS)[0] == label
    return same / RESAMPLES


def _resampled_axis(moments: Floats, axis: Floats, each: Floats) -> Floats:
    """Return the two leading axes where each statement counts so often, from the axes of the map by subspace iteration."""
    root = np.sqrt(each)
    scaled = moments * root[:, None] * root[None, :]
    there = np.flatnonzero(np.abs(axis).sum(axis=0) > 0)
    block = axis[:, there] * root[:, None]
    for _ in range(STEPS):
        block = np.linalg.qr(scaled @ block)[0]
    turned = np.linalg.eigh(block.T @ scaled @ block)[1][:, ::-1]
    out = np.zeros_like(axis)
    out[:, there] = np.where(root[:, None] > 0, (block @ turned) / np.where(root > 0, root, 1.0)[:, None], 0.0)
    return out
