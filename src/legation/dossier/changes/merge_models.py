"""A model that two people changed, joined row by row and column by column; columns that are not known, cell by cell.

Rows that stand in all three states are joined column by column, those below them by themselves. A row that one side took away, with all
that stands below it, is gone where the other left it alone; else it is a conflict over the whole row. A row that one side added is added.
Where one side alone gave the rows of a table another order, that order stands; where both did, theirs.

What is joined must be a model: where the choice of mine everywhere, or of theirs, gives none (a rule of the kind, a name of a row that the
other took away), the part as a whole is the conflict. So it is where nothing but comments differs from what both began from.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from legation.dossier.changes.conflicts import SIDES, Conflict
from legation.dossier.changes.rows import FoundRow, bare, each, model_kind
from legation.dossier.changes.three_way import JoinedPart, States, join
from legation.dossier.clearing import with_known_cells
from legation.dossier.clearing.ledger import read_model
from legation.dossier.dossier import Dossier
from legation.dossier.parts import ModelKind, form_of
from legation.dossier.parts.kind import model_part
from legation.dossier.parts.rewrite import rewritten
from legation.dossier.parts.row_match import own_name
from legation.dossier.tables.cells import Cells, Unknown, joined
from legation.dossier.tables.references import Name
from legation.errors import DossierError

__all__ = [
    "COLUMN",
    "CellsOfRow",
    "JoinedModel",
    "is_of_cells",
    "join_cells",
    "join_model",
    "with_cells",
]


@dataclass(slots=True)
class JoinedModel:
    """A model as far as it is joined.

    Attributes
    ----------
    part : str
    joined : Joined
        Its rows by what they go by; those that stand in all three states without what stands below them.
    found : dict of str to Found
        Where each row stands, and its states.
    onto : bytes
        The part into whose text the result is written.
    whole : Conflict
        What is asked where the choices together give no model.
    """

    part: str
    kind: ModelKind[Any]
    joined: JoinedPart
    found: dict[str, FoundRow]
    onto: bytes
    whole: Conflict
    _made: dict[tuple[str, ...], bytes | None] = field(default_factory=dict)

    @property
    def conflicts(self) -> list[Conflict]:
        """What is to be chosen, in the order of the rows."""
        return [one for key in self.found for one in self.joined.conflicts.get(key, ())]

    def with_choices(self, chosen: Sequence[tuple[Conflict, str]]) -> bytes | None:
        """Return the part with a choice for each conflict; None where that is no model."""
        sides = tuple(side for _, side in chosen)
        if sides not in self._made:
            self._made[sides] = self._with(chosen)
        return self._made[sides]

    def _with(self, chosen: Sequence[tuple[Conflict, str]]) -> bytes | None:
        rows = dict(self.joined.rows)
        seconds = [conflict for conflict, side in chosen if side == "both"]
        for conflict, side in chosen:
            row = conflict.settled(rows.get(conflict.row), "theirs" if side == "both" else side)
            if row is None:
                rows.pop(conflict.row, None)
            else:
                rows[conflict.row] = row
        model = self._built(rows, seconds)
        onto = read_model(self.kind, self.part, self.onto)
        try:
            return rewritten(model_part(self.kind, self.part, self.onto, onto), model)
        except DossierError:
            return None

    def _built(self, rows: Mapping[str, Any], seconds: Sequence[Conflict]) -> Any:
        """Return the model of its rows."""
        below: dict[tuple[str, str], list[FoundRow]] = {}
        for found in self.found.values():
            if found.of is not None:
                below.setdefault((found.above, found.of.field), []).append(found)
        added = {conflict.row: conflict.mine for conflict in seconds}
        head = next(iter(self.found.values()))
        return _with_rows(head, rows, below, added)

    def settles(self) -> bool:
        """Whether each side, chosen everywhere, gives a model."""
        return all(self.with_choices([(conflict, side) for conflict in self.conflicts]) is not None for side in SIDES)


def join_model(part: str, states: tuple[Any, Any, Any], dossiers: tuple[Dossier, ...], whole: Conflict) -> JoinedModel | None:
    """Join a part that both sides changed; None where it is no model, or as a whole is what must be chosen.

    Parameters
    ----------
    states : tuple of bytes or None
        The part before, mine and theirs.
    dossiers : tuple of Dossier
        Where names are looked up: theirs, mine, base.
    whole : Conflict
        That over the part as a whole.
    """
    kind = model_kind(part)
    if kind is None or any(data is None for data in states):
        return None
    models = [read_model(kind, part, data) for data in states]
    if any(model is None for model in models) or any(row.part == part for dossier in dossiers for row in dossier.evidence):
        return None  # evidence rests on the bytes of one side
    base, mine, theirs = models
    onto = states[2]
    if mine == base:
        if theirs == base or rewritten(model_part(kind, part, states[0], base), theirs) != states[2]:
            return None  # comments alone, of both
        onto = states[1]
    found = {one.key: one for one in each(kind, base, mine, theirs, below=_in_all)}
    rows: tuple[dict[str, Any], dict[str, Any], dict[str, Any]] = ({}, {}, {})
    for key, one in found.items():
        for state, row in zip(rows, one.rows, strict=True):
            if row is not None:
                state[key] = bare(row) if _in_all(one.rows) else row
    joined = join(part, rows[0], rows[1], rows[2], dossiers, order_of_mine=False)
    for key, conflicts in joined.conflicts.items():
        if found[key].rows[0] is None and _can_both_stand(kind, found, key, mine):
            joined.conflicts[key] = [dataclasses.replace(one, allowed=(*SIDES, "both")) for one in conflicts]
    made = JoinedModel(part, kind, joined, found, onto, whole)
    return made if made.settles() else None


def _in_all(rows: tuple[Any, ...]) -> bool:
    return all(row is not None for row in rows)


def _can_both_stand(kind: ModelKind[Any], found: Mapping[str, FoundRow], key: str, mine: Any) -> bool:
    """Whether the second of two rows added under one id may have another: it has an id, and nothing of mine names it."""
    row = found[key].rows[1]
    if not any(column.attribute == "id" for column in form_of(type(row)).columns) or row.REPEATED:
        return False
    own = own_name(row)
    named = {name for one in each(kind, mine) for name in _names(one.rows[0])}
    return not any(own in name.split(".") for name in named)


def _names(row: Any) -> set[str]:
    """Return the names of rows of the same model that a row gives."""
    return {
        str(name)
        for column in form_of(type(row)).columns
        if (value := column.of(row))
        for to, name in column.kind.targets(value, row)
        if to and to[0].startswith(".")
    }


def _with_rows(found: FoundRow, rows: Mapping[str, Any], below: Mapping[tuple[str, str], list[FoundRow]], added: Mapping[str, Any]) -> Any:
    """Return a row with the rows below it, as they are joined."""
    row = rows[found.key]
    if not _in_all(found.rows):
        return row
    changes: dict[str, Any] = {}
    for of in form_of(type(row)).tables:
        here = below.get((found.key, of.field), [])
        merged = {one.key: _with_rows(one, rows, below, added) for one in here if one.key in rows}
        if of.single:
            changes[of.field] = next(iter(merged.values()), None)
            continue
        made: list[Any] = []
        taken = {str(getattr(one, "id", "")) for one in merged.values()} | {str(getattr(one, "id", "")) for one in added.values()}
        for key in _ordered(found.rows, of.field, here, merged):
            made.append(merged[key])
            if key in added:
                second = dataclasses.replace(added[key], id=_free(own_name(added[key]), taken))
                taken.add(second.id)
                made.append(second)
        changes[of.field] = tuple(made)
    return dataclasses.replace(row, **changes) if changes else row


def _ordered(above: tuple[Any, ...], name: str, here: Sequence[FoundRow], merged: Mapping[str, Any]) -> list[str]:
    """Return the rows of a table in their order: theirs, with mine's new rows after those that they follow, or the other way round."""
    keys = [{id(one.rows[state]): one.key for one in here if one.rows[state] is not None} for state in range(3)]
    orders = [[keys[state][id(row)] for row in getattr(record, name)] for state, record in enumerate(above)]
    base, mine, theirs = orders
    in_base = {key: number for number, key in enumerate(base)}
    first, second = (mine, theirs) if _keeps(theirs, in_base) and not _keeps(mine, in_base) else (theirs, mine)
    made = [key for key in first if key in merged]
    there = set(made)
    previous = ""
    after: dict[str, list[str]] = {}
    for key in second:
        if key in merged and key not in there:
            after.setdefault(previous, []).append(key)
        elif key in there:
            previous = key
    ordered = list(after.get("", ()))
    for key in made:
        ordered += [key, *after.get(key, ())]
    there = set(ordered)
    return [*ordered, *(key for key in merged if key not in there)]


def _keeps(order: Sequence[str], in_base: Mapping[str, int]) -> bool:
    places = [in_base[key] for key in order if key in in_base]
    return places == sorted(places)


def _free(identity: str, taken: set[str]) -> str:
    number = 2
    while f"{identity[:56]}-{number}" in taken:
        number += 1
    return f"{identity[:56]}-{number}"


COLUMN = "unknown"
"""What columns that are not known are called in differences and conflicts: ``unknown.NAME``."""


@dataclass(frozen=True, slots=True)
class CellsOfRow:
    """The cells of one row."""

    unknown: Cells = field(default_factory=dict)


def join_cells(parts: Mapping[str, JoinedPart], base: Dossier, mine: Dossier, theirs: Dossier) -> dict[str, JoinedPart]:
    """Return by table the cells of its rows as far as they are joined; where only one side has the row, that side's."""
    states = (base.unknown.cells, mine.unknown.cells, theirs.unknown.cells)
    if mine.unknown == theirs.unknown:
        return {}
    found: dict[str, JoinedPart] = {}
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
    cells: Mapping[str, JoinedPart],
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
