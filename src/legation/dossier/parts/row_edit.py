"""One row of a table or a TOML part changed, and every byte outside it left as it is.

A value is replaced where it stands; a key that is new goes after the last key of its row. What is made is read again, and is the part only
if it says just what was asked for.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from legation.dossier.column import Column, Wording
from legation.dossier.kind import Text
from legation.dossier.parts.form import ModelHead, column_table, form_of, walk
from legation.dossier.parts.toml_lines import Path
from legation.dossier.parts.toml_record import parsed
from legation.dossier.parts.toml_text import is_toml, with_value
from legation.errors import WrongUse
from legation.language import Message

__all__ = [
    "TableText",
    "edited",
]


_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class TableText:
    """The bytes of a table that was read.

    Attributes
    ----------
    header : list of str
    encoding : str
    rows : list of (int, int, list of str)
        Of each row that is not empty where it begins and ends in the text, and its cells.
    """

    __slots__ = ("_bom", "_delimiter", "_text", "encoding", "header", "rows")

    def __init__(self, data: bytes) -> None:
        self._bom, self.encoding = next(((bom, encoding) for bom, encoding in _BOMS if data.startswith(bom)), (b"", "utf-8"))
        try:
            self._text = data[len(self._bom) :].decode(self.encoding)
        except UnicodeDecodeError:
            self.encoding = "cp1252"
            self._text = data.decode(self.encoding, errors="surrogateescape")
        first = re.sub(r'"[^"]*"', "", self._text.lstrip("\n").split("\n", 1)[0])
        self._delimiter = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
        lines = list(io.StringIO(self._text, newline=""))
        reader = csv.reader(lines, delimiter=self._delimiter, strict=True)
        self.header: list[str] = []
        self.rows: list[tuple[int, int, list[str]]] = []
        at, done = 0, 0
        for number, cells in enumerate(reader):
            end = at + sum(map(len, lines[done : reader.line_num]))
            if not number:
                self.header = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                self.rows.append((at, end, cells))
            at, done = end, reader.line_num

    def with_cells(self, number: int, said: Mapping[str, str]) -> bytes:
        """Return the bytes with cells of a row changed: its own lines are written anew, in the manner of the file.

        Raises
        ------
        UnicodeEncodeError
            Where the encoding of the file has no such sign.
        """
        start, end, before = self.rows[number]
        cells = before + [""] * (len(self.header) - len(before))
        cells = [said.get(self.header[at], cell) if at < len(self.header) else cell for at, cell in enumerate(cells)]
        line = self._text[start:end]
        out = io.StringIO(newline="")
        ends = line[len(line.rstrip("\r\n")) :]
        csv.writer(out, delimiter=self._delimiter, lineterminator="\r\n").writerow(cells)  # which quotes a cell with any end of line
        new = (out.getvalue().removesuffix("\r\n") + ends).encode(
            self.encoding, errors="strict" if self.encoding != "cp1252" else "surrogateescape"
        )
        around = [text.encode(self.encoding, errors="surrogateescape") for text in (self._text[:start], self._text[end:])]
        return self._bom + around[0] + new + around[1]


_BOM = b"\xef\xbb\xbf"
_SHOWN = 40
"""Rows that are named where one was asked for that is not there."""


class Editable(Protocol):
    """What of a part (:class:`legation.dossier.parts.kind.Part`) an edit looks at; its kind reads what was made."""

    @property
    def kind(self) -> Any:
        """Its kind."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def data(self) -> bytes:
        """Its bytes."""

    @property
    def records(self) -> Mapping[str, tuple[Any, ...]]:
        """Its records by table."""

    @property
    def model(self) -> Any:
        """The same as one record; None for what is no model."""


Edited = TypeVar("Edited", bound=Editable)


def edited(part: Edited, table: str, identity: str, values: Mapping[str, Any], *, reason: str = "") -> Edited:
    """Return the part with some columns of one row changed; see :meth:`legation.dossier.parts.kind.Part.edited`."""
    if isinstance(part.model, ModelHead):
        return _model_edited(part, table, identity, values, reason)
    if table in part.records and part.name.endswith(".csv"):
        return _table_edited(part, table, identity, values, reason)
    raise _no("table", table, tuple(part.records) if part.name.endswith(".csv") else ())


def _model_edited(part: Edited, table: str, identity: str, values: Mapping[str, Any], reason: str) -> Edited:
    path, row = _row_of(part, table, identity)
    said = _said(form_of(type(row)).columns, values, reason)
    bom = _BOM if part.data.startswith(_BOM) else b""
    text = part.data.removeprefix(_BOM).decode("utf-8")
    wanted: Any = _parsed(text)
    for name, (column, value) in said.items():
        at = () if column.top else path
        text = with_value(text, at, name, value)
        _set(wanted, at, name, value)
    made: Edited = part.kind.parsed(part.name, bom + text.encode("utf-8"))
    if _parsed(text) != wanted:
        raise AssertionError(part.name)
    return made


def _parsed(text: str) -> dict[str, Any]:
    return parsed(text.replace("\r\n", "\n"))


def _set(table: Any, path: Path, name: str, value: Any) -> None:
    for one in path:
        table = table[one - 1] if isinstance(one, int) else table.setdefault(one, {})
    if value is None:
        table.pop(name, None)
    else:
        table[name] = value


