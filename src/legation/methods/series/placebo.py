"""Placebos: the effect that is found where nothing was done, on other series and at earlier dates."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.series.counterfactual import gap

__all__ = ["placed_earlier", "placed_on_others"]

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
