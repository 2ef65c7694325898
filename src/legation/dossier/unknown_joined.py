"""Cells in columns that are not known, joined from three states as the fields of rows are: cell by cell."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from legation.dossier.clearing import with_known_cells
from legation.dossier.conflict import Conflict
from legation.dossier.dossier import Dossier
from legation.dossier.naming import Name
from legation.dossier.part_rows import States
from legation.dossier.three_way import Joined, join
from legation.dossier.unknown import Cells, Unknown, joined

__all__ = ["COLUMN", "CellsOfRow", "is_of_cells", "join_cells", "with_cells"]

COLUMN = "unknown"
"""What columns that are not known are called in differences and conflicts: ``unknown.NAME``."""


@dataclass(frozen=True, slots=True)
class CellsOfRow:
    """The cells of one row."""

    unknown: Cells = field(default_factory=dict)


def join_cells(parts: Mapping[str, Joined], base: Dossier, mine: Dossier, theirs: Dossier) -> dict[str, Joined]:
    """Return by table the cells of its rows as far as they are joined; where only one side has the row, that side's."""
    states = (base.unknown.cells, mine.unknown.cells, theirs.unknown.cells)
    if mine.unknown == theirs.unknown:
        return {}
    found: dict[str, Joined] = {}
    places = dict.fromkeys(place for state in reversed(states) for place in state)
    for table in dict.fromkeys(name for name, _ in places):
        sides: States = ({}, {}, {})
        for place in (one for one in places if one[0] == table):
            was, own, other = (CellsOfRow(state.get(place, {})) for state in states)
            if table in parts and table != "votes":
                _, my_row, their_row = parts[table].states(place[1])
                own, other = (own if my_row is not None else was), (other if their_row is not None else was)
            for side, cells in zip(sides, (was, own, other), strict=True):
                side[place[1]] = cells
        found[table] = join(table, *sides, (theirs, mine, base), order_of_mine=False)
    return found


def is_of_cells(conflict: Conflict) -> bool:
    """Whether a conflict is over a cell in a column that is not known."""
    return conflict.columns == (COLUMN,) and not conflict.part.endswith(".toml")


def with_cells(
    merged: Dossier,
    cells: Mapping[str, Joined],
    states: tuple[Dossier, Dossier, Dossier],
    renamed: Mapping[Name, str] = MappingProxyType({}),
) -> Dossier:
    """Return what was merged with the cells that were joined, of the rows that are there."""
    base, mine, theirs = (state.unknown for state in states)
    if not (base or mine or theirs):
        return merged
    made = {(table, identity): row.unknown for table, part in cells.items() for identity, row in part.rows.items() if row.unknown}
    made |= {(table, new): mine.cells[table, old] for (table, old), new in renamed.items() if (table, old) in mine.cells}
    unknown: Unknown = joined(base, mine, theirs, made if mine != theirs else theirs.cells)
    return with_known_cells(dataclasses.replace(merged, unknown=unknown))
