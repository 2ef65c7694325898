"""Cycles with their weights: of one island by counting, of several put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.progress import Progress
from legation.methods.scenario.matrix import Ints

__all__ = ["Cycle", "Cycles", "counted", "product"]

_STEP = 2_000_000
_AT_ONCE = 1000
"""Scenarios whose successors are found together."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle in the order of succession, and of each of its scenarios how many starts come to keep step with it."""

    scenarios: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]

    @property
    def basin(self) -> int:
        """How many starts end in the cycle."""
        return sum(self.weights)


@dataclass(frozen=True, slots=True)
class Cycles:
    """Of a set of descriptors the cycles with the largest basins, and of each length how many there are in all."""

    largest: tuple[Cycle, ...]
    lengths: dict[int, int]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.lengths.values())


def counted(judged: npt.NDArray[Any], offsets: Ints, rule: int, lowest: int, most: int, progress: Progress) -> Cycles:
    """Follow every scenario of an island; four bytes are held for each.

    Where the current variant is kept if it is a best one, all judgements are doubled and each variant speaks for itself by 1: it then wins
    a tie, and nothing else.
    """
    from legation.methods.scenario.succession_kernel import GLOBAL, label, successors, successors_at_once

    sizes = np.diff(offsets)
    total = int(np.prod(sizes))
    after = np.empty(total, np.int32)
    raised = judged if lowest else 2 * judged + np.eye(len(judged), dtype=judged.dtype)
    inner = _inner(raised, offsets)
    step = _STEP - _STEP % inner.shape[1]
    for begun in range(0, total, step):
        part = after[begun : begun + step]
        if rule == GLOBAL:
            successors_at_once(raised, offsets, begun, inner, part)
        else:
            successors(judged, offsets, rule, lowest, begun, part)
        progress(begun + len(part), total)
    node, length, weight = label(after)
    del after
    heads = np.flatnonzero(length > 0)
    basins = np.add.reduceat(weight, heads)
    kinds, number = np.unique(length[heads], return_counts=True)
    largest = []
    for at in np.argsort(-basins, kind="stable")[:most].tolist():
        span = slice(int(heads[at]), int(heads[at] + length[heads[at]]))
        rows = np.stack(np.unravel_index(node[span], sizes), axis=1)
        largest.append(Cycle(tuple(map(tuple, rows.tolist())), tuple(weight[span].tolist())))
    return Cycles(tuple(largest), dict(zip(kinds.tolist(), number.tolist(), strict=True)))


def _inner(judged: npt.NDArray[Any], offsets: Ints) -> npt.NDArray[Any]:
    """Return what each choice of the last descriptors says on every variant, shape (V, choices), the last descriptor counting fastest."""
    found = np.zeros((1, len(judged)), judged.dtype)
    for first, last in zip(offsets[-2::-1].tolist(), offsets[:0:-1].tolist(), strict=True):
        if len(found) * (last - first) > _AT_ONCE and len(found) > 1:
            break
        found = (judged[first:last, None, :] + found[None, :, :]).reshape(-1, len(judged))
    return np.ascontiguousarray(found.T)


def product(parts: Sequence[Cycles], most: int) -> Cycles:
    """Put islands together that move at the same time without bearing on each other.

    Cycles of lengths a and b run together as gcd(a, b) cycles of length lcm(a, b), which differ in how far one is ahead; a start keeps
    step with a scenario of the whole where its parts do with theirs.
    """
    largest: list[Cycle] = [Cycle(((),), (1,))]
    lengths = {1: 1}
    for part in parts:
        together = [
            Cycle(
                tuple(one.scenarios[t % a] + other.scenarios[(t + ahead) % b] for t in range(a * b // gcd(a, b))),
                tuple(one.weights[t % a] * other.weights[(t + ahead) % b] for t in range(a * b // gcd(a, b))),
            )
            for one in largest
            for other in part.largest
            for a, b in ((len(one.weights), len(other.weights)),)
            for ahead in range(gcd(a, b))
        ]
        largest = sorted(together, key=lambda cycle: -cycle.basin)[:most]
        joint: dict[int, int] = {}
        for a, many in lengths.items():
            for b, more in part.lengths.items():
                long = a * b // gcd(a, b)
                joint[long] = joint.get(long, 0) + many * more * gcd(a, b)
        lengths = joint
    return Cycles(tuple(largest), lengths)