def _row_of(part: Editable, table: str, identity: str) -> tuple[Path, Any]:
    """Return where a row stands in the file, and the row."""
    section = getattr(part.kind, "section", "")
    if section and table == section:
        return (section,), part.model
    if table not in part.records:
        raise _no("table", table, (*([section] if section else []), *part.records))
    paths: dict[int, Path] = {}
    called: dict[int, str] = {}
    found: list[tuple[str, str, Path, Any]] = []
    for name, number, row, above in walk(part.model):
        last = name.rpartition(".")[2]
        single = next(of.single for of in form_of(type(above)).tables if of.table == last)
        paths[id(row)] = (*paths.get(id(above), ()), last, *(() if single else (number,)))
        own = "" if row.REPEATED else str(getattr(row, "id", ""))
        called[id(row)] = f"{called[id(above)]}.{own or number}" if id(above) in called else own or str(number)
        if name == table:
            found.append((own or str(len(found) + 1), called[id(row)], paths[id(row)], row))
    for at in (1, 0):
        fitting = [one for one in found if one[at] == identity]
        if len(fitting) == 1:
            return fitting[0][2:]
    raise _no("row", identity, tuple(one[1] for one in found[:_SHOWN]))


def _said(columns: tuple[Column, ...], values: Mapping[str, Any], reason: str) -> dict[str, tuple[Column, Any]]:
    """Return by key of the file its column and what it is to say; None where it is to say nothing."""
    by_name = {name: column for column in columns for name in column.names}
    said: dict[str, tuple[Column, Any]] = {}
    for name, value in values.items():
        if name not in by_name:
            raise _no("column", name, tuple(by_name))
        column = by_name[name]
        if _is_wording(column) and isinstance(value, Wording):
            worded: dict[str, Any] = dict.fromkeys(column.names) | column_table(column, value)
            said |= {key: (column, one) for key, one in worded.items()}
        else:
            said[name] = column, _plain(name, column, value)
    own = by_name.get("reason")
    if reason and own is not None and not said.keys() & set(own.names) and not _is_wording(own):
        said["reason"] = own, reason
    for name, (column, value) in said.items():
        if not is_toml(value) and value is not None:
            raise _no(name, repr(value), (column.kind.expected,))
    return said


def _is_wording(column: Column) -> bool:
    return isinstance(column.kind, Text) and column.kind.localized


def _plain(name: str, column: Column, value: Any) -> Any:
    """Return a value as TOML has it: one of TOML as it is, one of the column as its kind gives it; None where it says nothing."""
    if value is None or (isinstance(value, (str, tuple, dict)) and not value):
        return None
    if is_toml(value):
        return value
    try:
        return _listed(column.kind.give(value))
    except (TypeError, ValueError, AttributeError, KeyError, IndexError) as error:
        listed = _listed(value)
        if not is_toml(listed):
            raise _no(name, repr(value), (column.kind.expected,)) from error
        return listed


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _listed(one) for name, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, (list, tuple)) else value


def _table_edited(part: Edited, table: str, identity: str, values: Mapping[str, Any], reason: str) -> Edited:
    """Return a table with cells of one row changed."""
    definition = part.kind.table
    rows = part.records[table]
    found = [number for number, row in enumerate(rows) if definition.identity(row) == identity]
    if len(found) != 1:
        raise _no("row", identity, tuple(definition.identity(row) for row in rows[:_SHOWN]))
    text = TableText(part.data)
    said = _cells(definition.columns, values)
    if reason and "reason" in text.header:
        said.setdefault("reason", reason)
    missing = [name for name, cell in said.items() if cell and name not in text.header]
    if missing:
        raise _no("column", missing[0], tuple(text.header))
    try:
        data = text.with_cells(found[0], said)
    except UnicodeEncodeError as error:
        raise _no(text.encoding, error.object[error.start : error.end], ()) from error
    made: Edited = part.kind.parsed(part.name, data)
    after = made.records[table]
    if len(after) != len(rows) or any(one != other for at, (one, other) in enumerate(zip(after, rows, strict=True)) if at != found[0]):
        raise AssertionError(part.name)
    return made


def _cells(columns: tuple[Column, ...], values: Mapping[str, Any]) -> dict[str, str]:
    """Return by column of the file the text of its cell."""
    names = {name: column for column in columns for name in column.names}
    said: dict[str, str] = {}
    for name, value in values.items():
        if name not in names:
            raise _no("column", name, tuple(names))
        if isinstance(value, Wording) and _is_wording(names[name]):
            said |= dict(zip(names[name].names, (value.text, value.fr, value.en), strict=True))
        elif value is None or isinstance(value, str) or value == ():
            said[name] = value or ""
        else:
            try:
                said[name] = str(names[name].kind.write(value))
            except (TypeError, ValueError, AttributeError) as error:
                raise _no(name, repr(value), (names[name].kind.allowed or "text",)) from error
    return said


def _no(what: str, found: str, allowed: tuple[str, ...]) -> WrongUse:
    return WrongUse(Message("dossier.not-allowed", name=what, found=found, allowed=" | ".join(allowed)))
