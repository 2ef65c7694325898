"""Bursts: stretches of time in which a matter took a far larger part of what was published than it usually does."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.series.periods import Periods, checked_periods, checked_seed
from legation.methods.series.unevenness import drawn_counts, successive_excess

__all__ = ["Burst", "Bursts", "bursts"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """One burst.

    Attributes
    ----------
    start, end : int
        First and last period, both inside; places in the series as given.
    count, total : float
        What was counted in it, out of how many.
    share : float, 0 to 1
        count / total.
    weight : float, above 0
        How much dearer the burst would have been to explain without it, in nats of likelihood (Kleinberg's weight).
    chance : float, in (0, 1]
        Share of even series of the same totals and unevenness with a burst of this weight or more; never below 1 / (draws + 1).
    """

    start: int
    end: int
    count: float
    total: float
    share: float
    weight: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """The bursts of a series, in order of time.

    Attributes
    ----------
    found : tuple of Burst
    base, raised : float
        Share in the calm state and in the burst state, 0 to 1.
    missing : tuple of int
        Periods of which nothing is known: they cost nothing in either state.
    excess : float
        Variance over that of binomial counts, from neighbouring periods; 1 where the series is even.
    false_alarm_rate : float
        Share of even series of the same totals and unevenness in which the automaton finds any burst.
    draws : int
        Even series drawn for that.
    """

    found: tuple[Burst, ...]
    base: float
    raised: float
    missing: tuple[int, ...]
    excess: float
    false_alarm_rate: float
    draws: int


def bursts(
    counts: npt.ArrayLike, totals: npt.ArrayLike, *, scale: float = 2.0, stickiness: float = 1.0, draws: int = 200, seed: int = 0
) -> Bursts:
    """Return when a matter bursts: Kleinberg's automaton of two states for arrivals in batches.

    In the calm state each item of a period is on the matter with chance ``p0``, all counts over all totals; in the burst state with
    ``p1 = scale * p0``. A period costs minus its binomial log-likelihood, the step up costs ``stickiness * ln(n_periods)``, the step down
    nothing; the cheapest path of states is found exactly.

    Parameters
    ----------
    counts : array_like of int, shape (n_periods,)
        Items on the matter in each period; nan where the period is missing.
    totals : array_like of int, shape (n_periods,)
        Items in all.
    scale : float, above 1
        How many times the usual share counts as a burst.
    stickiness : float, 0 or more
        Reluctance to enter a burst (Kleinberg's gamma).
    draws : int, 20 or more
        Even series drawn to say how often this finds a burst where there is none.
    seed : int

    Raises
    ------
    BadValue
        For counts above totals, negative ones, and arguments outside their range.

    Limits
    ------
    ``p0`` holds the bursts themselves: of a matter that bursts half of the time nothing bursts. Uneven counts make bursts of nothing, so
    that ``chance`` is to be read beside each.

    References
    ----------
    Kleinberg, J. (2003), Bursty and hierarchical structure in streams, doi:10.1023/A:1024940629314, section 4.

    Examples
    --------
    >>> (one,) = bursts([2, 1, 3, 2, 19, 22, 2, 1, 2, 3], [100] * 10).found
    >>> one.start, one.end, one.share
    (4, 5, 0.205)
    """
    if not scale > 1 or not math.isfinite(scale) or not 0 <= stickiness < math.inf or draws < 20:
        raise BadValue(
            f"scale, stickiness, draws must be above 1, 0 or more, 20 or more (got {scale}, {stickiness}, {draws}); give 2, 1 and 200"
        )
    rng = checked_seed(seed)
    seen = checked_periods(counts, totals)
    base = seen.rate if len(seen.count) else 0.0
    raised = min(scale * base, (1 + base) / 2)
    if len(seen.count) < 2 or not 0 < base < 1:
        return Bursts(found=(), base=base, raised=raised, missing=seen.missing, excess=1.0, false_alarm_rate=0.0, draws=0)
    excess = float(successive_excess(seen.count, seen.total, binomial=True))
    up = stickiness * math.log(len(seen.count))
    state, gain = _path(seen.count[None], seen, scale, up)
    even = drawn_counts(rng, np.tile(base * seen.total, (draws, 1)), np.tile(seen.total, (draws, 1)), excess)
    heaviest = np.array([max((w for *_, w in _spans(row, g)), default=0.0) for row, g in zip(*_path(even, seen, scale, up), strict=True)])
    found = tuple(
        Burst(
            start=int(seen.place[first]),
            end=int(seen.place[last]),
            count=float(seen.count[first : last + 1].sum()),
            total=float(seen.total[first : last + 1].sum()),
            share=float(seen.count[first : last + 1].sum() / seen.total[first : last + 1].sum()),
            weight=weight,
            chance=float((1 + (heaviest >= weight).sum()) / (draws + 1)),
        )
        for first, last, weight in _spans(state[0], gain[0])
    )
    alarm = float((heaviest > 0).mean())
    return Bursts(found=found, base=base, raised=raised, missing=seen.missing, excess=excess, false_alarm_rate=alarm, draws=draws)


def _path(count: Floats, seen: Periods, scale: float, up: float) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Return for each series (row) the cheapest states, and by how much each period is likelier in a burst."""
    base = np.clip(count.sum(axis=1, keepdims=True) / seen.total.sum(), 1e-12, 1 - 1e-12)
    raised = np.minimum(scale * base, (1 + base) / 2)
    gain = count * np.log(raised / base) + (seen.total - count) * np.log((1 - raised) / (1 - base))
    rows, length = count.shape
    calm, burst = np.zeros(rows), np.full(rows, up) - gain[:, 0]
    from_burst, from_calm = np.zeros((2, rows, length), bool)
    for at in range(1, length):
        from_burst[:, at] = burst < calm  # into calm, down for nothing
        from_calm[:, at] = calm + up < burst  # into the burst
        calm, burst = np.minimum(calm, burst), np.minimum(burst, calm + up) - gain[:, at]
    state = np.zeros((rows, length), bool)
    state[:, -1] = burst < calm
    for at in range(length - 1, 0, -1):
        state[:, at - 1] = np.where(state[:, at], ~from_calm[:, at], from_burst[:, at])
    return state, gain


def _spans(state: npt.NDArray[np.bool_], gain: Floats) -> list[tuple[int, int, float]]:
    """Return first and last place of each burst, and its weight."""
    edge = np.flatnonzero(np.diff(np.concatenate(([False], state, [False])).astype(np.int8)))
    return [(int(a), int(b) - 1, float(gain[a:b].sum())) for a, b in zip(edge[::2], edge[1::2], strict=True)]
