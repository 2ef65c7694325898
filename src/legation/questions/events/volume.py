"""How much the source codes at all, and how much of it says nothing of states: without both, a count of a pair means little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.questions.observed_days import day_of, flag

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["coverage", "volume_by_day"]


def volume_by_day(events: ir.Table) -> ir.Table:
    """Return how many stories the source added on each day, whoever they are about.

    A story that it adds in two slices counts in both; the sources that we read add each once.

    Returns
    -------
    ibis table, ordered by day
        ``day`` (days since 1970), ``stories``; int64.
    """
    told = events.filter(events.url.notnull()).select("added", "url").distinct()
    slices = told.group_by("added").aggregate(stories=told.count().cast("int64"))  # few: only their times are turned into days
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
