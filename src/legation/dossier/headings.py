"""The headings of the sheets of a workbook, each with what it explains and what may be chosen below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier.column import Column, Table
from legation.dossier.model_sheets import ModelSheet
from legation.dossier.parts.kind import ModelKind
from legation.language import Lang, Message, say

__all__ = ["Heading", "headings", "model_headings"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column of a sheet, what it explains, whether it must be filled, and what may be chosen below it."""

    name: str
    explained: str
    is_needed: bool
    choices: tuple[str, ...] = ()
    allowed: str = ""


def headings(table: Table, header: Sequence[str], lang: Lang) -> list[Heading]:
    """Return the headings of a table; a column that nobody declared explains nothing."""
    owner = {name: column for column in table.columns for name in column.names}
    return [
        _heading(name, owner[name], owner[name].meaning(table.name), owner[name].kind.allowed, lang)
        if name in owner
        else Heading(name, "", is_needed=False)
        for name in header
    ]


def model_headings(kind: ModelKind[Any], sheet: ModelSheet, lang: Lang) -> list[Heading]:
    """Return the headings of a table of a model."""
    columns = [_heading(name, one, kind.meaning(sheet.table, one.name), one.kind.expected, lang) for name, one in sheet.columns.items()]
    above = Message("dossier.row-above", table=sheet.table.rpartition(".")[0])
    return [*([Heading(sheet.above, say(above, lang), is_needed=True)] if sheet.above else []), *columns]


def _heading(name: str, column: Column, meaning: Message, allowed: str, lang: Lang) -> Heading:
    explained = say(meaning, lang) + (f"\n[{allowed}]" if allowed else "")
    return Heading(name, explained, column.required, column.kind.choices, column.kind.allowed)
