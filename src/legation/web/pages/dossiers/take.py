"""Recorded votes, or fora, taken into a dossier out of a pack or another dossier; what would change is shown before it is saved."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse, QueryDict

from legation.dossier.files.format import writable
from legation.dossier.problem import Problem
from legation.errors import LegationError, WrongUse
from legation.language import Message, say
from legation.sources import read_actor_list
from legation.sources.packs.pack import PackFacts, pack_of_bytes
from legation.sources.packs.taking import Taken, members_in, taken
from legation.web.dossiers import store
from legation.web.dossiers.records import OfferedRecord, bodies_of, offered_records, record_of
from legation.web.forms.record_fields import ForumGroup, extract_of, fault_of_years, forum_fields, forum_groups, record_fields
from legation.web.forms.row_form import next_of
from legation.web.forms.site_form import SelectField, ShownField, SiteForm, TextField
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.drafts import storage

__all__ = ["MOST_VOTES", "TakePage", "store_pack", "taken_here"]

TEMPLATE = "pages/take.html"
MOST_VOTES = 250_000
"""Votes that are taken at once on a site: more of them keep everybody waiting."""
WHOSE = ("own", "list", "all")
_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLink:
    """Where something else is taken."""

    title: Any
    href: str


@dataclass(frozen=True, kw_only=True)
class TakePage(Page):
    """The form of what is taken, and what each pack says of itself.

    Attributes
    ----------
    groups : tuple of ForumGroup
        The fora to tick, by kind, where the record is one of fora; then nothing else is chosen.
    chosen : str
        The record of fora; empty where votes are taken.
    others : list of RecordLink
        The forms of what else may be taken.
    differences : tuple of Problem
        Where the record says something else than the dossier, which stands.
    preview : str
        Where what is new is shown, after the differences; empty where nothing is.
    """

    fields: tuple[ShownField, ...]
    groups: tuple[ForumGroup, ...]
    chosen: str
    others: list[RecordLink]
    facts: list[PackFacts]
    error: Any
    differences: tuple[Problem, ...]
    difference_count: int
    preview: str


class TakeForm(SiteForm):
    """Which record, what of it, and whose votes; of a record of fora, which of them."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None) -> None:
        offered = offered_records(request)
        wanted = (sent.get("record") if sent is not None else "") or request.query.get("record", "")
        self.of_fora = next((record for record in offered if record.value == wanted and record.fora), None)
        if self.of_fora is not None:
            super().__init__(sent, **forum_fields(self.of_fora))
            return
        records = [record for record in offered if not record.fora]
        chosen = next((record.value for record in records if record.value == wanted), records[0].value if records else "")
        fields: Any = record_fields(records, bodies_of(records), chosen=chosen)
        whose = [(way, Message(f"packs.whose.{way}")) for way in WHOSE]
        super().__init__(
            sent,
            **fields,
            whose=SelectField(Message("packs.whose.label"), whose, initial="own" if request.view.actors else "all"),
            names=TextField(Message("packs.names"), area=True, help=Message("packs.names-help"), limit=100_000),
        )

    def clean(self) -> None:
        """Refuse what is no year, and a list that is empty."""
        values = self.cleaned_data
        if self.of_fora is not None:
            if not self.errors and not values["fora"]:
                self.refuse("fora", Message("packs.no-fora"))
            return
        fault = "" if self.errors else fault_of_years(values)
        if fault:
            self.refuse(fault, Message("packs.no-year"))
        if not self.errors and values["whose"] == "list" and not values["names"]:
            self.refuse("names", Message("packs.no-names"))


@page("dossiers/<slug:slug>/take", name="take", template=TEMPLATE, action="edit")
def take(request: PageRequest) -> TakePage:
    """Return the form."""
    return _form(request)


def store_pack(request: PageRequest, name: str, data: bytes) -> str:
    """Keep a pack that was sent for its sender alone; return the page on which is said what is taken of it.

    Raises
    ------
    CannotRead, DossierError
        Where it is no pack, or holds what a pack may not hold.
    """
    pack_of_bytes(name, data)
    draft = storage.keep(request, "import", {"000": data}, base=request.dossier.head, settings={"pack": name})
    return f"{request.href('take')}?record=sent:{draft.pk}"


