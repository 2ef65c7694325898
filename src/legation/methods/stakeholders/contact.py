"""Who has been forgotten: actors of weight without a contact for long, or ever."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from legation.errors import BadValue
from legation.methods.stakeholders.classes import Mask, might_be_below, might_reach, spans, threshold_within

__all__ = ["Forgotten", "forgotten"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Who has weight and no recent contact.

    Attributes
    ----------
    surely : ndarray of bool, shape (n_actors,)
        The whole range of one weight is at the threshold or above, and the last contact is too long ago or never was.
    perhaps : ndarray of bool, shape (n_actors,)
        No weight is surely that high, a known range reaches the threshold, and there is no recent contact.
    never : ndarray of bool, shape (n_actors,)
        No contact is known at all.
    order : tuple of int
        Row numbers of those who are surely or perhaps forgotten: the sure ones first, then the weightiest (by the lower end of the range),
        then the longest silence (never first), then the row number.
    """

    surely: Mask
    perhaps: Mask
    never: Mask
    order: tuple[int, ...]


def forgotten(
    days_since: ArrayLike, weight: ArrayLike, *, within: int, threshold: float = 50.0, other: ArrayLike | None = None
) -> Forgotten:
    """Say which actors of weight have had no contact for more than a number of days.

    Parameters
    ----------
    days_since : array_like of float, shape (n_actors,)
        Days since the last contact, 0 or more; nan or None where there never was one.
    weight : array_like of float, shape (n_actors,) or (n_actors, 2)
        Influence, or its low and high, on a scale from 0 to 100 [points]; nan or None where not known.
    within : int
        A contact so many days ago is recent enough [days].
    threshold : float
        From here on an actor has weight [points]; above 0 to 100.
    other : array_like of float or None
        A second weight on the same scale, such as salience: either is enough.

    Returns
    -------
    Forgotten
        An actor of which no weight is known is in neither list: its weight has to be found out first.

    Raises
    ------
    BadValue
        Lengths that differ, days below 0, a number off the scale.

    Notes
    -----
    Limits: only contacts on record are seen.

    Examples
    --------
    >>> found = forgotten([400, None, 10, None], [80, 90, 95, 40], within=180)
    >>> found.surely.tolist(), found.order
    ([True, True, False, False], (1, 0))
    """
    line = threshold_within(threshold, 100.0)
    first = spans(weight, "weight", 100.0)
    weights = [first] if other is None else [first, spans(other, "other", 100.0, len(first))]
    try:
        days = np.array(days_since, np.float64)
    except (TypeError, ValueError):
        raise BadValue("days_since must be numbers, nan where there was no contact (got something else)") from None
    if days.shape != (len(first),) or (days < 0).any() or within < 0:
        raise BadValue(
            f"days_since, within must be one number for each of {len(first)} actor(s), 0 or more (got {days.shape}, {within}); "
            "put nan where there was no contact"
        )
    never = np.isnan(days)
    silent = never | (days > within)
    known = np.stack([~np.isnan(span).all(axis=1) for span in weights])
    sure = np.stack([~might_be_below(span, line) for span in weights]).any(axis=0)
    may = (np.stack([might_reach(span, line) for span in weights]) & known).any(axis=0)
    surely, perhaps = silent & sure, silent & may & ~sure
    lows = np.fmax.reduce([span[:, 0] for span in weights])
    listed = np.flatnonzero(surely | perhaps).tolist()
    listed.sort(key=lambda i: (not surely[i], -lows[i], -(np.inf if never[i] else days[i]), i))
    return Forgotten(surely=surely, perhaps=perhaps, never=never, order=tuple(listed))
