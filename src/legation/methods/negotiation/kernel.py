"""The compiled searches of the family: frontiers, one best deal, packages that clear several floors. Imported only when they run.

Points are rows of whole numbers, sorted by falling first number, then second, and so on: what dominates a point then stands before it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = [
    "BEST",
    "LIMB",
    "SUM",
    "bounded",
    "descend",
    "extend",
    "pairs_of_more",
    "pairs_of_two",
    "undominated",
]


LIMB = 62
"""Counts are numbers of as many limbs of so many bits as packages need."""


@kernel
def extend(points: Any, keys: Any, counts: Any, shifts: Any, digits: Any, limit: int) -> Any:
    """Return the frontier of all sums of a point and a shift; past ``limit`` points an empty one.

    Parameters
    ----------
    points : int64, shape (k, n)
    keys : int64, shape (k, w)
        The smallest package with each point, as digits of a number of mixed radix in ``w`` words.
    counts : int64, shape (k, w)
        How many packages have each point, in limbs, the lowest first.
    shifts, digits : int64, shapes (o, n), (o, w)
        What an option adds to a point, and to a key.
    """
    k, n = points.shape
    o, words = digits.shape
    total = k * o
    sums = np.empty((total, n), np.int64)
    for j in range(o):
        for i in range(k):
            for party in range(n):
                sums[j * k + i, party] = points[i, party] + shifts[j, party]
    order = _merged(sums, k)
    frontier = undominated(sums, order, limit)
    found = len(frontier)
    new_points = np.empty((found, n), np.int64)
    new_keys = np.empty((found, words), np.int64)
    new_counts = np.zeros((found, words), np.int64)
    for row in range(found):
        at = frontier[row]
        first = order[at]
        new_points[row] = sums[first]
        new_keys[row] = keys[first % k] + digits[first // k]
        while at < total and _same(sums, order[at], first):
            i, j = order[at] % k, order[at] // k
            carry = np.int64(0)
            less = 0
            for word in range(words):
                here = new_counts[row, word] + counts[i, word] + carry
                carry = here >> LIMB
                new_counts[row, word] = here & ((np.int64(1) << LIMB) - 1)
                key = keys[i, word] + digits[j, word]
                if less == 0 and key != new_keys[row, word]:
                    less = -1 if key < new_keys[row, word] else 1
            if less < 0:
                new_keys[row] = keys[i] + digits[j]
            at += 1
    return new_points, new_keys, new_counts


@kernel
def _before(rows: Any, a: int, b: int) -> bool:
    for party in range(rows.shape[1]):
        if rows[a, party] != rows[b, party]:
            return bool(rows[a, party] > rows[b, party])
    return a < b


@kernel
def _same(rows: Any, a: int, b: int) -> bool:
    for party in range(rows.shape[1]):  # noqa: SIM110 - compiled, a loop is faster than a generator
        if rows[a, party] != rows[b, party]:
            return False
    return True


@kernel
def _merged(rows: Any, run: int) -> Any:
    """Return the order of rows that come in sorted runs of one length."""
    total = rows.shape[0]
    order, other = np.arange(total), np.empty(total, np.int64)
    while run < total:
        for start in range(0, total, 2 * run):
            a, middle, end = start, min(start + run, total), min(start + 2 * run, total)
            b = middle
            for at in range(start, end):
                if a < middle and (b >= end or _before(rows, order[a], order[b])):
                    other[at] = order[a]
                    a += 1
                else:
                    other[at] = order[b]
                    b += 1
        order, other = other, order
        run *= 2
    return order


@kernel
def undominated(rows: Any, order: Any, limit: int) -> Any:
    """Return the places in the order of rows that no row dominates, the first of equal ones; past ``limit`` none."""
    total, n = rows.shape
    frontier = np.empty(min(total, limit) + 1, np.int64)
    second, third = np.empty(min(total, limit) + 2, np.int64), np.empty(min(total, limit) + 2, np.int64)
    nearest = np.empty((min(total, limit) + 1, n), np.int64)
    found = height = 0
    for at in range(total):
        row = order[at]
        if at and _same(rows, row, order[at - 1]):
            continue
        if n == 1:
            new = found == 0
        elif n == 2:
            new = found == 0 or rows[row, 1] > rows[order[frontier[found - 1]], 1]
        elif n == 3:
            height, new = _rising(second, third, height, rows[row, 1], rows[row, 2])
        else:
            new = not _dominated(rows, row, nearest, found)
            if new:
                nearest[found] = rows[row]
        if new:
            if found == limit:
                return frontier[:0]
            frontier[found] = at
            found += 1
    return frontier[:found]


@kernel
def _rising(second: Any, third: Any, height: int, y: int, z: int) -> Any:
    """Enter a pair in a staircase, falling in ``second`` and rising in ``third``, unless a step is nowhere below it; and whether it was."""
    low, high = 0, height
    while low < high:
        middle = (low + high) // 2
        if second[middle] >= y:
            low = middle + 1
        else:
            high = middle
    if low and third[low - 1] >= z:
        return height, False
    start = low - 1 if low and second[low - 1] == y else low
    end = low
    while end < height and third[end] <= z:
        end += 1
    step = 1 - (end - start)
    if step > 0:
        for place in range(height - 1, end - 1, -1):
            second[place + step], third[place + step] = second[place], third[place]
    elif step < 0:
        for place in range(end, height):
            second[place + step], third[place + step] = second[place], third[place]
    second[start], third[start] = y, z
    return height + step, True


@kernel
def _dominated(rows: Any, row: int, frontier: Any, count: int) -> bool:
    """Whether one of the first ``count`` kept points has no number below the row's; one that has moves towards the front."""
    n = rows.shape[1]
    for i in range(count):
        worse = False
        for party in range(n - 1, 0, -1):
            if frontier[i, party] < rows[row, party]:
                worse = True
                break
        if not worse:
            j = i // 2
            for party in range(n):
                frontier[i, party], frontier[j, party] = frontier[j, party], frontier[i, party]
            return True
    return False


