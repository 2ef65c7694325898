"""The one definition of each field: from it follow reading, writing, validation, templates and the reference page.

A record type is a frozen dataclass whose fields are made with :func:`column`. :class:`Table` reads those definitions back.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from legation.dossier.kind import Choice, Code, Day, Flag, Instant, Key, Kind, Number, Reference, Suggested, Text, Url
from legation.language import Lang, Message, catalogue, say

__all__ = [
    "Column",
    "Role",
    "Table",
    "Wording",
    "called",
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
    "suggested",
    "symbol",
    "text",
    "url",
    "wording",
]


Role: TypeAlias = Literal["", "calls", "symbol", "about", "word", "entry", "author"]
"""What a column is to its row, beside holding a value:

``calls``: its words are how the row is called before a reader, as those of every ``name`` and ``title`` are; ``symbol``: the short name by
which the field knows it; ``about``: whom or what the row is about, so that the row goes where that is gone, while any other reference can
be empty; ``word``: other rows name this one by that word and not by its id, as a group is named; ``entry``: who wrote the row, when, in the
place of which one, and why: nothing of the matter; ``author``: who made a model, or a row of one, by name or function.
"""


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

    @property
    def within_a_sentence(self) -> Wording:
        """The same without the full stop at its end, as it stands within a sentence.

        >>> str(Wording("The page goes out.").within_a_sentence)
        'The page goes out'
        """
        return Wording(*(one.rstrip(" .") for one in (self.text, self.fr, self.en)))

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
    role: Role = ""

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


def column(
    kind: Kind, default: Any = dataclasses.MISSING, *, needed: bool = False, name: str = "", top: bool = False, role: Role = ""
) -> Any:
    """Define a field; without a default, or where it is ``needed``, it is required.

    ``name``: how the file calls it, where Python cannot. ``top``: a column of the head of a model that stands beside its table,
    ``[features]``. ``role``: what it is to its row.
    """
    metadata = {"kind": kind, "needed": needed, "name": name, "top": top, "role": role}
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
            f.metadata.get("role") or ("calls" if f.name in _CALLING else ""),
        )
        for f in dataclasses.fields(record)
        if "kind" in f.metadata
    )


def key() -> Any:
    """Define a required identifier."""
    return column(Key(), role="entry")


def text(default: Any = "", *, needed: bool = False, role: Role = "") -> Any:
    """Define text in one language."""
    return column(Text(), default, needed=needed, role=role)


def wording(default: Any = Wording(), *, needed: bool = False, role: Role = "") -> Any:
    """Define text that may be given in both languages."""
    return column(Text(localized=True), default, needed=needed, role=role)


def choice(*values: str, default: Any = "", words: str = "") -> Any:
    """Define one of a closed list."""
    return column(Choice(values, words), default)


def suggested(names: Mapping[str, tuple[str, ...]]) -> Any:
    """Define any words, with a list of usual ones and their names in both languages."""
    return column(Suggested(tuple(names), names=tuple(names.items())), "")


def number(low: float | None = None, high: float | None = None, unit: str = "", *, whole: bool = False) -> Any:
    """Define an optional number between two bounds."""
    return column(Number(low, high, unit, whole), None)


def day(default: Any = None, *, role: Role = "") -> Any:
    """Define a date."""
    return column(Day(), default, role=role)


def instant(*, days: bool = False) -> Any:
    """Define a moment: a day and a time with its distance from UTC; with ``days`` a day where no more is known."""
    return column(Instant(days=days), None)


def flag() -> Any:
    """Define yes, no or not known."""
    return column(Flag(), None)


def ref(*to: str, default: Any = "", leans: bool = True, needed: bool = False, role: Role = "") -> Any:
    """Define the id of a row elsewhere; a row that does not lean on it stays when that is hidden."""
    return column(Reference(to, leans=leans), default, needed=needed, role=role)


def refs(*to: str, cites: bool = False, leans: bool = True, needed: bool = False, ordered: bool = False) -> Any:
    """Define any number of ids of rows elsewhere; those that it cites mark the row, those on which it does not lean are cut and no more.

    ``ordered``: the first comes first.
    """
    return column(Reference(to, many=True, cites=cites, leans=leans, ordered=ordered), (), needed=needed)


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
    first : tuple of str
        The three facts that a form asks for before anything else: whom or what the row is about, and what it says.
    chapter : str
        The part of the work to which its rows belong: ``strategy``; empty where that is the dossier as a whole.
    superseded : bool
        Whether a changed row is a new row that supersedes the old one. In the other tables, registers whose ids other rows lean on or
        whose rows need no id, the row is replaced; what stood before stands in the revision before.
    """

    name: str
    record: type[Any]
    known: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    chapter: str = ""
    superseded: bool = False
    columns: tuple[Column, ...] = field(init=False)
    references: Mapping[str, Reference] = field(init=False)
    roles: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        columns = columns_of(self.record)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "references", {c.name: c.kind for c in columns if isinstance(c.kind, Reference)})
        object.__setattr__(self, "roles", {role: tuple(c.name for c in columns if c.role == role) for role in get_args(Role)})

    def column(self, name: str) -> Column | None:
        """Return a column by its name; None where there is none."""
        return next((column for column in self.columns if column.name == name), None)

    def kind_of(self, name: str) -> Kind:
        """Return the kind of a column that is there."""
        return next(column.kind for column in self.columns if column.name == name)

    @property
    def about(self) -> tuple[str, ...]:
        """The columns that say whom or what a row is about."""
        return self.roles["about"]

    def about_in(self, place: str) -> tuple[str, ...]:
        """Return the columns that say which row of a table a row is about."""
        return tuple(name for name in self.about if place in self.references[name].to)

    @property
    def word(self) -> str:
        """The column by whose word others name a row; empty where they name it by its id."""
        return next(iter(self.roles["word"]), "")

    @property
    def demanded(self) -> tuple[str, ...]:
        """The columns that must be filled when a single row is entered, the id aside, which is made where it is missing."""
        required = [c.name for c in self.columns if c.required and c.name != "id"]
        return tuple(dict.fromkeys((*required, *self.unique[:2], *self.says)))

    @property
    def opening(self) -> tuple[str, ...]:
        """The columns with which a form begins: the first facts, and what else must be filled."""
        return tuple(dict.fromkeys((*self.first, *self.demanded)))

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


