"""Tables as kinds of part, and the parts of settings; files of which nothing is known but the row that names them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.column import Table
from legation.dossier.info import read_bodies, read_info, read_mandate
from legation.dossier.parts.kind import PartKind
from legation.dossier.parts.part import Part
from legation.dossier.problem import Problem, stop_at
from legation.dossier.reading import Keeping, read_table, read_votes
from legation.dossier.records import TABLES
from legation.dossier.sheet import read_csv
from legation.language import Message

__all__ = ["ANNEX", "SETTINGS", "TABLE_KINDS", "SettingsKind", "TableKind"]


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
