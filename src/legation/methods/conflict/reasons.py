"""Why a state is stable for a decision maker, or is not: each improvement, and what answers it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.conflict.chains import Step, chains
from legation.methods.conflict.model import GraphModel
from legation.methods.conflict.options import OptionForm
from legation.methods.conflict.stability import Stability, best_by_one_move

__all__ = ["Answered", "Reason", "why"]


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
