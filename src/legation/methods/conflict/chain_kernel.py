"""The compiled search for chains of moves in which nobody moves twice in a row. Imported only where a model is solved.

A mover reaches what stands in the cells that follow its own; once it has, no other state of the cell gives it more, so each pair (mover,
state) is reached once and the work is linear in them.
"""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["meets", "reach", "reach_rows"]

_WITHOUT_END = 2**31 - 1


@kernel
def reach(begin, movers, improving, most, rank, cell, order, start, end, after_at, after):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Search chains from a state by breadth.

    Returns the step at which each pair (mover, state) is first reached, -1 for never, and the pair (mover * n + state) it comes from, -1
    for the beginning; at most ``most`` steps.
    """
    n = rank.shape[1]
    step = np.full((movers.size, n), np.int32(-1), np.int32)
    parent = np.full((movers.size, n), np.int64(-1), np.int64)
    done = end.copy()  # of each cell, what stands from here on is reached by its mover
    hole = np.full(start.size, np.int32(-1), np.int32)  # but this state, from which the mover itself came
    queue = np.empty(movers.size * n + 1, np.int64)
    queue[0] = -1
    head, tail = 0, 1
    while head < tail:
        now = queue[head]
        head += 1
        x = begin if now < 0 else now % n
        last = -1 if now < 0 else now // n
        depth = 0 if now < 0 else step[last, x]
        if depth >= most:
            break
        for k in range(movers.size):
            if k == last:
                continue
            j = movers[k]
            c = cell[j, x]
            for at in range(after_at[c], after_at[c + 1]):
                d = after[at]
                t = hole[d]
                if t >= 0 and t != x:
                    hole[d] = -1
                    if step[k, t] < 0:
                        step[k, t] = depth + 1
                        parent[k, t] = now
                        queue[tail] = k * n + t
                        tail += 1
                p = done[d]
                while p > start[d]:
                    t = order[j, p - 1]
                    if improving and rank[j, t] <= rank[j, x]:
                        break
                    p -= 1
                    if t == x:
                        hole[d] = t
                    elif step[k, t] < 0:
                        step[k, t] = depth + 1
                        parent[k, t] = now
                        queue[tail] = k * n + t
                        tail += 1
                done[d] = p
    return step, parent


@kernel
def reach_rows(movers, improving, rank, cell, order, start, end, after_at, after):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return for each state which states the chains of the movers lead to."""
    n = rank.shape[1]
    rows = np.zeros((n, n), np.bool_)
    for s in range(n):
        step, _ = reach(s, movers, improving, _WITHOUT_END, rank, cell, order, start, end, after_at, after)
        for k in range(movers.size):
            rows[s] |= step[k] >= 0
    return rows


@kernel
def meets(one, other):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return whether the set in a row of the one has a member in the set in a row of the other; sets are bits of words."""
    found = np.zeros((one.shape[0], other.shape[0]), np.bool_)
    for r in range(one.shape[0]):
        for c in range(other.shape[0]):
            for w in range(one.shape[1]):
                if one[r, w] & other[c, w]:
                    found[r, c] = True
                    break
    return found
