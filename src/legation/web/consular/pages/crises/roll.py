"""The roll call of a crisis: counts of every status, the list of those without news, and what an officer sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from legation.consular.roll_call import STATUSES, UNACCOUNTED, URGENCY
from legation.errors import BadValue
from legation.language import Lang, Message, say
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.calls import Call, call_of, in_triage_order
from legation.web.consular.crises.situation import partners_of
from legation.web.consular.crises.statuses import events_of, set_status
from legation.web.consular.house import HOUSE
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.paper.codes import paper_code
from legation.web.consular.records.models import Crisis, Person
from legation.web.consular.routing import DeskRequest, Page, action, file, page, show
from legation.web.consular.wardens.reports import SAID
from legation.web.front.catalogue import countries
from legation.web.site.values import parse_int

__all__ = ["person_page", "roll", "roll_file", "set_person"]

EACH = 50
_ALL, _WITHOUT, _CONFIRM, _REPORTED = "all", "without-news", "to-confirm", "reported"
SHOWN = (_WITHOUT, _CONFIRM, _REPORTED, *STATUSES, _ALL)
"""What of the roll call may be listed."""
_TEMPLATE = "consular/crises/person.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """How many people have a status, and where they are listed."""

    title: Message
    count: int
    href: str
    is_unaccounted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RollEntry:
    """A person of the roll call."""

    id: str
    name: str
    post: str
    household: str
    status: Message
    of_household: Message
    to_confirm: bool
    reported: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class RollPage(Page):
    """The roll call."""

    crisis: str
    people: int
    unaccounted: int
    to_confirm: int
    reported: int
    households: int
    households_unaccounted: int
    partners: int
    counts: tuple[StatusCount, ...]
    more: tuple[StatusCount, ...]
    shown: Message
    listed: int
    entries: tuple[RollEntry, ...]
    earlier: str
    later: str
    file_href: str
    partners_href: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HappeningEntry:
    """Something that happened to a person."""

    at: dt.datetime
    kind: Message
    status: Message | None
    words: str


@dataclass(frozen=True, kw_only=True)
class PersonPage(Page):
    """A person of the roll call, what happened, and the form by which an officer sets the status."""

    status: Message
    to_confirm: bool
    of_household: tuple[tuple[str, Message], ...]
    happenings: tuple[HappeningEntry, ...]
    do_not_contact: tuple[str, ...]
    choices: tuple[tuple[str, Message], ...]
    version: int
    seen: int
    can_set: bool
    can_withdraw: bool
    error: Any
    href: str
    back: str


def _status(name: str) -> Message:
    return Message(f"desk-roll.status.{name}")


def _said(about: dict[str, Any]) -> Message | None:
    """Return what was said of somebody: the word of a warden, else a status; None where nothing was that has a name."""
    if about.get("said") in SAID:
        return Message(f"desk-calls.said.{about['said']}")
    return _status(about["status"]) if about.get("status") in URGENCY else None


def _listed(call: Call, shown: str) -> list[str]:
    result = call.result
    if shown == _ALL:
        chosen: Collection[str] = call.people
    elif shown in (_WITHOUT, _CONFIRM, _REPORTED):
        chosen = {_WITHOUT: result.unaccounted, _CONFIRM: result.to_confirm, _REPORTED: result.reported}[shown]
    else:
        chosen = [one for one, status in result.status.items() if status == shown]
    return in_triage_order(call, list(chosen))


@page("posts/<slug:post>/crises/<slug:crisis>/roll", name="crises.roll", template="consular/crises/roll.html", action="see-crises")
def roll(request: DeskRequest, crisis: str) -> RollPage:
    """Show the roll call: the counts, and a page of a list."""
    found = crisis_of(request, crisis)
    call = call_of(found, posts_in(request, found))
    shown = request.query.get("show", _WITHOUT)
    if shown not in SHOWN:
        raise Http404
    first = parse_int(request.query.get("from", ""), 0)
    ids = _listed(call, shown)
    here = request.href("crises.roll", crisis=found.pk)
    result, known = call.result, call.stake.people

    def count(name: str, number: int, title: str) -> StatusCount:
        return StatusCount(title=Message(title), count=number, href=f"{here}?show={name}", is_unaccounted=name in UNACCOUNTED)

    return RollPage(
        title=Message("desk-roll.title"),
        crisis=read_about(found).title(request.lang),
        people=len(call.people),
        unaccounted=len(result.unaccounted),
        to_confirm=len(result.to_confirm),
        reported=len(result.reported),
        households=len(result.households),
        households_unaccounted=sum(one == "unaccounted" for one in result.households.values()),
        partners=sum(partners_of(known.nationalities[known.position[one]]) for one in call.people),
        counts=tuple(count(status, result.counts[status], f"desk-roll.status.{status}") for status in STATUSES),
        more=(
            count(_CONFIRM, len(result.to_confirm), f"desk-roll.show.{_CONFIRM}"),
            count(_REPORTED, len(result.reported), f"desk-roll.show.{_REPORTED}"),
            count(_ALL, len(call.people), f"desk-roll.show.{_ALL}"),
        ),
        shown=_status(shown) if shown in STATUSES else Message(f"desk-roll.show.{shown}"),
        listed=len(ids),
        entries=tuple(_entry(request, found, call, one) for one in ids[first : first + EACH]),
        earlier=f"{here}?show={shown}&from={max(0, first - EACH)}" if first else "",
        later=f"{here}?show={shown}&from={first + EACH}" if first + EACH < len(ids) else "",
        file_href=request.href("crises.roll-file", crisis=found.pk) + f"?show={shown}",
        partners_href=request.href("crises.partners", crisis=found.pk) if request.may("export") else "",
        back=request.href("crises.one", crisis=found.pk),
    )


def _entry(request: DeskRequest, crisis: Crisis, call: Call, person: str) -> RollEntry:
    known, result, household = call.stake.people, call.result, call.households[person]
    post = HOUSE.post(str(known.posts[known.position[person]]))
    return RollEntry(
        id=person,
        name=known.name(person),
        post=post.title(request.lang) if post is not None else "",
        household=paper_code(crisis.pk, household),
        status=_status(result.status[person]),
        of_household=_status(result.households[household]),
        to_confirm=person in result.to_confirm,
        reported=person in result.reported,
        href=request.href("crises.person", crisis=crisis.pk, person=person),
    )


@file("posts/<slug:post>/crises/<slug:crisis>/roll.pdf", name="crises.roll-file", action="export")
def roll_file(request: DeskRequest, crisis: str) -> HttpResponse:
    """Return a list of the roll call to print: names, posts and households, in the order of triage."""
    from legation.web.consular.crises.papers import list_paper, paper_response

    found = crisis_of(request, crisis)
    shown = request.query.get("show", _WITHOUT)
    if shown not in SHOWN:
        raise Http404
    call = call_of(found, posts_in(request, found))
    entries = [_entry(request, found, call, one) for one in _listed(call, shown)]
    title = _status(shown) if shown in STATUSES else Message(f"desk-roll.show.{shown}")
    rows = [(one.name, one.post, one.household, say(one.status, request.lang)) for one in entries]
    lang: Lang = request.lang
    paper = list_paper(read_about(found).title(lang), title, rows, found, lang, is_drill=settings.CONSULAR_DRILL)
    return paper_response(paper)


def _person(request: DeskRequest, crisis: Crisis, person: str) -> Call:
    call = call_of(crisis, posts_in(request, crisis, "set-status"))
    if person not in call.households:
        raise Http404
    return call


@page("posts/<slug:post>/crises/<slug:crisis>/roll/<slug:person>", name="crises.person", template=_TEMPLATE, action="set-status")
def person_page(request: DeskRequest, crisis: str, person: str) -> PersonPage:
    """Show a person of the roll call, and what was said."""
    found = crisis_of(request, crisis)
    return _person_page(request, found, _person(request, found, person), person)


@action("posts/<slug:post>/crises/<slug:crisis>/roll/<slug:person>/set", name="crises.set", action="set-status")
def set_person(request: DeskRequest, crisis: str, person: str) -> str | HttpResponse:
    """Set the status of a person."""
    found = crisis_of(request, crisis)
    call = _person(request, found, person)
    sent = request.form
    version, seen = parse_int(sent.get("version", ""), 0), parse_int(sent.get("seen", ""), 0)
    try:
        set_status(found, person, sent.get("status", ""), sent.get("words", "")[:1_000], request.account, version=version, seen=seen)
    except BadValue as error:
        return show(request, _person_page(request, found, call, person, error.message), _TEMPLATE, 400)
    return request.href("crises.person", crisis=found.pk, person=person)


def _person_page(request: DeskRequest, crisis: Crisis, call: Call, person: str, error: Any = None) -> PersonPage:
    from legation.web.consular.records.models import Household
    from legation.web.consular.vault import vault

    known, happened = call.stake.people, events_of(crisis, person)
    household = call.households[person]
    contact, names = vault().open(Household.objects.get(pk=household), "contact") or {}, countries(request.lang)
    return PersonPage(
        title=known.name(person),
        status=_status(call.result.status[person]),
        to_confirm=person in call.result.to_confirm,
        of_household=tuple(
            (known.name(one), _status(call.result.status[one])) for one in known.of_household(household) if one in call.result.status
        ),
        happenings=tuple(
            HappeningEntry(
                at=one.at,
                kind=Message(f"desk-roll.kind.{one.kind}" if one.kind != "reply" or one.trusted else "desk-roll.kind.untrusted"),
                status=_said(said),
                words=str(said.get("words", "")),
            )
            for one, said in happened
        ),
        do_not_contact=tuple(names.get(code, code) for code in map(str, contact.get("do_not_contact", ()))),
        choices=tuple((status, _status(status)) for status in URGENCY),
        version=Person.objects.get(pk=person).version,
        seen=len(happened),
        can_set=crisis.state != "closed",
        can_withdraw=any(one.kind == "officer" for one, _ in happened),
        error=error,
        href=request.href("crises.set", crisis=crisis.pk, person=person),
        back=request.href("crises.roll", crisis=crisis.pk),
    )
