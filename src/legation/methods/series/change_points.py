"""Change points: when the level of a series moved for good, between which dates, from what to what, and the rate of false alarms."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.series.periods import Periods, checked_periods, checked_seed
from legation.methods.series.segments import Costs, binomial_costs, cheapest_cuts, gaussian_costs, lowest_cost, poisson_costs, rank_costs
from legation.methods.series.unevenness import drawn_counts, successive_excess
from legation.methods.share import TEST, share_interval

__all__ = [
    "Change",
    "ChangePoints",
    "change_points",
    "changes_at",
    "echo_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One move of the level.

    Attributes
    ----------
    at : int
        First period of the new level, a place in the series as given.
    low, high : int
        The change lies between these with 95 % probability, given that there is one between its neighbours.
    before, after : float
        Level on either side, up to the next change: a share (0 to 1), a rate for each unit of exposure, or a mean.
    gain : float
        Fall of minus twice the log-likelihood, over the dispersion; above the penalty.
    """

    at: int
    low: int
    high: int
    before: float
    after: float
    gain: float


def changes_at(costs: Costs, cuts: list[int], seen: Periods, shortest: int) -> tuple[Change, ...]:
    """Return each change with the places around it that are nearly as likely (their likelihoods normed to 1, the likeliest 95 %)."""
    edges = [0, *cuts, len(seen.count)]
    found = []
    for start, cut, end in zip(edges, edges[1:], edges[2:], strict=False):
        places = np.arange(start + shortest, end - shortest + 1)
        cost = costs.of(np.full_like(places, start), places, series=0) + costs.of(places, end, series=0)
        chance = np.exp((cost.min() - cost) / 2)
        order = np.argsort(-chance, kind="stable")
        enough = 1 + int(np.searchsorted(np.cumsum(chance[order]) / chance.sum(), 0.95))
        inside = np.append(places[order[:enough]], cut)
        found.append(
            Change(
                at=int(seen.place[cut]),
                low=int(seen.place[inside.min()]),
                high=int(seen.place[inside.max()]),
                before=float(seen.count[start:cut].sum() / seen.total[start:cut].sum()),
                after=float(seen.count[cut:end].sum() / seen.total[cut:end].sum()),
                gain=float(costs.of(start, end, series=0) - costs.of(start, cut, series=0) - costs.of(cut, end, series=0)),
            )
        )
    return tuple(found)


def echo_of(seen: Periods, cuts: list[int]) -> float:
    """Return the correlation of neighbouring periods about their levels.

    >>> from legation.methods.series.periods import checked_periods
    >>> echo_of(checked_periods([1, 3, 1, 3]), [])
    -0.75
    """
    left = np.array(seen.count / seen.total)
    for start, end in zip([0, *cuts], [*cuts, len(left)], strict=True):
        left[start:end] -= seen.count[start:end].sum() / seen.total[start:end].sum()
    spread = float((left * left).sum())
    return float((left[1:] * left[:-1]).sum() / spread) if spread > 0 else 0.0


