"""The general form: rows of any table are added, changed and taken out; what a field may name is offered while it is typed."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from legation.dossier import TABLES
from legation.dossier.edit import Edit, cells_of
from legation.errors import DossierError
from legation.language import Message
from legation.web.forms.row_field import called
from legation.web.forms.row_form import RowForm, edits_of, form_for, may_change, next_of, row_of, typed
from legation.web.forms.saving import save_edits
from legation.web.pages.dossiers.rows import record_of, table_of
from legation.web.site import errors
from legation.web.site.page import ROUTES, PageRequest
from legation.web.site.routing import Page, action, page, show

__all__ = ["EditRow", "save_row"]

_READY = {"duties": "notices.new"}
"""Tables whose rows are also added from a list that is ready, and the page on which that is done."""


@dataclass(frozen=True, kw_only=True)
class EditRow(Page):
    """The general form; ``ready`` is where rows of the table are added from a list that is ready, empty where there is none."""

    form: RowForm
    superseding: bool
    offered: bool
    back: str
    ready: str = ""


@page("dossiers/<slug:slug>/rows/<slug:table>/new", name="rows.new", template="pages/rows_edit.html", action="propose", cached=True)
def new(request: PageRequest, table: str) -> EditRow:
    """Return the form for a new row; what the address gives by column stands in it."""
    _changeable(request, table)
    return _form_page(
        request, table, form_for(request, table, values={k: str(v)[:2000] for k, v in request.query.items() if k not in ("base", "reason")})
    )


@page(
    "dossiers/<slug:slug>/rows/<slug:table>/<path:row>/edit",
    name="rows.edit",
    template="pages/rows_edit.html",
    action="propose",
    cached=True,
)
def edit(request: PageRequest, table: str, row: str) -> EditRow:
    """Return the form for a row that is there; what the address gives by column stands in it where the row says nothing."""
    _changeable(request, table)
    cells = cells_of(table, record_of(request, table, row))
    free = {name for column in TABLES[table].columns for name in column.names if not cells.get(name)}
    given = {str(name): str(text)[:2000] for name, text in request.query.items() if name in free}
    return _form_page(request, table, form_for(request, table, row, given))


@action("dossiers/<slug:slug>/rows/<slug:table>/add", name="rows.add", action="propose")
def add(request: PageRequest, table: str) -> str | HttpResponse:
    """Add a row."""
    _changeable(request, table)
    return save_row(request, table)


@action("dossiers/<slug:slug>/rows/<slug:table>/<path:row>/change", name="rows.change", action="propose")
def change(request: PageRequest, table: str, row: str) -> str | HttpResponse:
    """Change a row."""
    _changeable(request, table)
    record_of(request, table, row)
    return save_row(request, table, row)


@action("dossiers/<slug:slug>/rows/<slug:table>/<path:row>/remove", name="rows.remove", action="edit")
def remove(request: PageRequest, table: str, row: str) -> str | HttpResponse:
    """Take a row out."""
    table_of(request, table)
    back = next_of(request, request.href("rows", table=table))
    return save_edits(
        request, [Edit(table, "remove", row)], next=back, reason=request.form.get("reason", ""), base=request.form.get("base")
    )


def save_row(request: PageRequest, table: str, row: str = "", next: str = "") -> str | HttpResponse:  # noqa: A002 - where to go next
    """Save what the general form sent, and go on; or show it again with what is wrong."""
    edits = edits_of(request, table, row=row)
    target = next_of(request, next or request.href("rows", table=table))
    if not edits:
        return target
    try:
        return save_edits(request, edits, next=target, reason=request.form.get("reason", "").strip()[:500], base=request.form.get("base"))
    except DossierError as error:
        if errors.accepts_json(request.http):
            raise
        form = form_for(request, table, row or None, typed(request), error.problems)
        return show(request, _form_page(request, table, form), "pages/rows_edit.html", status=422)


def _form_page(request: PageRequest, table: str, form: RowForm) -> EditRow:
    title = TABLES[table].title
    record = row_of(request, table, form.row) if form.row else None
    return EditRow(
        title=Message("page-rows.change-title", name=called(record) or form.row)
        if form.row
        else Message("page-rows.add-title", table=title),
        form=form,
        superseding=bool(form.row) and TABLES[table].superseded,
        offered=not request.may("edit"),
        back=form.next or request.href("rows", table=table),
        ready=_ready(request, table, form),
    )


def _ready(request: PageRequest, table: str, form: RowForm) -> str:
    """Return where a list is ready for a new row, for whoever may; what the address gives goes with it."""
    name = _READY.get(table, "")
    if not name or form.row or not request.may(ROUTES[name].action):
        return ""
    query = urlencode({key: str(request.query[key]) for key in ("incident", "next") if request.query.get(key)})
    return f"{request.href(name)}?{query}" if query else request.href(name)


def _changeable(request: PageRequest, table: str) -> None:
    table_of(request, table)
    if not may_change(request, table):
        raise PermissionDenied
