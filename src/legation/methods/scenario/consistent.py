"""Which scenarios are consistent: all of them, proven, island by island, or it is said that they may not be all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.scenario.balance import standing
from legation.methods.scenario.constraint import Constraint
from legation.methods.scenario.matrix import CrossImpactMatrix, Ints
from legation.methods.scenario.search import Search, learned
from legation.methods.scenario.system import Island, System, islands, system

__all__ = [
    "EFFORT",
    "MOST",
    "NODES",
    "SEARCHES",
    "Consistent",
    "consistent",
    "joined",
    "solved",
]


def joined(parts: Sequence[tuple[tuple[int, ...], Ints]], most: int) -> Ints:
    """Return the first scenarios of the product of islands in lexicographic order.

    Parameters
    ----------
    parts : sequence of (tuple of int, ndarray of int)
        Of each island its descriptors, ascending, and its scenarios, each once, in lexicographic order.
    most : int
        No more are returned.

    Examples
    --------
    >>> joined([((0, 2), np.array([[0, 1], [1, 0]])), ((1,), np.array([[5], [7]]))], 3).tolist()
    [[0, 5, 1], [0, 7, 1], [1, 5, 0]]
    """
    n = sum(len(descriptors) for descriptors, _ in parts)
    if not most or not all(len(rows) for _, rows in parts):
        return np.zeros((0, n), np.int64)
    where = {at: (part, column) for part, (descriptors, _) in enumerate(parts) for column, at in enumerate(descriptors)}
    trees = [_tree(rows) for _, rows in parts]
    found = np.zeros((1, n), np.int64)
    node = np.zeros((1, len(parts)), np.int64)
    ends = np.array([[float(len(rows)) for _, rows in parts]])
    for descriptor in range(n):
        part, column = where[descriptor]
        first, value, below = trees[part][column]
        start = first[node[:, part]]
        counts = first[node[:, part] + 1] - start
        row = np.repeat(np.arange(len(found)), counts)
        child = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts) + start[row]
        found, node, ends = found[row], node[row], ends[row]
        found[:, descriptor], node[:, part], ends[:, part] = value[child], child, below[child]
        # A beginning counts for as many scenarios as it ends in: those beyond the last that is asked for are let go.
        in_all = np.cumsum(np.exp(np.minimum(np.log(ends).sum(axis=1), np.log(2.0 * most))))
        enough = int(np.searchsorted(in_all, 1.001 * most + 1)) + 1
        found, node, ends = found[:enough], node[:enough], ends[:enough]
    return found[:most]


def _tree(rows: Ints) -> list[tuple[Ints, Ints, npt.NDArray[np.float64]]]:
    """Return for each column where the children of each beginning start, the value of each child, and how many rows begin so."""
    levels = []
    before = np.zeros(len(rows), np.int64)
    for column in range(rows.shape[1]):
        fresh = np.ones(len(rows), bool)
        fresh[1:] = (before[1:] != before[:-1]) | (rows[1:, column] != rows[:-1, column])
        parents = before[fresh]
        first = np.searchsorted(parents, np.arange(int(parents[-1]) + 2))
        before = np.cumsum(fresh) - 1
        levels.append((first.astype(np.int64), rows[fresh, column], np.bincount(before).astype(np.float64)))
    return levels


NODES = 20_000_000
"""Of propagation in one island: some seconds."""
EFFORT = 60.0
"""Of the search that learns in one island: about a minute at most."""
MOST = 100_000
"""Scenarios that are listed; more are counted."""
SEARCHES = ("auto", "propagation", "learning")
_FIRST = 1_000_000
"""Nodes after which learning pays, in islands that are not dense."""
_DENSE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistent:
    """Consistent scenarios and how sure it is that they are all.

    Attributes
    ----------
    scenarios : ndarray of int, shape (n_found, n)
        The variant of each descriptor, counting from 0, in lexicographic order.
    total_impact : ndarray of int, shape (n_found,)
        Sum of the scores of the scenario's variants.
    inconsistency_by_descriptor : ndarray of int, shape (n_found, n)
        How far each variant lies below the best of its descriptor; 0 where it is a best one. By the judgements as they stand.
    inconsistency : ndarray of int, shape (n_found,)
        The largest of these.
    complete : bool
        Whether ``scenarios`` holds every consistent scenario.
    count : int
        How many there are, listed or not, of any size; where ``counted`` is False, how many were found.
    counted : bool
        Whether ``count`` is exact.
    covered : float
        The least share of an island's search tree that was searched [0 to 1]; 1 where nothing is left.
    islands : tuple of tuple of int
        Descriptors that bear on each other and on no others.
    methods : tuple of str
        By island, ``propagation`` or ``learning``.
    nodes : int
        Of propagation, in all islands.
    tolerance : int
    """

    scenarios: Ints
    total_impact: Ints
    inconsistency: Ints
    inconsistency_by_descriptor: Ints
    complete: bool
    count: int
    counted: bool
    covered: float
    islands: tuple[tuple[int, ...], ...]
    methods: tuple[str, ...]
    nodes: int
    tolerance: int


@dataclass(frozen=True, slots=True)
class _Solved:
    rows: Ints
    count: int
    counted: bool
    covered: float
    method: str
    nodes: int


def consistent(
    m: CrossImpactMatrix,
    tolerance: int = 0,
    *,
    constraints: Iterable[Constraint] = (),
    most: int = MOST,
    nodes: int = NODES,
    effort: float = EFFORT,
    search: str = "auto",
    progress: Progress = silent,
) -> Consistent:
    """Find every scenario in which no descriptor would rather take another variant.

    The score of a variant is the sum of what the scenario's variants say on it; a scenario is consistent where each of its variants has a
    score not below that of any rival by more than ``tolerance``. The matrix is split into islands; each is searched by propagation of
    bounds, and, where that passes its budget, by a solver that learns from its dead ends (early where few descriptors bear on each other).
    Scenarios that break a constraint are left out; a variant that a constraint rules out is still a rival.

    Parameters
    ----------
    m : CrossImpactMatrix
    tolerance : int
        0 or more, in the unit of the judgements.
    constraints : iterable of Fix, Forbid, Imply
    most : int
        How many scenarios are listed at most, 0 or more; beyond it they are counted as far as the budget goes.
    nodes, effort
        What propagation and learning may spend on each island.
    search : {"auto", "propagation", "learning"}
        ``auto`` chooses as said above.
    progress : Progress

    Raises
    ------
    BadValue
        For a tolerance below 0, a budget that is none, a constraint that does not fit.

    Notes
    -----
    Consistency says that judgements support each other, not that a scenario is likely. Matrices of 30 and more descriptors in which most
    bear on each other may pass any budget: ``complete`` is then False.

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
    >>> found = consistent(m)
    >>> found.scenarios.tolist(), found.total_impact.tolist(), found.complete
    ([[0, 0], [1, 1]], [3, 3], True)
    """
    _check_budget(most, nodes, effort, search)
    if np.ndim(tolerance):
        raise BadValue(f"tolerance must be one whole number, 0 or more (got {tolerance!r}); give the same for all descriptors")
    s = system(m, tolerance, tuple(constraints))
    parts = [(island, _solve(island, most, nodes, effort, search, progress)) for island in islands(s)]
    rows, complete = _put_together(parts, most)
    by_descriptor, total = standing(m, rows)
    counts = [one.count for _, one in parts]
    return Consistent(
        scenarios=rows,
        total_impact=total,
        inconsistency=by_descriptor.max(axis=1),
        inconsistency_by_descriptor=by_descriptor,
        complete=complete,
        count=_product(counts),
        counted=_settled(parts),
        covered=min(one.covered for _, one in parts),
        islands=tuple(island.descriptors for island, _ in parts),
        methods=tuple(one.method for _, one in parts),
        nodes=sum(one.nodes for _, one in parts),
        tolerance=int(tolerance),
    )


def solved(s: System, *, most: int = MOST, nodes: int = NODES, effort: float = EFFORT, progress: Progress = silent) -> tuple[Ints, bool]:
    """Return the scenarios that a system admits, and whether they are all."""
    return _put_together([(island, _solve(island, most, nodes, effort, "auto", progress)) for island in islands(s)], most)


def _put_together(parts: list[tuple[Island, _Solved]], most: int) -> tuple[Ints, bool]:
    total = _product([one.count for _, one in parts])
    rows = joined([(island.descriptors, one.rows) for island, one in parts], most)
    return rows, _settled(parts) and total == len(rows)


def _settled(parts: list[tuple[Island, _Solved]]) -> bool:
    """Whether the number of all scenarios is known: an island that surely has none decides it."""
    return all(one.counted for _, one in parts) or any(one.counted and not one.count for _, one in parts)


def _solve(island: Island, most: int, nodes: int, effort: float, search: str, progress: Progress) -> _Solved:
    task = Search(island)
    boxes: list[npt.NDArray[np.int64]] = []
    found = 0
    first = 0 if search == "learning" else nodes if search == "propagation" or island.density >= _DENSE else min(nodes, _FIRST)
    learns = search != "propagation"
    for budget in (first, nodes):
        while not task.finished and task.nodes < budget and found <= most:
            boxes.append(task.step(budget))
            found += len(boxes[-1])
            progress(task.nodes, nodes)
        if task.finished or found > most:
            break
        if learns:
            learns = False
            rows, done = learned(island, effort=effort, most=most)
            if done:
                return _Solved(rows, len(rows), counted=True, covered=1.0, method="learning", nodes=task.nodes)
            if len(rows) > most:
                found = len(rows)
                boxes.append(np.left_shift(1, rows))
                break
            boxes.append(np.left_shift(1, rows))
    rows = _values(np.concatenate([*boxes, np.zeros((0, len(island.sizes)), np.int64)]))
    if found > most:
        return _count(island, rows[:most], nodes, progress)
    return _Solved(rows, len(rows), counted=task.finished, covered=task.covered, method="propagation", nodes=task.nodes)


def _count(island: Island, rows: Ints, nodes: int, progress: Progress) -> _Solved:
    """Count the scenarios of an island that has too many to list, whole boxes at a time."""
    task = Search(island, whole=True)
    count = 0
    while not task.finished and task.nodes < nodes:
        for box in task.step(nodes):
            count += _product([int(mask).bit_count() for mask in box])
        progress(task.nodes, nodes)
    return _Solved(rows, max(count, len(rows)), counted=task.finished, covered=task.covered, method="propagation", nodes=task.nodes)


def _values(masks: npt.NDArray[np.int64]) -> Ints:
    """Return the variant numbers of boxes of one scenario each, every scenario once, in lexicographic order."""
    return np.unique(np.log2(masks.astype(np.float64)).astype(np.int64), axis=0)


def _product(counts: Iterable[int]) -> int:
    product = 1
    for count in counts:
        product *= count
    return product


def _check_budget(most: int, nodes: int, effort: float, search: str) -> None:
    for name, value, least in (("most", most, 0), ("nodes", nodes, 1)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise BadValue(f"{name} must be a whole number, {least} or more (got {value!r}); leave it out for {MOST:,} and {NODES:,}")
    if isinstance(effort, bool) or not isinstance(effort, (int, float)) or not 0 < effort < float("inf"):
        raise BadValue(f"effort must be a number above 0 (got {effort!r}); leave it out for {EFFORT:g}")
    if search not in SEARCHES:
        raise BadValue(f"search must be {' | '.join(SEARCHES)} (got {search!r}); auto chooses")
