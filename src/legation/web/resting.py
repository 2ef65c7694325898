"""What rests on a source: the rows that name it, those that it speaks against, and the sources that contradict one another."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES, standing
from legation.dossier import Dossier as Content
from legation.dossier.dossier import contradict
from legation.dossier.kind import Reference
from legation.web.standing import positions_at

__all__ = ["Rest", "contradicting", "resting", "versions_of"]

_COLUMNS = {
    name: [c.name for c in table.columns if isinstance(c.kind, Reference) and c.kind.many and c.kind.to == ("evidence",)]
    for name, table in TABLES.items()
    if name != "votes"
}
"""The columns of each table that name sources."""


@dataclass(frozen=True, slots=True)
class Rest:
    """A row that names a source; ``against`` where the source speaks against it."""

    table: str
    row: Any
    against: bool = False


def resting(view: Content) -> Mapping[str, tuple[Rest, ...]]:
    """Return the standing rows that name each source, by its id, in the order of the tables."""
    found: dict[str, list[Rest]] = {}
    for name, columns in _COLUMNS.items():
        for row in standing(getattr(view, name)) if columns else ():
            for column in columns:
                for source in getattr(row, column):
                    found.setdefault(source, []).append(Rest(name, row, column == "against"))
    return {source: tuple(rows) for source, rows in found.items()}


def contradicting(view: Content, day: dt.date) -> frozenset[str]:
    """Return the sources of positions that cannot both be right at a day, and those that speak against an assumption."""
    found = {source for row in standing(view.assumptions) for source in row.against}
    for positions in positions_at(view, day).values():
        for one, other in itertools.combinations(positions, 2):
            if contradict(one, other):
                found.update(one.evidence, other.evidence)
    return frozenset(found)


def versions_of(view: Content, identity: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return the sources that one replaced, the newest first, and those that replaced it, to any depth."""
    by_id = {row.id: row for row in view.evidence}
    older, newer = [], []
    at = by_id[identity].supersedes
    while at in by_id and by_id[at] not in older:
        older.append(by_id[at])
        at = by_id[at].supersedes
    follow = {identity}
    while follow:
        next_ones = [row for row in view.evidence if row.supersedes in follow and row not in newer]
        newer.extend(next_ones)
        follow = {row.id for row in next_ones}
    return tuple(older), tuple(newer)
