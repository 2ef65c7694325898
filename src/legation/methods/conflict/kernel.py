"""The compiled searches over a network of moves in which nobody moves twice in a row. Imported only where a model is solved.

Every notion asks one thing of an improvement x of the focal decision maker: how bad a state the others can lead to from there, by chains
in which nobody moves twice in a row. :func:`lowest` answers it for all x at once. States are taken by rising badness; what can be led to
the present one gets its value, and is never visited again for the same mover: each pair (state, mover) once, so the work is linear in
states times movers.

A mover reaches what stands in the cells that follow its own; once it has, no other state of the cell gives it more, so each pair (mover,
state) is reached once and the work is linear in them.
"""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel

__all__ = [
    "NEVER",
    "ceiling",
    "lowest",
    "meets",
    "reach",
    "reach_rows",
    "simultaneous",
    "worst_after",
]


NEVER = np.int32(2**31 - 1)
"""No chain leads anywhere."""
_ALL = -(2**15)


@kernel
def ceiling(rank, cell, start, end, after_at, after, order):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return the best rank that one decision maker has by staying or by one move."""
    top = np.full(start.size, -1, np.int32)
    value = np.empty(rank.size, np.int32)
    for s in range(rank.size):
        c = cell[s]
        if top[c] < 0:
            for at in range(after_at[c], after_at[c + 1]):
                d = after[at]
                best = rank[order[end[d] - 1]]
                if best > top[c]:
                    top[c] = best
        value[s] = max(rank[s], top[c])
    return value


@kernel
def lowest(value, movers, improving, left, rank, cell, order, start, end, before_at, before):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, C901
    """Return for each state the least value that chains of the movers lead to, of one move or more; NEVER where there is no move.

    ``improving``: each move must be an improvement for who makes it. In option form a state may also count as reached from itself, which
    changes no verdict: its own value is above what the focal decision maker left. ``left`` is how many states have a move to make, or more:
    when so many have their value, the rest is not searched.
    """
    n = value.size
    found = np.full(n, NEVER, np.int32)
    first = np.zeros(n, np.int16)  # 0: reached by nobody; k + 1: by mover k alone; -1: whoever moved to it, it is done
    pointer = start.copy()
    level = np.full(start.size, np.int32(-1), np.int32)
    stack = np.empty((2 * n + 2, 2), np.int32)
    for y in _by_value(value):
        if left <= 0:
            break
        if first[y] < 0:
            continue
        stack[0, 0] = y
        stack[0, 1] = _ALL if first[y] == 0 else -first[y]
        first[y] = -1
        height = 1
        while height:
            height -= 1
            x, code = stack[height, 0], stack[height, 1]
            for k in range(movers.size):
                if code != _ALL and (code == k if code >= 0 else code != -1 - k):
                    continue
                j = movers[k]
                c = cell[j, x]
                limit = rank[j, x] if improving else NEVER
                if limit <= level[c]:
                    continue
                level[c] = limit
                for at in range(before_at[c], before_at[c + 1]):
                    d = before[at]
                    p = pointer[d]
                    while p < end[d]:
                        w = order[j, p]
                        if rank[j, w] >= limit:
                            break
                        p += 1
                        if found[w] == NEVER:
                            found[w] = value[y]
                            left -= 1
                        if first[w] == 0:
                            first[w] = k + 1
                            stack[height, 0] = w
                            stack[height, 1] = k
                            height += 1
                        elif first[w] > 0 and first[w] != k + 1:
                            stack[height, 0] = w
                            stack[height, 1] = -first[w]
                            first[w] = -1
                            height += 1
                    pointer[d] = p
    return found


@kernel
def _by_value(value):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    count = np.zeros(value.max() + 2, np.int64)
    for v in value:
        count[v + 1] += 1
    count = np.cumsum(count)
    order = np.empty(value.size, np.int32)
    for s in range(value.size):
        order[count[value[s]]] = s
        count[value[s]] += 1
    return order


@kernel
def worst_after(answer, rank, cell, order, start, end, after_at, after):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return for each state the greatest answer among the improvements of one decision maker; -1 where it has none."""
    n = rank.size
    tail = np.empty(n, np.int32)
    seen = np.zeros(start.size, np.bool_)
    for s in range(n):
        c = cell[s]
        if not seen[c]:
            seen[c] = True
            most = np.int32(-1)
            for p in range(end[c] - 1, start[c] - 1, -1):
                most = max(most, answer[order[p]])
                tail[p] = most
    worst = np.full(n, np.int32(-1), np.int32)
    for s in range(n):
        c = cell[s]
        for at in range(after_at[c], after_at[c + 1]):
            d = after[at]
            low, high = start[d], end[d]
            while low < high:
                middle = (low + high) // 2
                if rank[order[middle]] > rank[s]:
                    high = middle
                else:
                    low = middle + 1
            if low < end[d]:
                worst[s] = max(worst[s], tail[low])
    return worst


@kernel
def simultaneous(i, others, own, codes, sorted_codes, at_code, rank, cell, order, start, end, after_at, after):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, C901
    """Return where a decision maker is stable because the others' improvements, made at the same time, spoil each of its own.

    ``own`` are the bits of each decision maker, ``sorted_codes`` the codes ascending and ``at_code`` their states.
    """
    n = codes.size
    stable = np.ones(n, np.bool_)
    width = others.size
    for s in range(n):
        lists = [np.empty(0, np.int64) for _ in range(width + 1)]
        for k in range(width + 1):
            j = others[k] if k < width else i
            c = cell[j, s]
            size = 1
            for at in range(after_at[c], after_at[c + 1]):
                size += end[after[at]] - start[after[at]]
            choice = np.empty(size, np.int64)
            choice[0] = codes[s] & own[j]
            count = 1
            for at in range(after_at[c], after_at[c + 1]):
                d = after[at]
                for p in range(end[d] - 1, start[d] - 1, -1):
                    t = order[j, p]
                    if rank[j, t] <= rank[j, s]:
                        break
                    choice[count] = codes[t] & own[j]
                    count += 1
            lists[k] = choice[:count]
        place = np.zeros(width, np.int64)
        for mine in lists[width][1:]:
            place[:] = 0
            spoilt = False
            while not spoilt:
                code = mine
                for k in range(width):
                    code |= lists[k][place[k]]
                at = np.searchsorted(sorted_codes, code)
                if at < n and sorted_codes[at] == code and rank[i, at_code[at]] <= rank[i, s]:
                    spoilt = True
                k = 0
                while k < width and place[k] == lists[k].size - 1:
                    place[k] = 0
                    k += 1
                if k == width:
                    break
                place[k] += 1
            if not spoilt:
                stable[s] = False
                break
    return stable


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
