"""A long list on a page: parts that may be chosen, columns that sort it, the list cut into pages. All are links, and keep the day.

Whatever has pages by number, a list or a long text, is cut by :func:`paging`: no page counts for itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar
from urllib.parse import urlencode

from legation.language import Message
from legation.web.site.page import PageRequest
from legation.web.site.values import parse_int

__all__ = ["FilterChoice", "Paging", "SortColumn", "in_order", "list_href", "paginate", "paging", "paging_of", "sort_columns"]

_Row = TypeVar("_Row")


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
    here, places = paging_of(request, name, query, len(rows), size)
    return here.of(rows), places


def paging_of(
    request: PageRequest, name: str, query: Mapping[str, str], count: int, size: int, by: str = "page"
) -> tuple[Paging, dict[str, Any]]:
    """Return the page of so many rows that is asked for by ``by``, and the fields that lead to the others."""
    here = paging(request.query.get(by), count, size)
    around = here.around(lambda number: list_href(request, name, query, **{by: str(number)}))
    return here, {"count": count, "number": here.number, "pages": here.pages, **around}


def in_order(
    rows: Iterable[_Row], here: Paging, key: Callable[[_Row], Any], tie: Callable[[_Row], Any], *, falling: bool = False
) -> list[_Row]:
    """Return the rows of a page of a list that is sorted by a key, rows of one key by another; what has no key is last.

    The second key is asked of no more rows than those that share a key with one on the page: words are costly to put in order.

    Examples
    --------
    >>> in_order(["bb", "a", "c", "dd", ""], paging("1", 5, 2), len, str, falling=True)
    ['bb', 'dd']
    >>> in_order(["bb", "a", "c", "dd", ""], paging("2", 5, 2), lambda word: len(word) or None, str)
    ['bb', 'dd']
    """
    keyed = [(key(row), row) for row in rows]
    known = sorted((one for one in keyed if one[0] is not None), key=itemgetter(0), reverse=falling)
    groups = [[row for _, row in same] for _, same in itertools.groupby(known, key=itemgetter(0))]
    groups.append([row for value, row in keyed if value is None])
    found: list[_Row] = []
    before = 0
    for group in groups:
        first, last = max(here.first - before, 0), here.last - before
        if first < len(group) and last > 0:
            found += sorted(group, key=tie)[first:last]
        before += len(group)
    return found


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
