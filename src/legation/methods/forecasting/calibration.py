"""Does what is given 70 % come about in seven cases of ten? With too few cases nobody can tell, and nothing is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.forecasting.score import chances
from legation.methods.share import share_interval

__all__ = ["MINIMUM", "Bin", "Murphy", "calibration", "murphy"]

MINIMUM = 20
"""Resolved forecasts without which calibration says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts with chances near to each other.

    Attributes
    ----------
    start, end : float
        Chances from ``start`` up to, but not with, ``end``; the last bin has 1 too.
    n, happened : int
        Forecasts, and how many came about.
    stated : float
        Mean chance given.
    share, low, high : float
        Share that came about, with the 95 % interval of Wilson.
    """

    start: float
    end: float
    n: int
    happened: int
    stated: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Murphy:
    """The parts of a mean Brier score: ``brier = reliability - resolution + uncertainty``.

    Attributes
    ----------
    brier, reliability, resolution, uncertainty : float
        Reliability is better the lower, resolution the higher; uncertainty is the matter's own, whoever forecasts it.
    n, groups : int
        Forecasts, and different chances among them.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    n: int
    groups: int


def calibration(probability: npt.ArrayLike, happened: npt.ArrayLike, *, bins: int = 5, level: float = 0.95) -> tuple[Bin, ...]:
    """Return, for bins of equal width that hold a forecast, what was stated and how often it came about.

    Parameters
    ----------
    probability : array_like of float, shape (n,)
        0 to 1; n at least 20.
    happened : array_like of bool, shape (n,)
    bins : int
        2 to 20.
    level : float
        Of the interval of each share.

    Raises
    ------
    BadValue
        With fewer than 20 forecasts, saying how many are missing; for a chance outside 0 to 1, shapes that differ, another number of bins.

    References
    ----------
    Bröcker & Smith (2007), doi:10.1175/WAF993.1.

    Examples
    --------
    >>> first, last = calibration([0.1] * 10 + [0.9] * 10, [0] * 9 + [1] * 11)
    >>> first.share, last.share
    (0.1, 1.0)
    """
    if not 2 <= bins <= 20:
        raise BadValue(f"bins must be 2 to 20 (got {bins}); leave it out for 5")
    p, o = _enough(probability, happened)
    place = np.minimum(np.floor(p * bins + 1e-9).astype(int), bins - 1)
    found = []
    for at in np.unique(place).tolist():
        here = place == at
        n, count = int(here.sum()), int(o[here].sum())
        low, high = share_interval(count, n, level)
        stated = float(p[here].mean())
        found.append(Bin(start=at / bins, end=(at + 1) / bins, n=n, happened=count, stated=stated, share=count / n, low=low, high=high))
    return tuple(found)


def murphy(probability: npt.ArrayLike, happened: npt.ArrayLike) -> Murphy:
    """Part the mean Brier score, forecasts grouped by the chance that was stated, so that the identity is exact.

    Reliability = sum n_k (p_k - o_k)^2 / n, resolution = sum n_k (o_k - o)^2 / n, uncertainty = o (1 - o). Where every forecast states a
    chance of its own, each is a group, and the parts say little.

    Raises
    ------
    BadValue
        As :func:`calibration`.

    References
    ----------
    Murphy (1973), doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2.

    Examples
    --------
    >>> found = murphy([0.1] * 10 + [0.9] * 10, [0] * 9 + [1] * 11)
    >>> round(found.brier, 6) == round(found.reliability - found.resolution + found.uncertainty, 6)
    True
    """
    p, o = _enough(probability, happened)
    stated, group = np.unique(p, return_inverse=True)
    n = np.bincount(group).astype(float)
    share = np.bincount(group, weights=o) / n
    base = float(o.mean())
    return Murphy(
        brier=float(((p - o) ** 2).mean()),
        reliability=float((n * (stated - share) ** 2).sum() / len(p)),
        resolution=float((n * (share - base) ** 2).sum() / len(p)),
        uncertainty=base * (1 - base),
        n=len(p),
        groups=len(stated),
    )


def _enough(probability: npt.ArrayLike, happened: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    p, o = chances(probability, happened)
    if len(p) < MINIMUM:
        raise BadValue(f"probability must be {MINIMUM} resolved forecasts or more (got {len(p)}); resolve {MINIMUM - len(p)} more first")
    return p, o
