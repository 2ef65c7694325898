"""Any table of a dossier as a list, and any row with its history.

Tables that have a page of their own are here too: so every field of every table can be read and, by :mod:`rows_edit`, edited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from legation.dossier import TABLES
from legation.dossier.column import Column, Table, Wording
from legation.dossier.kind import Choice, Reference
from legation.dossier.tables.labels import choice_word, heading
from legation.language import Lang, Message, collation_key, say
from legation.web.forms.row_field import called, named, names_of, places_of
from legation.web.forms.row_form import add_href, edit_href, home_of, may_change, record_href, row_of
from legation.web.site.as_of import AsOfPage, later, later_href, same_day
from legation.web.site.cache import Cache
from legation.web.site.listing import paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import page

__all__ = ["RowPage", "TablePage", "record_of", "table_of"]

PAGE = 200
"""Rows on a page of a list."""
_LISTED = 7
"""Columns of a list."""
_TEXTS: Cache[list[str]] = Cache(300_000, weigh=len)
"""What is searched of the rows of a table, for a reader, a day and a language."""


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value of a row before a reader; ``href`` leads to what it names."""

    label: Any
    value: Any
    href: str = ""


@dataclass(frozen=True, slots=True)
class RowLink:
    """Another row."""

    id: str
    label: Any
    href: str
    note: Any = ""


@dataclass(frozen=True, kw_only=True)
class TablePage(AsOfPage):
    """A table as a list.

    Attributes
    ----------
    columns : list of Message
    rows : list of (Linked, list)
        Each row's own page, and its values in the order of ``columns``.
    count, number, pages : int
        How many rows there are, which page this is, of how many.
    tables : list of Linked
        The other tables.
    """

    table: str
    columns: list[Message]
    rows: list[tuple[RowLink, list[Any]]]
    count: int
    number: int
    pages: int
    words: str
    tables: list[RowLink]
    add: str
    previous: str
    next: str


@dataclass(frozen=True, kw_only=True)
class RowPage(AsOfPage):
    """A row with every field, its history and what it rests on; without them, and ``later``, where it became known after the day."""

    table: str
    id: str
    fields: list[ShownValue]
    older: list[RowLink]
    newer: list[RowLink]
    evidence: list[RowLink]
    author: str
    recorded: Any
    reason: str
    list: str
    edit: str
    remove: str
    base: int


def table_of(request: PageRequest, name: str) -> Table:
    """Return a table that the person may see; another does not exist for them."""
    if name not in TABLES or (request.scope.tables is not None and name not in request.scope.tables):
        raise Http404
    return TABLES[name]


def record_of(request: PageRequest, table: str, row: str) -> Any:
    """Return a row that the person may see; another does not exist for them."""
    table_of(request, table)
    record = row_of(request, table, row)
    if record is None:
        raise Http404
    return record


def shown(request: PageRequest, table: str, column: Column, row: Any) -> Any:
    """Return a field of a row as something that can be said; None where it is empty."""
    value = getattr(row, column.name)
    if value is None or value == "" or value == () or (isinstance(value, Wording) and not value):
        return None
    if isinstance(column.kind, Reference):
        names = (value,) if isinstance(value, str) else value
        linked = tuple(named(request.known, column.kind, name, table) for name in names)
        return linked[0] if isinstance(value, str) else linked
    return choice_word(table, column.name, value) if isinstance(column.kind, Choice) else value


@page("dossiers/<slug:slug>/rows/<slug:table>", name="rows", template="pages/rows.html", cached=True)
def rows(request: PageRequest, table: str) -> TablePage:
    """Return a table, or those of its rows that hold the words of ``?q=``."""
    definition = table_of(request, table)
    every = request.known.rows(table)
    filled = [
        c
        for c in definition.columns
        if c.name != "id" and any(getattr(row, c.name) not in (None, "", (), Wording()) for row in every[:500])
    ]
    first = [c for c in filled if c.name not in ("supersedes", "recorded", "reason", "author", "marking", "sha256", "evidence", "note")]
    columns = sorted(first or filled, key=lambda c: _place(definition, c.name))[:_LISTED]
    names = {c.name: _names(request, table, c) for c in columns if isinstance(c.kind, Reference)}
    words = request.query.get("q", "").strip()[:200]
    listed: Sequence[Any] = every
    if words:
        key = (request.revision.hash, request.scope.key, request.day, request.lang, table)
        texts = _TEXTS.get(key, lambda: _texts([(row.id, *_cells(table, columns, row, names)) for row in every], request.lang))
        wanted = collation_key(words)[0].split()
        listed = [row for row, text in zip(every, texts, strict=True) if all(word in text for word in wanted)]
    here = paging(request.query.get("page"), len(listed), PAGE)
    return TablePage(
        title=Message("page-rows.table-title", table=definition.title),
        table=table,
        columns=[heading(table, c.name) for c in columns],
        rows=[(_linked(request, table, row), _cells(table, columns, row, names)) for row in here.of(listed)],
        count=len(listed),
        number=here.number,
        pages=here.pages,
        words=words,
        tables=[
            RowLink(name, other.title, same_day(request, request.href("rows", table=name)), len(getattr(request.known, name)))
            for name, other in TABLES.items()
            if request.scope.tables is None or name in request.scope.tables
        ],
        add=add_href(request, table, back=request.href("rows", table=table)) if may_change(request, table) else "",
        **here.around(lambda number: _page_href(request, table, words, number)),
        **later(request, table),
    )


