"""Days of observations: the rows of some days, how much of each was received, and the periods that are examined."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from legation.sources.observations.tables import QUARTER

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "DAY",
    "Window",
    "between",
    "day_of",
    "flag",
    "instant",
    "lost",
    "lost_share",
    "window",
]


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


Every = Literal["month", "week"]
Floats = npt.NDArray[np.float64]
_LEAST = {"month": 15, "week": 4}
"""Days below which a first period that is cut short is left out."""


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Days from the first to the last, both included, and the periods that they fall in.

    Attributes
    ----------
    since, until : date
    every : {"month", "week"}
        Counted back from the last day, so that the last period is whole.
    starts : tuple of date
        The first day of each period that lies in the window.
    period : ndarray of int, shape (n_days,)
        The period of each day.
    """

    since: dt.date
    until: dt.date
    every: Every
    starts: tuple[dt.date, ...]
    period: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def offset(self) -> int:
        """Days from 1970 to the first day."""
        return (self.since - dt.date(1970, 1, 1)).days

    def end(self, at: int) -> dt.date:
        """Return the last day of a period that lies in the window."""
        return self.starts[at + 1] - dt.timedelta(days=1) if at + 1 < len(self.starts) else self.until

    def filled(self, day: npt.ArrayLike, value: npt.ArrayLike) -> Floats:
        """Return a number for each day of the window from numbers of some days (days since 1970); 0 elsewhere."""
        made = np.zeros(len(self))
        at = np.asarray(day, np.int64) - self.offset
        inside = (at >= 0) & (at < len(self))
        np.add.at(made, at[inside], np.asarray(value, np.float64)[inside])
        return made


def window(since: dt.date, until: dt.date, every: Every) -> Window:
    """Return the window from a day to a day, in months or weeks counted back from its last day; a first one of less than half is left out.

    Up to the last day of a month, months are those of the calendar; up to another day of the month, they end on that day.

    >>> [str(start) for start in window(dt.date(2019, 1, 30), dt.date(2019, 3, 31), "month").starts]
    ['2019-02-01', '2019-03-01']
    >>> [str(start) for start in window(dt.date(2019, 1, 30), dt.date(2019, 3, 14), "month").starts]
    ['2019-01-30', '2019-02-15']
    """
    starts: list[dt.date] = []
    back = 0
    while not starts or starts[-1] > since:
        back += 1
        end = _months_before(until, back) if every == "month" else until - dt.timedelta(weeks=back)
        starts.append(max(since, end + dt.timedelta(days=1)))
    starts.reverse()
    if len(starts) > 1 and (starts[1] - starts[0]).days < _LEAST[every]:
        del starts[0]
        since = starts[0]
    lengths = np.diff([*((start - since).days for start in starts), (until - since).days + 1])
    return Window(since, until, every, tuple(starts), np.repeat(np.arange(len(starts)), lengths).astype(np.int64))


def _months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day of an earlier month; the last of it where the day is the last of its month, or does not exist there."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    ends = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(year, month + 1, last if ends else min(day.day, last))


def lost(seen: Window, gaps: Iterable[tuple[dt.datetime, dt.datetime]], sources: int) -> Floats:
    """Return for each day the share of the slices that were expected and not received, over all sources, 0 to 1.

    Parameters
    ----------
    seen : Window
    gaps : iterable of (datetime, datetime)
        The first and last missing slice of each run, UTC; slices of 15 minutes.
    sources : int
        How many sources there are.
    """
    return lost_share(seen.since, len(seen), gaps, QUARTER, sources)
