"""Instants: the only place that turns a day or a local time into one.

An instant is a ``datetime`` in UTC. A text with its distance from UTC names one (:func:`parse`); a local time names one only together with
its zone, and twice a year none or two (:func:`instant`); a day begins and ends where its zone says (:func:`starts`, :func:`ends`).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from legation.clock import Clock
from legation.errors import BadValue
from legation.language import Message

__all__ = [
    "NoSuchTime",
    "TwoSuchTimes",
    "cell",
    "ends",
    "instant",
    "local",
    "offset",
    "parse",
    "shown",
    "span",
    "starts",
    "time_shown",
    "typed",
    "written",
    "zones",
]

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?", re.ASCII)
_DAY_ALONE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)
_LARGEST_OFFSET = dt.timedelta(hours=26)
"""No zone was ever further from UTC; what changes within it of a midnight may move that midnight."""


class NoSuchTime(BadValue):
    """A local time that the clocks of a zone pass over.

    Attributes
    ----------
    next : datetime
        The instant at which they jump, in UTC: the first that comes after.
    """

    def __init__(self, message: object, following: dt.datetime) -> None:
        super().__init__(message)
        self.next = following


class TwoSuchTimes(BadValue):
    """A local time that the clocks of a zone show twice.

    Attributes
    ----------
    both : (datetime, datetime)
        The earlier and the later instant, in UTC.
    """

    def __init__(self, message: object, both: tuple[dt.datetime, dt.datetime]) -> None:
        super().__init__(message)
        self.both = both


def parse(text: str) -> dt.datetime:
    """Return the instant that a text names, in UTC.

    Parameters
    ----------
    text : str
        ISO 8601 with ``Z`` or the distance from UTC: ``2026-03-02T09:00:00.000Z``, ``2026-03-02T10:00+01:00``.

    Raises
    ------
    BadValue
        For another form, a time that is in no calendar, or one outside the years 1 to 9999; a time without its distance from UTC is
        local, see :func:`instant`.

    Examples
    --------
    >>> parse("2026-03-02T10:00+01:00")
    datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.timezone.utc)
    """
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        raise BadValue(Message("moment.no-instant", found=str(text)))
    try:
        return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise BadValue(Message("moment.no-instant", found=text)) from None


def span(text: str) -> tuple[dt.datetime, dt.datetime]:
    """Return the first and the last instant that a text may mean: of a moment twice the same, of a day its whole length in UTC.

    What is known only to the day counts from the last. Of two texts one is surely the earlier where its last instant lies before the
    other's first; else they have no order.

    Raises
    ------
    BadValue
        For what is neither a day nor a moment.

    Examples
    --------
    >>> [f"{one:%d %H:%M}" for text in ("2026-03-02T10:00+01:00", "2026-03-02") for one in span(text)]
    ['02 09:00', '02 09:00', '02 00:00', '02 23:59']
    """
    if isinstance(text, str) and _DAY_ALONE.fullmatch(text):
        day = _day(text)
        return dt.datetime.combine(day, dt.time.min, dt.UTC), dt.datetime.combine(day, dt.time.max, dt.UTC)
    at = parse(text)
    return at, at


def written(at: dt.datetime) -> str:
    """Return an instant as logs have it, in UTC to the millisecond; what is finer is cut.

    Examples
    --------
    >>> written(parse("2026-03-02T10:00+01:00"))
    '2026-03-02T09:00:00.000Z'
    """
    if at.tzinfo is None:
        raise BadValue(Message("moment.no-instant", found=at.isoformat()))
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def cell(at: dt.datetime) -> str:
    """Return an instant as rows have it, in UTC to the second; what is finer is cut.

    >>> cell(parse("2026-03-02T10:00:05.7+01:00"))
    '2026-03-02T09:00:05Z'
    """
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def instant(local: str | dt.datetime, zone: str, fold: int | None = None) -> dt.datetime:
    """Return the instant at which the clocks of a zone show a local time.

    Parameters
    ----------
    local : str or datetime
        ``2026-03-29T02:30``, without a distance from UTC.
    zone : str
        Name in the IANA database: ``Europe/Paris``.
    fold : {0, 1}, optional
        Of a time that is shown twice the earlier or the later; without it such a time is refused.

    Returns
    -------
    datetime
        In UTC.

    Raises
    ------
    NoSuchTime
        Where the clocks pass over it.
    TwoSuchTimes
        Where they show it twice and ``fold`` does not say which is meant.
    BadValue
        For an unknown zone, or what is no local time.

    Examples
    --------
    >>> instant("2026-10-25T02:30", "Europe/Paris", fold=1)
    datetime.datetime(2026, 10, 25, 1, 30, tzinfo=datetime.timezone.utc)
    """
    time, there = _local(local), _zone(zone)
    if fold not in (None, 0, 1) or isinstance(fold, bool):
        raise BadValue(Message("moment.bad-fold", found=str(fold)))
    first, second = _at(time, there, 0), _at(time, there, 1)
    if first == second:
        return first
    found, clock = time.isoformat(" ", "minutes"), Clock(zone)
    if first > second:  # in a gap, the time before the jump is read with the offset of after, and comes out earlier
        following = _change(second, first, there)
        raise NoSuchTime(Message("moment.no-such-time", found=found, clock=clock, next=_shown(following)), following)
    if fold is None:
        both = (first, second)
        one, other = _shown(first), _shown(second)
        raise TwoSuchTimes(Message("moment.two-such-times", found=found, clock=clock, first=one, second=other), both)
    return second if fold else first


def typed(text: str, zone: str) -> dt.datetime:
    """Return the instant of a time that a person typed for a zone: a local time, or one with the distance from UTC that it has there.

    The distance says which is meant of a time that the clocks show twice.

    Raises
    ------
    NoSuchTime, TwoSuchTimes, BadValue
        As :func:`instant` does; also where the clocks of the zone never have that distance at that time.

    Examples
    --------
    >>> typed("2026-10-25T02:30+02:00", "Europe/Paris").isoformat(), typed("2026-07-01T18:00", "Europe/Paris").isoformat()
    ('2026-10-25T00:30:00+00:00', '2026-07-01T16:00:00+00:00')
    """
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        return instant(text, zone)
    at = parse(text)
    there = at.astimezone(_zone(zone))
    if there.replace(tzinfo=None) != dt.datetime.fromisoformat(text).replace(tzinfo=None):
        raise BadValue(Message("moment.other-distance", found=text, clock=Clock(zone), there=there.isoformat(timespec="minutes")))
    return at


def shown(at: dt.datetime, zone: str) -> Message:
    """Return an instant as it is said to a reader: day and minute as the clocks of a zone show them, and whose clocks these are.

    A minute that they show twice is said with its distance from UTC.

    >>> print(shown(parse("2026-03-02T09:00Z"), "Europe/Paris"), shown(parse("2026-10-25T01:30Z"), "Europe/Paris"), sep="; ")
    2 March 2026, 10:00 (Paris time); 25 October 2026, 02:30 (Paris time, UTC+1)
    """
    there = local(at, zone)
    return Message("moment.shown", day=there.date(), time=f"{there:%H:%M}", clock=_clock(at, there, zone))


def time_shown(at: dt.datetime, zone: str) -> Message:
    """Return the minute of an instant as it is said beside its day, and whose clocks show it.

    >>> print(time_shown(parse("2026-10-25T01:30Z"), "Europe/Paris"))
    02:30 (Paris time, UTC+1)
    """
    there = local(at, zone)
    return Message("moment.time-shown", time=f"{there:%H:%M}", clock=_clock(at, there, zone))


def local(at: dt.datetime, zone: str) -> dt.datetime:
    """Return what the clocks of a zone show at an instant, without a distance from UTC.

    Raises
    ------
    BadValue
        For an unknown zone, or a time without its distance from UTC.

    Examples
    --------
    >>> local(parse("2026-03-02T09:00Z"), "Europe/Paris")
    datetime.datetime(2026, 3, 2, 10, 0)
    """
    if at.tzinfo is None:
        raise BadValue(Message("moment.no-instant", found=at.isoformat()))
    try:
        return at.astimezone(_zone(zone)).replace(tzinfo=None, fold=0)
    except OverflowError:
        raise BadValue(Message("moment.no-year", found=at.isoformat())) from None


@functools.cache
def zones() -> tuple[str, ...]:
    """Return the zones that are named after a place, and UTC, in their order.

    Examples
    --------
    >>> zones()[0], "Europe/Paris" in zones(), "posixrules" in zones()
    ('Africa/Abidjan', True, False)
    """
    places = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    return tuple(sorted(name for name in available_timezones() if name == "UTC" or name.partition("/")[0] in places))


def starts(day: str | dt.date, zone: str) -> dt.datetime:
    """Return the instant from which on a zone's calendar shows a day or a later one, in UTC.

    Mostly midnight. Where the clocks pass over midnight it is the jump; where they show it twice, what matters is whether the day before
    comes back: it begins when that is over. A day that a zone left out has no length: it starts where the next one does.

    Raises
    ------
    BadValue
        For an unknown zone, or what is no day.

    Examples
    --------
    >>> starts("2026-03-29", "Europe/Paris").isoformat(), ends("2026-03-29", "Europe/Paris").isoformat()
    ('2026-03-28T23:00:00+00:00', '2026-03-29T22:00:00+00:00')
    """
    date, there = _day(day), _zone(zone)
    try:
        return _midnight(dt.datetime.combine(date, dt.time()), there)
    except OverflowError:
        raise BadValue(Message("moment.no-day", found=str(day))) from None


def ends(day: str | dt.date, zone: str) -> dt.datetime:
    """Return the first instant after a day, in UTC: ``starts`` of the next.

    A deadline of a whole day is met while ``at < ends(day, zone)``.
    """
    try:
        following = _day(day) + _DAY
    except OverflowError:
        raise BadValue(Message("moment.no-day", found=str(day))) from None
    return starts(following, zone)


def offset(at: dt.datetime, zone: str) -> str:
    """Return the distance from UTC that the clocks of a zone have at an instant, as it is written behind a local time.

    >>> offset(parse("2026-07-01T16:00Z"), "Europe/Paris")
    '+02:00'
    """
    return at.astimezone(_zone(zone)).isoformat()[-6:]


def _clock(at: dt.datetime, there: dt.datetime, zone: str) -> Clock:
    """Return whose clocks show a minute: with their distance from UTC where they show it twice."""
    own = _zone(zone)
    return Clock(zone, offset(at, zone) if _at(there, own, 0) < _at(there, own, 1) else "")


def _midnight(midnight: dt.datetime, there: ZoneInfo) -> dt.datetime:
    naive = midnight.replace(tzinfo=dt.UTC)
    early, late = naive - _LARGEST_OFFSET, naive + _LARGEST_OFFSET
    before, after = _offset(early, there), _offset(late, there)
    if before == after:
        return naive - before
    change = _change(early, late, there)
    return naive - after if naive - after > change else min(change, naive - before)


def _change(early: dt.datetime, late: dt.datetime, there: ZoneInfo) -> dt.datetime:
    """Return the instant at which a zone's offset becomes another between two instants, to the second."""
    before, steps = _offset(early, there), int((late - early) / _SECOND)
    low, high = 0, steps
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(early + middle * _SECOND, there) == before else (low, middle)
    return early + high * _SECOND


