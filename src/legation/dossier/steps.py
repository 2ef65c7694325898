"""The days of steps that follow one another: a day of its own, so many days after another step, or every so many months.

A period of days counts from the last day of the event, which is day 0, and ends with its last day in the step's zone: what is due then is
in time until 23:59 there (:func:`legation.moment.ends`). No day is stored that can be counted: a step that moves takes along what follows.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legation import moment
from legation.errors import BadValue
from legation.language import Message

__all__ = ["MOST_AHEAD", "Day", "Occurrence", "Step", "cycle_shown", "cycles", "days", "occurrences"]

MOST_AHEAD = 10
"""Expected occurrences of a step that are given, from the day of asking on."""
_LAST = dt.date.max.toordinal()
_MOST_NAMED = 50


@dataclass(frozen=True, slots=True)
class Step:
    """A step, as it is known.

    Attributes
    ----------
    id : str
        No two steps have the same.
    date : date or (date, date) or None
        Its day, or the first and the last of a period.
    after : str
        The id of the step from whose end its day is counted; not with ``date``.
    days : int
        How long after that [calendar days, 0 or more]; counts nothing without ``after``.
    every_months : int
        Its rhythm [months, 0 or more]; 0 where it comes once.
    zone : str
        In which its last day ends: a name of the IANA database; empty where it is not known.
    """

    id: str
    date: dt.date | tuple[dt.date, dt.date] | None = None
    after: str = ""
    days: int = 0
    every_months: int = 0
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """When a step takes place.

    Attributes
    ----------
    id : str
        Of the step; the occurrences of one that comes again share it.
    start, end : date
        Its first and last day; the same for what is counted in days after another.
    utc_end : str
        The first instant after it in UTC, ``2025-05-30T07:00:00Z``: what comes before is in time. Empty without a zone.
    certainty : str
        ``fixed`` (a day of its own), ``derived`` (counted after another step), ``estimated`` (expected from a rhythm, or counted after
        what is expected).
    """

    id: str
    start: dt.date
    end: dt.date
    utc_end: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A day with its place in the rhythm that it has: number 0 and 0 months where it is not expected but known."""

    day: Day
    number: int
    every_months: int


def days(steps: Sequence[Step], as_of: dt.date, until: dt.date) -> tuple[Day, ...]:
    """Return when steps take place, from one day to another, by their end and then their id.

    Given is what is not over at ``as_of`` and begins by ``until``. A step without a day of its own, whose event has none or is not among
    the steps, has no day. A step with ``every_months`` is expected again on the same day of the month, at most ten times ahead, always
    counted from its own day: after 31 January comes the last day of February and then 31 March. A period keeps its length. What follows
    a step that comes again follows each of its occurrences, unless it has a rhythm of its own; all of these are ``estimated``. A day
    outside the years 1 to 9999 is none, and an instant outside them is left empty.

    Parameters
    ----------
    steps : sequence of Step
        In any order; ten thousand that follow one another are no trouble.
    as_of, until : date
        The first and the last day that count.

    Raises
    ------
    BadValue
        Where steps follow one another in a circle, which is named in its order; for two steps with one id, a step with both a day and
        ``after``, a period that ends before it begins, a count that is no whole number of 0 or more, an unknown zone, or an ``until``
        before ``as_of``.

    References
    ----------
    ICANN (2025). Rejection action process for the FY26 plan and budget: notice of 8 May 2025, petition period until 30 May 06:59 UTC.

    Examples
    --------
    >>> notice = Step("notice", dt.date(2025, 5, 8))
    >>> petition = Step("petition", after="notice", days=21, zone="America/Los_Angeles")
    >>> [(day.id, str(day.end), day.utc_end) for day in days([petition, notice], dt.date(2025, 5, 9), dt.date(2025, 12, 31))]
    [('petition', '2025-05-29', '2025-05-30T07:00:00Z')]
    """
    return tuple(one.day for one in occurrences(steps, as_of, until))


def occurrences(steps: Sequence[Step], as_of: dt.date, until: dt.date) -> tuple[Occurrence, ...]:
    """Return the same days as :func:`days`, each with its number in its rhythm: a name for it that stays when the step moves a little.

    >>> meeting = Step("meeting", dt.date(2026, 1, 31), every_months=1)
    >>> [(str(one.day.end), one.number) for one in occurrences([meeting], dt.date(2026, 2, 1), dt.date(2026, 4, 1))]
    [('2026-02-28', 1), ('2026-03-31', 2)]
    """
    if not (_is_day(as_of) and _is_day(until) and as_of <= until):
        raise BadValue(Message("steps.window", as_of=str(as_of), until=str(until)))
    known = _checked(steps)
    ends: dict[tuple[dt.date, str], str] = {}
    found = []
    for identity, series in _series(known).items():
        zone = known[identity].zone
        for number, first, last in series.between(as_of, until):
            if (last, zone) not in ends:
                ends[last, zone] = _utc_end(last, zone)
            certainty = "estimated" if number else series.certainty
            day = Day(identity, first, last, ends[last, zone], certainty)
            found.append(Occurrence(day, number, series.every_months if number else 0))
    return tuple(sorted(found, key=lambda one: (one.day.end, one.day.id, one.number)))


