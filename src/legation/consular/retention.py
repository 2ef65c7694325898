"""How long a consular desk stores each class of record, and the instant from which it is destroyed.

Each class has one line: what allows storing it, when its clock starts, how long it runs, what follows. ``LINES`` are the lines that hold
where a post has set none of its own. They are no legal advice: a post sets its own under the law that binds it, by
:func:`dataclasses.replace`, with the schedule that its archives agreed to. A class without a line is not stored.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from legation import moment
from legation.errors import BadValue
from legation.language import Message

__all__ = ["CLASSES", "LINES", "NOT_PUBLIC_ARCHIVES", "Line", "Period", "Then", "missing", "period", "purge_at"]

Unit = Literal["days", "months", "years"]
Then = Literal["shred", "counts only", "archive list or shred", "dropped", "folder deleted"]
"""What follows a period: the key is destroyed; counts by class remain; the archives are offered it first; the row, or the folder, goes."""
NOT_PUBLIC_ARCHIVES = "not public archives"
"""What stands for a schedule where a house has no archives to agree with, as an NGO or a firm: it gives its reason."""
_PERIOD = re.compile(r"([1-9][0-9]{0,4}) (day|month|year)s?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time by the calendar.

    Attributes
    ----------
    count : int
        How many, 1 or more.
    unit : str
        ``days``, ``months`` or ``years``: a month after 31 January is the last of February.

    Raises
    ------
    BadValue
        For another unit, or a count that is no whole number of 1 or more.
    """

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit) or not isinstance(self.count, int) or isinstance(self.count, bool) or self.count < 1:
            raise BadValue(Message("consular.retention.period", found=f"{self.count} {self.unit}"))

    def __str__(self) -> str:
        return f"{self.count} {self.unit[:-1] if self.count == 1 else self.unit}"

    def after(self, day: dt.date) -> dt.date:
        """Return the day on which the period ends that starts on a day.

        >>> Period(1, "months").after(dt.date(2026, 1, 31)), Period(1, "years").after(dt.date(2028, 2, 29))
        (datetime.date(2026, 2, 28), datetime.date(2029, 2, 28))
        """
        try:
            if self.unit == "days":
                return day + dt.timedelta(self.count)
            months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "years" else 1)
            year, month = divmod(months, 12)
            return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        except (OverflowError, ValueError):
            raise BadValue(Message("consular.retention.too-far", day=day)) from None


def period(text: str) -> Period:
    """Return the period that a text names: ``30 days``, ``6 months``, ``2 years``.

    Raises
    ------
    BadValue
        For another form.

    Examples
    --------
    >>> period("90 days"), str(period("1 years"))
    (Period(count=90, unit='days'), '1 year')
    """
    found = _PERIOD.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise BadValue(Message("consular.retention.period", found=str(text)[:60]))
    units: dict[str, Unit] = {"day": "days", "month": "months", "year": "years"}
    return Period(int(found[1]), units[found[2]])


@dataclass(frozen=True, slots=True)
class Line:
    """One class of record and how long it is stored.

    Attributes
    ----------
    basis : str
        What allows storing it: articles of the GDPR, of the Vienna Convention on Consular Relations (VCCR).
    clock : str
        The event from whose day the period runs.
    period : Period
        How long.
    then : str
        What follows.
    schedule : str
        The schedule agreed with the archives that allows destruction, or ``not public archives``; empty: none is named yet.
    reason, approver : str
        Why the line is as it is, and the role that answers for it; empty: not said.
    """

    basis: str
    clock: str
    period: Period
    then: Then
    schedule: str = ""
    reason: str = ""
    approver: str = ""


def _reply(clock: str = "crisis closed") -> Line:
    return Line("GDPR 6(1)(d),(e); 9(2)(c)", clock, Period(90, "days"), "counts only")


