"""Counts a day, before and after: their ratio, with an interval that knows how uneven days and weeks are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["FEWEST_DAYS", "RateChange", "count_interval", "rate_change"]

FEWEST_DAYS = 3
"""Known days on each side; from fewer nothing is compared."""

_WEEK = 7
_FEWEST_WEEKS = 4

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """How many times as many a day as before.

    Attributes
    ----------
    ratio, low, high : float
        After over before, with its interval; 0 or more. Half a case is added to each side where one of them has none.
    before, after : float
        Counts a known day.
    days_before, days_after : int
        Known days.
    dispersion : float
        Variance of the blocks over their mean, 1 or more; 1 is what chance alone gives.
    block : int
        Days of a block: 7, or 1 where one side has fewer than four whole weeks.
    """

    ratio: float
    low: float
    high: float
    before: float
    after: float
    days_before: int
    days_after: int
    dispersion: float
    block: int

    @property
    def direction(self) -> int:
        """1 or -1 where the whole interval lies above or below 1, else 0."""
        return 1 if self.low > 1 else -1 if self.high < 1 else 0


def count_interval(count: float, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of Poisson's distribution for the mean behind a count.

    Parameters
    ----------
    count : int
        0 or more.
    level : float
        0 to 1, both excluded.

    Raises
    ------
    BadValue
        For a count below 0, or a level outside.

    Limits
    ------
    It holds where one case does not bring another. Visits come in waves: from one day to the next they vary more.

    References
    ----------
    Garwood, F. (1936), doi:10.1093/biomet/28.3-4.437.

    Examples
    --------
    >>> [round(end, 3) for end in count_interval(10)]
    [4.795, 18.39]
    >>> [round(end, 3) for end in count_interval(0)]
    [0.0, 3.689]
    """
    from scipy.special import gammaincinv

    if not 0 <= count < math.inf or not 0 < level < 1:
        raise BadValue(f"count, level must be 0 or more, and 0 to 1 (got {count} and {level}); count the cases again")
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def rate_change(before: npt.ArrayLike, after: npt.ArrayLike, *, level: float = 0.95) -> RateChange | None:
    """Return how many times as many cases a day there are as before; None where too few days are known.

    The logarithm of the ratio has the variance ``d (1 / before + 1 / after)``, the dispersion ``d`` being that of blocks of seven known
    days around the mean of their side (of single days, with too few weeks), and the quantiles of Student's t with the degrees of freedom
    that are left.

    Parameters
    ----------
    before, after : array_like of float, shape (n_days,)
        Cases of each day, 0 or more, in order of time; nan where a day is not known.
    level : float
        Of the interval, 0 to 1, both excluded.

    Raises
    ------
    BadValue
        For counts below 0 or a level outside.

    Limits
    ------
    A change that chance does not explain may still be one of the season, of the log, or of programs that pretend to be persons: why there
    are more, the counts do not say.

    References
    ----------
    McCullagh, P., & Nelder, J. A. (1989), Generalized Linear Models, chapters 6 and 9, doi:10.1007/978-1-4899-3242-6.

    Examples
    --------
    >>> found = rate_change([10, 12, 8, 10] * 7, [20, 22, 18, 20] * 7)
    >>> round(found.ratio, 2), found.direction, found.block
    (2.0, 1, 7)
    """
    from scipy.special import stdtrit

    sides = [_known(before), _known(after)]
    if not 0 < level < 1:
        raise BadValue(f"level must be 0 to 1, both excluded (got {level}); give 0.95")
    if min(map(len, sides)) < FEWEST_DAYS:
        return None
    weekly = min(map(len, sides)) >= _FEWEST_WEEKS * _WEEK
    block = _WEEK if weekly else 1
    blocks = [side[: len(side) // block * block].reshape(-1, block).sum(axis=1) for side in sides]
    free = sum(map(len, blocks)) - 2
    spread = sum(float(((one - one.mean()) ** 2).sum() / one.mean()) for one in blocks if one.mean() > 0)
    dispersion = max(1.0, spread / free)
    sums = [float(side.sum()) for side in sides]
    half = 0.5 if min(sums) == 0 else 0.0
    rates = [(total + half) / len(side) for total, side in zip(sums, sides, strict=True)]
    error = math.sqrt(dispersion * sum(1 / (total + half) for total in sums))
    reach = float(stdtrit(free, 1 - (1 - level) / 2)) * error
    ratio = rates[1] / rates[0]
    return RateChange(
        ratio=ratio,
        low=ratio * math.exp(-min(reach, 700.0)),
        high=ratio * math.exp(min(reach, 700.0)),
        before=sums[0] / len(sides[0]),
        after=sums[1] / len(sides[1]),
        days_before=len(sides[0]),
        days_after=len(sides[1]),
        dispersion=dispersion,
        block=block,
    )


def _known(counts: npt.ArrayLike) -> Floats:
    values = np.asarray(counts, np.float64).reshape(-1)
    values = values[~np.isnan(values)]
    if (values < 0).any() or np.isinf(values).any():
        raise BadValue(f"counts must be 0 or more (got {values.min()} to {values.max()}); give nan for a day that is not known")
    return values
