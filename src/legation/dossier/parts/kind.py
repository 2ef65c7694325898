"""A part as it was read, and its kind: how parts are called, read and written; the one place where a new kind is declared."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from legation.broken_file import foreseen
from legation.dossier.column import Column
from legation.dossier.parts.form import ModelHead, cited_in, form_of, tables_below, walk, write_model
from legation.dossier.parts.reader import Checked, Whole, consistent, nothing, read_model
from legation.dossier.problem import Problem
from legation.language import Lang, Message, catalogue

if TYPE_CHECKING:
    from legation.dossier.clearing.scope import Clearance

__all__ = [
    "ModelKind",
    "Part",
    "PartKind",
    "model_part",
]


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """A part that was read.

    Attributes
    ----------
    kind : PartKind
    name : str
        Of the part, ``scenarios/year.toml``.
    data : bytes
        The part as it stands.
    head : mapping of str to object
        What the part says of itself, by column; empty for a table.
    records : mapping of str to tuple
        By table the records in the order of the file; a table within a table by both names, ``descriptor.variant``.
    model : object
        The same as one record; None for what is no model.
    doubts : tuple of Problem
        What of it cannot be relied on, though it can be read.
    """

    kind: PartKind
    name: str
    data: bytes
    head: Mapping[str, Any] = field(default_factory=dict)
    records: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    model: Any = None
    doubts: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """What tells the part from others of its kind."""
        return self.kind.name_of(self.name) or self.name

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the evidence that its head and its records name, each once, in their order."""
        return cited_in(self.model) if self.model is not None else ()

    def edited(self, table: str, id: str, values: Mapping[str, Any], *, reason: str = "") -> Part:  # noqa: A002 - the column's name
        """Return the part with some columns of one row changed; every byte outside the lines of that row is as it was.

        Parameters
        ----------
        table : str
            As in :attr:`records`.
        id : str
            Of the row; where the table has no ids its number among the rows of the table, from 1. A row within a row may be given by both
            ids, ``talks.open``.
        values : mapping of str to object
            By column: a value of the column, or what a file may say there; None takes the column out.
        reason : str
            Why, where the row has a column for that.

        Raises
        ------
        DossierError
            With every fault that the part would have; nothing is changed.
        WrongUse
            Where there is no such table, row or column.
        """
        from legation.dossier.parts.row_edit import edited

        return edited(self, table, id, values, reason=reason)


def model_part(kind: PartKind, name: str, data: bytes, model: Any) -> Part:
    """Return the part of a model, with its head and records by table."""
    form = form_of(type(model))
    records: dict[str, list[Any]] = {table: [] for table, _ in tables_below(form)}
    for table, _, row, _ in walk(model):
        records[table].append(row)
    head = {column.name: column.of(model) for column in form.columns}
    return Part(kind=kind, name=name, data=data, head=head, records={t: tuple(r) for t, r in records.items()}, model=model)


Head = TypeVar("Head", bound=ModelHead)


