"""A search in one island: domain propagation with a budget of nodes, then CP-SAT, which learns from its dead ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.scenario.matrix import Ints
from legation.methods.scenario.system import Island

__all__ = [
    "Search",
    "learned",
]


def learned(island: Island, *, effort: float, most: int, seed: int = 1) -> tuple[Ints, bool]:
    """Return the consistent scenarios of an island, shape (found, n), and whether they are all.

    Parameters
    ----------
    island : Island
    effort : float
        What the solver may spend, in its own measure of work, the same on every machine; about a second each on a usual one.
    most : int
        It stops beyond so many scenarios.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in range(island.offsets[-1])]
    for first, last in zip(island.offsets, island.offsets[1:], strict=False):
        model.add_exactly_one(takes[first:last])
    for c in range(island.offsets[-1]):
        if not island.alone[c]:
            model.add(takes[c] == 0)
        for pair in range(int(island.pair_start[c]), int(island.pair_start[c + 1])):
            bearing = np.flatnonzero(island.gain[:, pair]).tolist()
            total = cp_model.LinearExpr.weighted_sum([takes[a] for a in bearing], [int(island.gain[a, pair]) for a in bearing])
            model.add(total >= int(island.floor[pair])).only_enforce_if(takes[c])
        for other in np.flatnonzero(~island.together[c, c:]).tolist():
            model.add_bool_or(~takes[c], ~takes[c + other])

    class Gather(cp_model.CpSolverSolutionCallback):
        def __init__(self) -> None:
            super().__init__()
            self.found: list[list[int]] = []

        def on_solution_callback(self) -> None:
            chosen = [a for a, take in enumerate(takes) if self.boolean_value(take)]
            self.found.append([a - first for a, first in zip(chosen, island.offsets, strict=False)])
            if len(self.found) > most:
                self.stop_search()

    gather = Gather()
    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model, gather)
    done = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE) and len(gather.found) <= most
    found = np.array(gather.found, np.int64).reshape(-1, len(island.sizes))
    return np.unique(found, axis=0), done


_TABLED = 8
"""Up to so many variants, what each set of them adds at most is laid out before the search."""
_STEP = 100_000
"""Nodes between two looks at whether to go on."""
_ROOM = 4096


@dataclass(slots=True)
class Search:
    """Where a search stands. Boxes of solutions are rows of masks, bit k for variant k, one mask for each descriptor of the island.

    Attributes
    ----------
    island : Island
    whole : bool
        Whether a part of the tree that is consistent throughout is returned as one box.
    nodes : int
        So far.
    finished : bool
        Whether everything was searched.
    """

    island: Island
    whole: bool = False
    nodes: int = 0
    finished: bool = False
    _state: dict[str, Any] = field(default_factory=dict)
    _fixed: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from legation.methods.scenario.search_kernel import settle

        one = self.island
        n = len(one.sizes)
        masks = [(1 << size) - 1 for size in one.sizes]
        most = int(np.abs(one.gain).max(initial=0)) * max(n, 1) + int(np.abs(one.floor).max(initial=0))
        kind = np.int32 if most < 2**30 else np.int64
        self._fixed = _fixed(one, kind)
        dom, applied = np.zeros((n + 2, n), np.int64), np.array(masks, np.int64)
        dom[0] = [
            int(sum(1 << k for k in range(size) if one.alone[first + k])) for first, size in zip(one.offsets, one.sizes, strict=False)
        ]
        bound = np.zeros((n + 2, len(one.floor)), kind)
        for first, size in zip(one.offsets, one.sizes, strict=False):
            bound[0] += one.gain[first : first + size].max(axis=0).astype(kind)
        dirty = np.ones(n, bool)
        fixed = {name: values for name, values in self._fixed.items() if not name.startswith("swing")}
        self.finished = bool((dom[0] == 0).any()) or not settle(dom[0], bound[0], applied, dirty, **fixed)
        where = np.array([0, 0], np.int64)
        branch, left = np.zeros(n + 2, np.int64), np.zeros(n + 2, np.int64)
        branch[0] = self._widest(dom[0])
        left[0] = dom[0, branch[0]]
        self._state = {"dom": dom, "bound": bound, "branch": branch, "left": left, "where": where, "dirty": dirty}

    @property
    def covered(self) -> float:
        """The share of the tree that was searched, each variant at a branch counting for as much as the next [0 to 1]."""
        if self.finished:
            return 1.0
        state, rest, weight = self._state, 0.0, 1.0
        for depth in range(int(state["where"][0]) + 1):
            total = int(state["dom"][depth, state["branch"][depth]]).bit_count()
            rest += weight * int(state["left"][depth]).bit_count() / total
            weight /= total
        return 1.0 - rest

    def _widest(self, dom: Ints) -> int:
        """Return the descriptor that the first branch is on."""
        start, swing = self._fixed["swing_start"].tolist(), self._fixed["swing"]
        spans = [swing[at + mask] if at >= 0 else len(swing) for at, mask in zip(start, dom.tolist(), strict=True)]
        worth = [(span + 1) / mask.bit_count() ** 2 if mask & (mask - 1) else -1.0 for span, mask in zip(spans, dom.tolist(), strict=True)]
        return int(np.argmax(worth))

    def step(self, budget: int) -> npt.NDArray[np.int64]:
        """Search on, for at most so many nodes in all; return new boxes, shape (found, n)."""
        from legation.methods.scenario.search_kernel import search

        if self.finished or self.nodes >= budget:
            return np.zeros((0, len(self.island.sizes)), np.int64)
        out = np.zeros((_ROOM, len(self.island.sizes)), np.int64)
        found = search(**self._state, nodes=min(_STEP, budget - self.nodes), whole=int(self.whole), out=out, **self._fixed)
        self.nodes = int(self._state["where"][1])
        self.finished = bool(self._state["where"][0] < 0)
        return out[:found]


