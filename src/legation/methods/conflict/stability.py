"""Which states are stable for whom and why, and at which the conflict could settle.

For a decision maker i and a state s, with R+ its improvements and N - i the others:

======  =================================================================================================================
nash    there is no improvement
gmr     for every improvement x the others can get, by any moves, to a state that is no better for i than s
seq     the same, by moves that are improvements for who makes them
smr     as gmr, and from that state i has no move either to what is better than s
sseq    as seq, and from that state i has no move either to what is better than s
sim     for every improvement x, improvements of the others, made from s at the same time as x, give no better state for i than s
======  =================================================================================================================

The others move in chains in which nobody moves twice in a row (A, B, A is allowed). All notions but nash and sim are one question: let v
be the rank of a state for i (gmr, seq), or the best rank that i has by staying or by one move from it (smr, sseq); let m(x) be the least v
that chains from x lead to; s is stable if and only if m(x) <= rank(s) for every improvement x.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.conflict.chains import Step, chains
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.network import Ints
from legation.methods.conflict.options import OptionForm
from legation.methods.progress import Progress, silent

__all__ = [
    "DEFAULT",
    "NOTIONS",
    "Answered",
    "Reason",
    "Stability",
    "best_by_one_move",
    "is_equilibrium",
    "read_notions",
    "sanctions",
    "stability",
    "why",
    "worst_answer",
]


DEFAULT = ("nash", "gmr", "smr", "seq", "sseq")
NOTIONS = (*DEFAULT, "sim")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stability:
    """What was found, by notion.

    Attributes
    ----------
    notions : tuple of str
    stable : dict of str to ndarray of bool, shape (n_decision_makers, n_states)
    equilibria : dict of str to tuple of int
        The states that are stable for every decision maker, ascending, from 0.
    """

    notions: tuple[str, ...]
    stable: dict[str, npt.NDArray[np.bool_]]
    equilibria: dict[str, tuple[int, ...]]


def stability(g: GraphModel, notions: Sequence[str] = DEFAULT, *, progress: Progress = silent) -> Stability:
    """Find the states that are stable under each notion.

    Exact. Work and memory grow with states times decision makers; the first call on a machine also compiles.

    Parameters
    ----------
    g : GraphModel
    notions : sequence of str
        Of :data:`NOTIONS`; ``sim`` needs a model in option form, and time by the product of the others' improvements.
    progress : callable
        Decision makers done, and in all.

    Raises
    ------
    BadValue
        For another notion, and ``sim`` in matrix form.

    References
    ----------
    Nash, J. F. (1950), doi:10.1073/pnas.36.1.48. Howard, N. (1971), Paradoxes of Rationality, MIT Press (gmr, smr). Fraser, N. M. and
    Hipel, K. W. (1979), doi:10.1109/TSMC.1979.4310131 (seq, sim). Rego, L. C. and Vieira, G. I. A. (2017), Symmetric sequential
    stability in the graph model for conflict resolution with multiple decision makers, doi:10.1007/s10726-016-9520-8 (sseq).

    Examples
    --------
    >>> prisoners = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> found = stability(prisoners)
    >>> found.equilibria["nash"], found.equilibria["seq"], found.stable["seq"][0].tolist()
    ((3,), (0, 3), [True, True, False, True])
    """
    chosen = read_notions(notions, NOTIONS)
    if "sim" in chosen and g.options is None:
        raise BadValue("notions must be sim for a model in option form (got one of matrices); make the model by from_options")
    chains = [notion for notion in chosen if notion not in ("nash", "sim")]
    stable = {notion: np.ones((len(g.decision_makers), g.count), np.bool_) for notion in chosen}
    tops = best_by_one_move(g)
    for i, best in enumerate(tops):
        progress(i, len(tops))
        if "nash" in chosen:
            stable["nash"][i] = best <= g.network.rank[i]
        for notion in chains:
            value = best if notion in ("smr", "sseq") else g.network.rank[i]
            stable[notion][i] = worst_answer(g, i, sanctions(g, i, value, tops, improving=notion in ("seq", "sseq"))) <= g.network.rank[i]
        if "sim" in chosen and g.options:
            stable["sim"][i] = _simultaneous(g, g.options, i)
    progress(len(tops), len(tops))
    equilibria = {notion: tuple(np.flatnonzero(rows.all(axis=0)).tolist()) for notion, rows in stable.items()}
    return Stability(notions=chosen, stable=stable, equilibria=equilibria)


def is_equilibrium(g: GraphModel, state: int, notion: str) -> bool:
    """Whether a state is stable for every decision maker under a notion of :data:`NOTIONS`.

    Says what :func:`stability` says of one state, and looks no further than the first decision maker who would leave it.

    Raises
    ------
    BadValue
        As :func:`stability`.

    Examples
    --------
    >>> prisoners = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> [is_equilibrium(prisoners, state, "seq") for state in range(prisoners.count)]
    [True, False, False, True]
    """
    if notion == "sim":
        return bool(stability(g, [notion]).stable[notion][:, state].all())
    read_notions(notion, NOTIONS)
    rank = g.network.rank
    tops = best_by_one_move(g)
    improvers = [i for i, best in enumerate(tops) if best[state] > rank[i, state]]  # whoever has no improvement stays, under every notion
    if notion == "nash":
        return not improvers
    improving = notion in ("seq", "sseq")
    for i in improvers:
        value = tops[i] if notion in ("smr", "sseq") else rank[i]
        if worst_answer(g, i, sanctions(g, i, value, tops, improving=improving))[state] > rank[i, state]:
            return False
    return True


def sanctions(g: GraphModel, i: int, value: Ints, tops: Sequence[Ints], *, improving: bool) -> Ints:
    """Return the least value that the others' chains lead to from each state; ``tops`` is what :func:`best_by_one_move` gives."""
    from legation.methods.conflict import kernel

    others = [j for j in range(len(g.decision_makers)) if j != i]
    form = g.options
    if form and form.whole and not improving and set(form.direction) == {"both"}:
        return _axis_minimum(value, [k for k, owner in enumerate(form.owner) if owner != i])
    net = g.network
    to_move = np.zeros(g.count, np.bool_) if improving else np.ones(g.count, np.bool_)
    for j in others if improving else ():
        to_move |= tops[j] > net.rank[j]
    movers, left = np.array(others, np.int64), int(to_move.sum())
    found: Ints = kernel.lowest(
        value, movers, improving, left, net.rank, net.cell, net.order, net.start, net.end, net.before_at, net.before
    )
    return found


