"""A moment as a row writes it: an instant with its distance from UTC, or a day where no more is known, kept as it was written."""

from __future__ import annotations

import datetime as dt
import functools

from legation import moment
from legation.dossier.when import When
from legation.errors import BadValue
from legation.language import Lang, Message, say

__all__ = ["Moment"]

_FIRST_YEAR, _LAST_YEAR = 2, 9800
"""Years of an instant: in every zone, and by so many months as a duty counts, it stays within the calendar."""


@functools.total_ordering
class Moment:
    """``2026-03-02T10:00+01:00``: compared as an instant, written as it was given.

    Where a day is asked for, as by a reader of a past day, it is the day in UTC, so that nothing is seen before its whole day is over.
    What is known to the day alone, ``2026-03-02``, counts from its end in UTC.

    >>> early, late = Moment("2026-03-02T10:00+01:00"), Moment("2026-03-02T09:30Z")
    >>> early < late, early == Moment("2026-03-02T09:00Z"), str(early), late.last
    (True, True, '2026-03-02T10:00+01:00', datetime.date(2026, 3, 2))
    """

    __slots__ = ("instant", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.instant = moment.span(text)[1]
        if not _FIRST_YEAR <= self.instant.year <= _LAST_YEAR:
            raise BadValue(Message("moment.no-year", found=text))

    @property
    def first(self) -> dt.date:
        """Its day, in UTC."""
        return self.instant.date()

    @property
    def last(self) -> dt.date:
        """Its day, in UTC."""
        return self.instant.date()

    @property
    def is_day(self) -> bool:
        """Whether no more than the day is known."""
        return len(self.text) == len("2026-03-02")

    def by(self, date: dt.date) -> bool:
        """Whether it lay behind by the end of a day, in UTC."""
        return self.last <= date

    def in_language(self, lang: Lang) -> str:
        """Return day and time in UTC, or the day where no more is known; for a reader's own zone see :func:`legation.moment.shown`."""
        return When(self.text).in_language(lang) if self.is_day else say(moment.shown(self.instant, "UTC"), lang)

    def __eq__(self, other: object) -> bool:
        return self.instant == other.instant if isinstance(other, Moment) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self.instant < other.instant if isinstance(other, Moment) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.instant)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Moment({self.text!r})"
