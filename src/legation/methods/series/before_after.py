"""Before and after: what a series did from a date on, beside series nothing was done to and beside placebos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.series.counterfactual import compatible, gap
from legation.methods.series.periods import checked_counts, joined

__all__ = [
    "FEWEST_BEFORE",
    "BeforeAfter",
    "before_after",
    "placed_earlier",
    "placed_on_others",
]


Floats = npt.NDArray[np.float64]


def placed_on_others(series: Floats, others: Floats, at: int, effect: float, fit: float, *, synthetic: bool) -> tuple[Floats, float | None]:
    """Return the effect on each other as if it were the one, the real one taking its place among the others; and the rank of the real one.

    All are treated alike, so that without any effect each rank is as likely as the others. None where there is one other only.

    References
    ----------
    Abadie, A., Diamond, A., Hainmueller, J. (2010), doi:10.1198/jasa.2009.ap08746.

    Examples
    --------
    >>> flat, moved = np.zeros((3, 20)) + np.sin(np.arange(20.0)), np.sin(np.arange(20.0)) + (np.arange(20) >= 16)
    >>> placed_on_others(moved, flat + np.arange(3.0)[:, None] * 0.1 * np.cos(np.arange(20.0)), 16, 1.0, 0.01, synthetic=False)[1]
    0.25
    """
    if len(others) < 2:
        return np.full(len(others), np.nan), None
    found, larger = np.empty(len(others)), 0
    for row in range(len(others)):
        rest = others.copy()
        rest[row] = series
        left, _ = gap(others[row], rest, at, synthetic=synthetic)
        found[row] = left[at:].mean()
        larger += bool(abs(found[row]) * fit >= abs(effect) * float(np.sqrt((left[:at] ** 2).mean())))
    return found, (1 + larger) / (1 + len(others))


def placed_earlier(series: Floats, others: Floats, at: int, *, synthetic: bool) -> tuple[Floats, float | None]:
    """Return effects at dates before anything was done, and the rank of the real one over a stretch as long.

    >>> flat, moved = np.sin(np.arange(20.0))[None], np.sin(np.arange(20.0)) + (np.arange(20) >= 16)
    >>> placed_earlier(moved, flat, 16, synthetic=False)[1] < 0.2
    True
    """
    span = min(len(series) - at, at // 3)
    dates = range(max(at // 2, 8), at - span + 1)
    if not dates:
        return np.empty(0), None
    found = [gap(series[: date + span], others[:, : date + span], date, synthetic=synthetic)[0][date:].mean() for date in dates]
    real = gap(series[: at + span], others[:, : at + span], at, synthetic=synthetic)[0][at:].mean()
    return np.array(found), (1 + sum(bool(abs(one) >= abs(real)) for one in found)) / (1 + len(found))


FEWEST_BEFORE = 16
"""Known periods before the date; from fewer no counterfactual is made."""

_FEWEST = 20
"""Known periods in all: with fewer a 95 % interval cannot be bounded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfter:
    """What followed, against what might have.

    Attributes
    ----------
    effect, low, high : float
        Mean of observed less counterfactual in the periods from the date on, with a 95 % interval: in shares or counts (``level``), or as
        the natural log of a factor (``log``). An end is infinite where the data do not bound it.
    p_value : float
        Of no effect at all.
    observed, counterfactual : ndarray of float, shape (n_periods,)
        On the same scale; nan where missing.
    fit, spread : float
        Root mean square of observed less counterfactual before the date, and standard deviation of the observed. A fit near the spread
        says that the others do not explain the series.
    weights : ndarray of float, shape (n_others,)
        Weight of each other series; nan for those left out.
    other_effects : ndarray of float, shape (n_others,)
        Effect found when each other is taken for the one that something was done to; nan for those left out, or where only one is left.
    other_rank : float or None
        (1 + others whose effect, over their fit, is as large) / (1 + others): the smallest possible is 1 / (1 + others). The series itself
        stands among the others when one of them is tried, so that without an effect every rank is equally likely.
    earlier_effects : ndarray of float, shape (n_dates,)
        Effects found at earlier dates, when nothing had been done.
    earlier_rank : float or None
        (1 + earlier dates with an effect as large) / (1 + dates), for a stretch of the same length. The stretches overlap: a place among
        them, not a p-value.
    before, after : int
        Known periods.
    missing : tuple of int
        Periods in which the series is not known; they count nowhere.
    left_out : tuple of int
        Others with a gap in the known periods.
    method, scale : str
    """

    effect: float
    low: float
    high: float
    p_value: float
    observed: Floats
    counterfactual: Floats
    fit: float
    spread: float
    weights: Floats
    other_effects: Floats
    other_rank: float | None
    earlier_effects: Floats
    earlier_rank: float | None
    before: int
    after: int
    missing: tuple[int, ...]
    left_out: tuple[int, ...]
    method: str
    scale: str


