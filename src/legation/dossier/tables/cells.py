"""Text cells and records: every fault of every cell with its place; columns that no field is known for stay with their rows."""

from __future__ import annotations

import dataclasses
import difflib
import itertools
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from legation.dossier.column import Column, Table, Wording
from legation.dossier.kind import InvalidValue, Kind, Number, Text
from legation.dossier.problem import Problem, close_to, problem
from legation.dossier.records import MARKINGS, VOTES
from legation.dossier.tables.csv_sheet import CELL_LIMIT, UNPRINTABLE, Sheet, is_formula
from legation.dossier.tables.votes import CODE, Votes

__all__ = [
    "Cells",
    "Keeping",
    "Place",
    "Unknown",
    "joined",
    "plain_values",
    "read_table",
    "read_votes",
    "records_of",
    "wording_of",
    "write_cells",
    "write_votes",
]


Cells: TypeAlias = "Mapping[str, str]"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Columns that are not known.

    Attributes
    ----------
    columns : mapping of str to tuple of str
        By part, in the order in which they were read.
    cells : mapping of (table, row) to mapping of str to str
        By the identity of a row the texts of its cells by column, those that are not empty.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cells: Mapping[tuple[str, str], Cells] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns or self.cells)

    def header(self, part: str, rows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Return the columns of a part in which some rows stand."""
        own = (name for row in rows for name in self.cells.get(row, ()))
        return tuple(dict.fromkeys((*self.columns.get(part, ()), *own)))

    def of(self, table: str) -> tuple[Mapping[str, tuple[str, ...]], Mapping[tuple[str, str], Cells]]:
        """Return the columns and cells of a table, of its annexes too."""
        columns = {part: names for part, names in self.columns.items() if part.rpartition("/")[2] == f"{table}.csv"}
        return columns, {row: cells for row, cells in self.cells.items() if row[0] == table}

    def without(self, tables: Collection[str]) -> Unknown:
        """Return the columns of the other tables."""
        return Unknown(
            {part: names for part, names in self.columns.items() if part.rpartition("/")[2].removesuffix(".csv") not in tables},
            {row: cells for row, cells in self.cells.items() if row[0] not in tables},
        )

    def with_rows(
        self, part: str, names: Sequence[str], rows: Mapping[tuple[str, str], Sequence[str]], *, preserved: bool = False
    ) -> Unknown:
        """Return the same with the cells of some rows of a part, in the order of the columns; ``preserved``: their other cells stay."""
        if not names:
            return self
        filled = {row: {name: cell for name, cell in zip(names, cells, strict=True) if cell} for row, cells in rows.items()}
        before = {row: {n: c for n, c in self.cells.get(row, {}).items() if n not in names} for row in rows} if preserved else {}
        cells = {row: one for row in rows if (one := before.get(row, {}) | filled[row])}
        others = {row: one for row, one in self.cells.items() if row not in rows}
        columns = tuple(dict.fromkeys((*self.columns.get(part, ()), *names)))
        return Unknown({**self.columns, part: columns}, others | cells)

    def among(self, rows: Collection[tuple[str, str]]) -> Unknown:
        """Return the cells of some rows alone."""
        return dataclasses.replace(self, cells={row: cells for row, cells in self.cells.items() if row in rows})


def joined(base: Unknown, mine: Unknown, theirs: Unknown, cells: Mapping[tuple[str, str], Cells]) -> Unknown:
    """Return the columns that three states leave, with cells that were joined."""
    columns: dict[str, tuple[str, ...]] = {}
    for part in dict.fromkeys((*theirs.columns, *mine.columns)):
        was, own, other = (state.columns.get(part, ()) for state in (base, mine, theirs))
        gone = {name for name in was if name not in own or name not in other}
        names = tuple(name for name in dict.fromkeys((*other, *own)) if name not in gone)
        columns |= {part: names} if names else {}
    return Unknown(columns, cells)


Place: TypeAlias = tuple[str, int]
"""The part that a row stands in, and its row there as a spreadsheet shows it."""


_CLOSED: dict[str, Any] = {"marking": MARKINGS[-1], "attributable": False}
"""What counts where a cell that says who may see a row cannot be read."""


_UNREAD = object()
_ALL_UNREAD = itertools.repeat(_UNREAD)
_BEGINS = "=+-@＝＋－＠"
"""What a formula begins with."""


@dataclass(slots=True)
class Keeping:
    """Where columns go for which no field is known, so that they are kept and no fault."""

    unknown: Unknown = field(default_factory=Unknown)


def read_table(
    table: Table, sheet: Sheet, problems: list[Problem], keeping: Keeping | None = None
) -> tuple[tuple[Any, ...], tuple[Place, ...]]:
    """Return the records of a sheet and the place of each; add every fault to ``problems``.

    A row with a fault yields what could be read of it, so that the rules between rows are checked on the rest; a row without its id is
    left out. A column that no field is known for is a fault, or a notice where it is kept.
    """
    at, beyond = _columns(table, sheet, problems, keeps=keeping is not None)
    numbers = [number for number, _ in sheet.rows]
    cells = list(zip(*(cells for _, cells in sheet.rows), strict=False))
    faults: list[Problem] = []
    values: dict[str, list[Any]] = {}
    for column in table.columns if cells else ():
        if column.name in at:
            given = {name: cells[place] for name, place in at[column.name].items()}
            values[column.name] = _values(table, sheet.part, column, given, numbers, faults)
    problems.extend(sorted(faults, key=lambda one: one.row or 0))
    needed = [values.get(column.name, []) for column in table.columns if column.required]
    whole: Sequence[int] = range(len(numbers)) if all(needed) else ()
    if any(None in column for column in needed):
        whole = [at for at in whole if all(column[at] is not None for column in needed)]
    if len(whole) < len(numbers):
        values = {name: [column[at] for at in whole] for name, column in values.items()}
    records = records_of(table, values, len(whole))
    places = tuple((sheet.part, numbers[at]) for at in whole)
    if keeping is not None and beyond:
        _keep(keeping, table, sheet, beyond, records, places, problems)
    return records, places


def read_votes(table: Table, sheet: Sheet, problems: list[Problem], keeping: Keeping | None = None) -> tuple[Votes, tuple[Place, ...]]:
    """Return the columns of ``votes.csv``; the same rules as :func:`read_table`, checked a column at a time."""
    at, beyond = _columns(table, sheet, problems, keeps=keeping is not None)
    n = len(sheet.rows)
    numbers = np.fromiter((number for number, _ in sheet.rows), np.intp, n)
    if not {"actor", "rollcall", "vote"} <= at.keys():
        return Votes(), ()
    given = list(zip(*(row for _, row in sheet.rows), strict=False)) or [()] * len(sheet.header)
    cells = {name: _stripped(given[places[name]]) for name, places in at.items()}
    good = np.ones(n, bool)
    codes = {}
    for name in ("vote", "intent"):
        column = next(c for c in table.columns if c.name == name)
        found = cells.get(name)
        if found is None:
            codes[name] = np.zeros(n, np.int8)
            continue
        of = {text: CODE.get(text, -1) if text else 0 for text in set(found)}
        if name == "intent":
            of = {text: code if code <= CODE["no"] else -1 for text, code in of.items()}
        code = np.fromiter(map(of.__getitem__, found), np.int8, n)
        for i in np.flatnonzero(code < 0).tolist():
            fault = "formula" if is_formula(found[i]) else "not-a-choice"
            problems.append(problem(fault, sheet.part, int(numbers[i]), name, allowed=column.kind.allowed, found=found[i]))
        codes[name] = np.maximum(code, 0)
    for name in ("actor", "rollcall"):
        for empty in (i for i, v in enumerate(cells[name]) if not v) if "" in set(cells[name]) else ():
            problems.append(problem("required", sheet.part, int(numbers[empty]), name, allowed=f"{name}s.csv: id"))
            good[empty] = False
    if not good.all():
        where = np.flatnonzero(good)
        numbers = numbers[where]
        cells = {name: tuple(map(column_cells.__getitem__, where.tolist())) for name, column_cells in cells.items()}
        codes = {name: code[where] for name, code in codes.items()}
    votes = Votes.of(cells["actor"], cells["rollcall"], codes["vote"], codes["intent"], cells.get("id", ()))
    places = tuple(zip(itertools.repeat(sheet.part), numbers.tolist(), strict=False))
    if keeping is not None and beyond:
        _keep(keeping, table, sheet, beyond, votes.rows(), places, problems)
    return votes, places


def _stripped(cells: Sequence[str]) -> Sequence[str]:
    """Return cells without blanks at their ends; those cells where none has any."""
    without = {cell: cell.strip() for cell in set(cells)}
    return cells if all(cell == text for cell, text in without.items()) else tuple(map(without.__getitem__, cells))


def write_cells(table: Table, records: Sequence[Any], also: Collection[str] = ()) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return header and rows of the standard form: the required columns, and each other one that some row fills, in the table's order.

    Columns that ``also`` names are there in any case.
    """
    header: list[str] = []
    written: list[list[str]] = []
    for column in table.columns:
        values = [getattr(record, column.name) for record in records]
        if isinstance(column.kind, Text) and column.kind.localized:
            versions = [[w.text for w in values], [w.fr for w in values], [w.en for w in values]]
        else:
            versions = [["" if v is None or v == "" or v == () else column.kind.write(v) for v in values]]
        for name, cells in zip(column.names, versions, strict=True):
            if any(cells) or (column.required and name == column.name) or name in also:
                header.append(name)
                written.append(cells)
    return header, list(zip(*written, strict=True))


def write_votes(table: Table, votes: Votes) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return header and rows of ``votes.csv``; the same as :func:`write_cells` of its records, a column at a time."""
    none = ("", *VOTES[1:])
    cells = {
        "id": list(votes.ids),
        "actor": [votes.actors[at] for at in votes.actor.tolist()],
        "rollcall": [votes.rollcalls[at] for at in votes.rollcall.tolist()],
        "vote": [VOTES[code] for code in votes.vote.tolist()],
        "intent": [none[code] for code in votes.intent.tolist()],
    }
    filled = [column.name for column in table.columns if column.required or any(cells[column.name])]
    return filled, list(zip(*(cells[name] for name in filled), strict=True))


def _columns(table: Table, sheet: Sheet, problems: list[Problem], *, keeps: bool) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Return, for each field that the sheet has, the position of its columns by name; and of columns that are kept as they are."""
    known = {name: column for column in table.columns for name in column.names}
    at: dict[str, dict[str, int]] = {}
    beyond: dict[str, int] = {}
    seen: set[str] = set()
    for position, name in enumerate(sheet.header):
        if name in seen:
            problems.append(problem("duplicate-column", sheet.part, 1, name, found=name))
        elif name in known:
            at.setdefault(known[name].name, {})[name] = position
        elif keeps and name and not close_to(name, known, sheet.header):
            problems.append(problem("newer-release", sheet.part, 1, name, found=name))
            beyond[name] = position
        elif name or any(row[position].strip() for _, row in sheet.rows):
            close = close_to(name, known, sheet.header) or next(iter(difflib.get_close_matches(name, known, 1, 0.6)), "")
            code = "unknown-column-close" if close else "unknown-column"
            problems.append(problem(code, sheet.part, 1, name or None, allowed=" | ".join(known), found=name, close=close))
        seen.add(name)
    needed = [c.name for c in table.columns if c.required] + list(table.unique[:2])
    missing = (name for name in dict.fromkeys(needed) if name not in at)
    problems.extend(problem("missing-column", sheet.part, 1, name, allowed=name, found=" ".join(sheet.header)) for name in missing)
    return at, beyond


def _keep(
    keeping: Keeping,
    table: Table,
    sheet: Sheet,
    beyond: dict[str, int],
    records: Sequence[Any],
    places: Sequence[Place],
    problems: list[Problem],
) -> None:
    """Keep the cells of some columns as they are; what no cell may hold is a fault there too."""
    by_number = dict(sheet.rows)
    for number, cells in sheet.rows:
        for name, position in beyond.items():
            _checked(sheet.part, name, number, cells[position], problems)
    rows = {
        (table.name, table.identity(record)): [by_number[number][position] for position in beyond.values()]
        for record, (_, number) in zip(records, places, strict=True)
    }
    keeping.unknown = keeping.unknown.with_rows(sheet.part, tuple(beyond), rows, preserved=True)


def _values(
    table: Table, part: str, column: Column, cells: Mapping[str, Sequence[str]], numbers: Sequence[int], problems: list[Problem]
) -> list[Any]:
    """Return the values of a field in every row, None where it is empty or wrong; ``cells``: its columns by name.

    A text in which nothing is wrong is read once, however often it stands there; each row of any other is read by itself.
    """
    texts = {name: set(cells[name]) for name in cells}
    plain = {name: plain_values(table, column, texts[name]) for name in cells}
    if isinstance(column.kind, Text) and column.kind.localized:
        versions = (map(plain[name].get, cells[name], _ALL_UNREAD) if name in cells else itertools.repeat(None) for name in column.names)
        given = list(zip(*versions, strict=False))
        wording = {one: _UNREAD if _UNREAD in one else wording_of(one) for one in set(given)}
        values = list(map(wording.__getitem__, given))
    else:
        values = list(map(plain[column.name].get, cells[column.name], _ALL_UNREAD))
    if any(len(plain[name]) < len(texts[name]) for name in cells):
        for at, value in enumerate(values):
            if value is _UNREAD:
                values[at] = _value(table, part, column, numbers[at], {name: one[at] for name, one in cells.items()}, problems)
    return values


def plain_values(table: Table, column: Column, texts: Collection[str]) -> dict[str, Any]:
    """Return what texts of cells mean of which nothing need be said; None for one that is empty."""
    is_needed = column.required or column.name in table.unique[:2]
    localized = isinstance(column.kind, Text) and column.kind.localized
    is_sound = "".join(texts).isprintable() and max(map(len, texts), default=0) <= CELL_LIMIT
    read = column.kind.read if type(column.kind) not in (Kind, Text) else None
    found: dict[str, Any] = {}
    for cell in texts:
        text = cell.strip()
        if not text:
            if localized or not is_needed:
                found[cell] = None
        elif (is_sound or (len(cell) <= CELL_LIMIT and not UNPRINTABLE.search(text))) and not (text[0] in _BEGINS and is_formula(text)):
            try:
                value = read(text) if read else text
            except InvalidValue:
                continue
            if "," not in text or not isinstance(column.kind, Number):
                found[cell] = value
    return found


def wording_of(texts: Sequence[str | None]) -> Wording | None:
    """Return a text in the languages in which it is given; None where it is in none.

    >>> wording_of(("", None)) is None
    True
    """
    return Wording(*(text or "" for text in texts)) if any(texts) else None


def records_of(table: Table, values: Mapping[str, Sequence[Any]], count: int) -> tuple[Any, ...]:
    """Return so many records, of which the values of fields are given; None stands for what the field has where nothing is given.

    They are filled a field at a time and not by their ``__init__``, which would take a call for each record.
    """
    make: Callable[[Any], Any] = object.__new__
    records = tuple(map(make, itertools.repeat(table.record, count)))
    for column in table.columns:
        default = column.default
        given: Iterable[Any] = itertools.repeat(default, count)
        if column.name in values:
            given = values[column.name] if default is None else [default if value is None else value for value in values[column.name]]
        deque(map(getattr(table.record, column.attribute).__set__, records, given), maxlen=0)
    return records


def _value(table: Table, part: str, column: Column, row: int, cells: Mapping[str, str], problems: list[Problem]) -> Any:
    """Return the value of a field in a row, None where it is empty or wrong; ``cells``: its columns by name."""
    if isinstance(column.kind, Text) and column.kind.localized:
        texts = {name: _checked(part, name, row, cell, problems) if cell else "" for name, cell in cells.items()}
        return wording_of([texts.get(name) for name in column.names])
    cell = cells[column.name]
    text = _checked(part, column.name, row, cell, problems) if cell else ""
    if not text:
        needed = column.required or column.name in table.unique[:2]
        if needed and text is not None:
            problems.append(problem("required", part, row, column.name, allowed=column.kind.allowed))
        return None
    try:
        value = column.kind.read(text)
    except InvalidValue as error:
        problems.append(problem(error.code, part, row, column.name, allowed=column.kind.allowed, found=text))
        return _CLOSED.get(column.name)
    if isinstance(column.kind, Number) and "," in text:
        problems.append(problem("decimal-comma", part, row, column.name, allowed=column.kind.write(value), found=text))
    return value


def _checked(part: str, name: str, row: int, cell: str, problems: list[Problem]) -> str | None:
    """Return a cell without blanks at its ends; None where no text may be taken from it."""
    if len(cell) > CELL_LIMIT:
        problems.append(problem("cell-too-long", part, row, name, allowed=f"0..{CELL_LIMIT} characters", found=f"{len(cell)} characters"))
        return None
    text = cell.strip()
    unprintable = UNPRINTABLE.search(text)
    if unprintable:
        problems.append(problem("not-printable", part, row, name, found=f"U+{ord(unprintable[0]):04X}"))
        return None
    if text and text[0] in _BEGINS and is_formula(text):
        problems.append(problem("formula", part, row, name, found=text))
        return None
    return text
