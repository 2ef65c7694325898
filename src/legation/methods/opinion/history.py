"""The map of today beside the map of before: axes turned back, groups under the numbers that they had."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["continued", "turned"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def turned(before: Floats, now: Floats) -> Floats:
    """Return the turn, shape (2, 2), that brings people nearest to where they were, a mirror allowed; who was or is nowhere is left out.

    Schönemann 1966, doi:10.1007/BF02289451

    Examples
    --------
    >>> points = np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0]])
    >>> turned(points, points[:, ::-1]).round(9) + 0.0
    array([[0., 1.],
           [1., 0.]])
    """
    n = min(len(before), len(now))
    both = np.isfinite(before[:n]).all(axis=1) & np.isfinite(now[:n]).all(axis=1)
    left, _, right = np.linalg.svd(now[:n][both].T @ before[:n][both])
    turn: Floats = left @ right
    return turn


def continued(before: Ints, now: Ints) -> tuple[Ints, Ints]:
    """Return the number that each group of today bears, and the group of before that it continues (-1: none).

    Groups are paired so that as many people as possible keep company; a pair without common people is none. A group keeps its number
    where it is below today's count; the numbers that are free go to the others, in their order.

    Examples
    --------
    >>> number, source = continued(np.array([1, 1, 0, 0]), np.array([0, 0, 1, 1, 2]))
    >>> number.tolist(), source.tolist()
    ([1, 0, 2], [1, 0, -1])
    """
    from scipy.optimize import linear_sum_assignment

    n, k = min(len(before), len(now)), int(now.max()) + 1
    both = (before[:n] >= 0) & (now[:n] >= 0)
    table = np.zeros((k, max(int(before.max(initial=-1)) + 1, 1)), np.int64)
    np.add.at(table, (now[:n][both], before[:n][both]), 1)
    source = np.full(k, -1, np.int64)
    for g, was in zip(*linear_sum_assignment(-table), strict=True):
        if table[g, was]:
            source[g] = was
    number = np.where(source < k, source, -1)
    free = [g for g in range(k) if g not in set(number.tolist())]
    number[number < 0] = free
    return number, source
