"""What differs between two dossiers: row by row, field by field, and in words.

Rows are matched by identity. The order of rows and the comments of a TOML part say nothing of the matter and are not compared.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from legation.dossier.changes.rows import FieldChange, changes_between, changes_of, differ, each, key_of, model_kind, reordered
from legation.dossier.clearing.ledger import read_model
from legation.dossier.column import Wording, called, symbol
from legation.dossier.dossier import Dossier
from legation.dossier.parts import ModelKind
from legation.dossier.parts.row_match import said_of
from legation.dossier.records import TABLES, VOTES
from legation.dossier.tables import votes as vote_changes
from legation.dossier.tables.integrity import check
from legation.dossier.tables.labels import Named, RowLabel, column_called, cut, heading, row_called, shown, value_shown
from legation.dossier.tables.references import places_of
from legation.dossier.tables.votes import VoteChanges
from legation.errors import DossierError
from legation.language import Message, catalogue

__all__ = [
    "Difference",
    "FileChange",
    "How",
    "RowChange",
    "change_called",
    "difference",
    "field_change",
    "keyed",
    "subject",
    "summary",
    "words",
]

_PARTS = {"dossier.toml": "dossier", "mandate.toml": "mandate", "bodies.toml": "bodies"}
How = Literal["new", "superseding", "altered", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that changed.

    Attributes
    ----------
    part : str
        The table, ``positions``; or ``dossier.toml``, ``mandate.toml``, ``bodies.toml``; of a row of a model the part,
        ``scenarios/year.toml``.
    how : {"new", "superseding", "altered", "gone"}
        ``superseding``: a new row that says which older one it replaces.
    identity : str
        The row's id, or what stands for it; empty for the dossier itself and the mandate.
    before, now : record or None
        Of a superseding row, ``before`` is the row that it replaces.
    table : str
        Of a row of a model its table, ``descriptor.variant``; of the head its own, ``model``. Empty for all others.
    fields : tuple of FieldChange
        The fields that differ, in the table's order; of new and gone rows none. Of a superseding row those that say something of the
        matter, not its id, author and date of entry.
    """

    part: str
    how: How
    identity: str
    before: Any = None
    now: Any = None
    fields: tuple[FieldChange, ...] = ()
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file that changed, with its size in bytes before and now; None where it was not or is not there.

    A model is one where it is new or gone as a whole, cannot be read, or where only its comments changed; ``reordered``: where rows of it
    stand in another order.
    """

    name: str
    how: Literal["new", "replaced", "reordered", "gone"]
    before: int | None = None
    now: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed from one dossier to another; false where nothing did.

    Attributes
    ----------
    info : RowChange or None
        ``dossier.toml``.
    mandate : RowChange or None
        ``mandate.toml``; see :meth:`without_mandate`.
    bodies, rows : tuple of RowChange
        Bodies; rows of all tables but votes, in the order of the tables. In each: rows that are new, superseding or altered in the order
        of now, then rows that are gone in the order of before.
    models : tuple of RowChange
        Rows of models that were there and are, part by part: new and altered ones in the order of now, then those that are gone.
    votes : VoteChanges
        As columns.
    files : tuple of FileChange
        By name.
    before, now : Dossier
        What was compared, from which the words take names.
    """

    info: RowChange | None
    mandate: RowChange | None
    bodies: tuple[RowChange, ...]
    rows: tuple[RowChange, ...]
    votes: VoteChanges
    files: tuple[FileChange, ...]
    before: Dossier = dataclasses.field(repr=False)
    now: Dossier = dataclasses.field(repr=False)
    models: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.info or self.mandate or self.bodies or self.rows or self.models or len(self.votes) or self.files)

    @property
    def changes(self) -> tuple[RowChange, ...]:
        """Every changed row but votes: the dossier, the mandate, bodies, tables, models."""
        return tuple(filter(None, (self.info, self.mandate))) + self.bodies + self.rows + self.models

    def without_mandate(self) -> Difference:
        """Return the same for a reader who may not see the mandate."""
        before, now = (dataclasses.replace(dossier, mandate=None) for dossier in (self.before, self.now))
        return dataclasses.replace(self, mandate=None, before=before, now=now)

    def words(self) -> tuple[Message, ...]:
        r"""Return one sentence a change: who, what, which field, before and after.

        Examples
        --------
        >>> from legation.dossier import decode
        >>> table = "id,actor,issue,value\np1,FRA,norms,{}\n"
        >>> parts = {"dossier.toml": b'id = "x"', "actors.csv": b"id,name\nFRA,France\n", "issues.csv": b"id,question\nnorms,Norms?\n"}
        >>> old, new = (decode(parts | {"positions.csv": table.format(value).encode()}) for value in (60, 75))
        >>> print(difference(old, new).words()[0])
        Position of France on issue “Norms?”: value 60 → 75.
        """
        return words(self)

    def summary(self) -> Message:
        """Return how many rows of each kind were added, replaced, corrected and deleted, in one line."""
        return summary(self)


