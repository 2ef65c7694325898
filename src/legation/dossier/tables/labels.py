"""What rows, fields and values are called before a reader, of tables and of models.

Short names of tables and columns of models stand in the catalogue ``model-words``; one that a declaration from outside brings goes as the
file has it, where its catalogue ``model-words`` says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from legation.dossier.changes.rows import model_kind, model_of, table_of
from legation.dossier.column import Column, Wording, called, label, symbol
from legation.dossier.dossier import Dossier
from legation.dossier.kind import Choice
from legation.dossier.parts import ModelHead, form_of
from legation.dossier.parts.form import inline, tables_below
from legation.dossier.parts.row_match import own_name
from legation.dossier.records import TABLES, Evidence
from legation.dossier.tables.references import places_of
from legation.language import Lang, Message, catalogue

__all__ = [
    "Named",
    "RowLabel",
    "choice_word",
    "column_called",
    "cut",
    "heading",
    "named_source",
    "row_called",
    "shown",
    "table_called",
    "tables_called",
    "titled",
    "value_shown",
]


_NAMES = ("name", "title", "text", "claim", "question")
_SHOWN = 160


class _Called:
    """A row or a model as a reader calls it, in the reader's language; without a name by what it goes by."""

    __slots__ = ("name", "otherwise")

    def __init__(self, name: Any, otherwise: str) -> None:
        self.name, self.otherwise = name, otherwise

    def in_language(self, lang: Lang) -> str:
        """Return the name."""
        text = self.name.in_language(lang) if isinstance(self.name, Wording) else str(self.name or "")
        return cut(text or self.otherwise)

    def __str__(self) -> str:
        return self.in_language("en")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Called) and (self.name, self.otherwise) == (other.name, other.otherwise)

    def __hash__(self) -> int:
        return hash(self.otherwise)


