"""A change of level: where it lies, between which periods, and what was before and after."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from legation.methods.series.periods import Periods
from legation.methods.series.segments import Costs

__all__ = ["Change", "changes_at", "echo_of"]


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
