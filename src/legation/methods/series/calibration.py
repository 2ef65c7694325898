"""How high a sum of evidence must rise to cry wolf as rarely as was asked: found and checked on drawn series."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.progress import Progress, silent
from legation.methods.series.baseline import DAYS, Baseline, baseline_of, increment

__all__ = ["Calibrated", "Sample", "alarms_in", "calibrated"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The baseline that series are drawn after.

    Attributes
    ----------
    level : Baseline
        Of one series.
    total : ndarray of float, shape (n_baseline,)
    day : ndarray of int, shape (n_baseline,)
    weekly : bool
    shifts : tuple of float
        The moves that are watched for, as factors.
    """

    level: Baseline
    total: Floats
    day: Places
    weekly: bool
    shifts: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """A threshold and what it does, measured on series other than those on which it was found.

    Attributes
    ----------
    threshold : float
    rate, low, high : float
        False alarms for each period, with a 95 % interval over drawn series.
    delay, late : float
        Periods from a shift to its alarm: half of the drawn shifts were found by then, nine of ten by `late`; inf where not.
    """

    threshold: float
    rate: float
    low: float
    high: float
    delay: float
    late: float


def alarms_in(gains: tuple[Floats, ...], threshold: float, *, first: bool = False) -> Floats:
    """Return for each series how many alarms it has, or the period of its first one (from 1; inf for none).

    Parameters
    ----------
    gains : tuple of ndarray of float, each of shape (n_series, n_periods)
        Evidence for each shift. Each is summed, never below 0 (CUSUM); where one passes the threshold, all start again.
    threshold : float
    first : bool

    Examples
    --------
    >>> alarms_in((np.array([[1.0, 1.0, 1.0, 1.0]]),), 1.5).tolist(), alarms_in((np.array([[-1.0, 2.0]]),), 1.5, first=True).tolist()
    ([2.0], [2.0])
    """
    series, periods = gains[0].shape
    columns = [np.ascontiguousarray(gain.T) for gain in gains]
    level = np.zeros((len(gains), series))
    count, when = np.zeros(series), np.full(series, np.inf)
    for at in range(periods):
        for way, column in enumerate(columns):
            level[way] += column[at]
        np.maximum(level, 0.0, out=level)
        over = (level > threshold).any(axis=0)
        if over.any():
            level[:, over] = 0.0
            count += over
            if first:
                when[over & np.isinf(when)] = at + 1
                if np.isfinite(when).all():
                    break
    return when if first else count


def calibrated(sample: Sample, wanted: float, runs: int, rng: np.random.Generator, progress: Progress = silent) -> Calibrated:
    """Return the threshold at which even series give ``wanted`` alarms a period.

    Each drawn series has a drawn baseline of its own, from which its level is estimated anew: what is not known of the level counts.

    Parameters
    ----------
    sample : Sample
    wanted : float, in (0, 1)
    runs : int
        Series, for the threshold and again for its check.
    rng : numpy.random.Generator
    progress : Progress

    References
    ----------
    Page, E. S. (1954), doi:10.1093/biomet/41.1-2.100; for estimated levels, Jensen, W. A. et al. (2006),
    doi:10.1080/00224065.2006.11918623.
    """
    length, steps = int(np.clip(round(2 / wanted), 60, 1500)), 2 + len(sample.shifts)
    gains = _gains(sample, runs, length, 1.0, rng)
    low, high = 0.0, 1.0
    while alarms_in(gains, high).mean() / length > wanted:
        low, high = high, high * 2
    while high - low > max(0.01 * high, 1e-3):
        middle = (low + high) / 2
        if alarms_in(gains, middle).mean() / length > wanted:
            low = middle
        else:
            high = middle
    progress(1, steps)
    rates = alarms_in(_gains(sample, runs, length, 1.0, rng), high) / length
    half = 1.96 * float(rates.std(ddof=1)) / math.sqrt(runs)
    waits = []
    for done, shift in enumerate(sample.shifts):
        progress(2 + done, steps)
        waits.append(alarms_in(_gains(sample, runs, length, shift, rng), high, first=True))
    progress(steps, steps)
    return Calibrated(
        threshold=high,
        rate=float(rates.mean()),
        low=max(0.0, float(rates.mean()) - half),
        high=float(rates.mean()) + half,
        delay=float(max(np.quantile(wait, 0.5, method="higher") for wait in waits)),
        late=float(max(np.quantile(wait, 0.9, method="higher") for wait in waits)),
    )


def _gains(sample: Sample, runs: int, length: int, factor: float, rng: np.random.Generator) -> tuple[Floats, ...]:
    """Draw baselines, estimate each, draw what follows at ``factor`` times the true level, and weigh it by the estimate."""
    truth = Baseline(
        rate=np.repeat(sample.level.rate, runs),
        day=np.repeat(sample.level.day, runs, axis=0),
        excess=np.repeat(sample.level.excess, runs),
        binomial=sample.level.binomial,
    )
    total = np.broadcast_to(sample.total, (runs, len(sample.total)))
    known = baseline_of(truth.drawn(rng, total, sample.day), total, sample.day, weekly=sample.weekly, binomial=truth.binomial)
    known = Baseline(rate=np.maximum(known.rate, 1e-9), day=np.maximum(known.day, 1e-9), excess=known.excess, binomial=known.binomial)
    day = np.arange(length) % DAYS
    later = np.empty((runs, length))
    for one in range(DAYS):
        alike = sample.total[sample.day == one] if sample.weekly and (sample.day == one).any() else sample.total
        later[:, day == one] = rng.choice(alike, size=(runs, int((day == one).sum())))
    count = truth.drawn(rng, later, day, factor)
    return tuple(increment(count, later, known, day, shift) for shift in sample.shifts)
