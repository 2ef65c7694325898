"""The stories behind a figure: where a person reads what the source coded, and decides what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.questions.events.pairs import between
from legation.questions.events.stories import by_story

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["top_stories"]


def top_stories(events: ir.Table, first: str, second: str = "", *, most: int = 10) -> ir.Table:
    """Return the stories of a pair that are mentioned most, ``most`` of each class; ties by day, then address.

    Mentions are those of the story's most mentioned row: rows of one story are mentioned together.

    Returns
    -------
    ibis table, ordered by ``quad``, falling ``mentions``, falling ``day``, ``url``
        ``quad`` (1 to 4), ``url``, ``day`` (days since 1970), ``mentions``, ``rows``, ``goldstein`` (thousandths).
    """
    import ibis

    rows = between(events, first, second)
    rows = rows.filter(rows.quad.notnull())
    rows = rows.mutate(quad_=rows.quad.cast("int64"))
    told = by_story(rows, "quad_", mentions=lambda t: t.mentions.max().cast("int64"))
    ranked = told.mutate(
        place=ibis.row_number().over(group_by=told.quad_, order_by=[ibis.desc(told.mentions), ibis.desc(told.day), told.url])
    )
    kept = ranked.filter(ranked.place < most)
    shown = kept.select(
        quad=kept.quad_, url=kept.url, day=kept.day, mentions=kept.mentions.fill_null(0), rows=kept.rows, goldstein=kept.goldstein
    )
    return shown.order_by(shown.quad, ibis.desc(shown.mentions), ibis.desc(shown.day), shown.url)
