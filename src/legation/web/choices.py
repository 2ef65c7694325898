"""What a person may choose in a field, in their language: the words of closed lists, and the rows that a reference may name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.column import Column, Wording, symbol
from legation.dossier.column import called as words_by
from legation.dossier.kind import Choice, Flag, Reference
from legation.dossier.saying import Label, choice_word
from legation.language import Lang, Message, collation_key, say

__all__ = ["Option", "called", "named", "names_of", "options_of", "places_of", "words_of"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what stands in the cell, and what it is called."""

    value: str
    label: Any
    chosen: bool = False


def words_of(table: str, column: Column) -> tuple[Option, ...]:
    """Return the choices of a column with a closed list; none where it has no such list."""
    if isinstance(column.kind, Flag):
        return tuple(Option(value, Message(f"language.{value}")) for value in column.kind.choices)
    if isinstance(column.kind, Choice):
        return tuple(Option(value, choice_word(table, column.name, value)) for value in column.kind.choices)
    return ()


def names_of(view: Content, place: str) -> dict[str, Any]:
    """Return what a reference to a place may name: ids, each with how it is called.

    Parameters
    ----------
    place : str
        A table, or ``groups``, ``coalitions``, ``bodies``, as :class:`legation.dossier.kind.Reference` writes it.
    """
    if place == "bodies":
        return {body.id: Label(body) for body in view.bodies}
    if word := TABLES[place].word:
        return {name: name for name in (getattr(row, word) for row in view.rows(place))}
    return {TABLES[place].identity(row): called(row) for row in view.rows(place)}


def called(row: Any) -> Any:
    """Return how a row is called: its name, title or first words, else its id."""
    words, short = words_by(row), symbol(row)
    if words is None:
        return short or getattr(row, "id", "")
    label = Label(words if isinstance(words, Wording) else Wording(str(words)))
    return Message("page-rows.symbol", symbol=short, title=label) if short else label


def named(view: Content, kind: Reference, identity: str, own: str = "") -> Any:
    """Return how one referenced thing is called, its id where it is not there."""
    return next((names[identity] for names in (names_of(view, to) for to in places_of(kind, own)) if identity in names), identity)


def places_of(kind: Reference, own: str) -> tuple[str, ...]:
    """Return where a reference of a table may point; ``same`` is the table itself."""
    return tuple(own if to == "same" else to for to in kind.to)


def options_of(view: Content, kind: Reference, own: str, lang: Lang) -> tuple[Option, ...]:
    """Return everything that a reference may name, in the order of a dictionary."""
    names = {identity: label for to in places_of(kind, own) for identity, label in names_of(view, to).items()}
    return tuple(sorted((Option(identity, label) for identity, label in names.items()), key=lambda o: collation_key(say(o.label, lang))))