def _axis_minimum(value: Ints, bits: list[int]) -> Ints:
    """Return the least value over all settings of some bits: what the others' chains lead to where all can be done and undone."""
    least = value.copy()
    for k in bits:
        pairs = least.reshape(-1, 2, 1 << k)
        pairs[:] = pairs.min(axis=1, keepdims=True)
    return least


def best_by_one_move(g: GraphModel) -> list[Ints]:
    """Return for each decision maker the best rank that it has at each state by staying or by one move."""
    from legation.methods.conflict import kernel

    net = g.network
    return [
        kernel.ceiling(net.rank[i], net.cell[i], net.start, net.end, net.after_at, net.after, net.order[i])
        for i in range(len(g.decision_makers))
    ]


def worst_answer(g: GraphModel, i: int, answer: Ints) -> Ints:
    """Return for each state the greatest answer among the improvements of a decision maker; -1 where it has none."""
    from legation.methods.conflict import kernel

    net = g.network
    found: Ints = kernel.worst_after(answer, net.rank[i], net.cell[i], net.order[i], net.start, net.end, net.after_at, net.after)
    return found


def _simultaneous(g: GraphModel, form: OptionForm, i: int) -> npt.NDArray[np.bool_]:
    from legation.methods.conflict import kernel

    net = g.network
    own = np.array([form.own(j) for j in range(len(g.decision_makers))], np.int64)
    others = np.array([j for j in range(len(own)) if j != i], np.int64)
    by_code = np.argsort(form.codes)
    found: npt.NDArray[np.bool_] = kernel.simultaneous(
        i, others, own, form.codes, form.codes[by_code], by_code, net.rank, net.cell, net.order, net.start, net.end, net.after_at, net.after
    )
    return found


