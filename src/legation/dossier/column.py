"""The one definition of each field: from it follow reading, writing, validation, templates and the reference page.

A record type is a frozen dataclass whose fields are made with :func:`column`. :class:`Table` reads those definitions back.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.kind import Choice, Code, Day, Flag, Key, Kind, Number, Reference, Text, Url
from legation.language import Lang, Message, catalogue, say

__all__ = [
    "Column",
    "Table",
    "Wording",
    "choice",
    "code",
    "column",
    "columns_of",
    "day",
    "flag",
    "key",
    "label",
    "number",
    "ref",
    "refs",
    "text",
    "url",
    "wording",
]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its versions in French and English, where they are given.

    >>> w = Wording("Paris Call", fr="Appel de Paris")
    >>> w.in_language("fr"), w.in_language("en"), bool(Wording())
    ('Appel de Paris', 'Paris Call', False)
    """

    text: str = ""
    fr: str = ""
    en: str = ""

    def in_language(self, lang: Lang) -> str:
        """Return the version for ``lang``, or the text, or the other version: never nothing where something is known."""
        return (self.fr if lang == "fr" else self.en) or self.text or self.fr or self.en

    def __bool__(self) -> bool:
        return bool(self.text or self.fr or self.en)

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table."""

    name: str
    kind: Kind
    required: bool
    default: Any
    attribute: str = ""
    top: bool = False

    def of(self, record: Any) -> Any:
        """Return the value of the field in a record."""
        return getattr(record, self.attribute or self.name)

    def meaning(self, table: str) -> Message:
        """Return what the field means; a field that means the same in several tables is explained once, under ``all``."""
        shared = f"{table}.{self.name}" not in catalogue("field", "en")
        return Message(f"field.{'all' if shared else table}.{self.name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the file: the name and, for localized text, its two versions."""
        localized = isinstance(self.kind, Text) and self.kind.localized
        return (self.name, f"{self.name}_fr", f"{self.name}_en") if localized else (self.name,)


def column(kind: Kind, default: Any = dataclasses.MISSING, *, needed: bool = False, name: str = "", top: bool = False) -> Any:
    """Define a field; without a default, or where it is ``needed``, it is required.

    ``name``: how the file calls it, where Python cannot. ``top``: a column of the head of a model that stands beside its table,
    ``[features]``.
    """
    metadata = {"kind": kind, "needed": needed, "name": name, "top": top}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


def columns_of(record: type[Any]) -> tuple[Column, ...]:
    """Return the columns that a record defines, in the order of its fields."""
    return tuple(
        Column(
            f.metadata.get("name") or f.name,
            f.metadata["kind"],
            (no_default := f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING) or bool(f.metadata.get("needed")),
            None if no_default else f.default_factory() if f.default_factory is not dataclasses.MISSING else f.default,
            f.name,
            bool(f.metadata.get("top")),
        )
        for f in dataclasses.fields(record)
        if "kind" in f.metadata
    )


def key() -> Any:
    """Define a required identifier."""
    return column(Key())


def text(default: Any = "", *, needed: bool = False) -> Any:
    """Define text in one language."""
    return column(Text(), default, needed=needed)


def wording(default: Any = Wording(), *, needed: bool = False) -> Any:
    """Define text that may be given in both languages."""
    return column(Text(localized=True), default, needed=needed)


def choice(*values: str, default: Any = "") -> Any:
    """Define one of a closed list."""
    return column(Choice(values), default)


def number(low: float | None = None, high: float | None = None, unit: str = "", *, whole: bool = False) -> Any:
    """Define an optional number between two bounds."""
    return column(Number(low, high, unit, whole), None)


def day(default: Any = None) -> Any:
    """Define a date."""
    return column(Day(), default)


def flag() -> Any:
    """Define yes, no or not known."""
    return column(Flag(), None)


def ref(*to: str, default: Any = "", leans: bool = True, needed: bool = False) -> Any:
    """Define the id of a row elsewhere; a row that does not lean on it stays when that is hidden."""
    return column(Reference(to, leans=leans), default, needed=needed)


def refs(*to: str, cites: bool = False, leans: bool = True, needed: bool = False) -> Any:
    """Define any number of ids of rows elsewhere; those that it cites mark the row, those on which it does not lean are cut and no more."""
    return column(Reference(to, many=True, cites=cites, leans=leans), (), needed=needed)


def code(form: str, label: str) -> Any:
    """Define text of a fixed form."""
    return column(Code(form, label), "")


def url() -> Any:
    """Define a web address."""
    return column(Url(), "")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A part that is a table.

    Attributes
    ----------
    name : str
        ``positions``; the part is ``positions.csv``.
    record : type
        The dataclass of its rows.
    known : tuple of str
        The columns that say when a row was known, the first filled one counts; a row with none filled was always known.
    unique : tuple of str
        Columns that name a row when it has no id of its own; empty where the id is required.
    says : tuple of str
        Columns without which a row says nothing: a file may leave them empty, who adds or changes a single row may not.
    """

    name: str
    record: type[Any]
    known: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    columns: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", columns_of(self.record))

    @property
    def demanded(self) -> tuple[str, ...]:
        """The columns that must be filled when a single row is entered, the id aside, which is made where it is missing."""
        asked = [c.name for c in self.columns if c.required and c.name != "id"]
        return tuple(dict.fromkeys((*asked, *self.unique[:2], *self.says)))

    @property
    def part(self) -> str:
        """The part's name."""
        return f"{self.name}.csv"

    @property
    def title(self) -> Message:
        """What the table holds."""
        return Message(f"table.{self.name}")

    def identity(self, row: Any) -> str:
        """Return the row's id, or the one made of its naming columns."""
        return str(row.id) or ":".join([str(getattr(row, name)) for name in self.unique])

    def known_by(self, row: Any, date: Any) -> bool:
        """Whether the row was known by the end of ``date``."""
        for name in self.known:
            when = getattr(row, name)
            if when is not None:
                return bool(when.by(date))
        return True


def label(item: Any, lang: Lang) -> str:
    """Return how a row is called before a reader: its name, title or id."""
    for name in ("name", "title"):
        if getattr(item, name, None):
            return say(getattr(item, name), lang)
    return str(item.id)