def _offset(at: dt.datetime, there: ZoneInfo) -> dt.timedelta:
    return at.astimezone(there).utcoffset() or dt.timedelta()


def _at(time: dt.datetime, there: ZoneInfo, fold: int) -> dt.datetime:
    try:
        return time.replace(tzinfo=there, fold=fold).astimezone(dt.UTC)
    except OverflowError:
        raise BadValue(Message("moment.no-local", found=time.isoformat())) from None


def _shown(at: dt.datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def _local(local: str | dt.datetime) -> dt.datetime:
    if isinstance(local, dt.datetime):
        if local.tzinfo is not None:
            raise BadValue(Message("moment.no-local", found=local.isoformat()))
        return local
    try:
        return dt.datetime.fromisoformat(local if _LOCAL.fullmatch(local) else "")
    except (TypeError, ValueError):
        raise BadValue(Message("moment.no-local", found=str(local))) from None


def _day(day: str | dt.date) -> dt.date:
    if isinstance(day, dt.date) and not isinstance(day, dt.datetime):
        return day
    try:
        return dt.date.fromisoformat(day if isinstance(day, str) and _DAY_ALONE.fullmatch(day) else "")
    except ValueError:
        raise BadValue(Message("moment.no-day", found=str(day))) from None


def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise BadValue(Message("moment.no-zone", found=str(zone))) from None
