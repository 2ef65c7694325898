"""The tables of a model as sheets of a workbook: rows to cells, and cells back to the part with the least change of its text.

A sheet has a row for each row of its table, and a cell for each column; what is as it is anyway is empty. Rows of a table within another
name the row above by its id in a first column, ``in descriptor``; of one further in, by both ids, ``talks.open``; a row without an id of
its own by its number there, ``#2``. A value that is no single word or number stands in its cell as TOML writes it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from legation.dossier.column import Column
from legation.dossier.kind import Flag, InvalidValue, Kind, Reference
from legation.dossier.parts.form import Form, column_table, form_of, inline, tables_below, walk
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.rewrite import rewritten
from legation.dossier.parts.toml_record import parsed, written
from legation.dossier.problem import Problem, problem
from legation.dossier.tables.csv_sheet import CELL_LIMIT, Sheet, is_formula
from legation.errors import DossierError

__all__ = ["ModelSheet", "model_sheets", "with_sheets"]

Cells: TypeAlias = "dict[str, str]"
_LEFT_OUT = re.compile(r"\r|_x[0-9A-Fa-f]{4}_")
"""What a spreadsheet does not give back as it was."""


@dataclass(frozen=True, slots=True)
class ModelSheet:
    """A table of a model.

    Attributes
    ----------
    table : str
        With dots, ``descriptor.variant``; the head goes by its own table.
    above : str
        The heading of the first column, which names the row above; empty where there is none.
    identity : str
        The column that holds the id of a row; empty where there is none.
    columns : mapping of str to Column
        By the names that they have in the part.
    rows : list of (dict, dict)
        Of each row its cells that are filled, by heading, and the same as TOML has it.
    """

    table: str
    above: str
    identity: str
    columns: Mapping[str, Column]
    rows: list[tuple[Cells, dict[str, Any]]] = field(default_factory=list)

    @property
    def header(self) -> tuple[str, ...]:
        """The headings of all columns."""
        return (*([self.above] if self.above else []), *self.columns)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a sheet as it stands there now."""

    title: str
    number: int | None
    cells: Cells


def model_sheets(kind: ModelKind[Any], model: Any) -> list[ModelSheet] | None:
    """Return the tables of a model, those without rows as well; None where a spreadsheet would not give some of it back as it is."""
    sheets = _empty(kind)
    head = _own(kind)
    if head:
        _put(sheets[head], "", model)
    keys: dict[int, str] = {id(model): ""}
    named: set[tuple[str, str]] = set()
    for table, number, row, above in walk(model):
        _put(sheets[table], keys[id(above)], row)
        key = keys[id(row)] = _key(keys[id(above)], sheets[table].rows[-1][0].get(sheets[table].identity, ""), number)
        if (table, key) in named and form_of(type(row)).tables:
            return None
        named.add((table, key))
    whole = all(row for table, sheet in sheets.items() if table != head for row, _ in sheet.rows)
    cells = (text for sheet in sheets.values() for row, _ in sheet.rows for text in row.values())
    return list(sheets.values()) if whole and not any(len(text) > CELL_LIMIT or _LEFT_OUT.search(text) for text in cells) else None


def with_sheets(
    kind: ModelKind[Any], name: str, data: bytes | None, given: Mapping[str, tuple[str, Sheet]], problems: list[Problem]
) -> bytes | None:
    """Return the bytes of a part of which there are sheets, too: those that it has, where both say the same; else as the sheets say.

    Parameters
    ----------
    data : bytes or None
        The part as text; None where there is none.
    given : mapping of str to (str, Sheet)
        By table the title of its sheet, and its cells. A table without a sheet is as the text has it.
    problems : list of Problem
        Every fault is added to it: its sheet, its row, its column.
    """
    try:
        part = kind.parsed(name, data) if data is not None else None
    except DossierError:
        return data
    before = model_sheets(kind, part.model) if part is not None else list(_empty(kind).values())
    if before is None:
        return data
    found = len(problems)
    now = {sheet.table: _now(sheet, given.get(sheet.table), problems) for sheet in before}
    if len(problems) > found:
        return None
    if data is not None and all([one.cells for one in now[sheet.table]] == [cells for cells, _ in sheet.rows if cells] for sheet in before):
        return data
    built = _Built(kind, {sheet.table: sheet for sheet in before}, now, {table: title for table, (title, _) in given.items()}, problems)
    table = built.table()
    if len(problems) > found:
        return None
    try:
        made = written(table)
        model = kind.read(made, name)
        return rewritten(part, model) if part is not None else made
    except DossierError as error:
        problems.extend(built.placed(one) for one in error.problems if not one.is_notice)
        return None


