"""How long what is stored, what the next run destroys, what the last ones did, and what is on hold: dates and counts, no content."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from legation import moment
from legation.errors import LegationError, WrongUse
from legation.language import Message
from legation.web.consular.holds import place_hold, second_hold
from legation.web.consular.hourly import last_fault
from legation.web.consular.house import HOUSE, clock, house_folder
from legation.web.consular.purging import due
from legation.web.consular.records.models import Hold, Household, Person, Purge
from legation.web.consular.retention import gaps_by_class, ground_of, house_lines
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.consular.run_clock import last_run

__all__ = ["agree_to_hold", "place_a_hold", "retention"]

_TEMPLATE = "consular/retention.html"
_LATEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """The line of a class: how long it is stored, what follows, who allows it; how many records are due now."""

    name: Message
    count: int
    unit: str
    follows: Message
    schedule: object
    approver: str
    due: int
    on_hold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGap:
    """What the line of a class still lacks; ``href``: where the reader completes it."""

    name: Message
    lacks: tuple[Message, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEntry:
    """What a run destroyed of a class."""

    at: Message
    name: Message
    first: dt.date
    last: dt.date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEntry:
    """A hold: on which random id, until when, whether two persons have agreed."""

    subject: str
    expires: Message
    is_agreed: bool
    agree_href: str | None


@dataclass(frozen=True, kw_only=True)
class RetentionPage(Page):
    """Retention in a house."""

    lines: tuple[LineEntry, ...]
    gaps: tuple[LineGap, ...]
    last_run: Message | None
    fault: Message | None
    runs: tuple[RunEntry, ...]
    holds: tuple[HoldEntry, ...]
    can_hold: bool
    hold_href: str
    error: object = None
    subject: str = ""
    reason: str = ""

    @property
    def has_due(self) -> bool:
        """Whether records of a class are past their day."""
        return any(one.due for one in self.lines)

    @property
    def has_on_hold(self) -> bool:
        """Whether records past their day are on hold."""
        return any(one.on_hold for one in self.lines)


@page("retention", name="retention", template=_TEMPLATE, action="see-retention")
def retention(request: DeskRequest) -> RetentionPage:
    """Show the lines of the house, what is due now, what runs destroyed, and what is on hold."""
    return _page(request, subject=request.query.get("subject", "")[:32])


@action("retention/hold", name="retention.hold", action="hold")
def place_a_hold(request: DeskRequest) -> str | HttpResponse:
    """Place a hold on a person or household; a second person has to agree."""
    subject, reason, day = (request.form.get(name, "").strip() for name in ("subject", "reason", "expires"))
    try:
        post = _post_of(subject)
        if post is None or not request.may("hold", post):
            raise WrongUse(Message("desk-retention.hold-nobody"))
        place_hold(subject, reason[:2000], request.account, moment.ends(day, _zone(post)), dt.datetime.now(dt.UTC))
    except LegationError as error:
        return show(request, _page(request, error=error.message, subject=subject, reason=reason), _TEMPLATE, 400)
    return request.href("retention")


@action("retention/hold/<int:number>/agree", name="retention.agree", action="hold")
def agree_to_hold(request: DeskRequest, number: int) -> str | HttpResponse:
    """Agree to a hold that somebody else placed."""
    hold = Hold.objects.filter(pk=number).first()
    try:
        post = _post_of(hold.subject) if hold is not None else None
        if hold is None or post is None or not request.may("hold", post):
            raise WrongUse(Message("desk-retention.hold-nobody"))
        second_hold(hold, request.account)
    except LegationError as error:
        return show(request, _page(request, error=error.message), _TEMPLATE, 400)
    return request.href("retention")


def _page(request: DeskRequest, **more: Any) -> RetentionPage:
    now = dt.datetime.now(dt.UTC)
    waiting = {one.record_class: one for one in due(now)}
    return RetentionPage(
        title=Message("desk.place.retention"),
        lines=tuple(
            LineEntry(
                name=_class(name),
                count=line.period.count,
                unit=line.period.unit,
                follows=Message(f"desk-retention.then.{line.then.replace(' ', '-')}"),
                schedule=ground_of(line),
                approver=line.approver,
                due=waiting[name].count if name in waiting else 0,
                on_hold=waiting[name].on_hold if name in waiting else 0,
            )
            for name, line in house_lines().items()
        ),
        gaps=tuple(
            LineGap(
                name=_class(name), lacks=lacks, href=request.href("house.line", record_class=name) if request.may("set-retention") else ""
            )
            for name, lacks in gaps_by_class().items()
        ),
        last_run=clock(ran) if (ran := last_run(house_folder())) else None,
        fault=last_fault(),
        runs=tuple(
            RunEntry(at=clock(one.at), name=_class(one.record_class), first=one.first, last=one.last, count=one.count)
            for one in Purge.objects.order_by("-at", "record_class")[:_LATEST]
        ),
        holds=tuple(_hold(request, one) for one in Hold.objects.filter(expires__gt=now).order_by("expires", "pk")),
        can_hold=request.may("hold"),
        hold_href=request.href("retention.hold"),
        **more,
    )


def _hold(request: DeskRequest, hold: Hold) -> HoldEntry:
    may_agree = hold.agreed is None and hold.first_id != request.account.pk and request.may("hold", _post_of(hold.subject))
    return HoldEntry(
        subject=hold.subject,
        expires=clock(hold.expires),
        is_agreed=hold.agreed is not None,
        agree_href=request.href("retention.agree", number=hold.pk) if may_agree else None,
    )


def _class(name: str) -> Message:
    return Message(f"desk-retention.class.{name}")


def _post_of(subject: str) -> str | None:
    """Return the post at which somebody registered; None where nobody has that id."""
    found = Person.objects.filter(pk=subject).first() or Household.objects.filter(pk=subject).first()
    return found.post if found is not None else None


def _zone(post: str) -> str:
    place = HOUSE.post(post)
    return place.zone if place is not None else "UTC"
