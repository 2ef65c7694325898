"""How far scenarios lie apart: in how many descriptors they differ, which of these parts them best, and how to set them side by side."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.scenario.matrix import Ints

__all__ = ["LONGEST", "distances", "parting", "side_by_side"]

LONGEST = 120
"""More scenarios than this are left in the order given."""


def distances(scenarios: npt.ArrayLike) -> Ints:
    """Return in how many descriptors each two scenarios differ (Hamming distance).

    Parameters
    ----------
    scenarios : array_like of int, shape (k, n)
        The variant of each descriptor.

    Returns
    -------
    ndarray of int, shape (k, k)
        Symmetric, 0 to n.

    Raises
    ------
    BadValue
        For what is no table of variants.

    Examples
    --------
    >>> distances([[0, 0, 1], [0, 1, 1], [1, 1, 0]]).tolist()
    [[0, 1, 3], [1, 0, 2], [3, 2, 0]]
    """
    rows = _rows(scenarios)
    apart = np.zeros((len(rows), len(rows)), np.int64)
    for column in rows.T:
        apart += column[:, None] != column[None, :]
    return apart


def parting(scenarios: npt.ArrayLike) -> int | None:
    """Return the descriptor whose variants part the scenarios best: whoever knows which it takes knows most of the rest.

    Scenarios are grouped by its variant; what is least is the sum over the groups of the squared distances within them by their size,
    times the number of groups, since many small groups part anything. Of equals the first; None where all descriptors are the same in all.

    Parameters
    ----------
    scenarios : array_like of int, shape (k, n)

    Raises
    ------
    BadValue
        For what is no table of variants.

    Examples
    --------
    >>> parting([[0, 0, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]])
    0
    """
    rows = _rows(scenarios)
    squared = distances(rows) ** 2
    left: dict[int, float] = {}
    for at, column in enumerate(rows.T):
        groups = [np.flatnonzero(column == k) for k in np.unique(column)]
        if len(groups) > 1:
            within = sum(float(squared[np.ix_(group, group)].sum()) / len(group) for group in groups)
            left[at] = round(within * len(groups), 9)
    return min(left, key=lambda at: (left[at], at), default=None)


def side_by_side(scenarios: npt.ArrayLike) -> tuple[int, ...]:
    """Order scenarios for a tableau: neighbours share as many variants as can be had, so that cells merge.

    The order begins with the first in lexicographic order and goes on to the nearest that is left (ties: the first in lexicographic order);
    then any stretch is turned round for as long as that brings neighbours nearer. Good, not proven best; always the same. More than
    :data:`LONGEST` scenarios stay in lexicographic order.

    Parameters
    ----------
    scenarios : array_like of int, shape (k, n)

    Returns
    -------
    tuple of int
        Row numbers.

    Raises
    ------
    BadValue
        For what is no table of variants.

    Examples
    --------
    >>> side_by_side([[0, 0, 0], [0, 0, 1], [1, 1, 1], [0, 1, 1]])
    (0, 1, 3, 2)
    """
    rows = _rows(scenarios)
    first = np.lexsort(rows.T[::-1]).tolist() if rows.size else list(range(len(rows)))
    if not 2 < len(rows) <= LONGEST:
        return tuple(first)
    apart = distances(rows)
    order, left = [first[0]], first[1:]
    while left:
        nearest = min(left, key=lambda row: apart[order[-1], row])
        order.append(nearest)
        left.remove(nearest)
    return tuple(_turned(order, apart))


def _turned(order: list[int], apart: Ints) -> list[int]:
    """Turn stretches round while that shortens the way through all of them; the first stays where it is."""
    better = True
    while better:
        better = False
        for i in range(1, len(order) - 1):
            for j in range(i + 1, len(order)):
                before, after = order[i - 1], order[j + 1] if j + 1 < len(order) else None
                now = apart[before, order[i]] + (apart[order[j], after] if after is not None else 0)
                then = apart[before, order[j]] + (apart[order[i], after] if after is not None else 0)
                if then < now:
                    order[i : j + 1] = order[i : j + 1][::-1]
                    better = True
    return order


def _rows(scenarios: npt.ArrayLike) -> Ints:
    rows = np.asarray(scenarios)
    if rows.ndim != 2 or (rows.size and not np.issubdtype(rows.dtype, np.integer)):
        raise BadValue(f"scenarios must be one row of variant numbers each (got shape {rows.shape}); give those of consistent()")
    return rows.astype(np.int64)
