"""Share of voice: how much of the attention each actor has, with every source counting once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["FEW_SOURCES", "Voice", "share_of_voice"]

Floats = npt.NDArray[np.float64]

FEW_SOURCES = 8
"""Sources below which an interval over sources says little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who is heard, period by period.

    Attributes
    ----------
    share, low, high : ndarray of float, shape (n_periods, n_actors)
        Share of voice, 0 to 1; rows sum to 1. 95 % interval over sources and counts, wider where sources are few: from one source alone
        nothing follows for others. nan where no source names anybody.
    rate : ndarray of float, shape (n_periods, n_actors)
        Mean over sources of mentions for each item published.
    sources : ndarray of int, shape (n_periods,)
        Sources that count in each period.
    missing : tuple of (int, int)
        Source and period of which nothing is known, or in which the source published nothing.
    few : bool
        Somewhere fewer than 8 sources count: intervals are rough there.
    estimator : str
    """

    share: Floats
    low: Floats
    high: Floats
    rate: Floats
    sources: npt.NDArray[np.int64]
    missing: tuple[tuple[int, int], ...]
    few: bool
    estimator: str


def share_of_voice(
    counts: npt.ArrayLike,
    totals: npt.ArrayLike,
    *,
    estimator: Literal["rates", "shares"] = "rates",
    draws: int = 400,
    seed: int = 0,
) -> Voice:
    """Return each actor's share of voice, not weighed by how much a source publishes.

    ``rates``: each source's mentions of an actor over all that it published, averaged over sources, and then divided by the sum over
    actors: a source that writes twice as much counts the same, one that hardly touches the matter counts little. ``shares``: the actor's
    share of the mentions within each source, averaged over the sources that name anybody. Neither looks at audiences or followers.

    Parameters
    ----------
    counts : array_like of int, shape (n_sources, n_periods, n_actors)
        Items that name the actor (an item may name several); nan where a source is missing in a period.
    totals : array_like of int, shape (n_sources, n_periods)
        Items that the source published on anything; nan or 0 where it is missing.
    estimator : {"rates", "shares"}
    draws : int, 100 or more
        Sources drawn again, with their counts drawn anew (Poisson).
    seed : int

    Raises
    ------
    BadValue
        For other shapes, numbers that are no counts, and more items naming an actor than there are.

    Limits
    ------
    To be named is not to be believed. The sources given are taken for a sample of those that matter: who chose them chose the result.

    References
    ----------
    Efron, B. (1979), the bootstrap, doi:10.1214/aos/1176344552.

    Examples
    --------
    >>> small, large = [[[9, 1]]], [[[100, 900]]]
    >>> share_of_voice(small + large, [[10], [1000]]).share.round(2).tolist()
    [[0.5, 0.5]]
    """
    count, total = _checked(counts, totals, estimator, draws, seed)
    known = np.isfinite(total)
    share, rate = _voice(count, total, known.astype(np.float64), estimator)
    rng = np.random.default_rng(seed)
    drawn = np.empty((draws, *share.shape))
    for draw in range(draws):
        weight = rng.multinomial(len(count), np.full(len(count), 1 / len(count)))[:, None] * known
        drawn[draw] = _voice(rng.poisson(np.nan_to_num(count)).astype(np.float64), total, weight.astype(np.float64), estimator)[0]
    said, sources = np.isfinite(share), known.sum(axis=0)
    low, high = np.full_like(share, np.nan), np.full_like(share, np.nan)
    if said.any():
        ends = np.nanquantile(drawn[:, said], (0.025, 0.975), axis=0)
        wider = np.broadcast_to(_wider(sources)[:, None], share.shape)[said]
        low[said] = np.clip(share[said] + wider * np.minimum(ends[0] - share[said], 0.0), 0.0, None)
        high[said] = np.clip(share[said] + wider * np.maximum(ends[1] - share[said], 0.0), None, 1.0)
    return Voice(
        share=share,
        low=low,
        high=high,
        rate=rate,
        sources=sources.astype(np.int64),
        missing=tuple((int(source), int(period)) for source, period in np.argwhere(~known)),
        few=bool((sources < FEW_SOURCES).any()),
        estimator=estimator,
    )


def _checked(counts: npt.ArrayLike, totals: npt.ArrayLike, estimator: str, draws: int, seed: int) -> tuple[Floats, Floats]:
    count, total = np.array(counts, np.float64), np.array(totals, np.float64)
    if estimator not in {"rates", "shares"} or draws < 100 or seed < 0:
        raise BadValue(
            f"estimator, draws, seed must be rates | shares, 100 or more, 0 or more (got {estimator!r}, {draws}, {seed}); "
            "give rates, 400 and 0"
        )
    if count.ndim != 3 or total.shape != count.shape[:2] or 0 in count.shape:
        raise BadValue(
            f"counts, totals must be shapes (sources, periods, actors) and (sources, periods) (got {count.shape} and {total.shape}); "
            "give one total for each source and period"
        )
    both = np.concatenate([count.ravel(), total.ravel()])
    both = both[~np.isnan(both)]
    if not np.isfinite(both).all() or (both < 0).any() or (both % 1 != 0).any():
        raise BadValue("counts, totals must be whole numbers, 0 or more, nan where missing; count anew")
    known = np.isfinite(total) & (total > 0) & np.isfinite(count).all(axis=2)
    if (count[known] > total[known][:, None]).any():
        raise BadValue("counts must be up to the items that the source published (got more); count items, not mentions")
    return np.where(known[..., None], count, np.nan), np.where(known, total, np.nan)


def _voice(count: Floats, total: Floats, weight: Floats, estimator: str) -> tuple[Floats, Floats]:
    """Return shares and mean rates, shape (n_periods, n_actors); `weight`, shape (n_sources, n_periods): how often each source counts."""
    each = np.nan_to_num(count / total[..., None])
    rate = _mean(each, weight)
    if estimator == "shares":
        named = each.sum(axis=2)
        each = np.divide(each, named[..., None], out=np.zeros_like(each), where=named[..., None] > 0)
        shared = _mean(each, weight * (named > 0))
        return np.where((weight * named).sum(axis=0)[:, None] > 0, shared, np.nan), rate
    whole = np.nansum(rate, axis=1, keepdims=True)
    return np.divide(rate, whole, out=np.full_like(rate, np.nan), where=whole > 0), rate


def _wider(sources: npt.NDArray[np.int64]) -> Floats:
    """Return by how much intervals from drawing n sources again are too narrow: t over normal, and n over n - 1; a great deal for one."""
    free = np.maximum(sources - 1, 1)
    return np.where(sources > 1, _t(free) / 1.96 * np.sqrt(sources / free), 1e9)


def _t(free: npt.NDArray[np.int64]) -> Floats:
    """Return the 97.5 % quantile of Student's t; scipy, which takes a third of a second to load, only for many degrees of freedom."""
    if free.max(initial=1) <= len(_T):
        return _T[free - 1]
    from scipy.special import stdtrit

    return np.asarray(stdtrit(free, 0.975))


