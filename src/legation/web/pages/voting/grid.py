"""Positions as a grid that is filled by keyboard: the fields of one issue, or the values of all issues, an actor a row.

What is typed comes back as a list of changes (:mod:`position_changes`), which is checked without saving while a person types.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse

from legation.dossier import TABLES, Position, standing
from legation.dossier import Dossier as Content
from legation.dossier.kind import Number, Reference
from legation.dossier.problem import Problem
from legation.dossier.tables.labels import heading
from legation.errors import DossierError
from legation.language import Lang, Message, collation_key, say
from legation.questions import Case
from legation.web.forms.row_field import meant_in, names_of, words_of
from legation.web.forms.row_form import home_of, may_change, next_of
from legation.web.forms.saving import save_edits
from legation.web.pages.voting.grid_changes import COLUMNS, changes_sent, edit_of, faults
from legation.web.site import errors
from legation.web.site.as_of import AsOfPage, known_case, later_count, positions_at
from legation.web.site.listing import paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import action, page, show
from legation.web.site.values import parse_int

__all__ = ["Positions"]

_MOST = 2000
"""Names that are looked for at once."""
PAGE = 250
"""Actors on a page of the grid; of the plain form, which sends every field, a fifth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """A column: its field, or in the grid of all issues the issue; with what may stand in it."""

    name: str
    issue: str
    label: Any
    kind: str
    allowed: str
    low: float | None
    high: float | None
    choices: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: as the dossier writes it, as a reader sees it, what it was before an unsaved change, and what is wrong with that."""

    row: str
    raw: str
    shown: str
    was: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """An actor's row; ``key`` names the position that it shows in a plain form."""

    actor: str
    name: Any
    href: str
    row: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, kw_only=True)
class Positions(AsOfPage):
    """The grid."""

    layout: str
    issue: str
    issues: list[tuple[str, Any, bool]]
    low: Any
    high: Any
    everyone: bool
    plain: bool
    words: str
    day: dt.date
    columns: list[GridColumn]
    rows: list[GridRow]
    count: int
    number: int
    pages: int
    previous: str
    next: str
    address: str
    base: int
    editable: bool
    offered: bool
    reason: str
    problems: tuple[Message, ...]


@page("dossiers/<slug:slug>/positions", name="positions", template="pages/positions.html", cached=True, tables=("positions",))
def positions(request: PageRequest) -> Positions:
    """Return the grid of ``?issue=``, or with ``?layout=issues`` of all; ``?actors=all`` adds actors without a position."""
    return _grid(request)


@action("dossiers/<slug:slug>/positions/check", name="positions.check", action="propose")
def check(request: PageRequest) -> HttpResponse:
    """Return what is wrong with changes, saving nothing: ``row`` is the number of the change, from 1."""
    changes = changes_sent(request)
    problems = faults(request, changes)
    body = [
        {
            "row": p.row,
            "column": p.column,
            "found": p.found,
            "allowed": p.allowed,
            "remedy": say(p.remedy, request.lang),
            "said": say(p, request.lang),
        }
        for p in problems
    ]
    return JsonResponse({"ok": not body, "problems": body[:500]}, json_dumps_params={"ensure_ascii": False})


@action("dossiers/<slug:slug>/positions/actors", name="positions.actors", action="propose")
def actors(request: PageRequest) -> HttpResponse:
    """Return who is meant by the lines of ``names``: ids, or names in either language, accents and case ignored."""
    kind = next(c.kind for c in TABLES["positions"].columns if c.name == "actor" and isinstance(c.kind, Reference))
    called = names_of(request.known, "actors")
    given = dict.fromkeys(line.strip() for line in request.form.get("names", "").splitlines()[:_MOST] if line.strip())
    meant = meant_in(request, "positions", kind)
    body = {
        text: {"actor": actor, "name": say(called[actor], request.lang), "href": home_of(request, "actors", actor)}
        for text, actor in ((text, meant(text)) for text in given)
        if actor in called
    }
    return JsonResponse({"ok": True, "actors": body}, json_dumps_params={"ensure_ascii": False})


