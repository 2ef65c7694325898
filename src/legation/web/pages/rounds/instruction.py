"""The instruction of a round: a version is written, editorial or of substance; which post has read which; the text of its telegram."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict

from legation import moment
from legation.briefing.markings.labels import label_of
from legation.briefing.papers.telegram import telegram
from legation.dossier.edit import Edit, apply, new_id
from legation.dossier.tables.csv_sheet import is_formula
from legation.language import LANGUAGES, Message
from legation.questions import Case
from legation.questions.actors.rounds import said
from legation.questions.actors.rounds.building import Given, clashes
from legation.questions.actors.rounds.log import TextOfVersion, readings
from legation.web.forms.saving import save_edits
from legation.web.forms.site_form import SelectField, ShownField, TextField
from legation.web.links.secret import HIGHEST
from legation.web.pages.rooms.deadline_form import DeadlineForm
from legation.web.pages.rounds.of_dossier import RoundHere, marking_of, markings_from, round_here
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["InstructionPage", "VersionLine"]

TEMPLATE = "pages/round_instruction.html"
ADDRESS = "dossiers/<slug:slug>/rounds/<str:round>/instruction"
_PARTS = ("ask", "points", "avoid", "fallback")
_LONGEST = 8_000
_LAST = 999
"""The highest number of a version."""


class _InstructionForm(DeadlineForm):
    """What a version says; ``is_first``: nothing came before it, so that it changes nothing."""

    def __init__(self, request: PageRequest, here: RoundHere, sent: QueryDict | None = None) -> None:
        known, row = here.log.version, here.row
        changes = [(one, Message(f"page-rounds.change-{one}")) for one in ("editorial", "substance")]
        levels = [(one, label_of(one).wording) for one in markings_from(request, row.marking)]
        langs = sorted(LANGUAGES, key=lambda lang: lang != request.lang)
        texts = {
            f"{part}_{lang}": TextField(Message(f"page-rounds.{part}-{lang}"), area=True, limit=_LONGEST, initial=_words(known, part, lang))
            for part in _PARTS
            for lang in langs
        }
        highest = _highest(known.fallback_marking if known else "", HIGHEST, [one for one, _ in levels])
        change = {"change": SelectField(Message("page-rounds.change"), changes, help=Message("page-rounds.change-help"), required=True)}
        super().__init__(
            sent,
            zone=row.zone or "UTC",
            time_help=Message("page-rounds.time-help"),
            labels=(Message("page-rounds.own-day"), Message("page-rounds.reply-time")),
            day_help=Message("page-rounds.own-help"),
            is_needed=False,
            **(change if known else {}),
            **texts,
            fallback_marking=SelectField(
                Message("page-rounds.fallback-marking"),
                levels,
                initial=highest,
                help=Message("page-rounds.fallback-help", highest=label_of(HIGHEST).wording),
                required=True,
            ),
        )
        if known is not None and known.reply_by is not None:
            local = moment.local(known.reply_by, here.zone)
            self.fields["day"].initial, self.fields["time"].initial = local.date().isoformat(), f"{local:%H:%M}"


def _words(known: TextOfVersion | None, part: str, lang: str) -> str:
    wording = getattr(known, part) if known is not None else None
    return (getattr(wording, lang) or (wording.text if lang == "en" else "")) if wording else ""


def _highest(own: str, otherwise: str, offered: list[str]) -> str:
    """Return the marking of before, where it is offered; else the usual one, or the nearest to it."""
    wanted = own or otherwise
    return wanted if wanted in offered else offered[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """A version that was given: since when, what it changed, and which posts have read it and which have not."""

    number: int
    at: Message | None
    change: Message | None
    ask: Any
    read: list[str]
    unread: list[str]


@dataclass(frozen=True, kw_only=True)
class InstructionPage(Page):
    """The instruction, its versions and the form of the next.

    Attributes
    ----------
    number : int
        Of the version that the form writes.
    fields, own : tuple of ShownField
        What it says; and its own deadline, where it has another one than the round.
    telegram : str
        The version in force as a telegram's text; empty where there is none.
    contradicted : list of Message
        Other open rounds that ask a capital of this one about the same matter in other words; then the version is given a second time.
    """

    round: str
    base: str
    number: int
    fields: tuple[ShownField, ...]
    own: tuple[ShownField, ...]
    versions: list[VersionLine]
    telegram: str
    may_edit: bool
    is_closed: bool
    contradicted: list[Message]
    error: Any = None


@page(ADDRESS, name="rounds.instruction", template=TEMPLATE, action="see-posts")
def instruction(request: PageRequest, round: str) -> InstructionPage:  # noqa: A002 - the word of the address
    """Return the instruction with the form of its next version."""
    here = round_here(request, round)
    return _page(request, here, round, _InstructionForm(request, here))


def _page(
    request: PageRequest, here: RoundHere, wanted: str, form: _InstructionForm, error: Any = None, contradicted: Sequence[Message] = ()
) -> InstructionPage:
    version, shown = here.log.version, form.shown
    own = ("day", "time", "zone", "fold")
    return InstructionPage(
        title=Message("page-rounds.instruction"),
        round=wanted,
        base=str(request.dossier.head),
        number=version.number + 1 if version else 1,
        fields=tuple(one for one in shown if one.name not in own),
        own=tuple(one for one in shown if one.name in own),
        versions=_versions(here),
        telegram=telegram(here.case, here.log, request.lang) if version else "",
        may_edit=request.may("edit"),
        is_closed=here.is_closed,
        contradicted=list(contradicted),
        error=error,
    )


def _versions(here: RoundHere) -> list[VersionLine]:
    """Return the versions, the newest first."""
    read = readings(here.case, here.row, here.at)
    posts = dict.fromkeys(one.post for one in here.log.approaches if one.post and not one.is_closed)
    return [
        VersionLine(
            number=one.number,
            at=said.shown(here.row, one.at) if one.at.year > 1 else None,
            change=Message(f"page-rounds.change-{one.change}") if one.change in ("editorial", "substance") else None,
            ask=one.ask,
            read=[post for post in posts if read.get(post, 0) >= one.number],
            unread=[post for post in posts if read.get(post, 0) < one.number],
        )
        for one in reversed(here.log.versions)
    ]


@action(f"{ADDRESS}/give", name="rounds.instruct", action="edit")
def instruct(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Give a version of the instruction; one that somebody else wrote meanwhile, and what another round asks instead, are shown first."""
    here = round_here(request, round)
    form, known = _InstructionForm(request, here, request.form), here.log.version
    number = parse_int(request.form.get("number"), 0)
    expected = known.number + 1 if known else 1
    read = form.read()
    if form.is_valid():
        _check(form, request.lang)
    if number != expected or expected > _LAST:
        error = Message("page-rounds.newer-version", number=expected - 1)
        return show(request, _page(request, here, round, form, error), TEMPLATE, 409)
    if form.errors:
        return show(request, _page(request, here, round, form), TEMPLATE, 422)
    edits = _rows(request, here, form.cleaned_data, number, read[0] if read else None)
    contradicted = _contradicted(request, here, edits)
    if contradicted and request.form.get("seen") != "yes":
        return show(request, _page(request, here, round, form, contradicted=contradicted), TEMPLATE)
    return save_edits(request, edits, next=f"{request.href('rounds.instruction', round=round)}#telegram", base=request.form.get("base"))


