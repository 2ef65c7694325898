"""The inverse problem: which preferences would make a state one at which the conflict could settle; seq and sseq by CP-SAT.

Every answer is solved again by the forward method before it is given.

The unknowns are the levels of the states in each ranking; "better" is a yes-or-no variable for each pair that matters, and a chain of the
others' improvements is a set of moves each of which stands on an earlier one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.chains import chains
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.network import Ints
from legation.methods.conflict.stability import DEFAULT, stability

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = [
    "Change",
    "Inverse",
    "Searched",
    "preferences_for",
    "search",
]


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

    __slots__ = ("_better", "_fixed", "_g", "_ok", "_state", "level", "model")

    def __init__(self, g: GraphModel, state: int, fixed: Collection[int]) -> None:
        from ortools.sat.python import cp_model

        self._g, self._state, self._fixed = g, state, fixed
        self.model = cp_model.CpModel()
        self.level: list[list[Any]] = []
        for i, rank in enumerate(g.network.rank.tolist()):
            free = i not in fixed
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
            if i in self._fixed:
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


_SEARCHED = 128
_WEAKER = {"seq": "gmr", "sseq": "smr"}
"""What holds wherever the notion holds, and depends on nobody else's preferences."""


@dataclass(frozen=True, slots=True)
class Change:
    """A pair of states whose order is another one than it was.

    Attributes
    ----------
    decision_maker : str
    first, second : int
        States, the lower number first.
    before, after : {-1, 0, 1}
        1: the first is preferred; 0: equals; -1: the second is preferred.
    """

    decision_maker: str
    first: int
    second: int
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """Preferences that make a state an equilibrium.

    Attributes
    ----------
    possible : bool or None
        False: proven that there are none; None: the search was given up before it found any.
    model : GraphModel or None
        The conflict with the preferences found.
    changes : tuple of Change
        What differs from the preferences given, by decision maker and pair.
    fewest : bool
        Whether it is proven that no answer changes fewer pairs: always under nash, gmr and smr.
    at_least : int
        So many pairs must change in any answer.
    """

    possible: bool | None
    model: GraphModel | None
    changes: tuple[Change, ...]
    fewest: bool
    at_least: int


def preferences_for(g: GraphModel, state: int | str, notion: str, *, keep: Collection[str] = (), effort: float = 20.0) -> Inverse:
    """Find the preferences nearest to those given with which a state is an equilibrium.

    Parameters
    ----------
    g : GraphModel
    state : int or str
    notion : {"nash", "gmr", "smr", "seq", "sseq"}
    keep : collection of str
        Decision makers whose preferences stay as they are.
    effort : float
        Under seq and sseq: bound of the search in the solver's deterministic time, above 0 (about seconds): the same input gives the same
        answer.

    Raises
    ------
    BadValue
        For an unknown state, notion or decision maker, and ``effort`` of 0 or less.

    Notes
    -----
    Under nash, gmr and smr only what a decision maker prefers to the state matters to its own verdict, so each is answered alone: the state
    rises in its ranking until it is tied with the best state that must not be better. Each state on the way is in a pair that any answer
    changes, so none changes fewer. Under seq and sseq the others' rankings matter too. Up to 128 states the answer is searched; where there
    are more, or the search proves nothing in its time, the state rises likewise until all holds, and the better answer is given. Then
    ``at_least`` is what gmr (smr) needs, without which there is no seq (sseq).

    References
    ----------
    Kinsara, R. A., Kilgour, D. M. and Hipel, K. W. (2015), Inverse approach to the graph model for conflict resolution, IEEE Transactions
    on Systems, Man, and Cybernetics: Systems 45(5), doi:10.1109/TSMC.2014.2376473. There by tables.

    Examples
    --------
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> found = preferences_for(g, "00", "nash")
    >>> found.possible, found.fewest, [(c.decision_maker, c.first, c.second, c.before, c.after) for c in found.changes]
    (True, True, [('A', 0, 1, -1, 0), ('B', 0, 2, -1, 0)])
    >>> preferences_for(g, "00", "nash", keep=["A"]).possible
    False
    """
    if notion not in DEFAULT:
        raise BadValue(f"notion must be {' | '.join(DEFAULT)} (got {notion!r}); choose one")
    if not effort > 0:
        raise BadValue(f"effort must be a number above 0 (got {effort!r}); say how long to search")
    at, fixed = g.state(state), {g.number(name) for name in keep}
    needed = _risen(g, at, _WEAKER.get(notion, notion), fixed)
    if not needed:
        return Inverse(possible=False, model=None, changes=(), fewest=False, at_least=0)
    least = len(_changes(g, g.with_payoffs(needed), [at]))
    if notion not in _WEAKER:
        return _answer(g, at, notion, needed, [at], least)
    answers = []
    if g.count <= _SEARCHED:
        found = search(g, at, notion, fixed, effort)
        least = max(least, found.at_least)
        if found.possible is False:
            return Inverse(possible=False, model=None, changes=(), fewest=False, at_least=0)
        if found.possible:
            answers.append(_answer(g, at, notion, found.ranks, range(g.count), least))
    if not answers or not answers[0].fewest:
        ranks = _risen(g, at, notion, fixed)
        if ranks:
            answers.append(_answer(g, at, notion, ranks, [at], least))
    if not answers:
        return Inverse(possible=None, model=None, changes=(), fewest=False, at_least=0)
    return min(answers, key=lambda answer: len(answer.changes))