@action("dossiers/<slug:slug>/positions/save", name="positions.save", action="propose")
def save(request: PageRequest) -> str | HttpResponse:
    """Save every changed position in one revision, or offer them for review."""
    changes = changes_sent(request)
    target = next_of(request, request.href("positions"))
    if not changes:
        return target
    reason = request.form.get("reason", "").strip()[:500]
    try:
        done = request.inside(request.form.get("back", ""), target)
        return save_edits(request, [edit_of(c) for c in changes], next=done, reason=reason, base=request.form.get("base"))
    except DossierError as error:
        if errors.accepts_json(request.http):
            raise
        return show(request, _grid(request, target, changes, error.problems, reason), "pages/positions.html", status=422)


def _grid(
    request: PageRequest,
    address: str = "",
    pending: Sequence[Mapping[str, Any]] = (),
    problems: Sequence[Problem] = (),
    reason: str = "",
) -> Positions:
    """Return the grid of an address, with changes that could not be saved and what is wrong with them."""
    query = _query(request, address)
    base, lang = _base(request, pending), request.lang
    view = _known_at(request, base)
    issues = standing(view.issues)
    issues_taken = {p.issue for p in view.positions}
    first = next((i for i in issues if i.id in issues_taken), issues[0] if issues else None)
    chosen = next((i for i in issues if i.id == query["issue"]), first)
    by_issue = query["layout"] == "issues" and len(issues) > 1 and not query["plain"]
    columns = _by_issue(issues) if by_issue else _by_field(chosen.id if chosen else "")
    typed = {change["actor"] for change in pending}
    rows = _rows(request, view, columns, query, typed, by_issue=by_issue)
    if not rows and not query["q"]:  # of nobody yet: whoever fills the grid in sees everyone
        query = {**query, "actors": "all"}
        rows = _rows(request, view, columns, query, typed, by_issue=by_issue)
    paged = paging(query["page"], len(rows), PAGE // 5 if query["plain"] else PAGE)
    here = [row for n, row in enumerate(rows) if paged.first <= n < paged.last or row.actor in typed]
    editable = may_change(request, "positions") and bool(issues)
    return Positions(
        title=Message("web.place.positions"),
        layout="issues" if by_issue else "fields",
        issue="" if by_issue or chosen is None else chosen.id,
        issues=[(i.id, i.question or i.id, chosen is not None and i.id == chosen.id) for i in issues],
        low=(chosen.low or "0") if chosen and (chosen.low or chosen.high) else "",
        high=(chosen.high or "100") if chosen else "",
        everyone=query["actors"] == "all",
        plain=bool(query["plain"]) and editable,
        words=query["q"],
        day=request.day,
        columns=columns,
        rows=_overlaid(here, columns, pending, problems, lang),
        count=len(rows),
        number=paged.number,
        pages=paged.pages,
        **paged.around(lambda number: _href(request, query, page=str(number))),
        address=_href(request, query, page=str(paged.number) if paged.number > 1 else ""),
        base=base,
        editable=editable,
        offered=not request.may("edit"),
        reason=reason,
        problems=tuple(_problem_words(view, pending, p) for p in problems),
        later=later_count(request, known_case(request), ("positions", "actors", "issues")),
        later_href=_href(request, query, as_of=request.today.isoformat()),
    )


def _base(request: PageRequest, pending: Sequence[Any]) -> int:
    return parse_int(request.form.get("base") if pending else "", request.dossier.head)


def _known_at(request: PageRequest, base: int) -> Content:
    """Return the dossier as known on the day of the page, of the revision on which changes were begun: they stand where they were typed."""
    if base == request.dossier.head:
        return request.known
    case = Case(dossier=request.seen_at(base), today=request.today)
    return case.at(request.day).dossier


def _problem_words(view: Content, pending: Sequence[Mapping[str, Any]], problem: Problem) -> Message:
    """Return what is wrong with the actor's and the column's names instead of the number of a change."""
    change = pending[problem.row - 1] if problem.row and problem.row <= len(pending) else None
    if change is None:
        return problem.at(replace(problem, row=None).place)
    holders = {p.id: p.actor for p in view.positions}
    actor = holders.get(change["row"], change["actor"])
    name: Any = next((a.name for a in view.actors if a.id == actor and a.name), actor)
    column = problem.column if problem.column in {c.name for c in TABLES["positions"].columns} else ""
    place = Message("page-positions.place", actor=name, column=heading("positions", column)) if column else name
    return problem.at(place)


def _query(request: PageRequest, address: str) -> dict[str, str]:
    from django.http import QueryDict

    given = QueryDict(address.partition("?")[2]) if address else request.query
    return {name: given.get(name, "").strip()[:200] for name in ("issue", "layout", "actors", "plain", "q", "page", "as_of")}


def _href(request: PageRequest, query: Mapping[str, str], **changed: str) -> str:
    values = {name: value for name, value in {**query, **changed}.items() if value}
    return request.href("positions") + (f"?{urlencode(values)}" if values else "")


def _by_field(issue: str) -> list[GridColumn]:
    return [_column(name, issue, heading("positions", name)) for name in COLUMNS]


def _by_issue(issues: Sequence[Any]) -> list[GridColumn]:
    return [_column("value", issue.id, issue.question or issue.id) for issue in issues]


def _column(name: str, issue: str, label: Any) -> GridColumn:
    column = next(c for c in TABLES["positions"].columns if c.name == name)
    choices = words_of("positions", column)
    number = column.kind if isinstance(column.kind, Number) else None
    kind = "choice" if choices else "number" if number else "date" if column.kind.name == "date" else "text"
    return GridColumn(
        name=name,
        issue=issue,
        label=label,
        kind=kind,
        allowed=column.kind.allowed,
        low=number.low if number else None,
        high=number.high if number else None,
        choices=tuple((o.value, o.label) for o in choices),
    )


def _rows(
    request: PageRequest, view: Content, columns: Sequence[GridColumn], query: Mapping[str, str], typed: Collection[str], *, by_issue: bool
) -> list[GridRow]:
    """Return the rows in the order of the names; an actor whose standing positions contradict each other has several.

    Actors for whom something was typed are among them in any case.
    """
    lang, positions = request.lang, positions_at(view, request.day)
    wanted = collation_key(query["q"])[0].split()
    names = sorted(((a, say(a.name or a.id, lang)) for a in standing(view.actors)), key=lambda item: collation_key(item[1]))
    rows = []
    for actor, name in names:
        if actor.id not in typed and wanted and not all(word in collation_key(f"{name} {actor.id}")[0] for word in wanted):
            continue
        of_actor = {column.issue: positions.get((actor.id, column.issue), ()) for column in columns}
        if not any(of_actor.values()) and query["actors"] != "all" and actor.id not in typed:
            continue
        href = home_of(request, "actors", actor.id)
        if by_issue:
            cells = tuple(_cell(next(iter(of_actor[column.issue]), None), column, lang) for column in columns)
            rows.append(GridRow(actor.id, name, href, "", cells))
        else:
            for position in of_actor[columns[0].issue] or (None,):
                cells = tuple(_cell(position, column, lang) for column in columns)
                rows.append(GridRow(actor.id, name, href, position.id if position else "", cells))
    return rows


def _cell(position: Position | None, column: GridColumn, lang: Lang) -> GridCell:
    if position is None:
        return GridCell("", "", "")
    raw = cells_of_one(position, column.name)
    return GridCell(position.id, raw, _cell_text(raw, column, lang))


def cells_of_one(position: Position, name: str) -> str:
    """Return one field of a position as the part writes it."""
    value = getattr(position, name)
    if value in (None, "", ()):
        return ""
    return next(c for c in TABLES["positions"].columns if c.name == name).kind.write(value)


def _cell_text(raw: str, column: GridColumn, lang: Lang) -> str:
    if column.kind == "number":
        return raw.replace(".", ",") if lang == "fr" else raw
    return next((say(label, lang) for value, label in column.choices if value == raw), raw)


def _overlaid(
    rows: Sequence[GridRow], columns: Sequence[GridColumn], pending: Sequence[Mapping[str, Any]], problems: Sequence[Problem], lang: Lang
) -> list[GridRow]:
    """Return rows with what was typed instead of what is saved."""
    typed: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    for number, change in enumerate(pending, 1):
        wrong = {p.column: say(p.remedy, lang) for p in problems if p.row == number}
        for name, text in change["values"].items():
            typed[change["row"], change["actor"], change["issue"], name] = text, wrong.get(name, "")
    if not typed:
        return list(rows)
    overlaid = []
    for row in rows:
        cells = []
        for cell, column in zip(row.cells, columns, strict=True):
            text = typed.get((cell.row, row.actor, column.issue, column.name)) or typed.get((cell.row, "", "", column.name))
            cells.append(cell if text is None else GridCell(cell.row, text[0], _cell_text(text[0], column, lang), cell.raw, text[1]))
        overlaid.append(replace(row, cells=tuple(cells)))
    return overlaid