def _contradicted(request: PageRequest, here: RoundHere, edits: Sequence[Edit]) -> list[Message]:
    """Return which other open rounds ask a capital of this one something else than a version would that is not given yet."""
    case = Case(dossier=apply(request.view, edits), today=request.today)
    given = [Given(one.actor, one.post, one.partner, 0) for one in here.log.approaches if not one.is_closed]
    return [one.said(case) for one in clashes(case, here.row, given, here.at) if one.kind == "asks"]


def _check(form: _InstructionForm, lang: str) -> None:
    """Refuse a version that asks nothing, and a text that a spreadsheet would run."""
    if not any(form.cleaned_data[f"ask_{one}"] for one in LANGUAGES):
        form.refuse(f"ask_{lang}", Message("page-rounds.no-ask"))
    for name in [f"{part}_{one}" for part in _PARTS for one in LANGUAGES]:
        if is_formula(form.cleaned_data.get(name, "")):
            form.refuse(name, Message("page-posts.formula"))


def _rows(request: PageRequest, here: RoundHere, said_: Mapping[str, Any], number: int, until: dt.datetime | None) -> list[Edit]:
    """Return the rows of a version: the fallback stands in a row of its own, so that it bears its own marking."""
    row, taken = here.row, {one.id for one in request.view.instructions}
    common = {"round": row.id, "version": str(number), "at": moment.cell(here.at)}
    main = common | {"change": said_.get("change") or "first", "marking": row.marking}
    main |= {f"{part}_{lang}": said_[f"{part}_{lang}"] for part in _PARTS[:3] for lang in LANGUAGES}
    main |= {"reply_by": moment.cell(until)} if until is not None else {}
    rows = [main]
    fallback = {f"fallback_{lang}": said_[f"fallback_{lang}"] for lang in LANGUAGES}
    if any(fallback.values()):
        rows.append(common | fallback | {"marking": marking_of(request, said_["fallback_marking"])})
    edits = []
    for cells in rows:
        identity = new_id("instructions", {"round": row.id}, taken)
        taken.add(identity)
        edits.append(Edit("instructions", "add", identity, {name: cell for name, cell in cells.items() if cell}))
    return edits
