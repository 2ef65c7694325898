"""The compiled step of the challenge model; see :mod:`legation.methods.bargaining.challenge`."""

from __future__ import annotations

from typing import Any

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["favours"]


@kernel
def favours(at: Any, votes: Any, order: Any, shared: bool) -> Any:  # noqa: FBT001 - numba takes no keywords
    """Return the votes that each actor has against each other one, as a share of those of both where ``shared``, shape (n, n).

    A third party is nearer to the one or to the other by the middle between the two, which rises with the other. ``order`` sorts the actors
    by place.
    """
    n = len(at)
    place, upto, moment = at[order], np.zeros(n + 1), np.zeros(n + 1)
    for k in range(n):
        weight = votes[order[k]]
        upto[k + 1], moment[k + 1] = upto[k] + weight, moment[k] + weight * place[k]
    found = np.zeros((n, n))
    for p in range(n):
        own = found[order[p]]
        first, last = p, p + 1  # of those at the same place
        while first > 0 and place[first - 1] == place[p]:
            first -= 1
        while last < n and place[last] == place[p]:
            last += 1
        middle, below = last, last
        for q in range(last, n):
            if place[q] > place[q - 1]:
                below = q
            gap, half = place[q] - place[p], (place[p] + place[q]) / 2
            while place[middle] < half:
                middle += 1
            ours = gap * upto[last] + 2 * (half * (upto[middle] - upto[last]) - (moment[middle] - moment[last]))
            theirs = 2 * (moment[below] - moment[middle] - half * (upto[below] - upto[middle])) + gap * (upto[n] - upto[below])
            own[order[q]] = _part(ours, theirs, shared)
        middle, upon = first, first
        for q in range(first - 1, -1, -1):
            if place[q] < place[q + 1]:
                upon = q + 1
            gap, half = place[p] - place[q], (place[p] + place[q]) / 2
            while middle > 0 and place[middle - 1] >= half:
                middle -= 1
            ours = 2 * (moment[first] - moment[middle] - half * (upto[first] - upto[middle])) + gap * (upto[n] - upto[first])
            theirs = gap * upto[upon] + 2 * (half * (upto[middle] - upto[upon]) - (moment[middle] - moment[upon]))
            own[order[q]] = _part(ours, theirs, shared)
    return found


@kernel
def _part(ours: float, theirs: float, shared: bool) -> Any:  # noqa: FBT001 - numba takes no keywords
    if not shared:
        return max(ours, 0.0)
    return max(ours, 0.0) / (ours + theirs) if ours + theirs > 0 else 0.0
