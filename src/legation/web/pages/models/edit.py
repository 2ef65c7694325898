"""A model is worked on section by section: what is typed stays, be it right or not yet, until it is saved as a revision or put aside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

from legation.dossier.parts.form import form_of
from legation.dossier.parts.part_text import PartText, RawRow, path_of, place_of_fault, written_path
from legation.dossier.parts.toml_lines import Path
from legation.dossier.problem import Problem
from legation.dossier.tables.labels import column_called, table_called
from legation.errors import DossierError
from legation.language import Message, say
from legation.web.forms.field_help import plain_help
from legation.web.forms.model_copy import OpenPart, heading_of, kind_title, opened, title_of, with_part
from legation.web.forms.model_field import field_name
from legation.web.forms.model_form import (
    Faults,
    ModelRowForm,
    SectionTab,
    faults_by_row,
    faults_named,
    form_of_row,
    row_digest,
    sections,
    with_sent,
)
from legation.web.forms.saving import save_content
from legation.web.forms.statement_words import row_called
from legation.web.site import errors
from legation.web.site.listing import Paging, paging
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.drafts import working

__all__ = ["EditModel", "SectionRow", "done", "save_part"]

TEMPLATE = "pages/models_edit.html"
_PAGE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A row of the section that is open: where it stands, what it is called, how much is wrong; ``form`` where it is open itself."""

    place: str
    number: int
    title: str
    note: str
    faults: int
    form: ModelRowForm | None
    first: bool
    last: bool


@dataclass(frozen=True, kw_only=True)
class EditModel(Page):
    """A section of a model, with the row of it that is open.

    Attributes
    ----------
    section : str
        The table that is open; empty for the head.
    head : ModelRowForm or None
        The form of the head, where that is open; of a single table that of its row.
    base : int
        The revision that the work is begun from.
    digest : str
        What the open row said when the page was made.
    faults : tuple of (words, address)
        What is wrong with the part as a whole, after it was to be saved: each with where it stands.
    """

    kind: str
    one: Any
    name: str
    part: str
    tabs: list[SectionTab]
    section: str
    section_title: Any
    help: str
    head: ModelRowForm | None
    rows: list[SectionRow]
    add: str
    opened: str
    base: int
    digest: str
    number: int
    pages: int
    unsaved: bool
    since: dt.date | None
    is_saved: bool
    faults: tuple[tuple[Any, str], ...]
    stale: bool
    reason: str
    matrix: str
    options: str
    home: str


@page("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/edit", name="models.edit", template=TEMPLATE, action="edit")
def edit(request: PageRequest, kind: str, name: str) -> EditModel | HttpResponse:
    """Return a section of a model: ``?section=descriptor&row=descriptor.2``; ``&checked=yes`` says what is missing."""
    part = opened(request, kind, name)
    if part.text.table is None:
        return HttpResponseRedirect(request.href("models.text", kind=kind, name=name))
    return edit_page(request, part)


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/keep", name="models.keep", action="edit")
def leave(request: PageRequest, kind: str, name: str) -> str | HttpResponse:
    """Leave what the form sent in the working copy, and do what its button says: add, remove or move a row, go on, or save all."""
    part = opened(request, kind, name)
    section, row = request.form.get("section", ""), path_of(request.form.get("open", ""))
    if part.text.table is None:
        return request.href("models.text", kind=kind, name=name)
    stale = bool(row) and row != part.text.head and request.form.get("digest", "") not in ("", row_digest(part.text, row))
    if stale and not errors.accepts_json(request.http):
        return show(request, edit_page(request, part, stale=True), TEMPLATE, status=409)
    if stale:
        return JsonResponse({"ok": False, "stale": True, "said": say(Message("page-models.stale"), request.lang)}, status=409)
    text = with_sent(request, part.text, request.form)
    do, _, place = request.form.get("do", "stay").partition(":")
    text, row, section = done(text, do, path_of(place), row, section, place)
    part = part.put(request, text, reason=request.form.get("reason", "")[:500])
    if errors.accepts_json(request.http) and do == "stay":
        return _checked(request, part, row)
    if do == "save":
        return save_part(request, part)
    query = {"section": section, "row": written_path(row), "checked": "yes" if do == "stay" else ""}
    return _href(request, part, **query) + (f"#row-{written_path(row)}" if row else "")


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/discard", name="models.discard", action="edit")
def discard(request: PageRequest, kind: str, name: str) -> str:
    """Put the working copy aside: what is saved stays as it is."""
    part = opened(request, kind, name)
    if part.draft is not None:
        working.drop(request, part.draft.pk)
    return request.href("models.one", kind=kind, name=name) if part.is_saved else request.href("models.kind", kind=kind)


