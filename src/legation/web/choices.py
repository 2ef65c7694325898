"""What a person may choose in a field, in their language: the words of closed lists, and the rows that a reference may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.column import Column, Wording
from legation.dossier.kind import Choice, Flag, Reference
from legation.dossier.saying import Label
from legation.language import Lang, Message, collation_key, say

__all__ = ["Option", "called", "choice_word", "named", "names_of", "options_of", "places_of", "words_of"]

_ELSEWHERE = {"level": "level", "basis": "basis", "confidence": "confidence", "status": "status", "vote": "vote", "intent": "vote"}
"""Columns whose words stand in an area of their own, because answers and documents say them too."""
_OWN = {
    ("actors", "kind"): "actor-kind",
    ("evidence", "kind"): "evidence-kind",
    ("relations", "kind"): "relation-kind",
    ("rollcalls", "stage"): "stage",
    ("rollcalls", "on"): "voted-on",
    ("evidence", "reliability"): "reliability",
    ("engagements", "channel"): "channel",
    ("engagements", "answer"): "reply",
    ("commitments", "direction"): "direction",
    ("commitments", "kept"): "promise-kept",
    ("coalitions", "tier"): "tier",
}
_NAMES: Mapping[str, Callable[[Content], dict[str, Any]]] = {
    "groups": lambda view: {row.group: row.group for row in view.groups},
    "coalitions": lambda view: {row.coalition: row.coalition for row in view.coalitions},
    "bodies": lambda view: {body.id: Label(body) for body in view.bodies},
}
"""What a reference to one of these names: not the id of a row."""
_CALLED = ("name", "title", "question", "aim", "claim", "measure", "promise", "ask", "forum", "text", "interest")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: what stands in the cell, and what it is called."""

    value: str
    label: Any
    chosen: bool = False


def choice_word(table: str, column: str, value: str) -> Any:
    """Return a value of a closed list as a reader calls it.

    >>> str(choice_word("evidence", "kind", "own_judgement")), str(choice_word("positions", "basis", "expert"))
    ('own judgement', 'expert judgement')
    >>> choice_word("actors", "marking", "TLP:RED")
    'TLP:RED'
    """
    if column in _ELSEWHERE:
        return Message(f"{_ELSEWHERE[column]}.{value}")
    area = _OWN.get((table, column))
    return Message(f"page-rows.{area}.{value}") if area else value


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
    if place in _NAMES:
        return _NAMES[place](view)
    return {TABLES[place].identity(row): called(row) for row in view.rows(place)}


def called(row: Any) -> Any:
    """Return how a row is called: its name, title or first words, else its id."""
    words = next((getattr(row, name) for name in _CALLED if getattr(row, name, None)), None)
    symbol = getattr(row, "symbol", "")
    if words is None:
        return symbol or getattr(row, "id", "")
    label = Label(words if isinstance(words, Wording) else Wording(str(words)))
    return Message("page-rows.symbol", symbol=symbol, title=label) if symbol else label


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
