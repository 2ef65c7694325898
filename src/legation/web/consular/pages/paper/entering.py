"""Entering what paper brought: the code, a digit, the time; by keyboard alone, one line after the other."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.http import Http404, HttpResponse

from legation.errors import BadValue
from legation.language import LANGUAGES, Message
from legation.moment import local
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.calls import call_of
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.paper.codes import households_with
from legation.web.consular.paper.entries import PAPERS, Entry, enter, parse_code, parse_digit, parse_when
from legation.web.consular.paper.lines import members_of
from legation.web.consular.paper.papers import said_key, status_key
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Crisis, Event, Report, new_id
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.consular.vault import vault
from legation.web.site.values import parse_int

__all__ = ["paper", "take_entry"]

_PATH = "posts/<slug:post>/crises/<slug:crisis>/paper"
_TEMPLATE = "consular/paper/paper.html"
_NUMBER = re.compile(r"[0-9a-f]{32}")
_FIELDS = ("code", "person", "digit", "time", "words", "household")
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A household that a code means; ``members`` with the numbers that they have on paper."""

    household: str
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class PaperPage(Page):
    """What is printed, and the form of one line; ``done`` what was entered last."""

    crisis: str
    is_open: bool
    printed: tuple[tuple[Message, str, tuple[tuple[str, str], ...]], ...]
    papers: tuple[tuple[str, Message], ...]
    paper: str
    key: str
    day: str
    typed: dict[str, str]
    meant: tuple[Meant, ...]
    entry: str
    error: Any
    focus: str
    done: str
    done_said: Message | None
    done_at: dt.datetime | None
    href: str
    back: str


@dataclass(frozen=True, slots=True)
class _Read:
    """What a form says as far as it could be read: whom, what, when."""

    meant: tuple[Meant, ...] = ()
    people: tuple[str, ...] = ()
    error: Any = None
    focus: str = "code"


@page(_PATH, name="crises.paper", template=_TEMPLATE, action="set-status")
def paper(request: DeskRequest, crisis: str) -> PaperPage:
    """Show what is printed, and the form of one line; what was entered last stands above it."""
    found = crisis_of(request, crisis)
    chosen = request.query.get("paper", "")
    typed = dict.fromkeys(_FIELDS, "") | {"time": request.query.get("time", "")[:5]}
    return _page(request, found, chosen, request.query.get("day", "")[:10], typed, _Read(), done=request.query.get("done", ""))


@action(f"{_PATH}/enter", name="crises.paper.enter", action="set-status")
def take_entry(request: DeskRequest, crisis: str) -> str | HttpResponse:
    """Store a line; a code alone shows whom it means and waits for the rest."""
    found = crisis_of(request, crisis)
    if found.state not in ("declared", "stood-down") or request.post is None:
        raise Http404
    typed = {name: request.form.get(name, "").strip()[:_LONGEST] for name in _FIELDS}
    chosen, day, number = request.form.get("paper", ""), request.form.get("day", "")[:10], request.form.get("entry", "")
    if chosen not in PAPERS or not _NUMBER.fullmatch(number):
        raise Http404
    read = _whom(request, found, typed)
    if read.error is None:
        try:
            focus = "digit"
            said = parse_digit(typed["digit"], chosen)
            focus = "time"
            at = parse_when(day, typed["time"], request.post, dt.datetime.now(dt.UTC))
        except BadValue as error:
            waits = focus == "digit" and not typed["digit"]
            read = _Read(read.meant, read.people, None if waits else error.message, focus)
        else:
            post = str(known_people().posts[known_people().position[read.people[0]]])
            enter(
                found,
                Entry(id=number, paper=chosen, people=read.people, said=said, at=at, words=typed["words"], post=post),
                request.account,
            )
            return f"{request.href('crises.paper', crisis=found.pk)}?paper={chosen}&day={day}&time={typed['time'][:5]}&done={number}#line"
    return show(request, _page(request, found, chosen, day, typed, read), _TEMPLATE, 200 if read.error is None else 400)


def _whom(request: DeskRequest, crisis: Crisis, typed: dict[str, str]) -> _Read:
    """Return whom a form means: all of a household, or the member with a number."""
    call = call_of(crisis, posts_in(request, crisis, "set-status"))
    known = call.stake.people
    mine = np.unique(known.households[known.at(posts_in(request, crisis, "set-status"))]).tolist()
    try:
        code = parse_code(typed["code"])
    except BadValue as error:
        return _Read(error=error.message)
    households = households_with(crisis, [code], mine).get(code, [])
    if not households:
        return _Read(error=Message("desk-calls.entry.unknown-code", found=code))
    if typed["household"] in households:
        households = [typed["household"]]
    members = {one: members_of(call, one) for one in households}
    meant = tuple(Meant(household=one, members=tuple((n, name) for n, (_, name) in enumerate(members[one], 1))) for one in households)
    if len(households) > 1:
        return _Read(meant, error=Message("desk-calls.entry.which-household"), focus="household")
    people = [person for person, _ in members[households[0]]]
    if typed["person"]:
        number = parse_int(typed["person"], 0)
        if not 1 <= number <= len(people):
            return _Read(meant, error=Message("desk-calls.entry.no-person", found=typed["person"][:5], most=len(people)), focus="person")
        people = [people[number - 1]]
    return _Read(meant, tuple(people))


def _page(request: DeskRequest, crisis: Crisis, chosen: str, day: str, typed: dict[str, str], read: _Read, *, done: str = "") -> PaperPage:
    zone = request.post.zone if request.post is not None else "UTC"
    paper = chosen if chosen in PAPERS else PAPERS[0]
    names, said, at = _done(crisis, done)
    here = {"crisis": crisis.pk}
    return PaperPage(
        title=Message("desk-calls.paper.title"),
        crisis=read_about(crisis).title(request.lang),
        is_open=crisis.state in ("declared", "stood-down"),
        printed=tuple(
            (Message(f"desk-calls.paper.{kind}"), kind, tuple((lang, f"{request.href(route, **here)}?lang={lang}") for lang in LANGUAGES))
            for kind, route in (("phone-list", "crises.paper.phones"), ("roll-sheet", "crises.paper.roll"))
        ),
        papers=tuple((one, Message(f"desk-calls.paper.{one}")) for one in PAPERS),
        paper=paper,
        key=said_key(request.lang) if paper == "warden-list" else status_key(request.lang, by_phone=paper == "phone-list"),
        day=day or local(dt.datetime.now(dt.UTC), zone).date().isoformat(),
        typed=typed,
        meant=read.meant,
        entry=new_id(),
        error=read.error,
        focus=read.focus,
        done=names,
        done_said=said,
        done_at=at,
        href=request.href("crises.paper.enter", **here),
        back=request.href("crises.one", **here),
    )


def _done(crisis: Crisis, number: str) -> tuple[str, Message | None, dt.datetime | None]:
    """Return of whom, what and as of when a line was entered; the id of the form is that of its event or report."""
    event = Event.objects.filter(pk=number, crisis=crisis).first() if number else None
    event = event or (Event.objects.filter(subject=number, crisis=crisis).first() if Report.objects.filter(pk=number).exists() else None)
    if event is None:
        return "", None, None
    about, people = vault().open(event, "about") or {}, known_people()
    words = f"desk-calls.said.{about['said']}" if about.get("said") else f"desk-roll.status.{about['status']}"
    said = Message(words) if about.get("said") or about.get("status") else Message("desk-calls.paper.no-answer")
    return ", ".join(people.name(one) for one in event.people), said, event.at
