"""Co-sponsors enter themselves in the list of the secretariat: the coordinator pastes that list, with the day on which it was seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict

from legation.dossier.edit import Edit, new_id
from legation.errors import LegationError, WrongUse
from legation.language import Message, say
from legation.web.forms.site_form import DateField, ShownField, SiteForm, TextField
from legation.web.pages.circulations.entering import day_or_moment
from legation.web.pages.circulations.reading import Circulated, read_now
from legation.web.pages.circulations.saving import marked, plain, reference_edits, save_answers
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["SecretariatList"]

TEMPLATE = "circulations/follow.html"
_LINES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowLine:
    """An actor that the list names, or names no more; ``is_new``: whether it was not invited so far."""

    actor: str
    name: Any
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class SecretariatList(Page):
    """The form for the list, and what was read of it before anything is saved.

    Attributes
    ----------
    added, gone : list of FollowLine
        Those in the list that are not counted yet, and those counted that are not in it.
    known : int
        Those in the list that are counted already.
    unread : list of (str, Message)
        Lines that name nobody of the dossier, each with why.
    """

    draft: str
    fields: tuple[ShownField, ...]
    is_read: bool = False
    text: str = ""
    day: str = ""
    added: tuple[FollowLine, ...] = ()
    gone: tuple[FollowLine, ...] = ()
    known: int = 0
    unread: tuple[tuple[str, Any], ...] = ()


@page(
    "dossiers/<slug:slug>/circulations/<str:draft>/follow",
    name="circulations.follow",
    template=TEMPLATE,
    action="hold-circulations",
)
def follow(request: PageRequest, draft: str) -> SecretariatList:
    """Return the form for the list of the secretariat."""
    return _page(_followed(request, draft), _form(request, None))


@action("dossiers/<slug:slug>/circulations/<str:draft>/follow/read", name="circulations.follow.read", action="hold-circulations")
def read_list(request: PageRequest, draft: str) -> str | HttpResponse:
    """Show what was read of the list; with ``do=take`` save what was chosen of it."""
    read = _followed(request, draft)
    form = _form(request, request.form)
    if not form.is_valid():
        return show(request, _page(read, form), TEMPLATE, 422)
    try:
        text = plain(form.cleaned_data["text"], most=100_000)
        at = day_or_moment(form.cleaned_data["day"], "", read.found.terms.zone)
        listed = _read(read, text)
    except LegationError as error:
        form.refuse("text", error.message)
        return show(request, _page(read, form), TEMPLATE, 422)
    seen: dt.date = form.cleaned_data["day"] or request.today
    there = _page(read, form, text=text, day=seen.isoformat(), listed=listed)
    if request.form.get("do") != "take":
        return show(request, there, TEMPLATE)
    added = [one for one in there.added if one.actor in request.form.getlist("added")]
    gone = [one for one in there.gone if one.actor in request.form.getlist("gone")]
    if not added and not gone:
        raise WrongUse(Message("page-circulations.none-chosen"))
    reference = say(Message("page-circulations.list-seen", day=seen), request.lang)
    source, edits = reference_edits(request, reference, marked(read, *(one.actor for one in (*added, *gone))))
    settled = {"confirmed": at, "channel": "list", "evidence": source}
    taken = {row.id for row in request.view.signatures}
    for one, answer in (*((one, "sign") for one in added), *((one, "withdraw") for one in gone)):
        claim = read.found.claim_of(one.actor) if one.actor in read.found.board else None
        marking = marked(read, one.actor)
        if one.is_new:
            edits.append(Edit("invitations", "add", "", {"draft": draft, "actor": one.actor, "at": at, **marking}))
        if claim is not None and answer == "sign":
            joined = " ".join(dict.fromkeys((*claim.evidence, source)))
            edits.append(Edit("signatures", "change", claim.id, {**settled, "evidence": joined}))
            continue
        identity = new_id("signatures", {"actor": one.actor, "date": at[:10]}, taken)
        taken.add(identity)
        version = read.found.versions[-1].id
        values = {"draft": draft, "actor": one.actor, "version": version, "answer": answer, "at": at, **settled, **marking}
        edits.append(Edit("signatures", "add", identity, values))
    reason = Message("page-circulations.reason-followed", day=seen.isoformat())
    saved = save_answers(request, read, edits, reason=reason, target=request.href("circulations.one", draft=draft))
    if isinstance(saved, str):
        said = Message("page-circulations.followed", added=len(added), gone=len(gone))
        messages.success(request.http, say(said, request.lang))
    return saved


def _followed(request: PageRequest, draft: str) -> Circulated:
    """Return a circulation whose board follows the list of the secretariat, once a version was sent."""
    read = read_now(request, draft)
    if not read.found.terms.declared.followed or not read.found.versions:
        raise Http404
    return read


def _read(read: Circulated, text: str) -> dict[str, str | LegationError]:
    """Return by line of a list the actor that it names, or why it names none.

    Raises
    ------
    WrongUse
        Where it has too many lines.
    """
    lines = [line for one in text.split("\n") if (line := one.strip(" \t,;•-*."))]
    if len(lines) > _LINES:
        raise WrongUse(Message("page-circulations.too-many-lines", found=len(lines), most=_LINES))
    found: dict[str, str | LegationError] = {}
    for line in lines:
        try:
            found[line] = read.case.reference("actors", line)
        except LegationError as error:
            found[line] = error
    return found


def _form(request: PageRequest, sent: QueryDict | None) -> SiteForm:
    today = request.today.isoformat()
    return SiteForm(
        sent,
        text=TextField(
            Message("page-circulations.field-list"),
            help=Message("page-circulations.field-list-help"),
            area=True,
            required=True,
            limit=100_000,
        ),
        day=DateField(Message("page-circulations.field-seen"), initial=today, required=True, limit=10),
    )


def _page(
    read: Circulated, form: SiteForm, *, text: str = "", day: str = "", listed: dict[str, str | LegationError] | None = None
) -> SecretariatList:
    title = Message("page-circulations.follow-title")
    if listed is None:
        return SecretariatList(title=title, draft=read.name, fields=form.shown)
    found = read.found
    named = list(dict.fromkeys(one for one in listed.values() if isinstance(one, str)))
    counted = set(found.board.counted)
    return SecretariatList(
        title=title,
        draft=read.name,
        fields=form.shown,
        is_read=True,
        text=text,
        day=day,
        added=tuple(_line(read, one) for one in named if one not in counted),
        gone=tuple(_line(read, one) for one in found.board.counted if one not in named),
        known=sum(one in counted for one in named),
        unread=tuple((line, one.message) for line, one in listed.items() if isinstance(one, LegationError)),
    )


def _line(read: Circulated, actor: str) -> FollowLine:
    return FollowLine(actor=actor, name=read.case.named(actor), is_new=actor not in read.found.invitations)
