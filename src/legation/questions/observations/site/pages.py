"""Which pages are read, by persons and by programs, day by day, by language, and the visits of persons to some pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from legation.questions.observations.days import day_of, flag
from legation.questions.observations.site.requests import FILES, begun, count_of, delivered, named, opened

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "by_language",
    "demand_by_day",
    "language_of",
    "matches",
    "pages_by_day",
    "pages_fitting",
    "pages_read",
    "visits_by_page",
    "visits_to",
]


_MOST_MATCHED = 200


def pages_read(requests: ir.Table, ai: Sequence[str] = (), most: int = 20) -> ir.Table:
    """Return the pages that persons read most, ``most`` of them; ties by what programs read, then by name.

    Parameters
    ----------
    requests : ibis table
    ai : sequence of str
        The families that gather for artificial intelligence.
    most : int

    Returns
    -------
    ibis table, ordered by falling ``people``, falling ``bots``, ``page``
        ``page``, and how often it was read by ``people``, by ``bots``, and by ``ai`` among these; int64.
    """
    import ibis

    rows = opened(requests)
    counts = {"people": rows.bot.isnull(), "bots": rows.bot.notnull(), "ai": rows.bot.isin(list(ai) or ["-"])}
    summed = rows.group_by("page").aggregate(**{name: count_of(said) for name, said in counts.items()})
    return summed.order_by(ibis.desc(summed.people), ibis.desc(summed.bots), summed.page).limit(most)


def pages_by_day(requests: ir.Table, pages: Sequence[str]) -> ir.Table:
    """Return how often some pages were read on each day; a day without is not there.

    Parameters
    ----------
    requests : ibis table
    pages : sequence of str
        Their names, small and large letters apart.

    Returns
    -------
    ibis table, ordered by ``page``, ``day``
        ``page``, ``day`` (days since 1970), ``people``, ``bots``; int64.
    """
    wanted = list(pages) or [""]
    rows = opened(requests, lambda low: low.isin([page.lower() for page in wanted]))
    return _by_day(rows.filter(rows.page.isin(wanted)))


def demand_by_day(requests: ir.Table, patterns: Sequence[str]) -> ir.Table:
    """Return how often pages that fit a pattern were read on each day: of those, the 200 that persons read most.

    Parameters
    ----------
    requests : ibis table
    patterns : sequence of str
        A star stands for any signs, also for none; letters are compared without case: ``*/visa*``.

    Returns
    -------
    ibis table, ordered by ``page``, ``day``
        As :func:`pages_by_day` returns it.
    """
    import ibis

    rows = opened(requests, lambda low: matches(low, patterns))
    summed = rows.group_by("page").aggregate(people=count_of(rows.bot.isnull()), bots=rows.count().cast("int64"))
    matched = summed.order_by(ibis.desc(summed.people), ibis.desc(summed.bots), summed.page).limit(_MOST_MATCHED).select("page")
    return _by_day(rows.semi_join(matched, "page"))


def _by_day(rows: ir.Table) -> ir.Table:
    made = rows.select("page", "bot", day=day_of(rows.time))
    counts = {"people": count_of(made.bot.isnull()), "bots": count_of(made.bot.notnull())}
    return made.group_by("page", "day").aggregate(**counts).order_by("page", "day")


def by_language(requests: ir.Table) -> ir.Table:
    """Return how often pages were read by what stands first in their path: two letters, or an empty text for anything else.

    Returns
    -------
    ibis table, ordered by ``code``
        ``code``, ``people``, ``bots``; int64.
    """
    rows = opened(requests)
    pages = rows.group_by("page").aggregate(people=count_of(rows.bot.isnull()), bots=count_of(rows.bot.notnull()))
    made = pages.mutate(code=language_of(pages.page))
    summed = made.group_by("code").aggregate(people=made.people.sum().cast("int64"), bots=made.bots.sum().cast("int64"))
    return summed.order_by("code")


def language_of(page: Any) -> Any:
    """Return the two letters with which a page's path begins (``/fr/``, ``/fr-CH/``, ``/fr``), small; else an empty text."""
    import ibis

    code, behind = page.substr(1, 2).lower(), page.substr(3, 1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    two = code.substr(0, 1).isin(list(letters)) & code.substr(1, 1).isin(list(letters))
    return ibis.ifelse(page.startswith("/") & two & behind.isin(["", "/", "-", "_"]), code, "")


def matches(text: Any, patterns: Sequence[str]) -> Any:
    """Return whether a text in small letters fits one of the patterns, of which there is one at least."""
    import ibis

    return ibis.or_(*(_fits(text, pattern.lower()) for pattern in patterns))


def _fits(text: Any, pattern: str) -> Any:
    """Return whether a text fits a pattern: its pieces follow each other, the first at the beginning, the last at the end."""
    import ibis

    first, *between = pattern.split("*")
    if not between:
        return text == first
    *between, last = between
    holds, rest = [text.startswith(first)] if first else [], text.substr(len(first)) if first else text
    for piece in filter(None, between):
        holds.append(rest.contains(piece))
        rest = rest.substr(ibis.greatest(rest.find(piece), 0) + len(piece))
    if last:
        holds.append(rest.endswith(last))
    return ibis.and_(*holds) if holds else text.notnull()


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
    visits = rows.group_by("who", "visit").aggregate(day=rows.day.min(), wanted=flag(rows.page.isin(list(pages) or [""])).max())
    visits = visits.filter(visits.wanted == 1)
    return visits.group_by("day").aggregate(visits=visits.count().cast("int64")).order_by("day")


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
