"""A record as single fields: the unit in which dossiers are compared and merged.

A wording counts as three fields (``name``, ``name_fr``, ``name_en``), so that one person may translate what another corrects. The bytes
that a record was read from are no field.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.column import Wording

__all__ = ["FieldChange", "changes_between", "changes_of", "fields_of", "with_fields"]

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
