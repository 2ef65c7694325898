"""A date that may be known only to the month or the year."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from dataclasses import dataclass

from legation.language import Lang, say

__all__ = ["When", "as_date"]

_FORM = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_DAY = len("YYYY-MM-DD")
_MONTH = {"en": "MMMM y", "fr": "MMMM y"}


@functools.total_ordering
@dataclass(frozen=True, slots=True, eq=True)
class When:
    """``2018``, ``2018-11`` or ``2018-11-08``: written as it is known, never made more exact.

    Whether something had happened *by* a date is asked of :attr:`last`: what is known only to the month counts from the month's end, so
    that nothing is seen too early.

    >>> When("2016-06").first, When("2016-06").last, When("2016-06") < When("2016-07-01")
    (datetime.date(2016, 6, 1), datetime.date(2016, 6, 30), True)
    """

    text: str

    def __post_init__(self) -> None:
        found = _FORM.fullmatch(self.text)
        if found is None:
            msg = f"{self.text!r} is not YYYY, YYYY-MM or YYYY-MM-DD"
            raise ValueError(msg)
        year, month, day = (int(part) for part in found.groups(default="1"))
        dt.date(year, month, day)  # raises ValueError for an impossible date

    @property
    def is_day(self) -> bool:
        """Whether it is known to the day.

        >>> When("2016-06-14").is_day, When("2016-06").is_day
        (True, False)
        """
        return len(self.text) == _DAY

    @property
    def first(self) -> dt.date:
        """The earliest day it may mean."""
        return dt.date.fromisoformat((self.text + "-01-01")[:10])

    @property
    def last(self) -> dt.date:
        """The latest day it may mean."""
        match len(self.text):
            case 10:
                return dt.date.fromisoformat(self.text)
            case 7:
                year, month = int(self.text[:4]), int(self.text[5:])
                return dt.date(year, month, calendar.monthrange(year, month)[1])
            case _:
                return dt.date(int(self.text), 12, 31)

    def by(self, date: dt.date) -> bool:
        """Whether it had surely happened by the end of ``date``."""
        return self.last <= date

    def is_over(self, date: dt.date) -> bool:
        """Whether its last day is before ``date``: what was due then and is not done is late."""
        return self.last < date

    def in_language(self, lang: Lang) -> str:
        """Return ``5 December 2018``, ``December 2018`` or ``2018``, as far as it is known."""
        if len(self.text) == 4:
            return self.text
        if len(self.text) == 7:
            from babel.dates import format_date

            return format_date(self.first, _MONTH[lang], locale=lang)
        return say(self.first, lang)

    def __lt__(self, other: object) -> bool:
        return (self.last, self.text) < (other.last, other.text) if isinstance(other, When) else NotImplemented

    def __str__(self) -> str:
        return self.text


def as_date(date: str | dt.date | When) -> dt.date:
    """Return the day that a caller means; of a month or a year, the last one.

    >>> as_date("2019-11"), as_date(dt.date(2019, 11, 1))
    (datetime.date(2019, 11, 30), datetime.date(2019, 11, 1))
    """
    if isinstance(date, dt.datetime):
        return date.date()
    if isinstance(date, dt.date):
        return date
    return (date if isinstance(date, When) else When(date)).last
