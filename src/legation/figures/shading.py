"""Paths for areas of any shape: hatching cut at their edge, and circles."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from legation.figures.drawing import line, number

__all__ = ["circle", "hatched"]


def hatched(inside: Sequence[tuple[float, float]], slope: int, gap: float = 8) -> str:
    """Return lines at 45 degrees through a closed row of points, cut at its edge; ``slope`` 1 rises to the right, -1 falls.

    >>> hatched([(0, 0), (10, 0), (10, 5), (0, 5)], 1)
    'M3,5L8,0'
    """
    along = [x + slope * y for x, y in inside]
    parts = []
    for step in range(math.ceil(min(along) / gap), math.floor(max(along) / gap) + 1):
        bar = step * gap + 0.013  # not through a corner
        cuts = []
        for (x, y), (u, v) in itertools.pairwise((*inside, inside[0])):
            one, two = x + slope * y - bar, u + slope * v - bar
            if (one > 0) != (two > 0):
                cuts.append(x + one / (one - two) * (u - x))
        cuts.sort()
        parts += [line((a, slope * (bar - a)), (b, slope * (bar - b))) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if b - a > 0.5]
    return "".join(parts)


def circle(x: float, y: float, r: float) -> str:
    """Return the path of a circle.

    >>> circle(5, 5, 2)
    'M3,5A2,2 0 1 1 7,5A2,2 0 1 1 3,5Z'
    """
    left, right, radius = number(x - r), number(x + r), number(r)
    return f"M{left},{number(y)}A{radius},{radius} 0 1 1 {right},{number(y)}A{radius},{radius} 0 1 1 {left},{number(y)}Z"
