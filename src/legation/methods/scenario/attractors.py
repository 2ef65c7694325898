"""Where succession ends: the attractors, fixed points and cycles, and how many scenarios lead to each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.scenario.cycles import Cycles, counted, product
from legation.methods.scenario.matrix import CrossImpactMatrix
from legation.methods.scenario.succession import checked_rule, dynamics, successor
from legation.methods.scenario.system import Island, islands, system
from legation.methods.share import share_interval

__all__ = ["LARGEST_COUNTED", "Attractors", "attractors"]

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
        The number of scenarios, or of drawn starts; the basins of all attractors add up to it, but for ``unsettled``.
    share, low, high : list of float
        Of each, basin by starts, and its 95 % interval (Wilson) where starts were drawn; the share itself where it is exact [0 to 1].
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
        return _drawn(m, rule, ties, most, draws, seed, progress)
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


def _drawn(m: CrossImpactMatrix, rule: str, ties: str, most: int, draws: int, seed: int, progress: Progress) -> Attractors:
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
    spans = [share_interval(hits, draws) for hits in basins]
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
