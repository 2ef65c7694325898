"""What a stretch of a series costs to explain by one level, and the cheapest way to cut many series at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.progress import Progress, silent
from legation.methods.series.unevenness import middle_ratio

__all__ = ["Costs", "binomial_costs", "cheapest_cuts", "gaussian_costs", "lowest_cost", "poisson_costs", "rank_costs"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Running sums from which the cost of any stretch follows: minus twice its log-likelihood at its own best level, over ``unit``.

    Attributes
    ----------
    amount : ndarray of float, shape (n_series, n + 1)
        Running sum of counts, values or centred ranks.
    weight : ndarray of float, shape (n + 1,)
        Running sum of totals, exposure or periods.
    unit : ndarray of float, shape (n_series,)
        Dispersion (counts) or variance (values) by which the cost is divided: a difference of costs has no unit.
    kind : str
        ``binomial``, ``poisson`` or ``gaussian``.
    """

    amount: Floats
    weight: Floats
    unit: Floats
    kind: str

    def of(self, start: npt.ArrayLike, end: npt.ArrayLike, *, series: int | slice = slice(None)) -> Floats:
        """Return the cost of stretches ``start <= period < end``; shape (n_series, n_stretches), or without the first axis."""
        from scipy.special import xlogy

        first, last = np.broadcast_arrays(start, end)
        amount = self.amount[series][..., last] - self.amount[series][..., first]
        weight = self.weight[last] - self.weight[first]
        unit = self.unit[series]
        unit = unit[..., None] if np.ndim(amount) > np.ndim(unit) else unit
        if self.kind == "gaussian":
            return np.asarray(-amount * amount / weight / unit, np.float64)
        cost = -2 * xlogy(amount, amount / weight)
        if self.kind == "binomial":
            cost = cost - 2 * xlogy(weight - amount, 1 - amount / weight)
        return np.asarray(cost / unit, np.float64)


def _running(values: Floats) -> Floats:
    return np.concatenate((np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)), axis=-1)


def binomial_costs(count: Floats, total: Floats, excess: Floats) -> Costs:
    """Return the costs of shares: each stretch has one chance, the binomial coefficients left out, over the dispersion.

    >>> round(float(binomial_costs(np.array([[5.0, 5.0]]), np.array([10.0, 10.0]), np.ones(1)).of(0, 2)[0]), 3)
    27.726
    """
    return Costs(amount=_running(count), weight=_running(total), unit=excess, kind="binomial")


def poisson_costs(count: Floats, exposure: Floats, excess: Floats) -> Costs:
    """Return the costs of counts without an upper end: each stretch has one rate for each unit of exposure, over the dispersion.

    >>> float(poisson_costs(np.array([[1.0, 1.0]]), np.ones(2), np.ones(1)).of(0, 2)[0])
    -0.0
    """
    return Costs(amount=_running(count), weight=_running(exposure), unit=excess, kind="poisson")


def gaussian_costs(values: Floats) -> Costs:
    """Return the costs of measured values: each stretch has one mean; the variance is that of neighbours' differences, the same throughout.

    >>> float(gaussian_costs(np.array([[1.0, 2.0, 1.0]])).of(0, 3)[0].round(3))
    -0.0
    """
    centred = values - values.mean(axis=-1, keepdims=True)
    square = (values[..., 1:] - values[..., :-1]) ** 2 / 2
    unit = middle_ratio(square, np.ones_like(square))
    return Costs(amount=_running(centred), weight=np.arange(values.shape[-1] + 1.0), unit=np.maximum(unit, 1e-300), kind="gaussian")


def rank_costs(values: Floats) -> Costs:
    """Return the costs of ranks, ties at their middle: nothing is asked of the distribution of the values.

    >>> rank_costs(np.array([[5.0, 1.0, 90.0]])).amount[0].tolist()
    [0.0, 0.0, -1.0, 0.0]
    """
    from scipy.stats import rankdata

    rank = rankdata(values, axis=-1) - (values.shape[-1] + 1) / 2
    variance = np.maximum((rank**2).mean(axis=-1), 1e-300)
    return Costs(amount=_running(rank), weight=np.arange(values.shape[-1] + 1.0), unit=variance, kind="gaussian")


def lowest_cost(costs: Costs, penalty: float, shortest: int, progress: Progress = silent) -> tuple[Floats, Floats]:
    """Return the lowest penalised cost of each series over all ways to cut it, and the cost uncut.

    Parameters
    ----------
    costs : Costs
        Of series of n periods.
    penalty : float
        For each cut.
    shortest : int
        Periods of a stretch, at least.
    progress : Progress

    Returns
    -------
    tuple of ndarray, each of shape (n_series,)

    Examples
    --------
    >>> step = np.array([[0.0, 1.0, 0.0, 9.0, 8.0, 9.0]])
    >>> cut, whole = lowest_cost(gaussian_costs(step), 2.0, 2)
    >>> bool(cut[0] < whole[0])
    True
    """
    return _best(costs, penalty, shortest, progress)[0][:, -1], costs.of([0], len(costs.weight) - 1)[:, 0]


def cheapest_cuts(costs: Costs, penalty: float, shortest: int) -> list[int]:
    """Return where the first series is cut for the lowest penalised cost: the first period of each new stretch.

    Examples
    --------
    >>> cheapest_cuts(gaussian_costs(np.array([[0.0, 1.0, 0.0, 9.0, 8.0, 9.0]])), 2.0, 2)
    [3]
    """
    one = Costs(amount=costs.amount[:1], weight=costs.weight, unit=costs.unit[:1], kind=costs.kind)
    start = _best(one, penalty, shortest)[1][0]
    cuts, end = [], len(costs.weight) - 1
    while start[end] > 0:
        end = int(start[end])
        cuts.append(end)
    return cuts[::-1]


def _best(costs: Costs, penalty: float, shortest: int, progress: Progress = silent) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return for each series and end the lowest cost up to it and where its last stretch starts: every way is examined.

    Jackson, B. et al. (2005), optimal partitioning, doi:10.1109/LSP.2001.838216. Nothing is pruned: with a shortest stretch above one
    period the pruning of PELT, as ruptures 1.1.10 has it, loses the best cut now and then.
    """
    length = len(costs.weight) - 1
    best = np.full((len(costs.amount), length + 1), np.inf)
    last = np.zeros(best.shape, np.int64)
    best[:, 0] = -penalty
    for end in range(shortest, length + 1):
        starts = np.arange(0, end - shortest + 1)
        cost = best[:, starts] + costs.of(starts, end)
        last[:, end] = cost.argmin(axis=1)
        best[:, end] = cost.min(axis=1) + penalty
        if end % 50 == 0:
            progress(end, length)
    return best, last
