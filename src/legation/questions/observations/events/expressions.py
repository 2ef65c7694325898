"""Expressions over events, the same on every engine: stories of a pair, around one state, of a group of states, and how much is coded."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from legation.questions.observations.days import between, day_of, flag, instant

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "EXPRESSIONS",
    "between_states",
    "by_story",
    "coverage",
    "mutual_acts",
    "named",
    "pair_by_day",
    "partners_by_day",
    "top_stories",
    "totals",
    "volume_by_day",
    "within",
]


MILLI = 1_000
"""Goldstein is summed in thousandths, as whole numbers: sums are the same on every engine, whatever the order of the rows."""


def within(events: ir.Table, since: dt.date, until: dt.date) -> ir.Table:
    """Return the events that the source added from a day to a day, both included (UTC).

    Events are dated by when the source added them: the date that it reads out of a text is at times exactly a day, a month or a year off.
    """
    return between(events, "added", since, until)


def named(events: ir.Table) -> ir.Table:
    """Return the events between two different known states that have an address; who acts on itself is at home."""
    return events.filter(events.actor1.notnull(), events.actor2.notnull(), events.actor1 != events.actor2, events.url.notnull())


def by_story(rows: ir.Table, *by: str, **more: Any) -> ir.Table:
    """Return one row for each story (address), or for each story and each value of ``by``.

    Parameters
    ----------
    rows : ibis table
        Events, each with an address.
    *by : str
        Further columns to tell stories apart by.
    **more : ibis expression
        Further aggregates.

    Returns
    -------
    ibis table
        ``url``, ``by``; ``day`` (int64): days since 1970 on which the source first added it; ``rows``; ``quad1`` to ``quad4``: 1 where it
        has a row of that class; ``cooperation`` (class 1 or 2) and ``conflict`` (class 3 or 4), which a story may both be; ``scaled``: 1
        where it has a Goldstein value; ``goldstein``: the mean over its rows in thousandths, rounded half up; all int64.
    """
    tenth = (rows.goldstein * 10).round().cast("int64")
    made = rows.mutate(_tenth=tenth, **{f"_q{k}": flag(rows.quad == k) for k in (1, 2, 3, 4)})
    stories = made.group_by(*by, "url").aggregate(
        added=made.added.min(),
        rows=made.count().cast("int64"),
        **{f"quad{k}": made[f"_q{k}"].max() for k in (1, 2, 3, 4)},
        _sum=made["_tenth"].sum().cast("int64"),
        _known=made["_tenth"].count().cast("int64"),
        **{name: aggregate(made) for name, aggregate in more.items()},
    )
    mean = (2 * (MILLI // 10) * stories["_sum"] + stories["_known"]) // (2 * stories["_known"]).nullif(0)
    scored = stories.mutate(
        day=day_of(stories.added),
        cooperation=flag((stories.quad1 + stories.quad2) > 0),
        conflict=flag((stories.quad3 + stories.quad4) > 0),
        scaled=flag(stories["_known"] > 0),
        goldstein=mean.cast("int64").fill_null(0),
    )
    return scored.drop("_sum", "_known", "added")


def totals(stories: ir.Table, *names: str) -> dict[str, Any]:
    """Return the sums of a table of stories: their number, rows, classes and Goldstein, all int64."""
    summed = ("rows", "quad1", "quad2", "quad3", "quad4", "cooperation", "conflict", "scaled", "goldstein", *names)
    both = flag((stories.cooperation + stories.conflict) > 1)
    return {
        "stories": stories.count().cast("int64"),
        **{name: stories[name].sum().cast("int64") for name in summed},
        "both": both.sum().cast("int64"),
    }


def between_states(events: ir.Table, first: str, second: str = "") -> ir.Table:
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
    rows = between_states(events, first, second)
    rows = rows.mutate(_acts=flag(rows.actor1 == first), _acted=flag(rows.actor2 == first))
    stories = by_story(rows, acts=lambda t: t._acts.max(), acted_on=lambda t: t._acted.max())
    return stories.group_by("day").aggregate(**totals(stories, "acts", "acted_on")).order_by("day")


def partners_by_day(events: ir.Table, first: str) -> ir.Table:
    """Return for each other state and day the stories of it with the first, by class.

    A story that names several others counts once for each.

    Returns
    -------
    ibis table, ordered by ``other``, ``day``
        ``other`` (alpha-3), then the columns of :func:`pair_by_day` except for ``acts`` and ``acted_on``.
    """
    import ibis

    rows = between_states(events, first)
    rows = rows.mutate(other=ibis.ifelse(rows.actor1 == first, rows.actor2, rows.actor1))
    stories = by_story(rows, "other")
    return stories.group_by("other", "day").aggregate(**totals(stories)).order_by("other", "day")


def mutual_acts(events: ir.Table, split: dt.date, states: Sequence[str] = ()) -> ir.Table:
    """Return for each pair of states, in the direction of the act, its stories before a day and from then on.

    Parameters
    ----------
    events : ibis table
    split : date
    states : sequence of str
        Alpha-3 codes of those to look at; without any, all.

    Returns
    -------
    ibis table, ordered by ``actor1``, ``actor2``, ``late``
        ``actor1`` acts on ``actor2`` (alpha-3); ``late`` is 0 before ``split`` and 1 from then on; ``stories``, ``cooperation``,
        ``conflict``, ``both``; int64. A story counts once for each pair and direction that it has a row of.
    """
    rows = named(events)
    if states:
        rows = rows.filter(rows.actor1.isin(list(states)), rows.actor2.isin(list(states)))
    made = rows.mutate(_good=flag(rows.quad <= 2), _bad=flag(rows.quad >= 3), late=flag(rows.added >= instant(rows.added, split)))
    stories = made.group_by("actor1", "actor2", "late", "url").aggregate(cooperation=made["_good"].max(), conflict=made["_bad"].max())
    summed = stories.group_by("actor1", "actor2", "late").aggregate(
        stories=stories.count().cast("int64"),
        cooperation=stories.cooperation.sum().cast("int64"),
        conflict=stories.conflict.sum().cast("int64"),
        both=(stories.cooperation * stories.conflict).sum().cast("int64"),
    )
    return summed.order_by("actor1", "actor2", "late")


def volume_by_day(events: ir.Table) -> ir.Table:
    """Return how many stories the source added on each day, whoever they are about.

    A story that it adds in two slices counts in both; the sources that we read add each once.

    Returns
    -------
    ibis table, ordered by day
        ``day`` (days since 1970), ``stories``; int64.
    """
    stories = events.filter(events.url.notnull()).select("added", "url").distinct()
    slices = stories.group_by("added").aggregate(stories=stories.count().cast("int64"))  # few: only their times are turned into days
    slices = slices.mutate(day=day_of(slices.added))
    return slices.group_by("day").aggregate(stories=slices.stories.sum().cast("int64")).order_by("day")


def coverage(events: ir.Table) -> ir.Table:
    """Return in one row what the rows do not say.

    Returns
    -------
    ibis table
        ``rows``; of them ``no_actor1``, ``no_actor2`` (no state is known), ``no_pair`` (one of the two is not), ``at_home`` (a state acts
        on itself), ``no_url``, ``no_quad``, ``day_before`` (dated exactly a day before it was added), and ``odd_date``: dated before 1970,
        after the day on which it was added, or exactly a month or a year before it; int64, 0 where there is no row.
    """
    import ibis

    said = {
        "no_actor1": events.actor1.isnull(),
        "no_actor2": events.actor2.isnull(),
        "no_pair": events.actor1.isnull() | events.actor2.isnull(),
        "at_home": events.actor1 == events.actor2,
        "no_url": events.url.isnull(),
        "no_quad": events.quad.isnull(),
    }
    made = events.select("date", "added", **{name: flag(found) for name, found in said.items()})
    times = made.group_by("date", "added").aggregate(
        rows=made.count().cast("int64"), **{name: made[name].sum().cast("int64") for name in said}
    )
    day = times.added.date()
    dates = {
        "day_before": times.date == (day - ibis.interval(days=1)).cast("date"),
        "odd_date": (times.date < ibis.date(1970, 1, 1))
        | (times.date > day)
        | (times.date == (day - ibis.interval(months=1)).cast("date"))
        | (times.date == (day - ibis.interval(years=1)).cast("date")),
    }
    times = times.mutate(**{name: flag(found) * times.rows for name, found in dates.items()})
    return times.aggregate(**{name: times[name].sum().fill_null(0).cast("int64") for name in ("rows", *said, *dates)})


def top_stories(events: ir.Table, first: str, second: str = "", *, most: int = 10) -> ir.Table:
    """Return the stories of a pair that are mentioned most, ``most`` of each class; ties by day, then address.

    Mentions are those of the story's most mentioned row: rows of one story are mentioned together.

    Returns
    -------
    ibis table, ordered by ``quad``, falling ``mentions``, falling ``day``, ``url``
        ``quad`` (1 to 4), ``url``, ``day`` (days since 1970), ``mentions``, ``rows``, ``goldstein`` (thousandths).
    """
    import ibis

    rows = between_states(events, first, second)
    rows = rows.filter(rows.quad.notnull())
    rows = rows.mutate(quad_=rows.quad.cast("int64"))
    stories = by_story(rows, "quad_", mentions=lambda t: t.mentions.max().cast("int64"))
    ranked = stories.mutate(
        place=ibis.row_number().over(group_by=stories.quad_, order_by=[ibis.desc(stories.mentions), ibis.desc(stories.day), stories.url])
    )
    leading = ranked.filter(ranked.place < most)
    shown = leading.select(
        quad=leading.quad_,
        url=leading.url,
        day=leading.day,
        mentions=leading.mentions.fill_null(0),
        rows=leading.rows,
        goldstein=leading.goldstein,
    )
    return shown.order_by(shown.quad, ibis.desc(shown.mentions), ibis.desc(shown.day), shown.url)


_SPLIT = dt.date(2019, 10, 24)


def _with(expression: Callable[..., ir.Table], *given: Any) -> Callable[[ir.Table], ir.Table]:
    @functools.wraps(expression)
    def narrowed(events: ir.Table) -> ir.Table:
        return expression(events, *given)

    return narrowed


EXPRESSIONS: list[Callable[[ir.Table], ir.Table]] = [
    volume_by_day,
    coverage,
    _with(pair_by_day, "USA", "RUS"),
    _with(pair_by_day, "USA"),
    _with(partners_by_day, "USA"),
    _with(mutual_acts, _SPLIT),
    _with(mutual_acts, _SPLIT, ("USA", "RUS", "CHN")),
    _with(top_stories, "USA"),
]
"""Every expression with one example of its arguments, for tests that compare engines."""