def cycles(after: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return each circle of steps, or rows, that follow one another, from its smallest id on; a step is in at most one.

    >>> cycles({"c": "a", "a": "b", "b": "a", "d": "e"})
    (('a', 'b'),)
    """
    done: set[str] = set()
    found = []
    for start in after:
        path: dict[str, None] = {}
        at = start
        while at in after and at not in done and at not in path:
            path[at] = None
            at = after[at]
        if at in path:
            cycle = list(path)[list(path).index(at) :]
            least = cycle.index(min(cycle))
            found.append((*cycle[least:], *cycle[:least]))
        done.update(path)
    return tuple(sorted(found))


def cycle_shown(cycle: Sequence[str]) -> str:
    """Return a circle of steps as it is said: in its order, and back to where it begins; of a long one the beginning.

    >>> cycle_shown(["a", "b"])
    'a > b > a'
    """
    more = ["…"] if len(cycle) > _MOST_NAMED else []
    return " > ".join((*cycle[:_MOST_NAMED], *more, cycle[0]))


@dataclass(frozen=True, slots=True)
class _Series:
    """The days of a step: the first day and the length of what recurs, its months, and how many days after it the step itself is.

    ``offset`` None: the step is what recurs, and has its length; else it is one day, so long after the end of that.
    """

    first: dt.date
    length: int
    every_months: int
    offset: int | None
    certainty: str

    def between(self, as_of: dt.date, until: dt.date) -> Iterator[tuple[int, dt.date, dt.date]]:
        """Yield the number, the first and the last day of what is not over on a day and begins by another."""
        own = self.on(0)
        if own is not None and own[1] >= as_of and own[0] <= until:
            yield 0, *own
        if not self.every_months:
            return
        # the number of months between two days says to one or two where the occurrences ahead begin
        back = as_of.toordinal() - self.length - (self.offset or 0)
        number = max(1, (_months(dt.date.fromordinal(max(back, 1))) - _months(self.first)) // self.every_months - 1)
        ahead = 0
        while ahead < MOST_AHEAD and (found := self.on(number)) is not None and found[0] <= until:
            if found[1] >= as_of:
                yield number, *found
                ahead += 1
            number += 1

    def on(self, number: int) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of an occurrence; None where it is outside the calendar."""
        day = self.first
        if number:
            year, month = divmod(_months(day) + number * self.every_months, 12)
            if year > dt.MAXYEAR:
                return None
            day = dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        first = day.toordinal()
        last = first + self.length + (self.offset or 0)
        if last > _LAST:
            return None
        return dt.date.fromordinal(first if self.offset is None else last), dt.date.fromordinal(last)


def _series(known: dict[str, Step]) -> dict[str, _Series]:
    """Return the days of each step that has some, walking from the events to what follows them."""
    found: dict[str, _Series | None] = {}
    for start in known:
        path = []
        at = start
        while at in known and at not in found:
            path.append(at)
            at = known[at].after
        for identity in reversed(path):
            found[identity] = _one(known[identity], found.get(known[identity].after))
    return {identity: series for identity, series in found.items() if series is not None}


def _one(step: Step, event: _Series | None) -> _Series | None:
    if step.date is not None:
        first, last = step.date if isinstance(step.date, tuple) else (step.date, step.date)
        return _Series(first, (last - first).days, step.every_months, None, "fixed")
    if event is None:
        return None
    if not step.every_months:
        return _Series(event.first, event.length, event.every_months, (event.offset or 0) + step.days, "derived")
    own = event.on(0)
    if own is None or own[1].toordinal() + step.days > _LAST:
        return None
    return _Series(own[1] + dt.timedelta(days=step.days), 0, step.every_months, None, "derived")


def _checked(steps: Sequence[Step]) -> dict[str, Step]:
    known: dict[str, Step] = {}
    zones: set[str] = set()
    for step in steps:
        if step.id in known:
            raise BadValue(Message("steps.twice", step=step.id))
        known[step.id] = step
        if step.date is not None:
            _check_date(step, step.date)
        if not (_is_count(step.days) and _is_count(step.every_months)):
            name, value = ("every_months", step.every_months) if _is_count(step.days) else ("days", step.days)
            raise BadValue(Message("steps.count", step=step.id, name=name, found=str(value)))
        zones.add(step.zone)
    for zone in zones - {""}:
        moment.offset(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), zone)
    if found := cycles({step.id: step.after for step in known.values() if step.after}):
        raise BadValue(Message("steps.cycle", steps=cycle_shown(found[0])))
    return known


def _check_date(step: Step, date: dt.date | tuple[dt.date, dt.date]) -> None:
    if step.after:
        raise BadValue(Message("steps.both", step=step.id))
    dates = date if isinstance(date, tuple) else (date, date)
    if len(dates) != 2 or not all(map(_is_day, dates)) or dates[1] < dates[0]:
        raise BadValue(Message("steps.date", step=step.id, found=" – ".join(map(str, dates))))


def _is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _months(day: dt.date) -> int:
    """Return the months of a calendar from the year 0 to a day."""
    return day.year * 12 + day.month - 1


def _utc_end(day: dt.date, zone: str) -> str:
    try:
        return moment.cell(moment.ends(day, zone)) if zone else ""
    except BadValue:  # the zone is known: the instant is outside the calendar
        return ""
