"""The compiled counts of pairs of sums that reach what is needed. Imported only where two floors or more bind."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["pairs_of_more", "pairs_of_two"]


@kernel
def pairs_of_two(first_needed: Any, rank_needed: Any, order: Any, first: Any, rank: Any, counts: Any, levels: int) -> Any:
    """Return, for each need, the counts of rows that reach it in both columns.

    Needs are taken by falling need in the first column (``order``), rows are sorted by rising first column; a binary indexed tree over the
    ranks of the second column holds what has come in.
    """
    tree = np.zeros(levels + 1, np.int64)
    found = np.zeros(len(order), np.int64)
    inside = np.int64(0)
    row = len(first) - 1
    for need in order:
        while row >= 0 and first[row] >= first_needed[need]:
            inside += counts[row]
            at = rank[row] + 1
            while at <= levels:
                tree[at] += counts[row]
                at += at & -at
            row -= 1
        below = np.int64(0)
        at = rank_needed[need]
        while at > 0:
            below += tree[at]
            at -= at & -at
        found[need] = inside - below
    return found


@kernel
def pairs_of_more(needed: Any, there: Any, counts: Any) -> Any:
    """Return, for each need, the counts of rows that reach it in every column; rows are sorted by rising first column."""
    found = np.zeros(len(needed), np.int64)
    columns = needed.shape[1]
    for need in range(len(needed)):
        for row in range(len(there) - 1, -1, -1):
            if there[row, 0] < needed[need, 0]:
                break
            enough = True
            for column in range(1, columns):
                if there[row, column] < needed[need, column]:
                    enough = False
                    break
            if enough:
                found[need] += counts[row]
    return found
