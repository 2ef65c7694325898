"""A long list on a page: parts that may be chosen, columns that sort it, the list cut into pages. All are links, and keep the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.language import Message
from legation.web.asked import Asked
from legation.web.numbers import whole

__all__ = ["Column", "Part", "columns", "cut", "link"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list that may be chosen: what it is called, how many rows it has, where it leads."""

    value: str
    label: Any
    count: int
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column by which a list is sorted; ``direction`` is what it is sorted by now, as aria-sort has it."""

    name: str
    label: Any
    href: str
    direction: str


def link(asked: Asked, name: str, query: Mapping[str, str], **changed: str) -> str:
    """Return the address of the list with what was asked for, changed in part; it begins on its first page."""
    values = {key: value for key, value in {**query, "as_of": asked.query.get("as_of", ""), **changed}.items() if value}
    return asked.href(name) + (f"?{urlencode(values)}" if values else "")


def cut(asked: Asked, name: str, query: Mapping[str, str], rows: Sequence[Any], size: int) -> tuple[list[Any], dict[str, Any]]:
    """Return the rows of the page that is asked for, the nearest that there is, and the fields that lead to the others."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(whole(asked.query.get("page", ""), 1), 1), pages)
    fields = {
        "count": len(rows),
        "number": number,
        "pages": pages,
        "previous": link(asked, name, query, page=str(number - 1)) if number > 1 else "",
        "next": link(asked, name, query, page=str(number + 1)) if number < pages else "",
    }
    return list(rows[(number - 1) * size : number * size]), fields


def columns(
    asked: Asked, name: str, query: Mapping[str, str], sorts: Sequence[str], *, falling: Collection[str], usual: str
) -> list[Column]:
    """Return the columns by which a list is sorted; a second choice of the same turns it round.

    Parameters
    ----------
    falling : collection of str
        The columns that are first sorted from the largest down.
    usual : str
        How the list is sorted where nothing is asked: the name of a column, after a minus from the largest down.
    """
    now = query["sort"] or usual
    found = []
    for column in sorts:
        first, other = ("-", "") if column in falling else ("", "-")
        target = f"{other}{column}" if now == f"{first}{column}" else f"{first}{column}"
        direction = {column: "ascending", f"-{column}": "descending"}.get(now, "none")
        found.append(Column(column, Message(f"page-{name}.column.{column}"), link(asked, name, query, sort=target), direction))
    return found
