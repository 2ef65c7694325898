"""Paths for areas of any shape: hatching cut at their edge."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from legation.figures.drawing import line

__all__ = ["hatched"]


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
