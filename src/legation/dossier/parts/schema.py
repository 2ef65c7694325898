"""A kind of model for programs: its declaration as JSON Schema, in which a file is checked or edited without this package.

The schema says the form of each table. What a model must keep as a whole, such as names that it gives itself, the reader alone knows.
"""

from __future__ import annotations

from typing import Any, Protocol

from legation.dossier.column import Column, Wording
from legation.dossier.kind import Text
from legation.dossier.parts.form import Form, form_of, tables_below
from legation.language import Lang, Message, say

__all__ = ["DRAFT", "ModelForm", "column_schema", "schema", "table_schema"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Made = dict[str, Any]


class ModelForm(Protocol):
    """What schemas and empty models are made from: the records and the texts of a :class:`legation.dossier.parts.kind.ModelKind`."""

    @property
    def pattern(self) -> str:
        """How its parts are called."""

    @property
    def head(self) -> type[Any]:
        """The record of the whole."""

    @property
    def section(self) -> str:
        """The table of the head; empty where the part has none."""

    @property
    def title(self) -> Message:
        """What such a part holds."""

    def meaning(self, table: str, column: str) -> Message:
        """Return what a column means."""

    def about(self, table: str) -> Message:
        """Return what a table holds."""


def schema(kind: ModelForm, lang: Lang = "en") -> Made:
    """Return the JSON Schema (draft 2020-12) of the parts of a kind, as TOML is read; dates are text.

    Examples
    --------
    >>> from legation.dossier.models.room import ROOM
    >>> made = schema(ROOM, "en")
    >>> made["required"], made["properties"]["room"]["properties"]["smallest"]["minimum"]
    (['room'], 3)
    """
    form = form_of(kind.head)
    made = _object(kind, kind.section or "head", [one for one in form.columns if one.top], lang)
    head = [one for one in form.columns if kind.section and not one.top]
    if head:
        made["properties"][kind.section] = _object(kind, kind.section, head, lang) | {"description": say(kind.about(kind.section), lang)}
        if any(one.required for one in head):
            made.setdefault("required", []).append(kind.section)
    _within(kind, made, form, "", lang)
    return {"$schema": DRAFT, "title": f"{kind.pattern}: {say(kind.title, lang)}", **made}


def table_schema(kind: ModelForm, table: str, lang: Lang = "en") -> Made:
    """Return the JSON Schema of one row of a table, ``descriptor.variant``, or of the head."""
    below = dict(tables_below(form_of(kind.head)))
    made = _row(kind, below[table].record, table, lang) if table in below else schema(kind, lang)["properties"].get(table, {})
    return {"$schema": DRAFT, "title": table, **made}


def column_schema(column: Column) -> Made:
    """Return what may stand in a column; nothing is the same as an empty text, where it may be left out."""
    made = dict(column.kind.schema)
    if column.required and len(column.names) == 1:
        return made | {{"string": "minLength", "array": "minItems", "object": "minProperties"}.get(made.get("type", ""), "minItems"): 1}
    if "enum" in made:
        return made if column.default else made | {"enum": ["", *made["enum"]]}
    if "pattern" in made:
        return {"anyOf": [made, {"const": ""}]}
    return made


def _within(kind: ModelForm, made: Made, form: Form, path: str, lang: Lang) -> None:
    """Add the tables of a form to the schema of what they stand in."""
    for of in form.tables:
        table = f"{path}{of.table}"
        row = _row(kind, of.record, table, lang)
        listed = {"type": "array", "items": row, "maxItems": of.most} | ({"minItems": of.least} if of.least else {})
        made["properties"][of.table] = (row if of.single else listed) | {"description": say(kind.about(table), lang)}
        if of.least:
            made.setdefault("required", []).append(of.table)


def _row(kind: ModelForm, record: type[Any], table: str, lang: Lang) -> Made:
    form = form_of(record)
    made = _object(kind, table, form.columns, lang)
    _within(kind, made, form, f"{table}.", lang)
    return made


def _object(kind: ModelForm, table: str, columns: Any, lang: Lang) -> Made:
    properties: Made = {}
    required: list[str] = []
    either: list[Made] = []
    for column in columns:
        said = column_schema(column) | _default(column) | {"description": say(kind.meaning(table, column.name), lang)}
        properties |= dict.fromkeys(column.names, said)
        if column.required and len(column.names) > 1:
            either.append({"anyOf": [{"required": [name]} for name in column.names]})
        elif column.required:
            required.append(column.name)
    made: Made = {"type": "object", "properties": properties, "additionalProperties": False}
    return made | ({"required": required} if required else {}) | ({"allOf": either} if either else {})


def _default(column: Column) -> Made:
    if column.default in (None, "", (), {}) or isinstance(column.default, Wording) or isinstance(column.kind, Text) or column.required:
        return {}
    return {"default": column.kind.give(column.default)}
