"""Two issues at once, under a real rule: what cannot be defeated.

Every member prefers what is nearer to its own position. The rule becomes a yes-or-no game (:mod:`legation.methods.rule.game`): who does not
prefer the new text is not in favour.

A point x is defeated by nothing if and only if it lies in the convex hull of every winning coalition: u·x >= H(u) for every direction u,
where H(u) is the largest h such that those with u·p >= h win (:mod:`~legation.methods.bargaining.level`). Along an arc of directions with
one pivot p the demand u·x >= u·p follows from that at both ends of the arc, so finitely many half-planes are left. Their edges go through
members' positions; they are cut in fractions, so that a core that is a point or a segment comes out as one. Weights of the axes stretch the
plane and change no hull: the core does not depend on them.

A convex polygon cut by half-planes, in fractions: what is left may be a point or a segment.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats
from legation.methods.bargaining.level import Arc, arcs
from legation.methods.rule.game import Game, Reduction, game_of
from legation.methods.rule.tree import Rule

__all__ = [
    "Core2D",
    "Cut",
    "Point",
    "clipped",
    "core_2d",
    "pair",
    "placed",
]


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
    corners = [corner for corner, turn in zip(apart, turns, strict=True) if turn]
    return corners if len(corners) > 2 else sorted({min(apart), max(apart)})


Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core2D:
    """The texts from which no winning coalition can move: a polygon, its edges included.

    Attributes
    ----------
    vertices : tuple of (float, float)
        Counter-clockwise, the leftmost first: none where any text can be defeated, one for a point, two for a segment.
    area : float
        In the product of the units of both scales.
    reduction : str
    """

    vertices: tuple[Point, ...]
    area: float
    reduction: str


def core_2d(rule: Rule, position: Mapping[str, Sequence[float]], *, reduction: Reduction = "abstention_as_no") -> Core2D:
    """Return the texts on two issues that cannot be defeated.

    Parameters
    ----------
    rule : Rule
        That names its members.
    position : mapping of str to (float, float)
        Of each member, on any scales.
    reduction : {"abstention_as_no", "no_as_abstention"}
        How those vote who are not in favour.

    Raises
    ------
    BadValue
        For a member without a position, and one that is no pair of numbers.

    Notes
    -----
    Under majority rule there is mostly none. It depends on no weights of the axes.

    References
    ----------
    Plott, C. R. (1967), American Economic Review 57(4), 787-806; McKelvey, R. D. and Schofield, N. (1987), doi:10.2307/1911034.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> positions = {"A": (0, 0), "B": (10, 0), "C": (0, 10), "D": (4, 4)}
    >>> core_2d(share_of_members(positions, 1), positions).vertices
    ((0.0, 0.0), (10.0, 0.0), (0.0, 10.0))
    >>> core_2d(share_of_members(positions, "3/4"), positions).vertices
    ((4.0, 4.0),)
    """
    game, at = placed(rule, position, reduction)
    found = clipped(_box(at), _cuts(arcs(game, at), at))
    return Core2D(vertices=tuple((float(x), float(y)) for x, y in found), area=float(_area(found)), reduction=game.reduction)


def placed(rule: Rule, position: Mapping[str, Sequence[float]], reduction: Reduction) -> tuple[Game, Floats]:
    """Return the game of a rule and its members' positions, shape (n, 2), checked."""
    game = game_of(rule, reduction)
    for name in game.members:
        if name not in position:
            raise BadValue(f"position must be one for every member of the rule (got none for {name}); add it")
    return game, np.array([pair(position[name], f"position of {name}") for name in game.members], np.float64)


def pair(values: Sequence[float], what: str) -> Point:
    """Return two finite numbers, checked; ``what`` names them."""
    try:
        found = tuple(float(value) for value in values)
    except (TypeError, ValueError) as error:
        raise BadValue(f"{what} must be two finite numbers (got {values!r}); give one for each issue") from error
    if len(found) != 2 or not all(map(math.isfinite, found)):
        raise BadValue(f"{what} must be two finite numbers (got {values!r}); give one for each issue")
    return found[0], found[1]


def _cuts(found: Sequence[Arc], at: Floats) -> Iterable[Cut]:
    """Give the half-planes u·x >= u·p: at the ends of each arc, and within one that is wider than a right angle."""
    for number, arc in enumerate(found):
        here = _exact(at[arc.pivot])
        before = _exact(at[found[number - 1].pivot])
        u = (math.cos(arc.start), math.sin(arc.start))
        if number == 0 or before == here:
            yield (Fraction(1), Fraction(0)), here
        else:
            normal = (here[1] - before[1], before[0] - here[0])
            sign = 1 if float(normal[0]) * u[0] + float(normal[1]) * u[1] > 0 else -1
            yield (sign * normal[0], sign * normal[1]), here
        parts = math.ceil((arc.end - arc.start) / (math.pi / 2))
        for part in range(1, parts):
            angle = arc.start + (arc.end - arc.start) * part / parts
            yield (Fraction(math.cos(angle)), Fraction(math.sin(angle))), here


def _exact(point: Floats) -> tuple[Fraction, Fraction]:
    x, y = point.tolist()
    return Fraction(x), Fraction(y)


def _box(at: Floats) -> list[tuple[Fraction, Fraction]]:
    (x0, y0), (x1, y1) = _exact(at.min(axis=0)), _exact(at.max(axis=0))
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _area(polygon: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    turned = zip(polygon, [*polygon[1:], *polygon[:1]], strict=True)
    return sum((a[0] * b[1] - b[0] * a[1] for a, b in turned), Fraction(0)) / 2