@dataclass(frozen=True, kw_only=True, eq=False)
class PartKind:
    """A kind of part: of these bytes nothing is known but their name.

    Attributes
    ----------
    id : str
        ``scenario``.
    pattern : str
        How its parts are called, with ``{name}`` for what tells them apart: ``scenarios/{name}.toml``. A name has no slash in it, unless
        it is written ``{path}``.
    is_named : bool
        Whether its parts are seen only with a row that names them: of one that nobody names, nobody can say who may see it.
    others : tuple of str
        Names that fit the pattern and are of another kind.
    """

    id: str
    pattern: str
    is_named: bool = False
    others: tuple[str, ...] = ()

    @cached_property
    def _form(self) -> re.Pattern[str]:
        form = re.escape(self.pattern).replace(r"\{name\}", r"(?P<name>[^/\x00]+?)").replace(r"\{path\}", r"(?P<name>[^\x00]+?)")
        return re.compile(form)

    def name_of(self, part: str) -> str | None:
        """Return what tells a part from others of the kind; None for one of another kind.

        Where the pattern has no place for that, it is the whole name.

        >>> PartKind(id="scenario", pattern="scenarios/{name}.toml").name_of("scenarios/year.toml")
        'year'
        """
        found = self._form.fullmatch(part) if part not in self.others else None
        return None if found is None else (found.groupdict().get("name") or part)

    def called(self, name: str) -> str:
        """Return the name of a part."""
        return self.pattern.replace("{name}", name).replace("{path}", name)

    def of(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Return the parts of the kind among files, by what tells them apart, in alphabetical order."""
        return {name: part for part in sorted(files) if (name := self.name_of(part)) is not None}

    @property
    def title(self) -> Message:
        """What such a part holds."""
        return Message(f"part.{self.id}")

    def parsed(self, part: str, data: bytes) -> Part:
        """Return a part; of a kind of which nothing is known, without records.

        Raises
        ------
        DossierError
            With every fault and its place.
        """
        return Part(kind=self, name=part, data=data)

    def names(self, data: bytes, part: str, unmarked: int) -> Mapping[tuple[str, str], int]:  # noqa: ARG002 - most parts name nothing
        """Return what a part gives names to, in a place: the place of the lowest marking that sees it.

        Parameters
        ----------
        unmarked : int
            The place of the dossier's marking in ``MARKINGS``.
        """
        return {}

    def seen(self, parts: Mapping[str, bytes], scope: Clearance) -> Mapping[str, bytes]:  # noqa: ARG002 - most are seen whole
        """Return what a reader sees of the parts of the kind, those aside that go with the rows that name them."""
        return parts

    def cited(self, part: Part) -> tuple[str, ...]:
        """Return the ids of the evidence that a part names, each once, in its order."""
        return part.cited


@dataclass(frozen=True, kw_only=True, eq=False)
class ModelKind(PartKind, Generic[Head]):
    """A kind of model in TOML, declared by the records that it holds.

    Attributes
    ----------
    head : type
        The record of the whole; its tables are fields of it.
    section : str
        The table of the head, ``model``; empty where the part has none.
    checked : callable
        What a model must keep beyond the form of each row.
    whole : callable
        What it must keep as a whole: asked only where each of its rows could be read.
    completed : callable
        What a model derives from its columns, after it was read.
    limit : int
        Bytes that a part may have.
    templates : str
        The package that holds small models to be edited, ``ID.en.toml`` and ``ID.fr.toml``; without one of them the template is made from
        the declaration.
    each_language : bool
        Whether its texts are published in each language, so that none stands for another: each says its language.
    """

    head: type[Head]
    section: str
    checked: Checked = nothing
    whole: Whole = consistent
    completed: Callable[[Head], Head] | None = None
    limit: int = 4 * 1024 * 1024
    templates: str = "legation.dossier.models.templates"
    each_language: bool = False

    def read(self, data: bytes, part: str, notices: list[Problem] | None = None) -> Head:
        """Return the model that a part holds; ``notices`` takes what of it is not known and was passed over.

        Raises
        ------
        DossierError
            With every fault and its place.
        """
        with foreseen(part):
            return read_model(data, part, self.head, self.section, self.checked, self.limit, self.completed, self.whole, notices)

    def write(self, model: Head) -> bytes:
        """Return a model as the bytes of a part, written anew; :meth:`Part.edited` changes a part and leaves its other bytes."""
        return write_model(model, self.section)

    def template(self, lang: Lang) -> str:
        """Return a small model with comments, to be edited."""
        written = files(self.templates).joinpath(f"{self.id}.{lang}.toml")
        if written.is_file():
            return written.read_text("utf-8")
        from legation.dossier.parts.schema import blank

        return blank(self, lang)

    @cached_property
    def tables(self) -> Mapping[str, tuple[Column, ...]]:
        """The columns of each table of a part by its name, ``descriptor.variant``; first those of the head, where it has any.

        The head goes by its own table, ``model``, or as ``head`` where it has none.
        """
        form = form_of(self.head)
        own = {self.section or "head": tuple(column for column in form.columns if self.section or column.top)}
        return {table: columns for table, columns in own.items() if columns} | {
            table: form_of(of.record).columns for table, of in tables_below(form)
        }

    def meaning(self, table: str, column: str) -> Message:
        """Return what a column means: unit, range, and what an empty one says.

        The sentence is ``model.ID.TABLE.COLUMN``, with ``-`` for the dots of the table. A table within another that says the same as one
        further out, ``view.option`` as ``option``, is explained there, and what every row has, under ``model.all``.
        """
        levels = table.split(".")
        places = (*(f"{self.id}.{'-'.join(levels[at:])}" for at in range(len(levels))), "all")
        known = catalogue("model", "en")
        return Message(f"model.{next((p for p in places if f'{p}.{column}' in known), places[0])}.{column}")

    def about(self, table: str) -> Message:
        """Return what a table holds."""
        return self.meaning(table, "_")

    def parsed(self, part: str, data: bytes) -> Part:
        notices: list[Problem] = []
        made = model_part(self, part, data, self.read(data, part, notices))
        return dataclasses.replace(made, doubts=tuple(notices)) if notices else made
