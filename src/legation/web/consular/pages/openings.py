"""The list of a week for whoever is in charge of data protection: which records of other posts were opened, by whom and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from legation.language import Message
from legation.web.consular.house import HOUSE, clock
from legation.web.consular.openings import WEEK, counts_by_week, mark_read, monday_of, openings_of, unread_weeks
from legation.web.consular.records.models import BreakGlass, OpeningsWeek
from legation.web.consular.routing import DeskRequest, Page, action, page
from legation.web.consular.vault import Shredded, vault

__all__ = ["OpeningsPage", "openings", "read_openings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningEntry:
    """A record that was opened; ``record``: its random id."""

    at: Message
    by: str
    post: str
    reason: object
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekEntry:
    """A week in which something was opened."""

    monday: dt.date
    count: int
    is_unread: bool
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class OpeningsPage(Page):
    """What was opened in a week; ``read``: when somebody has read the list; ``read_href``: where the reader says that they have."""

    first: dt.date
    last: dt.date
    entries: tuple[OpeningEntry, ...]
    weeks: tuple[WeekEntry, ...]
    read: Message | None
    reader: str
    read_href: str


@page("openings", name="openings", template="consular/openings.html", action="see-trail")
def openings(request: DeskRequest) -> OpeningsPage:
    """Show what was opened in a week: the earliest that nobody has read, else the one that runs."""
    now = timezone.now()
    unread, this = unread_weeks(now), monday_of(now)
    monday = _monday(request.query.get("week", "")) or (unread[0] if unread else this)
    row = OpeningsWeek.objects.filter(monday=monday, read__isnull=False).first()
    titles = {post.id: post.title(request.lang) for post in HOUSE.posts}
    return OpeningsPage(
        title=Message("desk.place.openings"),
        first=monday,
        last=monday + WEEK - dt.timedelta(days=1),
        entries=tuple(
            OpeningEntry(at=clock(one.made), by=one.name, post=titles.get(one.post, one.post), reason=_reason(one), record=one.subject)
            for one in openings_of(monday)
        ),
        weeks=tuple(
            WeekEntry(monday=one, count=count, is_unread=one in unread, is_here=one == monday)
            for one, count in sorted(counts_by_week().items(), reverse=True)
        ),
        read=clock(row.read) if row is not None and row.read is not None else None,
        reader=row.reader if row is not None else "",
        read_href=request.href("openings.read", week=monday.isoformat()) if monday in unread else "",
    )


@action("openings/<slug:week>/read", name="openings.read", action="see-trail")
def read_openings(request: DeskRequest, week: str) -> str:
    """Note that the list of a week was read."""
    monday, now = _monday(week), timezone.now()
    if monday is None or monday not in unread_weeks(now):
        raise Http404
    mark_read(monday, str(request.account), now)
    return request.href("openings")


def _monday(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day - dt.timedelta(days=day.weekday()) if dt.date(2000, 1, 1) < day < dt.date(9000, 1, 1) else None


def _reason(row: BreakGlass) -> object:
    try:
        return vault().open(row, "reason")
    except Shredded:
        return Message("desk-openings.reason-gone")