def label(item: Any, lang: Lang) -> str:
    """Return how a row is called before a reader: its name, title or what else its declaration says, or its id."""
    words = called(item)
    return str(item.id) if words is None else say(words, lang)


def called(item: Any) -> Any:
    """Return the words by which a row is called before a reader: those of the first column with the role ``calls`` that is filled.

    None where it has none: then it is called by its id.
    """
    return next((value for name in _having(item, "calls") if (value := getattr(item, name))), None)


def symbol(item: Any) -> str:
    """Return the short name by which the field knows a row: ``A/RES/73/27``; empty where it has none."""
    return next((value for name in _having(item, "symbol") if (value := getattr(item, name))), "")


_CALLING = ("name", "title")
"""Fields whose words are how a row is called, in every record."""


def _having(item: Any, role: Role) -> tuple[str, ...]:
    """Return the attributes of a row with a role."""
    record: Any = type(item)
    return _named(record, role)


@functools.cache
def _named(record: Any, role: Role) -> tuple[str, ...]:
    """Return the attributes of a record with a role; a record that is no table's has its name and title."""
    if not hasattr(record, "__dataclass_fields__"):
        return ()
    declared = tuple(column.attribute for column in columns_of(record) if column.role == role)
    plain = {f.name for f in dataclasses.fields(record) if "kind" not in f.metadata}
    return declared + tuple(name for name in _CALLING if role == "calls" and name in plain)
