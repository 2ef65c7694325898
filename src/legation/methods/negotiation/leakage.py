"""What a recipient could infer of our floor from the offers that we made: to be looked at before the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.negotiation.domain import Floats

__all__ = ["Leak", "leak"]

_FLOORS, _POWERS = 401, 41


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leak:
    """The floor as a recipient could see it who knows what our offers are worth to us.

    Attributes
    ----------
    ceiling : float
        The least that we offered: our floor is not above it, whatever the model.
    median, low, high : float
        Of the floor, and its middle 90 %, in the model.
    after_offer : ndarray, shape (n_offers, 3)
        Low, median and high after each offer made: where we gave most away.
    after_next : ndarray, shape (n_candidates, 3)
        The same after each offer that we might make now.
    """

    ceiling: float
    median: float
    low: float
    high: float
    after_offer: Floats
    after_next: Floats


def leak(
    offers: npt.ArrayLike,
    times: npt.ArrayLike,
    *,
    lowest: float,
    highest: float,
    candidates: Sequence[float] = (),
    now: float | None = None,
    noise: float = 0.03,
) -> Leak:
    """Say what the offers that we made tell of the least that we would sign.

    The recipient is taken to know what each offer is worth to us, and to think that we come down from our best package at the start to
    our floor at the end, by an unknown power of time: ``best - (best - floor) t^p``, offers scattered round that. All floors between the
    ends of our range are alike to it before the first offer, and so are the logarithms of powers from 1/5 to 5; nobody offers less than
    its floor.

    Parameters
    ----------
    offers : array_like, shape (n_offers,)
        Our utility of each offer, in the order made.
    times : array_like, shape (n_offers,)
        When, from 0 (start) to 1 (deadline), not falling.
    lowest, highest : float
        Our worst and our best package.
    candidates : sequence of float
        Our utility of offers that we might make.
    now : float, optional
        When; the time of the last offer where it is left out.
    noise : float
        Scatter of offers, as a share of the range, above 0.

    Raises
    ------
    BadValue
        For offers outside the range, times that fall or lie outside 0 to 1, and no offer.

    Notes
    -----
    A recipient who knows less infers less; one who hears of the mandate infers all. The upper end needs no model, the rest does. What it
    shows is as secret as the mandate.

    References
    ----------
    The curve is that of Faratin, Sierra and Jennings (1998), doi:10.1016/S0921-8890(98)00029-3.

    Examples
    --------
    >>> found = leak([0.95, 0.9, 0.8], [0.1, 0.3, 0.6], lowest=0, highest=1, candidates=[0.75, 0.6], now=0.7)
    >>> found.ceiling, found.low < found.median < found.high <= found.ceiling
    (0.8, True)
    >>> bool(found.after_next[1, 2] < found.after_next[0, 2])  # the lower offer gives more away
    True
    """
    made, when = np.atleast_1d(np.asarray(offers, np.float64)), np.atleast_1d(np.asarray(times, np.float64))
    if not (np.isfinite(lowest) and np.isfinite(highest) and lowest < highest):
        raise BadValue(f"lowest, highest must be two numbers, the first smaller (got {lowest!r} and {highest!r}); give our worst and best")
    if made.ndim != 1 or not len(made) or made.shape != when.shape:
        raise BadValue(f"offers must be one or more with a time for each (got shapes {made.shape} and {when.shape}); give both")
    following = np.asarray(candidates, np.float64).reshape(-1)
    for value in np.concatenate([made, following]).tolist():
        if not lowest <= value <= highest:
            raise BadValue(f"offer must be {lowest:g} to {highest:g} (got {value:g}); give what it is worth to us")
    then = float(when[-1]) if now is None else float(now)
    clock = np.append(when, then)
    if not ((clock >= 0) & (clock <= 1)).all() or (np.diff(clock) < 0).any():
        raise BadValue(f"times must be 0 to 1, not falling (got {clock.tolist()}); give shares of the time until the deadline")
    if not 0 < noise <= 1:
        raise BadValue(f"noise must be above 0 to 1 (got {noise!r}); 0.03 is usual")
    floors = np.linspace(0, 1, _FLOORS)[:, None]
    powers = np.geomspace(0.2, 5, _POWERS)[None, :]

    def seen(value: float, time: float) -> Floats:
        share = (value - lowest) / (highest - lowest)
        fit = -0.5 * ((share - 1 + (1 - floors) * time**powers) / noise) ** 2
        return np.asarray(np.where(floors > share + 1e-12, -np.inf, fit))

    signal = np.zeros((_FLOORS, _POWERS))
    rows = []
    for value, time in zip(made.tolist(), when.tolist(), strict=True):
        signal = signal + seen(value, time)
        rows.append(_range(signal))
    after = np.array([_range(signal + seen(value, then)) for value in following.tolist()]).reshape(-1, 3)
    scale, ceiling = highest - lowest, float(made.min())
    by_offer = np.minimum(lowest + scale * np.array(rows), np.minimum.accumulate(made)[:, None])
    by_next = np.minimum(lowest + scale * after, np.minimum(following, ceiling)[:, None])
    low, median, high = by_offer[-1].tolist()
    return Leak(ceiling=ceiling, median=median, low=low, high=high, after_offer=by_offer, after_next=by_next)


def _range(signal: Floats) -> Floats:
    """Return the 5 %, 50 % and 95 % points of the floor, between steps of the grid."""
    weight = np.exp(signal - signal.max()).sum(axis=1)
    total = np.concatenate([[0.0], np.cumsum((weight[1:] + weight[:-1]) / 2)])
    if not total[-1]:
        return np.full(3, float(weight.argmax()) / (len(weight) - 1))
    return np.interp([0.05, 0.5, 0.95], total / total[-1], np.linspace(0, 1, len(weight)))
