"""What of a dossier a reader sees on a day: rows by their levels, other parts by their kind and the rows that name them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from legation.dossier.clearing.confirmation import places_of
from legation.dossier.clearing.ledger import Ledger, MarkedContents, holds_unknown, read_model
from legation.dossier.clearing.rows import SeenRows
from legation.dossier.clearing.scope import OUTSIDE, Clearance, Place
from legation.dossier.column import Wording
from legation.dossier.parts.brief import brief_for
from legation.dossier.parts.kind import ModelKind, PartKind
from legation.dossier.parts.settings import Info
from legation.dossier.records import MARKINGS, TABLES
from legation.dossier.tables.cells import Unknown
from legation.dossier.tables.contents import Contents
from legation.dossier.tables.votes import Votes

__all__ = [
    "hidden_rows",
    "known_at",
    "only",
    "protected",
    "seen",
    "unattributed",
    "with_files",
    "with_known_cells",
    "with_sources_of",
]


TELLING = ("publisher", "origin", "speaker_level", "channel", "url", "part", "sha256")
"""What tells whose information an evidence is."""
_Contents = TypeVar("_Contents", bound=Contents)


def protected(dossier: Contents) -> frozenset[str]:
    """Return the evidence that may not be attributed: what says so, and what it supersedes."""
    return _not_attributable(dossier, "evidence")


def _not_attributable(dossier: Contents, table: str) -> frozenset[str]:
    """Return the rows of a table that may not be attributed: those that say so, and what they supersede."""
    found: set[str] = set()
    if False in dossier.values_in(table, "attributable"):
        rows = dossier.rows(table)
        found = {row.id for row in rows if row.attributable is False}
        before = {row.id: row.supersedes for row in rows}
        waiting = list(found)
        while waiting:
            earlier = before.get(waiting.pop())
            if earlier and earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return frozenset(found)


def unattributed(left: _Contents, whole: Contents) -> _Contents:
    """Return what is left of a dossier without what tells of protected sources, nor the files that they archived."""
    ids = protected(whole)
    if not ids or not any(row.id in ids for row in left.evidence):
        return left
    nothing: dict[str, Any] = dict.fromkeys(TELLING, "")
    evidence = tuple(dataclasses.replace(row, attributable=False, **nothing) if row.id in ids else row for row in left.evidence)
    gone = {row.part for row in left.evidence} - {row.part for row in evidence}
    files = {part: data for part, data in left.files.items() if part not in gone}
    return dataclasses.replace(left, evidence=evidence, files=files)


def with_sources_of(dossier: _Contents, head: Contents) -> _Contents:
    """Return a dossier in which the protected sources of another are as they are there: who does not see them changes nothing of them."""
    ids = protected(head)
    if not ids:
        return dossier
    theirs = {row.id: row for row in head.evidence if row.id in ids}
    evidence = tuple(
        dataclasses.replace(row, attributable=False, **{name: getattr(theirs[row.id], name) for name in TELLING})
        if row.id in theirs
        else row
        for row in dossier.evidence
    )
    files = {row.part: head.files[row.part] for row in evidence if row.id in theirs and row.part in head.files}
    return dataclasses.replace(dossier, evidence=evidence, files={**dossier.files, **files})


_Marked = TypeVar("_Marked", bound=MarkedContents)


def known_at(dossier: _Marked, date: dt.date) -> _Marked:
    """Return the dossier as it was known at the end of a day: rows of tables and models, and the texts that they name.

    Registers and files that no row names are as they were. A row whose sources came later stays where it says itself that it was known.
    """
    ledger = dossier.ledger
    rows = SeenRows(ledger, None, date)
    files = {part: data for part in dossier.files if (data := _known(part, ledger, rows)) is not None}
    changes = rows.tables()
    if not changes and files == dossier.files:
        return dossier
    return with_known_cells(dossier.with_fields(**changes, files=files))


def seen(dossier: _Marked, scope: Clearance) -> _Marked:
    """Return the dossier that a reader may see; see :meth:`legation.dossier.Dossier.cleared`."""
    ledger = dossier.ledger
    without = [n for n, node in enumerate(ledger.nodes) if not scope.hidden.isdisjoint(places_of(node))] if scope.hidden else ()
    rows = SeenRows(ledger, None if scope.rank == len(MARKINGS) - 1 else scope.rank, scope.as_of, without)
    changes = rows.tables()
    info, bodies = dossier.info, changes.get("bodies", dossier.bodies)
    if ledger.unmarked > scope.rank:
        info, bodies = Info(id=info.id, format=info.format, languages=info.languages, marking=info.marking), ()
    if scope.audience in OUTSIDE:
        info = dataclasses.replace(info, parameters={}, brief={}, beside=(), source=b"")
        bodies = tuple(dataclasses.replace(body, source=b"") for body in bodies)
    mandate = dossier.mandate if scope.audience == "owner" else None
    unknown = dossier.unknown if scope.audience == "owner" and scope.is_full else Unknown()
    brief = brief_for(info.brief, scope.rank, knows_all=scope.audience == "owner")
    if brief != info.brief:
        info = dataclasses.replace(info, brief=brief, source=b"")
    if scope.audience != "owner" and info.unknown:
        info = dataclasses.replace(info, unknown={}, source=b"")
    alike = info is dossier.info and mandate is dossier.mandate and bodies == dossier.bodies and unknown == dossier.unknown
    if changes or not alike or scope.audience in OUTSIDE:
        left = dossier.with_fields(**changes | {"info": info, "bodies": bodies, "mandate": mandate, "unknown": unknown})
    else:
        left = dossier
    if scope.audience in OUTSIDE and left.annex:
        left = dataclasses.replace(left, annex=_annexes(left))
    left = with_files(left, _files(left, ledger, rows, scope))
    left = _without_speakers(left, dossier) if scope.audience in OUTSIDE else left
    return left if scope.audience == "owner" else unattributed(left, dossier)


def _without_speakers(left: _Marked, whole: Contents) -> _Marked:
    """Return what is left of a dossier without who spoke in talks that may not be attributed: that is for the desk alone."""
    ids = _not_attributable(whole, "engagements")
    if not ids or not any(row.id in ids for row in left.engagements):
        return left
    nobody: dict[str, Any] = {"level": "", "participants": Wording()}
    rows = (dataclasses.replace(row, **nobody) if row.id in ids else row for row in left.engagements)
    return left.with_fields(engagements=tuple(rows))


def hidden_rows(dossier: MarkedContents, marking: str) -> frozenset[Place]:
    """Return where the rows stand that a reader may not see; of rows without an id also what they say, for numbers change."""
    rank, ledger = MARKINGS.index(marking), dossier.ledger
    return frozenset(place for number, node in enumerate(ledger.nodes) if ledger.levels[number] > rank for place in places_of(node))


def only(dossier: _Marked, tables: Iterable[str], rows: Iterable[tuple[str, str]] | None = None) -> _Marked:
    """Return the dossier with the rows of some tables alone: what is shared with a guest. Archived files go with the evidence.

    A row that needs one of a table that is not shared goes too; a row whose evidence is not shared stays, without it.

    Parameters
    ----------
    tables : iterable of str
    rows : iterable of (str, str), optional
        Tables with ids: of the shared tables these rows alone, and nothing that is no row: what a post sees of a round. Votes have no ids:
        those of the actors that are left in the roll calls that are left.
    """
    shared = set(tables)
    named = None if rows is None else frozenset(rows)
    ledger = dossier.ledger
    parts = {table.part: name for name, table in TABLES.items()}
    left_out = {part for part, name in parts.items() if name not in shared}
    without = [
        number
        for number, node in enumerate(ledger.nodes)
        if node.place[0] in left_out or (named is not None and (node.place[0] not in parts or node.place[1:] not in named))
    ]
    changes = SeenRows(ledger, None, None, without).tables()
    changes |= {} if "votes" in shared else {"votes": Votes()}
    left = dataclasses.replace(dossier, **changes | {"mandate": None, "unknown": Unknown()})
    archived = {row.part for row in left.evidence}
    annex = _annexes(left)
    folders = _folders(annex)
    files = {name: data for name, data in left.files.items() if name in archived or (named is None and name.startswith(folders))}
    return dataclasses.replace(left, files=files, annex=annex)


def _known(part: str, ledger: Ledger, rows: SeenRows) -> bytes | None:
    if part in ledger.models:
        return rows.model(part, keep=True)
    named = ledger.naming.get(part)
    return ledger.dossier.files[part] if not named or any(map(rows.is_there, named)) else None


def _files(left: MarkedContents, ledger: Ledger, rows: SeenRows, scope: Clearance) -> Mapping[str, bytes]:
    """Return the parts that are no tables, as the reader may see them."""
    made: dict[str, bytes] = {}
    others: dict[PartKind, dict[str, bytes]] = {}
    folders = _folders(left.annex)
    for part, data in ledger.dossier.files.items():
        kind, named = ledger.kinds[part], () if scope.is_full else ledger.naming.get(part, ())
        parts_shown = any(rows.is_there(number) for number in named if number < ledger.starts["bodies"])
        if scope.audience in OUTSIDE and not parts_shown and not part.startswith(folders):
            continue
        if kind is None:
            if scope.audience == "owner" and ledger.unmarked <= scope.rank:
                made[part] = data
        elif not scope.is_full and not _is_open(kind, named, ledger, rows, scope):
            continue
        elif not isinstance(kind, ModelKind):
            others.setdefault(kind, {})[part] = data
        elif (found := data if _is_whole(kind, part, data, scope) else rows.model(part)) is not None:
            made[part] = found
    models = {part: read_model(kind, part, made[part]) for part, (kind, _) in ledger.models.items() if part in made}
    scope = dataclasses.replace(scope, unmarked=MARKINGS[ledger.unmarked], models=models)
    for kind, parts in others.items():
        made |= _seen(kind, parts, scope)
    return {part: made[part] for part in dict.fromkeys((*ledger.dossier.files, *made)) if part in made}


def _is_whole(kind: ModelKind[Any], part: str, data: bytes, scope: Clearance) -> bool:
    """Whether the bytes of a model are shown as they are, with what nobody knows of them."""
    return scope.is_full and (scope.audience == "owner" or not holds_unknown(kind, part, data))


def _seen(kind: PartKind, parts: Mapping[str, bytes], scope: Clearance) -> Mapping[str, bytes]:
    try:
        return kind.seen(parts, scope)
    except Exception:  # noqa: BLE001 - a declaration may be anybody's: what it cannot clear is not shown
        return parts if scope.is_full else {}


def _is_open(kind: PartKind, named: Any, ledger: Ledger, rows: SeenRows, scope: Clearance) -> bool:
    """Whether a part is as open as every row that names it, and one of them was known; one that nobody names is as open as the dossier.

    Of a text that goes with the rows that name it nobody can say how open it is while one of the models that name texts cannot be read.
    """
    if kind.is_named and ledger.names_unknown:
        return False
    if not named:
        return ledger.unmarked <= scope.rank and not kind.is_named
    return all(map(rows.is_open, named)) and any(map(rows.is_there, named))


def _annexes(left: MarkedContents) -> dict[tuple[str, str], str]:
    """Return in which annex each row that is there stands."""
    found: dict[tuple[str, str], str] = {}
    for name in dict.fromkeys(table for table, _ in left.annex):
        there = {(name, TABLES[name].identity(row)) for row in left.rows(name)}
        found |= {place: annex for place, annex in left.annex.items() if place in there}
    return found


def with_known_cells(left: _Marked) -> _Marked:
    """Return a dossier without the cells of rows that are not there, in columns that are not known."""
    if not left.unknown.cells:
        return left
    names = {table for table, _ in left.unknown.cells}
    there = {(name, TABLES[name].identity(row)) for name in names for row in left.rows(name)}
    return dataclasses.replace(left, unknown=left.unknown.among(there))


def _folders(annex: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    return tuple(f"annexes/{name}/" for name in dict.fromkeys(annex.values()))


def with_files(left: _Marked, files: Mapping[str, bytes]) -> _Marked:
    """Return a dossier with other files; evidence that archived one loses its hash, and the part, of what is not seen whole."""
    if dict(files) == dict(left.files):
        return left
    evidence = tuple(
        row
        if not row.part or files.get(row.part) == left.files.get(row.part)
        else dataclasses.replace(row, sha256="", part=row.part if row.part in files else "")
        for row in left.evidence
    )
    return left.with_fields(files=files, evidence=evidence)
