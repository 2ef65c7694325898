"""Deciding on call sheets: an officer sees what callers said and who may be meant, and says whether somebody is rung back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse

from legation.errors import NotAvailable
from legation.language import Message
from legation.web.consular.calls.sheets import STATES, Call, Sheet, decide, earlier_sheets, likely, sheet, sheets
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["call_sheet", "call_sheets", "decided"]

_PATH = "posts/<slug:post>/crises/<slug:crisis>/calls"
_ONE = "consular/calls/one.html"
_MOST = 20
"""People who may be meant that are shown: more of one name are searched for with a birth."""
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """A call sheet in the list."""

    at: dt.datetime
    sought: str
    birth: str
    caller: str
    tie: str
    state: Message
    is_open: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class SheetsPage(Page):
    """The call sheets of a crisis that the reader's posts took; ``waiting`` of them are not decided."""

    entries: tuple[SheetEntry, ...]
    waiting: int
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A registered person who may be meant."""

    id: str
    name: str
    birth: str
    post: str
    is_linked: bool


@dataclass(frozen=True, kw_only=True)
class OneSheetPage(Page):
    """A call sheet, other sheets that seem to seek the same person, and registered people who may be meant."""

    call: Call
    at: dt.datetime
    state: str
    state_words: Message
    same: tuple[SheetEntry, ...]
    candidates: tuple[Candidate, ...]
    choices: tuple[tuple[str, Message], ...]
    version: int
    error: Message | None
    href: str
    back: str


@page(_PATH, name="calls.sheets", template="consular/calls/list.html", action="decide-ring-back")
def call_sheets(request: DeskRequest, crisis: str) -> SheetsPage:
    """Show the call sheets of a crisis: those on which nobody has decided first, the longest waiting before."""
    found = crisis_of(request, crisis)
    rows = sheets(found, _posts(request, found))
    rows.sort(key=lambda one: (STATES.index(one.report.state), one.report.made))
    return SheetsPage(
        title=Message("desk-calls.sheets"),
        entries=tuple(_entry(request, found, one) for one in rows),
        waiting=sum(one.report.state == "open" for one in rows),
        back=request.href("crises.one", crisis=found.pk),
    )


@page(f"{_PATH}/<slug:number>", name="calls.sheet", template=_ONE, action="decide-ring-back")
def call_sheet(request: DeskRequest, crisis: str, number: str) -> OneSheetPage:
    """Show a call sheet."""
    found = crisis_of(request, crisis)
    return _one(request, found, _sheet(request, found, number))


@action(f"{_PATH}/<slug:number>/decide", name="calls.decide", action="decide-ring-back")
def decided(request: DeskRequest, crisis: str, number: str) -> str | HttpResponse:
    """Store what the reader decides: to ring back or not, and who is meant."""
    found = crisis_of(request, crisis)
    one = _sheet(request, found, number)
    state, words = request.form.get("state", ""), request.form.get("decision", "").strip()[:_LONGEST]
    linked = request.form.get("linked", "")
    if state not in STATES or (state == "closed" and not words):
        return show(request, _one(request, found, one, Message("desk-calls.no-decision")), _ONE, 400)
    if linked and linked not in {candidate.id for candidate in _candidates(request, found, one)}:
        raise Http404
    try:
        decide(one, parse_int(request.form.get("version", ""), 0), state, decision=words, linked=linked, by=request.account)
    except NotAvailable:
        error = Message("desk-calls.decided-meanwhile")
        return show(request, _one(request, found, _sheet(request, found, number), error), _ONE, 409)
    return request.href("calls.sheets", crisis=found.pk)


def _posts(request: DeskRequest, crisis: Crisis) -> list[str]:
    """Return the posts whose call sheets the reader sees: of a post that leads the crisis too, be it concerned or not."""
    mine = [post.id for post in HOUSE.posts if request.may("decide-ring-back", post.id)]
    return [post for post in mine if post in {crisis.post, *crisis.posts}]


def _sheet(request: DeskRequest, crisis: Crisis, number: str) -> Sheet:
    found = sheet(crisis, number, _posts(request, crisis))
    if found is None:
        raise Http404
    return found


def _entry(request: DeskRequest, crisis: Crisis, one: Sheet) -> SheetEntry:
    return SheetEntry(
        at=one.report.made,
        sought=f"{one.call.given} {one.call.family}".strip(),
        birth=one.call.birth,
        caller=one.call.caller,
        tie=one.call.tie,
        state=Message(f"desk-calls.state.{one.report.state}"),
        is_open=one.report.state == "open",
        href=request.href("calls.sheet", crisis=crisis.pk, number=one.report.pk),
    )


def _candidates(request: DeskRequest, crisis: Crisis, one: Sheet) -> tuple[Candidate, ...]:
    people = known_people()
    titles = {post.id: post.title(request.lang) for post in HOUSE.posts}
    ids = likely(one.call, people, people.at(posts_in(request, crisis, "decide-ring-back")))[:_MOST]
    if one.call.linked in people.position and one.call.linked not in ids:
        ids = [one.call.linked, *ids]
    return tuple(
        Candidate(
            id=pk,
            name=people.name(pk),
            birth=people.births[people.position[pk]],
            post=titles.get(str(people.posts[people.position[pk]]), ""),
            is_linked=pk == one.call.linked,
        )
        for pk in ids
    )


def _one(request: DeskRequest, crisis: Crisis, one: Sheet, error: Message | None = None) -> OneSheetPage:
    others = [other for other in sheets(crisis, _posts(request, crisis)) if other.report.pk != one.report.pk]
    return OneSheetPage(
        title=f"{one.call.given} {one.call.family}".strip(),
        call=one.call,
        at=one.report.made,
        state=one.report.state,
        state_words=Message(f"desk-calls.state.{one.report.state}"),
        same=tuple(_entry(request, crisis, other) for other in earlier_sheets(one.call, others)),
        candidates=_candidates(request, crisis, one),
        choices=tuple((state, Message(f"desk-calls.decide.{state}")) for state in STATES if state != "open"),
        version=one.report.version,
        error=error,
        href=request.href("calls.decide", crisis=crisis.pk, number=one.report.pk),
        back=request.href("calls.sheets", crisis=crisis.pk),
    )
