"""The baseline "as last time": each actor repeats its latest vote."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from legation.methods.voting.votes import VoteArray, vote_column, vote_matrix

__all__ = ["persistence"]


def persistence(previous: ArrayLike) -> VoteArray:
    """Forecast "as last time": each actor repeats its latest vote on the same title.

    Parameters
    ----------
    previous : array_like of int, shape (n_actors,) or (n_actors, n_votes)
        Earlier votes on the title, oldest first, codes 0-3.

    Returns
    -------
    ndarray of int8, shape (n_actors,)
        Code of the latest vote cast; an actor without any gets the commonest of the others (the lower code in a tie), 0 if none.

    Raises
    ------
    BadValue
        Another code or shape, no actor.

    Examples
    --------
    >>> persistence([[1, 3], [2, 0], [3, 3], [0, 0]]).tolist()
    [3, 2, 3, 3]
    """
    array = np.asarray(previous)
    table = vote_column(array, "previous")[:, None] if array.ndim == 1 else vote_matrix(array, "previous")
    latest = np.zeros(table.shape[0], dtype=np.int8)
    for column in table.T:
        latest = np.where(column > 0, column, latest)
    cast = latest[latest > 0]
    return np.where(latest > 0, latest, np.bincount(cast).argmax() if cast.size else 0).astype(np.int8)
