"""Counts period by period, checked once: what is missing stays missing and never becomes a zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Periods", "checked_counts", "checked_periods", "checked_seed", "joined"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """The periods of which something is known.

    Attributes
    ----------
    count : ndarray of float, shape (n_seen,)
        What was counted.
    total : ndarray of float, shape (n_seen,)
        Out of how many (``binomial``), or the exposure (1 where none was given).
    place : ndarray of int, shape (n_seen,)
        Where each period stands in the series as given, ascending.
    length : int
        Periods given, the missing ones included.
    binomial : bool
        The counts are parts of their totals.
    """

    count: Floats
    total: Floats
    place: npt.NDArray[np.int64]
    length: int
    binomial: bool

    @property
    def missing(self) -> tuple[int, ...]:
        """Return the places of periods that are missing or in which nothing was there to count."""
        return tuple(sorted(set(range(self.length)) - set(self.place.tolist())))

    @property
    def rate(self) -> float:
        """Return all that was counted over all totals."""
        return float(self.count.sum() / self.total.sum())


def checked_periods(counts: npt.ArrayLike, totals: npt.ArrayLike | None = None) -> Periods:
    """Return counts and totals as :class:`Periods`.

    Parameters
    ----------
    counts : array_like, shape (n_periods,)
        Whole numbers, 0 or more; nan where the period is missing.
    totals : array_like, shape (n_periods,), optional
        Out of how many; nan or 0 where the period is missing. None: counts with no upper end.

    Raises
    ------
    BadValue
        For other shapes, parts of a whole number, negative counts, and counts above their total.

    Examples
    --------
    >>> seen = checked_periods([1, float("nan"), 3], [10, 10, 12])
    >>> seen.count.tolist(), seen.missing
    ([1.0, 3.0], (1,))
    """
    count, total = checked_counts(counts, totals)
    seen = np.isfinite(count)
    return Periods(
        count=count[seen], total=total[seen], place=np.flatnonzero(seen).astype(np.int64), length=len(count), binomial=totals is not None
    )


def checked_counts(counts: npt.ArrayLike, totals: npt.ArrayLike | None) -> tuple[Floats, Floats]:
    """Return counts and totals of all periods, both nan where one of them is missing or nothing was there to count; raises as above.

    >>> [part.tolist() for part in checked_counts([1, 0], [10, 0])]
    [[1.0, nan], [10.0, nan]]
    """
    count = _whole("counts", counts)
    total = np.ones_like(count) if totals is None else _whole("totals", totals)
    if total.shape != count.shape:
        raise BadValue(f"totals must be one for each of {len(count)} counts (got {len(total)}); give nan where a period is missing")
    seen = np.isfinite(count) & np.isfinite(total) & (total > 0)
    if totals is not None and (count[seen] > total[seen]).any():
        at = int(np.flatnonzero(seen)[np.argmax(count[seen] > total[seen])])
        raise BadValue(f"counts must be up to the total (got {count[at]:g} of {total[at]:g} in period {at}); count both in the same way")
    return np.where(seen, count, np.nan), np.where(seen, total, np.nan)


def joined(count: Floats, total: Floats, scale: str, *, binomial: bool) -> Floats:
    """Return counts over totals, or the logarithm of that with half a case added on either side (``log``).

    >>> joined(np.array([1.0]), np.array([4.0]), "level", binomial=True).tolist()
    [0.25]
    """
    if scale == "log":
        return np.asarray(np.log((count + 0.5) / (total + binomial)), np.float64)
    return np.asarray(count / total, np.float64)


def _whole(name: str, given: npt.ArrayLike) -> Floats:
    """Return whole numbers, 0 or more, or nan, as floats."""
    try:
        values = np.array(given, np.float64)
    except (TypeError, ValueError):
        raise BadValue(f"{name} must be a list of whole numbers, nan where missing (got {type(given).__name__}); count anew") from None
    known = values[np.isfinite(values)]
    if values.ndim != 1 or np.isinf(values).any() or (known < 0).any() or (known % 1 != 0).any():
        raise BadValue(
            f"{name} must be one list of whole numbers, 0 or more, nan where missing (got shape {values.shape}"
            f"{f', lowest {known.min():g}' if known.size else ''}); count anew"
        )
    return values


def checked_seed(seed: int) -> np.random.Generator:
    """Return the generator of a seed.

    Raises
    ------
    BadValue
        For a seed that is no whole number, 0 or more.

    >>> checked_seed(0).random() == checked_seed(0).random()
    True
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise BadValue(f"seed must be a whole number, 0 or more (got {seed!r}); give 0")
    return np.random.default_rng(int(seed))
