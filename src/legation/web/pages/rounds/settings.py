"""A round is made: its title, what it is about, from when on, until when, under which marking; changed; and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils import timezone

from legation import moment
from legation.briefing.markings.labels import label_of
from legation.dossier import MARKINGS, Round, standing
from legation.dossier.edit import Edit, new_id
from legation.dossier.tables.csv_sheet import is_formula
from legation.errors import BadValue
from legation.language import LANGUAGES, Message, say
from legation.web.forms.row_field import called
from legation.web.forms.saving import save_edits
from legation.web.forms.site_form import DateField, SelectField, ShownField, TextField
from legation.web.pages.rooms.deadline_form import DeadlineForm
from legation.web.pages.rounds.of_dossier import marking_of, markings_from, round_here
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["RoundForm", "RoundSettings"]

TEMPLATE = "pages/round_settings.html"
ADDRESS = "dossiers/<slug:slug>/rounds/<str:round>"
_EVENING = "18:00"
_HOURS = (12, 24, 36, 48, 72, 120)


class RoundForm(DeadlineForm):
    """What is said of a round; ``there``: what stands in it before anybody changes it."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None, there: Mapping[str, Any] | None = None) -> None:
        zone = next((row.zone for row in reversed(request.view.rounds) if row.zone), "UTC")
        known = {"opens": request.today.isoformat(), "zone": zone, "time": _EVENING, **(there or {})}
        view, none = request.view, ("", Message("page-rounds.none"))
        votes = [(row.id, called(row)) for row in standing(view.rollcalls)]
        issues = [(row.id, called(row)) for row in standing(view.issues)]
        levels = [(one, label_of(one).wording) for one in markings_from(request)]
        titles: dict[str, Any] = {f"title_{lang}": TextField(Message(f"page-rounds.title-{lang}")) for lang in _first(request.lang)}
        super().__init__(
            sent,
            zone=known["zone"],
            time_help=Message("page-rounds.time-help"),
            labels=(Message("page-rounds.reply-day"), Message("page-rounds.reply-time")),
            **titles,
            rollcall=SelectField(Message("page-rounds.vote"), [none, *votes]),
            issue=SelectField(Message("page-rounds.issue"), [none, *issues], help=Message("page-rounds.issue-help")),
            marking=SelectField(Message("page-rounds.marking"), levels, help=Message("page-rounds.marking-help"), required=True),
            desk=TextField(Message("page-rounds.desk"), help=Message("page-rounds.desk-help")),
            silent_after=SelectField(
                Message("page-rounds.silent-after"),
                [none, *((str(one), Message("page-rounds.hours", count=one)) for one in _hours(known))],
                help=Message("page-rounds.silent-help"),
            ),
            opens=DateField(Message("page-rounds.opens"), help=Message("page-rounds.opens-help"), required=True, limit=10),
        )
        for name, value in known.items():
            if value:
                self.fields[name].initial = value

    def values(self, request: PageRequest, old: Round | None = None) -> dict[str, str] | None:
        """Return the cells of the row; None where the form says what is wrong."""
        read = self.read()
        said = self.cleaned_data
        if not any(said.get(f"title_{lang}") for lang in LANGUAGES):
            self.refuse(f"title_{request.lang}", Message("page-rounds.no-title"))
        for name in ("title_fr", "title_en", "desk"):
            if is_formula(said.get(name) or ""):
                self.refuse(name, Message("page-posts.formula"))
        if read is None or self.errors:
            return None
        until, zone = read[0], said["zone"]
        opened = _opened(said["opens"], zone, old)
        if until <= opened:
            self.refuse("day", Message("page-rounds.ends-first"))
            return None
        names = ("title_fr", "title_en", "rollcall", "issue", "silent_after", "zone")
        cells = {name: said[name] for name in names} | {"title": ""}
        if old is None or said["desk"] != (old.desk.in_language(request.lang) if old.desk else ""):  # else it stays in both languages
            cells |= {"desk": said["desk"], "desk_fr": "", "desk_en": ""}
        cells |= {"marking": marking_of(request, said["marking"]), "opened": moment.cell(opened)}
        return cells | {"deadline": _local(until, zone)}


def _first(lang: str) -> list[str]:
    """Return the languages, that of the reader first."""
    return sorted(LANGUAGES, key=lambda one: one != lang)


def _hours(known: Mapping[str, Any]) -> list[int]:
    own = parse_int(known.get("silent_after"), 0)
    return sorted({*_HOURS, own} - {0})


def _opened(day: dt.date, zone: str, old: Round | None) -> dt.datetime:
    """Return when a round opens: on its day; now where that is today; as before where the day is that of before."""
    now = timezone.now()
    if old is not None and old.opened is not None and moment.local(old.opened.instant, zone).date() == day:
        return old.opened.instant
    return now if day == moment.local(now, zone).date() else moment.starts(day, zone)


