"""Visits of persons to some pages: what monitors and measures of effect count, by the same pages and visits as ``who-reads-us`` shows.

A file counts like a page where it is named with its ending; styles, scripts and pictures never do, however a pattern is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from legation.questions.observed_days import day_of, flag
from legation.questions.site.pages import matches
from legation.questions.site.requests import FILES, delivered, named
from legation.questions.site.visits import begun

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["pages_fitting", "visits_by_page", "visits_to"]


def pages_fitting(requests: ir.Table, patterns: Sequence[str], most: int = 100_000) -> ir.Table:
    """Return the pages that persons read, and the files, that fit a pattern: ``page``, by name, ``most`` of them.

    Parameters
    ----------
    requests : ibis table
    patterns : sequence of str
        One or more. A star stands for any signs, also for none; letters are compared without case: ``*/visa*``. Files fit a pattern alone
        that ends as they do: ``*.pdf``.
    most : int
    """
    import ibis

    of_files = [pattern for pattern in patterns if "." in pattern and pattern.lower().rpartition(".")[2] in FILES]
    rows = delivered(
        _persons(requests),
        lambda low: matches(low, of_files) if of_files else ibis.literal(value=False),
        lambda low: matches(low, patterns),
    )
    return rows.select("page").distinct().order_by("page").limit(most)


def visits_to(requests: ir.Table, pages: Sequence[str]) -> ir.Table:
    """Return the visits of persons in which one of some pages was read, on the day on which the visit began; a day without is not there.

    Parameters
    ----------
    requests : ibis table
    pages : sequence of str
        Names of pages and files, small and large letters apart.

    Returns
    -------
    ibis table, ordered by ``day``
        ``day`` (days since 1970), ``visits``; int64.
    """
    rows = _numbered(requests, pages)
    held = rows.group_by("who", "visit").aggregate(day=rows.day.min(), wanted=flag(rows.page.isin(list(pages) or [""])).max())
    held = held.filter(held.wanted == 1)
    return held.group_by("day").aggregate(visits=held.count().cast("int64")).order_by("day")


def visits_by_page(requests: ir.Table, pages: Sequence[str] = (), most: int = 100_000) -> ir.Table:
    """Return in how many visits of persons a page was read: every page, or only some; ``most`` of them.

    Parameters
    ----------
    requests : ibis table
    pages : sequence of str
        Names of pages and files; empty: every page, and no file.
    most : int

    Returns
    -------
    ibis table, ordered by falling ``visits``, ``page``
        ``page``, ``visits``; int64.
    """
    import ibis

    rows = _numbered(requests, pages)
    if pages:
        rows = rows.filter(rows.page.isin(list(pages)))
    rows = rows.select("page", "who", "visit").distinct()
    found = rows.group_by("page").aggregate(visits=rows.count().cast("int64"))
    return found.order_by(ibis.desc(found.visits), found.page).limit(most)


def _persons(requests: ir.Table) -> ir.Table:
    return requests.filter(requests.bot.isnull())


def _numbered(requests: ir.Table, pages: Sequence[str]) -> ir.Table:
    """Return what persons read with ``visit``, the number of the visit among those of its visitor; of those alone who read a page."""
    import ibis

    wanted = list(pages)
    small = sorted({page.lower() for page in wanted}) or [""]
    rows: Any = named(delivered(_persons(requests), lambda low: low.isin(small)), identified=False)
    rows = rows.select("time", "who", "page")
    if wanted:
        rows = rows.semi_join(rows.filter(rows.page.isin(wanted)).select("who").distinct(), "who")
    rows = begun(rows)
    upto = ibis.range_window(group_by=rows.who, order_by=rows.time, preceding=None, following=0)
    return rows.mutate(visit=rows["first"].sum().over(upto), day=day_of(rows.time))
