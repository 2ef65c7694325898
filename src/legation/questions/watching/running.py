"""One run of a monitor: from what was kept and what the lake holds now to alerts and to what is kept for the next run.

The last periods (:data:`~legation.questions.watching.alerts.GRACE`) are read again at every run, so that slices which come late are counted
once they are there; what lies before is settled. The same lake gives the same state, however often it is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.errors import BadValue, NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.methods.series import Alarm, watch
from legation.methods.series import Monitor as Watched
from legation.questions import observing
from legation.questions.case import Case
from legation.questions.watching.alerts import GRACE, Alert, joined
from legation.questions.watching.counted import Counted, counted, lost_days
from legation.questions.watching.expressions import texts_by_day

if TYPE_CHECKING:
    from legation.dossier.models.monitor import Monitor

__all__ = ["Ran", "run"]

MAKE = {"pages": 2}
"""Raised when what is kept of a kind of monitor changes its meaning; 1 of the others."""
RUNS = 400
_KEPT = 500
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
        The last day that was looked at.
    missing : tuple of date
        First days of periods that were not received.
    late : int
        Slices, or texts, that came for days that were settled by then: they are counted nowhere.
    state : mapping
        JSON; for the next run.
    """

    monitor: Monitor
    series: Counted
    watched: Watched
    statistic: np.ndarray
    alerts: tuple[Alert, ...]
    before: tuple[Alert, ...]
    fresh: bool
    through: dt.date
    missing: tuple[dt.date, ...]
    late: int
    state: Mapping[str, Any]


def run(case: Case, monitor: Monitor, kept: Mapping[str, Any] | None = None, *, seed: int = 0, progress: Progress = silent) -> Ran:
    """Run a monitor on what is new since what was kept; without that, or for a monitor that was changed, from its baseline on.

    Raises
    ------
    NotAvailable
        Without the table, before the baseline is over, or where the baseline teaches nothing.
    """
    standing = _standing(kept, monitor)
    begins = monitor.begins
    settled = standing["settled"] if standing else 0
    series = counted(case, monitor, begins + dt.timedelta(days=settled * monitor.days), progress)
    if standing is None and len(series) < monitor.learnt:
        over = begins + dt.timedelta(days=monitor.learnt * monitor.days - 1)
        raise NotAvailable(Message("watching.baseline-ahead", since=begins, until=over, count=len(series), days=monitor.learnt))
    done = max(0 if standing else monitor.learnt, len(series) - GRACE)
    try:
        first = _watch(series, 0, done, monitor, standing["watch"] if standing else None, seed)
        last = _watch(series, done, len(series), monitor, first.state, seed)
    except BadValue as error:
        raise NotAvailable(Message("watching.refused", title=monitor.title, why=str(error))) from error
    found = [_alert(alarm, begins, monitor.days, first.threshold) for alarm in (*first.alarms, *last.alarms)]
    before = tuple(Alert.read(one) for one in standing["alerts"]) if standing else ()
    told = {one.at for one in before}
    new = tuple(one for one in found if one.at not in told)
    held = _held(case, monitor, begins, settled + done)
    late = (standing["late"] + max(0, _held(case, monitor, begins, settled) - standing["held"])) if standing else 0
    every = sorted((*before, *new), key=lambda one: one.at)[-_KEPT:]
    state = {
        "make": MAKE.get(monitor.what, 1),
        "digest": monitor.digest,
        "settled": settled + done,
        "held": held,
        "late": late,
        "watch": first.state,
        "alerts": [one.written() for one in every],
    }
    blank = np.full(0 if standing else monitor.learnt, np.nan)
    return Ran(
        monitor=monitor,
        series=series,
        watched=last,
        statistic=np.concatenate([blank, first.statistic, last.statistic]),
        alerts=joined(new, before, monitor.days, last.excess),
        before=before,
        fresh=standing is None,
        through=series.last(len(series) - 1),
        missing=tuple(series.first(at) for at in np.flatnonzero(~np.isfinite(_known(series))).tolist()),
        late=late,
        state=state,
    )


def _standing(kept: Mapping[str, Any] | None, monitor: Monitor) -> Any:
    """Return what was kept of the same monitor; None where it is of another make, broken, or of a monitor that was changed since."""
    if not isinstance(kept, Mapping) or kept.get("make") != MAKE.get(monitor.what, 1) or kept.get("digest") != monitor.digest:
        return None
    try:
        [Alert.read(one) for one in kept["alerts"]]
        sound = all(type(kept[name]) is int for name in ("settled", "held", "late")) and kept["settled"] >= monitor.learnt
        sound = sound and isinstance(kept["watch"], Mapping)
    except (KeyError, TypeError, ValueError):
        return None
    return kept if sound else None


def _watch(series: Counted, start: int, end: int, monitor: Monitor, state: Any, seed: int) -> Watched:
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


def _held(case: Case, monitor: Monitor, begins: dt.date, settled: int) -> int:
    """Return how much is held of the settled days: texts, or slices of a source."""
    until = begins + dt.timedelta(days=settled * monitor.days - 1)
    if monitor.table == "texts":
        table = observing.columns(case, texts_by_day(observing.seen(case, "texts")))
        origin = dt.date(1970, 1, 1)
        inside = (table["day"] >= (begins - origin).days) & (table["day"] <= (until - origin).days)
        return int(table["texts"][inside].sum())
    every = 96 if monitor.table == "events" else 1
    return round(float((1 - lost_days(case, monitor.table, begins, until)).sum() * every))


def _known(series: Counted) -> np.ndarray:
    return series.count if series.total is None else np.where(series.total > 0, series.count, np.nan)
