"""A line of time from left to right: where a day stands, and the months or years that are written below it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from legation.figures.drawing import Drawing, line
from legation.figures.measure import width
from legation.figures.theme import FAINT, QUIET
from legation.language import Lang, Message, say

__all__ = ["DayAxis"]

_ROOM = 52.0


@dataclass(frozen=True, slots=True)
class DayAxis:
    """Days between two places on a sheet.

    Attributes
    ----------
    first, last : date
        Both have room beside them.
    left, right : float
        Where the line begins and ends [px].

    Examples
    --------
    >>> axis = DayAxis(dt.date(2018, 1, 1), dt.date(2018, 12, 31), 0.0, 364.0)
    >>> axis.at(dt.date(2018, 1, 1)), [day.month for day in axis.ticks()]
    (0.0, [1, 4, 7, 10])
    """

    first: dt.date
    last: dt.date
    left: float
    right: float

    def at(self, day: dt.date) -> float:
        """Return where a day stands [px]; a line of one day stands in the middle."""
        days = (self.last - self.first).days
        if not days:
            return (self.left + self.right) / 2
        return self.left + (day - self.first).days / days * (self.right - self.left)

    def ticks(self) -> list[dt.date]:
        """Return the firsts of months, quarters or years that have room."""
        per_month = (self.right - self.left) / max((self.last - self.first).days, 1) * 30.44
        step = next((months for months in (1, 3, 6, 12, 24, 60, 120, 240, 600) if months * per_month >= _ROOM), 1200)
        months = range(self.first.year * 12 // step * step, (self.last.year + 1) * 12, step)
        found = [dt.date(month // 12, month % 12 + 1, 1) for month in months if 1 <= month // 12 <= dt.MAXYEAR]
        return [day for day in found if self.first <= day <= self.last]

    def draw(self, sheet: Drawing, top: float, bottom: float, lang: Lang, *, named: bool = True) -> None:
        """Draw a fine line at each tick, and write it below ``bottom``."""
        ticks = self.ticks()
        yearly = all(day.month == 1 for day in ticks)
        end = -1e9
        for day in ticks:
            x = self.at(day)
            sheet.path(line((x, top), (x, bottom)), stroke=FAINT, thick=0.8, plane=-1)
            label = str(day.year) if yearly else say(Message("figures.timeline.month", day=day), lang)
            half = width(label, 10) / 2
            if named and x - half > end + 6:
                sheet.text(max(x, half), bottom + 11, label, size=10, align="center", fill=QUIET)
                end = x + half
