"""What is counted: stories, not rows. One article that a source codes as fifteen events is one story."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from legation.questions.observed_days import between, day_of, flag

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["by_story", "named", "totals", "within"]

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
    told = made.group_by(*by, "url").aggregate(
        added=made.added.min(),
        rows=made.count().cast("int64"),
        **{f"quad{k}": made[f"_q{k}"].max() for k in (1, 2, 3, 4)},
        _sum=made["_tenth"].sum().cast("int64"),
        _known=made["_tenth"].count().cast("int64"),
        **{name: aggregate(made) for name, aggregate in more.items()},
    )
    mean = (2 * (MILLI // 10) * told["_sum"] + told["_known"]) // (2 * told["_known"]).nullif(0)
    scored = told.mutate(
        day=day_of(told.added),
        cooperation=flag((told.quad1 + told.quad2) > 0),
        conflict=flag((told.quad3 + told.quad4) > 0),
        scaled=flag(told["_known"] > 0),
        goldstein=mean.cast("int64").fill_null(0),
    )
    return scored.drop("_sum", "_known", "added")


def totals(told: ir.Table, *names: str) -> dict[str, Any]:
    """Return the sums of a table of stories: their number, rows, classes and Goldstein, all int64."""
    summed = ("rows", "quad1", "quad2", "quad3", "quad4", "cooperation", "conflict", "scaled", "goldstein", *names)
    both = flag((told.cooperation + told.conflict) > 1)
    return {
        "stories": told.count().cast("int64"),
        **{name: told[name].sum().cast("int64") for name in summed},
        "both": both.sum().cast("int64"),
    }
