"""The tables of a dossier as columns in one file: what was read once is read again without its rules, a column where one is asked for.

A column is the texts that stand in it, each once, and for every row the number of its text; votes are the arrays that they are in memory.
Nothing in the file is run: texts are JSON, numbers plain arrays. It begins with the SHA-256 of what follows, under the key of the dossier.
"""

from __future__ import annotations

import dataclasses
import json
import operator
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.dossier.column import Column, Table
from legation.dossier.dossier import Dossier
from legation.dossier.kind import Number
from legation.dossier.problem import Problem
from legation.dossier.records import TABLES
from legation.dossier.tables.cells import plain_values, records_of, wording_of, write_cells
from legation.dossier.tables.votes import Votes
from legation.language import Message
from legation.private_folder import sealed, unsealed

__all__ = ["Columns", "LateColumns", "NotColumns", "columns_bytes", "read_columns"]

Whole = Callable[[], Dossier]
"""Reads the dossier from its parts: what stands in the file is not what it says."""


_MALFORMED = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What is raised where something else stands in a file than we write: it is read as no columns."""


class NotColumns(ValueError):
    """A file holds no columns of this dossier, or not the whole of them."""


@dataclasses.dataclass(frozen=True, slots=True)
class Columns:
    """What a file of columns holds.

    Attributes
    ----------
    tables : mapping of str to LateColumns
        Those that have rows.
    annex : mapping of (table, row) to str
    notices : tuple of Problem
        What a plain reading tells.
    """

    tables: Mapping[str, LateColumns]
    annex: Mapping[tuple[str, str], str]
    notices: tuple[Problem, ...]


def columns_bytes(key: str, dossier: Dossier) -> bytes | None:
    """Return the tables of a dossier as a file of columns; None where it holds something that would not come back just as it is."""
    body = bytearray()
    tables: dict[str, Any] = {}
    for name in TABLES:
        rows = getattr(dossier, name)
        if len(rows):
            packed = _packed_votes(rows) if isinstance(rows, Votes) else _packed(TABLES[name], rows)
            columns = {}
            for column, (texts, numbers) in packed.items():
                said = json.dumps(texts, ensure_ascii=False).encode("utf-8") if texts is not None else b""
                columns[column] = [len(body), len(said), numbers.dtype.str]
                body += said + numbers.tobytes()
            tables[name] = {"count": len(rows), "written": dossier.table_written(name), "columns": columns}
    head = {"key": key, "tables": tables, "annex": [[*row, where] for row, where in dossier.annex.items()]}
    try:
        begin = json.dumps(head | {"notices": list(map(_plain_problem, dossier.notices))}, ensure_ascii=False).encode("utf-8")
    except TypeError:  # a sentence with a value that is no text and no number
        return None
    data = sealed(begin + b"\n" + bytes(body))
    return data if _comes_back(key, data, dossier) else None


def read_columns(key: str, data: bytes, whole: Whole) -> Columns:
    """Return what a file of columns holds.

    Raises
    ------
    NotColumns
        Where it is damaged, cut short, or of another dossier.
    """
    rest = unsealed(data)
    if rest is None:
        raise NotColumns(key)
    begin, _, _ = rest.partition(b"\n")
    try:
        head = json.loads(begin)
        if head["key"] != key:
            raise NotColumns(key)
        body = memoryview(rest)[len(begin) + 1 :]
        tables = {name: LateColumns(name, found, body, whole) for name, found in head["tables"].items()}
        notices = tuple(_problem(one) for one in head["notices"])
        return Columns(tables, {(table, row): where for table, row, where in head["annex"]}, notices)
    except _MALFORMED as error:
        raise NotColumns(key) from error


class LateColumns:
    """A table in a file of columns: a :class:`legation.dossier.tables.contents.LateTable`."""

    def __init__(self, name: str, found: Mapping[str, Any], body: memoryview, whole: Whole) -> None:
        self._table, self._body, self._whole = TABLES[name], body, whole
        self._count: int = found["count"]
        self._at: Mapping[str, Sequence[Any]] = found["columns"]
        digest, size = found["written"]
        self.written: tuple[str, int] = (digest, size)
        self._made: Any = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self._count

    def values(self, column: str) -> Collection[Any]:
        """Return the values that stand in a column, each once; of one whose text has versions, those are read from its rows."""
        field = self._table.column(column)
        if field is None or len(field.names) > 1 or self._table.name == "votes":
            return {getattr(row, column) for row in self.rows()}
        try:
            return set(self._read(field, column)[0]) if column in self._at else {field.default}
        except _MALFORMED:
            return {getattr(row, column) for row in self.rows()}

    def rows(self) -> Any:
        """Return its records, or votes: made once."""
        with self._lock:
            if self._made is None:
                try:
                    self._made = self._votes() if self._table.name == "votes" else self._records()
                except _MALFORMED:
                    self._made = getattr(self._whole(), self._table.name)
            return self._made

    def _records(self) -> tuple[Any, ...]:
        values: dict[str, list[Any]] = {}
        for column in self._table.columns:
            given = {name: self._read(column, name) for name in column.names if name in self._at}
            spread = {name: list(map(one.__getitem__, numbers.tolist())) for name, (one, numbers) in given.items()}
            if len(column.names) == 1:
                values |= spread
            elif given:
                none = [None] * self._count
                versions = zip(*(spread.get(name, none) for name in column.names), strict=True)
                known: dict[Any, Any] = {}
                values[column.name] = [known[one] if one in known else known.setdefault(one, wording_of(one)) for one in versions]
        return records_of(self._table, values, self._count)

    def _votes(self) -> Votes:
        actors, actor = self._listed("actor")
        rollcalls, rollcall = self._listed("rollcall")
        ids = self._listed("id")[0] if "id" in self._at else ()
        vote, intent = (self._listed(name)[1].astype(np.int8) for name in ("vote", "intent"))
        return Votes(actors, rollcalls, actor.astype(np.int32), rollcall.astype(np.int32), vote, intent, ids)

    def _read(self, column: Column, name: str) -> tuple[Sequence[Any], npt.NDArray[Any]]:
        """Return the values of the texts of a column, and the number of that of each row."""
        texts, numbers = self._listed(name)
        plain = plain_values(self._table, column, texts)
        known = [plain[text] for text in texts]
        if len(column.names) == 1 and column.default is not None:
            known = [column.default if value is None else value for value in known]
        return known, numbers

    def _listed(self, name: str) -> tuple[tuple[str, ...], npt.NDArray[Any]]:
        """Return the texts of a column, and the number of that of each row."""
        at, size, form = self._at[name]
        texts = tuple(json.loads(bytes(self._body[at : at + size]))) if size else ()
        return texts, np.frombuffer(self._body, form, 0 if name == "id" and self._table.name == "votes" else self._count, at + size)


def _packed(table: Table, rows: Sequence[Any]) -> dict[str, tuple[list[str] | None, npt.NDArray[Any]]]:
    header, cells = write_cells(table, rows)
    return {name: _numbered([row[at] for row in cells]) for at, name in enumerate(header)}


def _packed_votes(votes: Votes) -> dict[str, tuple[list[str] | None, npt.NDArray[Any]]]:
    ids = {"id": (list(votes.ids), np.zeros(0, "u1"))} if votes.ids else {}
    return {
        **ids,
        "actor": (list(votes.actors), _narrow(votes.actor, len(votes.actors))),
        "rollcall": (list(votes.rollcalls), _narrow(votes.rollcall, len(votes.rollcalls))),
        "vote": (None, votes.vote.astype("i1")),
        "intent": (None, votes.intent.astype("i1")),
    }


def _numbered(cells: Sequence[str]) -> tuple[list[str], npt.NDArray[Any]]:
    number = {text: at for at, text in enumerate(dict.fromkeys(cells))}
    return list(number), _narrow(np.fromiter(map(number.__getitem__, cells), np.int64, len(cells)), len(number))


def _narrow(numbers: npt.NDArray[Any], most: int) -> npt.NDArray[Any]:
    """Return numbers below a bound in as few bytes as they need."""
    return numbers.astype("u1" if most <= 1 << 8 else "<u2" if most <= 1 << 16 else "<u4")


def _plain_problem(one: Problem) -> dict[str, Any]:
    values = dict(one.remedy.values)
    if not all(isinstance(value, (str, int, float, bool)) for value in values.values()):
        raise TypeError(one.code)
    return {name: getattr(one, name) for name in _PLAIN_FIELDS} | {"remedy": [one.remedy.id, values]}


_PLAIN_FIELDS = ("part", "row", "column", "allowed", "found", "code")


def _problem(said: Mapping[str, Any]) -> Problem:
    sentence, values = said["remedy"]
    return Problem(**{name: said[name] for name in _PLAIN_FIELDS}, remedy=Message(sentence, **values))


def _comes_back(key: str, data: bytes, dossier: Dossier) -> bool:
    """Whether a file gives just what it was made of, each record with values of the same types."""

    def never() -> Dossier:
        raise NotColumns(key)

    try:
        found = read_columns(key, data, never)
        tables = {name: found.tables[name].rows() if name in found.tables else () for name in TABLES}
    except NotColumns:
        return False
    same = all(_is_same(name, tables[name], getattr(dossier, name)) for name in TABLES if len(getattr(dossier, name)))
    return same and found.annex == dossier.annex and found.notices == dossier.notices


def _is_same(name: str, found: Any, rows: Any) -> bool:
    """Whether rows are equal, their numbers written alike: 0.0 is no -0.0."""
    numbers = [operator.attrgetter(column.attribute) for column in TABLES[name].columns if isinstance(column.kind, Number)]
    return bool(found == rows) and all(repr(list(map(of, found))) == repr(list(map(of, rows))) for of in numbers)
