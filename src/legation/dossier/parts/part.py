"""A part of a dossier as it was read: its head, its records by table, and its bytes, which stay as they are until a row is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from legation.dossier.parts.form import cited_in, form_of, tables_below, walk

if TYPE_CHECKING:
    from legation.dossier.parts.kind import PartKind
    from legation.dossier.problem import Problem

__all__ = ["Part", "model_part"]


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
        from legation.dossier.parts.editing import edited

        return edited(self, table, id, values, reason=reason)


def model_part(kind: PartKind, name: str, data: bytes, model: Any) -> Part:
    """Return the part of a model, with its head and records by table."""
    form = form_of(type(model))
    records: dict[str, list[Any]] = {table: [] for table, _ in tables_below(form)}
    for table, _, row, _ in walk(model):
        records[table].append(row)
    head = {column.name: column.of(model) for column in form.columns}
    return Part(kind=kind, name=name, data=data, head=head, records={t: tuple(r) for t, r in records.items()}, model=model)