@action("dossiers/<slug:slug>/take/check", name="take.check", action="edit")
def check(request: PageRequest) -> str | HttpResponse:
    """Find what is asked for and keep what the dossier would be; nothing is changed yet."""
    form = TakeForm(request, request.form)
    if not form.is_valid():
        return show(request, _form(request, form), TEMPLATE, status=422)
    values = form.cleaned_data
    begun = writable(request.view)
    try:
        came = taken_here(request, values, _members(values, begun), begun)
    except LegationError as error:
        return show(request, _form(request, form, error), TEMPLATE, status=422)
    if came.after is begun:
        return show(request, _form(request, form, WrongUse(Message("packs.nothing-new")), came), TEMPLATE, status=422)
    name = next(say(record.title, request.lang) for record in offered_records(request) if record.value == values["record"])
    reason = Message("packs.reason", rollcalls=came.rollcalls, votes=came.votes, name=name)
    if came.fora:
        reason = Message("packs.reason-fora", count=len(came.fora), fora=tuple(row.forum for row in came.fora), name=name)
    settings = {"reason": store.written_reason(reason), "name": name, "next": next_of(request)}
    draft = storage.keep_content(request, "save", came.after, base=request.dossier.head, settings=settings)
    preview = request.href("import.preview", draft=draft.pk)
    return show(request, _form(request, form, came=came, preview=preview), TEMPLATE) if came.report.conflicts else preview


def taken_here(request: PageRequest, values: Any, members: tuple[str, ...] | None, into: Any) -> Taken:
    """Return a dossier with what a form asks for.

    Raises
    ------
    WrongUse
        Where that is more than is taken at once on a site.
    NotAvailable
        Where it is nothing.
    """
    came = taken(record_of(request, values["record"]), extract_of(values, members), into)
    if came.votes > MOST_VOTES:
        raise WrongUse(Message("packs.too-many", votes=came.votes, most=MOST_VOTES))
    return came


def _members(values: Any, into: Any) -> tuple[str, ...] | None:
    """Return whose votes a form asks for; of a record of fora it asks for no votes."""
    if values.get("whose") == "list":
        return _named(values["names"])
    return members_in(into) if values.get("whose") == "own" else None


def _named(names: str) -> tuple[str, ...]:
    """Return the members of a list that was pasted.

    Raises
    ------
    WrongUse
        Where a line of it is in doubt.
    """
    with tempfile.TemporaryDirectory(prefix="legation-") as folder:
        place = Path(folder) / "list.txt"
        place.write_text(names, "utf-8")
        draft = read_actor_list(place)
    if draft.doubtful:
        first = draft.doubtful[0]
        codes = tuple(f"{one.iso3} ({one.name.in_language('en')})" for one in first.candidates) or "—"
        raise WrongUse(Message("packs.doubtful", line=first.line, text=first.text[:80], candidates=codes, count=len(draft.doubtful)))
    return tuple(entry.country.iso3 if entry.country else entry.text for entry in draft.entries)


def _form(
    request: PageRequest,
    form: TakeForm | None = None,
    error: LegationError | None = None,
    came: Taken | None = None,
    *,
    preview: str = "",
) -> TakePage:
    conflicts = came.report.conflicts if came is not None else ()
    form = form or TakeForm(request)
    of_fora = form.of_fora
    ticked = next((field.value for field in form.shown if field.name == "fora"), ())
    missing = next((field.error for field in form.shown if field.name == "fora"), None)
    return TakePage(
        title=Message("packs.title-fora" if of_fora else "packs.title"),
        fields=() if of_fora else form.shown,
        groups=forum_groups(of_fora, ticked) if of_fora else (),
        chosen=of_fora.value if of_fora else "",
        others=_others(request, of_fora),
        facts=[record.facts for record in _chosen_first(request) if record.facts is not None and bool(record.fora) == bool(of_fora)],
        error=error.message if error is not None else missing,
        differences=conflicts[:_LISTED],
        difference_count=len(conflicts),
        preview=preview,
    )


def _others(request: PageRequest, of_fora: OfferedRecord | None) -> list[RecordLink]:
    """Return the other records of fora, and from one of them the form of votes."""
    fora = [record for record in offered_records(request) if record.fora and (of_fora is None or record.value != of_fora.value)]
    links = [
        RecordLink(title=Message("packs.take-of", name=record.title), href=request.href("take") + f"?record={record.value}")
        for record in fora
    ]
    return [*links, RecordLink(title=Message("packs.title"), href=request.href("take"))] if of_fora is not None else links


def _chosen_first(request: PageRequest) -> list[OfferedRecord]:
    """Return the records that are offered, the one first that the form or the address names: what it says of itself stands on top."""
    chosen = request.form.get("record") or request.query.get("record", "")
    return sorted(offered_records(request), key=lambda record: record.value != chosen)
