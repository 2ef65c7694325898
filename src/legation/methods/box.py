"""What of an outline lies within a rectangle, and how large it is."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["area", "within"]

Points = Sequence[tuple[float, float]]


def area(outline: Points) -> float:
    """Return the area of a closed row of points: above 0 where it runs counter-clockwise.

    >>> area([(0, 0), (2, 0), (2, 1), (0, 1)])
    2.0
    """
    turned = zip(outline, [*outline[1:], *outline[:1]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in turned) / 2


def within(outline: Points, low: tuple[float, float], high: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Return a closed row of points cut at the edges of a rectangle (Sutherland and Hodgman 1974, doi:10.1145/360767.360802).

    Parts that the rectangle separates stay joined along its edge, where they enclose nothing.

    >>> within([(-1, 0), (1, 0), (1, 1), (-1, 1)], (0, 0), (5, 5))
    ((0.0, 0.0), (1, 0), (1, 1), (0.0, 1.0))
    """
    left = list(outline)
    for axis in (0, 1):
        for bar, sign in ((low[axis], 1), (high[axis], -1)):
            bounds: list[tuple[float, float]] = []
            for number, point in enumerate(left):
                before = left[number - 1]
                here, there = sign * (point[axis] - bar), sign * (before[axis] - bar)
                if (here > 0 > there) or (there > 0 > here):
                    share = there / (there - here)
                    bounds.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
                if here >= 0:
                    bounds.append(point)
            left = bounds
    return tuple(left)
