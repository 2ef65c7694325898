"""Days as reports write them, in French and English; what may be two days is none."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from legation.sources.telegram.wordings import table

__all__ = ["Day", "days"]


class Day(NamedTuple):
    """A day at a place of the plain text; without a year it is that of the telegram."""

    start: int
    end: int
    day: int
    month: int
    year: int | None

    def date(self, near: dt.date | None = None) -> dt.date | None:
        """Return the date; None where the year is missing and no other day of the telegram gives it, or in no calendar."""
        year = self.year if self.year is not None else near.year if near else None
        try:
            return None if year is None else dt.date(year, self.month, self.day)
        except ValueError:
            return None


@functools.cache
def _pattern() -> re.Pattern[str]:
    names = "|".join((*table()["months"]["fr"], *table()["months"]["en"]))
    return re.compile(
        rf"(?<![\w/-])(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
        rf"|(?P<d1>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?P<m1>{names})(?:,?\s+(?P<y1>\d{{4}}))?"
        rf"|(?P<m2>{names})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>\d{{4}}))?"
        r"|(?P<d3>\d{1,2})[/.](?P<m3>\d{1,2})[/.](?P<y3>\d{4}))(?![\w/-])"
    )


def days(text: str, start: int, end: int, *, day_first: bool) -> Iterator[Day]:
    """Yield the days that are written in a part of a plain text.

    Parameters
    ----------
    day_first : bool
        Whether 3/4/2026 is in April: in French it is; else it may be in March, and is no day.

    Examples
    --------
    >>> [d.date() for d in days("le 12 octobre 2026, 3/4/2026, october 3, 2026", 0, 45, day_first=False)]
    [datetime.date(2026, 10, 12), datetime.date(2026, 10, 3)]
    """
    for found in _pattern().finditer(text, start, end):
        if found["iso"]:
            year, month, day = map(int, found["iso"].split("-"))
        elif found["d3"]:
            day, month, year = int(found["d3"]), int(found["m3"]), int(found["y3"])
            if day <= 12 and day != month and not day_first:
                continue
        else:
            month = _month(found["m1"] or found["m2"])
            day, year = int(found["d1"] or found["d2"]), int(found["y1"] or found["y2"] or 0)
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield Day(found.start(), found.end(), day, month, year or None)


def _month(name: str) -> int:
    months = table()["months"]
    return 1 + list(months["fr"] if name in months["fr"] else months["en"]).index(name)
