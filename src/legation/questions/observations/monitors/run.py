"""The monitors of a dossier at a date and one run of them: from what was stored and what the lake holds now to alerts."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.errors import BadValue, NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.methods.series import Alarm, watch
from legation.methods.series import Monitor as Watched
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import unknown_name
from legation.questions.observations import lake
from legation.questions.observations.monitors.counts import MonitorSeries, complete_until, count_series, lost_days
from legation.questions.observations.monitors.expressions import texts_by_day

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor

__all__ = [
    "GRACE",
    "Alert",
    "Ran",
    "is_known",
    "is_watchable",
    "joined",
    "monitors_of",
    "run",
]


def monitors_of(case: Case, name: str = "") -> tuple[Monitor, ...]:
    """Return the monitors, by name; or the one that is named.

    Raises
    ------
    NotAvailable
        Where the dossier has none that was known at the date; the sentence says which part to add.
    WrongUse
        For a name that is none of theirs.
    DossierError
        For monitors with faults: those of all of them at once.
    """
    from legation.dossier.models.monitor import MONITOR
    from legation.dossier.problem import Problem
    from legation.errors import DossierError

    faults: list[Problem] = []
    found = []
    for part in MONITOR.of(case.dossier.files).values():
        try:
            found.append(MONITOR.read(case.dossier.files[part], part))
        except DossierError as error:
            faults.extend(error.problems)
    if faults:
        raise DossierError(Message("dossier.faults", count=len(faults), first=str(faults[0])), tuple(faults))
    known = [one for one in found if is_known(case, one)]
    if not known:
        raise NotAvailable(Message("watching.no-monitor", as_of=case.as_of, count=len(found)))
    if not name:
        return tuple(known)
    chosen = tuple(one for one in known if one.id == name)
    if not chosen:
        raise unknown_name("watching.unknown-monitor", name, (one.id for one in known))
    return chosen


def is_known(case: Case, monitor: Monitor) -> bool:
    """Whether a monitor was known at the date, and one of the sources that it rests on is there to be seen."""
    there = {row.id for row in case.dossier.evidence}
    return (monitor.known_on is None or monitor.known_on.by(case.as_of)) and (
        not monitor.evidence or any(item in there for item in monitor.evidence)
    )


def is_watchable(case: Case, monitor: Monitor) -> bool:
    """Whether the lake has the table of a monitor, and reaches beyond its baseline."""
    if not lake.has(case, monitor.table):
        return False
    return complete_until(case, monitor.table) >= monitor.begins + dt.timedelta(days=monitor.learnt * monitor.days - 1)


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


MAKE = {"pages": 2}
"""Raised when what is kept of a kind of monitor changes its meaning; 1 of the others."""
RUNS = 400
_REMEMBERED = 500
"""Alerts that are remembered."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ran:
    """What a run found.

    Attributes
    ----------
    monitor : Monitor
    series : Counted
        What was counted in this run: from the baseline on, or from what was settled.
    watched : Watched
        The watch over the last periods, with its threshold and rates.
    statistic : ndarray of float, shape (n_periods,)
        Evidence in each period; nan where missing, and in the baseline.
    alerts : tuple of Alert
        What is new, in order of time; alarms that follow each other are one.
    before : tuple of Alert
        Alarms of earlier runs, one by one.
    fresh : bool
        Whether the baseline was set in this run.
    through : date
        The last day that was examined.
    missing : tuple of date
        First days of periods that were not received.
    late : int
        Slices, or texts, that came for days that were settled by then: they are counted nowhere.
    state : mapping
        JSON; for the next run.
    """

    monitor: Monitor
    series: MonitorSeries
    watched: Watched
    statistic: np.ndarray
    alerts: tuple[Alert, ...]
    before: tuple[Alert, ...]
    fresh: bool
    through: dt.date
    missing: tuple[dt.date, ...]
    late: int
    state: Mapping[str, Any]