def save_part(request: PageRequest, part: OpenPart) -> str | HttpResponse:
    """Save a part as a revision; or show what is wrong with it, each fault with the place where it is mended."""
    if part.text.faults:
        if errors.accepts_json(request.http):
            raise DossierError(Message("dossier.faults", count=len(part.text.faults), first=str(part.text.faults[0])), part.text.faults)
        return show(request, edit_page(request, part, failed=True), TEMPLATE, status=422)
    begun = request.seen_at(part.base)
    mine = with_part(begun, part.part, part.text.data)
    reason: Any = request.form.get("reason", "").strip()[:500] or Message(
        "page-models.reason-changed" if part.is_saved else "page-models.reason-added",
        what=kind_title(part.kind),
        title=title_of(part.text, request.lang) or part.name,
    )
    settings = part.draft.settings if part.draft is not None else {}
    target = request.inside(str(settings.get("next", "")), request.href("models.one", kind=part.kind.id, name=part.name))
    return save_content(
        request, mine, base=part.base, next=target, reason=reason, working=part.draft.pk if part.draft is not None else None
    )


def edit_page(request: PageRequest, part: OpenPart, *, failed: bool = False, stale: bool = False) -> EditModel:
    """Return a section of a part as it is now."""
    given = request.form if failed or stale else request.query
    text = part.text
    tables = {of.table: of for of in text.form.tables}
    section, rows, row = _open_place(text, given.get("section", ""), path_of(given.get("open" if failed or stale else "row", "")))
    checked = failed or bool(request.query.get("checked"))
    faults = faults_by_row(text)
    single = bool(section) and tables[section].single
    paths = [one.path for one in rows]
    paged = paging(given.get("page"), len(rows), _PAGE, (paths.index(row) if row in paths else 0) // _PAGE + 1)
    head = text.head if not section else paths[0] if single and rows else None
    here = text.head if not section else row
    return EditModel(
        title=heading_of(text, request.lang),
        kind=part.kind.id,
        one=kind_title(part.kind),
        name=part.name,
        part=part.part,
        tabs=sections(text, section, faults, Message("page-models.head")),
        section=section,
        section_title=table_called(section) if section else Message("page-models.head"),
        help=plain_help(
            part.kind.about(section or part.kind.section or "head") if section or part.kind.section else part.kind.title, request.lang
        ),
        head=None if head is None else form_of_row(request, text, head, faults, checked=checked),
        rows=[] if single else _section_rows(request, text, rows, row, faults, paged, checked=checked),
        add=section if section and len(rows) < (1 if single else tables[section].most) else "",
        opened=written_path(here),
        base=part.base,
        digest=row_digest(text, here),
        number=paged.number,
        pages=paged.pages,
        unsaved=part.draft is not None,
        since=(part.draft.expires - working.PERIOD).date() if part.draft is not None else None,
        is_saved=part.is_saved,
        faults=tuple(_located(request, part, one) for one in faults_named(text)[:100]) if failed else (),
        stale=stale,
        reason=request.form.get("reason", str(part.draft.settings.get("reason", "")) if part.draft is not None else ""),
        matrix=request.href("models.matrix", kind="scenario", name=part.name) if part.kind.id == "scenario" else "",
        options=request.href("models.options", kind="conflict", name=part.name) if part.kind.id == "conflict" else "",
        home=request.href("models.one", kind=part.kind.id, name=part.name)
        if part.is_saved
        else request.href("models.kind", kind=part.kind.id),
    )


def _open_place(text: PartText, section: str, wanted: Path) -> tuple[str, tuple[RawRow, ...], Path]:
    """Return the section that is shown, its rows, and which of them is open: the one that is wanted, or the only one."""
    tables = [of.table for of in text.form.tables]
    section = section if section in tables else "" if text.columns(text.head) else tables[0]
    rows = text.below((), section) if section else ()
    return section, rows, next((one.path for one in rows if one.path == wanted), rows[0].path if len(rows) == 1 else ())


def _section_rows(
    request: PageRequest,
    text: PartText,
    rows: tuple[RawRow, ...],
    row: Path,
    faults: Faults,
    paged: Paging,
    *,
    checked: bool,
) -> list[SectionRow]:
    """Return the rows of a page of a section, the one that is open with its form."""
    return [
        SectionRow(
            place=written_path(one.path),
            number=number,
            title=row_called(text, one, request.lang),
            note=_note(text, one.path, request.lang),
            faults=sum(len(found) for path, found in faults.items() if path[: len(one.path)] == one.path),
            form=form_of_row(request, text, one.path, faults, checked=checked) if one.path == row else None,
            first=number == 1,
            last=number == len(rows),
        )
        for number, one in enumerate(rows, start=1)
        if paged.first < number <= paged.last
    ]


def done(text: PartText, do: str, path: Path, row: Path, section: str, place: str) -> tuple[PartText, Path, str]:
    """Return a part after what a button says, with the row and the section that are open then."""
    if do == "add" and path:
        above, table = path[:-1], str(path[-1])
        if above and text.row(above) is None:
            return text, row, section
        before = len(text.below(above, table))
        of = next((one for one in form_of(text.record_at(above)).tables if one.table == table), None)
        if of is None or before >= of.most:
            return text, row, section
        text = text.with_row(above, table)
        return text, ((table, before + 1) if not above and not of.single else row), section
    if do == "remove" and path and text.row(path) is not None:
        return text.without(path), (() if row[: len(path)] == path else _after(row, path)), section
    if do in ("up", "down") and path and text.row(path) is not None:
        by = -1 if do == "up" else 1
        return text.moved(path, by), _moved(row, path, by, len(text.below(path[:-2], str(path[-2])))), section
    if do == "open":
        return text, path, (str(path[0]) if path and str(path[0]) in {of.table for of in text.form.tables} else "")
    if do == "go":
        return text, (), place
    return text, row, section


def _after(row: Path, gone: Path) -> Path:
    """Return where a row stands after one was taken out."""
    depth = len(gone) - 1
    if len(row) > depth and row[:depth] == gone[:depth] and isinstance(row[depth], int) and row[depth] > gone[depth]:  # type: ignore[operator]
        return (*row[:depth], row[depth] - 1, *row[depth + 1 :])  # type: ignore[operator]
    return row


def _moved(row: Path, path: Path, by: int, count: int) -> Path:
    """Return where a row stands after one changed places with its neighbour."""
    depth = len(path) - 1
    number = path[depth]
    if not isinstance(number, int) or not 0 < number + by <= count or row[:depth] != path[:depth] or len(row) <= depth:
        return row
    if row[depth] == number:
        return (*row[:depth], number + by, *row[depth + 1 :])
    return (*row[:depth], number, *row[depth + 1 :]) if row[depth] == number + by else row


def _checked(request: PageRequest, part: OpenPart, row: Path) -> JsonResponse:
    """Return what is wrong with what was typed, by the names of the fields; and a sign of what the open row says now."""
    found: dict[str, str] = {}
    for path, faults in faults_by_row(part.text).items():
        for column, one in faults:
            found.setdefault(field_name(path, column), say(one.remedy, request.lang))
    body = {
        "ok": True,
        "faults": found,
        "digest": row_digest(part.text, row),
        "unsaved": part.draft is not None,
        "said": say(Message("page-models.left"), request.lang),
        "ids": {field_name(one.path, "id"): str(one.values["id"]) for one in part.text.rows if one.values.get("id")},
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": "private, no-store"})


def _located(request: PageRequest, part: OpenPart, fault: Problem) -> tuple[Any, str]:
    path, column = place_of_fault(fault, part.text)
    top = path[:2] if path and path[0] in {of.table for of in part.text.form.tables} else ()
    table = str(top[0]) if top else ""
    row = part.text.row(path)
    place: Any = (
        row_called(part.text, row, request.lang) if row is not None else table_called(table) if table else Message("page-models.head")
    )
    href = _href(request, part, section=table, row=written_path(top), checked="yes")
    own = next((one for one in part.text.columns(path) if column in one.names), None) if column else None
    if column:
        place = Message("page-models.at", row=place.rstrip(" .") if isinstance(place, str) else place, column=column_called(column))
    said = f"{column}_{request.lang}"
    name = said if own is not None and part.kind.each_language and said in own.names else column
    return fault.at(place), f"{href}#f-{field_name(path, name)}"


def _note(text: PartText, path: Path, lang: str) -> str:
    """Return in a few words what stands below a row: the rows of its first table."""
    below = next((text.below(path, of.table) for of in form_of(text.record_at(path)).tables), ())
    return " · ".join(one.called(lang) for one in below[:4]) + (" …" if len(below) > 4 else "")


def _href(request: PageRequest, part: OpenPart, **query: str) -> str:
    values = {name: value for name, value in query.items() if value}
    return request.href("models.edit", kind=part.kind.id, name=part.name) + (f"?{urlencode(values)}" if values else "")