def difference(before: Dossier, now: Dossier) -> Difference:
    """Compare two dossiers.

    Raises
    ------
    DossierError
        Where one of them holds two rows of one identity, so that rows cannot be matched.
    """
    moved = before.annex != now.annex or before.unknown != now.unknown
    changed = [n for n in TABLES if n != "votes" and (moved or _differ(getattr(before, n), getattr(now, n)))]
    models, files = _of_files(before.files, now.files)
    return Difference(
        info=next(_rows("dossier.toml", {"": before.info}, {"": now.info}), None),
        mandate=next(_rows("mandate.toml", _one(before.mandate), _one(now.mandate)), None),
        bodies=tuple(_rows("bodies.toml", {body.id: body for body in before.bodies}, {body.id: body for body in now.bodies})),
        rows=tuple(change for name in changed for change in _of_table(name, before, now)),
        votes=vote_changes.compare(before.votes, now.votes),
        models=models,
        files=files,
        before=before,
        now=now,
    )


def keyed(dossier: Dossier, name: str) -> dict[str, Any]:
    """Return the rows of a table by identity, in their order.

    Raises
    ------
    DossierError
        Where two rows have one identity.
    """
    table, rows = TABLES[name], getattr(dossier, name)
    by_identity = {table.identity(row): row for row in rows}
    if len(by_identity) < len(rows):
        faults = tuple(p for p in check(dossier, {}) if p.code == "duplicate-key")
        raise DossierError(Message("dossier.faults", count=len(faults), first=faults[0]), faults)
    return by_identity


def _of_table(name: str, before: Dossier, now: Dossier) -> Iterator[RowChange]:
    old, new = keyed(before, name), keyed(now, name)
    places = dict.fromkeys((*now.annex, *before.annex, *now.unknown.cells, *before.unknown.cells))
    both = [place for place in places if place[0] == name and place[1] in old and place[1] in new]
    beside = {identity: tuple(_beside((table, identity), before, now)) for table, identity in both}
    yield from _rows(name, old, new, {identity: changes for identity, changes in beside.items() if changes})


def _beside(place: tuple[str, str], before: Dossier, now: Dossier) -> Iterator[FieldChange]:
    """Yield what changed of a row that is none of its fields: its annex, and its cells in columns that are not known."""
    if before.annex.get(place, "") != now.annex.get(place, ""):
        yield FieldChange("annex", before.annex.get(place, ""), now.annex.get(place, ""))
    yield from changes_between(before.unknown.cells.get(place, {}), now.unknown.cells.get(place, {}), "unknown.")


