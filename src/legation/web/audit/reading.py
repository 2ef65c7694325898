"""Reading the trail: filtered, newest first, a page at a time; and as a file to take along."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from legation.errors import WrongUse
from legation.language import Message
from legation.web.audit.models import KINDS, Entry
from legation.web.numbers import whole

__all__ = ["COLUMNS", "Wanted", "as_csv", "as_lines", "entries", "wanted_of"]

COLUMNS = ("time", "kind", "account", "name", "dossier", "revision", "route", "object", "status", "address")

_RUN = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


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
    found = Entry.objects.filter(dossier=dossier)
    if wanted.account is not None:
        found = found.filter(account=wanted.account)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.first is not None:
        found = found.filter(time__gte=dt.datetime.combine(wanted.first, dt.time(), dt.UTC))
    if wanted.last is not None:
        found = found.filter(time__lt=dt.datetime.combine(wanted.last, dt.time(), dt.UTC) + dt.timedelta(days=1))
    if wanted.before is not None:
        found = found.filter(pk__lt=wanted.before)
    return found.order_by("-pk")


def as_csv(found: QuerySet[Entry]) -> Iterator[str]:
    """Yield the lines of a CSV file; what a spreadsheet would run as a formula is written as text."""
    yield ",".join(COLUMNS) + "\r\n"
    for entry in found.iterator(chunk_size=1000):
        out = io.StringIO()
        csv.writer(out).writerow([_defused(cell) for cell in _cells(entry).values()])
        yield out.getvalue()


def as_lines(found: QuerySet[Entry]) -> Iterator[str]:
    """Yield one JSON object a line."""
    for entry in found.iterator(chunk_size=1000):
        yield json.dumps(_cells(entry), ensure_ascii=False) + "\n"


def _cells(entry: Entry) -> dict[str, Any]:
    return {name: entry.time.isoformat() if name == "time" else getattr(entry, name) for name in COLUMNS}


def _defused(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs: names are a person's own words, so that any sign that may begin a formula counts."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ")[:1] in _RUN else cell


def _number(query: Any, name: str) -> int | None:
    text = query.get(name, "")
    number = whole(text)
    if text and number is None:
        raise WrongUse(Message("dossier.not-allowed", name=name, found=text[:40], allowed="0..."))
    return number


def _day(query: Any, name: str) -> dt.date | None:
    text = query.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise WrongUse(Message("page-accounts.field.date", found=text[:40])) from error
