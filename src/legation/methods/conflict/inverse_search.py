"""The inverse problem under seq and sseq as a programme for CP-SAT.

The unknowns are the levels of the states in each ranking; "better" is a yes-or-no variable for each pair that matters, and a chain of the
others' improvements is a set of moves each of which stands on an earlier one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.methods.conflict.chains import chains
from legation.methods.conflict.model import GraphModel

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = ["Searched", "search"]


@dataclass(frozen=True, slots=True)
class Searched:
    """What the search came to.

    Attributes
    ----------
    possible : bool or None
        None: given up before anything was found.
    ranks : list of list of int
        By decision maker; empty where nothing was found.
    at_least : int
        So many pairs must change.
    """

    possible: bool | None
    ranks: list[list[int]]
    at_least: int


def search(g: GraphModel, state: int, notion: str, kept: Collection[int], effort: float) -> Searched:
    """Search the rankings nearest to those given under which a state is an equilibrium (seq, sseq)."""
    from ortools.sat.python import cp_model

    programme = _Programme(g, state, kept)
    for i in range(len(g.decision_makers)):
        programme.make_stable(i, notion)
    programme.prefer_what_is()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(programme.model)
    if status == cp_model.INFEASIBLE:
        return Searched(possible=False, ranks=[], at_least=0)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Searched(possible=None, ranks=[], at_least=0)
    bound = max(0, int(np.ceil(solver.best_objective_bound - 1e-6)))
    ranks = [[solver.value(level) for level in levels] for levels in programme.level]
    return Searched(possible=True, ranks=ranks, at_least=bound)


class _Programme:
    """The programme for one state."""

    __slots__ = ("_better", "_g", "_kept", "_ok", "_state", "level", "model")

    def __init__(self, g: GraphModel, state: int, kept: Collection[int]) -> None:
        from ortools.sat.python import cp_model

        self._g, self._state, self._kept = g, state, kept
        self.model = cp_model.CpModel()
        self.level: list[list[Any]] = []
        for i, rank in enumerate(g.network.rank.tolist()):
            free = i not in kept
            self.level.append([self.model.new_int_var(0, g.count - 1, "") if free else self.model.new_constant(r) for r in rank])
        self._better: dict[tuple[int, int, int], cp_model.IntVar] = {}
        self._ok: dict[tuple[int, int, bool], cp_model.IntVar] = {}

    def better(self, i: int, here: int, there: int) -> cp_model.IntVar:
        """Return whether a decision maker prefers ``there`` to ``here``."""
        key = (i, here, there)
        if key not in self._better:
            found = self.model.new_bool_var("")
            levels = self.level[i]
            self.model.add(levels[there] >= levels[here] + 1).only_enforce_if(found)
            self.model.add(levels[there] <= levels[here]).only_enforce_if(~found)
            self._better[key] = found
        return self._better[key]

    def make_stable(self, i: int, notion: str) -> None:
        """Demand that each improvement of a decision maker be answered."""
        names = [name for name in self._g.decision_makers if name != self._g.decision_makers[i]]
        for t in self._g.network.moves(i, self._state):
            improves = self.better(i, self._state, t)
            answers = self._answers(i, t, names, further=notion == "sseq")
            self.model.add_bool_or([~improves, *answers])

    def prefer_what_is(self) -> None:
        """Minimise the pairs whose order changes."""
        changed = []
        for i, rank in enumerate(self._g.network.rank.tolist()):
            if i in self._kept:
                continue
            for a in range(len(rank)):
                for b in range(a + 1, len(rank)):
                    if rank[a] != rank[b]:
                        low, high = (a, b) if rank[a] < rank[b] else (b, a)
                        changed.append(~self.better(i, low, high))
                    else:
                        changed += [self.better(i, a, b), self.better(i, b, a)]
        self.model.minimize(sum(changed))

    def _deters(self, i: int, y: int, *, further: bool) -> cp_model.IntVar:
        """Return a variable that may be true only where a state is no better, nor what the decision maker can then move to."""
        key = (i, y, further)
        if key not in self._ok:
            found = self.model.new_bool_var("")
            for z in (y, *(self._g.network.moves(i, y) if further else ())):
                if z != self._state:
                    self.model.add_implication(found, ~self.better(i, self._state, z))
            self._ok[key] = found
        return self._ok[key]

    def _answers(self, i: int, begin: int, names: list[str], *, further: bool) -> list[Any]:
        """Return variables, one of which is true only where a chain of the others' improvements leads to what deters."""
        g, model = self._g, self.model
        others = [g.number(name) for name in names]
        within = {begin, *chains(g, begin, names).reached}
        arcs = [(x, j, y) for j in others for x in within for y in g.network.moves(j, x)]
        last = {(y, j): model.new_bool_var("") for _, j, y in arcs}
        depth = {pair: model.new_int_var(1, len(last) + 1, "") for pair in last}
        into: dict[tuple[int, int], list[Any]] = {pair: [] for pair in last}
        for x, j, y in arcs:
            gain = self.better(j, x, y)
            if x == begin:
                first = model.new_bool_var("")
                model.add_implication(first, gain)
                into[y, j].append(first)
            for k in others:
                if k != j and (x, k) in last:
                    arc = model.new_bool_var("")
                    model.add_implication(arc, gain)
                    model.add_implication(arc, last[x, k])
                    model.add(depth[y, j] >= depth[x, k] + 1).only_enforce_if(arc)
                    into[y, j].append(arc)
        answers = []
        for (y, j), reached in last.items():
            model.add_bool_or([~reached, *into[y, j]])
            answer = model.new_bool_var("")
            model.add_implication(answer, reached)
            model.add_implication(answer, self._deters(i, y, further=further))
            answers.append(answer)
        return answers
