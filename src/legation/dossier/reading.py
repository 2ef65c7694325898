"""From text cells to records: every fault of every cell, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from legation.dossier.column import Column, Table, Wording
from legation.dossier.kind import Number, Text, Unfit
from legation.dossier.problem import Problem, problem
from legation.dossier.records import MARKINGS
from legation.dossier.sheet import CELL_LIMIT, UNPRINTABLE, Sheet, is_formula
from legation.dossier.spelling import close_to
from legation.dossier.unknown import Unknown
from legation.dossier.votes import CODE, Votes

__all__ = ["Keeping", "Place", "read_table", "read_votes", "write_cells"]

Place: TypeAlias = tuple[str, int]
"""The part that a row stands in, and its row there as a spreadsheet shows it."""


_CLOSED: dict[str, Any] = {"marking": MARKINGS[-1], "attributable": False}
"""What counts where a cell that says who may see a row cannot be read."""


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
    records, places = [], []
    for number, cells in sheet.rows:
        values = {
            column.name: _value(table, sheet.part, column, number, cells, at, problems) for column in table.columns if column.name in at
        }
        given = {name: value for name, value in values.items() if value is not None}
        if all(column.name in given for column in table.columns if column.required):
            records.append(table.record(**given))
            places.append((sheet.part, number))
    if keeping is not None and beyond:
        _keep(keeping, table, sheet, beyond, records, places, problems)
    return tuple(records), tuple(places)


def read_votes(table: Table, sheet: Sheet, problems: list[Problem], keeping: Keeping | None = None) -> tuple[Votes, tuple[Place, ...]]:
    """Return the columns of ``votes.csv``; the same rules as :func:`read_table`, checked a column at a time."""
    at, beyond = _columns(table, sheet, problems, keeps=keeping is not None)
    names = {name: at[name][name] for name in at}
    cells = {name: [row[i].strip() for _, row in sheet.rows] for name, i in names.items()}
    numbers = np.array([number for number, _ in sheet.rows], np.intp)
    n = len(numbers)
    if not {"actor", "rollcall", "vote"} <= at.keys():
        return Votes(), ()
    good = np.ones(n, bool)
    codes = {}
    for name in ("vote", "intent"):
        column = next(c for c in table.columns if c.name == name)
        found = cells.get(name, [""] * n)
        code = np.fromiter((CODE.get(v, -1) if v else 0 for v in found), np.int8, n)
        if name == "intent":
            code[code > CODE["no"]] = -1
        for i in np.flatnonzero(code < 0).tolist():
            fault = "formula" if is_formula(found[i]) else "not-a-choice"
            problems.append(problem(fault, sheet.part, int(numbers[i]), name, allowed=column.kind.allowed, found=found[i]))
        codes[name] = np.maximum(code, 0)
    for name in ("actor", "rollcall"):
        for empty in (i for i, v in enumerate(cells[name]) if not v):
            problems.append(problem("required", sheet.part, int(numbers[empty]), name, allowed=f"{name}s.csv: id"))
            good[empty] = False
    keep = np.flatnonzero(good).tolist()
    ids = [cells["id"][i] for i in keep] if "id" in cells else ()
    votes = Votes.of(
        [cells["actor"][i] for i in keep],
        [cells["rollcall"][i] for i in keep],
        codes["vote"][keep],
        codes["intent"][keep],
        ids,
    )
    places = tuple((sheet.part, int(numbers[x])) for x in keep)
    if keeping is not None and beyond:
        _keep(keeping, table, sheet, beyond, votes.rows(), places, problems)
    return votes, places


def write_cells(table: Table, records: Sequence[Any]) -> tuple[list[str], list[list[str]]]:
    """Return header and rows of the standard form: the required columns, and each other one that some row fills, in the table's order."""
    header: list[str] = []
    written: list[list[str]] = []
    for column in table.columns:
        values = [getattr(record, column.name) for record in records]
        if isinstance(column.kind, Text) and column.kind.localized:
            versions = [[w.text for w in values], [w.fr for w in values], [w.en for w in values]]
        else:
            versions = [["" if v is None or v == "" or v == () else column.kind.write(v) for v in values]]
        for name, cells in zip(column.names, versions, strict=True):
            if any(cells) or (column.required and name == column.name):
                header.append(name)
                written.append(cells)
    return header, [list(row) for row in zip(*written, strict=True)]


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
    keeping.unknown = keeping.unknown.with_rows(sheet.part, tuple(beyond), rows, kept=True)


def _value(
    table: Table,
    part: str,
    column: Column,
    row: int,
    cells: Sequence[str],
    at: dict[str, dict[str, int]],
    problems: list[Problem],
) -> Any:
    """Return the value of a field in a row; None where it is empty or wrong."""
    places = at[column.name]
    if isinstance(column.kind, Text) and column.kind.localized:
        texts = {name: _checked(part, name, row, cells[i], problems) if cells[i] else "" for name, i in places.items()}
        versions = [texts.get(name) or "" for name in column.names]
        return Wording(*versions) if any(versions) else None
    cell = cells[places[column.name]]
    text = _checked(part, column.name, row, cell, problems) if cell else ""
    if not text:
        needed = column.required or column.name in table.unique[:2]
        if needed and text is not None:
            problems.append(problem("required", part, row, column.name, allowed=column.kind.allowed))
        return None
    try:
        value = column.kind.read(text)
    except Unfit as unfit:
        problems.append(problem(unfit.code, part, row, column.name, allowed=column.kind.allowed, found=text))
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
    if text and text[0] in "=+-@＝＋－＠" and is_formula(text):
        problems.append(problem("formula", part, row, name, found=text))
        return None
    return text
