"""The inverse problem: which preferences would make a state one at which the conflict could settle.

Every answer is solved again by the forward method before it is given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.inverse_search import search
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.network import Ints
from legation.methods.conflict.stability import DEFAULT, stability

__all__ = ["Change", "Inverse", "preferences_for"]

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
    at, kept = g.state(state), {g.number(name) for name in keep}
    needed = _risen(g, at, _WEAKER.get(notion, notion), kept)
    if not needed:
        return Inverse(possible=False, model=None, changes=(), fewest=False, at_least=0)
    least = len(_changes(g, g.with_payoffs(needed), [at]))
    if notion not in _WEAKER:
        return _answer(g, at, notion, needed, [at], least)
    answers = []
    if g.count <= _SEARCHED:
        found = search(g, at, notion, kept, effort)
        least = max(least, found.at_least)
        if found.possible is False:
            return Inverse(possible=False, model=None, changes=(), fewest=False, at_least=0)
        if found.possible:
            answers.append(_answer(g, at, notion, found.ranks, range(g.count), least))
    if not answers or not answers[0].fewest:
        ranks = _risen(g, at, notion, kept)
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


def _risen(g: GraphModel, state: int, notion: str, kept: Collection[int]) -> list[Ints]:
    """Return the rankings in which the state stands as high as it must, and no higher; none where one that is kept is not stable so.

    A ranking never falls back, so that this ends: at the latest where everybody whose ranking is free likes nothing better.
    """
    ranks = list(g.network.rank)
    held = stability(g, [notion]).stable[notion][:, state]
    while not held.all():
        free = [i for i in np.flatnonzero(~held).tolist() if i not in kept]
        if not free:
            return []
        ranks[free[0]] = _raised(g, ranks, state, notion, free[0])
        held = stability(g.with_payoffs(ranks), [notion]).stable[notion][:, state]
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
