"""The one reader of models in TOML, by the form of their records: every fault with its line, what may be there, what is, and a remedy."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

from legation.dossier.column import Column, Wording
from legation.dossier.kind import Kind, Note, Text
from legation.dossier.parts.form import Form, ModelHead, Rows, form_of, walk
from legation.dossier.parts.toml_lines import with_lines
from legation.dossier.parts.toml_record import read_toml, tables, wrong_value
from legation.dossier.problem import Problem, close_to, problem, stop_at

__all__ = ["Checked", "Places", "Whole", "consistent", "nothing", "read_model"]

Head = TypeVar("Head", bound=ModelHead)
Places: TypeAlias = "Mapping[str, Sequence[str]]"
"""By field of the head the places of its rows, as a fault names them, ``party 2``; of rows within rows by both, ``issues.options``."""
_HINTS = 50
"""Faults after which the nearest name is no longer looked for, which takes time."""


Whole: TypeAlias = "Callable[[Any, str], Iterable[Problem]]"
"""What a model must keep as a whole, of which every row could be read: model and name of the part -> what does not fit together."""


class Checked(Protocol):
    """What a model must keep beyond the form of each row: yields what does not fit together.

    ``head`` says whether the head itself could be read; where it could not, the model has what of it is right. Rows with faults are not
    among those of the model.
    """

    def __call__(self, model: Any, part: str, places: Places, *, head: bool) -> Iterable[Problem]:
        """Yield what does not fit together."""


def nothing(model: Any, part: str, places: Places, *, head: bool) -> Iterable[Problem]:  # noqa: ARG001 - the signature of checks
    """Check nothing."""
    return ()


def consistent(model: Any, part: str) -> Iterable[Problem]:  # noqa: ARG001 - the signature of checks
    """Check nothing."""
    return ()


def read_model(
    data: bytes,
    part: str,
    head: type[Head],
    called: str,
    checked: Checked,
    limit: int,
    completed: Callable[[Head], Head] | None = None,
    whole: Whole = consistent,
    notices: list[Problem] | None = None,
) -> Head:
    """Return the model that a part holds.

    Tables and columns that are not known, of a newer release, are passed over and noticed; one that is called almost like one of ours that
    is not there is misspelled, and a fault.

    Parameters
    ----------
    data : bytes
    part : str
        Its name, for what is said of faults.
    head : type
        The record of the whole; ``called``: its table, empty where the part has none.
    checked : Checked
        What the model must keep.
    limit : int
        Bytes that a part of the kind may have.
    completed : callable, optional
        What the model derives from its columns, where nothing is wrong.
    whole : callable, optional
        What it must keep as a whole, asked where the head and every row could be read.
    notices : list of Problem, optional
        Takes what was passed over.

    Raises
    ------
    DossierError
        With every fault and its place.
    """
    problems: list[Problem] = []
    table = read_toml(part, data, problems, limit)
    reader = _Reader(part, problems)
    model = None if table is None else reader.model(table, head, called, checked, whole)
    if problems:
        stop_at(with_lines(problems, data))
    if model is None:
        raise AssertionError(part)
    if notices is not None and reader.beyond:
        notices.extend(with_lines(reader.beyond, data))
    return completed(model) if completed else model


class _Reader:
    """Tables of one part become records; what is wrong is noted."""

    __slots__ = ("_half", "_lost", "_part", "_places", "_problems", "beyond")

    def __init__(self, part: str, problems: list[Problem]) -> None:
        self._part, self._problems = part, problems
        self._places: dict[int, str] = {}
        self._lost: dict[str, set[str]] = {}
        self._half: list[tuple[Form, str, dict[str, Any]]] = []
        self.beyond: list[Problem] = []

    def model(self, table: dict[str, Any], record: type[Head], called: str, checked: Checked, whole: Whole) -> Head | None:
        """Return the model: of each table by itself, then of names against each other, then of what it must keep."""
        form = form_of(record)
        left = dict(table)
        given: dict[str, Any] = {"part": self._part} | self._tables(form, left, "")
        entry = left.pop(called, {}) if called else {}
        tops = [column for column in form.columns if column.top]
        given |= self._values(tops, "", left)
        heads = [name for name in (called, *(column.name for column in tops)) if name]
        tables_ = [f"[{t.table}]" if t.single else f"[[{t.table}]]" for t in form.tables]
        allowed = " | ".join((*(f"[{name}]" for name in heads), *tables_))
        self._pass_over(left, "", [*heads, *(t.table for t in form.tables)], table, allowed)
        if not isinstance(entry, dict):
            self._problems.append(wrong_value(self._part, called, f"[{called}]", entry))
            entry = {}
        before = len(self._problems)
        model = record(**given | self._right(form, called, dict(entry)))
        head = len(self._problems) == before
        sound = not self._problems
        self._names(model, called)
        places = self._rows_at(model, "", {})
        said = {(one.code, one.column) for one in self._problems}
        self._problems.extend(one for one in checked(model, self._part, places, head=head) if (one.code, one.column) not in said)
        if sound:
            self._problems.extend(whole(model, self._part))
        return model if head else None

    def _rows_at(self, record: Any, above: str, places: dict[str, list[str]]) -> dict[str, list[str]]:
        """Return by field the places of the rows below a record; of rows within rows by both fields."""
        for of in form_of(type(record)).tables:
            rows = _listed(record, of)
            places.setdefault(f"{above}{of.field}", []).extend(self._places[id(row)] for row in rows)
            for row in rows:
                self._rows_at(row, f"{above}{of.field}.", places)
        return places

    def _tables(self, form: Form, left: dict[str, Any], above: str) -> dict[str, Any]:
        """Take the tables of a form out of a table, as records by field."""
        found: dict[str, Any] = {}
        for of in form.tables:
            place = f"{above}{of.table}"
            if of.single:
                found[of.field] = self._single(of, place, left.pop(of.table, None))
                continue
            listed = tables(self._part, left.pop(of.table, []), place, f"[[{of.table}]]", self._problems)
            if not of.least <= len(listed) <= of.most:
                self._problems.append(_sized(self._part, place, of, len(listed)))
            for _, entry in listed[of.most :]:
                self._lose(of, _table(place), entry)
            found[of.field] = tuple(row for at, entry in listed[: of.most] if (row := self._row(of, at, entry)) is not None)
        return found

    def _single(self, of: Rows, place: str, entry: Any) -> Any:
        if entry is None:
            return None
        if not isinstance(entry, dict):
            self._problems.append(wrong_value(self._part, place, f"[{of.table}]", entry))
            return None
        return self._row(of, place, entry)

    def _row(self, of: Rows, at: str, entry: dict[str, Any]) -> Any:
        form = form_of(of.record)
        left = dict(entry)
        given = self._tables(form, left, f"{at}.")
        row = self._record(form, at, left, given)
        if row is None:
            self._lose(of, _table(at), entry)
        else:
            self._places[id(row)] = at
        return row

    def _lose(self, of: Rows, table: str, entry: dict[str, Any]) -> None:
        """Note the ids of a row that could not be read, and of those below it: whatever names them is not at fault."""
        form = form_of(of.record)
        for name in (f".{table}", form.record.NAMES):
            self._lost.setdefault(name, set()).add(str(entry.get("id", "")))
        for below in form.tables:
            inner = entry.get(below.table)
            for one in inner if isinstance(inner, list) else [inner]:
                if isinstance(one, dict):
                    self._lose(below, f"{table}.{below.table}", one)

    def _record(self, form: Form, at: str, left: dict[str, Any], given: dict[str, Any]) -> Any:
        """Return a record; None, with the faults, where a column is wrong or missing."""
        before = len(self._problems)
        values = given | self._right(form, at, left)
        if len(self._problems) == before:
            return form.record(**values)
        self._half.append((form, at, values))
        return None

    def _right(self, form: Form, at: str, left: dict[str, Any]) -> dict[str, Any]:
        """Return the values of the columns that are filled and right; note what is wrong, missing or unknown."""
        columns = [column for column in form.columns if not column.top]
        there = set(left)
        values = self._values(columns, at, left)
        names = [*(name for c in columns for name in c.names), *(t.table for t in form.tables)]
        allowed = " | ".join((*(c.name for c in columns), *(t.table for t in form.tables)))
        self._pass_over(left, f"{at}.", names, there, allowed)
        return values

    def _pass_over(self, left: Iterable[str], at: str, known: Sequence[str], there: Collection[str], allowed: str) -> None:
        """Note names that are not known: a fault where one is misspelled, else what a newer release may have written."""
        for name in left:
            if close_to(name, known, there):
                self._problems.append(problem("unknown-key", self._part, None, f"{at}{name}", allowed=allowed, found=name))
            else:
                self.beyond.append(problem("newer-release", self._part, None, f"{at}{name}", found=name))

    def _values(self, columns: Sequence[Column], at: str, left: dict[str, Any]) -> dict[str, Any]:
        """Take columns out of a table, as values by attribute; what is left out, or wrong, is not among them."""
        values: dict[str, Any] = {}
        for column in columns:
            names = {name: left.pop(name) for name in column.names if name in left}
            found = self._value(column, at, names)
            if found is not None:
                values[column.attribute] = found
        return values

    def _value(self, column: Column, at: str, found: dict[str, Any]) -> Any:
        """Return the value of a column; None where it is left out, or wrong, which is noted."""
        if isinstance(column.kind, Text) and column.kind.localized:
            wrong = {name: value for name, value in found.items() if not isinstance(value, str)}
            self._problems.extend(wrong_value(self._part, _place(at, column), "text", value) for value in wrong.values())
            given = None if wrong else Wording(*(found.get(name, "").strip() for name in column.names))
            return self._needed(column, at, given) if not wrong else None
        if column.name not in found:
            return self._needed(column, at, None)
        before = len(self._problems)
        note = self._note(_place(at, column))
        taken = column.kind.take(found[column.name], note)
        if taken == "" and column.default and column.kind.choices:
            note("not-a-choice", column.kind.expected, "")
        return self._needed(column, at, taken) if len(self._problems) == before else None

    def _needed(self, column: Column, at: str, value: Any) -> Any:
        if column.required and not (value or (value is not None and not isinstance(value, (str, tuple, dict, Wording)))):
            self._note(_place(at, column))(column.kind.lacking, column.kind.expected, "")
            return None
        return value

    def _note(self, place: str) -> Note:
        def note(code: str, allowed: str, found: Any, below: str = "") -> None:
            made = wrong_value(self._part, f"{place}{below}", allowed, found)
            if code != "toml-value":
                made = problem(code, self._part, None, f"{place}{below}", allowed=allowed, found=found)
            self._problems.append(made)

        return note

    def _names(self, model: ModelHead, called: str) -> None:
        """Note names of rows of this part that are none, and ids that are given twice in one table."""
        given: dict[str, dict[str, None]] = {}
        above: dict[int, str] = {}
        first: dict[tuple[str, str], str] = {}
        for table, _, row, upper in walk(model):
            identity = str(getattr(row, "id", ""))
            if not identity:
                continue
            full = f"{above[id(upper)]}.{identity}" if id(upper) in above else identity
            above[id(row)] = full
            given.setdefault(f".{table}", {})[full] = None
            if row.NAMES:
                given.setdefault(row.NAMES, {})[identity] = None
            at = self._places[id(row)]
            if row.REPEATED:
                continue
            if (table, full) in first:
                code, column = row.TWICE
                place = f"{at}.{column}" if column else at
                self._problems.append(problem(code, self._part, None, place, found=identity, first=first[table, full]))
            first.setdefault((table, full), at)
        for row, at in ((model, called), *((row, self._places[id(row)]) for _, _, row, _ in walk(model))):
            for one in form_of(type(row)).columns:
                self._column_names(one.kind, one.of(row), row, _place(at, one), given)
        for form, at, values in self._half:
            for one in form.columns:
                self._column_names(one.kind, values.get(one.attribute), None, _place(at, one), given)

    def _column_names(self, kind: Kind, value: Any, row: Any, place: str, given: Mapping[str, Mapping[str, None]]) -> None:
        if not value or type(kind) in (Text, Kind):
            return
        below = kind.places(value, row)
        for number, (to, name) in enumerate(kind.targets(value, row)):
            if not to or not to[0].startswith(".") or any(name in given.get(table, ()) for table in to):
                continue
            lost = {one for table in to for one in self._lost.get(table, ())}
            if "" not in lost and name.rpartition(".")[2] not in lost:
                known = [one for table in to for one in given.get(table, ())]
                few = len(self._problems) < _HINTS and len(known) < 5000
                close = (difflib.get_close_matches(name[:80], known, 1, 0.0) if few else []) or ["—"]
                shown = " | ".join(known[:200])
                at = f"{place}{below[number]}" if below else place
                self._problems.append(problem(kind.unknown, self._part, None, at, allowed=shown, found=name, close=close[0]))


def _place(at: str, column: Column) -> str:
    return f"{at}.{column.name}" if at and not column.top else column.name


def _listed(record: Any, of: Rows) -> tuple[Any, ...]:
    listed = getattr(record, of.field)
    return ((listed,) if listed is not None else ()) if of.single else listed


def _sized(part: str, place: str, of: Rows, count: int) -> Problem:
    return problem(of.fault, part, None, place, allowed=f"{of.least}..{of.most}", found=count)


def _table(place: str) -> str:
    """Return the table of a place: ``descriptor.variant`` of ``descriptor 1.variant 2``."""
    return re.sub(r" \d+", "", place)
