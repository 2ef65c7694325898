"""What the desk does for those who are invited to a text in circulation: links, for one or for all, each shown once, and revoked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from legation.briefing.markings.labels import label_of
from legation.dossier import Invitation, standing
from legation.dossier.models.draft import DraftModel
from legation.dossier.records import MARKINGS
from legation.dossier.tables.csv_sheet import write_csv
from legation.errors import WrongUse
from legation.figures.figure import Named
from legation.language import Message, say
from legation.questions import Case
from legation.questions.base.part_inputs import title_of
from legation.questions.coalitions.circulation.log import circulated_drafts
from legation.web.invited import links
from legation.web.invited.invitation import first_rows, reached_by_link
from legation.web.links.secret import HIGHEST
from legation.web.site.csv_file import defused
from legation.web.site.listing import paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["InvitedLine", "InvitedLinks", "MadeLink"]

TEMPLATE = "pages/invited_links.html"
LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLink:
    """A link of an invited one: its id, and when it was made."""

    id: str
    made: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedLine:
    """One that is invited.

    Attributes
    ----------
    invitation : str
        The first row of its invitation.
    name : Named
    addressee : Wording
    links : list of MadeLink
        Those that open something.
    is_reached : bool
        Whether a link may lead there: nothing of it is marked above what leaves by one.
    """

    invitation: str
    name: Any
    addressee: Any
    links: list[MadeLink]
    is_reached: bool


@dataclass(frozen=True, kw_only=True)
class InvitedLinks(Page):
    """Those who are invited to a text, with their links; ``link`` only right after one was made for ``made_for``: it is shown once."""

    draft: str
    invited: list[InvitedLine]
    count: int
    with_link: int
    without: int
    number: int
    pages: int
    previous: str
    next: str
    link: str = ""
    made_for: Any = None


@page("dossiers/<slug:slug>/circulations/<str:draft>/links", name="circulations.links", template=TEMPLATE, action="hold-circulations")
def links_page(request: PageRequest, draft: str) -> InvitedLinks:
    """Return who is invited, and by which links they come."""
    return _page(request, draft)


@action("dossiers/<slug:slug>/circulations/<str:draft>/links/make", name="circulations.links.make", action="hold-circulations")
def make(request: PageRequest, draft: str) -> HttpResponse:
    """Make a link for one that is invited, and show it once."""
    first = request.form.get("invitation", "")
    row = _rows(request, draft).get(first)
    if row is None:
        raise Http404
    _check_covers(request)
    if first not in reached_by_link(request.revision, draft):
        raise WrongUse(Message("page-invited.marked-higher", marking=label_of(HIGHEST).wording))
    secret = links.make_links(request.dossier, [first], request.account)[first]
    return show(request, _page(request, draft, link=_address(request, secret), made_for=_named(request, row.actor)), TEMPLATE)


@action("dossiers/<slug:slug>/circulations/<str:draft>/links/all", name="circulations.links.all", action="hold-circulations")
def make_all(request: PageRequest, draft: str) -> str | HttpResponse:
    """Make a link for each that is invited and has none, and send them as a table, once."""
    rows = _rows(request, draft)
    _check_covers(request)
    there, reached = links.links_of(request.dossier), reached_by_link(request.revision, draft)
    without = [first for first in rows if first not in there and first in reached]
    if not without:
        messages.info(request.http, say(Message("page-invited.all-have-one"), request.lang))
        return request.href("circulations.links", draft=draft)
    made = links.make_links(request.dossier, without, request.account)
    return _table(request, draft, [(rows[first], _address(request, secret)) for first, secret in made.items()])


@action("dossiers/<slug:slug>/circulations/<str:draft>/links/revoke", name="circulations.links.revoke", action="hold-circulations")
def revoke(request: PageRequest, draft: str) -> str:
    """Take a link away, or all of them."""
    rows = _rows(request, draft)
    wanted = request.form.get("invitation", "")
    if request.form.get("all"):
        count = links.revoke_all(request.dossier, rows)
        messages.success(request.http, say(Message("page-invited.revoked-all", count=count), request.lang))
    elif wanted in rows and links.revoke(request.dossier, wanted, request.form.get("link", "")):
        messages.success(request.http, say(Message("page-invited.revoked"), request.lang))
    else:
        raise Http404
    return request.href("circulations.links", draft=draft)


def _draft(request: PageRequest, name: str) -> DraftModel:
    """Return a draft that is in circulation, as far as the person sees it."""
    model = circulated_drafts(request.view.files).get(name)
    if model is None:
        raise Http404
    return model


def _rows(request: PageRequest, draft: str) -> dict[str, Invitation]:
    """Return the invitations to a text that the person sees, by the first row of each; of several of one actor the first."""
    _draft(request, draft)
    first = first_rows(request.view)
    found: dict[str, Invitation] = {}
    for row in standing(request.view.invitations):
        if row.draft == draft and row.actor:
            found.setdefault(row.actor, row)
    return {first[row.id]: row for row in found.values()}


def _check_covers(request: PageRequest) -> None:
    """Refuse whoever sees less than a link may show."""
    if MARKINGS.index(request.scope.marking) < MARKINGS.index(HIGHEST):
        own = label_of(request.scope.marking).wording
        raise WrongUse(Message("page-invited.sees-more", marking=label_of(HIGHEST).wording, own=own))


def _address(request: PageRequest, secret: str) -> str:
    return request.http.build_absolute_uri(reverse("invited-open", args=[secret]))


def _named(request: PageRequest, actor: str) -> Named:
    return Case(dossier=request.view, today=request.today).named(actor)


def _table(request: PageRequest, draft: str, made: Iterable[tuple[Invitation, str]]) -> HttpResponse:
    """Return links as a table to take along; it is made once, for the secrets are kept nowhere."""
    case = Case(dossier=request.view, today=request.today)
    header = [say(Message(f"page-invited.col-{name}"), request.lang) for name in ("actor", "name", "addressee", "link")]
    rows = (
        [defused(row.actor), defused(say(case.named(row.actor), request.lang)), defused(row.addressee.in_language(request.lang)), link]
        for row, link in made
    )
    response = HttpResponse(b"\xef\xbb\xbf" + write_csv(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"links-{draft}.csv") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _page(request: PageRequest, draft: str, **made: Any) -> InvitedLinks:
    model, rows = _draft(request, draft), _rows(request, draft)
    there, reached = links.links_of(request.dossier), reached_by_link(request.revision, draft)
    here = paging(request.query.get("page"), len(rows), LISTED)
    case = Case(dossier=request.view, today=request.today)
    address = request.href("circulations.links", draft=draft)
    return InvitedLinks(
        title=Message("page-invited.links-title", title=title_of(model)),
        draft=draft,
        invited=[
            InvitedLine(
                invitation=first,
                name=case.named(row.actor),
                addressee=row.addressee,
                links=[MadeLink(id=one.pk, made=one.made) for one in there.get(first, ())],
                is_reached=first in reached,
            )
            for first, row in here.of(list(rows.items()))
        ],
        count=len(rows),
        with_link=sum(first in there for first in rows),
        without=sum(first not in there and first in reached for first in rows),
        number=here.number,
        pages=here.pages,
        **here.around(lambda number: f"{address}?{urlencode({'page': number})}"),
        **made,
    )
