"""Cross table of two roll calls: who voted how on both.

Counts are exact. Missing (0) is kept apart from abstention.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from legation.methods.voting.votes import VOTES, IntArray, vote_column

__all__ = ["Cross", "cross"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cross:
    """Two roll calls side by side.

    Attributes
    ----------
    count : ndarray of int, shape (4, 4)
        Actors in each cell [actors]; rows = first vote, columns = second, in the order missing, yes, abstain, no.
    members : tuple of tuple of ndarray of int
        Row numbers of the actors in each cell, ascending, in the same order.
    """

    count: IntArray
    members: tuple[tuple[IntArray, ...], ...]


def cross(votes_a: ArrayLike, votes_b: ArrayLike) -> Cross:
    """Show who voted how on two roll calls: who backed both, who only one, who was not there.

    Parameters
    ----------
    votes_a, votes_b : array_like of int, shape (n_actors,)
        Codes 0 missing, 1 yes, 2 abstain, 3 no; the same actors in the same order.

    Returns
    -------
    Cross
        The sixteen cells; counts add up to n_actors.

    Raises
    ------
    BadValue
        Another code, no actor, or two lengths.

    Notes
    -----
    Limits: a cell says how votes fell together, not that one vote follows from the other.

    Examples
    --------
    >>> table = cross([1, 1, 3, 0], [1, 3, 1, 2])
    >>> table.count.tolist()
    [[0, 0, 1, 0], [0, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 0]]
    >>> table.members[1][3].tolist()
    [1]
    """
    first = vote_column(votes_a, "votes_a")
    second = vote_column(votes_b, "votes_b", first.size)
    codes = range(len(VOTES))
    members = tuple(tuple(np.flatnonzero((first == a) & (second == b)) for b in codes) for a in codes)
    return Cross(count=np.array([[cell.size for cell in row] for row in members], dtype=np.intp), members=members)