Floats = npt.NDArray[np.float64]
Model = Literal["counts", "normal", "rank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePoints:
    """The changes of a series, in order of time, and what there is to doubt.

    Attributes
    ----------
    changes : tuple of Change
    model : str
        ``binomial``, ``poisson``, ``normal`` or ``rank``.
    penalty : float
        Gain that a change must bring.
    excess : float
        Dispersion of counts beyond chance, 1 or more; for ``normal`` the variance of neighbours, for ``rank`` that of the ranks.
    echo : float, -1 to 1
        Correlation of neighbouring periods about their level. Far above 0 the false-alarm rate stated is too low.
    missing : tuple of int
        Periods of which nothing is known.
    false_alarm_rate, false_alarm_low, false_alarm_high : float
        Share of even series of the same length, totals and dispersion in which any change is found, with a 95 % interval (Wilson).
    draws : int
        Even series drawn for that.
    """

    changes: tuple[Change, ...]
    model: str
    penalty: float
    excess: float
    echo: float
    missing: tuple[int, ...]
    false_alarm_rate: float
    false_alarm_low: float
    false_alarm_high: float
    draws: int


def change_points(
    values: npt.ArrayLike,
    totals: npt.ArrayLike | None = None,
    *,
    model: Model = "counts",
    penalty: float | Literal["bic", "calibrated"] = "bic",
    shortest: int = 3,
    draws: int = 200,
    seed: int = 0,
    progress: Progress = silent,
) -> ChangePoints:
    """Return when the level of a series changed for good: the cut of least penalised cost over all cuts.

    Parameters
    ----------
    values : array_like, shape (n_periods,)
        Counts, or measured numbers for ``normal`` and ``rank``; nan where a period is missing.
    totals : array_like of int, shape (n_periods,), optional
        Out of how many; with it counts are binomial, without it Poisson. Only for ``counts``.
    model : {"counts", "normal", "rank"}
        What a stretch costs: the likelihood of its counts over their dispersion; squares about its mean; ranks, for numbers of any kind.
    penalty : {"bic", "calibrated"} or float
        ``bic``: 2 ln n, a level and a place for each change. ``calibrated``: the gain that an even series shows in one of twenty.
    shortest : int, 1 or more
        Periods between changes.
    draws : int, 20 or more
        Even series drawn for the false-alarm rate.
    seed : int
    progress : Progress

    Raises
    ------
    BadValue
        For fewer than twice ``shortest`` periods, and whatever is outside its range.

    Limits
    ------
    Periods are taken as independent beyond their level: a slow drift, or a week with its days, is cut into steps (watch a week at a time).
    The interval holds for one change between its neighbours. The false-alarm rate takes the dispersion found for the true one (on
    400 uneven series 6 to 8 % was stated where 8 % was found). Time grows with the square of the number of periods.

    References
    ----------
    Jackson, B. et al. (2005), doi:10.1109/LSP.2001.838216; Killick, R. et al. (2012), doi:10.1080/01621459.2012.737745; for sets of places
    rather than points, Siegmund, D. (1988), doi:10.2307/1403360.

    Examples
    --------
    >>> found = change_points([3, 2, 4, 3, 2, 3, 9, 8, 11, 9, 10, 9], [40] * 12)
    >>> [(one.at, one.low, one.high) for one in found.changes], found.model
    ([(6, 5, 6)], 'binomial')
    """
    rng = checked_seed(seed)
    _check(model, penalty, shortest, draws, totals)
    seen = checked_periods(values, totals) if model == "counts" else _measured(values)
    length = len(seen.count)
    if length < max(2 * shortest, 4):
        raise BadValue(f"values must be {max(2 * shortest, 4)} or more periods that are known (got {length}); add periods")
    if np.ptp(seen.count / seen.total) == 0:
        return _none(model, seen)
    costs = _costs(seen.count[None], seen, model)
    even = _costs(_even(rng, seen, model, float(costs.unit[0]), draws), seen, model)
    need = _penalty(penalty, length, even, shortest)
    cuts = cheapest_cuts(costs, need, shortest)
    cut, whole = lowest_cost(even, need, shortest, progress)
    alarms = int((cut < whole - 1e-9).sum())
    low, high = share_interval(alarms, draws, TEST)
    return ChangePoints(
        changes=changes_at(costs, cuts, seen, shortest),
        model=_named(model, seen),
        penalty=need,
        excess=float(costs.unit[0]),
        echo=echo_of(seen, cuts),
        missing=seen.missing,
        false_alarm_rate=alarms / draws,
        false_alarm_low=low,
        false_alarm_high=high,
        draws=draws,
    )


def _check(model: str, penalty: float | str, shortest: int, draws: int, totals: npt.ArrayLike | None) -> None:
    if model not in {"counts", "normal", "rank"}:
        raise BadValue(f"model must be counts | normal | rank (got {model!r}); give counts for what was counted")
    if model != "counts" and totals is not None:
        raise BadValue(f"totals must be given with model counts only (got with {model}); leave them out or divide first")
    if isinstance(penalty, str) and penalty not in {"bic", "calibrated"}:
        raise BadValue(f"penalty must be bic | calibrated | a number above 0 (got {penalty!r}); give bic")
    if not isinstance(penalty, str) and not 0 < penalty < math.inf:
        raise BadValue(f"penalty must be bic | calibrated | a number above 0 (got {penalty!r}); give bic")
    if shortest < 1 or draws < 20:
        raise BadValue(f"shortest, draws must be 1 or more and 20 or more (got {shortest} and {draws}); give 3 and 200")


def _measured(values: npt.ArrayLike) -> Periods:
    given = np.array(values, np.float64)
    if given.ndim != 1 or np.isinf(given).any():
        raise BadValue(f"values must be one list of finite numbers, nan where missing (got shape {given.shape}); measure anew")
    place = np.flatnonzero(np.isfinite(given)).astype(np.int64)
    return Periods(count=given[place], total=np.ones(len(place)), place=place, length=len(given), binomial=False)


def _named(model: Model, seen: Periods) -> str:
    return ("binomial" if seen.binomial else "poisson") if model == "counts" else model


def _none(model: Model, seen: Periods) -> ChangePoints:
    """Return no change for a series that does not move at all."""
    return ChangePoints(
        changes=(),
        model=_named(model, seen),
        penalty=2 * math.log(len(seen.count)),
        excess=1.0,
        echo=0.0,
        missing=seen.missing,
        false_alarm_rate=0.0,
        false_alarm_low=0.0,
        false_alarm_high=1.0,
        draws=0,
    )


def _costs(count: Floats, seen: Periods, model: Model) -> Costs:
    """Return the costs of one or many series with the totals of ``seen``."""
    if model == "counts":
        excess = successive_excess(count, seen.total, binomial=seen.binomial)
        return (binomial_costs if seen.binomial else poisson_costs)(count, seen.total, excess)
    return (gaussian_costs if model == "normal" else rank_costs)(count)


def _even(rng: np.random.Generator, seen: Periods, model: Model, excess: float, draws: int) -> Floats:
    """Draw series that never change, shape (draws, n): counts as uneven as those seen, or normal numbers."""
    shape = (draws, len(seen.count))
    if model != "counts":
        return rng.normal(size=shape)
    total = np.broadcast_to(seen.total, shape)
    return drawn_counts(rng, seen.rate * total, total if seen.binomial else None, excess)


def _penalty(penalty: float | str, length: int, even: Costs, shortest: int) -> float:
    if penalty == "bic":
        return 2 * math.log(length)
    if not isinstance(penalty, str):
        return float(penalty)
    places = np.arange(shortest, length - shortest + 1)
    gain = even.of([0], length) - even.of(np.zeros_like(places), places) - even.of(places, length)
    return float(np.quantile(gain.max(axis=1), 0.95))
