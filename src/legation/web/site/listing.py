"""A long list on a page: parts that may be chosen, columns that sort it, the list cut into pages. All are links, and keep the day.

Whatever has pages by number, a list or a long text, is cut by :func:`paging`: no page counts for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.language import Message
from legation.web.site.page import PageRequest
from legation.web.site.values import parse_int

__all__ = ["FilterChoice", "Paging", "SortColumn", "list_href", "paginate", "paging", "sort_columns"]


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A part of a list that may be chosen: what it is called, how many rows it has, where it leads."""

    value: str
    label: Any
    count: int
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class SortColumn:
    """A column by which a list is sorted; ``direction`` is what it is sorted by now, as aria-sort has it."""

    name: str
    label: Any
    href: str
    direction: str


@dataclass(frozen=True, slots=True)
class Paging:
    """The page of a list or a text that is shown: its number, of how many, each with ``size`` rows or characters."""

    number: int
    pages: int
    size: int

    @property
    def first(self) -> int:
        """How many rows stand before the page."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """How many rows stand up to the end of the page, where it is full."""
        return self.number * self.size

    def of(self, rows: Sequence[Any]) -> list[Any]:
        """Return the rows of the page."""
        return list(rows[self.first : self.last])

    def around(self, href: Callable[[int], str]) -> dict[str, Any]:
        """Return the addresses of the pages before and after, by ``previous`` and ``next``; empty where there is none."""
        return {
            "previous": href(self.number - 1) if self.number > 1 else "",
            "next": href(self.number + 1) if self.number < self.pages else "",
        }


def paging(wanted: Any, count: int, size: int, default: int = 1) -> Paging:
    """Return the page that an address asks for, the nearest that there is.

    Parameters
    ----------
    wanted : str or None
        What the address says, which may be anything.
    count, size : int
        How many rows there are, and how many a page has at most.
    default : int
        The page that is shown where the address names none.

    Examples
    --------
    >>> [paging(wanted, 45, 20).number for wanted in ("2", "", "99", "0", "-1", "\u00b2", None)]
    [2, 1, 3, 1, 1, 1, 1]
    >>> paging("2", 45, 20).around(lambda number: f"?page={number}"), paging("1", 0, 20).pages
    ({'previous': '?page=1', 'next': '?page=3'}, 1)
    """
    pages = max(1, -(-count // size))
    return Paging(min(max(parse_int(wanted, default), 1), pages), pages, size)


def list_href(request: PageRequest, name: str, query: Mapping[str, str], **changed: str) -> str:
    """Return the address of the list with what was asked for, changed in part; it begins on its first page."""
    values = {key: value for key, value in {**query, "as_of": request.query.get("as_of", ""), **changed}.items() if value}
    return request.href(name) + (f"?{urlencode(values)}" if values else "")


def paginate(request: PageRequest, name: str, query: Mapping[str, str], rows: Sequence[Any], size: int) -> tuple[list[Any], dict[str, Any]]:
    """Return the rows of the page that is asked for, the nearest that there is, and the fields that lead to the others."""
    here = paging(request.query.get("page"), len(rows), size)
    around = here.around(lambda number: list_href(request, name, query, page=str(number)))
    return here.of(rows), {"count": len(rows), "number": here.number, "pages": here.pages, **around}


def sort_columns(
    request: PageRequest, name: str, query: Mapping[str, str], sorts: Sequence[str], *, falling: Collection[str], default: str
) -> list[SortColumn]:
    """Return the columns by which a list is sorted; a second choice of the same turns it round.

    Parameters
    ----------
    falling : collection of str
        The columns that are first sorted from the largest down.
    default : str
        How the list is sorted where nothing is asked: the name of a column, after a minus from the largest down.
    """
    now = query["sort"] or default
    columns = []
    for column in sorts:
        first, other = ("-", "") if column in falling else ("", "-")
        target = f"{other}{column}" if now == f"{first}{column}" else f"{first}{column}"
        direction = {column: "ascending", f"-{column}": "descending"}.get(now, "none")
        columns.append(SortColumn(column, Message(f"page-{name}.column.{column}"), list_href(request, name, query, sort=target), direction))
    return columns
