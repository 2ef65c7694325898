"""A line of time from left to right: where a day or a number stands, and what is written below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from legation.figures.drawing import Drawing, line
from legation.figures.measure import width
from legation.figures.theme import EDGE, FAINT, PAPER, QUIET
from legation.language import Lang, Message, Spoken, say

__all__ = ["DayAxis", "Place", "TimeTick", "position"]

Place: TypeAlias = dt.date | float
"""A day, or the number of a period without days."""
TimeTick: TypeAlias = tuple[Place, Spoken | str]
_ROOM, _TYPE = 72.0, 12.0
_DAYS = (1, 2, 7, 14)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


def position(place: Place, *, after: bool = False) -> float:
    """Return a place as a number: a day as its ordinal, ``after`` it the next one.

    >>> position(dt.date(2018, 1, 2)) - position(dt.date(2018, 1, 1)), position(70.0)
    (1.0, 70.0)
    """
    return float(place.toordinal() + after) if isinstance(place, dt.date) else float(place)


@dataclass(frozen=True, slots=True)
class DayAxis:
    """Places in time between two places on a sheet.

    Attributes
    ----------
    first, last : float
        The ends, as :func:`position` says them.
    left, right : float
        Where the line begins and ends [px].
    dated : bool
        Whether the numbers are days.

    Examples
    --------
    >>> ends = (position(dt.date(2018, 1, 1)), position(dt.date(2018, 12, 31)))
    >>> axis = DayAxis(*ends, 0.0, 364.0)
    >>> axis.at(dt.date(2018, 1, 1)), [day.month for day in axis.days()]
    (0.0, [1, 4, 7, 10])
    """

    first: float
    last: float
    left: float
    right: float
    dated: bool = True

    def at(self, place: Place, *, after: bool = False) -> float:
        """Return where a place stands [px]; a line of one place stands in the middle."""
        span = self.last - self.first
        if not span:
            return (self.left + self.right) / 2
        return self.left + (min(max(position(place, after=after), self.first), self.last) - self.first) / span * (self.right - self.left)

    def days(self) -> list[dt.date]:
        """Return the days, or firsts of months, quarters or years, that have room for a label."""
        begin, end = dt.date.fromordinal(round(self.first)), dt.date.fromordinal(min(round(self.last), dt.date.max.toordinal()))
        per_day = (self.right - self.left) / max(self.last - self.first, 1.0)
        if 30.44 * per_day >= 2 * _ROOM:
            step = next((days for days in _DAYS if days * per_day >= _ROOM), 14)
            return [begin + dt.timedelta(days=at) for at in range(0, (end - begin).days + 1, step)]
        months = next((months for months in _MONTHS if months * 30.44 * per_day >= _ROOM), _MONTHS[-1])
        every = range(begin.year * 12 // months * months, (end.year + 1) * 12, months)
        found = [dt.date(at // 12, at % 12 + 1, 1) for at in every if 1 <= at // 12 <= dt.MAXYEAR]
        return [day for day in found if begin <= day <= end]

    def named(self, ticks: Sequence[TimeTick], lang: Lang) -> list[tuple[float, str]]:
        """Return where labels stand and what they say: those given, else days."""
        if ticks or not self.dated:
            return [(self.at(place), say(words, lang)) for place, words in ticks]
        days = self.days()
        yearly = all(day.month == 1 and day.day == 1 for day in days) and len(days) > 1
        form = "day-of-month" if 30.44 * (self.right - self.left) / max(self.last - self.first, 1.0) >= 2 * _ROOM else "month"
        words = [str(day.year) if yearly else say(Message(f"figures.timeline.{form}", day=day), lang) for day in days]
        return [(self.at(day), text) for day, text in zip(days, words, strict=True)]

    def draw(self, sheet: Drawing, top: float, bottom: float, labels: Sequence[tuple[float, str]], *, label_y: float | None) -> None:
        """Draw a fine line at each label that has room, the last before the others; written at ``label_y``, if at all."""
        placed: list[tuple[float, float]] = []
        for x, text in sorted(labels, key=lambda label: label[0] < labels[-1][0]):
            half = width(text, _TYPE) / 2
            middle = min(max(x, half), max(sheet.width - half, half))
            if any(middle - half < end + 8 and middle + half > start - 8 for start, end in placed):
                continue
            placed.append((middle - half, middle + half))
            sheet.path(line((x, top), (x, bottom)), stroke=FAINT, thick=0.8, plane=-1)
            if label_y is not None:
                sheet.text(middle, label_y, text, size=_TYPE, align="center", fill=QUIET, halo=PAPER)
            if label_y is not None and label_y > bottom:
                sheet.path(line((x, bottom), (x, bottom + 4)), stroke=EDGE, thick=0.8, plane=-1)
