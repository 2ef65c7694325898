"""Who can reach whom: the shortest warm paths over ties between actors, all of them counted.

The search is Dijkstra's on whole-number costs. It is written here because what a reader needs is every shortest path and their exact
number: the routines of scipy keep one path to each node, and counts in floating point are neither exact nor large enough.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from legation.errors import BadValue

__all__ = ["Reach", "reach"]

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """All shortest paths from one actor.

    Attributes
    ----------
    origin : int
        Where the paths begin.
    cost : ndarray of int, shape (n_actors,)
        Cost of the shortest path [as the ties' costs]; 0 for the origin, -1 where there is no path.
    count : tuple of int
        How many different shortest paths there are, exactly; 1 for the origin, 0 where there is none.
    before : tuple of tuple of int
        For each actor, who stands before it on a shortest path, ascending: who could introduce us.
    """

    origin: int
    cost: IntArray
    count: tuple[int, ...]
    before: tuple[tuple[int, ...], ...]

    def paths(self, target: int, most: int = 10) -> tuple[tuple[int, ...], ...]:
        """Return up to ``most`` shortest paths to an actor, origin and target included, in the order of the actors' numbers.

        Examples
        --------
        >>> reach(4, [0, 0, 1, 2], [1, 2, 3, 3], origin=0).paths(3)
        ((0, 1, 3), (0, 2, 3))
        """
        if self.cost[target] < 0 or most < 1:
            return ()
        after: dict[int, list[int]] = {}
        waiting, seen = [target], {target}
        while waiting:
            node = waiting.pop()
            for earlier in self.before[node]:
                after.setdefault(earlier, []).append(node)
                if earlier not in seen:
                    seen.add(earlier)
                    waiting.append(earlier)
        found = []
        for path in _walk(self.origin, target, {node: sorted(later) for node, later in after.items()}):
            found.append(path)
            if len(found) == most:
                break
        return tuple(found)


def reach(n_actors: int, source: ArrayLike, target: ArrayLike, cost: ArrayLike | None = None, *, origin: int) -> Reach:
    """Say whom an actor reaches, at what cost, on how many shortest paths, and through whom.

    Parameters
    ----------
    n_actors : int
    source, target : array_like of int, shape (n_ties,)
        A tie can be used from source to target; one that serves both ways is given twice. Numbers from 0 to n_actors - 1.
    cost : array_like of int, shape (n_ties,), or None
        1 or more: the colder the tie, the more; None: 1 each, so that the cost of a path is its steps. Of several ties between the same
        two actors the cheapest counts, once.
    origin : int
        From whom.

    Returns
    -------
    Reach

    Raises
    ------
    BadValue
        Arrays of unequal length, an actor that is not there, a cost below 1.

    Notes
    -----
    A path is a sequence of actors. Limits: a tie on record says that a word could be passed on, not that it would be; a path that nobody
    recorded is not found.

    References
    ----------
    Dijkstra (1959), doi:10.1007/BF01386390; counting as in Brandes (2001), doi:10.1080/0022250X.2001.9990249.

    Examples
    --------
    >>> found = reach(4, [0, 0, 1, 2], [1, 2, 3, 3], [1, 1, 1, 2], origin=0)
    >>> found.cost.tolist(), found.count, found.before[3]
    ([0, 1, 1, 2], (1, 1, 1, 1), (1,))
    """
    ties = _cheapest(n_actors, source, target, cost)
    if not 0 <= origin < n_actors:
        raise BadValue(f"origin must be 0 to {n_actors - 1} (got {origin}); name an actor of the list")
    best: dict[int, int] = {origin: 0}
    count = [0] * n_actors
    count[origin] = 1
    before: list[list[int]] = [[] for _ in range(n_actors)]
    done: set[int] = set()
    waiting = [(0, origin)]
    while waiting:
        spent, node = heapq.heappop(waiting)
        if node in done:
            continue
        done.add(node)
        for other, price in ties.get(node, {}).items():
            through = spent + price
            if through < best.get(other, through + 1):
                best[other], count[other], before[other] = through, count[node], [node]
                heapq.heappush(waiting, (through, other))
            elif through == best[other]:
                count[other] += count[node]
                before[other].append(node)
    return Reach(
        origin=origin,
        cost=np.array([best.get(i, -1) for i in range(n_actors)], np.int64),
        count=tuple(count),
        before=tuple(tuple(sorted(nodes)) for nodes in before),
    )


def _cheapest(n_actors: int, source: ArrayLike, target: ArrayLike, cost: ArrayLike | None) -> dict[int, dict[int, int]]:
    """Return, for each actor, whom it reaches in one step and the least cost of it; a tie of an actor with itself leads nowhere."""
    starts, ends = _whole(source, "source"), _whole(target, "target")
    prices = np.ones(len(starts), np.int64) if cost is None else _whole(cost, "cost")
    if not len(starts) == len(ends) == len(prices):
        raise BadValue(f"source, target, cost must be one length (got {len(starts)}, {len(ends)}, {len(prices)}); one entry a tie")
    for name, values in (("source", starts), ("target", ends)):
        if values.size and not (values.min() >= 0 and values.max() < n_actors):
            raise BadValue(f"{name} must be 0 to {n_actors - 1} (got {values.min()} to {values.max()}); number the actors from 0")
    if prices.size and prices.min() < 1:
        raise BadValue(f"cost must be a whole number of at least 1 (got {prices.min()}); every step costs something")
    ties: dict[int, dict[int, int]] = {}
    for start, end, price in zip(starts.tolist(), ends.tolist(), prices.tolist(), strict=True):
        if start != end:
            there = ties.setdefault(start, {})
            there[end] = min(price, there.get(end, price))
    return ties


def _whole(values: ArrayLike, name: str) -> IntArray:
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        raise BadValue(f"{name} must be a list of whole numbers (got {array.dtype} with {array.ndim} dimension(s)); give one a tie")
    return array.astype(np.int64)


def _walk(origin: int, target: int, after: dict[int, list[int]]) -> Iterator[tuple[int, ...]]:
    """Yield the paths through ``after`` one by one, smallest numbers first, without recursion."""
    path = [origin]
    choices: list[Iterator[int]] = [iter(after.get(origin, ()))]
    if origin == target:
        yield (origin,)
        return
    while choices:
        node = next(choices[-1], None)
        if node is None:
            choices.pop()
            path.pop()
        elif node == target:
            yield (*path, node)
        else:
            path.append(node)
            choices.append(iter(after.get(node, ())))
