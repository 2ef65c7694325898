"""Was ours better than a simple forecast, on the same cases? And how near a tally before the vote was, member by member."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.forecasting.score import numbers

__all__ = [
    "FEW",
    "Skill",
    "TallyScore",
    "skill",
    "tally_score",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyScore:
    """The score of a tally.

    Attributes
    ----------
    n : int
        Members that voted yes, abstained or voted no: those over whom the Brier score is taken.
    brier : float
        Mean of half the squared error over the three ways to vote, 0 to 1: for a sharp tally the share of members it had wrong.
    margin, result : float
        Yes minus no expected and come [members].
    error : float
        Distance of the two.
    """

    n: int
    brier: float
    margin: float
    result: float
    error: float


def tally_score(probability: npt.ArrayLike, vote: npt.ArrayLike, presence: npt.ArrayLike | None = None) -> TallyScore:
    """Score what was expected of each member against how it voted.

    Parameters
    ----------
    probability : array_like of float, shape (n_actors, 3)
        Of yes, abstain and no, if the member is in the room; each row sums to 1. A word about a member is 1 for it; a member of whom
        nothing is expected is a third each, which costs 1/3.
    vote : array_like of int, shape (n_actors,)
        1 yes, 2 abstain, 3 no, 0 not in the vote.
    presence : array_like of float, shape (n_actors,), optional
        Chance of being in the room, for the margin; by default 1.

    Raises
    ------
    BadValue
        For shapes that do not fit, rows that do not sum to 1, codes that are none.

    References
    ----------
    Brier, G. W. (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    Examples
    --------
    >>> found = tally_score([[1, 0, 0], [0, 0, 1], [1, 0, 0]], [1, 3, 3])
    >>> round(found.brier, 3), found.margin, found.result, found.error
    (0.333, 1.0, -1.0, 2.0)
    """
    p, v = np.asarray(probability, np.float64), np.asarray(vote)
    there = np.ones(len(v)) if presence is None else np.asarray(presence, np.float64)
    if p.shape != (len(v), 3) or there.shape != v.shape:
        raise BadValue(f"probability must be shape ({len(v)}, 3) (got {p.shape}); give three chances for each vote")
    if not np.isin(v, (0, 1, 2, 3)).all():
        raise BadValue(f"vote must be 0, 1, 2, 3 (got {sorted(set(v.tolist()))}); use the codes of votes")
    if not (np.all(p >= 0) and np.allclose(p.sum(axis=1), 1)) or not np.all((there >= 0) & (there <= 1)):
        raise BadValue("probability must be rows from 0 to 1 that sum to 1 (got others); divide each row by its sum")
    cast = v > 0
    came = np.eye(4)[v.astype(int)][:, 1:]
    loss = ((p - came) ** 2).sum(axis=1)[cast] / 2
    margin = float((there * (p[:, 0] - p[:, 2])).sum())
    result = float((v == 1).sum() - (v == 3).sum())
    brier = float(loss.mean()) if cast.any() else 0.0
    return TallyScore(n=int(cast.sum()), brier=brier, margin=margin, result=result, error=abs(margin - result))


FEW = 5
"""Fewer cases than this, and no interval is given: a bootstrap of so few only repeats them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Ours against the simple forecast.

    Attributes
    ----------
    n : int
        Cases scored for both.
    ours, baseline : float
        Mean scores, in the unit of the score.
    value : float or None
        1 - ours / baseline: 1 is perfect, 0 as good as the simple forecast, below 0 worse. None where the simple forecast made no error.
    low, high : float or None
        95 % interval, paired bootstrap. None with fewer than five cases, or where too many draws have a simple forecast without error.
    """

    n: int
    ours: float
    baseline: float
    value: float | None
    low: float | None
    high: float | None


def skill(ours: npt.ArrayLike, baseline: npt.ArrayLike, *, draws: int = 2000, seed: int = 0) -> Skill:
    """Compare the scores of two forecasts of the same cases.

    Cases are drawn with replacement, ours and the simple forecast's together, and the interval is the middle 95 % of the skills drawn.
    It takes cases as independent: where they come from one season or one event, it is too narrow.

    Parameters
    ----------
    ours, baseline : array_like of float, shape (n,)
        Scores of which lower is better, 0 or more, case by case.
    draws : int
        Bootstrap draws, at least 100.
    seed : int
        Of the draws.

    Raises
    ------
    BadValue
        For no case, a score below 0 or not finite, shapes that differ, too few draws.

    References
    ----------
    Murphy (1988), doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2; Efron & Tibshirani (1986), doi:10.1214/ss/1177013815.

    Examples
    --------
    >>> found = skill([10, 20, 30, 20, 10, 0], [20, 20, 40, 40, 20, 10])
    >>> found.n, round(found.value, 2), found.low < found.value < found.high
    (6, 0.4, True)
    """
    a, b = numbers(ours=ours, baseline=baseline)
    if not len(a):
        raise BadValue("ours must be one score or more (got none); resolve a forecast that has a baseline first")
    for name, array in (("ours", a), ("baseline", b)):
        if (array < 0).any():
            at = int(np.argmin(array))
            raise BadValue(f"{name}[{at}] must be 0 or more (got {array[at]}); give scores of which lower is better")
    if draws < 100 or seed < 0:
        raise BadValue(f"draws, seed must be 100 or more and 0 or more (got {draws}, {seed}); leave them out for the defaults")
    value = 1 - float(a.mean()) / float(b.mean()) if b.mean() > 0 else None
    low = high = None
    if len(a) >= FEW and value is not None:
        low, high = _interval(a, b, draws, seed)
    return Skill(n=len(a), ours=float(a.mean()), baseline=float(b.mean()), value=value, low=low, high=high)


def _interval(a: npt.NDArray[np.float64], b: npt.NDArray[np.float64], draws: int, seed: int) -> tuple[float, float] | tuple[None, None]:
    """Return the middle 95 % of the skills drawn; a draw without error of the simple forecast counts as the worst there is."""
    rows = np.random.default_rng(seed).integers(0, len(a), (draws, len(a)))
    mine, theirs = a[rows].mean(axis=1), b[rows].mean(axis=1)
    drawn = np.full(draws, -math.inf)
    np.divide(mine, theirs, out=drawn, where=theirs > 0)
    drawn[theirs > 0] = 1 - drawn[theirs > 0]
    low, high = (float(end) for end in np.quantile(drawn, (0.025, 0.975), method="inverted_cdf"))
    return (low, high) if math.isfinite(low) and math.isfinite(high) else (None, None)