def run(case: Case, monitor: Monitor, previous: Mapping[str, Any] | None = None, *, seed: int = 0, progress: Progress = silent) -> Ran:
    """Run a monitor on what is new since what was kept; without that, or for a monitor that was changed, from its baseline on.

    Raises
    ------
    NotAvailable
        Without the table, before the baseline is over, or where the baseline teaches nothing.
    """
    resumed = _resumed(previous, monitor)
    begins = monitor.begins
    settled = resumed["settled"] if resumed else 0
    series = count_series(case, monitor, begins + dt.timedelta(days=settled * monitor.days), progress)
    if resumed is None and len(series) < monitor.learnt:
        over = begins + dt.timedelta(days=monitor.learnt * monitor.days - 1)
        raise NotAvailable(Message("watching.baseline-ahead", since=begins, until=over, count=len(series), days=monitor.learnt))
    done = max(0 if resumed else monitor.learnt, len(series) - GRACE)
    try:
        first = _watch(series, 0, done, monitor, resumed["watch"] if resumed else None, seed)
        last = _watch(series, done, len(series), monitor, first.state, seed)
    except BadValue as error:
        raise NotAvailable(Message("watching.refused", title=monitor.title, why=str(error))) from error
    found = [_alert(alarm, begins, monitor.days, first.threshold) for alarm in (*first.alarms, *last.alarms)]
    before = tuple(Alert.read(one) for one in resumed["alerts"]) if resumed else ()
    reported = {one.at for one in before}
    new = tuple(one for one in found if one.at not in reported)
    pending = _pending(case, monitor, begins, settled + done)
    late = (resumed["late"] + max(0, _pending(case, monitor, begins, settled) - resumed["held"])) if resumed else 0
    every = sorted((*before, *new), key=lambda one: one.at)[-_REMEMBERED:]
    state = {
        "make": MAKE.get(monitor.what, 1),
        "digest": monitor.digest,
        "settled": settled + done,
        "held": pending,
        "late": late,
        "watch": first.state,
        "alerts": [one.written() for one in every],
    }
    blank = np.full(0 if resumed else monitor.learnt, np.nan)
    return Ran(
        monitor=monitor,
        series=series,
        watched=last,
        statistic=np.concatenate([blank, first.statistic, last.statistic]),
        alerts=joined(new, before, monitor.days, last.excess),
        before=before,
        fresh=resumed is None,
        through=series.last(len(series) - 1),
        missing=tuple(series.first(at) for at in np.flatnonzero(~np.isfinite(_known(series))).tolist()),
        late=late,
        state=state,
    )


def _resumed(previous: Mapping[str, Any] | None, monitor: Monitor) -> Any:
    """Return what was kept of the same monitor; None where it is of another make, broken, or of a monitor that was changed since."""
    if not isinstance(previous, Mapping) or previous.get("make") != MAKE.get(monitor.what, 1) or previous.get("digest") != monitor.digest:
        return None
    try:
        [Alert.read(one) for one in previous["alerts"]]
        sound = all(type(previous[name]) is int for name in ("settled", "held", "late")) and previous["settled"] >= monitor.learnt
        sound = sound and isinstance(previous["watch"], Mapping)
    except (KeyError, TypeError, ValueError):
        return None
    return previous if sound else None


def _watch(series: MonitorSeries, start: int, end: int, monitor: Monitor, state: Any, seed: int) -> Watched:
    total = None if series.total is None else series.total[start:end]
    if state is not None:
        return watch(series.count[start:end], total, state=state)
    week = series.begins.weekday() if monitor.every == "day" else None
    return watch(
        series.count[start:end],
        total,
        baseline=monitor.learnt,
        false_alarms=min(max(monitor.rate, 0.0005), 0.2),
        direction=monitor.direction,  # type: ignore[arg-type]  # the reader has checked it
        shift=1 + monitor.change / 100,
        week=week,
        runs=RUNS,
        seed=seed,
    )


def _alert(alarm: Alarm, begins: dt.date, days: int, threshold: float) -> Alert:
    def day(period: int) -> dt.date:
        return begins + dt.timedelta(days=period * days)

    return Alert(
        since=day(alarm.since),
        at=day(alarm.at),
        until=day(alarm.at + 1) - dt.timedelta(days=1),
        direction=alarm.direction,
        observed=alarm.observed,
        expected=alarm.expected,
        ratio=alarm.ratio,
        low=alarm.low,
        high=alarm.high,
        statistic=alarm.statistic,
        threshold=threshold,
        again=alarm.again,
    )


def _pending(case: Case, monitor: Monitor, begins: dt.date, settled: int) -> int:
    """Return how much is held of the settled days: texts, or slices of a source."""
    until = begins + dt.timedelta(days=settled * monitor.days - 1)
    if monitor.table == "texts":
        table = lake.columns(case, texts_by_day(lake.seen(case, "texts")))
        origin = dt.date(1970, 1, 1)
        inside = (table["day"] >= (begins - origin).days) & (table["day"] <= (until - origin).days)
        return int(table["texts"][inside].sum())
    every = 96 if monitor.table == "events" else 1
    return round(float((1 - lost_days(case, monitor.table, begins, until)).sum() * every))


def _known(series: MonitorSeries) -> np.ndarray:
    return series.count if series.total is None else np.where(series.total > 0, series.count, np.nan)
