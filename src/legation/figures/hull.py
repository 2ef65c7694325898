"""The outline of points: the smallest convex area that holds them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

__all__ = ["hull"]


def hull(points: ArrayLike) -> list[tuple[float, float]]:
    """Return the corners of the convex hull, once around; fewer than three where all points lie on one line.

    Andrew's monotone chain (1979), doi:10.1016/0020-0190(79)90072-3

    >>> hull([[0, 0], [2, 0], [1, 0], [1, 1], [0, 2], [2, 2]])
    [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    >>> len(hull([[0, 0], [1, 1], [2, 2]]))
    2
    """
    array = np.asarray(points, np.float64).reshape(-1, 2)
    ordered = [(float(x), float(y)) for x, y in np.unique(array, axis=0)]
    if len(ordered) < 3:
        return ordered
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return [*lower[:-1], *upper[:-1]]


def _chain(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return one side of the hull: the points at which it turns left."""
    chain: list[tuple[float, float]] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
