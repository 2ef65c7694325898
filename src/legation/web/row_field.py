"""One field of a form for rows, made from the definition of a column, and what a person typed into a reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from legation.dossier.column import Column, Table
from legation.dossier.kind import Choice, Code, Day, Flag, Key, Number, Reference, Text, Url
from legation.dossier.saying import heading
from legation.language import LANGUAGES, Message, collation_key, say
from legation.web.asked import Asked
from legation.web.choices import Option, names_of, options_of, places_of, words_of

__all__ = ["BEHIND", "SHORT", "STAMPED", "RowField", "field_of", "ids_of"]

SELECT_LIMIT = 60
"""References with fewer choices are a list to choose from; with more a field that completes what is typed."""
STAMPED = frozenset({"supersedes", "author", "recorded", "reason"})
"""Written by the save itself."""
BEHIND = frozenset(
    {"id", "marking", "known_on", "salience_low", "salience_high", "influence_low", "influence_high", "part", "sha256", "seal", "origin"}
    | {
        "total_yes",
        "total_no",
        "total_abstain",
        "status_note",
        "cyberspace",
        "session",
        "publisher",
        "resolved_on",
        "resolution",
        "part_of",
    }
)
"""What matters only now and then: it stands under "more fields"."""
_LONG = frozenset(
    {"note", "status_note", "interest", "red_line", "needs", "quote", "text", "avoid", "ask", "words", "next_step", "promise", "mandate"}
)
SHORT = frozenset({"number", "date"})
_KINDS = {Key: "text", Text: "text", Code: "text", Number: "number", Day: "date", Url: "url", Flag: "choice", Choice: "choice"}


@dataclass(frozen=True, kw_only=True)
class RowField:
    """A field of a form.

    Attributes
    ----------
    name : str
        Of the input: the column with the form's prefix.
    label, help : Message
    kind : str
        ``text``, ``long``, ``number``, ``date``, ``url``, ``choice`` (a list), ``choices`` (several of a list), ``reference`` (typed,
        completed from ``options``).
    value : str
        The cell's text as it stands now, or as the person typed it.
    choices : tuple of Option
    required : bool
    error : str or Message
        What is wrong with it and what to do; empty where nothing is.
    many : bool
        Whether it names several rows.
    versions : tuple of RowField
        Of localized text the fields for French and English.
    options : str
        Address of the choices of a ``reference``.
    allowed : str
        What may stand in it, in a notation that needs no language.
    """

    name: str
    label: Message
    help: Message
    kind: str
    value: str = ""
    choices: tuple[Option, ...] = ()
    required: bool = False
    error: Any = ""
    many: bool = False
    versions: tuple[RowField, ...] = ()
    options: str = ""
    allowed: str = ""


def field_of(asked: Asked, table: Table, column: Column, cells: Mapping[str, str], wrong: Mapping[str, Any], prefix: str) -> RowField:
    """Return the field of a column, with those of its versions."""
    kind, many, options = "long" if column.name in _LONG else _KINDS.get(type(column.kind), "text"), False, ""
    choices = words_of(table.name, column)
    current = cells.get(column.name, "")
    if isinstance(column.kind, Reference):
        many = column.kind.many
        all_of_them = options_of(asked.view, column.kind, table.name, asked.lang)
        kind, choices = ("choices" if many else "choice", all_of_them) if len(all_of_them) < SELECT_LIMIT else ("reference", ())
        options = "" if choices else asked.href("options", table=table.name) + f"?column={column.name}"
        ids = set(column.kind.read(current)) if many and current else {current}
        unknown = tuple(Option(i, i) for i in sorted(ids - {o.value for o in choices} - {""})) if choices else ()
        choices = tuple(replace(o, chosen=o.value in ids) for o in (*choices, *unknown))
    else:
        choices = tuple(replace(o, chosen=o.value == current) for o in choices)
    first, *versions = (
        RowField(
            name=prefix + name,
            label=heading(table.name, name),
            help=column.meaning(table.name),
            kind=kind,
            value=cells.get(name, ""),
            choices=choices,
            required=column.required and name != "id",
            error=wrong[name].remedy if name in wrong else "",
            many=many,
            options=options,
            allowed=wrong[name].allowed if name in wrong else column.kind.allowed,
        )
        for name in column.names
    )
    return replace(first, versions=tuple(versions))


def ids_of(asked: Asked, table: str, kind: Reference, texts: Iterable[str]) -> str:
    """Return the ids that were chosen or typed; a name of one thing alone stands for its id."""
    given = [part.strip() for text in texts for part in (text.split(";") if kind.many else [text]) if part.strip()]
    if not given:
        return ""
    known: dict[str, Any] = {}
    for to in places_of(kind, table):
        known |= names_of(asked.view, to)
    if all(text in known for text in given):
        return " ".join(given)
    by_name: dict[str, set[str]] = {}
    for identity, label in known.items():
        for lang in LANGUAGES:
            by_name.setdefault(collation_key(say(label, lang))[0], set()).add(identity)
    ids = []
    for text in given:
        meant = by_name.get(collation_key(text)[0], set())
        ids.append(text if text in known or len(meant) != 1 else next(iter(meant)))
    return " ".join(ids)
