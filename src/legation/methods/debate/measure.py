"""One measure of digital work: a share with its interval, the objective it serves, and what it cannot say."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.share import share_interval

__all__ = ["Portion", "checked_times", "checked_window", "portion"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """How many of how many.

    Attributes
    ----------
    count, of : int
    share, low, high : float, 0 to 1
        count / of with Wilson's 95 % interval; 0, 0 and 1 of none.
    """

    count: int
    of: int
    share: float
    low: float
    high: float


def portion(count: int, of: int) -> Portion:
    """Return a share with its interval.

    >>> portion(1, 2).share
    0.5
    """
    low, high = share_interval(count, of)
    return Portion(count=count, of=of, share=count / of if of else 0.0, low=low, high=high)


def checked_times(name: str, times: npt.ArrayLike, *others: Sequence[Hashable]) -> Floats:
    """Return times as floats, one for each entry of the other columns.

    Raises
    ------
    BadValue
        For columns of different length and times that are no finite numbers.

    >>> checked_times("when", [1, 2], ["a", "b"]).tolist()
    [1.0, 2.0]
    """
    try:
        when = np.array(times, np.float64)
    except (TypeError, ValueError):
        raise BadValue(f"{name} must be numbers, such as days since a date; give numbers") from None
    lengths = {len(other) for other in others} | {when.size}
    if when.ndim != 1 or not np.isfinite(when).all() or len(lengths) > 1:
        raise BadValue(f"{name} must be finite numbers, one for each entry (got columns of {sorted(lengths)}); fill the columns")
    return when


def checked_window(window: float, observed: tuple[float, float]) -> None:
    """Refuse a window that is no positive number, or an observation that ends before it starts.

    Raises
    ------
    BadValue

    >>> checked_window(7.0, (0.0, 100.0))
    """
    if not (np.isfinite(window) and window > 0 and np.isfinite(observed).all() and observed[1] > observed[0]):
        raise BadValue(
            f"window, observed must be above 0 and (first, last) time (got {window} and {observed}); say how long and what was observed"
        )