BEST, SUM = 0, 1
"""Places of the best value, and of its sum of utilities, in ``record``."""


@kernel
def descend(
    scores: Any, start: Any, size: Any, rest: Any, rest_mean: Any, rest_sum: Any, partial: Any, choice: Any, state: Any, record: Any,
    best: Any, floor: Any, unit: Any, low: Any, weighted: Any, price: Any, product: bool, tolerance: float, nodes: int,  # noqa: FBT001 - compiled
) -> bool:  # fmt: skip
    """Go on with a search in depth for so many nodes; False where it is done.

    ``state`` holds the depth, ``choice`` the option now tried at each depth; ``record`` and ``best`` the best value, sum and package.
    """
    depth, issues, parties = state[0], len(size), scores.shape[1]
    bound_gains = np.empty(len(weighted), np.float64)
    for _ in range(nodes):
        choice[depth] += 1
        if choice[depth] == size[depth]:
            choice[depth] = -1
            depth -= 1
            if depth < 0:
                state[0] = 0
                return False
            continue
        row = start[depth] + choice[depth]
        possible = True
        total = 0.0
        for party in range(parties):
            partial[depth + 1, party] = partial[depth, party] + scores[row, party]
            total += partial[depth + 1, party]
            if partial[depth + 1, party] + rest[depth + 1, party] < floor[party]:
                possible = False
        if not possible:
            continue
        mean = rest_mean[depth + 1]
        for at in range(len(weighted)):
            party = weighted[at]
            bound_gains[at] = (partial[depth + 1, party] + rest[depth + 1, party] - low[party]) * unit[party]
            mean += price[at] * (partial[depth + 1, party] - low[party]) * unit[party]
        bound = bounded(bound_gains, mean, price, product)
        if bound < record[BEST] - tolerance or (bound <= record[BEST] + tolerance and total + rest_sum[depth + 1] <= record[SUM] + 1e-9):
            continue
        if depth + 1 == issues:
            record[BEST] = max(bound, record[BEST])
            record[SUM] = total
            best[:] = choice
        else:
            depth += 1
    state[0] = depth
    return True


@kernel
def bounded(gains: Any, mean: float, price: Any, product: bool) -> float:  # noqa: FBT001 - compiled
    """Return what the product, or the smallest, of gains is at most, given the most that each can be, and their sum by prices can be.

    By the inequality of the means: the product of n gains is at most the n-th power of the mean of gains times prices, over the product of
    prices; the smallest gain is at most their mean with prices as weights that sum to 1.
    """
    n = len(gains)
    if n == 0:
        return 0.0
    result = 1.0 if product else np.inf
    prices = 1.0
    for party in range(n):
        gain = max(gains[party], 0.0)
        result = result * gain if product else min(result, gain)
        prices *= price[party]
    return min(result, (max(mean, 0.0) / n) ** n / prices if product else max(mean, 0.0))


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