def _fixed(one: Island, kind: type[np.signedinteger[Any]]) -> dict[str, Any]:
    """Return the arrays of the island that no search changes, in the form of the kernel."""
    n = len(one.sizes)
    gain = one.gain.astype(kind)
    reach, feeds, bars = [], [], []
    table: list[npt.NDArray[Any]] = []
    swing: list[npt.NDArray[Any]] = []
    table_start, swing_start, bar_first = np.full(n, -1, np.int64), np.full(n, -1, np.int64), []
    bar_mask: list[int] = []
    filled = spanned = 0
    owner = np.repeat(np.arange(n), np.array(one.sizes) * (np.array(one.sizes) - 1))
    for u, size in enumerate(one.sizes):
        rows = gain[one.offsets[u] : one.offsets[u + 1]]
        near = np.flatnonzero((rows != 0).any(axis=0))
        reach.append(near)
        feeds.append(np.unique(owner[near]))
        if size <= _TABLED:
            laid, span = _laid_out(rows[:, near])
            table_start[u], swing_start[u] = filled, spanned
            table.append(laid.ravel())
            swing.append(span)
            filled, spanned = filled + laid.size, spanned + len(span)
        barred = []
        for j in range(n):
            block = one.together[one.offsets[u] : one.offsets[u + 1], one.offsets[j] : one.offsets[j + 1]]
            if j != u and not block.all():
                barred.append(j)
                bar_first.append(len(bar_mask))
                bar_mask.extend(int(sum(1 << k for k in np.flatnonzero(row).tolist())) for row in block)
        bars.append(np.array(barred, np.int64))
    return {
        "sizes": np.array(one.sizes, np.int64),
        "offsets": np.array(one.offsets, np.int64),
        "pair_start": one.pair_start,
        "gain": gain,
        "floor": one.floor.astype(kind),
        "reach_start": _starts(reach),
        "reach": _joined(reach),
        "table_start": table_start,
        "table": np.concatenate([*table, np.zeros(0, kind)]).astype(kind),
        "feeds_start": _starts(feeds),
        "feeds": _joined(feeds),
        "bar_start": _starts(bars),
        "bar_to": _joined(bars),
        "bar_first": np.array(bar_first, np.int64),
        "bar_mask": np.array(bar_mask, np.int64),
        "swing_start": swing_start,
        "swing": np.concatenate([*swing, np.zeros(0)]),
    }


def _laid_out(rows: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.float64]]:
    """Return for each set of variants the most that one of them adds to each pair, and how much the choice among them bears in all."""
    size, wide = rows.shape
    most = np.zeros((1 << size, wide), rows.dtype)
    least = np.zeros((1 << size, wide), rows.dtype)
    for mask in range(1, 1 << size):
        last = mask.bit_length() - 1
        rest = mask ^ (1 << last)
        most[mask] = np.maximum(most[rest], rows[last]) if rest else rows[last]
        least[mask] = np.minimum(least[rest], rows[last]) if rest else rows[last]
    return most, (most - least).sum(axis=1).astype(np.float64)


def _starts(lists: list[Ints]) -> Ints:
    return np.cumsum([0, *map(len, lists)]).astype(np.int64)


def _joined(lists: list[Ints]) -> Ints:
    return np.concatenate([*lists, np.zeros(0, np.int64)]).astype(np.int64)