def before_after(
    counts: npt.ArrayLike,
    totals: npt.ArrayLike | None,
    others: Sequence[npt.ArrayLike] | npt.ArrayLike,
    other_totals: Sequence[npt.ArrayLike] | npt.ArrayLike | None = None,
    *,
    at: int,
    method: Literal["synthetic", "difference"] = "synthetic",
    scale: Literal["level", "log"] = "level",
) -> BeforeAfter:
    """Return what changed from a date on, beyond what changed for others to which nothing was done.

    ``difference``: the change of the series less the mean change of the others. ``synthetic``: the others weighted (0 or more, together 1)
    so that they follow the series before the date, up to its level. Intervals are those of Chernozhukov, Wüthrich and Zhu, which hold for
    errors that echo; beside them stand two placebos, the others and earlier dates.

    Parameters
    ----------
    counts, totals : array_like of int, shape (n_periods,)
        As in :func:`legation.methods.series.watch`; nan where missing; totals None for counts with no upper end.
    others, other_totals : array_like of int, shape (n_others, n_periods)
        Of the series to compare with, in the same way.
    at : int
        First period after what was done.
    method : {"synthetic", "difference"}
    scale : {"level", "log"}
        ``level``: shares, or counts; ``log``: their logarithm, half a case added, where effects multiply.

    Raises
    ------
    BadValue
        Fewer than 16 known periods before the date, 20 in all, or one after; no other series without gaps; other shapes.

    Limits
    ------
    The others must not have been touched by what was done, and nothing else may have happened to the series alone at that date: neither
    can be seen in the numbers. That a contribution is plausible follows at most; never that it is proven. The effect is taken as the same
    in every period after the date.

    References
    ----------
    See :func:`legation.methods.series.counterfactual.weights` and :func:`~legation.methods.series.counterfactual.compatible`.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> tide = 100 + 20 * np.sin(np.arange(60) / 5)
    >>> rest = rng.poisson(tide, (6, 60))
    >>> ours = rng.poisson(tide + np.where(np.arange(60) < 45, 0, 30))
    >>> found = before_after(ours, None, rest, at=45)
    >>> bool(found.low < 30 < found.high and found.low > 0), round(found.other_rank, 2)
    (True, 0.14)
    """
    if method not in {"synthetic", "difference"} or scale not in {"level", "log"}:
        raise BadValue(
            f"method, scale must be synthetic | difference and level | log (got {method!r} and {scale!r}); give synthetic and level"
        )
    own, rest = checked_counts(counts, totals), _others(others, other_totals)
    length = len(own[0])
    if any(len(one[0]) != length for one in rest):
        raise BadValue(f"others must be {length} periods each (got {[len(one[0]) for one in rest]}); give nan where a period is missing")
    if (totals is None) != (other_totals is None):
        raise BadValue("other_totals must be given with totals only, and then for every other; count all series in the same way")
    shares = totals is not None
    y = joined(*own, scale, binomial=shares)
    table = np.array([joined(*one, scale, binomial=shares) for one in rest]).reshape(-1, length)
    known = np.flatnonzero(np.isfinite(y))
    whole = np.flatnonzero(np.isfinite(table[:, known]).all(axis=1))
    before = int((known < at).sum())
    if not 0 < at < length or before < FEWEST_BEFORE or len(known) < _FEWEST or len(known) == before:
        raise BadValue(
            f"at must leave {FEWEST_BEFORE} or more known periods before, {_FEWEST} in all and one after "
            f"(got {before}, {len(known)} and {len(known) - before}); wait for more periods or count in shorter ones"
        )
    if not len(whole):
        raise BadValue(f"others must be one or more without gaps (got none of {len(rest)}); add a series to which nothing was done")
    return _found(y, table, known, whole, before, method=method, scale=scale)


