"""The trail: who saw and changed what in a dossier, for its owners; who came and what was done to accounts, for administrators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase, StreamingHttpResponse

from legation.language import Message, collation_key
from legation.web.asked import Asked
from legation.web.audit import trail
from legation.web.audit.models import KINDS, Entry
from legation.web.audit.reading import as_csv, as_lines, entries, wanted_of
from legation.web.frame import KEEPING, PLACES
from legation.web.route import Page, file, page

__all__ = ["Trail"]

_AT_ONCE = 100
_OTHER_PLACES = frozenset(
    {"accounts", "account_login", "account_logout", "invitation", "new", "organisations", "people", "profile", "rows", "runs"}
)
"""Families of routes that are no place of the left column and have a name of their own here."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry, in words."""

    id: int
    time: dt.datetime
    hour: str
    kind: str
    name: str
    place: Message | None
    route: str
    object: str
    revision: int | None
    status: int


@dataclass(frozen=True, kw_only=True)
class Trail(Page):
    """A page of the trail, the newest first.

    Attributes
    ----------
    people : list of (str, str)
        Who stands in the trail: account and name, to choose from.
    older : str
        The address of what came before; empty at the end.
    csv, lines : str
        The addresses of the same, whole, as files.
    """

    lede: Message
    entries: list[Line]
    people: list[tuple[str, str]]
    kinds: tuple[str, ...]
    account: str
    kind: str
    first: str
    last: str
    older: str
    csv: str
    lines: str


@page("dossiers/<slug:slug>/audit", name="audit", template="pages/audit.html", action="audit")
def of_dossier(asked: Asked) -> Trail:
    """Return the trail of the dossier."""
    return _shown(asked, asked.dossier.slug)


@file("dossiers/<slug:slug>/audit/trail.csv", name="audit.csv", action="audit")
def csv_of_dossier(asked: Asked) -> HttpResponseBase:
    """Hand over the trail of the dossier as CSV."""
    return _file(asked, asked.dossier.slug, "csv")


@file("dossiers/<slug:slug>/audit/trail.jsonl", name="audit.lines", action="audit")
def lines_of_dossier(asked: Asked) -> HttpResponseBase:
    """Hand over the trail of the dossier as JSON lines."""
    return _file(asked, asked.dossier.slug, "jsonl")


@page("audit", name="audit.site", template="pages/audit.html", action="administer")
def of_site(asked: Asked) -> Trail:
    """Return the trail of the site: nothing of any dossier stands in it."""
    return _shown(asked, "")


@file("audit/trail.csv", name="audit.site.csv", action="administer")
def csv_of_site(asked: Asked) -> HttpResponseBase:
    """Hand over the trail of the site as CSV."""
    return _file(asked, "", "csv")


@file("audit/trail.jsonl", name="audit.site.lines", action="administer")
def lines_of_site(asked: Asked) -> HttpResponseBase:
    """Hand over the trail of the site as JSON lines."""
    return _file(asked, "", "jsonl")


def _file(asked: Asked, dossier: str, ending: str) -> HttpResponseBase:
    trail.flush()
    found = entries(dossier, wanted_of(asked.query))
    rows = as_csv(found) if ending == "csv" else as_lines(found)
    kind = "text/csv; charset=utf-8" if ending == "csv" else "application/jsonl; charset=utf-8"
    response = StreamingHttpResponse(rows, content_type=kind)
    name = f"trail-{dossier or 'site'}-{asked.today.isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _shown(asked: Asked, dossier: str) -> Trail:
    trail.flush()
    wanted = wanted_of(asked.query)
    found = list(entries(dossier, wanted)[: _AT_ONCE + 1])
    there = Entry.objects.filter(dossier=dossier, account__isnull=False).order_by("account").values_list("account", "name").distinct()
    kept = {name: asked.query.get(name, "") for name in ("account", "kind", "from", "to")}
    query = {name: value for name, value in kept.items() if value}
    own = "audit" if dossier else "audit.site"
    asked_for = f"?{urlencode(query)}" if query else ""
    older = f"?{urlencode({**query, 'before': found[_AT_ONCE - 1].pk})}" if len(found) > _AT_ONCE else ""
    return Trail(
        title=Message("page-audit.title" if dossier else "page-audit.site"),
        lede=Message("page-audit.lede" if dossier else "page-audit.site-lede"),
        entries=[_line(entry) for entry in found[:_AT_ONCE]],
        people=sorted({str(number): name for number, name in there}.items(), key=lambda pair: collation_key(pair[1])),
        kinds=KINDS,
        account=kept["account"],
        kind=wanted.kind,
        first=kept["from"],
        last=kept["to"],
        older=older,
        csv=asked.href(f"{own}.csv") + asked_for,
        lines=asked.href(f"{own}.lines") + asked_for,
    )


def _line(entry: Entry) -> Line:
    values: dict[str, Any] = {name: getattr(entry, name) for name in ("time", "kind", "name", "route", "object", "revision", "status")}
    return Line(id=entry.pk, hour=f"{entry.time:%H:%M:%S}", place=_place(entry.route), **values)


def _place(route: str) -> Message | None:
    """Return what the place of a route is called; None where it has no name of its own."""
    family = route.partition(".")[0]
    if family in (*PLACES, *KEEPING):
        return Message(f"web.place.{family}")
    return Message(f"page-audit.place.{family}") if family in _OTHER_PLACES else None
