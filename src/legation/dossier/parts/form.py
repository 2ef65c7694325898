"""The form of a record in a part of TOML: its columns and the tables within it; what reads and writes it follows from one definition.

A record is a frozen dataclass. Its fields are made with :func:`legation.dossier.column.column` and its like; a field of :func:`rows` holds
the records of ``[[table]]``, one of :func:`section` the record of a single ``[table]``. A field without either is derived and stands in no
file.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

import tomli_w

from legation.dossier.column import Column, Wording, choice, column, columns_of, day, refs, text, wording
from legation.dossier.kind import Flag, Text
from legation.dossier.parts.toml_record import written
from legation.dossier.records import MARKINGS
from legation.dossier.when import When
from legation.language import Lang

__all__ = [
    "MOST_ROWS",
    "Form",
    "ModelHead",
    "ModelRow",
    "Rows",
    "cited_in",
    "column_table",
    "form_of",
    "inline",
    "key_of",
    "record_table",
    "rows",
    "section",
    "tables_below",
    "walk",
    "write_model",
]


MOST_ROWS = 20_000
"""Tables of one name in one place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """What every row of a model may have: its sources, its own marking, from when it was known.

    Attributes
    ----------
    LATER : mapping of str to tuple of str
        Columns that were known only by the date that another column gives: before it they are empty.
    EARLIER : mapping of str to mapping of str to str
        Columns in which something else stood before the date that another column gives: before it they show, where it is filled, a third
        column.
    KNOWN : tuple of str
        The columns that say when a row was known: ``known_on`` or ``made_on`` says it, another date only that it was not known before.
    NAMES : str
        A further place at which ids of such rows may be named, without the ids of the rows above them: ``.option``.
    REPEATED : bool
        Whether several rows of one table may have the same id, as each is known from another day: it then tells no row from another.
    NAMED_BY : tuple of str
        Where the rows have no id, the columns that tell them apart; without them those that must be filled and hold one word, name or day.
    TWICE : tuple of str
        The code of the fault of an id that is given twice, and the column at which it is said to stand; without one, the row.
    """

    LATER: ClassVar[dict[str, tuple[str, ...]]] = {}
    EARLIER: ClassVar[dict[str, dict[str, str]]] = {}
    KNOWN: ClassVar[tuple[str, ...]] = ("known_on", "made_on", "date")
    NAMES: ClassVar[str] = ""
    REPEATED: ClassVar[bool] = False
    NAMED_BY: ClassVar[tuple[str, ...]] = ()
    TWICE: ClassVar[tuple[str, str]] = ("twice-in-model", "")
    evidence: tuple[str, ...] = refs("evidence")
    marking: str = choice(*MARKINGS)
    known_on: When | None = day()

    def settled(self, before: Self) -> Self:  # noqa: ARG002 - most rows stay as they are
        """Return the row as it is right after rows below it were cut; ``before``: as it was."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelHead(ModelRow):
    """What every model says of itself.

    Attributes
    ----------
    part : str
        The part's name; no column.
    illustration : bool
        Whether it only shows how a model is made.
    ENDING : str
        How the parts end, where a NAME may have dots in it: ``.response.toml``; empty: a NAME ends at its first dot.
    """

    ENDING: ClassVar[str] = ""
    part: str = dataclasses.field(default="", compare=False)
    title: Wording = wording(needed=True)
    author: str = text(role="author")
    illustration: bool = column(Flag(), default=False)
    note: Wording = wording()

    @property
    def id(self) -> str:
        """The NAME of the part, ``FOLDER/NAME.toml``, without any ending."""
        name = self.part.rpartition("/")[2]
        return name.removesuffix(self.ENDING) if self.ENDING else name.partition(".")[0]

    def called(self, lang: Lang) -> str:
        """Return the title in a language, or the id where it has none."""
        return self.title.in_language(lang) or self.id

    def cited(self) -> tuple[str, ...]:
        """Return the ids of all evidence that the model names, each once, in the order of its rows."""
        return cited_in(self)


@dataclass(frozen=True, slots=True)
class Rows:
    """Tables within a part.

    Attributes
    ----------
    field : str
        Of the record above, which holds them.
    table : str
        ``[[table]]``, or ``[table]`` where it is ``single``.
    least, most : int
        How many there must and may be.
    fault : str
        The code of the fault where there are fewer or more.
    """

    field: str
    table: str
    record: type[Any]
    least: int = 0
    most: int = MOST_ROWS
    single: bool = False
    fault: str = "model-size"


@dataclass(frozen=True, slots=True)
class Form:
    """What a record may hold.

    Attributes
    ----------
    columns : tuple of Column
        Its own ones first, then those that every row has.
    tables : tuple of Rows
        Tables of further records.
    known : tuple of str
        The columns that say when a row was known; the first filled one counts.
    """

    record: type[Any]
    columns: tuple[Column, ...]
    tables: tuple[Rows, ...]
    known: tuple[str, ...]


def rows(table: str, record: type[Any], *, least: int = 0, most: int = MOST_ROWS, fault: str = "model-size") -> Any:
    """Define a field that holds the records of ``[[table]]``, in the order of the file; ``fault``: of fewer or more than there may be."""
    return dataclasses.field(default=(), metadata={"rows": (table, record, least, most, False, fault)})


def section(table: str, record: type[Any]) -> Any:
    """Define a field that holds the record of a single ``[table]``, or None."""
    return dataclasses.field(default=None, metadata={"rows": (table, record, 0, 1, True)})


def form_of(record: type[Any]) -> Form:
    """Return the form of a record, from the definitions of its fields.

    >>> [column.name for column in form_of(ModelRow).columns], form_of(ModelRow).known
    (['evidence', 'marking', 'known_on'], ('known_on',))
    """
    return _form(cast("Any", record))


@functools.cache
def _form(record: Any) -> Form:
    found = columns_of(record)
    shared = {f.name for f in dataclasses.fields(ModelRow)}
    columns = (*(c for c in found if c.attribute not in shared), *(c for c in found if c.attribute in shared))
    tables = tuple(Rows(f.name, *f.metadata["rows"]) for f in dataclasses.fields(record) if "rows" in f.metadata)
    names = {c.attribute for c in columns}
    return Form(record, columns, tables, tuple(name for name in record.KNOWN if name in names))


def walk(record: Any, path: str = "") -> Iterator[tuple[str, int, Any, Any]]:
    """Yield the rows below a record, each before those below it: its table with dots, its number there, the row, the one above."""
    for of in form_of(type(record)).tables:
        value = getattr(record, of.field)
        listed = ((value,) if value is not None else ()) if of.single else value
        for number, row in enumerate(listed, start=1):
            yield f"{path}{of.table}", number, row, record
            yield from walk(row, f"{path}{of.table}.")


def tables_below(form: Form, path: str = "") -> Iterator[tuple[str, Rows]]:
    """Yield the tables of a form by their names with dots, each before those within it.

    >>> from legation.dossier.models.scenario import ScenarioModel
    >>> [name for name, _ in tables_below(form_of(ScenarioModel))][:3]
    ['descriptor', 'descriptor.variant', 'descriptor.variant.signposts']
    """
    for of in form.tables:
        yield f"{path}{of.table}", of
        yield from tables_below(form_of(of.record), f"{path}{of.table}.")


def cited_in(model: Any) -> tuple[str, ...]:
    """Return the ids of the evidence that a model names, each once, in the order of its rows."""
    found: dict[str, None] = {}
    for record in (model, *(row for _, _, row, _ in walk(model))):
        for one in form_of(type(record)).columns:
            value = one.of(record)
            for to, name in one.kind.targets(value, record) if value else ():
                if to == ("evidence",):
                    found[name] = None
    return tuple(found)


def write_model(model: ModelHead, called: str) -> bytes:
    """Return the bytes of a part, written anew: without comments, without what is empty or as it is where nothing is said.

    Parameters
    ----------
    model : ModelHead
    called : str
        The table of its head; empty where the part has none.
    """
    form = form_of(type(model))
    head = _columns(form, model, top=False)
    return written(({called: head} if called else {}) | _columns(form, model, top=True) | _tables(form, model))


def record_table(record: Any) -> dict[str, Any]:
    """Return a record as a table of TOML, with the tables below it."""
    form = form_of(type(record))
    return _columns(form, record, top=False) | _tables(form, record)


def column_table(column: Column, value: Any) -> dict[str, Any]:
    """Return the keys and values of TOML that a value of a column is written as; none where it is empty."""
    if isinstance(column.kind, Text) and column.kind.localized:
        return {name: said for name, said in zip(column.names, (value.text, value.fr, value.en), strict=True) if said}
    if value is None or (isinstance(value, (str, tuple, dict)) and not value):
        return {}
    return {column.name: column.kind.give(value)}


def inline(value: Any) -> str:
    """Return a value as TOML writes it, on one line.

    >>> inline({"a": [1, "b"], "c.d": {}})
    '{ a = [1, "b"], "c.d" = {} }'
    """
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key_of(str(name))} = {inline(one)}" for name, one in value.items()) + " }" if value else "{}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(inline, value)) + "]"
    return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")


def key_of(name: str) -> str:
    """Return a key as TOML writes it."""
    return tomli_w.dumps({name: 0}).rpartition(" = ")[0]


def _columns(form: Form, record: Any, *, top: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in form.columns:
        value = one.of(record)
        if one.top is top and (value != one.default or one.required):
            found |= column_table(one, value)
    return found


def _tables(form: Form, record: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for of in form.tables:
        listed_rows = getattr(record, of.field)
        if of.single:
            found |= {of.table: record_table(listed_rows)} if listed_rows is not None else {}
        else:
            found |= {of.table: [record_table(row) for row in listed_rows]} if listed_rows else {}
    return found
