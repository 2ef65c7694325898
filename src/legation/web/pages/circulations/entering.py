"""An answer that the desk takes for somebody: on the telephone, by note, at a reception. It is marked as entered by the desk."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone

from legation import moment
from legation.dossier.edit import Edit, new_id
from legation.dossier.tables.labels import choice_word
from legation.errors import BadValue, LegationError
from legation.language import LANGUAGES, Message, say
from legation.methods.signing.circulation import CHANNELS
from legation.web.forms.site_form import DateField, SelectField, ShownField, SiteForm, TextField
from legation.web.pages.circulations.reading import Circulated, read_now
from legation.web.pages.circulations.saving import marked, plain, reference_edits, save_answers
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["AnswerEntry", "day_or_moment"]

TEMPLATE = "circulations/entry.html"
_OFFERED = 400
"""Names of invited that a form offers; of more, one types whom one means."""
_LONGEST = 4_000


@dataclass(frozen=True, kw_only=True)
class AnswerEntry(Page):
    """The form in which the desk enters an answer."""

    draft: str
    fields: tuple[ShownField, ...]


@page(
    "dossiers/<slug:slug>/circulations/<str:draft>/entry",
    name="circulations.entry",
    template=TEMPLATE,
    action="hold-circulations",
)
def entry(request: PageRequest, draft: str) -> AnswerEntry:
    """Return the form in which the desk enters an answer."""
    read = read_now(request, draft)
    return _page(read, _form(read, None))


@action("dossiers/<slug:slug>/circulations/<str:draft>/enter", name="circulations.enter", action="hold-circulations")
def enter(request: PageRequest, draft: str) -> str | HttpResponse:
    """Take an answer that the desk enters: with its channel and evidence it is confirmed at once."""
    read = read_now(request, draft)
    form = _form(read, request.form)
    if not form.is_valid():
        return show(request, _page(read, form), TEMPLATE, 422)
    said, zone = form.cleaned_data, read.found.terms.zone
    values = {"draft": draft, "version": said["version"], "answer": said["answer"]}
    values["actor"] = _or_refused(form, "actor", lambda: _invited(read, said["actor"]))
    values["at"] = _or_refused(form, "time", lambda: day_or_moment(said["day"], said["time"], zone))
    values["until"] = said["until"].isoformat() if said["until"] else ""
    values |= {name: _or_refused(form, name, functools.partial(plain, said[name], most=_LONGEST)) for name in _TEXTS}
    marking = marked(read, values["actor"])
    edits: list[Edit] = []
    if said["channel"]:
        source = _or_refused(form, "reference", lambda: _evidence(request, said["reference"], marking, edits))
        values |= {"confirmed": moment.cell(timezone.now()), "channel": said["channel"], "evidence": source}
    if form.errors:
        return show(request, _page(read, form), TEMPLATE, 422)
    values |= marking
    there = {row.id for row in request.view.signatures}
    identity = new_id("signatures", {"actor": values["actor"], "date": values["at"][:10]}, there)
    edits.append(Edit("signatures", "add", identity, {name: cell for name, cell in values.items() if cell}))
    reason = Message("page-circulations.reason-entered", actor=values["actor"])
    saved = save_answers(request, read, edits, reason=reason, target=request.href("circulations.one", draft=draft))
    if isinstance(saved, str):
        messages.success(request.http, say(Message("page-circulations.entered"), request.lang))
    return saved


_TEXTS = ("unit", *(f"{name}_{lang}" for name in ("words", "printed_as") for lang in LANGUAGES))


def day_or_moment(day: dt.date | None, time: str, zone: str) -> str:
    """Return when something was said, as a row has it: a moment, or a day that is over; now where neither is given, or a day that is not.

    Raises
    ------
    BadValue
        For a time that the clocks of the zone never or twice show, and one that lies ahead.
    """
    now = timezone.now()
    if day is None:
        return moment.cell(now)
    if time:
        at = moment.typed(f"{day}T{time}", zone or "UTC")
        if at > now:
            raise BadValue(Message("page-circulations.ahead"))
        return moment.cell(at)
    if day > max(now.date(), moment.local(now, zone or "UTC").date()):
        raise BadValue(Message("page-circulations.ahead"))
    return day.isoformat() if moment.ends(day, "UTC") <= now else moment.cell(now)


def _or_refused(form: SiteForm, field: str, make: Callable[[], str]) -> str:
    """Return what is made of a field; empty where it cannot be, and the form then says why."""
    try:
        return make()
    except LegationError as error:
        form.refuse(field, error.message)
        return ""


def _evidence(request: PageRequest, reference: str, marking: dict[str, str], edits: list[Edit]) -> str:
    """Return the id of the evidence that a reference names; its row, where it is new, is added to the edits."""
    source, added = reference_edits(request, reference, marking)
    if not source:
        raise BadValue(Message("page-circulations.no-reference"))
    edits += added
    return source


def _invited(read: Circulated, text: str) -> str:
    """Return the actor that a text names among those invited."""
    actor = read.case.reference("actors", text)
    if actor not in read.found.invitations:
        raise BadValue(Message("page-circulations.not-invited", actor=read.case.named(actor)))
    return actor


def _form(read: Circulated, sent: QueryDict | None) -> SiteForm:
    found, named = read.found, read.case.named
    invited = list(found.invitations) if len(found.invitations) <= _OFFERED else []
    offered = [(named(actor), "") for actor in invited]
    versions = [(one.id, one.id) for one in reversed(found.versions)]
    answers = [(one, choice_word("signatures", "answer", one)) for one in found.terms.answers]
    channels = [("", Message("page-circulations.no-channel-yet")), *((one, choice_word("signatures", "channel", one)) for one in CHANNELS)]
    zone = found.terms.zone or "UTC"
    return SiteForm(
        sent,
        actor=TextField(Message("page-circulations.field-actor"), required=True, offered=[(str(one), label) for one, label in offered]),
        answer=SelectField(Message("page-circulations.field-answer"), answers, required=True),
        version=SelectField(Message("page-circulations.field-version"), versions, required=True),
        day=DateField(Message("page-circulations.field-day"), help=Message("page-circulations.field-day-help"), limit=10),
        time=TextField(Message("page-circulations.field-time", zone=zone), help=Message("page-circulations.field-time-help"), limit=11),
        unit=TextField(Message("page-circulations.field-unit"), help=Message("page-circulations.field-unit-help"), limit=40),
        words_fr=TextField(Message("page-circulations.field-words-fr"), area=True, limit=_LONGEST),
        words_en=TextField(Message("page-circulations.field-words-en"), area=True, limit=_LONGEST),
        until=DateField(Message("page-circulations.field-until"), limit=10),
        printed_as_fr=TextField(Message("page-circulations.field-printed-fr")),
        printed_as_en=TextField(Message("page-circulations.field-printed-en")),
        channel=SelectField(Message("page-circulations.channel"), channels, help=Message("page-circulations.channel-help")),
        reference=TextField(Message("page-circulations.reference"), help=Message("page-circulations.reference-help"), limit=300),
    )


def _page(read: Circulated, form: SiteForm) -> AnswerEntry:
    return AnswerEntry(title=Message("page-circulations.entry-title"), draft=read.name, fields=form.shown)
