"""How much more counts jump than chance alone explains, and counts drawn that jump as much."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from legation.methods.series.periods import Floats

__all__ = ["drawn_counts", "middle_ratio", "successive_excess", "unevenness"]


def unevenness(count: Floats, expected: Floats, total: Floats | None, *, parameters: int = 1) -> float:
    """Return Pearson's dispersion: variance of counts over what binomial (or, without totals, Poisson) counts have; 1 or more.

    Parameters
    ----------
    count, expected : ndarray of float, shape (n,)
    total : ndarray of float, shape (n,), or None
        Out of how many; None for counts with no upper end.
    parameters : int
        Numbers that were fitted to find what is expected.

    Examples
    --------
    >>> unevenness(np.array([5.0, 5.0, 20.0, 20.0]), np.full(4, 12.5), None)
    6.0
    """
    variance = np.maximum(expected * (1 if total is None else 1 - expected / total), 1e-9)
    return float(max(1.0, ((count - expected) ** 2 / variance).sum() / max(len(count) - parameters, 1)))


def successive_excess(count: npt.NDArray[np.float64], total: Floats, *, binomial: bool) -> Floats:
    """Return the dispersion from neighbours only, so that a lasting shift does not inflate it; 1 or more.

    Squared differences of neighbours over what chance makes of them, summed within up to five stretches side by side; the median of the
    stretches, so that a shift or a burst in one of them does not count.

    Parameters
    ----------
    count : ndarray of float, shape (..., n)
        One or many series of the same totals.
    total : ndarray of float, shape (n,)
    binomial : bool

    Returns
    -------
    ndarray of float, shape (...)

    Examples
    --------
    >>> even = np.random.default_rng(0).poisson(20.0, 2000).astype(float)
    >>> bool(successive_excess(even, np.ones(2000), binomial=False) < 1.1)
    True
    """
    pooled = (count[..., 1:] + count[..., :-1]) / (total[1:] + total[:-1])
    rate = count / total
    unit = pooled * (1 - pooled) if binomial else pooled
    variance = np.maximum(unit * (1 / total[1:] + 1 / total[:-1]), 1e-12)
    square = (rate[..., 1:] - rate[..., :-1]) ** 2
    return np.maximum(1.0, middle_ratio(square, np.broadcast_to(variance, square.shape)))


def middle_ratio(square: npt.NDArray[np.float64], variance: npt.NDArray[np.float64]) -> Floats:
    """Return the median over stretches of sums of squares over sums of variances, along the last axis.

    The median of such a ratio lies below its mean: it is divided by 1 - 1/(differences in a stretch), since neighbouring differences are
    worth two thirds of independent ones and the median of a chi-square of m degrees is near m - 2/3.

    Examples
    --------
    >>> float(middle_ratio(np.full(30, 2.0), np.ones(30)).round(2))
    2.4
    """
    length = square.shape[-1]
    parts = 5 if length >= 25 else 3 if length >= 9 else 1
    ends = np.linspace(0, length, parts + 1).astype(int)
    ratio = [square[..., a:b].sum(-1) / np.maximum(variance[..., a:b].sum(-1), 1e-300) for a, b in pairwise(ends.tolist())]
    return np.asarray(np.median(ratio, axis=0) / (1 - 1 / max(length / parts, 2.0)), np.float64)


def drawn_counts(
    rng: np.random.Generator, mean: npt.NDArray[np.float64], total: npt.NDArray[np.float64] | None, excess: float | Floats
) -> Floats:
    """Draw counts of given mean whose variance is ``excess`` times that of chance alone.

    Binomial counts become beta-binomial, Poisson counts negative binomial. A share of fewer than ``excess`` cases cannot jump more than all
    or nothing.

    Parameters
    ----------
    mean : ndarray of float
        Expected counts.
    total : ndarray of float or None
        Same shape; None for counts with no upper end.
    excess : float or ndarray, 1 or more

    Examples
    --------
    >>> drawn = drawn_counts(np.random.default_rng(0), np.full(100_000, 10.0), None, 3.0)
    >>> round(drawn.mean()), round(drawn.var())
    (10, 30)
    """
    more = np.broadcast_to(np.asarray(excess, np.float64) - 1, mean.shape)
    over = more > 1e-6
    safe = np.where(over, more, 1.0)
    if total is None:
        level = np.where(over, rng.gamma(np.maximum(mean / safe, 1e-9), 1.0) * safe, mean)
        return rng.poisson(level).astype(np.float64)
    share = np.clip(mean / total, 0.0, 1.0)
    together = np.clip(safe / np.maximum(total - 1, 1e-9), 1e-9, 0.99)
    size = 1 / together - 1
    chance = np.where(
        over & (share > 0) & (share < 1), rng.beta(np.maximum(share * size, 1e-9), np.maximum((1 - share) * size, 1e-9)), share
    )
    return rng.binomial(total.astype(np.int64), chance).astype(np.float64)
