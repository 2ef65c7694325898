"""The public list before the desk: who stands in it, what is to be looked at first, and its release, with an embargo, or its revocation."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation import moment
from legation.briefing.papers.circulation import table_of
from legation.errors import BadValue
from legation.language import Message, say
from legation.questions import Case
from legation.questions.coalitions.circulation.log import circulated_drafts, find_circulation
from legation.questions.coalitions.circulation.signatories import signatories
from legation.web.forms.site_form import DateField, ShownField, SiteForm, TextField
from legation.web.pages.circulations.reading import Circulated, circulated, read_now
from legation.web.pages.circulations.saving import save_draft
from legation.web.public_lists.listed import Listed, listed
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.public_lists.models import PublicList

__all__ = ["ListBefore", "release", "revoke"]

TEMPLATE = "circulations/list.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatoryLine:
    """One that stands in the list, as it stands there."""

    side: Any
    name: str
    does: Any
    date: Any
    reservation: str
    version: str


@dataclass(frozen=True, kw_only=True)
class ListBefore(Page):
    """The public list as it is now.

    Attributes
    ----------
    state : Message
        Whether the world reads it, from when, or not.
    address : str
        Where it is read without an account; empty of one that is not released.
    warnings : list of Message
        What is to be looked at before it is released.
    """

    draft: str
    state: Message
    address: str
    rows: list[SignatoryLine]
    warnings: list[Message]
    fields: tuple[ShownField, ...]
    may_release: bool
    is_released: bool


@page("dossiers/<slug:slug>/circulations/<str:draft>/list", name="circulations.list", template=TEMPLATE, action="see-circulations")
def public_list(request: PageRequest, draft: str) -> ListBefore:
    """Return the public list as it is now, and the form that releases it."""
    read = circulated(request, draft)
    return _page(request, read, _form(read, None))


@action("dossiers/<slug:slug>/circulations/<str:draft>/release", name="circulations.release", action="release-statement")
def release(request: PageRequest, draft: str) -> str | HttpResponse:
    """Release the public list, from now or from the end of an embargo."""
    read = read_now(request, draft)
    form = _form(read, request.form)
    now, zone, local, embargo = timezone.now(), read.found.terms.zone or "UTC", "", None
    if form.is_valid():
        local = _embargo(form)
        try:
            embargo = moment.typed(local, zone) if local else None
        except BadValue as error:
            form.refuse("time" if form.cleaned_data["time"] else "day", error.message)
    if embargo is not None and embargo <= now:
        form.refuse("day", Message("page-circulations.embargo-behind"))
    there = listed(request.dossier, draft, request.lang, now)
    if not form.errors and (there is None or not there.there):
        form.refuse("day", Message("page-circulations.nobody-to-release"))
    if form.errors:
        return show(request, _page(request, read, form), TEMPLATE, 422)
    public = _public_since(request, read)
    now = now if public is None else public  # who withdraws from a public list stays in it, with the day
    cells = {"released": moment.cell(now), "embargo": local or None, "zone": zone}
    with transaction.atomic():
        saved = _save(request, read, cells, Message("page-circulations.reason-released", title=read.found.title))
        if isinstance(saved, str):
            values = {"released": now, "embargo": embargo, "revoked": None, "by": request.account}
            given = {"dossier": request.dossier, "draft": draft}
            PublicList.objects.update_or_create(**given, defaults=values, create_defaults={**values, "key": secrets.token_hex(8)})
            messages.success(request.http, say(Message("page-circulations.released"), request.lang))
    return saved


@action("dossiers/<slug:slug>/circulations/<str:draft>/revoke", name="circulations.revoke", action="release-statement")
def revoke(request: PageRequest, draft: str) -> str | HttpResponse:
    """Take the public list back: at its address there is nothing any more."""
    read = read_now(request, draft)
    entry = _entry(request, draft)
    if entry is None:
        raise Http404
    with transaction.atomic():
        PublicList.objects.filter(pk=entry.pk).update(revoked=timezone.now())
        saved = _save(request, read, {"released": None}, Message("page-circulations.reason-revoked", title=read.found.title))
    if isinstance(saved, str):  # where somebody else saved meanwhile, the address is gone all the same
        messages.success(request.http, say(Message("page-circulations.revoked"), request.lang))
    return saved


def _save(request: PageRequest, read: Circulated, cells: dict[str, Any], reason: Message) -> str | HttpResponse:
    """Save terms of a circulation in its draft."""
    target = request.href("circulations.list", draft=read.name)
    return save_draft(request, read, lambda text: text.with_cells(("circulation",), cells), reason=reason, target=target)


def _entry(request: PageRequest, draft: str) -> PublicList | None:
    return PublicList.objects.filter(dossier=request.dossier, draft=draft, revoked=None).first()


def _public_since(request: PageRequest, read: Circulated) -> dt.datetime | None:
    """Return since when the world reads the list, as this site and the dossier say; None where it does not."""
    entry, terms = _entry(request, read.name), read.found.terms
    if entry is None or terms.released is None:
        return None
    since = max(one for one in (terms.released.instant, terms.embargoed_until, entry.released, entry.embargo) if one is not None)
    return since if since <= timezone.now() else None


def _embargo(form: SiteForm) -> str:
    """Return the local time at which an embargo ends; empty where none is said. A time without its day is refused."""
    day, time = form.cleaned_data["day"], form.cleaned_data["time"]
    if day is None and time:
        form.refuse("day", Message("page-circulations.embargo-no-day"))
    return "" if day is None else f"{day}T{time or '00:00'}"


def _form(read: Circulated, sent: QueryDict | None) -> SiteForm:
    terms = read.found.terms
    zone = terms.zone or "UTC"
    until = moment.local(terms.embargoed_until, zone) if terms.embargoed_until is not None else None
    ahead = until is not None and terms.embargoed_until is not None and terms.embargoed_until > timezone.now()
    return SiteForm(
        sent,
        day=DateField(
            Message("page-circulations.field-embargo-day"),
            help=Message("page-circulations.field-embargo-help"),
            initial=until.date().isoformat() if until is not None and ahead else "",
            limit=10,
        ),
        time=TextField(
            Message("page-circulations.field-embargo-time", zone=zone),
            help=Message("page-circulations.field-time-help"),
            initial=f"{until:%H:%M}" if until is not None and ahead else "",
            limit=11,
        ),
    )


def _page(request: PageRequest, read: Circulated, form: SiteForm) -> ListBefore:
    now = timezone.now()
    there = listed(request.dossier, read.name, request.lang, now)
    entry, own = _entry(request, read.name), _own(request, read.name, now)
    shown = [one for one in there.there if own.get(one.actor) == one.answer.id] if there is not None else []
    table = table_of(there.found, shown, request.lang) if there is not None else None
    return ListBefore(
        title=Message("page-circulations.list-title"),
        draft=read.name,
        state=_state(read, entry, now),
        address=request.http.build_absolute_uri(reverse("public-list", args=[entry.key])) if entry is not None else "",
        rows=[SignatoryLine(**dict(zip(_COLUMNS, row, strict=True))) for row in (table.rows if table is not None else ())],
        warnings=list(_warnings(read, there, own)),
        fields=form.shown,
        may_release=read.is_live and request.may("release-statement"),
        is_released=entry is not None,
    )


def _own(request: PageRequest, draft: str, now: dt.datetime) -> dict[str, str]:
    """Return who stands in the list as the person sees the dossier, each with its answer: of nobody else they are told anything."""
    if draft not in circulated_drafts(request.view.files):
        return {}
    case = Case(dossier=request.view, today=request.today)
    return {one.actor: one.answer.id for one in signatories(case, find_circulation(case, draft, now), request.lang)}


_COLUMNS = ("side", "name", "does", "date", "reservation", "version")


def _state(read: Circulated, entry: PublicList | None, now: dt.datetime) -> Message:
    if entry is None:
        return Message("page-circulations.state-not-released")
    if entry.embargo is not None and entry.embargo > now:
        return Message("page-circulations.state-embargo", until=moment.shown(entry.embargo, read.found.terms.zone or "UTC"))
    return Message("page-circulations.state-public", since=moment.shown(entry.released, read.found.terms.zone or "UTC"))


def _warnings(read: Circulated, there: Listed | None, own: Collection[str]) -> Iterator[Message]:
    """Yield what the coordinator looks at before the list goes out, of those who stand in it as the person sees the dossier."""
    if there is None:
        yield Message("page-circulations.warn-marked-draft")
        return
    withheld = [actor for actor in there.withheld if actor in own]
    if withheld:
        yield Message("page-circulations.warn-withheld", count=len(withheld), actors=read.case.names(withheld))
    if read.found.model.illustration:
        yield Message("page-circulations.warn-illustration")
    waiting = [actor for actor, place in read.found.board.items() if place.claim]
    if waiting:
        yield Message("page-circulations.warn-waiting", count=len(waiting))
    stale = [actor for actor, place in read.found.board.items() if place.state == "stale"]
    if stale:
        yield Message("page-circulations.warn-stale", count=len(stale))
