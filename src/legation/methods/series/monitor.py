"""Monitors: series watched period by period at a stated rate of false alarms, and the state from which they run on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.series.baseline import DAYS, Baseline, baseline_of
from legation.methods.series.calibration import Calibrated, Sample, calibrated
from legation.methods.series.cusum import Alarm, CusumState, run_on
from legation.methods.series.periods import Periods, checked_periods, checked_seed

__all__ = [
    "FEWEST_COUNTS",
    "FEWEST_PERIODS",
    "Monitor",
    "MonitorState",
    "watch",
]


_MAKE = 1
"""Raised when what is kept changes its meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorState:
    """A watch at rest.

    Attributes
    ----------
    binomial : bool
        Counts are parts of totals.
    rate, excess : float
    days : tuple of float, 7
    week : int
        Day of the week of the first period ever given.
    shifts : tuple of float
        Factors watched for.
    asked : float
        False alarms for each period.
    found : Calibrated
    baseline_alarms : int
    standing : Standing
    """

    binomial: bool
    rate: float
    excess: float
    days: tuple[float, ...]
    week: int
    shifts: tuple[float, ...]
    asked: float
    found: Calibrated
    baseline_alarms: int
    standing: CusumState

    @property
    def level(self) -> Baseline:
        """Return what is usual, as one series."""
        return Baseline(rate=np.array([self.rate]), day=np.array([self.days]), excess=np.array([self.excess]), binomial=self.binomial)

    def written(self) -> dict[str, Any]:
        """Return the watch as JSON knows it; what is infinite as null."""
        table: dict[str, Any] = {"make": _MAKE, **asdict(self)}
        table["found"] = {name: value if math.isfinite(value) else None for name, value in table["found"].items()}
        table["standing"] = {name: list(value) if isinstance(value, tuple) else value for name, value in table["standing"].items()}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in table.items()}

    @classmethod
    def read(cls, state: Mapping[str, Any], *, binomial: bool) -> MonitorState:
        """Return the watch of a state.

        Raises
        ------
        BadValue
            Where the state is of another make, broken, or of counts of the other kind.
        """
        if not isinstance(state, Mapping) or state.get("make") != _MAKE:
            raise BadValue(f"state must be that of an earlier result of make {_MAKE}; begin anew with a baseline")
        try:
            table = {name: _unlisted(value) for name, value in state.items() if name != "make"}
            found = Calibrated(**{name: math.inf if value is None else float(value) for name, value in table.pop("found").items()})
            cusum = CusumState(**{name: _unlisted(value) for name, value in table.pop("standing").items()})
            stored = cls(found=found, standing=cusum, **table)
            numbers = [stored.rate, stored.excess, stored.asked, found.threshold, *stored.days, *stored.shifts]
            numbers += [*cusum.level, *cusum.observed, *cusum.expected, cusum.place, cusum.last + 1, *cusum.since]
            whole = all(math.isfinite(number) and number >= 0 for number in numbers) and stored.excess >= 1
            ways = {len(part) for part in (stored.shifts, cusum.level, cusum.since, cusum.observed, cusum.expected)}
        except (TypeError, AttributeError, KeyError, ValueError):
            whole, ways, stored = False, set(), None
        if stored is None or not whole or len(ways) != 1 or len(stored.days) != DAYS or stored.week not in range(DAYS):
            raise BadValue("state must be that of an earlier result, unchanged; begin anew with a baseline")
        if stored.binomial != binomial:
            raise BadValue(f"totals must be as in the first call (got {'some' if binomial else 'none'}); count in the same way")
        return stored


def _unlisted(value: Any) -> Any:
    """Return a list as the tuple that it was."""
    return tuple(value) if isinstance(value, list) else value


Floats = npt.NDArray[np.float64]

FEWEST_PERIODS = 28
"""Known periods of a baseline; from fewer nothing usual is learnt."""

