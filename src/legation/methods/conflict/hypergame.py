"""Hypergames: each side analyses the conflict that it perceives, with the options, feasible states and preferences that it sees.

A state of the real conflict is seen by a side through the options that it knows; an option that only it believes in is taken in no real
state. A state is an equilibrium of the hypergame where it is, as each side sees it, stable for that side in its own game (Wang, Hipel and
Fraser 1988, doi:10.1002/bs.3830330305, first level: nobody knows that the others see something else).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.options import OptionForm
from legation.methods.conflict.stability import DEFAULT, NOTIONS, Stability, read_notions, stability

__all__ = ["Hypergame", "hypergame"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hypergame:
    """What is stable in the eyes of each side, by real states.

    Attributes
    ----------
    sees : ndarray of int64, shape (n_decision_makers, n_states)
        The state of the side's own game as which it sees a real state; -1 where it thinks that this cannot be.
    stable : dict of str to ndarray of bool, shape (n_decision_makers, n_states)
        False where it thinks that the state cannot be: such a state surprises it.
    equilibria : dict of str to tuple of int
        Real states that are stable for each side in its own game, ascending.
    own : tuple of Stability
        The full result of each side's own game; its equilibria are what the side expects.
    """

    sees: npt.NDArray[np.int64]
    stable: dict[str, npt.NDArray[np.bool_]]
    equilibria: dict[str, tuple[int, ...]]
    own: tuple[Stability, ...]


def hypergame(real: GraphModel, views: Mapping[str, GraphModel], notions: Sequence[str] = DEFAULT) -> Hypergame:
    """Solve the games that the sides perceive.

    Parameters
    ----------
    real : GraphModel
        In option form: whose feasible states count.
    views : mapping of str to GraphModel
        By decision maker, the game that it perceives, in option form, with itself among the decision makers; who is left out sees the real
        game.

    Raises
    ------
    BadValue
        For a game in matrix form, an unknown decision maker, a view in which its side does not occur.

    Examples
    --------
    >>> real = GraphModel.from_options({"A": ["arm"], "B": ["strike"]}, payoffs={"A": [2, 3, 0, 1], "B": [3, 0, 2, 1]})
    >>> blind = GraphModel.from_options({"A": ["arm"]}, payoffs={"A": [1, 0]})
    >>> hypergame(real, {"A": blind}).equilibria["nash"], hypergame(real, {}).equilibria["nash"]
    ((0,), (3,))
    """
    unknown = [name for name in views if name not in real.decision_makers]
    if unknown:
        raise BadValue(f"views must be decision makers {' | '.join(real.decision_makers)} (got {unknown[0]!r}); correct the name")
    form = _form(real, "real")
    notions = read_notions(notions, NOTIONS)
    sees = np.empty((len(real.decision_makers), real.count), np.int64)
    stable = {notion: np.zeros(sees.shape, np.bool_) for notion in notions}
    solved: dict[int, Stability] = {}
    own = []
    for i, name in enumerate(real.decision_makers):
        view = views.get(name, real)
        side = view.number(name)
        sees[i] = _seen(form, _form(view, name))
        if id(view) not in solved:
            solved[id(view)] = stability(view, notions)
        own.append(solved[id(view)])
        there = sees[i] >= 0
        for notion in notions:
            stable[notion][i, there] = own[-1].stable[notion][side, sees[i, there]]
    equilibria = {notion: tuple(np.flatnonzero(rows.all(axis=0)).tolist()) for notion, rows in stable.items()}
    return Hypergame(sees=sees, stable=stable, equilibria=equilibria, own=tuple(own))


def _form(g: GraphModel, place: str) -> OptionForm:
    if g.options is None:
        raise BadValue(f"game of {place} must be a model in option form (got one of matrices); make the model by from_options")
    return g.options


def _seen(real: OptionForm, view: OptionForm) -> npt.NDArray[np.int64]:
    codes = np.zeros(len(real.codes), np.int64)
    for bit, name in enumerate(view.names):
        if name in real.names:
            codes |= (real.codes >> real.names.index(name) & 1) << bit
    by_code = np.argsort(view.codes)
    at = np.minimum(np.searchsorted(view.codes[by_code], codes), len(by_code) - 1)
    return np.where(view.codes[by_code[at]] == codes, by_code[at], -1)
