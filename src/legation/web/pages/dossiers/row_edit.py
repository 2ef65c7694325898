"""The general form: rows of any table are added, changed and taken out; what a field may name is offered while it is typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.html import format_html, format_html_join

from legation.dossier import TABLES
from legation.dossier.edit import Edit
from legation.dossier.kind import Reference
from legation.errors import DossierError
from legation.language import Message, say
from legation.web.forms.row_field import called, options_of
from legation.web.forms.row_form import RowForm, edits_of, form_for, may_change, next_of, row_of, typed
from legation.web.forms.saving import save_edits
from legation.web.pages.dossiers.rows import record_of, table_of
from legation.web.site import errors
from legation.web.site.request import PageRequest
from legation.web.site.routing import Page, action, file, page, show

__all__ = ["EditRow", "save_row"]


@dataclass(frozen=True, kw_only=True)
class EditRow(Page):
    """The general form."""

    form: RowForm
    superseding: bool
    offered: bool
    back: str


@page("dossiers/<slug:slug>/rows/<slug:table>/new", name="rows.new", template="pages/rows_edit.html", action="propose", kept=True)
def new(asked: PageRequest, table: str) -> EditRow:
    """Return the form for a new row; what the address gives by column stands in it."""
    _changeable(asked, table)
    return _form_page(
        asked, table, form_for(asked, table, values={k: str(v)[:2000] for k, v in asked.query.items() if k not in ("base", "reason")})
    )


@page(
    "dossiers/<slug:slug>/rows/<slug:table>/<path:row>/edit", name="rows.edit", template="pages/rows_edit.html", action="propose", kept=True
)
def edit(asked: PageRequest, table: str, row: str) -> EditRow:
    """Return the form for a row that is there."""
    _changeable(asked, table)
    record_of(asked, table, row)
    return _form_page(asked, table, form_for(asked, table, row))


@action("dossiers/<slug:slug>/rows/<slug:table>/add", name="rows.add", action="propose")
def add(asked: PageRequest, table: str) -> str | HttpResponse:
    """Add a row."""
    _changeable(asked, table)
    return save_row(asked, table)


@action("dossiers/<slug:slug>/rows/<slug:table>/<path:row>/change", name="rows.change", action="propose")
def change(asked: PageRequest, table: str, row: str) -> str | HttpResponse:
    """Change a row."""
    _changeable(asked, table)
    record_of(asked, table, row)
    return save_row(asked, table, row)


@action("dossiers/<slug:slug>/rows/<slug:table>/<path:row>/remove", name="rows.remove", action="edit")
def remove(asked: PageRequest, table: str, row: str) -> str | HttpResponse:
    """Take a row out."""
    table_of(asked, table)
    back = next_of(asked, asked.href("rows", table=table))
    return save_edits(asked, [Edit(table, "remove", row)], next=back, reason=asked.form.get("reason", ""), base=asked.form.get("base"))


@file("dossiers/<slug:slug>/options/<slug:table>", name="options", action="see")
def options(asked: PageRequest, table: str) -> HttpResponse:
    """Return what a field may name, as the choices of a list: ``?column=actor``; without it the rows of the table."""
    definition = table_of(asked, table)
    name = asked.query.get("column", "")
    kind = next((c.kind for c in definition.columns if c.name == name and isinstance(c.kind, Reference)), None)
    if name and kind is None:
        raise Http404
    found = options_of(asked.view, kind or Reference((table,)), table, asked.lang)
    html = format_html_join("", '<option value="{}">{}</option>', ((o.value, say(o.label, asked.lang)) for o in found[:5000]))
    return HttpResponse(format_html("{}", html), headers={"Cache-Control": "private, no-store"})


def save_row(asked: PageRequest, table: str, row: str = "", next: str = "") -> str | HttpResponse:  # noqa: A002 - where to go next
    """Save what the general form sent, and go on; or show it again with what is wrong."""
    edits = edits_of(asked, table, row=row)
    target = next_of(asked, next or asked.href("rows", table=table))
    if not edits:
        return target
    try:
        return save_edits(asked, edits, next=target, reason=asked.form.get("reason", "").strip()[:500], base=asked.form.get("base"))
    except DossierError as error:
        if errors.accepts_json(asked.request):
            raise
        form = form_for(asked, table, row or None, typed(asked), error.problems)
        return show(asked, _form_page(asked, table, form), "pages/rows_edit.html", status=422)


def _form_page(asked: PageRequest, table: str, form: RowForm) -> EditRow:
    title = TABLES[table].title
    record = row_of(asked, table, form.row) if form.row else None
    return EditRow(
        title=Message("page-rows.change-title", name=called(record) or form.row)
        if form.row
        else Message("page-rows.add-title", table=title),
        form=form,
        superseding=bool(form.row) and TABLES[table].superseded,
        offered=not asked.may("edit"),
        back=form.next or asked.href("rows", table=table),
    )


def _changeable(asked: PageRequest, table: str) -> None:
    table_of(asked, table)
    if not may_change(asked, table):
        raise PermissionDenied
