"""A few rows that one side changed, put among those of the other: what a merge of all rows comes to where nothing else meets them.

Most saves change a row or two of what an editor sees of a dossier, whose hidden rows the merge brings back. Where only a look at all rows
can tell what comes of them, there is no answer here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from legation.dossier.changes.three_way import PARTS
from legation.dossier.column import Table
from legation.dossier.dossier import Dossier
from legation.dossier.records import TABLES
from legation.dossier.tables.few_rows import FEW, of_identities
from legation.dossier.tables.references import Name, names_of, references_of

__all__ = ["with_few_changes"]

_PLACES = frozenset({*TABLES, *(f"{name}.id" for name in TABLES), "bodies"})


def with_few_changes(base: Dossier, mine: Dossier, theirs: Dossier, my_same: Collection[str]) -> Dossier | None:
    """Return what a merge without conflicts gives, by the rows that mine changed; None where only the merge of all rows can tell.

    Parameters
    ----------
    my_same : collection of str
        The parts that mine left as they were.
    """
    changed = [part for part in PARTS if part not in my_same]
    if any(part not in TABLES or part == "votes" for part in changed) or _tells_of_more(base, mine, theirs):
        return None
    tables: dict[str, Any] = {}
    fresh: dict[str, list[Any]] = {}
    for name in changed:
        found = _changed(TABLES[name], base.rows(name), mine.rows(name), theirs.rows(name))
        if found is None:
            return None
        tables[name], fresh[name] = found
    made = dataclasses.replace(theirs, **tables, notices=())
    return made if _names_what_is_there(fresh, made) else None


def _tells_of_more(base: Dossier, mine: Dossier, theirs: Dossier) -> bool:
    """Whether there is more to be joined than rows: annexes, columns that are not known, fingerprints of files that are not the same."""
    if any(state.annex or state.unknown for state in (base, mine, theirs)):
        return True
    other = {name for name, data in theirs.files.items() if base.files.get(name, data) != data} | base.files.keys() - theirs.files.keys()
    return any(row.sha256 and row.part in other for state in (base, mine, theirs) for row in state.evidence) if other else False


def _changed(table: Table, base: Sequence[Any], mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[tuple[Any, ...], list[Any]] | None:
    """Return the rows of a table with those that mine replaced and added, and these."""
    places = [at for at, (row, before) in enumerate(zip(mine, base, strict=False)) if row is not before]
    added = mine[len(base) :]
    if len(mine) < len(base) or len(places) + len(added) > FEW:
        return None
    replaced: dict[str, tuple[Any, Any]] = {}
    for at in places:
        row, before = mine[at], base[at]
        if table.identity(row) != table.identity(before) or any(getattr(row, one) != getattr(before, one) for one in _bound(table)):
            return None
        replaced[table.identity(row)] = before, row
    new = {table.identity(row): row for row in added}
    is_known = any(True for rows in (base, theirs) for _ in of_identities(table, rows, new.keys())) if new else False
    if is_known or len(new) < len(added) or any(getattr(row, "supersedes", "") in new for row in added):
        return None
    there = {table.identity(row): row for row in of_identities(table, theirs, replaced.keys())} if replaced else {}
    if any(there.get(identity) != before for identity, (before, _) in replaced.items()):
        return None
    now = {id(there[identity]): row for identity, (_, row) in replaced.items()}
    return (*(now.get(id(row), row) for row in theirs), *added), [row for _, row in replaced.values()] + list(added)


def _bound(table: Table) -> tuple[str, ...]:
    """Return what others may know a row by, and what may lead in a cycle."""
    links = ("supersedes",) if "supersedes" in table.references else ()
    return ("id", *links, *((table.word,) if table.word else ()))


def _names_what_is_there(fresh: Mapping[str, Iterable[Any]], made: Dossier) -> bool:
    """Whether each reference of the changed rows leads somewhere, and none to a file."""
    wanted = [(names, column) for part, rows in fresh.items() for row in rows for column, names in references_of(part, row, _PLACES)]
    if any(column in ("part", "sha256") for _, column in wanted):
        return False
    there: dict[str, set[Name]] = {}
    for names, _ in wanted:
        for place, _ in names:
            if place not in there:
                there[place] = _names_in(place, made)
    return all(any(name in there[name[0]] for name in names) for names, _ in wanted)


def _names_in(place: str, dossier: Dossier) -> set[Name]:
    part = place.removesuffix(".id")
    if part == "bodies":
        return {(place, body.id) for body in dossier.bodies}
    if not TABLES[part].word:
        return {(place, row.id) for row in dossier.rows(part)}
    return {name for row in dossier.rows(part) for name in names_of(part, "", row) if name[0] == place}
