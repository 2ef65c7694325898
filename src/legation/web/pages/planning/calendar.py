"""The calendar of a dossier: a month as a grid, and what is known only to the month beside it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import When
from legation.errors import WrongUse
from legation.language import Lang, Message
from legation.questions import Case
from legation.questions.strategy.dates import Dated, deadlines, happenings
from legation.web.forms.row_form import home_of
from legation.web.site.as_of import known_case
from legation.web.site.frame import tables_of
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, page

__all__ = ["DATED", "MonthPage"]

DATED = (*tables_of("strategy", "engagement"), "rollcalls")
"""The tables of whose rows the calendar and the timeline show dates."""

_FORM = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_LOCALE = {"en": "en_GB", "fr": "fr_FR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """Something on a day: ``late`` where it was due before the day of the page; ``goes_on`` where it began on an earlier day."""

    kind: Any
    what: Any
    who: Any
    when: When
    clock: Any
    href: str
    due: bool
    late: bool
    goes_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of the grid; ``inside`` whether it is one of the month."""

    date: dt.date
    number: int
    inside: bool
    today: bool
    entries: list[CalendarEntry]


@dataclass(frozen=True, kw_only=True)
class MonthPage(Page):
    """A month.

    Attributes
    ----------
    weeks : list of list of Day
        From Monday to Sunday.
    loose : list of Entry
        What is known only to this month or to its year.
    previous, next : str
        Addresses of the months beside it; ``before``, ``after`` of the nearest that hold something, empty where none does.
    """

    month: When
    day: dt.date
    weekdays: list[tuple[str, str]]
    weeks: list[list[CalendarDay]]
    loose: list[CalendarEntry]
    count: int
    previous: str
    next: str
    before: tuple[When, str] | None
    after: tuple[When, str] | None
    now: str


@page(
    "dossiers/<slug:slug>/strategy/calendar", name="strategy.calendar", template="pages/strategy_calendar.html", cached=True, tables=DATED
)
def month(request: PageRequest) -> MonthPage:
    """Return the month of ``?month=2019-03``, else that of the day of the page."""
    case = known_case(request)
    first = _first(request.query.get("month", ""), case.as_of)
    dates = _dates(case)
    exact = [one for one in dates if one.when.is_day]
    vague = [one for one in dates if not one.when.is_day]
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    weeks = [
        [_day(request, case, day, first, exact) for day in week] for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    here = [one for one in exact if _touches(one, first, last)]
    loose = [one for one in vague if _touches(one, first, last)]
    return MonthPage(
        title=Message("page-strategy.calendar"),
        month=When(f"{first:%Y-%m}"),
        day=case.as_of,
        weekdays=_weekdays(request.lang),
        weeks=weeks,
        loose=[_entry(request, case, one, first) for one in loose],
        count=len(here) + len(loose),
        previous=_href(request, first - dt.timedelta(days=1)),
        next=_href(request, last + dt.timedelta(days=1)),
        before=_nearest(request, (one.when.first for one in exact if one.when.first < first), max),
        after=_nearest(request, (one.when.first for one in exact if one.when.first > last), min),
        now=_href(request, case.as_of) if (first.year, first.month) != (case.as_of.year, case.as_of.month) else "",
    )


def _dates(case: Case) -> list[Dated]:
    """Return every date once: an activity and a vote as what takes place, not also as what is due."""
    return [one for one in deadlines(case) if one.kind not in ("activity", "rollcall")] + list(happenings(case))


def _first(text: str, day: dt.date) -> dt.date:
    """Return the first day of the month that is meant.

    Raises
    ------
    WrongUse
        Where it is no month.
    """
    if not text:
        return day.replace(day=1)
    match = _FORM.fullmatch(text.strip()[:20])
    if match and "1000" <= match[1] < "9000" and "01" <= match[2] <= "12":
        return dt.date(int(match[1]), int(match[2]), 1)
    raise WrongUse(Message("page-strategy.no-month", found=text[:20], allowed="YYYY-MM"))


def _touches(one: Dated, first: dt.date, last: dt.date) -> bool:
    return one.when.first <= last and (one.end or one.when).last >= first


def _day(request: PageRequest, case: Case, day: dt.date, first: dt.date, exact: Sequence[Dated]) -> CalendarDay:
    entries = [_entry(request, case, one, day) for one in exact if _touches(one, day, day)]
    return CalendarDay(date=day, number=day.day, inside=day.month == first.month, today=day == case.as_of, entries=entries)


def _entry(request: PageRequest, case: Case, one: Dated, day: dt.date) -> CalendarEntry:
    return CalendarEntry(
        kind=one.label,
        what=one.what,
        who=one.who,
        when=one.when,
        clock=one.clock,
        href=home_of(request, one.table, one.row),
        due=one.is_deadline,
        late=one.is_late(case.as_of),
        goes_on=one.when.is_day and one.when.first < day,
    )


def _weekdays(lang: Lang) -> list[tuple[str, str]]:
    """Return the days of the week from Monday, short and in full."""
    from babel.dates import get_day_names

    short, full = (get_day_names(width, "stand-alone", _LOCALE[lang]) for width in ("abbreviated", "wide"))
    return [(short[number], full[number]) for number in range(7)]


def _nearest(request: PageRequest, days: Iterable[dt.date], choose: Any) -> tuple[When, str] | None:
    day = choose(days, default=None)
    return None if day is None else (When(f"{day:%Y-%m}"), _href(request, day))


def _href(request: PageRequest, day: dt.date) -> str:
    as_of = {"as_of": request.query["as_of"]} if request.query.get("as_of") else {}
    return f"{request.href('strategy.calendar')}?{urlencode({'month': f'{day:%Y-%m}', **as_of})}"
