"""Was ours better than a simple forecast? The share of its score that ours saved, on the same cases."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.forecasting.score import numbers

__all__ = ["FEW", "Skill", "skill"]

FEW = 5
"""Fewer cases than this, and no interval is given: a bootstrap of so few only repeats them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Ours against the simple forecast.

    Attributes
    ----------
    n : int
        Cases scored for both.
    ours, baseline : float
        Mean scores, in the unit of the score.
    value : float or None
        1 - ours / baseline: 1 is perfect, 0 as good as the simple forecast, below 0 worse. None where the simple forecast made no error.
    low, high : float or None
        95 % interval, paired bootstrap. None with fewer than five cases, or where too many draws have a simple forecast without error.
    """

    n: int
    ours: float
    baseline: float
    value: float | None
    low: float | None
    high: float | None


def skill(ours: npt.ArrayLike, baseline: npt.ArrayLike, *, draws: int = 2000, seed: int = 0) -> Skill:
    """Compare the scores of two forecasts of the same cases.

    Cases are drawn with replacement, ours and the simple forecast's together, and the interval is the middle 95 % of the skills drawn.
    It takes cases as independent: where they come from one season or one event, it is too narrow.

    Parameters
    ----------
    ours, baseline : array_like of float, shape (n,)
        Scores of which lower is better, 0 or more, case by case.
    draws : int
        Bootstrap draws, at least 100.
    seed : int
        Of the draws.

    Raises
    ------
    BadValue
        For no case, a score below 0 or not finite, shapes that differ, too few draws.

    References
    ----------
    Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2; Efron & Tibshirani (1986), doi:10.1214/ss/1177013815.

    Examples
    --------
    >>> found = skill([10, 20, 30, 20, 10, 0], [20, 20, 40, 40, 20, 10])
    >>> found.n, round(found.value, 2), found.low < found.value < found.high
    (6, 0.4, True)
    """
    a, b = numbers(ours=ours, baseline=baseline)
    if not len(a):
        raise BadValue("ours must be one score or more (got none); resolve a forecast that has a baseline first")
    for name, array in (("ours", a), ("baseline", b)):
        if (array < 0).any():
            at = int(np.argmin(array))
            raise BadValue(f"{name}[{at}] must be 0 or more (got {array[at]}); give scores of which lower is better")
    if draws < 100 or seed < 0:
        raise BadValue(f"draws, seed must be 100 or more and 0 or more (got {draws}, {seed}); leave them out for the defaults")
    value = 1 - float(a.mean()) / float(b.mean()) if b.mean() > 0 else None
    low = high = None
    if len(a) >= FEW and value is not None:
        low, high = _interval(a, b, draws, seed)
    return Skill(n=len(a), ours=float(a.mean()), baseline=float(b.mean()), value=value, low=low, high=high)


def _interval(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64], draws: int, seed: int) -> tuple[float, float] | tuple[None, None]:
    """Return the middle 95 % of the skills drawn; a draw without error of the simple forecast counts as the worst there is."""
    rows = np.random.default_rng(seed).integers(0, len(a), (draws, len(a)))
    mine, theirs = a[rows].mean(axis=1), b[rows].mean(axis=1)
    drawn = np.full(draws, -math.inf)
    np.divide(mine, theirs, out=drawn, where=theirs > 0)
    drawn[theirs > 0] = 1 - drawn[theirs > 0]
    low, high = (float(end) for end in np.quantile(drawn, (0.025, 0.975), method="inverted_cdf"))
    return (low, high) if math.isfinite(low) and math.isfinite(high) else (None, None)
