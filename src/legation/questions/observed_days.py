"""Days of observations: the rows of some days, the day of a time, and how much of each day was not received.

What is built here of a table is the same on every engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["DAY", "between", "day_of", "flag", "instant", "lost_share"]

DAY = 86_400
"""Seconds of a day."""


def between(rows: ir.Table, column: str, since: dt.date, until: dt.date) -> ir.Table:
    """Return the rows whose time is from a day to a day, both included (UTC)."""
    time = rows[column]
    return rows.filter(time >= instant(time, since), time < instant(time, until + dt.timedelta(days=1)))


def instant(time: Any, day: dt.date) -> ir.TimestampScalar:
    """Return the beginning of a day, UTC, as a column writes its times: with a zone or without."""
    import ibis

    kind = time.type()
    return ibis.literal(dt.datetime.combine(day, dt.time(), dt.UTC if kind.timezone else None), type=kind)


def day_of(time: Any) -> Any:
    """Return the day of a time, in days since 1970, as int64."""
    return (time.epoch_seconds() // DAY).cast("int64")


def flag(condition: Any) -> Any:
    """Return 1 where a condition holds and 0 where it does not or is unknown, as int64."""
    import ibis

    return condition.ifelse(ibis.literal(1, type="int64"), ibis.literal(0, type="int64"))


def lost_share(
    since: dt.date, days: int, gaps: Iterable[tuple[dt.datetime, dt.datetime]], every: int, sources: int
) -> npt.NDArray[np.float64]:
    """Return for each day the share of the slices that were expected and not received, over all sources, 0 to 1.

    Parameters
    ----------
    since : date
        The first day.
    days : int
    gaps : iterable of (datetime, datetime)
        The beginnings of the first and the last missing slice of each run, UTC.
    every : int
        Seconds of a slice.
    sources : int
        How many sources there are.

    Examples
    --------
    >>> noon = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
    >>> lost_share(dt.date(2024, 5, 1), 2, [(noon, noon + dt.timedelta(hours=5))], 3600, 1).tolist()
    [0.25, 0.0]
    """
    share = np.zeros(days)
    origin = dt.datetime.combine(since, dt.time(), dt.UTC).timestamp()
    for first, last in gaps:
        begin, end = first.timestamp() - origin, last.timestamp() + every - origin
        low, high = max(0, int(begin // DAY)), min(days, int(-(-end // DAY)))
        if high > low:
            edges = np.arange(low, high) * float(DAY)
            share[low:high] += np.clip(np.minimum(end, edges + DAY) - np.maximum(begin, edges), 0, None) / DAY
    return np.clip(share / max(sources, 1), 0, 1)
