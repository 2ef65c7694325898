"""People near each other on the plane: k-means from many starts, no group below a size.

Starts are drawn as far apart as the points allow (k-means++), from a sample where there are many people; the best of them are carried to
all. A partition with a group below the smallest size is no candidate, whatever its sum of squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

__all__ = ["Partition", "lloyd", "partition", "silhouette"]

STARTS = 40
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
    found = []
    for start in range(starts):
        label, centre, spread = lloyd(few, few_weights, _seeded(few, few_weights, rng.random(k)), ROUNDS)
        if np.bincount(label, minlength=k).min() >= smallest * share:
            found.append((spread, start, centre))
    best: Partition | None = None
    for _, _, centre in sorted(found, key=lambda one: one[:2])[: CARRIED if share < 1 else 1]:
        label, centre, spread = lloyd(points, weights, centre, ROUNDS)
        if np.bincount(label, minlength=k).min() >= smallest and (best is None or spread < best.spread):
            best = Partition(label=label, centre=centre, spread=float(spread))
    return best


def spaced(n: int) -> Ints:
    """Return at most SAMPLE row numbers, evenly spaced."""
    return np.arange(n, dtype=np.int64) if n <= SAMPLE else np.linspace(0, n - 1, SAMPLE).astype(np.int64)


def _seeded(points: Floats, weights: Floats, drawn: Floats) -> Floats:
    """Return centres drawn in proportion to the squared distance from those drawn before."""
    centres = np.empty((len(drawn), points.shape[1]))
    chance = weights
    nearest = np.full(len(points), np.inf)
    for c, level in enumerate(drawn):
        running = np.cumsum(chance)
        centres[c] = points[min(int(np.searchsorted(running, level * running[-1], side="right")), len(points) - 1)]
        nearest = np.minimum(nearest, ((points - centres[c]) ** 2).sum(axis=1))
        chance = weights * nearest
    return centres


@numba.njit(cache=True)
def lloyd(points: Floats, weights: Floats, centres: Floats, rounds: int) -> tuple[Ints, Floats, float]:  # pragma: no cover - compiled
    """Return labels, centres and the sum of squares after at most so many rounds; a centre without people stays where it was."""
    n, d = points.shape
    k = len(centres)
    label = np.full(n, -1, np.int64)
    centre = centres.copy()
    spread = 0.0
    for _ in range(rounds):
        moved = False
        spread = 0.0
        sums = np.zeros((k, d))
        held = np.zeros(k)
        for i in range(n):
            best, least = 0, np.inf
            for c in range(k):
                far = 0.0
                for a in range(d):
                    far += (points[i, a] - centre[c, a]) ** 2
                if far < least:
                    best, least = c, far
            if label[i] != best:
                moved = True
                label[i] = best
            spread += weights[i] * least
            held[best] += weights[i]
            for a in range(d):
                sums[best, a] += weights[i] * points[i, a]
        if not moved:
            break
        for c in range(k):
            if held[c] > 0:
                centre[c] = sums[c] / held[c]
    return label, centre, spread


@numba.njit(cache=True)
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
