"""The page of six in the evening on the site: it refreshes itself, shows each evening of the round, and is taken along as one page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from legation import moment
from legation.briefing.markings.frame import at_least
from legation.dossier import Round
from legation.language import Message
from legation.questions import Case
from legation.questions.actors.rounds import said
from legation.questions.actors.rounds.log import find_round, log_of, reply_until
from legation.questions.actors.rounds.tally import Call, Tally, calls, tally_of
from legation.questions.votes.declared import PLACES
from legation.web.forms.row_form import home_of
from legation.web.pages.rounds.of_dossier import RoundHere, round_here
from legation.web.runs.files import highest_marking
from legation.web.site.attachments import attachment
from legation.web.site.page import PageRequest, case_at
from legation.web.site.routing import Page, file, page

__all__ = ["Evening"]

ADDRESS = "dossiers/<slug:slug>/rounds/<str:round>"
AREA = "where-does-the-round-stand"
_HOUR = dt.time(18)
_DAYS = 14
"""Evenings that are offered, the last ones."""
_FORMS = ("pdf", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """The moment of a page, that of the page before, and the dossier as it was known."""

    case: Case
    row: Round
    at: dt.datetime
    since: dt.datetime
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """How many capitals stand in a place: now, and on the page before."""

    place: Message
    now: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """A capital to call tonight: at which level, why, who speaks to it, since when it stands so."""

    capital: Any
    href: str
    level: Any
    why: Message
    speaker: Any
    since: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLine:
    """One side of a contradiction, with its words."""

    capital: Any
    side: Message
    words: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EveningChoice:
    """An evening of the round; without a day it is now."""

    title: Any
    href: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class Evening(Page):
    """Where the round stands, as it is told in the evening.

    Attributes
    ----------
    goes_on : bool
        Whether the page shows now, and so refreshes itself.
    moved : list of Message
        Which capitals changed since the page before.
    claimed : Message or None
        What partners tell, which is their claim.
    """

    round: str
    name: Any
    at: Message
    since: Message
    goes_on: bool
    address: str
    evenings: list[EveningChoice]
    until: Message | None
    ask: Any
    version: int
    decide: list[Message]
    capitals: int
    counts: list[CountLine]
    moved: list[Message]
    calls: list[CallLine]
    sides: list[SideLine]
    contradicted: int
    owed: list[Message]
    silent: list[Any]
    claimed: Message | None
    files: list[tuple[str, str]]


@page(f"{ADDRESS}/tally", name="rounds.tally", template="pages/round_evening.html", action="see-posts")
def tally(request: PageRequest, round: str) -> Evening:  # noqa: A002 - the word of the address
    """Return where the round stands now, or at six in the evening of ``?day=``."""
    here = round_here(request, round)
    then = _moment(request, here)
    case, row = then.case, then.row
    log = log_of(case, row, then.at)
    now, before = tally_of(case, log), tally_of(case, log_of(case, row, then.since))
    address, query = request.href("rounds.tally", round=round), f"?{urlencode({'day': then.day})}" if then.day else ""
    version, contradicted = log.version, now.at("contradicted")
    until = reply_until(row, version)
    return Evening(
        title=Message(f"{AREA}.title"),
        round=round,
        name=row.title or Message("page-rounds.round"),
        at=said.shown(row, then.at),
        since=said.shown(row, then.since),
        goes_on=not then.day and request.day >= request.today and not here.is_closed,
        address=address + query,
        evenings=_evenings(here, address, then.day),
        until=said.shown(row, until) if until else None,
        ask=version.ask if version else "",
        version=version.number if version else 0,
        decide=list(said.decisions(case, log, now)),
        capitals=len(now.members),
        counts=_counts(now, before),
        moved=list(said.moves(case, said.changes(now, before))),
        calls=[_call(request, case, row, one) for one in calls(log, now)],
        sides=[
            SideLine(capital=case.named(actor), side=said.side(case, one), words=one.words)
            for actor in contradicted
            for one in now.behind(actor)
        ],
        contradicted=len(contradicted),
        owed=[Message(f"{AREA}.post-owes", post=post, count=len(some)) for post, some in said.owed(case, log)],
        silent=list(case.names(said.silent_capitals(log))),
        claimed=_claimed(case, now),
        files=[(form, request.href("rounds.page", round=round, form=form) + query) for form in _FORMS],
    )


@file(f"{ADDRESS}/page/<slug:form>", name="rounds.page", action="see-posts")
def paper(request: PageRequest, round: str, form: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Return the one page as PDF or for a word processor, now or at six in the evening of ``?day=``."""
    from legation.briefing import docx, pdf
    from legation.briefing.docx.template import PART
    from legation.briefing.papers.round_page import round_page

    if form not in _FORMS:
        raise Http404
    then = _moment(request, round_here(request, round))
    case = then.case
    made = at_least(round_page(case, then.row, then.at, then.since, request.lang), highest_marking(case.dossier), case.info.pap)
    data = docx.render(made, case.dossier.files.get(PART)) if form == "docx" else pdf.render(made)
    evening = f"{moment.local(then.at, then.row.zone or 'UTC'):%Y-%m-%d-%Hh%M}"
    return attachment(data, f"{request.dossier.slug}-{evening}", form)


