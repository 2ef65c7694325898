"""How good a set of attributions is, each figure with a 95 % interval from a thousand bootstrap samples of the incidents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

__all__ = ["Outcome", "figures", "interval", "removed"]


@dataclass(frozen=True)
class Outcome:
    """One incident, answered: chances of the groups, then of "unlisted"; where the truth stands (-1: unlisted); what ranks "unlisted"."""

    chance: np.ndarray
    score: np.ndarray
    truth: int
    doubt: float


def removed(one: Outcome) -> Outcome:
    """Return the outcome with the true group taken off the list."""
    chance = np.delete(one.chance, one.truth)
    return Outcome(chance=chance / chance.sum(), score=np.delete(one.score, one.truth), truth=-1, doubt=one.doubt)


def rank(one: Outcome) -> float:
    """Return 1 + number strictly better + half of the ties."""
    own = one.score[one.truth]
    return 1 + float((one.score > own).sum()) + ((one.score == own).sum() - 1) / 2


def figures(outcomes: list[Outcome], without: list[Outcome]) -> dict[str, tuple[float, float, float]]:
    """Return each figure with its interval.

    "among the listed" is the log loss of the cases whose group is listed, chances of the groups alone scaled to add up to 1: it can be set
    beside figures of the literature, where "unlisted" is no answer. ``without`` are the same incidents with the true group off the list.
    Slope, error of calibration, AUROC and false names are on both together, where "unlisted" is right as often as its prior says.
    """
    ranks = np.array([rank(one) if one.truth >= 0 else np.nan for one in outcomes])
    losses = np.array([-np.log(one.chance[one.truth]) for one in outcomes])
    closed = np.array([-np.log(one.chance[one.truth] / one.chance[:-1].sum()) if one.truth >= 0 else np.nan for one in outcomes])
    both = [*outcomes, *without]
    top = np.array([one.chance.max() for one in both])
    right = np.array([one.chance.argmax() == one.truth % len(one.chance) for one in both])
    listed = np.array([one.doubt for one in outcomes if one.truth >= 0])
    absent = np.array([one.doubt for one in both if one.truth < 0])
    false = np.array([one.chance[:-1].max() > 0.8 for one in both if one.truth < 0], float)
    found = {
        "top-1": interval(lambda at: _share(ranks[at], 1), len(ranks)),
        "top-3": interval(lambda at: _share(ranks[at], 3), len(ranks)),
        "top-10": interval(lambda at: _share(ranks[at], 10), len(ranks)),
        "MRR": interval(lambda at: np.nanmean(1 / ranks[at]) if np.isfinite(ranks[at]).any() else np.nan, len(ranks)),
        "log loss": interval(lambda at: losses[at].mean(), len(losses)),
        "among the listed": interval(lambda at: np.nanmean(closed[at]) if np.isfinite(closed[at]).any() else np.nan, len(closed)),
        "slope": interval(lambda at: slope(top[at], right[at]), len(top), draws=200),
        "ECE": interval(lambda at: calibration_error(top[at], right[at]), len(top)),
    }
    if len(absent):
        doubt = np.append(listed, absent)
        kind = np.append(np.zeros(len(listed)), np.ones(len(absent)))
        found["AUROC"] = interval(lambda at: auroc(doubt[at], kind[at]), len(doubt))
        found["false > .8"] = interval(lambda at: false[at].mean(), len(false))
    return found


def interval(figure, n: int, draws: int = 1000) -> tuple[float, float, float]:
    """Return a figure on all incidents, and the 2.5 % and 97.5 % quantiles over bootstrap samples."""
    rng = np.random.default_rng(0)
    drawn = [figure(rng.integers(0, n, n)) for _ in range(draws)]
    return (float(figure(np.arange(n))), *(float(end) for end in np.nanquantile(drawn, (0.025, 0.975))))


def _share(ranks: np.ndarray, most: float) -> float:
    known = ranks[np.isfinite(ranks)]
    return float((known < most + 0.5).mean()) if len(known) else np.nan


def auroc(doubt: np.ndarray, unlisted: np.ndarray) -> float:
    """Return how often an unlisted case is ranked above a listed one."""
    yes, no = doubt[unlisted == 1], doubt[unlisted == 0]
    if not len(yes) or not len(no):
        return np.nan
    return float((yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2)


def slope(top: np.ndarray, right: np.ndarray) -> float:
    """Return the slope of a logistic regression of "right" on the logit of the chance stated for the first answer; 1 is calibrated."""
    logit = np.log(np.clip(top, 1e-4, 1 - 1e-4) / (1 - np.clip(top, 1e-4, 1 - 1e-4)))

    def loss(w: np.ndarray) -> float:
        z = w[0] + w[1] * logit
        return float(np.logaddexp(0, -z)[right].sum() + np.logaddexp(0, z)[~right].sum() + 1e-3 * w @ w)

    return float(minimize(loss, np.array([0.0, 1.0]), method="BFGS").x[1])


def calibration_error(top: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Return the debiased error of calibration: squared gaps in bins of equal size, less the noise of each (Kumar et al. 2019)."""
    order = np.argsort(top, kind="stable")
    total = 0.0
    for here in np.array_split(order, min(bins, max(1, len(top) // 5))):
        n, share = len(here), right[here].mean()
        total += n / len(top) * ((top[here].mean() - share) ** 2 - (share * (1 - share) / (n - 1) if n > 1 else 0))
    return float(np.sqrt(max(0.0, total)))