def _rows(
    part: str, old: Mapping[str, Any], new: Mapping[str, Any], beside: Mapping[str, tuple[FieldChange, ...]] = {}
) -> Iterator[RowChange]:
    for identity, row in new.items():
        before = old.get(identity)
        if before is None:
            replaced = getattr(row, "supersedes", "")
            older = new.get(replaced) or old.get(replaced)
            fields = tuple(c for c in changes_of(older, row) if c.column not in TABLES[part].roles["entry"]) if older is not None else ()
            yield RowChange(part=part, how="superseding" if replaced else "new", identity=identity, before=older, now=row, fields=fields)
        elif before != row or identity in beside:
            fields = changes_of(before, row) + beside.get(identity, ())
            yield RowChange(part=part, how="altered", identity=identity, before=before, now=row, fields=fields)
    for identity, row in old.items():
        if identity not in new:
            yield RowChange(part=part, how="gone", identity=identity, before=row)


def _of_files(before: Mapping[str, bytes], now: Mapping[str, bytes]) -> tuple[tuple[RowChange, ...], tuple[FileChange, ...]]:
    """Return what changed in files: of models that can be read the rows, of all else the files."""
    models: list[RowChange] = []
    files: list[FileChange] = []
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        how: Literal["new", "replaced", "reordered", "gone"] = "new" if old is None else "gone" if new is None else "replaced"
        changed: list[RowChange] = []
        if old is not None and new is not None and (kind := model_kind(name)) is not None:
            was, here = read_model(kind, name, old), read_model(kind, name, new)
            if was is not None and here is not None:
                changed = _of_model(name, kind, was, here)
                how = "reordered" if reordered(kind, was, here) else how
        models += changed
        if not changed or how == "reordered":
            sizes = (None if data is None else len(data) for data in (old, new))
            files.append(FileChange(name=name, how=how, **dict(zip(("before", "now"), sizes, strict=True))))
    return tuple(models), tuple(files)


def _of_model(part: str, kind: ModelKind[Any], before: Any, now: Any) -> list[RowChange]:
    stays: list[RowChange] = []
    gone: list[RowChange] = []
    for found in each(kind, before, now):
        old, new = found.rows
        row: dict[str, Any] = {"part": part, "table": found.table, "identity": found.name, "before": old, "now": new}
        if new is None:
            gone.append(RowChange(how="gone", **row))
        elif old is None:
            stays.append(RowChange(how="new", **row))
        elif differ(old, new):
            fields = tuple(changes_between(said_of(old), said_of(new)))
            stays.append(RowChange(how="altered", fields=fields, **row))
    return stays + gone


def _one(record: Any) -> dict[str, Any]:
    return {} if record is None else {"": record}


def _differ(a: Sequence[Any], b: Sequence[Any]) -> bool:
    return a is not b and a != b


def words(difference: Difference) -> tuple[Message, ...]:
    """Return one sentence a change; see :meth:`legation.dossier.Difference.words`."""
    named = Named(difference.now, difference.before)
    sentences: list[Message] = []
    for change in difference.changes:
        row = change.now if change.now is not None else change.before
        sentences.extend(_of_row(change, change_called(change, row, named), named))
    sentences.extend(_of_votes(difference, named))
    sentences.extend(Message(f"difference.file-{f.how}", name=f.name, before=f.before or 0, now=f.now or 0) for f in difference.files)
    return tuple(sentences)


def summary(difference: Difference) -> Message:
    """Return the counts in one line; see :meth:`legation.dossier.Difference.summary`."""
    count: Counter[tuple[str, str]] = Counter(
        (change.how, "models" if change.table else _PARTS.get(change.part, change.part)) for change in difference.changes
    )
    votes = difference.votes
    count.update({("new", "votes"): len(votes.new), ("altered", "votes"): len(votes.altered), ("gone", "votes"): len(votes.gone)})
    count.update(("altered" if f.how in ("replaced", "reordered") else f.how, "files") for f in difference.files)
    parts = []
    for how in ("new", "superseding", "altered", "gone"):
        rows = tuple(
            Message(f"difference.counted.{part}", count=count[how, part])
            for part in ("dossier", "mandate", "bodies", *TABLES, "models", "files")
            if count[how, part]
        )
        if rows:
            parts.append(Message(f"difference.{how}-rows", rows=rows))
    return Message("difference.summary", parts=tuple(parts)) if parts else Message("difference.nothing")


