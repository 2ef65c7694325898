"""Where succession ends: the attractors, fixed points and cycles, and how many scenarios lead to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints
from legation.methods.scenario.succession import checked_rule, dynamics, successor
from legation.methods.scenario.system import Island, islands, system
from legation.methods.share import TEST, share_interval

__all__ = [
    "LARGEST_COUNTED",
    "Attractors",
    "Cycle",
    "Cycles",
    "attractors",
    "counted",
    "product",
]


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


LARGEST_COUNTED = 100_000_000
"""Scenarios of one island that are followed one by one, with four bytes for each."""
_PATIENCE, _LEAST_PATIENCE, _STEPS = 100_000, 1_000, 3_000_000
"""Steps after which a walk that has not come round is given up, where few are drawn and where many are; and of all walks together."""
_AT_A_TIME = 100
_LONGEST = 1_000_000
"""Scenarios on cycles that are put together; beyond them starts are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attractors:
    """Where all scenarios lead under one rule of succession.

    Attributes
    ----------
    cycles : list of tuple of tuple of int
        Scenarios in the order of succession, each cycle from its smallest; a fixed point is a cycle of one. By falling basin, then
        lexicographic.
    basins : list of int
        Of each, how many of the ``starts`` end in it.
    exact : bool
        Whether every scenario was a start; else ``draws`` starts were drawn.
    complete : bool
        Whether all attractors are listed; never sure where starts were drawn.
    count : int
        Attractors in all, listed or not; where ``exact`` is False, those that were met.
    starts : int
        The number of scenarios, or of drawn starts; the basins of all attractors add up to it, except for ``unsettled``.
    share, low, high : list of float
        Of each, basin by starts, and its interval (Wilson, of 95 % unless another level was asked for)
        where starts were drawn; the share itself where it is exact [0 to 1].
    unsettled : int
        Drawn starts that came to no end within 100,000 steps.
    rule, ties : str
    """

    cycles: list[tuple[tuple[int, ...], ...]]
    basins: list[int]
    exact: bool
    complete: bool
    count: int
    starts: int
    share: list[float]
    low: list[float]
    high: list[float]
    unsettled: int
    rule: str
    ties: str


def attractors(
    m: CrossImpactMatrix,
    rule: str = "global",
    ties: str = "keep",
    *,
    largest: int = LARGEST_COUNTED,
    most: int = 100_000,
    draws: int = 10_000,
    seed: int = 0,
    level: float = TEST,
    progress: Progress = silent,
) -> Attractors:
    """Follow every scenario to where succession leads it.

    Parameters
    ----------
    m : CrossImpactMatrix
    rule : {"global", "incremental", "sequential"}
        At each step all descriptors take their best variant; or only the one with the largest inconsistency, the first of equals; or one
        after the other in the order of the matrix, a whole sweep being one step.
    ties : {"keep", "lowest"}
        Whether a descriptor keeps its variant where that is a best one. Under the incremental rule one that moves has none to keep.
    largest : int
        Islands of more scenarios are not followed whole: starts are drawn.
    most : int
        Attractors that are listed, 1 or more.
    draws, seed : int
        Of starts, where they are drawn.
    level : float
        Of the intervals of basins, where starts are drawn, above 0 and below 1.
    progress : Progress

    Raises
    ------
    BadValue
        For an unknown rule or tie rule and numbers out of range.

    Notes
    -----
    A basin is a property of the rule, not a likelihood: compare rules. Islands are put together where that is right: under the incremental
    rule only if none of them has a cycle, for one that never rests can keep the others from moving.

    References
    ----------
    Weimer-Jehle, W. (2006), doi:10.1016/j.techfore.2005.06.005.

    Examples
    --------
    >>> m = CrossImpactMatrix(
    ...     descriptors=["talks", "trust"],
    ...     variants=[["open", "shut"], ["high", "low"]],
    ...     judgements=[[0, 0, 2, -2], [0, 0, -1, 1], [1, -1, 0, 0], [-2, 2, 0, 0]],
    ... )
    >>> found = attractors(m)
    >>> found.cycles, found.basins
    ([((0, 1), (1, 0)), ((0, 0),), ((1, 1),)], [2, 1, 1])
    """
    number = checked_rule(rule, ties)
    for name, value, least, bound in (("largest", largest, 1, 2**31 - 2), ("most", most, 1, 10**7), ("draws", draws, 1, 10**8)):
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= bound:
            raise BadValue(f"{name} must be {least} to {bound:,} (got {value!r}); leave it out for the usual number")
    parts = islands(system(m, 0))
    found = _exact(m, parts, number, int(ties == "lowest"), largest, most, progress)
    if found is None:
        return _random_starts(m, rule, ties, most, draws, seed, level, progress)
    cycles, order = found
    turned = [(cycle.basin, _from_smallest(tuple(tuple(z[at] for at in order) for z in cycle.scenarios))) for cycle in cycles.largest]
    turned.sort(key=lambda one: (-one[0], one[1]))
    basins = [basin for basin, _ in turned]
    share = [basin / m.n_scenarios for basin in basins]
    return Attractors(
        cycles=[cycle for _, cycle in turned],
        basins=basins,
        exact=True,
        complete=len(turned) == cycles.count,
        count=cycles.count,
        starts=m.n_scenarios,
        share=share,
        low=share,
        high=share,
        unsettled=0,
        rule=rule,
        ties=ties,
    )


