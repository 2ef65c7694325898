"""Who changed a row, when and why: one row of a table or of a model, followed through the states of a dossier.

A state says nothing new of the row where its part is the same as before; then the part is not looked at. A row without an id is found
again by what it says (:mod:`legation.dossier.parts.row_match`), from the newest state back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.changes.difference import How, keyed
from legation.dossier.changes.rows import FieldChange, changes_between, changes_of, each, key_of, model_kind
from legation.dossier.clearing.ledger import read_model
from legation.dossier.dossier import Dossier
from legation.dossier.parts import ModelKind
from legation.dossier.parts.row_match import said_of
from legation.dossier.records import TABLES
from legation.errors import WrongUse
from legation.language import Message

__all__ = ["DossierState", "RowEntry", "entries_of", "history_of"]

_NOTHING: tuple[Any, ...] = (None, "", (), {}, False)
_BOOKKEEPING = frozenset({"author", "recorded", "reason", "id", "supersedes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierState:
    """A state of a dossier.

    Attributes
    ----------
    who, why : object
        As the surface says them: a function, a sentence.
    when : object
        A day or a time.
    version : callable
        Returns what stands for a part in this state: where it is the same in two that follow each other, the part is the same.
    dossier : callable
        Returns the state; asked only where the part differs.
    """

    who: Any
    when: Any
    why: Any
    version: Callable[[str], Any]
    dossier: Callable[[], Dossier]
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """What was done to a row.

    Attributes
    ----------
    how : {"new", "superseding", "altered", "gone"}
    who, when, why
        Of the state; empty where nobody said it.
    fields : tuple of FieldChange
        What differs; of a new row all that it says, of one that is gone nothing.
    row : record
        As it is after it; of one that is gone, as it was.
    """

    how: How
    who: Any
    when: Any
    why: Any
    fields: tuple[FieldChange, ...]
    row: Any = field(repr=False)
    identity: str = ""
    number: int = 0


def history_of(states: Sequence[DossierState], part: str, table: str, identity: str) -> Iterator[RowEntry]:
    """Yield what was done to a row, its first entry included, in the order of the states.

    Parameters
    ----------
    states : sequence of Past
        The oldest first.
    part : str
        ``positions.csv``, or ``positions``; ``scenarios/year.toml``.
    table : str
        ``positions``; of a model its table with dots, ``descriptor.variant``, or that of its head.
    identity : str
        Of the row in the newest state that has it; of the head of a model empty. Before it was there, the row that it supersedes counts.

    Raises
    ------
    WrongUse
        Where there is no such table, or no state has the row.
    """
    kind = model_kind(part)
    if (kind is None and table not in TABLES) or (kind is not None and table not in {*kind.tables, kind.section or "head"}):
        allowed = " | ".join(kind.tables if kind is not None else TABLES)
        raise WrongUse(Message("dossier.not-allowed", name="table", found=table, allowed=allowed))
    name = part if kind is not None else TABLES[table].part
    changed = [one for at, one in enumerate(states) if at == 0 or one.version(name) != states[at - 1].version(name)]
    found = _through_models(kind, part, changed, table, identity) if kind is not None else _through_tables(changed, table, identity)
    rows = [row for row, _ in found]
    if all(row is None for row in rows):
        raise WrongUse(
            Message("dossier.not-allowed", name="row", found=identity, allowed=Message("dossier.a-row-once", table=table, part=name))
        )
    before, called = None, ""
    for state, (row, name) in zip(changed, found, strict=True):
        entry = _entry(state, before, row, name, replaces=bool(called) and name != called)
        if entry is not None:
            yield entry
        before, called = row, name if row is not None else called


def _entry(state: DossierState, before: Any, row: Any, identity: str, *, replaces: bool) -> RowEntry | None:
    if row is before:
        return None
    if row is None:
        return RowEntry(
            how="gone", who=state.who, when=state.when, why=state.why, fields=(), row=before, identity=identity, number=state.number
        )
    superseding = replaces and before is not None and bool(getattr(row, "supersedes", ""))
    fields = tuple(one for one in _changes(before, row) if not superseding or one.column not in _BOOKKEEPING)
    if before is not None and not fields and not superseding:
        return None
    return RowEntry(
        how="new" if before is None else "superseding" if superseding else "altered",
        who=state.who,
        when=state.when,
        why=state.why,
        fields=fields,
        row=row,
        identity=identity,
        number=state.number,
    )


def _changes(before: Any, row: Any) -> Iterator[FieldChange]:
    model = hasattr(type(row), "NAMED_BY")
    found = changes_between(said_of(before), said_of(row)) if model else changes_of(before, row)
    yield from (one for one in found if not (one.before in _NOTHING and one.now in _NOTHING))


def _through_models(kind: ModelKind[Any], part: str, states: Sequence[DossierState], table: str, identity: str) -> list[tuple[Any, str]]:
    """Return the row in each state, followed from the newest state that has it back, and what it is called there."""
    models = []
    for state in states:
        data = state.dossier().files.get(part)
        models.append(read_model(kind, part, data) if data is not None else None)
    found: list[tuple[Any, str]] = [(None, identity)] * len(models)
    key, newer = key_of(table, identity), None
    for at in range(len(models) - 1, -1, -1):
        if models[at] is None:
            continue
        if newer is None:
            row = next((one.rows[0] for one in each(kind, models[at]) if one.key == key), None)
            if row is not None:
                found[at], newer = (row, identity), models[at]
            continue
        pair = next((one.rows for one in each(kind, newer, models[at]) if one.key == key), None)
        if pair is None or pair[1] is None:
            continue
        own = next((one for one in each(kind, models[at]) if one.rows[0] is pair[1]), None)
        found[at] = (pair[1], own.name if own is not None else identity)
        newer, key = models[at], own.key if own is not None else key
    return found


def _through_tables(states: Sequence[DossierState], table: str, identity: str) -> list[tuple[Any, str]]:
    """Return in each state the row, or the one that it superseded later, and what it is called there."""
    tables = [keyed(state.dossier(), table) for state in states]
    newest: Mapping[str, Any] = next((rows for rows in reversed(tables) if identity in rows), {})
    chain = _superseded(newest, identity)
    found = ((rows, next((name for name in chain if name in rows), identity)) for rows in tables)
    return [(rows.get(name), name) for rows, name in found]


def _superseded(rows: Mapping[str, Any], identity: str) -> list[str]:
    """Return a row and those that it supersedes, the newest first."""
    chain = [identity]
    while (older := getattr(rows.get(chain[-1]), "supersedes", "")) and older not in chain:
        chain.append(older)
    return chain


def entries_of(dossier: Dossier, part: str, table: str, identity: str) -> Iterator[RowEntry]:
    """Yield what one state of a dossier says of how a row came about: the rows that it supersedes, each with who wrote it, when and why.

    Raises
    ------
    WrongUse
        Where there is no such table, or no such row.
    """
    kind = model_kind(part)
    if kind is not None:
        model = read_model(kind, part, dossier.files[part]) if part in dossier.files else None
        alone = DossierState(
            who=getattr(model, "author", ""), when=getattr(model, "known_on", None), why="", version=lambda _: 0, dossier=lambda: dossier
        )
        for entry in history_of([alone], part, table, identity):
            yield _signed(entry)
        return
    if table not in TABLES or table == "votes":
        raise WrongUse(Message("dossier.not-allowed", name="table", found=table, allowed=" | ".join(n for n in TABLES if n != "votes")))
    rows = keyed(dossier, table)
    if identity not in rows:
        raise WrongUse(Message("dossier.not-allowed", name="row", found=identity, allowed=Message("dossier.a-row", table=table)))
    before: Any = None
    for name in (one for one in reversed(_superseded(rows, identity)) if one in rows):
        row = rows[name]
        fields = tuple(one for one in _changes(before, row) if one.column not in _BOOKKEEPING)
        how: How = "new" if before is None else "superseding"
        yield _signed(RowEntry(how=how, who="", when=None, why="", fields=fields, row=row, identity=name))
        before = row


def _signed(entry: RowEntry) -> RowEntry:
    """Return an entry with who wrote the row, when and why, as far as its columns say it."""
    row = entry.row
    return RowEntry(
        how=entry.how,
        who=getattr(row, "author", "") or entry.who,
        when=getattr(row, "recorded", None) or getattr(row, "known_on", None) or entry.when,
        why=getattr(row, "reason", "") or entry.why,
        fields=entry.fields,
        row=row,
        identity=entry.identity,
        number=entry.number,
    )
