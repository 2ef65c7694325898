"""Two parties' view of a negotiation: every package as a point, the frontier, what clears both floors, and the deals that matter."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue
from legation.figures.deals import RADIUS, Deal, draw_deal, draw_key, signs, sorted_ticks
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import wrap
from legation.figures.theme import EDGE, FAINT, INK, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["bargain"]

_LEFT, _TOP, _HIGH = 46.0, 30.0, 400.0
_ZONE = "#D5E7E4"
_MOST = 4000

Float = NDArray[np.float64]


def bargain(
    utilities: ArrayLike,
    frontier: ArrayLike,
    parties: Sequence[Named],
    floors: Sequence[float | None],
    deals: Sequence[Deal],
    *,
    id: str = "frontier",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw packages by what they are worth to two parties.

    Parameters
    ----------
    utilities : array, shape (n, 2)
        All packages, or none where there are too many; up to 4,000 are drawn.
    frontier : array, shape (k, 2)
        By falling utility of the first.
    floors : sequence of float or None
        What lies at or above both is shaded; without any floor nothing is.
    deals : sequence of Deal

    Raises
    ------
    BadValue
        For another number of parties, no frontier, and numbers that are not finite.

    Examples
    --------
    >>> said, sides = Message("language.yes"), [Named("a", "Us"), Named("b", "Them")]
    >>> bargain([[1, 0], [0, 1]], [[1, 0], [0, 1]], sides, [None, None], [], title=said, subtitle=said, alt=said).id
    'frontier'
    """
    cloud, edge = np.asarray(utilities, np.float64).reshape(-1, 2), np.asarray(frontier, np.float64)
    numbers = [*cloud.ravel(), *edge.ravel(), *(n for deal in deals for n in deal.utilities), *(f for f in floors if f is not None)]
    fits = len(parties) == len(floors) == 2 and edge.ndim == 2 and edge.shape[1:] == (2,) and all(len(d.utilities) == 2 for d in deals)
    if not fits or not len(edge) or not np.isfinite(numbers).all():
        raise BadValue(Message("trading.figure.bad-shape", parties=len(parties), points=len(edge)))
    drawn = functools.partial(_draw, cloud[:_MOST], edge, tuple(parties), tuple(floors), tuple(deals))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    cloud: Float, edge: Float, parties: tuple[Named, ...], floors: tuple[float | None, ...], deals: tuple[Deal, ...], lang: Lang
) -> dict[str, Any]:
    sheet = Drawing(0)
    every = np.vstack([cloud, edge, *(np.array([deal.utilities]) for deal in deals)])
    low, high = every.min(axis=0), every.max(axis=0)
    pad = np.where(high > low, (high - low) * 0.04, 1.0)
    low, high = low - pad, high + pad
    right, bottom = WIDTH - 12.0, _TOP + _HIGH

    def at(point: Sequence[float] | Float) -> tuple[float, float]:
        share = (np.asarray(point) - low) / (high - low)
        return float(_LEFT + share[0] * (right - _LEFT)), float(bottom - share[1] * _HIGH)

    _zone(sheet, floors, low, high, at, lang)
    _axes(sheet, low, high, at, parties, lang)
    for x, y in map(at, np.unique(cloud, axis=0)):
        sheet.dot(x, y, "circle", 2.2, fill=EDGE, plane=1.2)
    path = [at(point) for point in edge]
    sheet.path(line(*path), stroke=INK, thick=1.4, plane=1.5)
    for x, y in path:
        sheet.dot(x, y, "circle", 3.2, fill=INK, plane=1.7)
    placed: list[tuple[float, float]] = []
    for deal, sign in zip(deals, signs(deals), strict=True):
        x, y = _free(at(deal.utilities), placed)
        placed.append((x, y))
        sheet.path(line(at(deal.utilities), (x, y)), stroke=EDGE, thick=1, plane=1.8)
        draw_deal(sheet, x, y, deal, sign)
    sheet.height = draw_key(sheet, bottom + 52, deals, lang)
    return sheet.spec()


def _free(at: tuple[float, float], placed: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return the nearest place on a widening ring where a mark touches no other."""
    for ring in range(12):
        for turn in range(1 if not ring else 8 * ring):
            angle = 2 * np.pi * (turn / (8 * ring) if ring else 0) - np.pi / 4
            x, y = at[0] + ring * 1.1 * RADIUS * np.cos(angle), at[1] + ring * 1.1 * RADIUS * np.sin(angle)
            inside = _LEFT + RADIUS <= x <= WIDTH - RADIUS and _TOP <= y <= _TOP + _HIGH - RADIUS
            if (inside or not ring) and all((x - a) ** 2 + (y - b) ** 2 >= (2.5 * RADIUS) ** 2 for a, b in placed):
                return float(x), float(y)
    return at


def _zone(sheet: Drawing, floors: tuple[float | None, ...], low: Float, high: Float, at: Any, lang: Lang) -> None:
    """Shade what clears both floors, and draw each floor that is given."""
    if all(floor is None for floor in floors):
        return
    given = [low[side] if floor is None else min(max(floor, low[side]), high[side]) for side, floor in enumerate(floors)]
    (left, down), (right, up) = at(given), at(high)
    if right - left > 1 and down - up > 1:
        sheet.rect(left, up, right - left, down - up, fill=_ZONE, plane=-2)
        sheet.text(right - 6, up + 10, say(Message("trading.figure.zone"), lang), size=10.5, align="right", fill=QUIET, plane=1)
    ends = (low, high)
    for side, floor in enumerate(floors):
        if floor is not None and low[side] <= floor <= high[side]:
            points = [at([floor if axis == side else end[axis] for axis in (0, 1)]) for end in ends]
            sheet.path(line(*points), stroke=QUIET, thick=1, dash=(4, 3), plane=0.5)


def _axes(sheet: Drawing, low: Float, high: Float, at: Any, parties: tuple[Named, ...], lang: Lang) -> None:
    (left, bottom), (right, top) = at(low), at(high)
    for value in sorted_ticks(float(low[0]), float(high[0]), 8):
        x = at([value, low[1]])[0]
        sheet.path(line((x, top), (x, bottom)), stroke=FAINT, plane=-1)
        sheet.text(x, bottom + 11, say(value, lang), size=10.5, align="center", fill=QUIET)
    for value in sorted_ticks(float(low[1]), float(high[1])):
        y = at([low[0], value])[1]
        sheet.path(line((left, y), (right, y)), stroke=FAINT, plane=-1)
        sheet.text(left - 6, y, say(value, lang), size=10.5, align="right", fill=QUIET)
    sheet.path(line((left, bottom), (right, bottom)), stroke=RULE)
    sheet.path(line((left, top), (left, bottom)), stroke=RULE)
    words = [say(Message("trading.figure.worth", party=party), lang) for party in parties]
    sheet.text((left + right) / 2, bottom + 29, wrap(words[0], right - left, 11.5, lines=1), size=11.5, align="center")
    sheet.text(0, 8, wrap(words[1], WIDTH, 11.5, lines=1), size=11.5)
