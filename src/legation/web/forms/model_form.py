"""The form of one row of a model and of the rows below it, from their declaration; and what it sends, put into the text of the part."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from legation.dossier.column import Column
from legation.dossier.kind.composite import PartName
from legation.dossier.parts.form import form_of
from legation.dossier.parts.part_text import PartText, RawRow, is_filled, own_id, path_of, place_of_fault, raw_at, written_path
from legation.dossier.parts.toml_lines import Path
from legation.dossier.problem import Problem
from legation.dossier.tables.labels import table_called, tables_called
from legation.language import Message
from legation.web.forms.field_help import plain_help
from legation.web.forms.model_field import FieldPlace, model_fields, sent_values
from legation.web.forms.model_lists import words_listed
from legation.web.forms.row_field import SHORT, RowField
from legation.web.forms.statement_words import row_called
from legation.web.site.page import PageRequest

__all__ = [
    "BelowTable",
    "ModelRowForm",
    "SectionTab",
    "faults_by_row",
    "faults_named",
    "form_of_row",
    "row_digest",
    "sections",
    "with_sent",
]

_BEHIND = frozenset(
    {"id", "author", "illustration", "note", "marking", "known_on", "experts", "rows", "discount", "feasible", "payoffs"}
    | {"assessment", "exclude", "knowledge", "register", "release", "response", "sponsors_file"}  # names of other parts
)
"""What matters now and then: it stands behind the fold."""
_SELDOM = frozenset({"attributed", "bis", "board", "board_order", "one_voice", "renumbered", "scheme", "silence_accepts", "weights"})
"""What most leave as it is: it stands behind the fold until it says something."""
_DEEPEST = 4
_BESIDE = frozenset({"text", "number", "date", "choice", "suggested"})


@dataclass(frozen=True, kw_only=True)
class BelowTable:
    """The rows of a table that stands below a row, each as a form of its own.

    Attributes
    ----------
    place : str
        ``descriptor.1.variant``: what is sent to add a row.
    """

    place: str
    title: Any
    titles: Any
    help: Message | str
    rows: tuple[ModelRowForm, ...]
    full: bool


@dataclass(frozen=True, kw_only=True)
class ModelRowForm:
    """The fields of a row: ``groups`` first, ``more`` behind a fold; ``errors`` belong to no field.

    Attributes
    ----------
    place : str
        ``descriptor.1``.
    name : str
        How the row is called.
    """

    place: str
    name: str
    title: Any
    groups: tuple[tuple[RowField, ...], ...]
    more: tuple[RowField, ...]
    opened: bool
    errors: tuple[Problem, ...]
    below: tuple[BelowTable, ...]
    single: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTab:
    """A part of a model that is edited by itself: its head, or one of its tables, with how many rows it has and how many faults."""

    id: str
    title: Any
    help: Message
    count: int | None
    faults: int
    is_here: bool


Faults = Mapping[Path, Sequence[tuple[str, Problem]]]
"""By row what is wrong in which of its columns."""


def faults_by_row(text: PartText) -> Faults:
    """Return what is wrong with a part, by the row that it stands at."""
    found: dict[Path, list[tuple[str, Problem]]] = {}
    for one in faults_named(text):
        path, column = place_of_fault(one, text)
        found.setdefault(path, []).append((column, one))
    return found


def faults_named(text: PartText) -> tuple[Problem, ...]:
    """Return what is wrong with a part; of an empty row not that it lacks what the form gives it: its id, and where its words lie."""
    placed = [(one, *place_of_fault(one, text)) for one in text.faults]
    own = {path: _given(text, path) for _, path, _ in placed}
    others = {path for _, path, column in placed if column not in own[path]}
    return tuple(one for one, path, column in placed if column not in own[path] or path not in others)


def _given(text: PartText, path: Path) -> frozenset[str]:
    """Return the columns of a row that the form fills in by itself, where they are empty."""
    row = text.row(path)
    if row is None:
        return frozenset()
    table = _table(text, path)
    given = {one.name for one in text.columns(path) if isinstance(one.kind, PartName)}
    given |= {"id"} if words_listed(text.kind.id, table, "id") is None else set()
    return frozenset(name for name in given if not row.values.get(name))


def sections(text: PartText, here: str, faults: Faults, head_title: Message) -> list[SectionTab]:
    """Return what of a part is edited by itself: the head first, then each of its tables, in the order of the declaration."""
    kind = text.kind
    own = kind.section or "head"
    tops = {of.table for of in text.form.tables}
    made: list[SectionTab] = []
    if text.columns(text.head):
        made.append(
            SectionTab(
                id="",
                title=head_title,
                help=kind.about(own) if kind.section else kind.title,
                count=None,
                faults=sum(len(found) for path, found in faults.items() if path[:1] == text.head[:1] or not path or path[0] not in tops),
                is_here=not here,
            )
        )
    made += [
        SectionTab(
            id=of.table,
            title=tables_called(of.table),
            help=kind.about(of.table),
            count=len(text.below((), of.table)),
            faults=sum(len(found) for path, found in faults.items() if path[:1] == (of.table,)),
            is_here=here == of.table,
        )
        for of in text.form.tables
    ]
    return made


def form_of_row(request: PageRequest, text: PartText, path: Path, faults: Faults, *, checked: bool) -> ModelRowForm:
    """Return the form of a row and of the rows below it; ``checked``: whether what is missing is said, too."""
    return _Forms(request, text, faults, checked).row(path)


@dataclass(frozen=True, slots=True)
class _Forms:
    """Forms of rows of one part."""

    request: PageRequest
    text: PartText
    faults: Faults
    checked: bool

    def row(self, path: Path, depth: int = 0, number: int = 1) -> ModelRowForm:
        """Return the form of a row; ``number``: which of the rows within another one it is."""
        text = self.text
        values = raw_at(text, path)
        own = self.faults.get(path, ())
        by_column: dict[str, list[Problem]] = {}
        for column, one in own:
            by_column.setdefault(column, []).append(one)
        columns = text.columns(path)
        names = {name for column in columns for name in column.names}
        table = _table(text, path)
        place = FieldPlace(self.request, text, path, table, values, by_column, self.checked)
        listed = {column.name for column in columns if words_listed(text.kind.id, table, column.name) is not None}
        behind = {column.name for column in columns if column.name not in listed and _is_behind(column, values, depth)}
        fields = [(column, one) for column in _in_order(columns) for one in model_fields(place, column)]
        more = tuple(field for column, field in fields if column.name in behind)
        row = text.row(path)
        return ModelRowForm(
            place=written_path(path),
            name=row_called(text, row, self.request.lang) if row is not None else "",
            title=table_called(table),
            groups=_lines([_plainer(field, number) for column, field in fields if column.name not in behind], depth),
            more=more,
            opened=any(bool(field.error) or field.has_wrong_version for field in more),
            errors=tuple(one for column, one in own if column not in names and (self.checked or one.found)),
            below=() if path == text.head or depth > _DEEPEST else tuple(self._below(path, depth, number)),
            single=row is not None and row.of.single,
        )

    def _below(self, path: Path, depth: int, number: int) -> Iterator[BelowTable]:
        for of in form_of(self.text.record_at(path)).tables:
            rows = self.text.below(path, of.table)
            table = f"{_table(self.text, path)}.{of.table}" if path else of.table
            yield BelowTable(
                place=written_path((*path, of.table)),
                title=table_called(of.table),
                titles=tables_called(of.table),
                help=plain_help(self.text.kind.about(table), self.request.lang) if number == 1 else "",
                rows=tuple(self.row(row.path, depth + 1, at) for at, row in enumerate(rows, start=1)),
                full=len(rows) >= of.most,
            )


def row_digest(text: PartText, path: Path) -> str:
    """Return a short sign of what a row says, with the rows below it: told from it is whether another window changed it."""
    return hashlib.blake2b(repr(sorted(raw_at(text, path).items(), key=str)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def with_sent(request: PageRequest, text: PartText, sent: QueryDict) -> PartText:
    """Return a part with what a form says of its rows; a row whose id is empty gets one."""
    shown = text
    for given in sent.getlist("row"):
        path = path_of(str(given))
        try:
            columns = text.columns(path)
        except LookupError:
            continue
        if path not in ((), text.head) and text.row(path) is None:
            continue
        place = FieldPlace(request, text, path, _table(text, path), raw_at(text, path), {}, shown=shown)
        said = sent_values(request, place, columns, sent)
        text = text.with_cells(path, {**said, **_with_id(text, path, columns, said)})
    return text


def _with_id(text: PartText, path: Path, columns: Sequence[Column], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return the id of a row that needs one and has none, and says something else; and where the words lie that go with it."""
    own = next((column for column in columns if column.name == "id" and column.required), None)
    row = text.row(path)
    values = {**(row.values if row is not None else {}), **said}
    if own is None or row is None or not any(value not in (None, "", [], {}) for value in said.values()):
        return {}
    is_chosen = words_listed(text.kind.id, _table(text, path), "id") is not None
    found = {} if values.get("id") or is_chosen else {"id": _free_id(text, path, row, own, values)}
    words = next((column for column in columns if isinstance(column.kind, PartName)), None)
    if words is not None and not values.get(words.name):
        found[words.name] = f"{text.name.removesuffix('.toml')}/{values.get('id') or found['id']}.txt"
    return found


