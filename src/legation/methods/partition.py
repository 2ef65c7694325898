"""Groups found in a graph, and the same groups found again: what families that look for groups share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["LEAST", "by_size", "leiden", "matched"]

IntArray = npt.NDArray[np.intp]
LEAST = 1e-9
"""Ties below it are none."""


def leiden(weight: npt.ArrayLike, *, resolution: float = 1.0, seed: int = 0, trials: int = 1) -> tuple[IntArray, float]:
    """Return the partition of highest modularity that the Leiden method finds, and its modularity.

    Parameters
    ----------
    weight : array_like of float, shape (n, n)
        Ties, 0 or more; the upper triangle is read.
    resolution : float
        Above 0; higher gives more and smaller groups.
    seed, trials : int
        The best of so many runs is kept.

    Returns
    -------
    label : ndarray of int, shape (n,)
        Group of each, in no particular order; who has no tie is a group of its own.
    modularity : float
        0 without ties.

    References
    ----------
    Traag, Waltman & van Eck (2019), doi:10.1038/s41598-019-41695-z.

    Examples
    --------
    >>> leiden([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])[1]
    0.5
    """
    import graspologic_native

    upper = np.triu(np.asarray(weight, np.float64), 1)
    n = len(upper)
    source, target = np.nonzero(upper > LEAST)
    label = np.arange(n, dtype=np.intp)
    if not source.size:
        return label, 0.0
    names = [str(i) for i in range(n)]
    ends = ([names[i] for i in side.tolist()] for side in (source, target))
    edges = list(zip(*ends, upper[source, target].tolist(), strict=True))
    modularity, groups = graspologic_native.leiden(edges, resolution=float(resolution), seed=seed, trials=trials)
    alone = max(groups.values()) + 1
    for i in range(n):
        label[i] = groups.get(str(i), alone + i)
    return np.asarray(np.unique(label, return_inverse=True)[1], np.intp), float(modularity)


def matched(before: IntArray, after: IntArray, counts: npt.NDArray[np.bool_] | None = None) -> IntArray:
    """Return for each group of ``after`` the group of ``before`` that it continues, one to one so that most members stay; -1 = a new one.

    Parameters
    ----------
    before, after : ndarray of int, shape (n,)
        Groups, from 0.
    counts : ndarray of bool, shape (n,), optional
        Members that are examined.

    Examples
    --------
    >>> matched(np.array([0, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 2])).tolist()
    [1, 0, -1]
    """
    from scipy.optimize import linear_sum_assignment

    overlap = np.zeros((int(before.max(initial=0)) + 1, int(after.max(initial=0)) + 1))
    rows: Sequence[int] | slice | npt.NDArray[np.bool_] = slice(None) if counts is None else counts
    np.add.at(overlap, (before[rows], after[rows]), 1)
    old, new = linear_sum_assignment(overlap, maximize=True)
    match = np.full(overlap.shape[1], -1, dtype=np.intp)
    match[new] = np.where(overlap[old, new] > 0, old, -1)
    return match


def by_size(label: IntArray) -> tuple[IntArray, IntArray]:
    """Return the groups numbered by falling size, then by first member, and their sizes.

    >>> [part.tolist() for part in by_size(np.array([5, 2, 2, 7]))]
    [[1, 0, 0, 2], [2, 1, 1]]
    """
    _, first, inverse, size = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -size))
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return rank[inverse], size[order]
