"""When a duty to notify ends: hours, and months of the calendar, from a moment or from another notice."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from legation import moment
from legation.errors import BadValue
from legation.language import Message

__all__ = ["Begun", "Ends", "Term", "ends_of", "later_by"]

Begun = Literal["moment", "made", "deadline", ""]
"""What the time counts from: a moment, another notice as it was given, the deadline of one that is not given yet, or nothing so far."""
_HOUR = dt.timedelta(hours=1)
_TWELVE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A duty as the clock needs it.

    Attributes
    ----------
    id : str
    since : datetime or None
        The moment from which its time counts [UTC].
    after : str
        The duty from which it counts, where there is no such moment; empty: none.
    hours, months : int or None
        Within how long; None of both: without undue delay.
    zone : str
        By whose calendar months count.
    made : datetime or None
        When the notice was given [UTC]; None: not given.
    """

    id: str
    since: dt.datetime | None = None
    after: str = ""
    hours: int | None = None
    months: int | None = None
    zone: str = "UTC"
    made: dt.datetime | None = None

    @property
    def is_dated(self) -> bool:
        """Whether it says within how long."""
        return self.hours is not None or self.months is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """From when a duty counts and when it ends [UTC]; None where that is not known, or nothing says within how long."""

    begun: dt.datetime | None = None
    begun_by: Begun = ""
    until: dt.datetime | None = None


def later_by(at: dt.datetime, *, hours: int = 0, months: int = 0, zone: str = "UTC") -> dt.datetime:
    """Return the instant that lies some months of a zone's calendar and then some hours after another.

    A month ends at the same time of day of the next month, or on its last day where it is shorter; of a time that the clocks show twice on
    that day it is the later, one that they pass over is the end of the jump. Hours are hours: a change of the clocks among them moves what
    the clocks show.

    Parameters
    ----------
    at : datetime
        With its distance from UTC.
    hours, months : int
    zone : str

    Returns
    -------
    datetime
        In UTC.

    Raises
    ------
    BadValue
        For an unknown zone, an instant without its distance from UTC, or one that comes to lie in no calendar.

    Examples
    --------
    >>> at = moment.parse("2026-01-31T14:00+01:00")
    >>> moment.cell(later_by(at, months=1, zone="Europe/Copenhagen")), moment.cell(later_by(at, hours=72))
    ('2026-02-28T13:00:00Z', '2026-02-03T13:00:00Z')
    """
    try:
        begun = _months_after(at, months, zone) if months else at.astimezone(dt.UTC)
        return begun + hours * _HOUR
    except (OverflowError, ValueError):
        raise BadValue(Message("moment.no-instant", found=at.isoformat())) from None


def _months_after(at: dt.datetime, months: int, zone: str) -> dt.datetime:
    there = moment.local(at, zone)
    year, month = divmod(there.year * _TWELVE + there.month - 1 + months, _TWELVE)
    day = min(there.day, calendar.monthrange(year, month + 1)[1])
    try:
        return moment.instant(there.replace(year=year, month=month + 1, day=day), zone, fold=1)
    except moment.NoSuchTime as error:
        return error.next


def ends_of(terms: Iterable[Term]) -> dict[str, Ends]:
    """Return for each duty, by id, from when it counts and when it ends.

    A duty after another counts from when that was made; while it is not made, from its deadline. What follows an unknown duty, itself by
    way of others, or one that says nothing within how long and is not made, has not begun. A moment of its own counts before what it is
    after. What ends in no calendar, or by that of an unknown zone, has no end.

    Examples
    --------
    >>> at = moment.parse("2026-01-30T13:00Z")
    >>> rows = [Term(id="notify", since=at, hours=72), Term(id="report", after="notify", months=1)]
    >>> [(one.begun_by, moment.cell(one.until)) for one in ends_of(rows).values() if one.until]
    [('moment', '2026-02-02T13:00:00Z'), ('deadline', '2026-03-02T13:00:00Z')]
    """
    there = {one.id: one for one in terms}
    found: dict[str, Ends] = {}
    for start in there:
        chain = _unknown_chain(start, there, found)
        for name in reversed(chain):
            found[name] = _ends(there[name], there, found)
    return {name: found[name] for name in there}


def _unknown_chain(start: str, there: dict[str, Term], found: dict[str, Ends]) -> list[str]:
    """Return a duty and those that it is after, as far as nothing is found of them; a circle ends where it would begin again."""
    chain: dict[str, None] = {}
    name = start
    while name in there and name not in found and name not in chain:
        chain[name] = None
        name = there[name].after if there[name].since is None else ""
    return list(chain)


def _ends(term: Term, there: dict[str, Term], found: dict[str, Ends]) -> Ends:
    begun, by = _begun(term, there, found)
    if begun is None or not term.is_dated:
        return Ends(begun=begun, begun_by=by)
    try:
        until = later_by(begun, hours=term.hours or 0, months=term.months or 0, zone=term.zone)
    except BadValue:
        return Ends(begun=begun, begun_by=by)
    return Ends(begun=begun, begun_by=by, until=until)


def _begun(term: Term, there: dict[str, Term], found: dict[str, Ends]) -> tuple[dt.datetime | None, Begun]:
    if term.since is not None:
        return term.since, "moment"
    before = there.get(term.after)
    if before is None:
        return None, ""
    if before.made is not None:
        return before.made, "made"
    until = found[before.id].until if before.id in found else None  # in a circle the first stands for nothing
    return (until, "deadline") if until is not None else (None, "")
