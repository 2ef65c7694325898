"""Numbers that are known as spans, and on which side of a line they lie."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

__all__ = ["FloatArray", "Mask", "might_be_below", "might_reach", "spans", "threshold_within"]

FloatArray: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


def spans(values: ArrayLike, name: str, top: float, n_actors: int | None = None) -> FloatArray:
    """Return spans from low to high, whatever was given.

    Parameters
    ----------
    values : array_like of float or bool, shape (n_actors,) or (n_actors, 2)
        Values, or low and high; 0 to ``top``, nan or None where not known.
    name : str
        What the argument is called in the error.
    top : float
        The upper end of the scale; the lower one is 0.
    n_actors : int or None
        How many actors there must be.

    Returns
    -------
    ndarray of float, shape (n_actors, 2)
        Low and high. One side that is not known reaches to the end of the scale; nan on both sides: not known.

    Raises
    ------
    BadValue
        Another shape, a number off the scale, low above high.

    Examples
    --------
    >>> spans([0.2, None], "power", 1).tolist()
    [[0.2, 0.2], [nan, nan]]
    >>> spans([[0.2, None]], "power", 1).tolist()
    [[0.2, 1.0]]
    """
    try:
        array = np.array(values, np.float64)
    except (TypeError, ValueError):
        raise BadValue(f"{name} must be numbers in rows of one length (got something else); put nan where not known") from None
    if array.ndim == 1:
        array = np.column_stack([array, array])
    if array.ndim != 2 or array.shape[1] != 2 or (n_actors is not None and len(array) != n_actors):
        wanted = "n_actors" if n_actors is None else n_actors
        raise BadValue(f"{name} must be the shape ({wanted},) or ({wanted}, 2) (got {np.shape(values)}); give one row an actor")
    known = ~np.isnan(array).all(axis=1)
    array[known] = np.where(np.isnan(array[known]), [0.0, top], array[known])
    if (array[known] < 0).any() or (array[known] > top).any():
        raise BadValue(f"{name} must be 0 to {top:g} (got {array[known].min():g} to {array[known].max():g}); rescale the numbers")
    if (array[known, 0] > array[known, 1]).any():
        raise BadValue(f"{name} must be low no higher than high (got the reverse); swap the two")
    return array


def threshold_within(threshold: float, top: float) -> float:
    """Return the threshold if it lies above 0 and no higher than ``top``; BadValue otherwise.

    Examples
    --------
    >>> threshold_within(50, 100)
    50.0
    """
    if not 0 < threshold <= top:
        raise BadValue(f"threshold must be a number above 0 and up to {top:g} (got {threshold}); choose another")
    return float(threshold)


def might_reach(span: FloatArray, threshold: float) -> Mask:
    """Say who may be at the threshold or above it; who is not known may.

    Examples
    --------
    >>> might_reach(spans([40, 60, None], "power", 100), 50).tolist()
    [False, True, True]
    """
    return ~(span[:, 1] < threshold)


def might_be_below(span: FloatArray, threshold: float) -> Mask:
    """Say who may be below the threshold; who is not known may.

    Examples
    --------
    >>> might_be_below(spans([50, 49, None], "power", 100), 50).tolist()
    [False, True, True]
    """
    return ~(span[:, 0] >= threshold)
