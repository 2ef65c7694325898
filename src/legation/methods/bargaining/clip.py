"""A convex polygon cut by half-planes, in fractions: what is left may be a point or a segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

__all__ = ["Cut", "clipped"]

Exact = tuple[Fraction, Fraction]
Cut = tuple[Exact, Exact]
"""A normal n and a point p: n·x >= n·p is kept, the line itself included."""
_CLEAR = 1e-6
"""What lies inside by more than this share of the sizes is not looked at in fractions."""


def clipped(polygon: Iterable[Exact], cuts: Iterable[Cut]) -> tuple[Exact, ...]:
    """Return what all half-planes leave of a convex polygon: its corners, counter-clockwise like it, the leftmost first.

    Examples
    --------
    >>> one, none = Fraction(1), Fraction(0)
    >>> square = [(none, none), (one, none), (one, one), (none, one)]
    >>> [tuple(map(float, corner)) for corner in clipped(square, [((one, none), (one, none))])]
    [(1.0, 0.0), (1.0, 1.0)]
    """
    left = _corners(list(polygon))
    rough = [(float(x), float(y)) for x, y in left]
    for (a, b), (x, y) in cuts:
        slope, bar = (float(a), float(b)), float(a * x + b * y)
        clear = _CLEAR * (abs(bar) + sum(abs(slope[0] * u) + abs(slope[1] * v) for u, v in rough))
        if rough and all(slope[0] * u + slope[1] * v - bar > clear for u, v in rough):
            continue
        left = _corners(_cut(left, [a * (u - x) + b * (v - y) for u, v in left]))
        rough = [(float(u), float(v)) for u, v in left]
        if not left:
            break
    first = left.index(min(left)) if left else 0
    return (*left[first:], *left[:first])


def _cut(polygon: Sequence[Exact], above: Sequence[Fraction]) -> list[Exact]:
    """Return the corners on or above a line, and where the edges cross it (Sutherland and Hodgman 1974, doi:10.1145/360767.360802)."""
    found: list[Exact] = []
    for number, (corner, height) in enumerate(zip(polygon, above, strict=True)):
        before, low = polygon[number - 1], above[number - 1]
        if (height > 0 > low) or (low > 0 > height):
            share = low / (low - height)
            found.append((before[0] + share * (corner[0] - before[0]), before[1] + share * (corner[1] - before[1])))
        if height >= 0:
            found.append(corner)
    return found


def _corners(polygon: Sequence[Exact]) -> list[Exact]:
    """Return a polygon without repeated corners and those on a straight edge."""
    apart = [corner for number, corner in enumerate(polygon) if corner != polygon[number - 1]] or list(polygon[:1])
    if len(apart) < 3:
        return apart
    turns = []
    for number, (x, y) in enumerate(apart):
        (u, v), (s, t) = apart[number - 1], apart[(number + 1) % len(apart)]
        turns.append((x - u) * (t - y) != (y - v) * (s - x))
    kept = [corner for corner, turn in zip(apart, turns, strict=True) if turn]
    return kept if len(kept) > 2 else sorted({min(apart), max(apart)})
