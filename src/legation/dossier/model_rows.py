"""The rows of models by what they are called: what is compared, joined and followed through time as rows of tables are.

A row goes by its table and its name in it, ``descriptor.variant:talks.open``; the head by its own table and no name, ``model:``. Names are
those of :mod:`legation.dossier.parts.matching`: of a row without an id what the columns that name it say, else its number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from legation.dossier.clearing.ledger import read_model
from legation.dossier.dossier import Dossier
from legation.dossier.parts import ModelKind, Rows, form_of, kind_of
from legation.dossier.parts.matching import listed, matched_below, said_of

__all__ = ["Found", "bare", "differ", "each", "key_of", "model_kind", "model_of", "reordered", "rows_of_model", "table_of", "whole_row"]


@dataclass(frozen=True, slots=True)
class Found:
    """A row in several states of a model.

    Attributes
    ----------
    table : str
        With dots; of the head its own, ``model``.
    name : str
        With the names of the rows above it, ``talks.open``; of the head empty.
    of : Rows or None
        The table within the row above it; None for the head.
    above : str
        The key of the row above it; empty for the head.
    rows : tuple
        The row in each state, None where it is not there.
    """

    table: str
    name: str
    of: Rows | None
    above: str
    rows: tuple[Any, ...]

    @property
    def key(self) -> str:
        """What the row goes by."""
        return key_of(self.table, self.name)


def key_of(table: str, name: str) -> str:
    """Return what a row goes by."""
    return f"{table}:{name}"


def table_of(key: str) -> tuple[str, str]:
    """Return the table and the name of a row.

    >>> table_of("descriptor.variant:talks.open")
    ('descriptor.variant', 'talks.open')
    """
    table, _, name = key.partition(":")
    return table, name


def model_kind(part: str) -> ModelKind[Any] | None:
    """Return the kind of a part that is a model; None of any other."""
    kind = kind_of(part) if "/" in part else None
    return kind if isinstance(kind, ModelKind) else None


def model_of(part: str, *dossiers: Dossier) -> Any:
    """Return a model of the first dossier that has it and in which it can be read; None where none does."""
    kind = model_kind(part)
    for dossier in dossiers:
        data = dossier.files.get(part)
        model = read_model(kind, part, data) if data is not None and kind is not None else None
        if model is not None:
            return model
    return None


def each(kind: ModelKind[Any], *models: Any, below: Callable[[tuple[Any, ...]], bool] = any) -> Iterator[Found]:
    """Yield the rows of some states of a model, each before those below it; the first state gives the names.

    Parameters
    ----------
    models : ModelHead or None
    below : callable
        Whether what stands below a row is told by itself.
    """
    head = Found(kind.section or "head", "", None, "", models)
    yield head
    yield from _below(head, "", below)


def _below(above: Found, path: str, below: Callable[[tuple[Any, ...]], bool]) -> Iterator[Found]:
    record = next(row for row in above.rows if row is not None)
    for of in form_of(type(record)).tables:
        table = f"{path}{of.table}"
        for name, rows in matched_below(of, *above.rows).items():
            found = Found(table, f"{above.name}.{name}" if above.name else name, of, above.key, tuple(rows))
            yield found
            if below(found.rows):
                yield from _below(found, f"{table}.", below)


def rows_of_model(part: str, model: Any) -> dict[str, Any]:
    """Return the rows of a model by what they go by; the head first."""
    kind = model_kind(part)
    return {} if kind is None or model is None else {found.key: found.rows[0] for found in each(kind, model)}


def bare(row: Any) -> Any:
    """Return a row without the rows below it."""
    changes = {of.field: None if of.single else () for of in form_of(type(row)).tables}
    return dataclasses.replace(row, **changes) if changes else row


def whole_row(row: Any) -> dict[str, Any]:
    """Return what a row says by column, and by table the rows below it; of nothing, nothing."""
    return said_of(row) | ({} if row is None else {of.table: listed(row, of) for of in form_of(type(row)).tables})


def reordered(kind: ModelKind[Any], before: Any, now: Any) -> bool:
    """Whether rows that stand in both states of a model follow each other in another order."""
    places: dict[int, int] = {}
    for number, found in enumerate(each(kind, now)):
        places[id(found.rows[0])] = number
    last: dict[tuple[str, str], int] = {}
    for found in each(kind, before, now):
        if found.rows[0] is None or found.rows[1] is None:
            continue
        place = places.get(id(found.rows[1]), -1)
        group = (found.above, found.table)
        if place < last.get(group, -1):
            return True
        last[group] = place
    return False


def differ(before: Any, now: Any) -> bool:
    """Whether what two rows say by themselves differs, without what stands below them."""
    return before is not now and said_of(before) != said_of(now)