def cut(text: str) -> str:
    """Return a text as far as a sentence takes it."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def row_called(part: str, key: str, row: Any, named: Named) -> Message:
    """Return how a row of a model is called in a sentence: ``“A year”, judgement “talks.open”``.

    Parameters
    ----------
    part : str
        The model.
    key : str
        What the row goes by, ``judgement:talks.open``.
    row : ModelRow or None
    named : Named
        Where the model's title is looked up.
    """
    table, name = table_of(key)
    model = row if isinstance(row, ModelHead) else model_of(part, *named.dossiers)
    kind = model_kind(part)
    title = _Called(getattr(model, "title", None), kind.name_of(part) or part if kind is not None else part)
    if not name:
        return Message("model-words.head", model=title)
    below = dict(tables_below(form_of(kind.head))) if kind is not None else {}
    if table in below and below[table].single:
        return Message("model-words.single", model=title, table=table_called(table))
    called = next((value for one in _NAMES if (value := getattr(row, one, None))), None)
    values = {"model": title, "table": table_called(table), "row": _Called(called, name)}
    return Message("model-words.numbered" if row is not None and not own_name(row) else "model-words.row", **values)


def table_called(table: str) -> Any:
    """Return what a row of a table is called, in a word or two.

    >>> from legation.language import say
    >>> say(table_called("descriptor.variant"), "fr")
    'variante'
    """
    last = table.rpartition(".")[2]
    return Message(f"model-words.table.{last}") if f"table.{last}" in catalogue("model-words", "en") else last


def tables_called(table: str) -> Any:
    """Return what the rows of a table are called together.

    >>> from legation.language import say
    >>> say(tables_called("descriptor.variant"), "fr")
    'variantes'
    """
    last = table.rpartition(".")[2]
    return Message(f"model-words.tables.{last}") if f"tables.{last}" in catalogue("model-words", "en") else table_called(table)


def column_called(column: str) -> Any:
    """Return what a column of a model is called, in a word or two; ``note_fr`` gives the name with its language.

    >>> from legation.language import say
    >>> say(column_called("if"), "fr"), say(column_called("reason_fr"), "en")
    ('si', 'reason (French)')
    """
    for ending, known in (("_fr", "difference.in-french"), ("_en", "difference.in-english")):
        if column.endswith(ending):
            return Message(known, field=column_called(column.removesuffix(ending)))
    name, _, rest = column.partition(".")
    if rest:
        return Message("difference.setting", field=column_called(name), setting=rest)
    name = name.rstrip("_")
    if f"column.{name}" in catalogue("model-words", "en"):
        return Message(f"model-words.column.{name}")
    return Message(f"heading.{name}") if name in catalogue("heading", "en") else table_called(name)


def value_shown(part: str, key: str, column: str, value: Any, row: Any, named: Named) -> Any:
    """Return a value of a row as something that :func:`legation.language.say` writes: rows of the dossier by what they are called."""
    if value is None or value in ("", (), {}):
        return Message("difference.empty")
    found = _column(part, table_of(key)[0], column.partition(".")[0])
    if found is None or (isinstance(value, (bool, str)) and not found.kind.targets(value, row)):
        return shown(part, column, value)
    targets = [(tuple(to), name) for to, name in _targets(found, value, row)]
    if targets and isinstance(value, (str, tuple)) and all(to and to[0] in TABLES for to, _ in targets):
        names = tuple(named.of(to, name) for to, name in targets)
        if isinstance(value, str):
            return names[0] if len(names) == 1 and targets[0][1] == value else cut(value)
        return names if len(names) == len(value) else shown(part, column, value)
    if isinstance(value, (Mapping, tuple, list)) and column == found.name:
        try:
            return cut(inline(found.kind.give(value)))
        except (TypeError, ValueError, AttributeError):
            pass
    return shown(part, column, value)


def _targets(column: Column, value: Any, row: Any) -> tuple[Any, ...]:
    try:
        return tuple(column.kind.targets(value, row))
    except (TypeError, ValueError, AttributeError):  # a value below a table of settings
        return ()


def _column(part: str, table: str, name: str) -> Column | None:
    kind = model_kind(part)
    if kind is None:
        return None
    form = form_of(kind.head)
    record = next((of.record for below, of in tables_below(form) if below == table), kind.head)
    name = name.rstrip("_")
    return next(
        (one for one in form_of(record).columns if name.removesuffix("_fr").removesuffix("_en") == one.name or name == one.name), None
    )


_PROTECTED = Message("dossier.source-protected")


def named_source(row: Evidence, first: Literal["publisher", "origin"] = "publisher") -> str | Message:
    """Return whose word an evidence is: its publisher, or its origin before that; empty where neither is known.

    Of one that may not be attributed, and whose origin is withheld from the reader, only that it is protected.
    """
    if row.attributable is False and not row.publisher and not row.origin:
        return _PROTECTED
    return row.publisher if first == "publisher" else row.origin or row.publisher


class RowLabel:
    """A record as a reader calls it, in the reader's language; a long one is cut."""

    __slots__ = ("record",)

    def __init__(self, record: Any) -> None:
        self.record = record

    def in_language(self, lang: Lang) -> str:
        """Return the name, title or id."""
        return cut(self.record.in_language(lang) if isinstance(self.record, Wording) else label(self.record, lang))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RowLabel) and self.record == other.record

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
        return symbol(row) or RowLabel(row)


def titled(row: Any) -> Any:
    r"""Return how a row is called in a list: its name, title or first words, after the symbol by which the field knows it; else its id.

    A draft that has no symbol yet is known by its title, which is said once.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> files = {"dossier.toml": b'id = "x"', "rollcalls.csv": b"id,symbol,title\nr1,Draft,Draft\nr2,A/1,Text\n"}
    >>> [str(titled(row)) for row in decode(files).rollcalls]
    ['Draft', 'A/1: Text']
    """
    words, short = called(row), symbol(row)
    if words is None:
        return short or getattr(row, "id", "")
    name = RowLabel(words if isinstance(words, Wording) else Wording(str(words)))
    return Message("page-rows.symbol", symbol=short, title=name) if short and short != str(words) else name


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
        if name.endswith(lang) and name not in catalogue("heading", "en"):
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
