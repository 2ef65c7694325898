"""The middle of a majority on two issues: the yolk, and whether members stand symmetrically round a point."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from legation.errors import BadValue
from legation.methods.bargaining.actors import Floats
from legation.methods.bargaining.plane import Arc, Point, arcs, placed
from legation.methods.rule.game import Game, Reduction
from legation.methods.rule.tree import Rule

__all__ = ["Symmetry", "Yolk", "symmetry", "yolk"]

_ROUNDS, _CLOSE = 200, 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Yolk:
    """The smallest circle that meets every median line.

    Attributes
    ----------
    centre : (float, float)
    radius : float
        0: the centre is in the core, and defeated by nothing.
    error : float
        The radius is at most this much above the smallest.
    """

    centre: Point
    radius: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Symmetry:
    """Whether every member has a counterpart in the opposite direction from a point.

    Attributes
    ----------
    at : tuple of str
        Members that stand at the point itself.
    unpaired : tuple of str
        Members on the side, of a direction and its opposite, where more of them stand.
    """

    at: tuple[str, ...]
    unpaired: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nobody is without a counterpart: then no majority moves from the point."""
        return not self.unpaired


def yolk(rule: Rule, position: Mapping[str, Sequence[float]], *, reduction: Reduction = "abstention_as_no") -> Yolk:
    """Return the yolk: where texts that majorities agree on come near to, when there is no core.

    A median line has at most half of the members strictly on either side. The smallest r is sought such that, for a centre c,
    u·c - H(u) <= r for every direction u (:mod:`~legation.methods.bargaining.plane`). On an arc with one pivot p the left side is largest
    where u points from p to c, or at an end of the arc; the linear programme of the directions known so far is solved, the worst direction
    is added, and so on until nothing is missed.

    Parameters and errors are those of :func:`~legation.methods.bargaining.plane.core_2d`.

    Raises
    ------
    BadValue
        Where the rule is not a simple majority of members with one vote each: for others the yolk is not defined here.

    References
    ----------
    McKelvey, R. D. (1986), doi:10.2307/2111095; Stone, R. E. and Tovey, C. A. (1992), doi:10.1007/BF00182422, on why the lines through
    two members do not suffice.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> positions = {"A": (0, 0), "B": (6, 0), "C": (3, 4)}  # the circle inscribed in the triangle: area 12, half of the sides 8
    >>> found = yolk(share_of_members(positions, "1/2", strict=True), positions)
    >>> round(found.centre[0], 6), round(found.radius, 6)
    (3.0, 1.5)
    """
    game, at = placed(rule, position, reduction)
    if not _is_majority(game):
        raise BadValue("rule must be a simple majority of members with one vote each (got another); the yolk is not defined for it here")
    found = arcs(game, at)
    directions, bars = _ends(found, at)
    for _ in range(_ROUNDS):
        centre, low = _smallest(directions, bars)
        worst, value, bar = _worst(found, at, centre)
        if value - low <= _CLOSE * max(1.0, float(np.ptp(at))):
            break
        directions, bars = np.vstack([directions, worst]), np.append(bars, bar)
    radius = max(0.0, value)
    return Yolk(centre=(float(centre[0]), float(centre[1])), radius=radius, error=max(0.0, radius - max(0.0, low)))


def symmetry(position: Mapping[str, Sequence[float]], point: Sequence[float]) -> Symmetry:
    """Say whether members stand in pairs on opposite sides of a point: the condition that keeps a majority from moving away.

    Where the number of members is odd and one of them stands at the point, the point is in the core if and only if it holds (Plott 1967).
    Directions are compared in fractions.

    Examples
    --------
    >>> symmetry({"A": (0, 0), "B": (2, 2), "C": (-1, -1), "D": (5, 0)}, (0, 0))
    Symmetry(at=('A',), unpaired=('D',))
    """
    toward: dict[str, tuple[Fraction, Fraction]] = {}
    for name, at in position.items():
        x, y = (Fraction(float(a)) - Fraction(float(b)) for a, b in zip(at, point, strict=True))
        size = abs(x) + abs(y)
        toward[name] = (x / size, y / size) if size else (x, y)
    counts = Counter(toward.values())
    here = tuple(name for name, (x, y) in toward.items() if not x and not y)
    unpaired = tuple(name for name, (x, y) in toward.items() if (x or y) and counts[x, y] > counts[-x, -y])
    return Symmetry(at=here, unpaired=unpaired)


def _is_majority(game: Game) -> bool:
    weights = game.weights[0]
    return len(game.weights) == 1 and len(set(weights)) == 1 and game.needed[0] == sum(weights) // 2 + 1


def _ends(found: Sequence[Arc], at: Floats) -> tuple[Floats, Floats]:
    angles = np.array([arc.start for arc in found] + [0.0, math.pi / 2, math.pi, 3 * math.pi / 2])
    pivots = [arc.pivot for arc in found]
    pivots += [next(arc.pivot for arc in found if arc.start <= angle <= arc.end) for angle in angles[-4:]]
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    return directions, np.asarray((directions * at[pivots]).sum(axis=1))


def _smallest(directions: Floats, bars: Floats) -> tuple[Floats, float]:
    """Return the centre and the smallest r with u·c - r <= bar for the directions known."""
    from scipy.optimize import linprog

    solved = linprog([0, 0, 1], A_ub=np.column_stack([directions, -np.ones(len(bars))]), b_ub=bars, bounds=[(None, None)] * 3)
    return np.asarray(solved.x[:2], np.float64), float(solved.x[2])


def _worst(found: Sequence[Arc], at: Floats, centre: Floats) -> tuple[Floats, float, float]:
    """Return the direction in which the centre is furthest beyond the median, by how much, and the median there."""
    start, end = (np.array([getattr(arc, name) for arc in found]) for name in ("start", "end"))
    pivots = at[[arc.pivot for arc in found]]
    toward = centre - pivots
    best = np.mod(np.arctan2(toward[:, 1], toward[:, 0]), 2 * math.pi)
    inside = (start <= best) & (best <= end)
    angles = np.concatenate([start, end, np.where(inside, best, start)])
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    beyond = (directions * np.tile(toward, (3, 1))).sum(axis=1)
    at_most = int(beyond.argmax())
    direction = directions[at_most]
    return direction, float(beyond[at_most]), float(direction @ np.tile(pivots, (3, 1))[at_most])