def read_notions(notions: Sequence[str], among: Sequence[str] = DEFAULT) -> tuple[str, ...]:
    """Return the notions that are asked for, each once; one may be given as a text."""
    chosen = (notions,) if isinstance(notions, str) else tuple(notions)
    wrong = [notion for notion in chosen if notion not in among]
    if wrong or not chosen:
        raise BadValue(f"notions must be {' | '.join(among)} (got {wrong[0] if wrong else 'none'!r}); choose among them")
    return tuple(dict.fromkeys(chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """An improvement and the sanction that answers it.

    Attributes
    ----------
    improvement : int
        The state that the decision maker can move to and prefers.
    sanction : int or None
        A state, no better for the decision maker than the one it left, that the others lead to; None where nothing answers.
    chain : tuple of Step
        How the others get there from the improvement, in the fewest moves; under ``sim`` their moves at the same time, from the state.
    """

    improvement: int
    sanction: int | None
    chain: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a state is stable or not.

    Attributes
    ----------
    decision_maker : str
    state : int
    notion : str
    stable : bool
    improvements : tuple of Answered
        By falling preference, then by number; empty where there is no improvement. The state is stable where each has a sanction.
    """

    decision_maker: str
    state: int
    notion: str
    stable: bool
    improvements: tuple[Answered, ...]

    @property
    def open(self) -> tuple[Answered, ...]:
        """The improvements that nothing answers: the reasons why the state is not stable."""
        return tuple(one for one in self.improvements if one.sanction is None)


def why(g: GraphModel, result: Stability, decision_maker: str, state: int | str, notion: str) -> Reason:
    """Say why a state is stable for a decision maker under a notion, or is not.

    Parameters
    ----------
    result : Stability
        What :func:`~legation.methods.conflict.stability.stability` gave for the model, with the notion among its notions.

    Raises
    ------
    BadValue
        For an unknown decision maker, state or notion.

    Examples
    --------
    >>> from legation.methods.conflict.stability import stability
    >>> g = GraphModel.from_options({"A": ["confess"], "B": ["tell"]}, payoffs={"A": [3, 4, 1, 2], "B": [3, 1, 4, 2]})
    >>> found = why(g, stability(g), "A", "00", "seq")
    >>> found.stable, [(one.improvement, one.sanction, one.chain) for one in found.improvements]
    (True, [(1, 3, (Step(decision_maker='B', before=1, after=3),))])
    """
    i, at = g.number(decision_maker), g.state(state)
    if notion not in result.notions:
        raise BadValue(f"notion must be {' | '.join(result.notions)} (got {notion!r}); solve the model for it first")
    rank = g.network.rank[i]
    better = sorted(g.network.moves(i, at, better=True), key=lambda t: (-int(rank[t]), t))
    if notion == "nash":
        answers = [Answered(improvement=t, sanction=None, chain=()) for t in better]
    elif notion == "sim" and g.options:
        answers = [_at_once(g, g.options, i, at, t) for t in better]
    else:
        answers = _led_to(g, i, at, better, notion)
    return Reason(
        decision_maker=decision_maker, state=at, notion=notion, stable=bool(result.stable[notion][i, at]), improvements=tuple(answers)
    )


def _led_to(g: GraphModel, i: int, at: int, better: list[int], notion: str) -> list[Answered]:
    rank = g.network.rank[i]
    value = best_by_one_move(g)[i] if notion in ("smr", "sseq") else rank
    others = [name for name in g.decision_makers if name != g.decision_makers[i]]
    found = []
    for t in better:
        led = chains(g, t, others, improving=notion in ("seq", "sseq"))
        bad = [y for y in led.reached if value[y] <= rank[at]]
        sanction = min(bad, key=lambda y: (int(led.earliest[y]), int(rank[y]), y), default=None)
        found.append(Answered(improvement=t, sanction=sanction, chain=() if sanction is None else led.path(sanction)))
    return found


def _at_once(g: GraphModel, form: OptionForm, i: int, at: int, improvement: int) -> Answered:
    others = [j for j in range(len(g.decision_makers)) if j != i]
    lists = [[at, *g.network.moves(j, at, better=True)] for j in others]
    for choice in itertools.product(*lists):
        code = int(form.codes[improvement]) & form.own(i)
        for j, t in zip(others, choice, strict=True):
            code |= int(form.codes[t]) & form.own(j)
        found = form.at(code)
        if found is not None and g.network.rank[i][found] <= g.network.rank[i][at]:
            chain = tuple(Step(g.decision_makers[j], at, t) for j, t in zip(others, choice, strict=True) if t != at)
            return Answered(improvement=improvement, sanction=found, chain=chain)
    return Answered(improvement=improvement, sanction=None, chain=())
