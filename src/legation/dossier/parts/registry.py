"""Every kind of part: tables, settings, plain files, our models, and what others declare by the entry point ``legation.parts``.

An entry point names a kind, or a tuple of kinds, in a module.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.column import Table
from legation.dossier.parts.kind import Part, PartKind
from legation.dossier.parts.rules import read_bodies
from legation.dossier.parts.settings import read_info, read_mandate
from legation.dossier.problem import Problem, stop_at
from legation.dossier.records import TABLES
from legation.dossier.tables.cells import Keeping, read_table, read_votes
from legation.dossier.tables.csv_sheet import read_csv
from legation.errors import WrongUse
from legation.extension import Group
from legation.language import Message

__all__ = [
    "ANNEX",
    "FILES",
    "KINDS",
    "SETTINGS",
    "TABLE_KINDS",
    "SettingsKind",
    "TableKind",
    "folders",
    "kind_of",
    "kinds",
    "ours",
    "read",
    "write",
]


@dataclass(frozen=True, kw_only=True, eq=False)
class TableKind(PartKind):
    """A table in CSV: its own part, or the rows of it that come under another licence, ``annexes/NAME/TABLE.csv``."""

    table: Table

    @property
    def title(self) -> Message:
        return self.table.title

    def name_of(self, part: str) -> str | None:
        found = ANNEX.fullmatch(part)
        ours = part == self.table.part or (found is not None and found[1] == self.table.name and self.table.name != "votes")
        return part if ours else None

    def parsed(self, part: str, data: bytes) -> Part:
        problems: list[Problem] = []
        sheet = read_csv(part, data, problems)
        rows: tuple[Any, ...] = ()
        if sheet is not None and self.table.name == "votes":
            rows = tuple(read_votes(self.table, sheet, problems, Keeping())[0].rows())
        elif sheet is not None:
            rows = read_table(self.table, sheet, problems, Keeping())[0]
        stop_at(problems)
        return Part(kind=self, name=part, data=data, records={self.table.name: rows})


@dataclass(frozen=True, kw_only=True, eq=False)
class SettingsKind(PartKind):
    """``dossier.toml`` and its like: one record, or a few of one name."""

    read: Callable[[bytes, list[Problem]], Any]
    table: str = ""

    def parsed(self, part: str, data: bytes) -> Part:
        problems: list[Problem] = []
        found = self.read(data, problems)
        stop_at(problems)
        if self.table:
            return Part(kind=self, name=part, data=data, records={self.table: tuple(found)})
        head: Mapping[str, Any] = {f.name: getattr(found, f.name) for f in dataclasses.fields(found) if f.name != "source"}
        return Part(kind=self, name=part, data=data, head=head, model=found)


ANNEX = re.compile(r"annexes/[\w.-]{1,120}/(\w+)\.csv")
"""How rows of a table are called that stand in an annex."""
SETTINGS: tuple[PartKind, ...] = (
    SettingsKind(id="dossier", pattern="dossier.toml", read=read_info),
    SettingsKind(id="mandate", pattern="mandate.toml", read=read_mandate),
    SettingsKind(id="bodies", pattern="bodies.toml", read=read_bodies, table="body"),
)
TABLE_KINDS: tuple[PartKind, ...] = tuple(TableKind(id=name, pattern=table.part, table=table) for name, table in TABLES.items())


FILES: tuple[PartKind, ...] = (
    PartKind(id="file", pattern="files/{path}"),
    PartKind(id="annex", pattern="annexes/{path}"),
    PartKind(id="text", pattern="drafts/{path}.txt", is_named=True),
)


KINDS = Group(name="legation.parts", of=PartKind, title=Message("extension.what.part"))
"""Kinds of part as other packages declare them."""


@functools.cache
def kinds() -> tuple[PartKind, ...]:
    """Return every kind of part, our own first, then what other packages declare, by the names of their entry points.

    Raises
    ------
    WrongUse
        Where a declaration from outside cannot be loaded, is no kind of part, or takes the id of one that is there.

    Examples
    --------
    >>> [kind.id for kind in kinds() if kind.pattern.startswith("scenarios/")]
    ['scenario']
    """
    return tuple(KINDS.with_ours(ours()).values())


def ours() -> dict[str, PartKind]:
    """Return the kinds of this package by their ids."""
    from legation.dossier.models import OURS

    return {kind.id: kind for kind in (*SETTINGS, *TABLE_KINDS, *OURS, *FILES)}


def folders() -> frozenset[str]:
    """Return the folders in which parts lie: those of every kind that is declared.

    >>> "scenarios" in folders(), "src" in folders()
    (True, False)
    """
    return _folders_of(kinds())


@functools.lru_cache(1)
def _folders_of(there: tuple[PartKind, ...]) -> frozenset[str]:
    return frozenset(kind.pattern.partition("/")[0] for kind in there if "/" in kind.pattern)


def kind_of(name: str) -> PartKind | None:
    """Return the kind of a part by its name; None where nobody declared one.

    >>> kind_of("scenarios/x.toml").id, kind_of("scenarios/x.txt")
    ('scenario', None)
    """
    return next((kind for kind in kinds() if kind.name_of(name) is not None), None)


def read(name: str, data: bytes) -> Part:
    """Return a part by its name and bytes.

    Raises
    ------
    DossierError
        With every fault: part, line, what must be there, what was found, what to do.
    WrongUse
        Where nobody declared a kind of that name.
    """
    kind = kind_of(name)
    if kind is None:
        raise WrongUse(Message("dossier.no-kind", found=name))
    return kind.parsed(name, data)


def write(part: Part) -> bytes:
    """Return the bytes of a part: exactly those that were read, except for the rows that were changed since."""
    return part.data
