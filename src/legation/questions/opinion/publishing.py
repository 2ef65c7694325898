"""Which numbers of a room may be published, so that nobody can be told by them, not even by taking the rest away."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.opinion import UNSEEN

__all__ = ["publishable_cells", "who_counts"]

Ints = npt.NDArray[np.int64]


def publishable_cells(seen: Ints, total: Ints, smallest: int) -> npt.NDArray[np.bool_]:
    """Return the cells of a table of groups by statements that may be published beside the numbers of all.

    A cell goes where fewer than ``smallest`` people of the group saw the statement. Where what then is left of all (other cells, people in
    no group) is of fewer people, the smallest of the other cells goes too, until the rest is large enough or empty.

    Parameters
    ----------
    seen : ndarray of int, shape (k, m)
    total : ndarray of int, shape (m,)
    smallest : int

    Examples
    --------
    >>> publishable_cells(np.array([[20, 20], [6, 3], [9, 9]]), np.array([35, 32]), 5).T.tolist()
    [[True, True, True], [True, False, False]]
    """
    shown = seen >= smallest
    for column in range(seen.shape[1]):
        for _ in range(len(seen)):
            rest = total[column] - seen[shown[:, column], column].sum()
            if not 0 < rest < smallest or not shown[:, column].any():
                break
            least = np.where(shown[:, column], seen[:, column], np.iinfo(np.int64).max).argmin()
            shown[least, column] = False
    return np.asarray(shown)


def who_counts(votes: npt.NDArray[np.int8], label: Ints | None, smallest: int) -> npt.NDArray[np.bool_]:
    """Return who is counted among all beside the groups, so that all less the groups leaves nobody or enough people.

    Parameters
    ----------
    votes : ndarray of int8, shape (n, m)
    label : ndarray of int, shape (n,), optional
        The groups that are published, -1 for everybody else; None: no groups are.
    smallest : int

    Examples
    --------
    >>> votes = np.ones((7, 1), np.int8)
    >>> who_counts(votes, np.array([0, 0, 0, 0, 0, -1, -1]), 3).tolist()
    [True, True, True, True, True, False, False]
    """
    everybody = np.ones(len(votes), bool)
    if label is None or not (label >= 0).any():
        return everybody
    rest = (votes[label < 0] != UNSEEN).sum(axis=0)
    return np.asarray(label >= 0) if ((rest > 0) & (rest < smallest)).any() else everybody
