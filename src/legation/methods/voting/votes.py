"""The codes of a vote, and the check that an array holds nothing else.

Codes: 0 missing (absent, not a member, not known), 1 yes, 2 abstain, 3 no. The order is that of a scale, so |a - b| / 2 is the
distance of two votes: 0 the same, 1/2 one of them abstained, 1 opposite.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

__all__ = [
    "ABSTAIN",
    "MISSING",
    "NO",
    "VOTES",
    "YES",
    "FloatArray",
    "IntArray",
    "VoteArray",
    "contested",
    "contested_columns",
    "one_hot",
    "vote_column",
    "vote_matrix",
    "whole_number",
]

VOTES = ("missing", "yes", "abstain", "no")
"""Name of each code; the code is the position."""
MISSING, YES, ABSTAIN, NO = range(4)

VoteArray: TypeAlias = NDArray[np.int8]
FloatArray: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.intp]


def _codes(values: ArrayLike, name: str, shape: str, ndim: int) -> VoteArray:
    try:
        array = np.asarray(values)
    except ValueError:
        raise BadValue(f"{name} must be an array of shape {shape} (got rows of unequal length); fill gaps with 0") from None
    if array.ndim != ndim:
        raise BadValue(f"{name} must be an array of shape {shape} (got {array.ndim} dimension(s)); reshape it")
    if array.size and array.dtype.kind not in "iu":
        raise BadValue(f"{name} must be integer codes 0, 1, 2, 3 (got {array.dtype}); turn missing votes into 0")
    wrong = array[(array < 0) | (array > NO)] if array.size else array
    if wrong.size:
        raise BadValue(
            f"{name} must be 0 missing, 1 yes, 2 abstain, 3 no (got {wrong.flat[0]} ({wrong.size} such value(s))); "
            "recode them, 0 where the vote is not one of the three"
        )
    return array.astype(np.int8)


def vote_matrix(votes: ArrayLike, name: str = "votes") -> VoteArray:
    """Return a checked copy of a table of votes.

    Parameters
    ----------
    votes : array_like of int, shape (n_actors, n_rollcalls)
        Codes 0-3; n_rollcalls may be 0, n_actors may not.
    name : str
        What the argument is called in the error.

    Returns
    -------
    ndarray of int8, shape (n_actors, n_rollcalls)

    Raises
    ------
    BadValue
        Another shape, another type than integers, another code, or no actor at all.

    Examples
    --------
    >>> vote_matrix([[1, 3], [0, 2]]).shape
    (2, 2)
    """
    array = _codes(votes, name, "(n_actors, n_rollcalls)", 2)
    if array.shape[0] == 0:
        raise BadValue(f"{name} must be one actor or more (got 0); add the actors, with 0 where they did not vote")
    return array


def vote_column(votes: ArrayLike, name: str, n_actors: int | None = None) -> VoteArray:
    """Return a checked copy of one roll call's votes, shape (n_actors,); BadValue as in :func:`vote_matrix`.

    Examples
    --------
    >>> vote_column([1, 0, 3], "outcome", 3)
    array([1, 0, 3], dtype=int8)
    """
    array = _codes(votes, name, "(n_actors,)", 1)
    if array.size == 0:
        raise BadValue(f"{name} must be one actor or more (got 0); give one code for each actor")
    if n_actors is not None and array.size != n_actors:
        raise BadValue(f"{name} must be one code for each of the {n_actors} actor(s) (got {array.size}); use 0 where unknown")
    return array


def whole_number(value: int, name: str, least: int) -> int:
    """Return ``value`` if it is a whole number of at least ``least``; BadValue otherwise.

    Examples
    --------
    >>> whole_number(3, "draws", 1)
    3
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise BadValue(f"{name} must be a whole number of at least {least} (got {value!r}); give another number")
    return int(value)


def one_hot(votes: VoteArray) -> FloatArray:
    """Mark each code in an array of its own, shape (3, *votes.shape): yes, abstain, no; all zero where missing.

    Examples
    --------
    >>> one_hot(np.array([1, 0, 3], dtype=np.int8)).astype(int).tolist()
    [[1, 0, 0], [0, 0, 0], [0, 0, 1]]
    """
    return np.stack([votes == code for code in (YES, ABSTAIN, NO)]).astype(np.float64)


def contested(votes: VoteArray) -> NDArray[np.bool_]:
    """Whether no vote of a roll call was cast by more than nine in ten of its voters, for each column.

    >>> contested(np.array([[1, 1], [1, 3]], dtype=np.int8)).tolist()
    [False, True]
    """
    count = np.stack([(votes == code).sum(axis=0) for code in (YES, ABSTAIN, NO)])
    return np.asarray(count.max(axis=0) <= 0.9 * count.sum(axis=0))


def contested_columns(votes: VoteArray) -> VoteArray:
    """Roll calls on which at least two different votes were cast (the others say nothing about who votes like whom).

    Examples
    --------
    >>> contested_columns(np.array([[1, 1, 0], [1, 3, 2]], dtype=np.int8)).tolist()
    [[1], [3]]
    """
    different = sum((votes == code).any(axis=0).astype(np.int8) for code in (YES, ABSTAIN, NO))
    return votes[:, np.asarray(different) > 1]
