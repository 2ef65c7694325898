"""What a source codes between states: of one pair day by day, of everybody around one state, and of a circle of states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from legation.questions.events.stories import by_story, named, totals
from legation.questions.observed_days import flag, instant

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["between", "circle", "pair_by_day", "partners_by_day"]


def between(events: ir.Table, first: str, second: str = "") -> ir.Table:
    """Return the events of a pair in either direction; without a second, those of the first with any other known state.

    Parameters
    ----------
    events : ibis table
    first, second : str
        ISO 3166-1 alpha-3 codes.
    """
    if second:
        pair = [first, second]
        return events.filter(events.actor1.isin(pair), events.actor2.isin(pair), events.actor1 != events.actor2, events.url.notnull())
    return named(events.filter((events.actor1 == first) | (events.actor2 == first)))


def pair_by_day(events: ir.Table, first: str, second: str = "") -> ir.Table:
    """Return for each day the stories of a pair, by class; a day without one is not there.

    A story counts once, on the day on which the source first added it, and once in each class that it has a row of.

    Returns
    -------
    ibis table, ordered by day
        ``day`` (days since 1970), ``stories``, ``rows``, ``quad1`` to ``quad4``, ``cooperation``, ``conflict``, ``both``, ``scaled``,
        ``goldstein`` (sum over the stories of their means, in thousandths), ``acts`` and ``acted_on`` (stories in which the first acts on
        the other, and the other way round); int64.
    """
    rows = between(events, first, second)
    rows = rows.mutate(_acts=flag(rows.actor1 == first), _acted=flag(rows.actor2 == first))
    told = by_story(rows, acts=lambda t: t._acts.max(), acted_on=lambda t: t._acted.max())
    return told.group_by("day").aggregate(**totals(told, "acts", "acted_on")).order_by("day")


def partners_by_day(events: ir.Table, first: str) -> ir.Table:
    """Return for each other state and day the stories of it with the first, by class.

    A story that names several others counts once for each.

    Returns
    -------
    ibis table, ordered by ``other``, ``day``
        ``other`` (alpha-3), then the columns of :func:`pair_by_day` but for ``acts`` and ``acted_on``.
    """
    import ibis

    rows = between(events, first)
    rows = rows.mutate(other=ibis.ifelse(rows.actor1 == first, rows.actor2, rows.actor1))
    told = by_story(rows, "other")
    return told.group_by("other", "day").aggregate(**totals(told)).order_by("other", "day")


def circle(events: ir.Table, split: dt.date, states: Sequence[str] = ()) -> ir.Table:
    """Return for each pair of states, in the direction of the act, its stories before a day and from it on.

    Parameters
    ----------
    events : ibis table
    split : date
    states : sequence of str
        Alpha-3 codes of those to look at; without any, all.

    Returns
    -------
    ibis table, ordered by ``actor1``, ``actor2``, ``late``
        ``actor1`` acts on ``actor2`` (alpha-3); ``late`` is 0 before ``split`` and 1 from it on; ``stories``, ``cooperation``,
        ``conflict``, ``both``; int64. A story counts once for each pair and direction that it has a row of.
    """
    rows = named(events)
    if states:
        rows = rows.filter(rows.actor1.isin(list(states)), rows.actor2.isin(list(states)))
    made = rows.mutate(_good=flag(rows.quad <= 2), _bad=flag(rows.quad >= 3), late=flag(rows.added >= instant(rows.added, split)))
    told = made.group_by("actor1", "actor2", "late", "url").aggregate(cooperation=made["_good"].max(), conflict=made["_bad"].max())
    summed = told.group_by("actor1", "actor2", "late").aggregate(
        stories=told.count().cast("int64"),
        cooperation=told.cooperation.sum().cast("int64"),
        conflict=told.conflict.sum().cast("int64"),
        both=(told.cooperation * told.conflict).sum().cast("int64"),
    )
    return summed.order_by("actor1", "actor2", "late")
