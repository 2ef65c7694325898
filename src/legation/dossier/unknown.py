"""Columns of tables that no field is known for: kept with their rows, written back where they stood, and seen by the owner alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Cells", "Unknown", "joined"]

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

    def with_rows(self, part: str, names: Sequence[str], rows: Mapping[tuple[str, str], Sequence[str]], *, kept: bool = False) -> Unknown:
        """Return the same with the cells of some rows of a part, in the order of the columns; ``kept``: with their others as they were."""
        if not names:
            return self
        filled = {row: {name: cell for name, cell in zip(names, cells, strict=True) if cell} for row, cells in rows.items()}
        before = {row: {n: c for n, c in self.cells.get(row, {}).items() if n not in names} for row in rows} if kept else {}
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