@page("dossiers/<slug:slug>/rows/<slug:table>/<path:row>/row", name="rows.one", template="pages/rows_one.html", cached=True)
def one(request: PageRequest, table: str, row: str) -> RowPage:
    """Return a row with its history."""
    definition = table_of(request, table)
    every = request.known.rows(table)
    record = next((r for r in every if definition.identity(r) == row), None)
    if record is None:
        return _not_yet(request, table, definition.identity(record_of(request, table, row)))
    by_id = {r.id: r for r in every if r.id}
    back, newer = getattr(record, "supersedes", ""), [r for r in every if getattr(r, "supersedes", "") == record.id and record.id]
    older: list[Any] = []
    while back in by_id and len(older) < 100:
        older.append(by_id[back])
        back = by_id[back].supersedes
    aside = {"supersedes", "author", "recorded", "reason", "evidence"}
    known = {e.id: e for e in request.known.evidence}
    editable = may_change(request, table)
    return RowPage(
        title=called(record) or row,
        table=table,
        id=row,
        fields=[
            ShownValue(heading(table, c.name), value, _leads_to(request, table, c, record))
            for c in definition.columns
            if c.name not in aside and (value := shown(request, table, c, record)) is not None
        ],
        older=[_linked(request, table, r) for r in older],
        newer=[_linked(request, table, r) for r in newer],
        evidence=[
            RowLink(i, called(known[i]), record_href(request, "evidence", i), known[i].quote)
            for i in getattr(record, "evidence", ())
            if i in known
        ],
        author=getattr(record, "author", ""),
        recorded=getattr(record, "recorded", None),
        reason=getattr(record, "reason", ""),
        list=same_day(request, request.href("rows", table=table)),
        edit=edit_href(request, table, row, back=request.href("rows", table=table)) if editable else "",
        remove=request.href("rows.remove", table=table, row=row) if request.may("edit") else "",
        base=request.dossier.head,
    )


def _place(table: Table, column: str) -> int:
    """Return where a column stands in a list: what a form asks for first comes first."""
    return table.first.index(column) if column in table.first else len(table.first)


def _not_yet(request: PageRequest, table: str, row: str) -> RowPage:
    """Return the page of a row that became known after the day of the page: nothing of it but where it stands."""
    return RowPage(
        title=row,
        table=table,
        id=row,
        fields=[],
        older=[],
        newer=[],
        evidence=[],
        author="",
        recorded=None,
        reason="",
        list=same_day(request, request.href("rows", table=table)),
        edit="",
        remove="",
        base=request.dossier.head,
        later=1,
        later_href=later_href(request),
    )


def _names(request: PageRequest, table: str, column: Column) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for to in places_of(column.kind, table):  # type: ignore[arg-type]  # the caller gives references only
        names |= names_of(request.known, to)
    return names


def _cells(table: str, columns: Sequence[Column], row: Any, names: dict[str, dict[str, Any]]) -> list[Any]:
    cells: list[Any] = []
    for column in columns:
        value = getattr(row, column.name)
        if value in (None, "", (), Wording()):
            cells.append(None)
        elif column.name in names:
            named_rows = names[column.name]
            cells.append(named_rows.get(value, value) if isinstance(value, str) else tuple(named_rows.get(v, v) for v in value))
        else:
            cells.append(choice_word(table, column.name, value) if isinstance(column.kind, Choice) else value)
    return cells


def _texts(rows: Iterable[Sequence[Any]], lang: Lang) -> list[str]:
    """Return the cells of each row as they are searched, accents and case ignored; what many rows have in common is said once."""
    said: dict[tuple[type, Any], str] = {}

    def folded(cell: Any) -> str:
        key = type(cell), cell  # one and yes are equal, and are not said alike
        if key not in said:
            said[key] = collation_key(say(cell, lang))[0]
        return said[key]

    return [" ".join(folded(cell) for cell in cells if cell is not None) for cells in rows]


def _linked(request: PageRequest, table: str, row: Any) -> RowLink:
    identity = TABLES[table].identity(row)
    return RowLink(identity, called(row) or identity, record_href(request, table, identity), getattr(row, "recorded", None) or "")


def _leads_to(request: PageRequest, table: str, column: Column, row: Any) -> str:
    """Return the address of the one row that a field names."""
    value = getattr(row, column.name)
    if not isinstance(column.kind, Reference) or not isinstance(value, str):
        return ""
    to = places_of(column.kind, table)[0]
    return home_of(request, to, value) if to in TABLES and to not in ("groups", "coalitions") else ""


def _page_href(request: PageRequest, table: str, words: str, number: int) -> str:
    from urllib.parse import urlencode

    return same_day(request, request.href("rows", table=table) + "?" + urlencode({**({"q": words} if words else {}), "page": number}))
