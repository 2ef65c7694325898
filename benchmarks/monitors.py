"""Watches, change points, and before and after, on series whose truth is known.

``python -m benchmarks.monitors`` draws series that never move, and counts alarms; draws series that move, and counts days until the first
alarm. Beside :func:`legation.methods.series.watch` stands the rule of thumb of many dashboards: three standard deviations above the mean
of the baseline. Intervals of change points and of effects are counted against what was planted. Series are uneven (negative binomial or
beta-binomial), some with days of the week that differ.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from legation.methods.series import before_after, change_points, watch
from legation.methods.series.unevenness import drawn_counts

BASELINE = 120
ASKED = 1 / 100
SERIES = 60
DAYS = 365


@dataclass(frozen=True)
class Kind:
    """A kind of series: counts a day, variance over chance, whether weekends are quiet, whether counts are shares of totals."""

    name: str
    level: float
    excess: float
    weekly: bool = False
    shares: bool = False


KINDS = (
    Kind("20 a day, even", 20, 1.0),
    Kind("20 a day, uneven (2)", 20, 2.0),
    Kind("2 a day, uneven (1.5)", 2, 1.5),
    Kind("20 a day, quiet weekends", 20, 1.5, weekly=True),
    Kind("6 % of 50 to 300, uneven (1.5)", 0.06, 1.5, shares=True),
)


def drawn(kind: Kind, seed: int, days: int, factor: float = 1.0) -> tuple[np.ndarray, np.ndarray | None]:
    """Return counts and totals; from the end of the baseline on ``factor`` times as many."""
    rng = np.random.default_rng(seed)
    length = BASELINE + days
    level = np.where(np.arange(length) < BASELINE, 1.0, factor) * kind.level
    if kind.weekly:
        level = level * np.resize([1.3, 1.3, 1.3, 1.3, 1.2, 0.3, 0.3], length)
    totals = rng.integers(50, 300, length).astype(float) if kind.shares else None
    return drawn_counts(rng, level if totals is None else level * totals, totals, kind.excess), totals


def three_sigma(counts: np.ndarray, totals: np.ndarray | None) -> np.ndarray:
    """Return the days, from the end of the baseline, that lie three standard deviations above its mean."""
    rate = counts if totals is None else counts / totals
    base = rate[:BASELINE]
    return np.flatnonzero(rate[BASELINE:] > base.mean() + 3 * base.std(ddof=1))


def seen(kind: Kind, seed: int, days: int, factor: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Return the days with an alarm, ours and those of three standard deviations."""
    counts, totals = drawn(kind, seed, days, factor)
    found = watch(counts, totals, baseline=BASELINE, false_alarms=ASKED, week=0 if kind.weekly else None, runs=200, seed=seed)
    return np.array([one.at - BASELINE for one in found.alarms], int), three_sigma(counts, totals)


def _rates() -> None:
    print(f"false alarms a day x 1000, {SERIES} series of {DAYS} days that never move (asked: {1000 * ASKED:g})")
    for kind in KINDS:
        counts = np.array([[len(days) for days in seen(kind, seed, DAYS)] for seed in range(SERIES)]) / DAYS * 1000
        half = 1.96 * counts.std(axis=0, ddof=1) / np.sqrt(SERIES)
        ours, plain = (f"{m:5.1f} ({max(m - h, 0):.1f} to {m + h:.1f})" for m, h in zip(counts.mean(axis=0), half, strict=True))
        print(f"  {kind.name:32} watch {ours:24} three sigma {plain}")


def _delays() -> None:
    print("days to the first alarm after a shift, median (nine of ten by); share never seen in 120 days")
    for kind in KINDS:
        for factor in (1.5, 2.0):
            runs = [seen(kind, 1000 + seed, 120, factor) for seed in range(SERIES // 2)]
            waits = np.array([[days[0] + 1 if len(days) else np.inf for days in one] for one in runs])
            said = [
                f"{np.quantile(w, 0.5, method='higher'):4.0f} ({np.quantile(w, 0.9, method='higher'):.0f}) {np.isinf(w).mean():4.0%}"
                for w in waits.T
            ]
            print(f"  {kind.name:32} x {factor}  watch {said[0]:20} three sigma {said[1]}")


def _changes() -> None:
    rng = np.random.default_rng(0)
    inside, found, alarms, said = [], 0, 0, []
    for seed in range(100):
        totals = rng.integers(50, 200, 120).astype(float)
        moved = change_points(
            drawn_counts(rng, np.where(np.arange(120) < 70, 0.1, 0.15) * totals, totals, 1.5), totals, draws=40, seed=seed
        )
        found += len(moved.changes) == 1
        inside += [one.low <= 70 <= one.high for one in moved.changes if len(moved.changes) == 1]
        even = change_points(drawn_counts(rng, 0.1 * totals, totals, 1.5), totals, draws=40, seed=seed)
        alarms += bool(even.changes)
        said.append(even.false_alarm_rate)
    print("change points, 120 uneven days, 10 to 15 %, 100 series")
    print(f"  exactly one found {found} %; its 95 % interval holds the day {np.mean(inside):.0%}")
    print(f"  series that never move: any found {alarms} %, stated {np.mean(said):.1%}")


def _effects() -> None:
    print("before and after, log scale, 7 others, 38 weeks before and 12 after, effect 0.3, 100 series")
    for method in ("synthetic", "difference"):
        for echo in (0.0, 0.4, 0.7):
            runs = [world(seed, 0.3, echo) for seed in range(100)]
            found = [before_after(run[0], None, run[1:], at=38, method=method, scale="log") for run in runs]
            still = [world(seed, 0.0, echo) for seed in range(100)]
            none = [before_after(run[0], None, run[1:], at=38, method=method, scale="log") for run in still]
            hold = np.mean([one.low <= 0.3 <= one.high for one in found])
            wide = np.median([one.high - one.low for one in found])
            power, false = (np.mean([one.p_value <= 0.05 for one in some]) for some in (found, none))
            held = f"interval holds it {hold:4.0%}, width {wide:.2f}, seen {power:4.0%}"
            print(f"  {method:10} echo {echo}: {held}; with no effect seen {false:4.0%}")


def world(seed: int, effect: float, echo: float) -> np.ndarray:
    """Return counts of one series and seven others that share a tide; errors echo."""
    rng = np.random.default_rng(seed)
    tide, error = np.zeros(50), np.zeros((8, 50))
    for t in range(1, 50):
        tide[t] = 0.7 * tide[t - 1] + 0.2 * rng.normal()
        error[:, t] = echo * error[:, t - 1] + 0.1 * rng.normal(size=8)
    level = np.log(80) + rng.uniform(0.5, 1, (8, 1)) * tide + error
    level[0, 38:] += effect
    return rng.poisson(np.exp(level))


def main() -> None:
    """Print the tables."""
    start = time.perf_counter()
    _rates()
    _delays()
    _changes()
    _effects()
    print(f"  all of it in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
