"""Two answers to one question, side by side: which findings differ, and which cells of the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["ComparedCell", "ComparedFinding", "ComparedRow", "ComparedTable", "Comparison", "compare"]

How = Literal["same", "changed", "added", "removed"]
Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ComparedFinding:
    """A finding of one answer or of both."""

    id: str
    how: How
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A cell before and after; ``right`` where it is a number, which stands at the right of its column."""

    before: str
    after: str
    changed: bool
    right: bool


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row that is not the same in both."""

    how: How
    cells: list[ComparedCell]


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """A table: the rows that differ, and how many do not."""

    id: str
    title: str
    columns: list[Any]
    rows: list[ComparedRow]
    same: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two answers."""

    findings: list[ComparedFinding]
    tables: list[ComparedTable]


def compare(before: Content, after: Content) -> Comparison:
    """Compare two answers by the ids of their findings and tables, and their rows by the first cell.

    Examples
    --------
    >>> one = {"findings": [{"id": "a", "text": "3 voted yes."}], "tables": []}
    >>> two = {"findings": [{"id": "a", "text": "4 voted yes."}], "tables": []}
    >>> [(f.how, f.before, f.after) for f in compare(one, two).findings]
    [('changed', '3 voted yes.', '4 voted yes.')]
    """
    old, new = ({f["id"]: f["text"] for f in content["findings"]} for content in (before, after))
    findings = [ComparedFinding(name, _how(old.get(name), new.get(name)), old.get(name, ""), new.get(name, "")) for name in _both(old, new)]
    tables_before, tables_after = ({t["id"]: t for t in content["tables"]} for content in (before, after))
    tables = [_table(tables_before.get(name), tables_after.get(name)) for name in _both(tables_before, tables_after)]
    return Comparison(findings, tables)


def _table(before: Content | None, after: Content | None) -> ComparedTable:
    shape = after or before or {}
    columns = [column for column in shape["columns"] if column["kind"] != "evidence"]
    old, new = (_rows(table, [column["id"] for column in columns]) for table in (before, after))
    rows, same = [], 0
    for key in _both(old, new):
        left, right = old.get(key), new.get(key)
        how = _how(left, right)
        if how == "same":
            same += 1
            continue
        blank = ("",) * len(columns)
        cells = [
            ComparedCell(a, b, how == "changed" and a != b, bool(column.get("right")))
            for column, a, b in zip(columns, left or blank, right or blank, strict=True)
        ]
        rows.append(ComparedRow(how, cells))
    return ComparedTable(str(shape["id"]), str(shape["title"]), columns, rows, same)


def _rows(table: Content | None, columns: Sequence[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    """Return the rows of a table by their first cell and, of several with the same, their place among these."""
    if table is None:
        return {}
    places = {column["id"]: place for place, column in enumerate(table["columns"])}
    rows: dict[tuple[str, int], tuple[str, ...]] = {}
    seen: dict[str, int] = {}
    for row in table["rows"]:
        cells = tuple(row[places[name]]["text"] if name in places else "" for name in columns)
        first = cells[0] if cells else ""
        seen[first] = seen.get(first, 0) + 1
        rows[first, seen[first]] = cells
    return rows


def _how(before: Any, after: Any) -> How:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "same" if before == after else "changed"


def _both(first: Mapping[Any, Any], second: Mapping[Any, Any]) -> list[Any]:
    return [*first, *(key for key in second if key not in first)]
