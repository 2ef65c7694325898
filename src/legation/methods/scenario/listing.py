"""Scenarios of several islands put together, in order and without listing more than is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from legation.methods.scenario.matrix import Ints

__all__ = ["joined"]


def joined(parts: Sequence[tuple[tuple[int, ...], Ints]], most: int) -> Ints:
    """Return the first scenarios of the product of islands in lexicographic order.

    Parameters
    ----------
    parts : sequence of (tuple of int, ndarray of int)
        Of each island its descriptors, ascending, and its scenarios, each once, in lexicographic order.
    most : int
        No more are returned.

    Examples
    --------
    >>> joined([((0, 2), np.array([[0, 1], [1, 0]])), ((1,), np.array([[5], [7]]))], 3).tolist()
    [[0, 5, 1], [0, 7, 1], [1, 5, 0]]
    """
    n = sum(len(descriptors) for descriptors, _ in parts)
    if not most or not all(len(rows) for _, rows in parts):
        return np.zeros((0, n), np.int64)
    where = {at: (part, column) for part, (descriptors, _) in enumerate(parts) for column, at in enumerate(descriptors)}
    trees = [_tree(rows) for _, rows in parts]
    found = np.zeros((1, n), np.int64)
    node = np.zeros((1, len(parts)), np.int64)
    ends = np.array([[float(len(rows)) for _, rows in parts]])
    for descriptor in range(n):
        part, column = where[descriptor]
        first, value, below = trees[part][column]
        start = first[node[:, part]]
        counts = first[node[:, part] + 1] - start
        row = np.repeat(np.arange(len(found)), counts)
        child = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + start[row]
        found, node, ends = found[row], node[row], ends[row]
        found[:, descriptor], node[:, part], ends[:, part] = value[child], child, below[child]
        # A beginning counts for as many scenarios as it ends in: those beyond the last that is asked for are let go.
        in_all = np.cumsum(np.exp(np.minimum(np.log(ends).sum(axis=1), np.log(2.0 * most))))
        enough = int(np.searchsorted(in_all, 1.001 * most + 1)) + 1
        found, node, ends = found[:enough], node[:enough], ends[:enough]
    return found[:most]


def _tree(rows: Ints) -> list[tuple[Ints, Ints, npt.NDArray[np.float64]]]:
    """Return for each column where the children of each beginning start, the value of each child, and how many rows begin so."""
    levels = []
    before = np.zeros(len(rows), np.int64)
    for column in range(rows.shape[1]):
        fresh = np.ones(len(rows), bool)
        fresh[1:] = (before[1:] != before[:-1]) | (rows[1:, column] != rows[:-1, column])
        parents = before[fresh]
        first = np.searchsorted(parents, np.arange(int(parents[-1]) + 2))
        before = np.cumsum(fresh) - 1
        levels.append((first.astype(np.int64), rows[fresh, column], np.bincount(before).astype(np.float64)))
    return levels
