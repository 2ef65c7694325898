"""The compiled search for one best deal. Imported only where it is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["BEST", "SUM", "bounded", "descend"]

BEST, SUM = 0, 1
"""Places of the best value, and of its sum of utilities, in ``record``."""


@kernel
def descend(
    scores: Any, start: Any, size: Any, rest: Any, rest_mean: Any, rest_sum: Any, partial: Any, choice: Any, state: Any, record: Any,
    best: Any, floor: Any, unit: Any, low: Any, counted: Any, price: Any, product: bool, tolerance: float, nodes: int,  # noqa: FBT001 - compiled
) -> bool:  # fmt: skip
    """Go on with a search in depth for so many nodes; False where it is done.

    ``state`` holds the depth, ``choice`` the option now tried at each depth; ``record`` and ``best`` the best value, sum and package.
    """
    depth, issues, parties = state[0], len(size), scores.shape[1]
    bound_gains = np.empty(len(counted), np.float64)
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
        for at in range(len(counted)):
            party = counted[at]
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