# fmt: off
_T = np.array([
    12.706204736174694, 4.302652729749462, 3.1824463052837078, 2.7764451051977934, 2.5705818356363146, 2.4469118511449786,
    2.364624251592784, 2.306004135204166, 2.262157162798205, 2.228138851986274, 2.200985160091639, 2.1788128296672284,
    2.1603686564627913, 2.144786687917804, 2.131449545559776, 2.1199052992212546, 2.1098155778333156, 2.1009220402410382,
    2.0930240544083087, 2.085963447265864, 2.0796138447276795, 2.0738730679040254, 2.0686576104190486, 2.0638985616280245,
    2.0595385527532972, 2.0555294386428735, 2.0518305164802846, 2.0484071417952454, 2.045229642132703, 2.0422724563012378,
    2.039513446396408, 2.0369333434601016, 2.0345152974493383, 2.0322445093177186, 2.030107928250343, 2.0280940009804502,
    2.0261924630291093, 2.0243941639119694, 2.022690920036761, 2.021075390306273,
])
# fmt: on
"""The 97.5 % quantile of Student's t for 1 degree of freedom and more, as ``scipy.special.stdtrit`` has it."""


def _mean(each: Floats, weight: Floats) -> Floats:
    size = weight.sum(axis=0)[:, None]
    summed = (each * weight[..., None]).sum(axis=0)
    return np.asarray(np.divide(summed, size, out=np.full(each.shape[1:], np.nan), where=size > 0), np.float64)
