"""Empty tables to fill, the headings of a workbook, and the description of the tables for programs (Frictionless Data Package)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier.column import Column, Table
from legation.dossier.files.model_sheets import ModelSheet
from legation.dossier.kind import Choice, Code, Day, Instant, Number, Reference, Word
from legation.dossier.parts.kind import ModelKind
from legation.dossier.records import TABLES
from legation.dossier.tables.csv_sheet import write_csv
from legation.language import Lang, Message, say

__all__ = [
    "Heading",
    "csv_template",
    "datapackage",
    "headings",
    "model_headings",
]


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


def csv_template(table: str) -> bytes:
    """Return an empty part with every column of a table.

    >>> csv_template("groups").decode().strip()
    'id,supersedes,author,recorded,reason,evidence,marking,group,actor,start,end'
    """
    return write_csv([name for column in TABLES[table].columns for name in column.names], ())


def datapackage(name: str = "dossier", tables: Iterable[str] = TABLES, lang: Lang = "en") -> bytes:
    """Return ``datapackage.json``: a Frictionless Data Package whose resources are the tables, with fields, constraints and foreign keys.

    Source: Data Package and Table Schema, version 1 (specs.frictionlessdata.io).
    """
    resources = [_resource(TABLES[table], lang) for table in tables]
    package = {"name": name.lower(), "profile": "tabular-data-package", "resources": resources}
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _resource(table: Table, lang: Lang) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, column, name, lang) for column in table.columns for name in column.names],
        "primaryKey": list(table.unique) or "id",
        "missingValues": [""],
    }
    keys = [
        {"fields": column.name, "reference": {"resource": "" if column.kind.to[0] == "same" else column.kind.to[0], "fields": "id"}}
        for column in table.columns
        if isinstance(column.kind, Reference)
        and not isinstance(column.kind, Word)
        and not column.kind.many
        and len(column.kind.to) == 1
        and column.kind.to[0] in {"same", *TABLES}
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "path": table.part,
        "profile": "tabular-data-resource",
        "title": say(table.title, lang),
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": schema,
    }


def _field(table: Table, column: Column, name: str, lang: Lang) -> dict[str, Any]:
    kind = column.kind
    constraints: dict[str, Any] = {"required": True} if column.required or column.name in table.unique[:2] else {}
    described: dict[str, Any] = {"name": name, "type": "string", "description": say(column.meaning(table.name), lang)}
    match kind:
        case Number():
            described["type"] = "integer" if kind.whole else "number"
            constraints |= {k: v for k, v in (("minimum", kind.low), ("maximum", kind.high)) if v is not None}
        case Choice() if kind.choices:
            constraints["enum"] = list(kind.values)
        case Code():
            constraints["pattern"] = kind.form
        case Day():
            constraints["pattern"] = r"\d{4}(-\d{2}(-\d{2})?)?"
        case Instant():
            constraints["pattern"] = kind.schema["pattern"][1:-1]
        case _ if kind.choices:
            constraints["enum"] = list(kind.choices)
    return described | ({"constraints": constraints} if constraints else {})
