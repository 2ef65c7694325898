"""The search that learns from its dead ends (CP-SAT), for islands in which propagation alone passes its budget."""

from __future__ import annotations

import numpy as np

from legation.methods.scenario.matrix import Ints
from legation.methods.scenario.system import Island

__all__ = ["learned"]


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
