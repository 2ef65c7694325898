"""Records and rows of models as single fields: the unit in which dossiers are compared, merged and followed.

A wording counts as three fields (``name``, ``name_fr``, ``name_en``), so that one person may translate what another corrects. The bytes
that a record was read from are no field.

A row goes by its table and its name in it, ``descriptor.variant:talks.open``; the head by its own table and no name, ``model:``. Names are
those of :mod:`legation.dossier.parts.row_match`: of a row without an id what the columns that name it say, else its number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.clearing.ledger import read_model
from legation.dossier.column import Wording
from legation.dossier.dossier import Dossier
from legation.dossier.parts import ModelKind, Rows, form_of, kind_of
from legation.dossier.parts.row_match import listed, matched_below, said_of

__all__ = [
    "FieldChange",
    "FoundRow",
    "bare",
    "changes_between",
    "changes_of",
    "differ",
    "each",
    "fields_of",
    "key_of",
    "model_kind",
    "model_of",
    "reordered",
    "rows_of_model",
    "table_of",
    "whole_row",
    "with_fields",
]


_VERSIONS = ("", "_fr", "_en")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with its value before and now; None stands for a row or a setting that is not there.

    Attributes
    ----------
    column : str
        As the part's header has it, ``value`` or ``note_fr``; of a table of settings the keys, joined by points.
    """

    column: str
    before: Any
    now: Any


def fields_of(record: Any) -> dict[str, Any]:
    """Return the fields of a record by column, in its order; of nothing, none.

    >>> from legation.dossier.records import Issue
    >>> fields = fields_of(Issue(id="norms", question=Wording("Norms?", fr="Des normes ?")))
    >>> fields["question"], fields["question_fr"], fields["question_en"]
    ('Norms?', 'Des normes ?', '')
    """
    fields: dict[str, Any] = {}
    for name in () if record is None else _names(type(record)):
        value = getattr(record, name)
        if isinstance(value, Wording):
            fields[name], fields[f"{name}_fr"], fields[f"{name}_en"] = value.text, value.fr, value.en
        else:
            fields[name] = value
    return fields


def with_fields(record: Any, values: Mapping[str, Any]) -> Any:
    """Return the record with other values of some fields: the inverse of :func:`fields_of`."""
    changes: dict[str, Any] = {}
    for name in _names(type(record)):
        old = getattr(record, name)
        if isinstance(old, Wording):
            versions = zip(_VERSIONS, (old.text, old.fr, old.en), strict=True)
            changes[name] = Wording(*(values.get(name + end, text) for end, text in versions))
        elif name in values:
            changes[name] = values[name]
    return dataclasses.replace(record, **changes)


def changes_of(before: Any, now: Any) -> tuple[FieldChange, ...]:
    """Return the fields in which two records differ, in the record's order; None is a record without fields."""
    return tuple(changes_between(fields_of(before), fields_of(now)))


def changes_between(before: Mapping[str, Any], now: Mapping[str, Any], place: str = "") -> Iterator[FieldChange]:
    """Yield what differs between two tables of settings, leaf by leaf."""
    for name in dict.fromkeys((*now, *before)):
        old, new = before.get(name), now.get(name)
        if old == new:
            continue
        column = f"{place}{name}"
        inner: list[FieldChange] = []
        if isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
            inner = list(changes_between(old or {}, new or {}, f"{column}."))
        yield from inner or (FieldChange(column, old, new),)


def _names(record: Any) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(record) if f.compare)


@dataclass(frozen=True, slots=True)
class FoundRow:
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


def each(kind: ModelKind[Any], *models: Any, below: Callable[[tuple[Any, ...]], bool] = any) -> Iterator[FoundRow]:
    """Yield the rows of some states of a model, each before those below it; the first state gives the names.

    Parameters
    ----------
    models : ModelHead or None
    below : callable
        Whether what stands below a row is told by itself.
    """
    head = FoundRow(kind.section or "head", "", None, "", models)
    yield head
    yield from _below(head, "", below)


def _below(above: FoundRow, path: str, below: Callable[[tuple[Any, ...]], bool]) -> Iterator[FoundRow]:
    record = next(row for row in above.rows if row is not None)
    for of in form_of(type(record)).tables:
        table = f"{path}{of.table}"
        for name, rows in matched_below(of, *above.rows).items():
            found = FoundRow(table, f"{above.name}.{name}" if above.name else name, of, above.key, tuple(rows))
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
