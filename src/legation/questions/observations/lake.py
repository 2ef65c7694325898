"""What a question may see of the lake: the rows that had arrived by its date, what is missing among them, what of their text is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.base.case import Case
from legation.sources.observations.tables import observation_table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt
    import pyarrow as pa

    from legation.lake import Gap, Lake

__all__ = [
    "Period",
    "columns",
    "gaps",
    "has",
    "lake_of",
    "printed",
    "read_period",
    "rows",
    "seen",
]


_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def lake_of(case: Case, table: str) -> Lake:
    """Return the lake of a case, which has a table.

    Raises
    ------
    NotAvailable
        Where there is no lake, or no such table in it; the sentence says which command makes it.
    """
    if case.lake is None or table not in case.lake.names():
        from legation.sources.registry import filling

        source = filling(table)
        defined = observation_table(table)
        called = defined.called if defined is not None else table
        raise NotAvailable(Message("observing.nothing", table=called, kind=source.id if source is not None else table))
    return case.lake


def has(case: Case, table: str) -> bool:
    """Whether there is a lake with a table."""
    return case.lake is not None and table in case.lake.names()


def seen(case: Case, table: str) -> ir.Table:
    """Return a table of observations as it was known at the case's date: rows that arrived later, or at no known time, are not in it.

    Raises
    ------
    NotAvailable
        Where there is none.
    """
    import ibis

    rows = lake_of(case, table).table(table)
    defined = observation_table(table)
    if defined is None:
        raise NotAvailable(Message("observing.undefined", table=table))
    end = dt.datetime.combine(case.as_of + dt.timedelta(days=1), dt.time())
    return rows.filter(rows[defined.arrived] < ibis.timestamp(end.isoformat(sep=" ")))


def rows(case: Case, expression: ir.Expr) -> pa.Table:
    """Return the rows of an expression on the case's lake."""
    if case.lake is None:
        raise NotAvailable(Message("observing.none"))
    return case.lake.to_arrow(expression)


def columns(case: Case, expression: ir.Expr) -> dict[str, npt.NDArray[Any]]:
    """Return the rows of an expression on the case's lake, a column at a time."""
    table = rows(case, expression)
    return {name: table.column(name).to_numpy() for name in table.column_names}


def gaps(case: Case, table: str, since: dt.date | None = None, until: dt.date | None = None) -> tuple[Gap, ...]:
    """Return the runs of slices of a table that were expected and not received within a time, and before the case's date."""
    found = lake_of(case, table).gaps(table)
    first = since or _BEGINNING.date()
    last = min(until or case.as_of, case.as_of)
    return tuple(gap for gap in found if gap.last.date() >= first and gap.first.date() <= last)


class Period(NamedTuple):
    """The days that a question is about, all included: when the lake begins, and from when until when the question looks at."""

    begins: dt.date
    since: dt.date
    until: dt.date


def read_period(case: Case, table: str, options: Mapping[str, Any], default: Callable[[dt.date, dt.date], dt.date]) -> Period:
    """Return the days that are asked for by ``since`` and ``until``, as far as a table reaches and the case's date allows.

    Parameters
    ----------
    case : Case
    table : str
    options : mapping
    default : callable
        ``(begins, until) -> date``: the first day where none is given.

    Raises
    ------
    NotAvailable
        Where the lake has no such table, or begins after the last day.
    """
    received = lake_of(case, table).received(table).values()
    begins = min((first.date() for first, _, _ in received), default=case.as_of)
    ends = max((last.date() for _, last, _ in received), default=case.as_of)
    until = min(case.as_of, ends, *([options["until"].last] if options["until"] else []))
    since = max(begins, options["since"].first if options["since"] else default(begins, until))
    if since > until:
        raise NotAvailable(Message("observing.begins-later", since=since, until=until))
    return Period(begins, since, until)


_LONGEST = 300


def printed(text: str) -> str:
    r"""Return what can be printed of a text that strangers wrote, cut where it is very long.

    >>> printed("a\x1b[31m"), len(printed("x" * 1000))
    ('a�[31m', 301)
    """
    clean = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[: _LONGEST + 1])
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + "…"