def _local(at: dt.datetime, zone: str) -> str:
    """Return an instant as the clocks of a zone show it; with its distance from UTC where they show that time twice."""
    text = moment.local(at, zone).isoformat(timespec="minutes")
    try:
        moment.typed(text, zone)
    except BadValue:
        return text + moment.offset(at, zone)
    return text


@dataclass(frozen=True, kw_only=True)
class RoundSettings(Page):
    """The form of a round.

    Attributes
    ----------
    round : str
        The one that is changed; empty for a new one.
    is_fresh : bool
        Whether nothing was said in it yet, and no earlier round has a zone, so that one may be proposed.
    """

    fields: tuple[ShownField, ...]
    round: str = ""
    base: str = ""
    may_close: bool = False
    is_fresh: bool = False


@page("dossiers/<slug:slug>/engagement/new-round", name="rounds.new", template=TEMPLATE, action="edit")
def new(request: PageRequest) -> RoundSettings:
    """Return the form of a new round."""
    return _new(request, RoundForm(request))


def _new(request: PageRequest, form: RoundForm) -> RoundSettings:
    is_fresh = not form.is_bound and not any(row.zone for row in request.view.rounds)
    return RoundSettings(title=Message("page-rounds.new"), fields=form.shown, base=str(request.dossier.head), is_fresh=is_fresh)


@action("dossiers/<slug:slug>/engagement/add-round", name="rounds.add", action="edit")
def add(request: PageRequest) -> str | HttpResponse:
    """Make a round."""
    form = RoundForm(request, request.form)
    values = form.values(request)
    if values is None:
        return show(request, _new(request, form), TEMPLATE, status=422)
    row = new_id("rounds", {"title_en": values["title_en"], "title_fr": values["title_fr"]}, {one.id for one in request.view.rounds})
    edit = Edit("rounds", "add", row, {name: cell for name, cell in values.items() if cell})
    return save_edits(request, [edit], next=request.href("rounds.speakers", round=row), base=request.form.get("base"))


@page(f"{ADDRESS}/settings", name="rounds.edit", template=TEMPLATE, action="edit")
def edit(request: PageRequest, round: str) -> RoundSettings:  # noqa: A002 - the word of the address
    """Return the form of a round that is there."""
    row = round_here(request, round).row
    return _edit(request, round, RoundForm(request, there=_there(request, row)), row)


def _edit(request: PageRequest, round: str, form: RoundForm, row: Round) -> RoundSettings:  # noqa: A002 - the word of the address
    title = row.title or Message("page-rounds.round")
    may_close = row.closed is None
    return RoundSettings(title=title, fields=form.shown, round=round, base=str(request.dossier.head), may_close=may_close)


def _there(request: PageRequest, row: Round) -> dict[str, Any]:
    """Return what stands in the form of a round."""
    zone = row.zone or "UTC"
    until = moment.local(row.until, zone) if row.until else None
    return {
        "title_fr": row.title.fr,
        "title_en": row.title.en or row.title.text,
        "rollcall": row.rollcall,
        "issue": row.issue,
        "marking": row.marking or request.view.info.marking or MARKINGS[0],
        "desk": row.desk.in_language(request.lang) if row.desk else "",
        "silent_after": str(row.silent_after or ""),
        "opens": moment.local(row.opened.instant, zone).date().isoformat() if row.opened else "",
        "day": until.date().isoformat() if until else "",
        "time": f"{until:%H:%M}" if until else "",
        "zone": zone,
    }


@action(f"{ADDRESS}/settings/save", name="rounds.change", action="edit")
def change(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Change what is said of a round; its earlier row stays on record."""
    row = round_here(request, round).row
    form = RoundForm(request, request.form, _there(request, row))
    values = form.values(request, row)
    if values is None:
        return show(request, _edit(request, round, form, row), TEMPLATE, status=422)
    edits = [Edit("rounds", "change", row.id, values)]
    return save_edits(request, edits, next=request.href("rounds.one", round=round), base=request.form.get("base"))


@action(f"{ADDRESS}/close", name="rounds.close", action="edit")
def close(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Close a round: posts see nothing of it any more, and what they send is kept apart."""
    row = round_here(request, round).row
    target = request.href("rounds.one", round=round)
    if row.closed is not None:
        return target
    edits = [Edit("rounds", "change", row.id, {"closed": moment.cell(timezone.now())})]
    reason = say(Message("page-rounds.closed"), request.lang)
    return save_edits(request, edits, next=target, base=request.form.get("base"), reason=reason)
