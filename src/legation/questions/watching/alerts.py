"""Alerts of a monitor: what an alarm says in days, and alarms that follow each other as one."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["GRACE", "Alert", "joined"]

GRACE = 7
"""Periods that are read again at the next run, because slices of theirs may still come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """An alarm of a monitor, or several of which each begins where the one before ends.

    Attributes
    ----------
    since, at, until : date
        The day from which it likely goes on, the first day of the period in which the first alarm came, and the last day of that in which
        the last one came.
    direction : {"up", "down"}
    observed, expected : float
        Counted from ``since`` on, and what was usual for these days.
    ratio, low, high : float
        Of the two, with a 95 % interval.
    statistic, threshold : float
    again : bool
        Whether it goes on from an alarm before, of this run or an earlier one.
    """

    since: dt.date
    at: dt.date
    until: dt.date
    direction: str
    observed: float
    expected: float
    ratio: float
    low: float
    high: float
    statistic: float
    threshold: float
    again: bool

    def written(self) -> dict[str, Any]:
        """Return the alert as JSON knows it."""
        return {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Alert:
        """Return the alert that was written."""
        days = {name: dt.date.fromisoformat(str(table[name])) for name in ("since", "at", "until")}
        return cls(**{**table, **days})


def joined(alarms: Iterable[Alert], before: Iterable[Alert], days: int, excess: float) -> tuple[Alert, ...]:
    """Return alarms of one direction of which each begins where the one before ends as one; one that begins soon after goes on from it.

    Parameters
    ----------
    alarms, before : iterable of Alert
        New ones in order of time, and those that were told before.
    days : int
        Of a period.
    excess : float
        Dispersion beyond chance, for the interval of the whole.
    """
    groups: list[list[Alert]] = []
    near = dt.timedelta(days=GRACE * days)
    for alarm in alarms:
        if groups and groups[-1][-1].direction == alarm.direction and alarm.since - groups[-1][-1].until == dt.timedelta(days=1):
            groups[-1].append(alarm)
        else:
            groups.append([alarm])
    earlier = [(one.direction, one.until) for one in before]
    made = []
    for group in groups:
        first = group[0]
        again = first.again or any(way == first.direction and dt.timedelta() < first.since - end <= near for way, end in earlier)
        made.append(_whole(group, excess, again=again))
        earlier.append((first.direction, group[-1].until))
    return tuple(made)


def _whole(group: list[Alert], excess: float, *, again: bool) -> Alert:
    from scipy.stats import chi2

    observed, expected = sum(one.observed for one in group), sum(one.expected for one in group)
    low = float(chi2.ppf(0.025, 2 * observed / excess)) * excess / 2 if observed else 0.0
    high = float(chi2.ppf(0.975, 2 * observed / excess + 2)) * excess / 2
    return dataclasses.replace(
        group[0],
        until=group[-1].until,
        observed=observed,
        expected=expected,
        ratio=observed / expected,
        low=low / expected,
        high=high / expected,
        statistic=max(one.statistic for one in group),
        again=again,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value.item() if hasattr(value, "item") else value