def _empty(kind: ModelKind[Any]) -> dict[str, ModelSheet]:
    """Return the tables of a kind without rows."""
    made = {}
    below = _below(kind)
    for table, columns in kind.tables.items():
        above = table.rpartition(".")[0] if table in below else ""
        names = {name: column for column in columns for name in column.names}
        identity = next((column.name for column in columns if column.attribute == "id"), "")
        made[table] = ModelSheet(table, f"in {above.rpartition('.')[2]}" if above else "", identity, names)
    return made


def _own(kind: ModelKind[Any]) -> str:
    """Return the table of the head of a kind; empty where it has none."""
    return next(iter(kind.tables.keys() - _below(kind)), "")


def _below(kind: ModelKind[Any]) -> set[str]:
    return {table for table, _ in tables_below(form_of(kind.head))}


def _put(sheet: ModelSheet, above: str, record: Any) -> None:
    values: dict[str, Any] = {}
    for column in {one.name: one for one in sheet.columns.values()}.values():
        value = column.of(record)
        if value != column.default or column.required:
            values |= column_table(column, value)
    cells = {name: _cell(sheet.columns[name].kind, value) for name, value in values.items()}
    sheet.rows.append((({sheet.above: above} if sheet.above else {}) | {name: text for name, text in cells.items() if text}, values))


def _key(above: str, identity: str, number: int) -> str:
    own = identity or f"#{number}"
    return f"{above}.{own}" if above else own


def _cell(kind: Kind, value: Any) -> str:
    """Return the text of a cell for a value of TOML."""
    if isinstance(value, str):
        return inline(value) if not _is_text(kind) and value[:1] in ("[", "{", '"') else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and isinstance(kind, Reference) and kind.many and kind.read(" ".join(value)) == tuple(value):
        return " ".join(value)
    return inline(value)


def _value(kind: Kind, text: str) -> Any:
    """Return the value of TOML for the text of a cell; the text itself where it is none, for the reader to say what is wrong."""
    if _is_text(kind):
        return text
    if isinstance(kind, Flag) or (isinstance(kind, Reference) and kind.many and not text.startswith("[")):
        try:
            read = kind.read(text)
        except InvalidValue:
            return text
        return list(read) if isinstance(read, tuple) else read
    if _may_be_text(kind) and text[:1] not in ("[", "{", '"'):
        return text
    for tried in (text, text.replace(",", ".")):  # a decimal comma
        try:
            made = parsed(f"x = {tried}")
        except (ValueError, RecursionError):
            continue
        if made.keys() == {"x"}:
            return made["x"]
    return text


def _is_text(kind: Kind) -> bool:
    return kind.schema.get("type") == "string"


def _may_be_text(kind: Kind) -> bool:
    return any(one.get("type") == "string" for one in kind.schema.get("anyOf", ()))


def _now(sheet: ModelSheet, given: tuple[str, Sheet] | None, problems: list[Problem]) -> list[_Row]:
    """Return the rows of a sheet as they stand in the workbook; as the part has them where there is no such sheet."""
    if given is None:
        return [_Row("", None, cells) for cells, _ in sheet.rows]
    title, found = given
    allowed = sheet.header
    for at, name in enumerate(found.header):
        if name in found.header[:at]:
            problems.append(problem("duplicate-column", title, 1, name, found=name))
        elif name not in allowed and (name or any(cells[at] for _, cells in found.rows)):
            problems.append(problem("unknown-column", title, 1, name or None, allowed=" | ".join(allowed), found=name))
    old = {text for cells, _ in sheet.rows for text in cells.values()}
    rows = []
    for number, cells in found.rows:
        row = {name: text.replace("\r\n", "\n") for name, text in zip(found.header, cells, strict=True) if text and name in allowed}
        for name, text in row.items():
            if len(text) > CELL_LIMIT:
                problems.append(problem("cell-too-long", title, number, name, allowed=f"0..{CELL_LIMIT}", found=len(text)))
            elif text not in old and is_formula(text) and text.startswith("="):
                problems.append(problem("formula", title, number, name, found=text))
        rows.append(_Row(title, number, row))
    return rows


