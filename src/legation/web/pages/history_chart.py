"""A small picture of positions over time: places as text, ready for an SVG that a template writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from legation.dossier import Position
from legation.language import Lang, Message, say

__all__ = ["Chart", "Mark", "chart"]

_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 624.0, 10.0, 126.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in the picture: from the day it is held (``x``) to the next one (``end``), its value and its range, and its words."""

    x: str
    end: str
    y: str
    low: str
    high: str
    height: str
    words: Message


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture: marks in the order of time, and the years along the axis."""

    marks: tuple[Mark, ...]
    years: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]


def chart(positions: Sequence[Position], day: dt.date, lang: Lang) -> Chart | None:
    """Return the picture of positions that have a value and a date; None for fewer than two of them.

    Each is drawn from the day on which it is held until the next one, the last until ``day``.
    """
    rows = sorted(
        ((p.held_from.last, p.value, p) for p in positions if p.held_from and p.value is not None), key=lambda row: (row[0], row[2].id)
    )
    if len(rows) < 2:
        return None
    start, stop = rows[0][0], max(day, rows[-1][0])
    span = max((stop - start).days, 1)

    def across(date: dt.date) -> float:
        return _LEFT + (date - start).days / span * (_RIGHT - _LEFT)

    marks = []
    for number, (date, value, p) in enumerate(rows):
        end = rows[number + 1][0] if number + 1 < len(rows) else stop
        low, high = (value if n is None else n for n in (p.low, p.high))
        words = Message("page-actors.stood", value=value, low=p.low, high=p.high, since=p.held_from)
        marks.append(
            Mark(
                _px(across(date)),
                _px(max(across(end), across(date) + 3)),
                _px(_up(value)),
                _px(_up(low)),
                _px(_up(high)),
                _px(max(_up(low) - _up(high), 1)),
                words,
            )
        )
    step = max(1, -(-(stop.year - start.year + 1) // 10))
    years = [dt.date(year, 1, 1) for year in range(start.year + 1, stop.year + 1, step)]
    return Chart(
        tuple(marks),
        tuple((_px(across(day)), say(str(day.year), lang)) for day in years),
        tuple((_px(_up(level)), str(level)) for level in (0, 50, 100)),
    )


def _up(value: float) -> float:
    return _BOTTOM - value / 100 * (_BOTTOM - _TOP)


def _px(number: float) -> str:
    return f"{number:.1f}"
