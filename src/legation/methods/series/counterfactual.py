"""What would have been: a series rebuilt from others by weights learnt where nothing had happened yet, and what chance does to the gap."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

__all__ = ["compatible", "gap", "weights"]

Floats = npt.NDArray[np.float64]


def weights(series: Floats, others: Floats, after: int, *, synthetic: bool) -> Floats:
    """Return the weight of each other series: 0 or more, together 1.

    ``synthetic``: those whose sum, moved up or down as a whole, comes nearest (least squares), drawn towards equal weights as much as the
    others jump from period to period. Otherwise equal ones (difference in differences).

    Parameters
    ----------
    series : ndarray of float, shape (n_periods,)
    others : ndarray of float, shape (n_others, n_periods)
    after : int
        Periods that follow, on which the pull towards equal weights depends.

    References
    ----------
    Abadie, A., Diamond, A., Hainmueller, J. (2010), doi:10.1198/jasa.2009.ap08746; Arkhangelsky, D. et al. (2019), for the pull and the
    level, doi:10.3386/w25532.

    Examples
    --------
    >>> a, b = np.sin(np.arange(30.0)), np.cos(np.arange(30.0) ** 2)
    >>> weights(a + 5, np.array([a, b]), 4, synthetic=True).round(1).tolist()
    [1.0, 0.0]
    """
    from scipy.optimize import nnls

    size = len(others)
    if not synthetic or size == 1:
        return np.full(size, 1 / size)
    wanted, table = series - series.mean(), others - others.mean(axis=1, keepdims=True)
    jump = float(np.diff(others, axis=1).var())
    pull = math.sqrt(math.sqrt(after) * jump * len(series)) * 0.1
    strong = 1e3 * max(float(np.abs(table).max()), float(np.abs(wanted).max()), 1e-9) * math.sqrt(len(series))
    rows = np.vstack([table.T, pull * np.eye(size), np.full((1, size), strong)])
    found, _ = nnls(rows, np.concatenate([wanted, np.zeros(size), [strong]]))
    return np.asarray(found / found.sum(), np.float64)


def gap(series: Floats, others: Floats, at: int, *, synthetic: bool) -> tuple[Floats, Floats]:
    """Return the series less its counterfactual in every period, and the weights, both learnt from the periods before ``at``.

    >>> gap(np.array([1.0, 1, 1, 3]), np.array([[0.0, 0, 0, 0]]), 3, synthetic=False)[0].tolist()
    [0.0, 0.0, 0.0, 2.0]
    """
    found = weights(series[:at], others[:, :at], len(series) - at, synthetic=synthetic)
    left = series - found @ others
    return left - left[:at].mean(), found


def compatible(series: Floats, others: Floats, at: int, effects: Floats, *, synthetic: bool) -> Floats:
    """Return for each effect how well the series agrees with it: the p-value of Chernozhukov, Wüthrich and Zhu.

    The effect is taken off the periods from ``at``; weights are learnt from all periods; the mean residual after ``at`` is compared with
    that of the same length at every other place, the series taken as a ring. Exact where residuals are stationary, however they echo.

    Parameters
    ----------
    effects : ndarray of float, shape (n_effects,)

    Returns
    -------
    ndarray of float, shape (n_effects,), in (0, 1]

    References
    ----------
    Chernozhukov, V., Wüthrich, K., Zhu, Y. (2021), doi:10.1080/01621459.2021.1920957.

    Examples
    --------
    >>> y = np.random.default_rng(0).normal(size=40) + np.where(np.arange(40) < 30, 0, 5)
    >>> p = compatible(y, np.zeros((1, 40)), 30, np.array([0.0, 5.0]), synthetic=False)
    >>> bool(p[0] < 0.05 < p[1])
    True
    """
    length, span = len(series), len(series) - at
    tried = np.tile(series, (len(effects), 1))
    tried[:, at:] -= effects[:, None]
    chance = np.empty(len(effects))
    for row, one in enumerate(tried):
        left = one - weights(one, others, span, synthetic=synthetic) @ others
        left -= left.mean()
        running = np.concatenate(([0.0], np.cumsum(np.concatenate([left, left[:span]]))))
        mean = np.abs(running[span : span + length] - running[:length])  # every window of the ring, by its first period
        chance[row] = (mean >= mean[at] - 1e-12 * max(1.0, float(mean.max()))).mean()
    return chance
