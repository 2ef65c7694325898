"""How rows, columns and values of models are called before a reader: the model by its title, actors and sources by their names.

Short names of tables and columns stand in the catalogue ``model-words``; one that a declaration from outside brings goes as the file has
it, where its catalogue ``model-words`` says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from legation.dossier.column import Column, Wording
from legation.dossier.model_rows import model_kind, model_of, table_of
from legation.dossier.parts import ModelHead, form_of
from legation.dossier.parts.form import tables_below
from legation.dossier.parts.matching import own_name
from legation.dossier.parts.writing import inline
from legation.dossier.records import TABLES
from legation.language import Lang, Message, catalogue

if TYPE_CHECKING:
    from legation.dossier.saying import Named

__all__ = ["column_called", "cut", "row_called", "table_called", "value_shown"]

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
    from legation.dossier.saying import shown

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
