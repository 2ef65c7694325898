"""Scores of single forecasts, one value for each; the lower, the better.

All but the bounded log score are proper: who states what they believe expects the best score (Gneiting & Raftery 2007,
doi:10.1198/016214506000001437). An interval alone gives no continuous ranked probability score: that needs the whole distribution.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.share import share_interval

__all__ = ["BOUND", "Coverage", "absolute_error", "brier", "chances", "coverage", "interval_score", "log_score", "numbers"]

BOUND = 0.001
"""The log score takes a chance nearer to 0 or 1 than this as this: one sure and wrong forecast costs 6.9, not everything."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often intervals held the number.

    Attributes
    ----------
    held, of : int
        Intervals that held it, out of how many; an end counts as held.
    low, high : float
        95 % interval of Wilson for the share.
    """

    held: int
    of: int
    low: float
    high: float


def brier(probability: npt.ArrayLike, happened: npt.ArrayLike) -> Floats:
    """Return the squared error of each chance, (p - o)^2, from 0 to 1; half of the score over both classes of Brier (1950).

    Parameters
    ----------
    probability : array_like of float, shape (n,)
        Chance given to the event, 0 to 1.
    happened : array_like of bool, shape (n,)

    Raises
    ------
    BadValue
        For a chance outside 0 to 1, an outcome that is neither 0 nor 1, shapes that differ.

    References
    ----------
    Brier, G. W. (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    Examples
    --------
    >>> brier([0.7, 1.0], [True, False]).round(2).tolist()
    [0.09, 1.0]
    """
    p, o = chances(probability, happened)
    return np.asarray((p - o) ** 2, np.float64)


def log_score(probability: npt.ArrayLike, happened: npt.ArrayLike, *, bound: float = BOUND) -> Floats:
    """Return minus the natural logarithm of the chance given to what came about, from -ln(1 - bound) to -ln(bound).

    Parameters
    ----------
    probability, happened
        As in :func:`brier`.
    bound : float
        Chances are taken as no nearer to 0 and 1 than this, 0 < bound < 0.5.

    Raises
    ------
    BadValue
        As :func:`brier`, and for a bound outside its range.

    References
    ----------
    Good, I. J. (1952), doi:10.1111/j.2517-6161.1952.tb00104.x.

    Examples
    --------
    >>> log_score([0.5, 0.0], [True, True]).round(3).tolist()
    [0.693, 6.908]
    """
    if not 0 < bound < 0.5:
        raise BadValue(f"bound must be more than 0 and less than 0.5 (got {bound}); leave it out for {BOUND}")
    p, o = chances(probability, happened)
    return np.asarray(-np.log(np.clip(np.where(o == 1, p, 1 - p), bound, 1 - bound)), np.float64)


def absolute_error(value: npt.ArrayLike, result: npt.ArrayLike) -> Floats:
    """Return the distance of each number from what came about, in its unit.

    Raises
    ------
    BadValue
        For numbers that are not finite, or shapes that differ.

    Examples
    --------
    >>> absolute_error([73], [19]).tolist()
    [54.0]
    """
    x, y = numbers(value=value, result=result)
    return np.asarray(np.abs(x - y), np.float64)


def interval_score(low: npt.ArrayLike, high: npt.ArrayLike, result: npt.ArrayLike, level: npt.ArrayLike = 0.8) -> Floats:
    """Return width + 2/a (low - y)+ + 2/a (y - high)+ with a = 1 - level: the score of Winkler, in the unit of the number.

    Parameters
    ----------
    low, high, result : array_like of float, shape (n,)
        ``low`` not above ``high``.
    level : array_like of float, one or shape (n,)
        What the interval is meant to hold, more than 0 and less than 1; its ends are the quantiles a/2 and 1 - a/2.

    Raises
    ------
    BadValue
        For a range that runs backwards, a level outside its range, numbers that are not finite, shapes that differ.

    References
    ----------
    Gneiting & Raftery (2007), equation 43, doi:10.1198/016214506000001437; Winkler (1972), doi:10.1080/01621459.1972.10481224.

    Examples
    --------
    >>> interval_score([28], [117], [19], 0.8).round(6).tolist()
    [179.0]
    """
    below, above, y = numbers(low=low, high=high, result=result)
    share = np.asarray(level, np.float64)
    if share.shape not in ((), y.shape) or not np.all((share > 0) & (share < 1)):
        raise BadValue(f"level must be more than 0 and less than 1, one or one per interval (got {share.tolist()}); write 0.8 for 80 %")
    if np.any(below > above):
        at = int(np.argmax(below > above))
        raise BadValue(f"low[{at}] must be at most high = {above[at]} (got {below[at]}); write the range from small to large")
    cost = 2 / (1 - share)
    return np.asarray(above - below + cost * np.maximum(below - y, 0) + cost * np.maximum(y - above, 0), np.float64)


def coverage(low: npt.ArrayLike, high: npt.ArrayLike, result: npt.ArrayLike, *, level: float = 0.95) -> Coverage:
    """Count the intervals that held the number; ``level`` is that of the interval of the share held.

    Raises
    ------
    BadValue
        For numbers that are not finite, or shapes that differ.

    Examples
    --------
    >>> found = coverage([28, 67], [117, 91], [19, 77])
    >>> found.held, found.of
    (1, 2)
    """
    below, above, y = numbers(low=low, high=high, result=result)
    covered = int(((below <= y) & (y <= above)).sum())
    left, right = share_interval(covered, len(y), level)
    return Coverage(held=covered, of=len(y), low=left, high=right)


def chances(probability: npt.ArrayLike, happened: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return chances and outcomes as checked arrays.

    Raises
    ------
    BadValue
        As :func:`brier`.
    """
    p, o = numbers(probability=probability, happened=happened)
    for name, array, fits in (("probability", p, (p >= 0) & (p <= 1)), ("happened", o, (o == 0) | (o == 1))):
        if not np.all(fits):
            at = int(np.argmin(fits))
            allowed = "0 to 1" if name == "probability" else "0 or 1"
            raise BadValue(f"{name}[{at}] must be {allowed} (got {array[at]}); correct it or leave the forecast out")
    return p, o


def numbers(**given: npt.ArrayLike) -> tuple[Floats, ...]:
    """Return finite arrays of one shape (n,).

    Raises
    ------
    BadValue
        Naming the array and its place.
    """
    arrays = {name: np.asarray(values, np.float64) for name, values in given.items()}
    shape = next(iter(arrays.values())).shape
    for name, array in arrays.items():
        if array.ndim != 1 or array.shape != shape:
            raise BadValue(f"{name} must be shape {shape[:1] or '(n,)'} (got {array.shape}); give one value for each forecast")
        if not np.isfinite(array).all():
            at = int(np.argmin(np.isfinite(array)))
            raise BadValue(f"{name}[{at}] must be finite numbers (got {array[at]}); leave the forecast out")
    return tuple(arrays.values())
