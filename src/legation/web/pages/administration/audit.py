"""The audit trail on a page and as a file: of a dossier for its owners, of the site for administrators; filtered, newest first."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse

from legation.errors import WrongUse
from legation.language import Message, collation_key
from legation.web.site.csv_file import defused
from legation.web.site.frame import PLACES, UPKEEP
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, file, page
from legation.web.site.values import parse_int
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import KINDS, Entry

__all__ = [
    "COLUMNS",
    "TrailPage",
    "Wanted",
    "as_csv",
    "as_lines",
    "entries",
    "wanted_of",
]


COLUMNS = ("time", "kind", "account", "name", "dossier", "revision", "route", "object", "status", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: of a person, of a kind, between two days, before one that was shown."""

    account: int | None = None
    kind: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    before: int | None = None


def wanted_of(query: Any) -> Wanted:
    """Return what an address asks for.

    Raises
    ------
    WrongUse
        Where it is not a number, a kind or a day.
    """
    kind = query.get("kind", "")
    if kind and kind not in KINDS:
        raise WrongUse(Message("dossier.not-allowed", name="kind", found=kind[:40], allowed=" | ".join(KINDS)))
    return Wanted(
        account=_number(query, "account"), kind=kind, first=_day(query, "from"), last=_day(query, "to"), before=_number(query, "before")
    )


def entries(dossier: str, wanted: Wanted) -> QuerySet[Entry]:
    """Return the entries of a dossier; of the site itself where ``dossier`` is empty."""
    rows = Entry.objects.filter(dossier=dossier)
    if wanted.account is not None:
        rows = rows.filter(account=wanted.account)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.first is not None:
        rows = rows.filter(time__gte=dt.datetime.combine(wanted.first, dt.time(), dt.UTC))
    if wanted.last is not None:
        rows = rows.filter(time__lt=dt.datetime.combine(wanted.last, dt.time(), dt.UTC) + dt.timedelta(days=1))
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return rows.order_by("-pk")


def as_csv(rows: QuerySet[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV file; what a spreadsheet would run as a formula is written as text."""
    yield ",".join(COLUMNS) + "\r\n"
    for entry in rows.iterator(chunk_size=1000):
        out = io.StringIO()
        csv.writer(out).writerow([defused(cell) for cell in _cells(entry).values()])
        yield out.getvalue()


def as_lines(rows: QuerySet[Entry]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for entry in rows.iterator(chunk_size=1000):
        yield json.dumps(_cells(entry), ensure_ascii=False) + "\n"


def _cells(entry: Entry) -> dict[str, Any]:
    return {name: entry.time.isoformat() if name == "time" else getattr(entry, name) for name in COLUMNS}


def _number(query: Any, name: str) -> int | None:
    text = query.get(name, "")
    number = parse_int(text)
    if text and number is None:
        raise WrongUse(Message("dossier.not-allowed", name=name, found=text[:40], allowed="0..."))
    return number


def _day(query: Any, name: str) -> dt.date | None:
    text = query.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUse(Message("page-accounts.field.date", found=text[:40])) from error


_AT_ONCE = 100
_OTHER_PLACES = frozenset(
    {
        "accounts",
        "account_login",
        "account_logout",
        "invitation",
        "new",
        "observations",
        "organisations",
        "people",
        "profile",
        "rows",
        "runs",
    }
)
"""Families of routes that are no place of the left column and have a name of their own here."""


@dataclass(frozen=True, kw_only=True)
class TrailLine:
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
class TrailPage(Page):
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
    entries: list[TrailLine]
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
def of_dossier(request: PageRequest) -> TrailPage:
    """Return the trail of the dossier."""
    return _page_of(request, request.dossier.slug)


@file("dossiers/<slug:slug>/audit/trail.csv", name="audit.csv", action="audit")
def csv_of_dossier(request: PageRequest) -> HttpResponseBase:
    """Hand over the trail of the dossier as CSV."""
    return _file(request, request.dossier.slug, "csv")


@file("dossiers/<slug:slug>/audit/trail.jsonl", name="audit.lines", action="audit")
def lines_of_dossier(request: PageRequest) -> HttpResponseBase:
    """Hand over the trail of the dossier as JSON lines."""
    return _file(request, request.dossier.slug, "jsonl")


@page("audit", name="audit.site", template="pages/audit.html", action="administer")
def of_site(request: PageRequest) -> TrailPage:
    """Return the trail of the site: nothing of any dossier stands in it."""
    return _page_of(request, "")


@file("audit/trail.csv", name="audit.site.csv", action="administer")
def csv_of_site(request: PageRequest) -> HttpResponseBase:
    """Hand over the trail of the site as CSV."""
    return _file(request, "", "csv")


@file("audit/trail.jsonl", name="audit.site.lines", action="administer")
def lines_of_site(request: PageRequest) -> HttpResponseBase:
    """Hand over the trail of the site as JSON lines."""
    return _file(request, "", "jsonl")


def _file(request: PageRequest, dossier: str, ending: str) -> HttpResponseBase:
    trail.flush()
    matching = entries(dossier, wanted_of(request.query))
    rows = as_csv(matching) if ending == "csv" else as_lines(matching)
    kind = "text/csv; charset=utf-8" if ending == "csv" else "application/jsonl; charset=utf-8"
    response = StreamingHttpResponse(rows, content_type=kind)
    name = f"trail-{dossier or 'site'}-{request.today.isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _page_of(request: PageRequest, dossier: str) -> TrailPage:
    trail.flush()
    wanted = wanted_of(request.query)
    rows = list(entries(dossier, wanted)[: _AT_ONCE + 1])
    there = Entry.objects.filter(dossier=dossier, account__isnull=False).order_by("account").values_list("account", "name").distinct()
    typed = {name: request.query.get(name, "") for name in ("account", "kind", "from", "to")}
    query = {name: value for name, value in typed.items() if value}
    own = "audit" if dossier else "audit.site"
    filters = f"?{urlencode(query)}" if query else ""
    older = f"?{urlencode({**query, 'before': rows[_AT_ONCE - 1].pk})}" if len(rows) > _AT_ONCE else ""
    return TrailPage(
        title=Message("page-audit.title" if dossier else "page-audit.site"),
        lede=Message("page-audit.lede" if dossier else "page-audit.site-lede"),
        entries=[_line(entry) for entry in rows[:_AT_ONCE]],
        people=sorted({str(number): name for number, name in there}.items(), key=lambda pair: collation_key(pair[1])),
        kinds=KINDS,
        account=typed["account"],
        kind=wanted.kind,
        first=typed["from"],
        last=typed["to"],
        older=older,
        csv=request.href(f"{own}.csv") + filters,
        lines=request.href(f"{own}.lines") + filters,
    )


def _line(entry: Entry) -> TrailLine:
    values: dict[str, Any] = {name: getattr(entry, name) for name in ("time", "kind", "name", "route", "object", "revision", "status")}
    return TrailLine(id=entry.pk, hour=f"{entry.time:%H:%M:%S}", place=_place(entry.route), **values)


def _place(route: str) -> Message | None:
    """Return what the place of a route is called; None where it has no name of its own."""
    family = route.partition(".")[0]
    if family in (*PLACES, *UPKEEP):
        return Message(f"web.place.{family}")
    return Message(f"page-audit.place.{family}") if family in _OTHER_PLACES else None
