"""Forms for rows: any table, or some of its columns, made from the definition of its fields.

How a page uses it
------------------
The simplest way is a link to the general form. It comes back to ``next`` when it is saved; other values of the query fill fields::

    request.href("rows.new", table="engagements") + "?actor=FRA&next=" + quote(request.http.get_full_path())
    request.href("rows.edit", table="engagements", row=identity) + "?next=..."

In :func:`add_href` and :func:`edit_href` both are written for you. A page with a form of its own gives it to its template::

    form = form_for(request, "positions", only=("value", "held_from"), values={"actor": "FRA"})       # in the page's dataclass
    <form class="form" method="post" action="{{ page.form.action }}">{% csrf %}{% include "site/row_form.html" with form=page.form %}
    <p class="actions"><button class="button primary">...</button></p></form>

and its action reads it back and saves; what is wrong stands beside its field, and nothing that was typed is lost::

    edits = edits_of(request, "positions", row=identity)          # for "change" only what differs; [] where nothing does
    try:
        return save_edits(request, edits, next=..., reason=request.form.get("reason", ""), base=request.form.get("base"))
    except DossierError as error:
        form = form_for(request, "positions", row=identity, values=typed(request), problems=error.problems)
        return show(request, MyPage(form=form), "pages/mine.html", status=422)

:func:`legation.web.pages.dossiers.row_edit.save_row` does all of this with the general form.
Several rows in one form: give each a ``prefix`` and collect the edits; the problems of the second are those with ``number=2``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from legation.dossier import TABLES
from legation.dossier.column import Column, Table
from legation.dossier.edit import Do, Edit, cells_of
from legation.dossier.kind import Reference
from legation.dossier.problem import Problem
from legation.web.forms.row_field import BEHIND, SHORT, STAMPED, RowField, field_of, ids_of
from legation.web.forms.saving import PROPOSABLE
from legation.web.site.as_of import same_day
from legation.web.site.page import PageRequest

__all__ = [
    "RowField",
    "RowForm",
    "add_href",
    "edit_href",
    "edits_of",
    "form_for",
    "home_of",
    "leading_back",
    "may_change",
    "next_of",
    "record_href",
    "row_of",
    "typed",
]


@dataclass(frozen=True, kw_only=True)
class RowForm:
    """The fields of a row: ``fields`` first, ``more`` behind a fold; ``errors`` belong to no field; ``base`` is what is changed.

    First stand the three facts of :attr:`legation.dossier.column.Table.first`, what else must be filled, and what the row says already.

    ``groups`` are the same ``fields`` as they are laid out: short ones that follow each other stand side by side.
    """

    table: str
    row: str
    base: str
    action: str
    next: str
    reason: str
    fields: tuple[RowField, ...]
    more: tuple[RowField, ...]
    errors: tuple[Problem, ...] = ()
    opened: bool = False

    @property
    def groups(self) -> tuple[tuple[RowField, ...], ...]:
        """The fields in lines of up to three."""
        lines: list[list[RowField]] = []
        for field in self.fields:
            if lines and len(lines[-1]) < 3 and field.kind in SHORT and lines[-1][-1].kind == field.kind:
                lines[-1].append(field)
            else:
                lines.append([field])
        return tuple(map(tuple, lines))


def form_for(
    request: PageRequest,
    table: str,
    row: str | None = None,
    values: Mapping[str, str] | None = None,
    problems: Iterable[Problem] = (),
    only: Collection[str] | None = None,
    *,
    prefix: str = "",
    number: int = 1,
) -> RowForm:
    """Return the form of a row; ``?front=`` names the columns for which it was opened, which stand first.

    Parameters
    ----------
    row : str, optional
        The identity of the row that is changed; without it a row is added.
    values : mapping of str to str, optional
        Cells that stand in the fields instead of the row's own: a proposal, or what a person has just typed.
    problems : iterable of Problem
        From :class:`legation.errors.DossierError`; those of edit ``number`` are put beside their fields.
    only : collection of str, optional
        The columns of the form, in their order; all of them where it is missing.
    prefix : str
        Before the name of each input, where a page holds several rows.
    """
    definition = TABLES[table]
    there = dict(values or {})
    given = {key.removeprefix(prefix): text for key, text in there.items() if key.startswith(prefix)}
    record = row_of(request, table, row) if row else None
    stands = cells_of(table, record) if record is not None else {}
    cells = {**stands, **given}
    own = [p for p in problems if p.row in (None, number)]
    wrong: dict[str, Any] = {p.column: p for p in reversed(own) if p.column}
    columns = {c.name: c for c in definition.columns if c.name not in STAMPED and (c.name != "id" or record is None)}
    front = [name for name in request.query.get("front", "").split() if name in columns] if only is None else []
    chosen = [columns[name] for name in dict.fromkeys((*front, *(only if only is not None else _in_order(definition)))) if name in columns]
    fields = [(c, field_of(request, definition, c, cells, wrong, prefix)) for c in chosen]
    behind = _behind(definition, chosen, stands if record is not None or own else given) - {*front} if only is None else set()
    shown = {name for c in chosen for name in c.names}
    more = tuple(f for c, f in fields if c.name in behind)
    return RowForm(
        table=table,
        row=row or "",
        base=str(there.get("base") or request.dossier.head),
        action=request.href("rows.change", table=table, row=row) if row else request.href("rows.add", table=table),
        next=next_of(request),
        reason=there.get("reason", ""),
        fields=tuple(f for c, f in fields if c.name not in behind),
        more=more,
        errors=tuple(replace(p, row=None) for p in own if p.column not in shown),
        opened=any(bool(f.error or f.has_wrong_version or (own and f.value)) for f in more),
    )


def _in_order(table: Table) -> list[str]:
    """Return the columns as a form has them: the first facts, what a row rests on after what it says, last what matters now and then."""
    others = sorted((c.name for c in table.columns if c.name not in table.opening), key=lambda n: (n in BEHIND, n in ("evidence", "note")))
    return [*table.opening, *others]


def _behind(table: Table, chosen: Iterable[Column], cells: Mapping[str, str]) -> set[str]:
    """Return the columns that stand behind the fold: neither the first facts nor what the row, or the address, says already."""
    return {c.name for c in chosen if c.name not in table.opening and (c.name in BEHIND or not any(cells.get(name) for name in c.names))}


def edits_of(
    request: PageRequest, table: str, *, row: str = "", prefix: str = "", do: Do | None = None, form: QueryDict | None = None
) -> list[Edit]:
    """Return what the form that was sent asks for: one edit, or none where a change changes nothing.

    A reference may be typed as the name of what is meant, in either language; it is put down as its id.
    """
    sent = request.form if form is None else form
    doing: Do = do or ("change" if row else "add")
    if doing == "remove":
        return [Edit(table, "remove", row)]
    cells: dict[str, str] = {}
    for column in TABLES[table].columns:
        if column.name in STAMPED:
            continue
        for name in column.names:
            if prefix + name in sent:
                texts = [text.strip() for text in sent.getlist(prefix + name) if text.strip()]
                cells[name] = ids_of(request, table, column.kind, texts) if isinstance(column.kind, Reference) else " ".join(texts[-1:])
    if doing == "add":
        identity = cells.pop("id", "")
        return [Edit(table, "add", identity, {name: text for name, text in cells.items() if text})]
    record = row_of(request, table, row)
    old = cells_of(table, record) if record is not None else {}
    changed = {name: text for name, text in cells.items() if text != old.get(name, "") and name != "id"}
    return [Edit(table, "change", row, changed)] if changed else []


def typed(request: PageRequest) -> dict[str, str]:
    """Return everything that a form sent, as text by name: what is shown again where something is wrong."""
    return {str(name): " ".join(str(text) for text in request.form.getlist(str(name)) if text) for name in request.form}


def row_of(request: PageRequest, table: str, identity: str) -> Any:
    """Return a row that the person may see, by its identity; None where there is none."""
    definition = TABLES[table]
    return next((row for row in request.view.rows(table) if definition.identity(row) == identity), None)


def may_change(request: PageRequest, table: str) -> bool:
    """Whether the person may add rows to a table or change them: an editor any, a contributor those that are reviewed."""
    return request.may("edit") or (table in PROPOSABLE and request.may("propose"))


def next_of(request: PageRequest, otherwise: str = "") -> str:
    """Return where to go when it is done, as the form or the address says it; never out of the dossier."""
    return request.inside(request.form.get("next") or request.query.get("next") or "", otherwise)


def leading_back(request: PageRequest, address: str) -> str:
    """Return the address of a page from which one goes back to where the form that was sent says; as it is where it says nothing."""
    target = next_of(request)
    return f"{address}?{urlencode({'next': target})}" if target else address


def add_href(request: PageRequest, table: str, *, back: str = "", **values: str) -> str:
    """Return the address of the form for a new row, with some fields filled."""
    query = urlencode({**values, **({"next": back} if back else {})})
    return request.href("rows.new", table=table) + (f"?{query}" if query else "")


def edit_href(request: PageRequest, table: str, row: str, *, back: str = "") -> str:
    """Return the address of the form for a row that is there."""
    return request.href("rows.edit", table=table, row=row) + (f"?{urlencode({'next': back})}" if back else "")


def home_of(request: PageRequest, table: str, row: str) -> str:
    """Return the address of a row's own page at the day of this one: of actors, issues, votes, evidence, drafts and plans their own."""
    if table == "rollcalls":
        return same_day(request, request.href("votes.one", rollcall=row))
    if table in ("actors", "issues"):
        return same_day(request, request.href(f"{table}.one", **{table.removesuffix("s"): row}))
    if table == "drafts":
        return same_day(request, request.href("models.one", kind="draft", name=row))
    if table == "scenarios":
        return same_day(request, request.href("models.one", kind="scenario", name=row.rpartition("#")[0]))
    if table == "evidence":
        return same_day(request, request.href("evidence.one", row=row))
    return record_href(request, table, row)


def record_href(request: PageRequest, table: str, row: str) -> str:
    """Return the address of the general page of a row at the day of this one."""
    return same_day(request, request.href("rows.one", table=table, row=row))