def _others(
    others: Sequence[npt.ArrayLike] | npt.ArrayLike, totals: Sequence[npt.ArrayLike] | npt.ArrayLike | None
) -> list[tuple[Floats, Floats]]:
    try:
        rows = list(others)  # type: ignore[arg-type]
        sums = [None] * len(rows) if totals is None else list(totals)  # type: ignore[arg-type]
    except TypeError:
        raise BadValue(f"others must be one row of counts for each other series (got {type(others).__name__}); give rows") from None
    if len(rows) != len(sums):
        raise BadValue(f"other_totals must be one row for each of {len(rows)} others (got {len(sums)}); give a row for each")
    return [checked_counts(row, total) for row, total in zip(rows, sums, strict=True)]


def _found(
    y: Floats, table: Floats, known: npt.NDArray[np.int64], whole: npt.NDArray[np.int64], before: int, *, method: str, scale: str
) -> BeforeAfter:
    synthetic = method == "synthetic"
    series, others = y[known], table[np.ix_(whole, known)]
    left, found = gap(series, others, before, synthetic=synthetic)
    effect, fit = float(left[before:].mean()), float(np.sqrt((left[:before] ** 2).mean()))
    low, high, p_value = _interval(series, others, before, effect, synthetic=synthetic)
    each = np.full((2, len(table)), np.nan)
    each[0, whole] = found
    each[1, whole], rank = placed_on_others(series, others, before, effect, fit, synthetic=synthetic)
    earlier, earlier_rank = placed_earlier(series, others, before, synthetic=synthetic)
    counterfactual = np.full(len(y), np.nan)
    counterfactual[known] = series - left
    return BeforeAfter(
        effect=effect,
        low=low,
        high=high,
        p_value=p_value,
        observed=y,
        counterfactual=counterfactual,
        fit=fit,
        spread=float(series[:before].std()),
        weights=each[0],
        other_effects=each[1],
        other_rank=rank,
        earlier_effects=earlier,
        earlier_rank=earlier_rank,
        before=before,
        after=len(known) - before,
        missing=tuple(np.flatnonzero(~np.isfinite(y)).tolist()),
        left_out=tuple(sorted(set(range(len(table))) - set(whole.tolist()))),
        method=method,
        scale=scale,
    )


def _interval(series: Floats, others: Floats, at: int, effect: float, *, synthetic: bool) -> tuple[float, float, float]:
    """Return the effects that agree with the series at 5 %, and the p-value of none."""
    p_value = float(compatible(series, others, at, np.zeros(1), synthetic=synthetic)[0])
    left, _ = gap(series, others, at, synthetic=synthetic)
    step = max(float(left.std()), 1e-12) / np.sqrt(min(at, len(series) - at))
    ends = []
    for sign in (-1, 1):
        inside, outside = 0.0, np.inf
        for reach in (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0):
            if compatible(series, others, at, np.array([effect + sign * reach * step]), synthetic=synthetic)[0] <= 0.05:
                outside = reach
                break
            inside = reach
        if np.isfinite(outside):
            tried = np.linspace(inside, outside, 25)
            holds = compatible(series, others, at, effect + sign * tried * step, synthetic=synthetic) > 0.05
            outside = float(tried[min(int(np.flatnonzero(holds).max(initial=0)) + 1, 24)])
        ends.append(effect + sign * outside * step)
    return float(ends[0]), float(ends[1]), p_value
