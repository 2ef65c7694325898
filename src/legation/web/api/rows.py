"""Rows as objects and back, and cursors from one page of rows to the next.

A cursor names the revision that the first page was made of, so every row of it comes once, whatever is saved meanwhile. It is signed
for the account that got it and for its list, and it is good for a day.
"""

from __future__ import annotations

import math
from typing import Any

from django.core import signing

from legation.dossier.column import Table, Wording
from legation.dossier.kind import Flag, Number, Reference
from legation.errors import WrongUse
from legation.language import Message
from legation.web.site.page import PageRequest

__all__ = [
    "AGE",
    "LIMIT",
    "cell_of",
    "object_of",
    "read_cursor",
    "write_cursor",
]


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


AGE = 24 * 3600
LIMIT = 1000
"""The most items of a page."""
_SALT = "legation.api.cursor"


def write_cursor(request: PageRequest, about: list[Any], place: list[int]) -> str:
    """Return a cursor for the person who asks.

    Parameters
    ----------
    about : list
        What is paged through: a cursor of one list says nothing of another.
    place : list of int
        Where the next page begins.
    """
    return signing.dumps([_whose(request), about, place], salt=_SALT, compress=True)


def read_cursor(request: PageRequest, about: list[Any], cursor: str) -> list[int]:
    """Return where the next page begins.

    Raises
    ------
    WrongUse
        Where it was not made for this person and this list, or is too old.
    """
    try:
        whose, of, place = signing.loads(cursor, salt=_SALT, max_age=AGE)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise WrongUse(Message("api.bad-cursor")) from error
    if whose != _whose(request) or of != about:
        raise WrongUse(Message("api.bad-cursor"))
    return [int(number) for number in place]


def _whose(request: PageRequest) -> list[Any]:
    return [request.account.pk, request.dossier.pk, request.scope.key]
