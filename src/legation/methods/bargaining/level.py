"""In every direction of the plane, the member on whom a winning coalition turns: what core, win set and yolk are read from.

For a direction u, H(u) is the largest h such that those whose position p has u·p >= h win. It is u·p of one member, the pivot, as long as
no other passes that member, so the circle of directions falls into arcs with one pivot each. At most n (n - 1) directions, at right angles
to the line through two members, part them; the pivot is followed from one such direction to the next, and coalitions are never listed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from legation.methods.bargaining.actors import Floats
from legation.methods.rule.game import Game

__all__ = ["NUDGE", "Arc", "arcs"]

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
