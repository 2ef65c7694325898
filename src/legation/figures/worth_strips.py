"""What deals are worth to each of several parties: a strip for each, from its worst package to its best, with its floor."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue
from legation.figures.deals import RADIUS, Deal, draw_deal, draw_key, signs
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure, Named
from legation.figures.measure import wrap
from legation.figures.theme import ACCENT, EDGE, FAINT, QUIET, RULE, WIDTH
from legation.language import Lang, Message, say

__all__ = ["worth_strips"]

_LEFT = 170.0
_LANE = 2 * RADIUS + 3
_BELOW = "#F2D6D3"

Float = NDArray[np.float64]


def worth_strips(
    lowest: ArrayLike,
    highest: ArrayLike,
    parties: Sequence[Named],
    floors: Sequence[float | None],
    deals: Sequence[Deal],
    *,
    id: str = "frontier",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw deals on a strip for each party.

    Parameters
    ----------
    lowest, highest : array, shape (n_parties,)
        What the worst and the best package are worth to each.
    floors : sequence of float or None
        What lies below one is shaded.
    deals : sequence of Deal
        Those of equal worth stand one above the other.

    Raises
    ------
    BadValue
        Where shapes do not fit, there is no party, or a number is not finite.

    Examples
    --------
    >>> said, sides = Message("language.yes"), [Named("a", "Us"), Named("b", "Them")]
    >>> worth_strips([0, 0], [9, 5], sides, [3, None], [], title=said, subtitle=said, alt=said).id
    'frontier'
    """
    low, high = np.asarray(lowest, np.float64), np.asarray(highest, np.float64)
    n = len(parties)
    fits = n and low.shape == high.shape == (n,) and len(floors) == n and all(len(deal.utilities) == n for deal in deals)
    numbers = [*low.ravel(), *high.ravel(), *(f for f in floors if f is not None), *(u for deal in deals for u in deal.utilities)]
    if not fits or not np.isfinite(numbers).all():
        raise BadValue(Message("trading.figure.bad-shape", parties=n, points=len(deals)))
    drawn = functools.partial(_draw, low, high, tuple(parties), tuple(floors), tuple(deals))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=drawn)


def _draw(
    low: Float, high: Float, parties: tuple[Named, ...], floors: tuple[float | None, ...], deals: tuple[Deal, ...], lang: Lang
) -> dict[str, Any]:
    sheet, left, right = Drawing(0), _LEFT + 14, WIDTH - 14
    y = 22.0
    sheet.text(left, 8, say(Message("trading.figure.worst"), lang), size=10.5, fill=QUIET)
    sheet.text(right, 8, say(Message("trading.figure.best"), lang), size=10.5, fill=QUIET, align="right")
    marks = signs(deals)
    for side, party in enumerate(parties):
        span = high[side] - low[side]

        def across(value: float, side: int = side, span: float = span) -> float:
            return float(left + (right - left) * (min(max((value - low[side]) / span, 0.0), 1.0) if span > 0 else 0.5))

        at = [across(deal.utilities[side]) for deal in deals]
        lanes = _lanes(at)
        name = wrap(say(party, lang), _LEFT - 8, 11.5, lines=3)
        tall = max(_LANE * (max(lanes, default=0) + 1) + 14, 14.5 * len(name) + 10)
        floor = floors[side]
        if floor is not None and span > 0:
            edge = across(floor)
            sheet.rect(left - 14, y, edge - left + 14, tall, fill=_BELOW, plane=-2)
            sheet.path(line((edge, y), (edge, y + tall)), stroke=ACCENT, thick=1.4, dash=(4, 3), plane=0.5)
        base = y + tall - _LANE / 2 - 6
        sheet.path(line((left, base), (right, base)), stroke=EDGE, plane=-1)
        sheet.text(0, y + tall / 2, name, size=11.5, lead=14.5 / 11.5)
        for x, lane, deal, sign in zip(at, lanes, deals, marks, strict=True):
            draw_deal(sheet, x, base - lane * _LANE, deal, sign)
        y += tall
        sheet.path(line((0, y), (WIDTH, y)), stroke=FAINT if side < len(parties) - 1 else RULE, plane=-1)
    if any(floor is not None for floor in floors):
        sheet.rect(0, y + 12, 18, 12, fill=_BELOW)
        sheet.text(24, y + 18, say(Message("trading.figure.below"), lang), size=10.5, fill=QUIET)
        y += 22
    sheet.height = draw_key(sheet, y + 14, deals, lang)
    return sheet.spec()


def _lanes(at: Sequence[float]) -> list[int]:
    """Return a lane for each place so that no two marks of one lane touch; the first come lowest."""
    ends: list[list[float]] = []
    lanes = []
    for x in at:
        lane = next((n for n, taken in enumerate(ends) if all(abs(x - other) >= _LANE for other in taken)), len(ends))
        if lane == len(ends):
            ends.append([])
        ends[lane].append(x)
        lanes.append(lane)
    return lanes
