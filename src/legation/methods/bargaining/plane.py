"""Two issues at once, under a real rule: the core, by the member on whom a winning coalition turns in each direction.

Every member prefers what is nearer to its own position. The rule becomes a yes-or-no game (:mod:`legation.methods.rule.game`): who does not
prefer the new text is not in favour.

A point x is defeated by nothing if and only if it lies in the convex hull of every winning coalition: u·x >= H(u) for every direction u,
where H(u) is the largest h such that those with u·p >= h win (:mod:`~legation.methods.bargaining.plane`). Along an arc of directions with
one pivot p the demand u·x >= u·p follows from that at both ends of the arc, so finitely many half-planes are left. Their edges go through
members' positions; they are cut in fractions, so that a core that is a point or a segment comes out as one. Weights of the axes stretch the
plane and change no hull: the core does not depend on them.

For a direction u, H(u) is the largest h such that those whose position p has u·p >= h win. It is u·p of one member, the pivot, as long as
no other passes that member, so the circle of directions falls into arcs with one pivot each. At most n (n - 1) directions, at right angles
to the line through two members, part them; the pivot is followed from one such direction to the next, and coalitions are never listed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats
from legation.methods.rule.game import Game, Reduction, game_of
from legation.methods.rule.tree import Rule

__all__ = [
    "NUDGE",
    "Arc",
    "Core2D",
    "Cut",
    "Point",
    "arcs",
    "area",
    "clipped",
    "core_2d",
    "pair",
    "placed",
    "within",
]


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


NUDGE = 1e-10
"""Directions that are nearer to each other than this count as one [radians]."""


@dataclass(frozen=True, slots=True)
class Arc:
    """Directions with one pivot.

    Attributes
    ----------
    start, end : float
        Angles from the first axis, counter-clockwise, 0 to 2 pi [radians].
    pivot : int
        The row of a member at the pivot's position.
    """

    start: float
    end: float
    pivot: int


def arcs(game: Game, points: Floats) -> tuple[Arc, ...]:
    """Return the arcs, which together are the whole circle.

    Parameters
    ----------
    game : Game
    points : ndarray of float, shape (n, 2)
        A position for each member of the game, finite.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> from legation.methods.rule.game import game_of
    >>> [(round(arc.start, 2), arc.pivot) for arc in arcs(game_of(quota({"A": 1, "B": 1}, 2)), np.array([[0.0, 0.0], [1.0, 0.0]]))]
    [(0.0, 0), (1.57, 1), (4.71, 0)]
    """
    places, first, place_of = np.unique(points, axis=0, return_index=True, return_inverse=True)
    weights = [_together(row, place_of.ravel(), len(places)) for row in game.weights]

    def pivot(angle: float) -> int:
        order = np.argsort(-(places @ np.array([math.cos(angle), math.sin(angle)])), kind="stable")
        met = [np.cumsum(row[order]) >= needed for row, needed in zip(weights, game.needed, strict=True)]
        return int(order[np.argmax(np.asarray(game.wins(met)))])

    found: list[Arc] = []
    start = 0.0
    while start < 2 * math.pi:
        at = pivot(start + NUDGE)
        apart = np.delete(places, at, axis=0) - places[at]
        meets = np.arctan2(apart[:, 1], apart[:, 0]) + math.pi / 2
        after = np.mod(meets - start - NUDGE, math.pi).min(initial=2 * math.pi) + NUDGE
        end = min(start + float(after), 2 * math.pi)
        if found and found[-1].pivot == int(first[at]):
            found[-1] = Arc(found[-1].start, end, found[-1].pivot)
        else:
            found.append(Arc(start, end, int(first[at])))
        start = end
    return tuple(found)


def _together(weights: tuple[int, ...], place_of: np.ndarray, places: int) -> np.ndarray:
    """Return the weight at each place; exact at any size."""
    found = [0] * places
    for place, weight in zip(place_of.tolist(), weights, strict=True):
        found[place] += weight
    return np.array(found, np.int64 if sum(found) < 2**62 else object)


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
