"""One part joined from three states: before, mine and theirs; row by row, and where both changed a row, field by field.

What only one side changed is taken. Fields that a rule of order binds (``low, value, high``; ``start, end``) are one unit, since a range
mixed of two judgements is nobody's, and may stand on its head. Lists of references are joined element by element: two people who each add
a source do not contradict each other. Tables of settings are joined key by key. Who wrote a row, when and why goes with the choice, and
where nothing is to be chosen both sign. Everything else that both changed is a conflict.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from legation.dossier.changes.conflicts import SIDES, SIGNED, Conflict
from legation.dossier.changes.difference import keyed
from legation.dossier.changes.rows import fields_of, model_of, rows_of_model, with_fields
from legation.dossier.dossier import Dossier
from legation.dossier.records import TABLES
from legation.dossier.tables import votes
from legation.dossier.tables.integrity import ORDERED

__all__ = [
    "PARTS",
    "JoinedPart",
    "States",
    "join",
    "rows_of",
    "same",
    "states_of",
]


States: TypeAlias = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
PARTS = ("dossier.toml", "mandate.toml", "bodies.toml", *TABLES, "files")


def same(part: str, side: Dossier, base: Dossier) -> bool:
    """Whether a side left a part as it was, its comments too."""
    match part:
        case "dossier.toml":
            return side.info == base.info and side.info.source == base.info.source
        case "mandate.toml":
            return side.mandate == base.mandate and getattr(side.mandate, "source", b"") == getattr(base.mandate, "source", b"")
        case "bodies.toml":
            return side.bodies == base.bodies and [b.source for b in side.bodies] == [b.source for b in base.bodies]
        case "votes":
            return votes.same_votes(side.votes, base.votes)
    one, other = getattr(side, part), getattr(base, part)
    return one is other or bool(one == other)


def states_of(part: str, base: Dossier, mine: Dossier, theirs: Dossier) -> States:
    """Return the rows of a part in each state, by identity; of votes those alone that a side changed."""
    if part == "votes":
        return _changed_votes(base, mine, theirs)
    return rows_of(part, base), rows_of(part, mine), rows_of(part, theirs)


def rows_of(part: str, dossier: Dossier) -> dict[str, Any]:
    """Return the rows of a part by identity; the dossier itself and the mandate are one row without a name; of a model by what they go by.

    Raises
    ------
    DossierError
        Where two rows have one identity.
    """
    match part:
        case "dossier.toml":
            return {"": dossier.info}
        case "mandate.toml":
            return {} if dossier.mandate is None else {"": dossier.mandate}
        case "bodies.toml":
            return {body.id: body for body in dossier.bodies}
        case "files":
            return dict(dossier.files)
    if part not in TABLES:
        return rows_of_model(part, model_of(part, dossier))
    return keyed(dossier, part)


def _changed_votes(base: Dossier, mine: Dossier, theirs: Dossier) -> States:
    by_mine, by_theirs = (votes.compare(base.votes, side.votes).pairs() for side in (mine, theirs))
    states: States = ({}, {}, {})
    for pair in dict.fromkeys((*by_theirs, *by_mine)):
        was = (by_mine.get(pair) or by_theirs[pair])[0]
        values = (was, by_mine[pair][1] if pair in by_mine else was, by_theirs[pair][1] if pair in by_theirs else was)
        for state, vote in zip(states, values, strict=True):
            if vote is not None:
                state[":".join(pair)] = vote
    return states


_UNITS = tuple(group for groups in ORDERED.values() for group in groups)


@dataclass(slots=True)
class JoinedPart:
    """A part as far as it is joined.

    Attributes
    ----------
    base, mine, theirs : mapping of str to record or bytes
        The three states, rows by identity.
    rows : dict
        What is joined: theirs' order, then mine's added rows. Where a conflict is open, it holds what theirs has.
    touched : list of str
        Identities of rows in which mine and theirs differ.
    conflicts : dict of str to list of Conflict
        By identity.
    """

    name: str
    base: Mapping[str, Any]
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]
    dossiers: tuple[Dossier, ...] = field(repr=False)
    rows: dict[str, Any] = field(default_factory=dict)
    touched: list[str] = field(default_factory=list)
    conflicts: dict[str, list[Conflict]] = field(default_factory=dict)

    def states(self, identity: str) -> tuple[Any, Any, Any]:
        """Return a row before, mine and theirs; None where it is not there."""
        return self.base.get(identity), self.mine.get(identity), self.theirs.get(identity)

    def possible(self, identity: str) -> tuple[Any, ...]:
        """Return the rows, or None, that may stand in the end: one, or with a conflict what each side makes of it."""
        row = self.rows.get(identity)
        found = self.conflicts.get(identity)
        return (row,) if not found else tuple(self._settled(row, found, side) for side in SIDES)

    def possible_rows(self) -> Iterator[tuple[str, Any]]:
        """Yield every row that may stand in the end, with its identity."""
        for identity in dict.fromkeys((*self.rows, *self.conflicts)):
            yield from ((identity, row) for row in self.possible(identity) if row is not None)

    def settle(self, conflict: Conflict, side: str) -> None:
        """Let one side of a conflict stand."""
        row = conflict.settled(self.rows.get(conflict.row), side)
        if row is None:
            self.rows.pop(conflict.row, None)
        else:
            self.rows[conflict.row] = row

    def add(self, identity: str, **values: Any) -> None:
        """Note a conflict."""
        conflict = Conflict(part=self.name, row=identity, dossiers=self.dossiers, **values)
        self.conflicts.setdefault(identity, []).append(conflict)

    @staticmethod
    def _settled(row: Any, conflicts: list[Conflict], side: str) -> Any:
        for conflict in conflicts:
            row = conflict.settled(row, side)
        return row


def join(
    name: str,
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    dossiers: tuple[Dossier, ...],
    *,
    order_of_mine: bool,
) -> JoinedPart:
    """Join the rows of a part; where theirs did not change it, ``order_of_mine`` keeps the order that mine gave it."""
    part = JoinedPart(name, base, mine, theirs, dossiers)
    for identity in dict.fromkeys((*mine, *theirs) if order_of_mine else (*theirs, *mine)):
        before, my, their = part.states(identity)
        row = their
        if my == their:
            row = my if _source(their) == _source(before) else their
        else:
            part.touched.append(identity)
            if their == before:
                row = my
            elif my != before:
                row = _joined_row(part, identity, before, my, their)
        if row is not None:
            part.rows[identity] = row
    return part


def _joined_row(part: JoinedPart, identity: str, before: Any, mine: Any, theirs: Any) -> Any:
    """Join a row that both changed; what cannot be joined becomes a conflict, and theirs stands meanwhile."""
    if before is None or mine is None or theirs is None or not dataclasses.is_dataclass(theirs):
        second = before is None and part.name in TABLES and not TABLES[part.name].unique and part.name != "votes"
        part.add(identity, base=before, mine=mine, theirs=theirs, allowed=(*SIDES, "both") if second else SIDES)
        return theirs
    old, my, their = fields_of(before), fields_of(mine), fields_of(theirs)
    lists = {f.name for f in dataclasses.fields(theirs) if getattr(f.metadata.get("kind"), "many", False)}
    values: dict[str, Any] = {}
    unsettled: list[tuple[tuple[str, ...], Any, Any, Any]] = []
    for unit in _units(their):
        was, mine_now, theirs_now = ([state[name] for name in unit] for state in (old, my, their))
        if mine_now in (theirs_now, was):
            continue
        if theirs_now == was:
            values.update(zip(unit, mine_now, strict=True))
        elif unit[0] in lists:
            values[unit[0]] = _joined_list(was[0], mine_now[0], theirs_now[0])
        elif all(isinstance(state[0], Mapping) for state in (was, mine_now, theirs_now)):
            values[unit[0]] = _joined_settings(part, identity, (unit[0],), was[0], mine_now[0], theirs_now[0])
        else:
            base, own, other = (state[0] if len(unit) == 1 else tuple(state) for state in (was, mine_now, theirs_now))
            unsettled.append((unit, base, own, other))
    _sign(part, identity, (old, my, their), unsettled, values)
    return with_fields(theirs, values) if values else theirs


def _sign(
    part: JoinedPart,
    identity: str,
    states: tuple[Mapping[str, Any], ...],
    unsettled: list[tuple[tuple[str, ...], Any, Any, Any]],
    values: dict[str, Any],
) -> None:
    """Note what both changed. Who wrote a row, when and why is never asked: it goes with the first choice, else both sign."""
    signed = [name for (name, *_), *_ in unsettled if part.name in TABLES and name in SIGNED]
    unsigned = [(unit, *sides) for unit, *sides in unsettled if unit[0] not in signed]
    for number, (unit, *sides) in enumerate(unsigned):
        if number == 0 and signed:
            sides = [((side,) if len(unit) == 1 else side) + tuple(s[n] for n in signed) for side, s in zip(sides, states, strict=True)]
            unit = (*unit, *signed)
        part.add(identity, columns=unit, base=sides[0], mine=sides[1], theirs=sides[2])
    if not unsigned:
        values.update({name: _signed_by_both(states[1][name], states[2][name]) for name in signed})


def _signed_by_both(mine: Any, theirs: Any) -> Any:
    """Return two texts as one, theirs first and nothing twice; of two days the later."""
    given = [value for value in (theirs, mine) if value]
    if all(isinstance(value, str) for value in given):
        return "; ".join(dict.fromkeys(part for value in given for part in value.split("; ")))
    return max(given)


def _units(fields: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the fields that are chosen together, in their order."""
    unit_of = {name: unit for unit in _UNITS if set(unit) <= fields.keys() for name in unit}
    yield from dict.fromkeys(unit_of.get(name, (name,)) for name in fields)


def _joined_list(base: tuple[str, ...], mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return theirs without what mine took away and with what mine added."""
    removed, added = set(base) - set(mine), [item for item in mine if item not in base]
    return tuple(dict.fromkeys([item for item in theirs if item not in removed] + added))


def _joined_settings(
    part: JoinedPart, identity: str, path: tuple[str, ...], base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> dict[str, Any]:
    """Join tables of settings key by key, to any depth."""
    joined: dict[str, Any] = {}
    for name in dict.fromkeys((*theirs, *mine)):
        was, own, other = base.get(name), mine.get(name), theirs.get(name)
        value = other
        if own not in (other, was):
            if other == was:
                value = own
            elif isinstance(own, Mapping) and isinstance(other, Mapping):
                value = _joined_settings(part, identity, (*path, name), was if isinstance(was, Mapping) else {}, own, other)
            else:
                part.add(identity, columns=path[:1], path=(*path[1:], name), base=was, mine=own, theirs=other)
        if value is not None:
            joined[name] = value
    return joined


def _source(row: Any) -> Any:
    """Return the bytes that a part in TOML was read from: where nothing else changed, the comments of whoever changed them stay."""
    return getattr(row, "source", b"")