def _answer(g: GraphModel, state: int, notion: str, ranks: Sequence[npt.ArrayLike], moved: Iterable[int], at_least: int) -> Inverse:
    """Return the answer of some rankings in which some states moved, solved again."""
    found = g.with_payoffs(ranks)
    if state not in stability(found, [notion]).equilibria[notion]:
        raise AssertionError((state, notion, ranks))
    changes = _changes(g, found, moved)
    return Inverse(possible=True, model=found, changes=changes, fewest=at_least == len(changes), at_least=at_least)


def _risen(g: GraphModel, state: int, notion: str, fixed: Collection[int]) -> list[Ints]:
    """Return the rankings in which the state stands as high as it must, and no higher; none where one that is kept is not stable so.

    A ranking never falls back, so that this ends: at the latest where everybody whose ranking is free likes nothing better.
    """
    ranks = list(g.network.rank)
    holds = stability(g, [notion]).stable[notion][:, state]
    while not holds.all():
        free = [i for i in np.flatnonzero(~holds).tolist() if i not in fixed]
        if not free:
            return []
        ranks[free[0]] = _raised(g, ranks, state, notion, free[0])
        holds = stability(g.with_payoffs(ranks), [notion]).stable[notion][:, state]
    return ranks


def _raised(g: GraphModel, ranks: list[Ints], state: int, notion: str, i: int) -> Ints:
    """Return the ranking of a decision maker with the state tied with the lowest level above it at which it is stable."""
    levels = np.unique(ranks[i][ranks[i] > ranks[i][state]])
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high) // 2
        if _stable_at(g, ranks, state, notion, i, levels[middle]):
            high = middle
        else:
            low = middle + 1
    rank = ranks[i].copy()
    rank[state] = levels[high]
    return rank


def _stable_at(g: GraphModel, ranks: list[Ints], state: int, notion: str, i: int, level: int) -> bool:
    rank = ranks[i].copy()
    rank[state] = level
    tried = g.with_payoffs([rank if j == i else other for j, other in enumerate(ranks)])
    return bool(stability(tried, [notion]).stable[notion][i, state])


def _changes(g: GraphModel, found: GraphModel, moved: Iterable[int]) -> tuple[Change, ...]:
    """Return the pairs of a state that moved whose order is another, by decision maker and pair."""
    changes = set()
    for i in range(len(g.decision_makers)):
        old, new = g.network.rank[i], found.network.rank[i]
        for a in moved:
            before, after = np.sign(old - old[a]), np.sign(new - new[a])
            for b in np.flatnonzero(before != after).tolist():
                way = 1 if b < a else -1
                changes.add((i, min(a, b), max(a, b), way * int(before[b]), way * int(after[b])))
    return tuple(Change(g.decision_makers[i], *rest) for i, *rest in sorted(changes))
