"""Two rows that were added under one id: the second gets an id of its own, and what its author said of it follows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from legation.dossier.conflict import Conflict
from legation.dossier.dossier import Dossier
from legation.dossier.naming import Name, references_of
from legation.dossier.three_way import Joined

__all__ = ["rename_second"]


def rename_second(parts: dict[str, Joined], conflicts: Iterable[Conflict], states: tuple[Dossier, Dossier, Dossier]) -> dict[Name, str]:
    """Add the row that mine brought, under a free id, for each conflict in which both rows stand.

    A reference follows where it comes from mine alone: in a row that theirs has not, or in a field of theirs that does not name the id.

    Returns
    -------
    dict of Name to str
        The new ids.
    """
    renamed: dict[Name, str] = {}
    for conflict in conflicts:
        part = parts[conflict.part]
        identity = _free(conflict.row, {*part.base, *part.mine, *part.theirs, *part.rows} | _words(states))
        renamed[conflict.part, conflict.row] = identity
        part.rows[identity] = dataclasses.replace(conflict.mine, id=identity)
    places = {place for place, _ in renamed}
    for part in parts.values():
        if part.name == "files":
            continue
        for identity, row in list(part.rows.items()):
            known = {names for _, names in references_of(part.name, part.theirs[identity], places)} if identity in part.theirs else set()
            for column, names in list(references_of(part.name, row, places)):
                new = next((renamed[name] for name in names if name in renamed), None)
                if new is not None and names not in known:
                    part.rows[identity] = row = _renamed(row, column, names[0][1], new)
    return renamed


def _renamed(row: Any, column: str, old: str, new: str) -> Any:
    value = getattr(row, column)
    if column == "rules":
        rules = tuple(dataclasses.replace(rule, evidence=tuple(new if e == old else e for e in rule.evidence)) for rule in value)
        return dataclasses.replace(row, rules=rules)
    return dataclasses.replace(row, **{column: tuple(new if v == old else v for v in value) if isinstance(value, tuple) else new})


def _free(identity: str, taken: set[str]) -> str:
    stem, number = identity[:110], 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def _words(states: tuple[Dossier, Dossier, Dossier]) -> set[str]:
    """Return the names of groups and coalitions, which stand beside ids of actors in some fields."""
    return {row.group for state in states for row in state.groups} | {row.coalition for state in states for row in state.coalitions}
