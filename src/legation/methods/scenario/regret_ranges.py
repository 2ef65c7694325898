"""The regret of plans whose worth in each future is known only within a range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["RegretRanges", "regret_ranges"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegretRanges:
    """Between what bounds the largest regret of each plan lies, in the unit of worth.

    Attributes
    ----------
    least, largest : ndarray, shape (n_plans,)
        The bounds; each is reached by some worth within the ranges.
    at : tuple of tuple of int
        Of each plan the scenarios in which its regret may be ``largest``.
    ruled_out : tuple of int
        Plans that have more to regret than another one, whatever their worth within the ranges. A plan that is not among them need not be
        best anywhere.
    surely_best : tuple of int
        Plans that have no more to regret than any other, whatever their worth within the ranges.
    """

    least: npt.NDArray[np.float64]
    largest: npt.NDArray[np.float64]
    at: tuple[tuple[int, ...], ...]
    ruled_out: tuple[int, ...]
    surely_best: tuple[int, ...]


def regret_ranges(low: npt.ArrayLike, high: npt.ArrayLike) -> RegretRanges:
    """Bound the largest regret of each plan over the scenarios, where the worth of a plan in a scenario lies anywhere in a range.

    The worth of one plan says nothing of another's. That of one plan may be low, or high, in all scenarios at once, as where ranges are
    sums of parts that several scenarios share: both bounds are reached so. Where all ranges are points, both bounds are the largest regret
    of :func:`legation.methods.scenario.minimax_regret`.

    Parameters
    ----------
    low, high : array_like, shape (n_plans, n_scenarios)
        The ends of each range, in one unit; higher is better.

    Raises
    ------
    BadValue
        For tables that are empty, differ in shape, hold what is no number, or a range whose low end is above the high one.

    References
    ----------
    Savage, L. J. (1951). The theory of statistical decision, doi:10.1080/01621459.1951.10500768.

    Examples
    --------
    >>> found = regret_ranges([[4, 4], [0, 5], [0, 0]], [[6, 5], [2, 9], [1, 1]])
    >>> found.least.tolist(), found.largest.tolist(), found.ruled_out, found.surely_best
    ([0.0, 2.0, 4.0], [5.0, 6.0, 9.0], (), ())
    """
    below, above = _table(low, "low"), _table(high, "high")
    if below.shape != above.shape:
        raise BadValue(f"low and high must be tables of one shape (got {below.shape} and {above.shape}); give both ends of every cell")
    crossed = np.argwhere(below > above)
    if len(crossed):
        plan, scenario = map(int, crossed[0])
        ends = f"{below[plan, scenario]:g} to {above[plan, scenario]:g}"
        raise BadValue(f"range of plan {plan} in scenario {scenario} must be low to high (got {ends}); exchange the two ends")
    least = np.maximum(0.0, _best_of_others(below) - above).max(axis=1)
    most = np.maximum(0.0, _best_of_others(above) - below)
    largest = most.max(axis=1)
    least_of_others = -_best_of_others(-least[:, None])[:, 0]
    return RegretRanges(
        least=least,
        largest=largest,
        at=tuple(tuple(np.flatnonzero(row == row.max()).tolist()) for row in most),
        ruled_out=tuple(np.flatnonzero(least > largest.min()).tolist()),
        surely_best=tuple(np.flatnonzero(largest <= least_of_others).tolist()),
    )


def _table(values: npt.ArrayLike, name: str) -> npt.NDArray[np.float64]:
    try:
        table = np.array(values, np.float64)
    except (TypeError, ValueError):
        raise BadValue(f"{name} must be one number for each plan and scenario (got {values!r:.80}); leave no cell empty") from None
    if table.ndim != 2 or not table.size or not np.isfinite(table).all():
        raise BadValue(f"{name} must be one number for each plan and scenario (got shape {table.shape}); leave no cell empty")
    return table


def _best_of_others(table: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return in each scenario, for each plan, the highest value of any other; minus infinity where there is no other."""
    if len(table) == 1:
        return np.full(table.shape, -np.inf)
    second, first = np.partition(table, -2, axis=0)[-2:]
    leads = np.arange(len(table))[:, None] == table.argmax(axis=0)
    others: npt.NDArray[np.float64] = np.where(leads, second, first)
    return others