def _free_id(text: PartText, path: Path, row: RawRow, own: Column, values: Mapping[str, Any]) -> str:
    """Return an id for a row that none of its kind has, made of what it is called."""
    record = row.of.record
    taken = [
        str(one.values.get("id", ""))
        for one in text.rows
        if one.table == row.table or (record.NAMES and one.of.record.NAMES == record.NAMES)
    ]
    called = next((str(values[name]) for name in ("name_en", "name", "name_fr", "title", "text", "claim") if values.get(name)), "")
    number = next((one for one in reversed(path) if isinstance(one, int)), 1)
    return own_id(called if len(called) < 60 else "", row.of.table, number, taken, own)


def _table(text: PartText, path: Path) -> str:
    if path in ((), text.head):
        return text.kind.section or "head"
    return ".".join(one for one in path if isinstance(one, str))


def _in_order(columns: Sequence[Column]) -> list[Column]:
    """Return the columns as a form has them: what must be filled first, sources last."""
    return sorted(columns, key=lambda column: (not column.required, column.name == "evidence", column.name in _BEHIND))


def _is_behind(column: Column, values: Mapping[str, Any], depth: int) -> bool:
    if depth and column.name == "evidence" and not column.required:
        return True
    if isinstance(column.kind, PartName):  # called after the row
        return True
    if column.name in _SELDOM:
        return not is_filled(column, values)
    is_needed = column.required and column.name != "id"
    return column.name in _BEHIND and not is_needed and not (column.name == "note" and is_filled(column, values))


def _plainer(field: RowField, number: int) -> RowField:
    """Return a field as it stands in the second row within another one, or a later one: what it means was said in the first."""
    return field if number == 1 else replace(field, help="")


def _lines(fields: Sequence[RowField], depth: int) -> tuple[tuple[RowField, ...], ...]:
    """Return fields in lines: short ones of one kind that follow each other stand side by side; in a row within another one of any kind."""
    lines: list[list[RowField]] = []
    for field in fields:
        joins = lines and len(lines[-1]) < 3 and _is_short(field, depth) and _is_short(lines[-1][-1], depth)
        if joins and (depth or lines[-1][-1].kind == field.kind):
            lines[-1].append(field)
        else:
            lines.append([field])
    return tuple(map(tuple, lines))


def _is_short(field: RowField, depth: int) -> bool:
    return field.kind in (_BESIDE if depth else SHORT)
