"""How rows, fields and values are called before a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from legation.dossier.column import Wording, label, symbol
from legation.dossier.dossier import Dossier
from legation.dossier.kind import Choice
from legation.dossier.model_words import cut
from legation.dossier.naming import places_of
from legation.dossier.records import TABLES, Evidence
from legation.language import Lang, Message, catalogue

__all__ = ["Label", "Named", "choice_word", "heading", "named_source", "shown"]

_PROTECTED = Message("dossier.source-protected")


def named_source(row: Evidence, first: Literal["publisher", "origin"] = "publisher") -> str | Message:
    """Return whose word an evidence is: its publisher, or its origin before that; empty where neither is known.

    Of one that may not be attributed, and whose origin is withheld from the reader, only that it is protected.
    """
    if row.attributable is False and not row.publisher and not row.origin:
        return _PROTECTED
    return row.publisher if first == "publisher" else row.origin or row.publisher


class Label:
    """A record as a reader calls it, in the reader's language; a long one is cut."""

    __slots__ = ("record",)

    def __init__(self, record: Any) -> None:
        self.record = record

    def in_language(self, lang: Lang) -> str:
        """Return the name, title or id."""
        return cut(self.record.in_language(lang) if isinstance(self.record, Wording) else label(self.record, lang))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Label) and self.record == other.record

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"Label({str(self)!r})"

    def __str__(self) -> str:
        return self.in_language("en")


class Named:
    """The rows of some dossiers by their ids, to be called by their names; where two have a row, the first counts."""

    __slots__ = ("_dossiers", "_found")

    def __init__(self, *dossiers: Dossier) -> None:
        self._dossiers = dossiers
        self._found: dict[str, dict[str, Any]] = {}

    @property
    def dossiers(self) -> tuple[Dossier, ...]:
        """Where the names are looked up."""
        return self._dossiers

    def row(self, table: str, identity: str) -> Any:
        """Return a row; None where there is none."""
        if table not in self._found:
            self._found[table] = {row.id: row for dossier in reversed(self._dossiers) for row in getattr(dossier, table)}
        return self._found[table].get(identity)

    def of(self, tables: Iterable[str], identity: str) -> Any:
        """Return what a row of one of some tables is called: a vote's symbol, an issue's question, a name or title, else the id."""
        row = next((found for table in tables if (found := self.row(table, identity)) is not None), None)
        if row is None:
            return cut(identity)
        return symbol(row) or Label(row)


def heading(part: str, column: str) -> Message:
    """Return what a field is called, in a word or two, in lower case.

    Parameters
    ----------
    part : str
        A table's name, or ``dossier.toml``, ``mandate.toml``, ``bodies.toml``.
    column : str
        As the part has it; ``note_fr`` gives the field's name with its language.

    Examples
    --------
    >>> str(heading("positions", "held_from")), str(heading("issues", "low")), str(heading("positions", "note_fr"))
    ('held from', 'meaning of 0', 'note (French)')
    """
    name, _, rest = column.partition(".")
    if rest:
        return Message("difference.setting", field=heading(part, name), setting=rest)
    for lang, known in (("_fr", "difference.in-french"), ("_en", "difference.in-english")):
        if name.endswith(lang):
            return Message(known, field=heading(part, name.removesuffix(lang)))
    own = f"{part}.{name}"  # where a name means another thing in this table than elsewhere
    return Message(f"heading.{own if own in catalogue('heading', 'en') else name}")


def choice_word(table: str, column: str, value: str) -> str | Message:
    """Return a value of a closed list as a reader calls it; the value itself where no catalogue has a word for it.

    >>> str(choice_word("evidence", "kind", "own_judgement")), str(choice_word("positions", "basis", "expert"))
    ('own judgement', 'expert judgement')
    >>> choice_word("actors", "marking", "TLP:RED")
    'TLP:RED'
    """
    found = TABLES[table].column(column) if table in TABLES else None
    if found is not None and isinstance(found.kind, Choice) and found.kind.words:
        return Message(f"{found.kind.words}.{value}")
    own = f"{table}.{column}.{value}"
    return Message(f"choice.{own}") if own in catalogue("choice", "en") else value


def shown(part: str, column: str, value: Any, named: Named | None = None) -> Any:
    """Return a field's value as something that :func:`legation.language.say` writes.

    Parameters
    ----------
    named : Named, optional
        Where a value names actors, evidence, issues, what they are called stands for their ids.
    """
    if value is None or value in ("", (), {}):
        return Message("difference.empty")
    if isinstance(value, str) and isinstance(word := choice_word(part, column, value), Message):
        return word
    places = places_of(part, column)
    if places and named is not None:
        names = tuple(named.of(places, name) for name in ((value,) if isinstance(value, str) else value))
        return names[0] if isinstance(value, str) else names
    if isinstance(value, str):
        return Message("difference.text", text=cut(value)) if " " in value else cut(value)
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return tuple(map(cut, value))
    if isinstance(value, (list, tuple, Mapping)):
        return Message("difference.entries", count=len(value))
    return value