def _exact(
    m: CrossImpactMatrix,
    parts: list[Island],
    rule: int,
    lowest: int,
    largest: int,
    most: int,
    progress: Progress,
) -> tuple[Cycles, list[int]] | None:
    """Return the cycles and where each descriptor stands in their scenarios; None where there are too many scenarios to follow."""
    if max(_n_scenarios(part) for part in parts) > largest:
        return None
    found = [counted(*dynamics(m, part), rule, lowest, most, progress) for part in parts]
    if len(parts) > 1 and rule == 1 and any(set(one.lengths) != {1} for one in found):
        if m.n_scenarios > largest:
            return None
        return counted(*dynamics(m), rule, lowest, most, progress), list(range(len(m.sizes)))
    longest = 1
    for one in found:
        longest *= max(one.lengths)
    if longest > _LONGEST:
        return None
    placed = [descriptor for part in parts for descriptor in part.descriptors]
    return product(found, most), [placed.index(at) for at in range(len(placed))]


def _random_starts(
    m: CrossImpactMatrix, rule: str, ties: str, most: int, draws: int, seed: int, level: float, progress: Progress
) -> Attractors:
    from legation.methods.scenario.succession_kernel import walks

    judged, offsets = dynamics(m)
    rng = np.random.default_rng(seed)
    met: Counter[tuple[tuple[int, ...], int]] = Counter()
    unsettled = 0
    patience = min(_PATIENCE, max(_LEAST_PATIENCE, _STEPS // draws))
    for done in range(0, draws, _AT_A_TIME):
        starts = rng.integers(0, np.array(m.sizes), (min(_AT_A_TIME, draws - done), len(m.sizes)))
        ends, lengths = np.zeros_like(starts), np.zeros(len(starts), np.int64)
        walks(starts, judged, offsets, checked_rule(rule, ties), int(ties == "lowest"), patience, ends, lengths)
        settled = lengths > 0
        unsettled += int((~settled).sum())
        met.update((tuple(end), length) for end, length in zip(ends[settled].tolist(), lengths[settled].tolist(), strict=True))
        progress(done + len(starts), draws)
    ranked = sorted(met.items(), key=lambda one: (-one[1], one[0]))[:most]
    cycles = []
    for (first, length), _ in ranked:
        cycle = [first]
        for _ in range(length - 1):
            cycle.append(successor(m, cycle[-1], rule, ties))
        cycles.append(tuple(cycle))
    basins = [hits for _, hits in ranked]
    spans = [share_interval(hits, draws, level) for hits in basins]
    return Attractors(
        cycles=cycles,
        basins=basins,
        exact=False,
        complete=False,
        count=len(met),
        starts=draws,
        share=[hits / draws for hits in basins],
        low=[low for low, _ in spans],
        high=[high for _, high in spans],
        unsettled=unsettled,
        rule=rule,
        ties=ties,
    )


def _n_scenarios(part: Island) -> int:
    total = 1
    for size in part.sizes:
        total *= size
    return total


def _from_smallest(cycle: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    at = cycle.index(min(cycle))
    return cycle[at:] + cycle[:at]
