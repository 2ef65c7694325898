"""Dates of birth as people write them: to the day, to the month or as a year alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from legation.errors import BadValue

__all__ = ["Agreement", "Birth", "agreement", "birth_of"]


class Agreement(Enum):
    """What two dates of birth say of each other."""

    UNKNOWN = "unknown"
    EQUAL = "equal"
    EXCHANGED = "exchanged"
    ONE_DIGIT = "one digit"
    YEAR_ONLY = "year only"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth: ``month`` and ``day`` are empty where they are not known; all are digits, as written."""

    year: str
    month: str = ""
    day: str = ""

    @property
    def is_vague(self) -> bool:
        """Whether only the year is sure: no day, or the first of January, which papers print where nobody knows the day."""
        return not self.day or (self.month, self.day) == ("01", "01")

    @property
    def is_impossible(self) -> bool:
        """Whether no calendar has the day, in either order of day and month: then a digit is surely wrong."""
        return bool(self.day) and not ("01" <= min(self.month, self.day) <= "12" and max(self.month, self.day) <= "31")


def birth_of(person: str, text: str) -> Birth | None:
    """Return a date of birth, or None where none is given.

    Parameters
    ----------
    person
        The id, for the message.
    text
        ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; a day and a month that were exchanged are read as they stand (1980-25-03).

    Raises
    ------
    BadValue
        The text is no such date.

    Examples
    --------
    >>> birth_of("p1", "1980-03-25"), birth_of("p1", "1980"), birth_of("p1", "")
    (Birth(year='1980', month='03', day='25'), Birth(year='1980', month='', day=''), None)
    >>> birth_of("p1", "25.3.1980")
    Traceback (most recent call last):
    legation.errors.BadValue: birth of p1 must be YYYY-MM-DD, YYYY-MM or YYYY and is not; correct it or leave it empty
    """
    if not text.strip():
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip(), re.ASCII)
    if found is None:
        raise BadValue(f"birth of {person} must be YYYY-MM-DD, YYYY-MM or YYYY and is not; correct it or leave it empty")
    year, month, day = (part or "" for part in found.groups())
    return Birth(year, month, day)


def agreement(first: Birth | None, second: Birth | None) -> Agreement:
    """Return what two dates of birth say of each other.

    Examples
    --------
    >>> dates = [birth_of("p", text) for text in ("1980-04-03", "1980-03-04", "1990-03-04", "1980", "1971-12-30")]
    >>> [agreement(dates[1], date).value for date in dates]
    ['exchanged', 'equal', 'one digit', 'year only', 'other']
    """
    if first is None or second is None:
        return Agreement.UNKNOWN
    if first == second:
        return Agreement.YEAR_ONLY if not first.day else Agreement.EQUAL
    if first.year == second.year and (first.is_vague or second.is_vague):
        months_differ = first.month and second.month and first.month != second.month and "" in (first.day, second.day)
        return Agreement.OTHER if months_differ else Agreement.YEAR_ONLY
    if not first.day or not second.day:
        return Agreement.OTHER
    if first.year == second.year and (first.month, first.day) == (second.day, second.month):
        return Agreement.EXCHANGED
    digits = zip(first.year + first.month + first.day, second.year + second.month + second.day, strict=True)
    return Agreement.ONE_DIGIT if sum(a != b for a, b in digits) == 1 else Agreement.OTHER
