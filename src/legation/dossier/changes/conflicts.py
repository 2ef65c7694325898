"""A place that two people changed in two ways, and what may be chosen there."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.changes.rows import fields_of, model_kind, model_of, rows_of_model, table_of, whole_row, with_fields
from legation.dossier.dossier import Dossier
from legation.dossier.records import TABLES
from legation.dossier.tables.references import Name
from legation.language import Lang, Message, say

__all__ = ["SIDES", "SIGNED", "Conflict", "FieldConflict", "Need"]

SIDES = ("mine", "theirs")
SIGNED = ("author", "recorded", "reason")
"""Who wrote a row, when and why: never chosen, they follow what is chosen."""
_OWN = frozenset({"id", "supersedes", *SIGNED})
_LEADING = {"low": "value", "salience_low": "salience", "influence_low": "influence"}


@dataclass(frozen=True, slots=True)
class Need:
    """A row, by part and identity, whose field names what the other side took away."""

    part: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One line of a conflict, to be shown side by side."""

    column: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something that both changed, each in another way, so that a person must choose.

    Attributes
    ----------
    part : str
        The table, ``positions``; or ``dossier.toml``, ``mandate.toml``, ``bodies.toml``, ``files``; of a row of a model the part,
        ``scenarios/year.toml``.
    row : str
        The row's identity, a file's name, or the name of a group or coalition; empty for the dossier and the mandate. Of a row of a model
        its table and its name, ``judgement:talks.open``.
    columns : tuple of str
        The fields that are chosen together; empty where the row as a whole is chosen.
    path : tuple of str
        The setting within a field that is a table of settings.
    base, mine, theirs
        What stood before, and what each side made of it: a record, a file's bytes, a field's value, or a tuple of values where several
        fields are chosen together. None: not there.
    allowed : tuple of str
        ``mine``, ``theirs``, and ``both`` where both rows can stand.
    needed_by : tuple of Need
        Rows that name what one side took away. To choose that side empties those references, and takes away the rows that are about
        nothing else; to choose the other keeps what is named.
    name : Name or None
        Where a group or coalition is chosen as a whole: its name.
    """

    part: str
    row: str
    columns: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    base: Any = None
    mine: Any = None
    theirs: Any = None
    allowed: tuple[str, ...] = SIDES
    needed_by: tuple[Need, ...] = ()
    name: Name | None = None
    dossiers: tuple[Dossier, ...] = field(default=(), compare=False, repr=False)

    @property
    def column(self) -> str | None:
        """The field that names the choice, ``value`` for ``low, value, high``; None where the row as a whole is chosen."""
        if not self.columns:
            return None
        return ".".join((_LEADING.get(self.columns[0], self.columns[0]), *self.path))

    @property
    def table(self) -> str:
        """Of a row of a model its table; empty for all others."""
        return table_of(self.row)[0] if model_kind(self.part) is not None else ""

    @property
    def key(self) -> str:
        """What stands for this conflict in ``choices``: its place, and a fingerprint of the three values.

        Where a value has changed in between the key is another one, so that nobody chooses what they have not seen.
        """
        values = [_plain(value) for value in (self.base, self.mine, self.theirs)]
        print_ = hashlib.sha256(repr((values, self.needed_by, self.name)).encode("utf-8", "replace")).hexdigest()[:12]
        return f"{self.part}:{self.row}:{self.column or ''}#{print_}"

    @property
    def before(self) -> Any:
        """What stood before; where both added a row that supersedes one and the same, that one."""
        older = {getattr(side, "supersedes", "") for side in (self.mine, self.theirs)}
        if self.base is not None or self.columns or len(older) != 1 or not (identity := older.pop()):
            return self.base
        rows = (row for dossier in reversed(self.dossiers) for row in dossier.rows(self.part))
        return next((row for row in rows if TABLES[self.part].identity(row) == identity), None)

    def fields(self) -> tuple[FieldConflict, ...]:
        """Return the lines to be shown side by side: the fields that are chosen, or all in which the rows differ."""
        if len(self.columns) == 1:
            return (FieldConflict(str(self.column), self.base, self.mine, self.theirs),)
        if self.columns:
            blank = (None,) * len(self.columns)
            sides = (self.base or blank, self.mine or blank, self.theirs or blank)
            lines = (FieldConflict(column, *values) for column, *values in zip(self.columns, *sides, strict=True))
            return tuple(line for line in lines if line.column not in SIGNED)
        if any(isinstance(value, bytes) for value in (self.base, self.mine, self.theirs)):
            return ()
        read = whole_row if self.table else fields_of
        base, mine, theirs = (read(value) for value in (self.before, self.mine, self.theirs))
        return tuple(
            FieldConflict(name, base.get(name), mine.get(name), theirs.get(name))
            for name in dict.fromkeys((*theirs, *mine, *base))
            if mine.get(name) != theirs.get(name) and name not in _OWN
        )

    def settled(self, row: Any, side: str) -> Any:
        """Return a row as it stands when a side is chosen."""
        value = getattr(self, side)
        if not self.columns:
            return value
        if self.path:
            (column,) = self.columns
            return with_fields(row, {column: _set(getattr(row, column), self.path, value)})
        return with_fields(row, dict(zip(self.columns, value if len(self.columns) > 1 else (value,), strict=True)))

    @property
    def subject(self) -> Message:
        """What the conflict is about, as a reader calls it."""
        from legation.dossier.changes.difference import subject
        from legation.dossier.tables.labels import Named, row_called

        row = self._row() if self.columns else next(value for value in (self.theirs, self.mine, self.base) if value is not None)
        if self.table:
            return row_called(self.part, self.row, row, Named(*self.dossiers))
        return subject(self.part, self.row, None if isinstance(row, bytes) else row, Named(*self.dossiers))

    def in_language(self, lang: Lang) -> str:
        """Return the conflict as a sentence."""
        if self.name is None and self.columns == ("supersedes",) and isinstance(self.mine, tuple):
            return say(Message("difference.circle", rows=self.mine + self.theirs), lang)
        row = self.subject
        if self.needed_by:
            return say(Message("difference.needed", row=row, count=len(self.needed_by)), lang)
        if not self.columns:
            gone = "mine" if self.mine is None else "theirs" if self.theirs is None else "none"
            if gone == "none" and self.base is None and self.before is not None:
                gone = "superseded"
            return say(Message(f"difference.both-{gone}", row=row), lang)
        lines = self.fields()
        line = next((f for f in lines if f.column == self.column), lines[0])
        title, base, mine, theirs = self.described(line)
        values = {"field": title, "base": base, "mine": mine, "theirs": theirs}
        return say(Message("difference.both-altered", row=row, **values), lang)

    def described(self, line: FieldConflict) -> tuple[Any, Any, Any, Any]:
        """Return what the field of a line is called, and its values before, mine and theirs, as they are said."""
        from legation.dossier.tables.labels import Named, column_called, heading, shown, value_shown

        named = Named(*self.dossiers)
        values = (line.base, line.mine, line.theirs)
        if self.table:
            row = self._row() if self.columns else next(value for value in (self.theirs, self.mine, self.base) if value is not None)
            base, mine, theirs = (value_shown(self.part, self.row, line.column, value, row, named) for value in values)
            return column_called(line.column), base, mine, theirs
        base, mine, theirs = (shown(self.part, line.column, value, named) for value in values)
        return heading(self.part, line.column), base, mine, theirs

    def _row(self) -> Any:
        if self.table:
            models = (model_of(self.part, dossier) for dossier in self.dossiers)
            return next((row for model in models if (row := rows_of_model(self.part, model).get(self.row)) is not None), None)
        if self.part not in TABLES or self.part == "votes" or not self.dossiers:
            return next((body for d in self.dossiers for body in d.bodies if self.part == "bodies.toml" and body.id == self.row), None)
        table = TABLES[self.part]
        return next((row for d in self.dossiers for row in d.rows(self.part) if table.identity(row) == self.row), None)


def _set(settings: Mapping[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """Return a table of settings with one of them set; None takes it away."""
    name, *rest = path
    new = value if not rest else _set(settings.get(name) or {}, tuple(rest), value)
    changed = {**settings, name: new}
    if new is None:
        del changed[name]
    return changed


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return (type(value).__name__, fields_of(value)) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value
