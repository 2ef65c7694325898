"""Calibration: what was stated beside how often it came about, with intervals."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.errors import BadValue
from legation.figures.drawing import Drawing, line
from legation.figures.figure import Figure
from legation.figures.measure import width
from legation.figures.theme import EDGE, FAINT, INK, PAPER, QUIET, WIDTH
from legation.language import Lang, Message, say

__all__ = ["Stated", "calibrated"]

_SIDE, _LEFT, _TOP = 340.0, 190.0, 26.0
_FILL = "#2B5C8A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Forecasts with chances near to each other: mean chance stated, share that came about with its interval, their number."""

    stated: float
    share: float
    low: float
    high: float
    count: int


def calibrated(
    bins: Sequence[Stated],
    *,
    id: str = "calibration",  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
    answers: bool = False,
) -> Figure:
    """Draw a dot with its interval for each bin, and the line on which stated and come about are equal.

    Parameters
    ----------
    bins : sequence of Stated
        In rising order of what was stated.
    title, subtitle, alt : Message
        The finding, the measure, and the picture in words.
    answers : bool
        Whether these are answers that were right, rather than forecasts that came about.

    Raises
    ------
    BadValue
        Where a share or its interval is outside 0 to 1, or there is no bin.

    Examples
    --------
    >>> said = Message("language.yes")
    >>> calibrated([Stated(stated=0.7, share=0.6, low=0.4, high=0.8, count=20)], title=said, subtitle=said, alt=said).id
    'calibration'
    """
    if not bins or any(not 0 <= b.low <= b.share <= b.high <= 1 or not 0 <= b.stated <= 1 for b in bins):
        raise BadValue(Message("figures.calibrated.bad-bin", count=len(bins)))
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, spec=functools.partial(_draw, tuple(bins), answers=answers))


def _draw(bins: tuple[Stated, ...], lang: Lang, *, answers: bool) -> dict[str, Any]:
    sheet = Drawing(_TOP + _SIDE + 46)
    bottom = _TOP + _SIDE

    def place(stated: float, share: float) -> tuple[float, float]:
        return _LEFT + stated * _SIDE, bottom - share * _SIDE

    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        label = say(Message("answer.share", share=tick), lang)
        sheet.path(line(place(tick, 0), place(tick, 1)), stroke=FAINT, plane=0.2)
        sheet.path(line(place(0, tick), place(1, tick)), stroke=FAINT, plane=0.2)
        sheet.text(place(tick, 0)[0], bottom + 14, label, size=11, fill=QUIET, align="center")
        sheet.text(_LEFT - 8, place(0, tick)[1], label, size=11, fill=QUIET, align="right")
    sheet.text(_LEFT, 8, say(Message("figures.calibrated.right" if answers else "figures.calibrated.came"), lang), size=11, fill=QUIET)
    sheet.text(_LEFT + _SIDE / 2, bottom + 34, say(Message("figures.calibrated.stated"), lang), size=11, fill=QUIET, align="center")
    sheet.path(line(place(0, 0), place(1, 1)), stroke=EDGE, dash=(4, 4), plane=1)
    for one in bins:
        x, y = place(one.stated, one.share)
        low, high = place(0, one.low)[1], place(0, one.high)[1]
        sheet.path(line((x, low), (x, high)), stroke=_FILL, thick=2, plane=1.5, low=one.low, high=one.high)
        for end in (low, high):
            sheet.path(line((x - 4, end), (x + 4, end)), stroke=_FILL, thick=2, plane=1.5)
        sheet.dot(x, y, "circle", 5.5, fill=_FILL, stroke=PAPER, stated=one.stated, share=one.share)
        label = say(Message("figures.calibrated.answers" if answers else "figures.calibrated.count", count=one.count), lang)
        right = x + 10 + width(label, 10) < WIDTH
        sheet.text(x + 10 if right else x - 10, y, label, size=10, fill=INK, align="left" if right else "right", halo=PAPER)
    return sheet.spec()
