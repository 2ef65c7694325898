"""A kind of model for programs and for people: its declaration as JSON Schema, and a small model to be edited.

The schema says the form of each table. What a model must keep as a whole, such as names that it gives itself, the reader alone knows.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from legation.dossier.column import Column, Wording
from legation.dossier.kind import Kind, Reference, Text
from legation.dossier.kind.composite import Keyed
from legation.dossier.parts.form import Form, form_of, inline, key_of, tables_below
from legation.language import Lang, Message, say

__all__ = [
    "DRAFT",
    "ModelForm",
    "blank",
    "column_schema",
    "schema",
    "table_schema",
]


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


_WIDTH = 118


def blank(kind: ModelForm, lang: Lang) -> str:
    r"""Return a template: what must be filled has a value to be replaced, all else is a comment.

    >>> from legation.dossier.models.room import ROOM
    >>> print(*[line for line in blank(ROOM, "en").splitlines() if line and not line.startswith("#")], sep="\n")
    [room]
    title = "..."
    """
    return "\n".join(_Writer(kind, lang).lines()).replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


class _Writer:
    __slots__ = ("_kind", "_lang", "_said")

    def __init__(self, kind: ModelForm, lang: Lang) -> None:
        self._kind, self._lang = kind, lang
        self._said: set[Message] = set()

    def lines(self) -> Iterator[str]:
        kind = self._kind
        form = form_of(kind.head)
        yield from self._comment(Message("part.begin", part=kind.pattern, what=kind.title))
        yield ""
        yield from self._columns(kind.section or "head", [one for one in form.columns if one.top], 1, live=True, explained=True)
        if kind.section:
            yield f"[{kind.section}]"
            yield from self._columns(kind.section, [one for one in form.columns if not one.top], 1, live=True, explained=True)
        yield from self._tables(form, "", 1, live=True, explained=True)

    def _tables(self, form: Form, path: str, above: int, *, live: bool, explained: bool) -> Iterator[str]:
        """Yield the tables of a form, as many rows of each as there must be; one that may be left out stands in comments."""
        for of in form.tables:
            table = f"{path}{of.table}"
            needed = live and of.least > 0
            header = f"[{table}]" if of.single else f"[[{table}]]"
            if explained:
                yield ""
                yield from self._comment(self._kind.about(table))
            for number in range(1, max(1, of.least if needed else 1) + 1):
                yield header if needed else f"# {header}"
                first = explained and number == 1
                inner = form_of(of.record)
                yield from self._columns(table, inner.columns, number if above == 1 else above, live=needed, explained=first)
                yield from self._tables(inner, f"{table}.", number if above == 1 else above, live=needed, explained=first)

    def _columns(self, table: str, columns: Sequence[Column], number: int, *, live: bool, explained: bool) -> Iterator[str]:
        for column in columns:
            meaning = self._kind.meaning(table, column.name)
            if explained and meaning not in self._said:
                self._said.add(meaning)
                yield from self._comment(meaning)
                if column.kind.expected != "text":
                    yield from self._comment(Message("part.allowed", allowed=column.kind.expected))
            if explained or column.required:
                mark = "" if live and column.required else "# "
                yield f"{mark}{key_of(column.name)} = {inline(_placeholder(column, table, number))}"
        if explained:
            yield ""

    def _comment(self, message: Message) -> Iterator[str]:
        for line in textwrap.wrap(" ".join(say(message, self._lang).split()), _WIDTH, break_long_words=False, break_on_hyphens=False):
            yield f"# {line}"


def _placeholder(column: Column, table: str, number: int) -> Any:
    """Return a value to be replaced: an id made of the table, the id of a row that is there, or what the form of the column allows."""
    own = f"{table.rpartition('.')[2]}-{number}"
    if column.name == "id" and _fits(column.kind, own):
        return own
    match column.kind:
        case Reference(to=(str(to), *_), many=many) if to.startswith("."):
            return [_named(to)] if many else _named(to)
        case Keyed(by=Reference(to=(str(to), *_))):
            return {_named(to): _example(column.kind.of.schema)}
    return _example(column_schema(column))


def _named(to: str) -> str:
    return ".".join(f"{one}-1" for one in to.removeprefix(".").split("."))


def _fits(kind: Kind, value: Any) -> bool:
    wrong: list[str] = []
    kind.take(value, lambda code, *_args, **_more: wrong.append(code))
    return not wrong


def _example(made: dict[str, Any]) -> Any:
    """Return the simplest value that a schema allows."""
    for name in ("examples", "enum"):
        if name in made:
            return next((one for one in made[name] if one != ""), "")
    if "anyOf" in made:
        return _example(made["anyOf"][0])
    match made.get("type"):
        case "boolean":
            return True
        case "integer" | "number":
            return max(made.get("minimum", 0), min(made.get("maximum", 0), 0))
        case "array":
            return [_example(made["items"]) for _ in range(max(1, made.get("minItems", 1)))]
        case "object":
            return {"a": _example(made["additionalProperties"])}
    return "..."