FEWEST_COUNTS = 10
"""Counts in a baseline; with fewer, silence cannot be told from quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """What a watch saw.

    Attributes
    ----------
    alarms : tuple of Alarm
        In order of time; of the periods of this call only.
    statistic : ndarray of float, shape (n_watched,)
        Evidence in each period of this call, 0 or more; the higher one where both directions are watched; nan where missing.
    threshold : float
    false_alarm_rate, false_alarm_low, false_alarm_high : float
        False alarms for each known period on drawn even series, with a 95 % interval over them.
    asked : float
        The rate that was asked for.
    delay, late : float
        Known periods until half, and nine tenths, of drawn shifts of the size watched for were found; inf where they were not.
    rate : float
        Usual share, or counts in a period.
    excess : float
        Dispersion beyond chance.
    days : tuple of float
        Factor of each day of the week.
    baseline_alarms : int
        Alarms that this watch gives on its own baseline, where none should be: above 0 the baseline was not steady.
    missing : tuple of int
        Places of periods without data: they moved nothing.
    state : dict
        Numbers, texts and lists only (JSON): give it to :func:`watch` with the next periods.
    """

    alarms: tuple[Alarm, ...]
    statistic: Floats
    threshold: float
    false_alarm_rate: float
    false_alarm_low: float
    false_alarm_high: float
    asked: float
    delay: float
    late: float
    rate: float
    excess: float
    days: tuple[float, ...]
    baseline_alarms: int
    missing: tuple[int, ...]
    state: dict[str, Any]


def watch(
    counts: npt.ArrayLike,
    totals: npt.ArrayLike | None = None,
    *,
    baseline: int | None = None,
    false_alarms: float = 1 / 365,
    direction: Literal["up", "down", "both"] = "up",
    shift: float = 1.5,
    week: int | None = None,
    state: Mapping[str, Any] | None = None,
    runs: int = 1000,
    seed: int = 0,
    progress: Progress = silent,
) -> Monitor:
    """Return the periods at which a series left its usual level.

    The first ``baseline`` periods teach the level, the days of the week and the dispersion; what follows is summed as evidence for a level
    ``shift`` times as high (or low), never below 0 (CUSUM of log-likelihood ratios over the dispersion). An alarm comes when the sum passes
    a threshold, found on drawn series of the same level, dispersion and totals so that false alarms come at the rate asked for; then the
    sum starts again. Binomial counts with totals, Poisson ones without, beta-binomial and negative binomial where they are uneven.

    Parameters
    ----------
    counts : array_like of int, shape (n_periods,)
        nan where a period is missing: missing is not zero. With ``state``, only the periods that are new.
    totals : array_like of int, shape (n_periods,), optional
        Out of how many.
    baseline : int
        Periods to learn from, of which 28 or more known, with 10 or more counts; not with ``state``.
    false_alarms : float, 0.0005 to 0.2
        False alarms for each period: 1/365 is one a year of days.
    direction : {"up", "down", "both"}
    shift : float, above 1
        Factor of the shift to be found soonest; ``down`` watches for 1 / shift.
    week : int, 0 to 6, optional
        Day of the week of the first period, where periods are days that differ; any day may be 0.
    state : mapping, optional
        That of an earlier result: the watch runs on as if it had never stopped.
    runs : int, 100 or more
        Series drawn.
    seed : int
    progress : Progress

    Raises
    ------
    BadValue
        For a baseline that is too small, totals where there were none, a state of another make, and whatever is outside its range.

    Limits
    ------
    Days that follow each other are taken as independent: where news echoes for days, false alarms are more frequent than stated. An alarm
    says that the level moved, not why. Totals far from those of the baseline make the threshold too low or too high.

    References
    ----------
    Page, E. S. (1954), doi:10.1093/biomet/41.1-2.100; Höhle, M., Paul, M. (2008), doi:10.1016/j.csda.2008.02.015.

    Examples
    --------
    >>> seen = watch([4, 6, 5, 5] * 15 + [5, 12, 11, 13], baseline=60, runs=100)
    >>> [(one.at, one.since, one.direction) for one in seen.alarms]
    [(62, 61, 'up')]
    """
    given = checked_periods(counts, totals)
    if state is not None:
        if baseline is not None:
            raise BadValue(f"baseline must be given with no state (got {baseline}); leave out one of them")
        return _watched(given, MonitorState.read(state, binomial=given.binomial))
    _check(baseline, false_alarms, direction, shift, week, runs)
    rng = checked_seed(seed)
    learnt = _part(given, 0, baseline or 0)
    if len(learnt.count) < FEWEST_PERIODS or learnt.count.sum() < FEWEST_COUNTS:
        raise BadValue(
            f"baseline must be {FEWEST_PERIODS} or more known periods with {FEWEST_COUNTS} or more counts (got "
            f"{len(learnt.count)} with {learnt.count.sum():g}); learn from more periods or count a wider matter"
        )
    if learnt.binomial and learnt.rate >= 1:
        raise BadValue("baseline must be a share below 1 (got 1 in every period); count a narrower matter")
    day = (learnt.place + (week or 0)) % DAYS
    level = baseline_of(learnt.count[None], learnt.total, day, weekly=week is not None, binomial=learnt.binomial)
    up, down = float(shift), 1 / float(shift)
    shifts = {"up": (up,), "down": (down,), "both": (up, down)}[direction]
    sample = Sample(level=level, total=learnt.total, day=day, weekly=week is not None, shifts=shifts)
    found = calibrated(sample, false_alarms, runs, rng, progress)
    stored = MonitorState(
        binomial=learnt.binomial,
        rate=float(level.rate[0]),
        excess=float(level.excess[0]),
        days=tuple(level.day[0].tolist()),
        week=int(week or 0),
        shifts=shifts,
        asked=float(false_alarms),
        found=found,
        baseline_alarms=0,
        standing=CusumState.fresh(len(shifts), 0),
    )
    stored = replace(stored, baseline_alarms=len(_watched(learnt, stored).alarms))
    start = int(baseline or 0)
    return _watched(_part(given, start, given.length), replace(stored, standing=CusumState.fresh(len(shifts), start)))


def _check(baseline: int | None, false_alarms: float, direction: str, shift: float, week: int | None, runs: int) -> None:
    if baseline is None or isinstance(baseline, bool) or baseline < 1:
        raise BadValue(f"baseline must be a number of periods, {FEWEST_PERIODS} or more (got {baseline}); say from which to learn")
    if not 0.0005 <= false_alarms <= 0.2:
        raise BadValue(f"false_alarms must be 0.0005 to 0.2 a period (got {false_alarms}); give 1/365 for one a year of days")
    if direction not in {"up", "down", "both"}:
        raise BadValue(f"direction must be up | down | both (got {direction!r}); give up")
    if not 1 < shift <= 100 or runs < 100 or (week is not None and week not in range(DAYS)):
        raise BadValue(
            f"shift, runs, week must be above 1, 100 or more, 0 to 6 or None (got {shift}, {runs}, {week}); give 1.5, 1000 and None"
        )


def _part(given: Periods, start: int, end: int) -> Periods:
    """Return some of the periods, their places counted from the first of them."""
    inside = (given.place >= start) & (given.place < end)
    return Periods(
        count=given.count[inside],
        total=given.total[inside],
        place=given.place[inside] - start,
        length=max(0, min(end, given.length) - start),
        binomial=given.binomial,
    )


def _watched(given: Periods, stored: MonitorState) -> Monitor:
    """Return what a watch sees in new periods."""
    start = stored.standing.place
    alarms, statistic, after = run_on(given, stored.level, stored.week, stored.shifts, stored.found.threshold, stored.standing)
    return Monitor(
        alarms=alarms,
        statistic=statistic,
        threshold=stored.found.threshold,
        false_alarm_rate=stored.found.rate,
        false_alarm_low=stored.found.low,
        false_alarm_high=stored.found.high,
        asked=stored.asked,
        delay=stored.found.delay,
        late=stored.found.late,
        rate=stored.rate,
        excess=stored.excess,
        days=stored.days,
        baseline_alarms=stored.baseline_alarms,
        missing=tuple(start + place for place in given.missing),
        state=replace(stored, standing=after).written(),
    )
