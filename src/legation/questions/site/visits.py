"""Visits: the pages that one visitor reads in a row, with less than half an hour between two of them.

A visitor is known for a day at most: a visit over midnight (UTC) is two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legation.questions.observed_days import day_of, flag
from legation.questions.site.requests import count_of, named, opened

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["PAUSE", "begun", "entry_pages", "visits_by_day", "visits_by_network"]

PAUSE = 1_800
"""Seconds without a page after which a visit is over."""


def begun(rows: ir.Table, *by: str) -> ir.Table:
    """Return rows with ``first``: 1 where the visitor (``who``) had no row in the half hour before, else 0.

    Parameters
    ----------
    rows : ibis table
        With ``who`` and ``time``.
    *by : str
        Further columns that tell series of rows apart.
    """
    import ibis

    one = ibis.window(group_by=[rows[name] for name in ("who", *by)], order_by=rows.time)
    seconds = rows.time.epoch_seconds()
    made = rows.mutate(before=rows.time.lag().over(one), seconds=seconds)
    return made.mutate(first=flag(made.before.isnull() | (made.seconds - made.before.epoch_seconds() >= PAUSE))).drop("before", "seconds")


def visits_by_day(requests: ir.Table, *, identified: bool = True) -> ir.Table:
    """Return for each day and family of programs the visits that began, and the pages that were read.

    Returns
    -------
    ibis table, ordered by ``day``, ``kind``
        ``day`` (days since 1970), ``kind`` (family; empty: persons' browsers), ``visits``, ``pages``; int64.
    """
    rows = begun(named(opened(requests), identified=identified).select("time", "kind", "who"))
    rows = rows.mutate(day=day_of(rows.time))
    summed = rows.group_by("day", "kind").aggregate(visits=rows["first"].sum().cast("int64"), pages=rows.count().cast("int64"))
    return summed.order_by("day", "kind")


def entry_pages(requests: ir.Table, most: int = 20, *, identified: bool = True) -> ir.Table:
    """Return the pages on which most visits of persons began, ``most`` of them; ties by name.

    Two pages that a visitor asked for at the same instant both lead to the one that comes first by name.

    Returns
    -------
    ibis table, ordered by falling ``people``, ``page``
        ``page``, ``people``: visits of persons that began there.
    """
    import ibis

    reads = opened(requests.filter(requests.bot.isnull()))
    rows = named(reads, identified=identified).select("time", "who", "page")
    one = ibis.window(group_by=rows.who, order_by=[rows.time, rows.page])
    made = rows.mutate(before=rows.time.lag().over(one))
    starts = made.filter(made.before.isnull() | (made.time.epoch_seconds() - made.before.epoch_seconds() >= PAUSE))
    summed = starts.group_by("page").aggregate(people=starts.count().cast("int64"))
    return summed.order_by(ibis.desc(summed.people), summed.page).limit(most)


def visits_by_network(requests: ir.Table, *, identified: bool = True) -> ir.Table:
    """Return for each network of addresses the visits of persons and of programs.

    Returns
    -------
    ibis table, ordered by ``address``
        ``address`` (empty: none was written), ``people``, ``bots``; int64.
    """
    rows: Any = named(opened(requests), identified=identified)
    rows = begun(rows.select("time", "who", "kind", address=rows.address.fill_null("")))
    starts = rows.filter(rows["first"] == 1)
    summed = starts.group_by("address").aggregate(people=count_of(starts.kind == ""), bots=count_of(starts.kind != ""))
    return summed.order_by("address")