def _moment(request: PageRequest, here: RoundHere) -> _Moment:
    """Return the moment that is asked for, with the dossier as it was known on its day; the page before is that of the evening before."""
    day, at = _day(request, here), here.at
    if day is not None:
        at = moment.instant(dt.datetime.combine(day, _HOUR), here.zone, fold=0)
    known = case_at(request.revision, request.scope, request.today, min(request.day, at.date()))
    local = moment.local(at, here.zone).date()
    since = moment.instant(dt.datetime.combine(local - dt.timedelta(days=1), _HOUR), here.zone, fold=0)
    row = find_round(known, here.row.id) if any(one.id == here.row.id for one in known.dossier.rounds) else None
    if row is None:  # it was changed since, or is not opened yet
        known, row = here.case, here.row
    return _Moment(case=known, row=row, at=at, since=since, day=day.isoformat() if day else "")


def _day(request: PageRequest, here: RoundHere) -> dt.date | None:
    """Return the evening that the address names; None where it names none of the round."""
    wanted = request.query.get("day", "")
    return next((day for day in _days(here) if day.isoformat() == wanted), None)


def _days(here: RoundHere) -> list[dt.date]:
    """Return the evenings of the round that are over, the last ones."""
    if here.row.opened is None:
        return []
    first, last = (moment.local(one, here.zone) for one in (here.row.opened.instant, here.at))
    end = last.date() if last.time() >= _HOUR else last.date() - dt.timedelta(days=1)
    every = [first.date() + dt.timedelta(days=number) for number in range((end - first.date()).days + 1)]
    return every[-_DAYS:]


def _evenings(here: RoundHere, address: str, day: str) -> list[EveningChoice]:
    every = [
        EveningChoice(title=one, href=f"{address}?{urlencode({'day': one.isoformat()})}", is_here=one.isoformat() == day)
        for one in _days(here)
    ]
    return [EveningChoice(title=Message("page-rounds.now"), href=address, is_here=not day), *reversed(every)]


def _counts(now: Tally, before: Tally) -> list[CountLine]:
    counts, old = now.rolled.counts, before.rolled.counts
    return [CountLine(place=said.place_word(one), now=counts[one], before=old[one]) for one in PLACES if counts[one] or old[one]]


def _call(request: PageRequest, case: Case, row: Round, one: Call) -> CallLine:
    return CallLine(
        capital=case.named(one.actor),
        href=home_of(request, "actors", one.actor),
        level=said.level_word(one.level),
        why=Message(f"{AREA}.why-{one.why}"),
        speaker=said.speaker(case, one.approach) if one.approach else "",
        since=said.shown(row, one.since) if one.since else None,
    )


def _claimed(case: Case, now: Tally) -> Message | None:
    if not now.claims:
        return None
    actors, partners = (dict.fromkeys(getattr(one, name) for one in now.claims) for name in ("actor", "partner"))
    return Message(f"{AREA}.claimed", count=len(actors), actors=said.names(case, actors), partners=said.names(case, partners))