class _Built:
    """A part made of the rows of its sheets, which remembers where each of them stands."""

    def __init__(
        self,
        kind: ModelKind[Any],
        sheets: Mapping[str, ModelSheet],
        now: Mapping[str, Sequence[_Row]],
        titles: Mapping[str, str],
        problems: list[Problem],
    ) -> None:
        self._kind, self._sheets, self._now, self._titles, self._problems = kind, sheets, now, titles, problems
        self._places: dict[str, tuple[str, int | None]] = {}
        self._same = {table: {frozenset(cells.items()): values for cells, values in sheet.rows} for table, sheet in sheets.items()}
        self._rows: dict[str, dict[str, list[_Row]]] = {}
        for table, rows in now.items():
            above = sheets[table].above
            for row in rows:
                self._rows.setdefault(table, {}).setdefault(row.cells.get(above, "") if above else "", []).append(row)

    def table(self) -> dict[str, Any]:
        """Return the part as TOML has it; a row that names no row above is a fault."""
        made: dict[str, Any] = {}
        form = form_of(self._kind.head)
        own = _own(self._kind)
        if own:
            rows = self._rows.pop(own, {}).get("", [])
            self._places[self._kind.section] = (self._titles.get(own, ""), rows[0].number if rows else None)
            self._problems.extend(problem("model-size", row.title, row.number, allowed="1..1", found=len(rows)) for row in rows[1:])
            values = self._values(own, rows[0]) if rows else {}
            tops = {column.name for column in form.columns if column.top}
            made = {name: value for name, value in values.items() if name in tops}
            self._places |= dict.fromkeys(tops, self._places[self._kind.section])
            if self._kind.section:
                made = {self._kind.section: {name: value for name, value in values.items() if name not in tops}} | made
        made |= self._below(form, "", "", "")
        for table, left in self._rows.items():
            if not left:
                continue
            known = sorted(set(self._keys(table.rpartition(".")[0])))
            for above, rows in left.items():
                for row in rows:
                    named = {"allowed": " | ".join(known[:200]), "found": above or "—", "close": known[0] if known else "—"}
                    self._problems.append(problem("unknown-in-model", row.title, row.number, self._sheets[table].above, **named))
        return made

    def placed(self, fault: Problem) -> Problem:
        """Return a fault of the part with the sheet, the row and the column at which it stands."""
        place = fault.column or ""
        while place not in self._places and place:
            place = place.rpartition(".")[0] if "." in place else place.rpartition(" ")[0]
        if place not in self._places:
            return replace(fault, row=None)
        title, row = self._places[place]
        return replace(fault, part=title or fault.part, row=row, column=(fault.column or "")[len(place) :].lstrip(".") or None)

    def _below(self, form: Form, above: str, key: str, place: str) -> dict[str, Any]:
        """Return the tables of a form below a row."""
        made: dict[str, Any] = {}
        for of in form.tables:
            table = f"{above}{of.table}"
            rows = self._rows.get(table, {}).pop(key, [])
            self._places.setdefault(f"{place}{of.table}", (self._titles.get(table, ""), 1))
            listed = []
            for number, row in enumerate(rows, start=1):
                at = f"{place}{of.table}" if of.single else f"{place}{of.table} {number}"
                self._places[at] = (row.title, row.number)
                own = _key(key, row.cells.get(self._sheets[table].identity, ""), number)
                listed.append(self._values(table, row) | self._below(form_of(of.record), f"{table}.", own, f"{at}."))
            if of.single and len(listed) > 1:
                self._problems.append(problem(of.fault, rows[1].title, rows[1].number, allowed="0..1", found=len(listed)))
            if listed:
                made[of.table] = listed[0] if of.single else listed
        return made

    def _keys(self, table: str) -> Iterator[str]:
        """Yield the ids by which rows of a table may be named as the row above."""
        above, identity = self._sheets[table].above, self._sheets[table].identity
        count: dict[str, int] = {}
        for row in self._now[table]:
            key = row.cells.get(above, "") if above else ""
            count[key] = count.get(key, 0) + 1
            yield _key(key, row.cells.get(identity, ""), count[key])

    def _values(self, table: str, row: _Row) -> dict[str, Any]:
        """Return a row as TOML has it: exactly as it was, where its cells are."""
        same = self._same[table].get(frozenset(row.cells.items()))
        if same is not None:
            return copy.deepcopy(same)
        sheet = self._sheets[table]
        return {name: _value(sheet.columns[name].kind, text) for name, text in row.cells.items() if name in sheet.columns}