def _of_row(change: RowChange, name: Message, named: Named) -> Iterator[Message]:
    if change.how in ("new", "gone"):
        yield Message(f"difference.{change.how}", row=name)
        return
    if change.how == "superseding":
        yield Message("difference.superseding", row=name, older=change.now.supersedes, newer=change.identity)
    for field in change.fields:
        title, before, now = field_change(change, field, named)
        yield Message("difference.altered", row=name, field=title, before=before, now=now)


def change_called(change: RowChange, row: Any, named: Named) -> Message:
    """Return how a row that changed is called in a sentence; ``row``: as it is or was."""
    if change.table:
        return row_called(change.part, key_of(change.table, change.identity), row, named)
    return subject(change.part, change.identity, row, named)


def field_change(change: RowChange, field: FieldChange, named: Named) -> tuple[Any, Any, Any]:
    """Return what a field that changed is called, and its values before and now, as they are said."""
    if change.table:
        key = key_of(change.table, change.identity)
        rows = (change.before, field.before), (change.now, field.now)
        before, now = (value_shown(change.part, key, field.column, value, row, named) for row, value in rows)
        return column_called(field.column), before, now
    before, now = (shown(change.part, field.column, value, named) for value in (field.before, field.now))
    return heading(change.part, field.column), before, now


def _of_votes(difference: Difference, named: Named) -> Iterator[Message]:
    """Yield one sentence a roll call for votes added or deleted, and one for each vote altered."""
    changes = difference.votes
    for how, votes, rows in (("new", changes.now, changes.new), ("gone", changes.before, changes.gone)):
        counts = Counter(votes.rollcall[rows].tolist())
        for number, count in counts.items():
            rollcall = votes.rollcalls[number]
            yield Message(f"difference.votes-{how}", rollcall=named.of(("rollcalls",), rollcall), count=count)
    for at, to in changes.altered.tolist():
        actor, rollcall = changes.now.actors[changes.now.actor[to]], changes.now.rollcalls[changes.now.rollcall[to]]
        name = Message("difference.row.votes", actor=named.of(("actors",), actor), rollcall=named.of(("rollcalls",), rollcall))
        for column, old, new in (
            ("vote", changes.before.vote[at], changes.now.vote[to]),
            ("intent", changes.before.intent[at], changes.now.intent[to]),
        ):
            if old != new:
                before, now = (
                    Message(f"vote.{VOTES[code]}") if code or column == "vote" else Message("difference.empty") for code in (old, new)
                )
                yield Message("difference.altered", row=name, field=heading("votes", column), before=before, now=now)


def subject(part: str, identity: str, row: Any, named: Named) -> Message:
    """Return how a row is called in a sentence: ``Position of France on issue “norms”``.

    Parameters
    ----------
    named : Named
        Where names are looked up.
    """
    words, table = called(row), TABLES.get(part)
    values: dict[str, Any] = {"id": identity, "about": RowLabel(words) if isinstance(words, Wording) else cut(words or identity)}
    if table is not None:
        values |= {name: getattr(row, name) or "—" for name in table.roles["word"]}
        values |= {c: named.of(places_of(part, c), getattr(row, c) or "—") for c, kind in table.references.items() if not kind.many}
        values["symbol"] = symbol(row) or (named.of((part,), identity) if table.roles["symbol"] else identity)
    if part == "steps":
        title = f"{row.situation}.{row.step}"
        values["step"] = Message(f"path.{title}") if title in catalogue("path", "en") else cut(row.step)
    return Message(f"difference.row.{_PARTS.get(part, part)}", **values)
