"""A model as it is read: what it says of itself, its rows by table, the questions that it serves; its file to take along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from legation.dossier.column import Column
from legation.dossier.kind import Choice, Keys, Reference
from legation.dossier.kind.composite import PartName
from legation.dossier.models.conflict_records import OptionStatement
from legation.dossier.parts.entry import short_entry
from legation.dossier.parts.form import column_table, form_of
from legation.dossier.parts.part_text import PartText, begun
from legation.dossier.parts.row_match import listed
from legation.dossier.tables.labels import Named, column_called, tables_called, value_shown
from legation.language import Lang, Message, say
from legation.questions import questions
from legation.questions.base.needs import declared_needs
from legation.web.forms.model_copy import is_single, kind_at, kind_title, kinds_title, parts_in, with_part
from legation.web.forms.model_field import model_word, of_dossier, words_also
from legation.web.forms.row_field import names_of
from legation.web.forms.saving import number_of, save_content
from legation.web.forms.statement_words import statement_shown
from legation.web.pages.models.words import ModelWords, dated, words_of
from legation.web.site.as_of import same_day
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page
from legation.web.stores.drafts import working

__all__ = ["ModelFact", "ModelPage", "ModelRecord", "ModelTable"]

_MOST = 200
_OWN = frozenset({"title", "id", "name"})


@dataclass(frozen=True, slots=True)
class ModelFact:
    """A column that is filled."""

    label: Any
    value: Any


@dataclass(frozen=True, kw_only=True)
class ModelTable:
    """The rows of a table; ``more``: how many are not shown."""

    title: Any
    count: int
    rows: list[ModelRecord]
    more: int


@dataclass(frozen=True, kw_only=True)
class ModelRecord:
    """A row: what it is called, what it says, and the rows below it."""

    title: str
    facts: list[ModelFact]
    below: list[ModelTable]


@dataclass(frozen=True, kw_only=True)
class ModelPage(Page):
    """A model."""

    kind: str
    one: Any
    name: str
    part: str
    record: ModelRecord | None
    questions: list[tuple[Any, str]]
    words: list[ModelWords]
    edit: str
    matrix: str
    options: str
    unsaved: bool
    base: int
    back: str
    back_title: Any


@page("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/view", name="models.one", template="pages/models_one.html")
def one(request: PageRequest, kind: str, name: str) -> ModelPage:
    """Return a model as it was known on the day of the page."""
    declared = kind_at(kind)
    part = declared.pattern if is_single(declared) else declared.called(name)
    there = parts_in(request.known)
    if part not in there and not is_single(declared):
        raise Http404
    found = request.known.ledger.models.get(part)
    model = found[1] if found is not None else None
    said = _Said(request, part, PartText(declared, part, there.get(part, b"")), Named(request.known))
    resting = [question for question in questions().values() if _rests_on(question, kind)]
    serves = [(question.title, request.href("questions.one", question=question.id)) for question in resting]
    may_edit = request.may("edit")
    return ModelPage(
        title=getattr(model, "title", None) or (kind_title(declared) if is_single(declared) else name),
        kind=kind,
        one=kind_title(declared),
        name=name,
        part=part,
        record=_record(said, "", model) if model is not None else None,
        questions=serves if part in there else [],
        words=words_of(request, declared, model) if model is not None else [],
        edit=request.href("models.edit", kind=kind, name=name) if may_edit else "",
        matrix=request.href("models.matrix", kind=kind, name=name) if may_edit and kind == "scenario" else "",
        options=request.href("models.options", kind=kind, name=name) if may_edit and kind == "conflict" else "",
        unsaved=may_edit and working.copy_of(request, part) is not None,
        base=request.dossier.head,
        back=same_day(request, request.href("models.kind", kind=kind)),
        back_title=kinds_title(declared),
    )


@file("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/file", name="models.file", action="export")
def taken(request: PageRequest, kind: str, name: str) -> HttpResponse:
    """Return the part as a file, as the person sees it; of which there is at most one and none yet, an empty one to be filled."""
    declared = kind_at(kind)
    part = declared.pattern if is_single(declared) else declared.called(name)
    data = parts_in(request.view).get(part, begun(declared, part).data if is_single(declared) else None)
    if data is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{part.rpartition("/")[2]}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/toml", headers=headers)


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/remove", name="models.remove", action="edit")
def remove(request: PageRequest, kind: str, name: str) -> str | HttpResponse:
    """Take a part out of the dossier; it stays in the revision before."""
    declared = kind_at(kind)
    part = declared.pattern if is_single(declared) else declared.called(name)
    base = number_of(request.form.get("base"), request)
    then = request.seen_at(base)
    if part not in parts_in(then) and is_single(declared):
        return request.href("models.kind", kind=kind)
    if part not in parts_in(then):
        raise Http404
    mine = with_part(then, part, None)
    reason: Any = request.form.get("reason", "").strip()[:500] or Message(
        "page-models.reason-removed", what=kind_title(declared), title=name
    )
    draft = working.copy_of(request, part)
    return save_content(
        request,
        mine,
        base=base,
        next=request.href("models.kind", kind=kind),
        reason=reason,
        working=draft.pk if draft is not None else None,
    )


def _rests_on(question: Any, kind: str) -> bool:
    """Whether a question needs parts of a kind, or reads one where there is one."""
    return any(kind in need.place.split("|") for need in declared_needs(question)) or kind in {one.name for one in question.options}


@dataclass(frozen=True, slots=True)
class _Said:
    """What words of a part are looked up in."""

    request: PageRequest
    part: str
    text: PartText
    named: Named


def _record(said: _Said, table: str, row: Any) -> ModelRecord:
    form = form_of(type(row))
    shown = [column for column in form.columns if _is_said(column, row) and not isinstance(column.kind, PartName)]
    facts = [ModelFact(column_called(column.name), _shown(said, table, column, row)) for column in shown]
    below = []
    for of in form.tables:
        rows = listed(row, of)
        if rows:
            inner = f"{table}.{of.table}" if table else of.table
            records = [_record(said, inner, one) for one in rows[:_MOST]]
            below.append(ModelTable(title=tables_called(of.table), count=len(rows), rows=records, more=max(0, len(rows) - _MOST)))
    own = {column.name: column for column in form.columns}
    called = next((value for name in ("name", "text", "claim", "statement") if name in own and (value := own[name].of(row))), None)
    if called and "statement" in own and isinstance(own["statement"].kind, OptionStatement):
        called = statement_shown(str(called), said.text, said.request.lang)
    title = called or dated(said.text.kind, table, row) or str(getattr(row, "id", "") or "")
    return ModelRecord(title=say(title, said.request.lang), facts=facts, below=below)


def _is_said(column: Column, row: Any) -> bool:
    value = column.of(row)
    return column.name not in _OWN and value not in (None, "", (), {}) and value != column.default and bool(value or value in (0, False))


def _shown(said: _Said, table: str, column: Column, row: Any) -> Any:
    """Return a value as a reader has it: words of closed lists, names of rows, a line for each name of a table of values."""
    kind, value = column.kind, column_table(column, column.of(row)).get(column.name)
    request, text = said.request, said.text
    if isinstance(kind, OptionStatement) and isinstance(value, str):
        return statement_shown(value, text, request.lang)
    if isinstance(kind, Choice) and isinstance(value, str):
        return model_word(text.kind.id, table or text.kind.section, column.name, value)
    local = tuple(one for one in kind.names_from if one.startswith("."))
    if local and isinstance(value, (str, list)):
        names = words_also(kind.names_also, request.lang) | text.names(local, request.lang)
        return tuple(names.get(str(one), str(one)) for one in ([value] if isinstance(value, str) else value))
    if isinstance(value, list) and not isinstance(kind, Reference) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if kind.keys is not None and isinstance(value, dict):
        return tuple(_pairs(said, kind.keys, row, value))
    return value_shown(said.part, f"{table}:1" if table else "", column.attribute or column.name, column.of(row), row, said.named)


def _pairs(said: _Said, keys: Keys, row: Any, value: Mapping[str, Any]) -> Iterator[Any]:
    """Yield a line for each name of a table of values; of a table within it the names of both."""
    kind = keys.value_in({column.name: column.of(row) for column in form_of(type(row)).columns})
    for key, one in value.items():
        if kind.keys is None or not isinstance(one, Mapping):
            known = names_of(said.request.view, keys.to[0]) if of_dossier(keys) else {}
            yield _pair(said.text, keys, row, say(known[key], said.request.lang) if key in known else key, one, said.request.lang)
        else:
            yield from (f"{key}, {line}" for line in _pairs(said, kind.keys, row, one))


def _pair(text: PartText, keys: Keys, row: Any, key: str, value: Any, lang: Lang) -> str:
    """Return one name of a table of values with its value, both as they are called."""
    names = text.names(keys.to, lang)
    above = f"{_value_of(row, keys.within)}." if keys.within else ""
    name = names.get(above + key, key)
    chosen = text.names(keys.under, lang).get(f"{key}.{value}", "") if keys.under else ""
    return f"{name.partition(': ')[2] or name if above else name}: {chosen.partition(': ')[2] or chosen or short_entry(value)}"


def _value_of(row: Any, name: str) -> str:
    """Return the value of a column of a row by the name that the file has."""
    return next((str(one.of(row)) for one in form_of(type(row)).columns if one.name == name), "")