LINES: Mapping[str, Line] = MappingProxyType(
    {
        "unconfirmed": Line("GDPR 6(1)(e)", "received", Period(7, "days"), "shred"),
        "trip": Line("GDPR 6(1)(e); VCCR 5(a),(e)", "declared return", Period(30, "days"), "shred"),
        "resident": Line("GDPR 6(1)(e)", "expiry that the person was told, at most 5 years", Period(30, "days"), "shred"),
        "reply": _reply(),
        "report": _reply(),
        "message": _reply("crisis closed; outside one: sent"),
        "case": Line("GDPR 6(1)(e); 9(2)(g) under national law", "closed", Period(2, "years"), "shred"),
        "case-grave": Line("GDPR 6(1)(e); 9(2)(g) under national law; archive law", "closed", Period(10, "years"), "archive list or shred"),
        "appointment": Line("GDPR 6(1)(e)", "its day", Period(90, "days"), "counts only"),
        "request": Line("GDPR 6(1)(c)", "answered", Period(1, "years"), "shred"),
        "audit": Line("GDPR 5(2), 32", "made", Period(365, "days"), "dropped"),
        "drill": Line("no citizen is real", "closed", Period(7, "days"), "folder deleted"),
    }
)
"""The line of each class where a post has set none of its own."""
CLASSES = tuple(LINES)


def purge_at(record_class: str, day: dt.date, zone: str, lines: Mapping[str, Line] = LINES) -> dt.datetime:
    """Return the instant from which a record is destroyed: the first of the local day after its last.

    Its last day is *day + period*. Where the clocks pass over that midnight it is the jump; where they show it twice, the earlier.

    Parameters
    ----------
    record_class : str
        One of ``lines``.
    day : date
        The local day on which its clock starts.
    zone : str
        Name of the post's zone in the IANA database: ``America/Santiago``.
    lines : mapping of str to Line
        Those of the post.

    Returns
    -------
    datetime
        In UTC.

    Raises
    ------
    BadValue
        For a class without a line (the sentence names it: it may not be stored), what is no day, an unknown zone, a day beyond the year
        9999.

    Examples
    --------
    >>> purge_at("trip", dt.date(2026, 8, 6), "America/Santiago").isoformat()
    '2026-09-06T04:00:00+00:00'
    >>> purge_at("case", dt.date(2024, 2, 29), "Europe/Paris").isoformat()
    '2026-02-28T23:00:00+00:00'
    """
    line = lines.get(record_class) if isinstance(record_class, str) else None
    if line is None:
        raise BadValue(Message("consular.retention.no-line", found=str(record_class)[:60], allowed=tuple(sorted(lines))))
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise BadValue(Message("moment.no-day", found=str(day)[:60]))
    after = Period(1, "days").after(line.period.after(day))
    try:
        return moment.instant(dt.datetime.combine(after, dt.time()), zone, fold=0)
    except moment.NoSuchTime as jump:
        return jump.next


def missing(record_class: str, line: Line) -> tuple[Message, ...]:
    """Return what a post has still to say of a line before records may be stored by it.

    Whatever shreds names the schedule that allows it, or that the house has no public archives, and why; somebody answers for it. A drill
    holds nobody real and needs nothing.

    Examples
    --------
    >>> for sentence in missing("trip", LINES["trip"]):
    ...     print(sentence)
    Records of class trip are shredded: name the schedule agreed with the archives, or write "not public archives" and the reason.
    Nobody answers for how long records of class trip are stored: name the role that approved it.
    >>> import dataclasses
    >>> missing("trip", dataclasses.replace(LINES["trip"], schedule="DGP-2024-011", approver="head of archives"))
    ()
    """
    if record_class == "drill":
        return ()
    gaps = []
    if "shred" in line.then and not line.schedule:
        gaps.append(Message("consular.retention.no-schedule", record_class=record_class))
    if line.schedule == NOT_PUBLIC_ARCHIVES and not line.reason:
        gaps.append(Message("consular.retention.no-reason", record_class=record_class))
    if not line.approver:
        gaps.append(Message("consular.retention.no-approver", record_class=record_class))
    return tuple(gaps)
