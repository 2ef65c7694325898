"""What monitors and measures of effect count day by day, the same on every engine: texts, stories, and requests of crawlers.

Visits of persons to pages are counted as ``who-reads-us`` counts them (:mod:`legation.questions.observations.site.pages`).

Counts are int64; ``day`` is days since 1970. A day without a row is not there: whether it is quiet or missing, the rows do not say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from legation.questions.observations.days import between, day_of
from legation.questions.observations.site.requests import page_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "EXPRESSIONS",
    "crawled_by_day",
    "crawled_paths",
    "list_stories",
    "list_texts",
    "texts_by_day",
]


def texts_by_day(texts: ir.Table) -> ir.Table:
    """Return how many texts with words of their own there are each day: ``day``, ``texts``, by day."""
    rows = texts.filter(texts.text.notnull(), texts.time.notnull())
    rows = rows.select(day=day_of(rows.time))
    return rows.group_by("day").aggregate(texts=rows.count().cast("int64")).order_by("day")


def list_texts(texts: ir.Table, since: dt.date, until: dt.date) -> ir.Table:
    """Return the texts of some days, both included, in the order of time, then of their ids.

    Returns
    -------
    ibis table
        ``day``, ``id``, ``outlet``, ``actor``, ``title``, ``text``, ``url``.
    """
    rows = between(texts, "time", since, until)
    rows = rows.filter(rows.text.notnull())
    rows = rows.order_by("time", "id", "outlet", "url")
    day = day_of(rows.time)
    return rows.select("id", "outlet", "actor", "title", "text", "url", day=day)


def crawled_by_day(requests: ir.Table, families: Sequence[str]) -> ir.Table:
    """Return the requests of some families of crawlers each day: ``day``, ``requests``, by day."""
    rows = requests.filter(requests.bot.isin(list(families)), requests.time.notnull())
    rows = rows.select(day=day_of(rows.time))
    return rows.group_by("day").aggregate(requests=rows.count().cast("int64")).order_by("day")


def crawled_paths(requests: ir.Table, families: Sequence[str], since: dt.date, until: dt.date, most: int = 10) -> ir.Table:
    """Return what some families of crawlers asked for most within some days: ``path``, ``requests``."""
    import ibis

    rows = between(requests, "time", since, until)
    rows = rows.filter(rows.bot.isin(list(families))).select(path=page_of(rows.path.fill_null("")))
    found = rows.group_by("path").aggregate(requests=rows.count().cast("int64"))
    return found.order_by(ibis.desc(found.requests), found.path).limit(most)


def list_stories(events: ir.Table, first: str, second: str, quads: Sequence[int], most: int = 10) -> ir.Table:
    """Return the stories of a pair with an act of some classes, the most mentioned first: ``url``, ``day``, ``mentions``."""
    import ibis

    pair = [first, second]
    rows = events.filter(events.actor1.isin(pair), events.actor2.isin(pair), events.actor1 != events.actor2, events.url.notnull())
    rows = rows.filter(rows.quad.isin(list(quads)))
    found = rows.group_by("url").aggregate(added=rows.added.min(), mentions=rows.mentions.max().cast("int64").fill_null(0))
    found = found.select("url", "mentions", day=day_of(found.added))
    return found.order_by(ibis.desc(found.mentions), ibis.desc(found.day), found.url).limit(most)


_SINCE, _UNTIL = dt.date(2018, 1, 1), dt.date(2029, 12, 31)
EXPRESSIONS: Mapping[str, Callable[[ir.Table], ir.Table]] = {
    "texts:by-day": texts_by_day,
    "texts:told": lambda texts: list_texts(texts, _SINCE, _UNTIL),
    "requests:crawled": lambda requests: crawled_by_day(requests, ("GPTBot", "Googlebot")),
    "requests:crawled-paths": lambda requests: crawled_paths(requests, ("GPTBot", "Googlebot"), _SINCE, dt.date(2030, 1, 1)),
    "events:told": lambda events: list_stories(events, "USA", "RUS", (3, 4)),
}
"""Every expression with one example of its arguments, under the table that it takes, for tests that compare engines."""
