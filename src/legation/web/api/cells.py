"""Rows as objects and back: numbers, truths and lists as JSON has them, all else as the part writes it."""

from __future__ import annotations

import math
from typing import Any

from legation.dossier.column import Table, Wording
from legation.dossier.kind import Flag, Number, Reference

__all__ = ["cell_of", "object_of"]


def object_of(table: Table, row: Any) -> dict[str, Any]:
    """Return a row by column, every column of the table among them; null where it says nothing."""
    values: dict[str, Any] = {}
    for column in table.columns:
        value = getattr(row, column.name)
        if isinstance(value, Wording):
            values |= dict(zip(column.names, (value.text or None, value.fr or None, value.en or None), strict=True))
        elif isinstance(column.kind, Reference) and column.kind.many:
            values[column.name] = list(value)
        elif value is None or value == "":
            values[column.name] = None
        else:
            values[column.name] = value if isinstance(column.kind, (Number, Flag)) else column.kind.write(value)
    return values


def cell_of(value: Any) -> str:
    """Return a value as the cell of a part.

    >>> [cell_of(value) for value in (None, True, 60.0, 0.5, ["e1", "e2"], "yes")]
    ['', 'yes', '60', '0.5', 'e1 e2', 'yes']
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if math.isfinite(value) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case list():
            return " ".join(value)
        case _:
            return str(value)
