"""Core and win set on one issue or on two, under a real rule: what beats a text.

Every member prefers what is nearer to its own position; the axes may weigh differently, for all members alike. The rule becomes a
yes-or-no game (:mod:`legation.methods.rule.game`): who does not prefer the new text is not in favour.

Let y = x + r u, u a direction and r > 0. A member at p prefers y to x if and only if r < 2 u·(p - x). So those who prefer y are those with
u·p > u·x + r / 2, and y defeats x if and only if r < r(u) = 2 (H(u) - u·x), where H(u) is the largest h such that those with u·p >= h win
(:mod:`~legation.methods.bargaining.plane`). With y every point between x and y defeats x: the win set is a star round x with the boundary
r(u). Along an arc with one pivot p, r = 2 |p - x| cos(angle between u and p - x): a part of the circle round p through x. Its area is half
the integral of r squared, which is known in closed form on each arc.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import overload

import numpy as np

from legation.errors import BadValue
from legation.methods.bargaining import line
from legation.methods.bargaining.actors import Floats
from legation.methods.bargaining.plane import Arc, Core2D, Point, arcs, core_2d, pair, placed
from legation.methods.rule.game import Game, Reduction
from legation.methods.rule.tree import Rule

__all__ = [
    "Petal",
    "WinSet2D",
    "core",
    "win_set",
    "win_set_2d",
]


_TINY = 1e-9
"""A reach below this share of the extent of all positions is rounding."""


@dataclass(frozen=True, slots=True)
class Petal:
    """A part of the boundary of a win set: all directions in which it turns on one position.

    Attributes
    ----------
    start, end : float
        Directions from the text, where both axes have their weights [radians].
    pivot : str
        A member at that position; the boundary is a part of the circle round it through the text.
    """

    start: float
    end: float
    pivot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WinSet2D:
    """The texts that defeat a given one.

    Attributes
    ----------
    text : (float, float)
    area : float
        In the product of the units of both scales; exact except for rounding. 0: the text is in the core.
    petals : tuple of Petal
        In the order of their directions.
    reduction : str
    """

    text: Point
    area: float
    petals: tuple[Petal, ...]
    reduction: str
    _game: Game = field(repr=False)
    _at: tuple[Point, ...] = field(repr=False)
    _weight: Point = field(repr=False)

    def contains(self, point: Sequence[float]) -> bool:
        """Whether a text defeats this one; decided in fractions, hence exact."""
        return bool(self._game.wins(_met(self._game, self.supporters(point))))

    def supporters(self, point: Sequence[float]) -> tuple[str, ...]:
        """Return who prefers a text to this one, strictly, in the order of the rule."""
        new, old = ([Fraction(value) for value in pair(given, "text")] for given in (point, self.text))
        step = [Fraction(weight) * (b - a) for weight, a, b in zip(self._weight, old, new, strict=True)]
        bar = sum((s * (a + b) / 2 for s, a, b in zip(step, old, new, strict=True)), Fraction(0))
        there = zip(self._game.members, self._at, strict=True)
        return tuple(name for name, (x, y) in there if step[0] * Fraction(x) + step[1] * Fraction(y) > bar)

    def outlines(self, step: float = 0.03) -> tuple[tuple[Point, ...], ...]:
        """Return the boundary as closed rows of points on it, no further apart than a step of direction [radians]."""
        runs: list[list[Petal]] = []
        for petal in self.petals:
            if runs and abs(runs[-1][-1].end - petal.start) < 1e-9:
                runs[-1].append(petal)
            else:
                runs.append([petal])
        if len(runs) > 1 and runs[0][0].start < 1e-9 and runs[-1][-1].end > 2 * math.pi - 1e-9:
            runs[0] = [*runs.pop(), *runs[0]]
        return tuple(tuple(point for petal in run for point in self._along(petal, step)) for run in runs)

    def _along(self, petal: Petal, step: float) -> Iterable[Point]:
        scale = [math.sqrt(weight) for weight in self._weight]
        at = self._at[self._game.members.index(petal.pivot)]
        toward = [(p - x) * s for p, x, s in zip(at, self.text, scale, strict=True)]
        count = max(1, math.ceil((petal.end - petal.start) / step))
        for number in range(count + 1):
            angle = petal.start + (petal.end - petal.start) * number / count
            u = (math.cos(angle), math.sin(angle))
            reach = max(0.0, 2 * (u[0] * toward[0] + u[1] * toward[1]))
            yield (self.text[0] + reach * u[0] / scale[0], self.text[1] + reach * u[1] / scale[1])


def win_set_2d(
    rule: Rule,
    position: Mapping[str, Sequence[float]],
    text: Sequence[float],
    *,
    weight: Sequence[float] = (1.0, 1.0),
    reduction: Reduction = "abstention_as_no",
) -> WinSet2D:
    """Return the texts on two issues that would defeat one.

    Parameters and errors are those of :func:`~legation.methods.bargaining.plane.core_2d`.

    Parameters
    ----------
    text : (float, float)
        On the scales of the positions.
    weight : (float, float)
        How much a squared unit of each axis counts in the distance, above 0: the salience of the issues, the same for all members.

    References
    ----------
    Enelow, J. M. and Hinich, M. J. (1984), The Spatial Theory of Voting, Cambridge University Press, chapters 2 and 3.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> positions = {"A": (0, 0), "B": (10, 0), "C": (0, 10)}
    >>> found = win_set_2d(share_of_members(positions, 1), positions, (10, 10))
    >>> found.contains((3, 3)), found.contains((10, 9)), found.supporters((10, 9))
    (True, False, ('A', 'B'))
    >>> from math import pi
    >>> bool(abs(win_set_2d(share_of_members({"A": 0}, 1), {"A": (3, 4)}, (0, 0)).area - 25 * pi) < 1e-9)  # one member: its own circle
    True
    """
    game, at = placed(rule, position, reduction)
    here, counts = pair(text, "text"), pair(weight, "weight")
    if min(counts) <= 0:
        raise BadValue(f"weight must be two numbers above 0 (got {tuple(weight)!r}); leave an issue that does not count out")
    scale = np.sqrt(np.array(counts))
    points = at * scale - np.array(here) * scale
    petals, double = [], 0.0
    for arc in arcs(game, points):
        for start, end, area in _seen(arc, points, _TINY * float(np.abs(points).max(initial=0.0))):
            petals.append(Petal(start, end, game.members[arc.pivot]))
            double += area
    return WinSet2D(
        text=here,
        area=double / float(scale.prod()),
        petals=tuple(petals),
        reduction=game.reduction,
        _game=game,
        _at=tuple((x, y) for x, y in at.tolist()),
        _weight=counts,
    )


def _met(game: Game, names: Iterable[str]) -> list[bool]:
    there = set(names)
    sums = (sum(w for name, w in zip(game.members, weights, strict=True) if name in there) for weights in game.weights)
    return [total >= needed for total, needed in zip(sums, game.needed, strict=True)]


def _seen(arc: Arc, points: Floats, least: float) -> Iterable[tuple[float, float, float]]:
    """Give the directions of an arc in which the pivot lies ahead, with the area that the win set has there."""
    x, y = points[arc.pivot].tolist()
    far, toward = math.hypot(x, y), math.atan2(y, x)
    for turn in (0.0, 2 * math.pi):
        start = max(arc.start, toward + turn - math.pi / 2)
        end = min(arc.end, toward + turn + math.pi / 2)
        low, high = start - toward - turn, end - toward - turn
        if high > low and 2 * far * max(math.cos(low), math.cos(high), float(low <= 0 <= high)) > least:
            yield start, end, far * far * (high - low + (math.sin(2 * high) - math.sin(2 * low)) / 2)


@overload
def core(rule: Rule, position: Mapping[str, float], *, reduction: Reduction = "abstention_as_no") -> line.Core: ...
@overload
def core(rule: Rule, position: Mapping[str, Sequence[float]], *, reduction: Reduction = "abstention_as_no") -> Core2D: ...
def core(
    rule: Rule, position: Mapping[str, float] | Mapping[str, Sequence[float]], *, reduction: Reduction = "abstention_as_no"
) -> line.Core | Core2D:
    """Return the texts that cannot be defeated: on one issue (:func:`legation.methods.bargaining.line.core`), or on two.

    Parameters
    ----------
    position : mapping of str to float, or to (float, float)
        The pairs make it two issues (:func:`~legation.methods.bargaining.plane.core_2d`).

    Raises
    ------
    BadValue
        Where some members have one position and some have two.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> rule = share_of_members("ABC", 1)
    >>> core(rule, {"A": 10, "B": 40, "C": 90}).high, core(rule, {"A": (10, 0), "B": (40, 0), "C": (90, 0)}).vertices
    (90.0, ((10.0, 0.0), (90.0, 0.0)))
    """
    pairs, numbers = _parted(position)
    return core_2d(rule, pairs, reduction=reduction) if pairs else line.core(rule, numbers, reduction=reduction)


@overload
def win_set(rule: Rule, position: Mapping[str, float], text: float, *, reduction: Reduction = "abstention_as_no") -> line.WinSet: ...
@overload
def win_set(
    rule: Rule,
    position: Mapping[str, Sequence[float]],
    text: Sequence[float],
    *,
    weight: Sequence[float] = (1.0, 1.0),
    reduction: Reduction = "abstention_as_no",
) -> WinSet2D: ...
def win_set(
    rule: Rule,
    position: Mapping[str, float] | Mapping[str, Sequence[float]],
    text: float | Sequence[float],
    *,
    weight: Sequence[float] = (1.0, 1.0),
    reduction: Reduction = "abstention_as_no",
) -> line.WinSet | WinSet2D:
    """Return the texts that would defeat one: on one issue (:func:`legation.methods.bargaining.line.win_set`), or on two.

    Parameters are those of :func:`~legation.methods.bargaining.win_set.win_set_2d`; ``weight`` matters only on two issues.

    Examples
    --------
    >>> from legation.methods.rule import share_of_members
    >>> rule = share_of_members("ABC", "1/2", strict=True)
    >>> win_set(rule, {"A": 10, "B": 40, "C": 90}, 70).low
    10.0
    >>> win_set(rule, {"A": (10, 0), "B": (40, 0), "C": (90, 0)}, (70, 0)).contains((11, 0))
    True
    """
    pairs, numbers = _parted(position)
    if pairs:
        there = (text,) if isinstance(text, (int, float)) else text
        return win_set_2d(rule, pairs, there, weight=weight, reduction=reduction)
    return line.win_set(rule, numbers, text, reduction=reduction)  # type: ignore[arg-type]  # it says what is wrong with a pair


def _parted(position: Mapping[str, float] | Mapping[str, Sequence[float]]) -> tuple[dict[str, Sequence[float]], dict[str, float]]:
    """Return the positions as pairs or as numbers: one of both is empty."""
    pairs = {name: at for name, at in position.items() if not isinstance(at, (int, float, str, bytes)) and hasattr(at, "__len__")}
    numbers = {name: at for name, at in position.items() if name not in pairs}
    if pairs and numbers:
        raise BadValue(
            f"position of {next(iter(numbers))} must be two numbers as of {next(iter(pairs))} (got one); give both issues to all"
        )
    return pairs, numbers  # type: ignore[return-value]  # told apart above
