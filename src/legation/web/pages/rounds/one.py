"""The rounds of a dossier, and one of them: what is asked, who speaks to whom, where each approach stands, and what is done next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse

from legation import moment
from legation.briefing.markings.labels import label_of
from legation.dossier import Round, standing
from legation.dossier.edit import Edit, marked_by, new_id
from legation.language import Message, say
from legation.questions.actors.rounds import said
from legation.questions.actors.rounds.log import Approach, readings
from legation.questions.actors.rounds.tally import Tally, tally_of
from legation.web.forms.row_form import home_of
from legation.web.forms.saving import save_edits
from legation.web.pages.rounds.of_dossier import RoundHere, round_here
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page

__all__ = ["ApproachLine", "OneRound", "RoundLine", "Rounds", "rounds_of"]

ADDRESS = "dossiers/<slug:slug>/rounds/<str:round>"
LISTED = 500
"""Approaches on the page; the follow-up sheet has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round in the list.

    Attributes
    ----------
    until : Message or None
        By when reports are due, on the clocks of the round.
    """

    title: Any
    href: str
    until: Message | None
    capitals: int
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class Rounds(Page):
    """The rounds of a dossier, the last one first; ``new``: where one is made, empty where the person may not."""

    rounds: list[RoundLine]
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproachLine:
    """Who speaks to a capital, and where that stands.

    Attributes
    ----------
    version : int
        Of the instruction: the one that was read, or under which it was answered; 0 where none was.
    sheet : str
        Where the sheet for the conversation is.
    """

    actor: str
    capital: Any
    href: str
    post: str
    partner: Any
    partner_id: str
    state: Any
    version: int
    place: Any
    words: Any
    sheet: str
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLine:
    """A post, and which version of the instruction it has read; 0: none."""

    post: str
    version: int
    is_newest: bool
    preview: str


@dataclass(frozen=True, kw_only=True)
class OneRound(Page):
    """A round before the desk.

    Attributes
    ----------
    more : int
        Approaches that are not listed.
    partners : list of (label, str)
        Those that speak in the round, each with where its sheet is chosen.
    """

    round: str
    until: Message | None
    opened: Message | None
    to_come: bool
    is_closed: bool
    marking: Any
    version: int
    ask: Any
    counts: list[tuple[Message, int]]
    capitals: int
    approaches: list[ApproachLine]
    more: int
    readers: list[ReaderLine]
    partners: list[tuple[Any, str]]
    files: list[tuple[str, str]]
    base: int
    may_edit: bool


@page("dossiers/<slug:slug>/rounds", name="rounds", template="pages/rounds.html", action="see-posts", tables=("rounds",))
def rounds(request: PageRequest) -> Rounds:
    """Return the rounds of the dossier."""
    new = request.href("rounds.new") if request.may("edit") else ""
    return Rounds(title=Message("page-posts.rounds"), rounds=rounds_of(request), new=new)


def rounds_of(request: PageRequest) -> list[RoundLine]:
    """Return the rounds that the person sees, the last one first."""
    return [_listed(request, row) for row in standing(request.view.rounds)[::-1]]


def _listed(request: PageRequest, row: Round) -> RoundLine:
    here = round_here(request, row.id)
    return RoundLine(
        title=row.title or Message("page-rounds.round"),
        href=request.href("rounds.one", round=row.id),
        until=said.shown(row, row.until) if row.until else None,
        capitals=len(here.log.targets),
        is_closed=here.is_closed,
    )


@page(ADDRESS, name="rounds.one", template="pages/round_one.html", action="see-posts")
def one(request: PageRequest, round: str) -> OneRound:  # noqa: A002 - the word of the address
    """Return a round: what is asked, and where each approach stands."""
    here = round_here(request, round)
    log, row = here.log, here.row
    tally = tally_of(here.case, log)
    version = log.version
    until = (version.reply_by if version else None) or row.until
    counted = [(said.place_word(place), count) for place, count in tally.rolled.counts.items() if count]
    shown = log.approaches[:LISTED]
    opened = row.opened.instant if row.opened else None
    return OneRound(
        title=row.title or Message("page-rounds.round"),
        round=round,
        until=said.shown(row, until) if until else None,
        opened=said.shown(row, opened) if opened else None,
        to_come=opened is not None and opened == here.at,
        is_closed=here.is_closed,
        marking=label_of(row.marking or request.view.info.marking or "TLP:CLEAR").wording,
        version=version.number if version else 0,
        ask=version.ask if version else "",
        counts=counted,
        capitals=len(tally.members),
        approaches=[_line(request, here, tally, round, each) for each in shown],
        more=len(log.approaches) - len(shown),
        readers=_readers(request, here, round),
        partners=_partners(request, here, round),
        files=[(form, request.href("rounds.sheet", round=round, form=form)) for form in ("xlsx", "csv")] if shown else [],
        base=request.dossier.head,
        may_edit=request.may("edit"),
    )


def _line(request: PageRequest, here: RoundHere, tally: Tally, wanted: str, one: Approach) -> ApproachLine:
    place = tally.rolled.place.get(one.actor)
    return ApproachLine(
        actor=one.actor,
        capital=here.case.named(one.actor),
        href=home_of(request, "actors", one.actor),
        post=one.post,
        partner=here.case.named(one.partner) if one.partner else "",
        partner_id=one.partner,
        state=said.state_word(one),
        version=one.progress.version,
        place=said.place_word(place) if place else "",
        words=one.reports[-1].words if one.reports else "",
        sheet=request.href("rounds.script", round=wanted, actor=one.actor),
        is_closed=one.is_closed,
    )


def _readers(request: PageRequest, here: RoundHere, wanted: str) -> list[ReaderLine]:
    """Return the posts that speak in the round, those first that have not read the instruction as it stands."""
    read = readings(here.case, here.row, here.at)
    newest = here.log.version.number if here.log.version else 0
    posts = dict.fromkeys(one.post for one in here.log.approaches if one.post and not one.is_closed)
    preview = request.href("rounds.preview", round=wanted) if request.may("hold-posts") else ""
    lines = [
        ReaderLine(
            post=post,
            version=read.get(post, 0),
            is_newest=0 < newest <= read.get(post, 0),
            preview=f"{preview}?{urlencode({'post': post})}" if preview else "",
        )
        for post in posts
    ]
    return sorted(lines, key=lambda line: line.version)


def _partners(request: PageRequest, here: RoundHere, wanted: str) -> list[tuple[Any, str]]:
    partners = dict.fromkeys(one.partner for one in here.log.approaches if one.partner and not one.is_closed)
    address = request.href("rounds.partner", round=wanted)
    return [(here.case.named(one), f"{address}?{urlencode({'partner': one})}") for one in partners]


@action(f"{ADDRESS}/take-back", name="rounds.take-back", action="edit")
def take_back(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Take an approach back: whoever spoke to the capital does so no more."""
    here = round_here(request, round)
    wanted = tuple(request.form.get(name, "") for name in ("actor", "post", "partner"))
    found = [one for one in here.log.approaches if (one.actor, one.post, one.partner) == wanted and not one.is_closed]
    if not found:
        raise Http404
    cells = {"round": here.row.id, "event": "closed", "at": moment.cell(here.at)}
    cells |= dict(zip(("actor", "post", "partner"), wanted, strict=True))
    given = [row.marking for row in request.view.assignments if row.round in here.rows and (row.actor, row.post, row.partner) == wanted]
    cells |= marked_by(request.view, here.row.marking, *given)
    identity = new_id("assignments", cells, {row.id for row in request.view.assignments})
    reason = say(Message("page-rounds.taken-back"), request.lang)
    edits = [Edit("assignments", "add", identity, {name: cell for name, cell in cells.items() if cell})]
    return save_edits(request, edits, next=request.href("rounds.one", round=round), base=request.form.get("base"), reason=reason)
