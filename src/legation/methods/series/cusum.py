"""One watch, period by period: sums of evidence that start again after an alarm, and can be laid down and taken up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.series.baseline import DAYS, Baseline, increment
from legation.methods.series.periods import Periods

__all__ = ["Alarm", "CusumState", "run_on"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm.

    Attributes
    ----------
    at : int
        Period in which the sum passed the threshold; counted from the first period ever given.
    since : int
        Period from which it rose: the likeliest start of the shift.
    direction : str
        ``up`` or ``down``.
    statistic : float
        The sum, above the threshold.
    observed, expected : float
        Counts from ``since`` to ``at``, and what was usual for these periods.
    ratio, low, high : float
        observed / expected with a 95 % interval from the dispersion; it leans away from 1, since an alarm comes when it is far.
    again : bool
        The sum rose from the period after the alarm before: the shift goes on.
    """

    at: int
    since: int
    direction: str
    statistic: float
    observed: float
    expected: float
    ratio: float
    low: float
    high: float
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CusumState:
    """Where a watch stands, one entry for each way that it looks.

    Attributes
    ----------
    place : int
        The next period.
    level : tuple of float
        Sums of evidence.
    since : tuple of int
        Periods from which they rose.
    observed, expected : tuple of float
        Counts since then, and the usual ones.
    last : int
        Period of the last alarm; -1 for none.
    """

    place: int
    level: tuple[float, ...]
    since: tuple[int, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]
    last: int

    @classmethod
    def fresh(cls, ways: int, place: int) -> CusumState:
        """Return the standing of a watch that begins at a period."""
        return cls(place=place, level=(0.0,) * ways, since=(place,) * ways, observed=(0.0,) * ways, expected=(0.0,) * ways, last=-1)


def run_on(
    given: Periods, level: Baseline, week: int, shifts: tuple[float, ...], threshold: float, standing: CusumState
) -> tuple[tuple[Alarm, ...], Floats, CusumState]:
    """Return the alarms of new periods, the statistic in each (nan where missing), and where the watch stands after them.

    Examples
    --------
    >>> from legation.methods.series.periods import checked_periods
    >>> steady = Baseline(rate=np.array([2.0]), day=np.ones((1, 7)), excess=np.ones(1), binomial=False)
    >>> alarms, _, after = run_on(checked_periods([2, 6, 7]), steady, 0, (2.0,), 4.0, CusumState.fresh(1, 0))
    >>> alarms[0].at, alarms[0].since, after.place
    (2, 1, 3)
    """
    day = (standing.place + given.place + week) % DAYS
    baseline_count = level.expected(given.total[None], day)[0]
    gains = [increment(given.count[None], given.total[None], level, day, shift)[0] for shift in shifts]
    excess = float(level.excess[0])
    statistic = np.full(given.length, np.nan)
    alarms: list[Alarm] = []
    now, since, last = list(standing.level), list(standing.since), standing.last
    observed, expected = list(standing.observed), list(standing.expected)
    for at, offset in enumerate(given.place.tolist()):
        place = standing.place + offset
        for way, gain in enumerate(gains):
            if now[way] == 0.0:
                since[way], observed[way], expected[way] = place, 0.0, 0.0
            now[way] = max(0.0, now[way] + float(gain[at]))
            observed[way] += float(given.count[at])
            expected[way] += float(baseline_count[at])
        statistic[offset] = max(now)
        if max(now) > threshold:
            way = int(np.argmax(now))
            alarms.append(_alarm(place, since[way], shifts[way], now[way], observed[way], expected[way], excess, last=last))
            last, now = place, [0.0] * len(shifts)
    after = CusumState(
        place=standing.place + given.length,
        level=tuple(now),
        since=tuple(since),
        observed=tuple(observed),
        expected=tuple(expected),
        last=last,
    )
    return tuple(alarms), statistic, after


def _alarm(at: int, since: int, shift: float, statistic: float, observed: float, expected: float, excess: float, *, last: int) -> Alarm:
    from scipy.stats import chi2

    low = float(chi2.ppf(0.025, 2 * observed / excess)) * excess / 2 if observed else 0.0
    high = float(chi2.ppf(0.975, 2 * observed / excess + 2)) * excess / 2
    return Alarm(
        at=at,
        since=since,
        direction="up" if shift > 1 else "down",
        statistic=statistic,
        observed=observed,
        expected=expected,
        ratio=observed / expected,
        low=low / expected,
        high=high / expected,
        again=last >= 0 and since == last + 1,
    )
