"""Whom to call before a vote: how much each member's vote changes the chance of our outcome, beside the chance that it moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.language import Message
from legation.questions.answer import AnswerTable, Finding
from legation.questions.approached import Approaches, approaches
from legation.questions.case import Case
from legation.questions.chances import vote_paths
from legation.questions.columns import ACTOR, Columns
from legation.questions.declared import name_of, titled
from legation.questions.estimate import estimate
from legation.questions.in_force import rule_in_force
from legation.questions.inputs import CODES
from legation.questions.verdict import NAMED, chance_to_move, likeliest
from legation.questions.wanted import WantedOfVote

__all__ = ["OnVote", "of_vote", "on_vote", "vote_table"]

AREA = "whom-to-call-first"
column = Columns(f"{AREA}.col-")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OnVote:
    """What calls could change of a vote ahead.

    Attributes
    ----------
    ahead : RollCall
    members : tuple of str
    likely : tuple of str
        Each member's likeliest vote.
    passes : float
        Share of the drawings in which the text is adopted.
    effect, chance, expected : array, shape (n_members,)
        What its vote for us rather than against us changes of the chance of our outcome; the chance that it moves; the product [0 to 1].
    order : tuple of int
        Members that may move, not declared: by the product, then the effect, then in the order of the members.
    has_rule : bool
    evidence : tuple of str
    asked : Approaches
        What the members were asked already.
    not_again : tuple of str
        Members that would stand in the order and are not proposed again, and those that said no in writing.
    """

    ahead: RollCall
    members: tuple[str, ...]
    likely: tuple[str, ...]
    passes: float
    effect: npt.NDArray[np.float64]
    chance: npt.NDArray[np.float64]
    expected: npt.NDArray[np.float64]
    order: tuple[int, ...]
    has_rule: bool
    evidence: tuple[str, ...]
    asked: Approaches
    not_again: tuple[str, ...]


def on_vote(case: Case, ahead: RollCall, wanted: WantedOfVote, us: str | None, seed: int) -> OnVote | None:
    """Return what each member's vote would change; None where there is no forecast, or too few roll calls were held to draw a vote.

    Where no goal is stated the chance is that of any other vote than the likeliest, and the order names nobody as to be called.
    """
    goal, made = wanted.counted, estimate(case, ahead, seed=seed)
    if made is None or made.forecast is None:
        return None
    members, declared, expected = made.members, made.declarations, made.expected
    rule = rule_in_force(case, ahead, members)
    told = vote_paths(made, rule, goal, {}, steps=0)
    if told is None:
        return None
    effect = np.array([told.effect[member] for member in members])
    chance = chance_to_move(expected, goal) if wanted.goal else np.nan_to_num(1 - expected.probability.max(axis=1))
    product = effect * chance
    open_ones = [i for i, member in enumerate(members) if member not in declared and member != us and chance[i] > 0]
    open_ones.sort(key=lambda i: (-round(float(product[i]), 6), -round(float(effect[i]), 6), i))
    asked = approaches(case, vote=ahead, goal=wanted.goal)
    barred = [members[i] for i in open_ones if asked.is_barred(members[i])]
    return OnVote(
        ahead=ahead,
        members=members,
        likely=tuple("unknown" if not code else CODES[code] for code in likeliest(expected).tolist()),
        passes=told.probability,
        effect=effect,
        chance=chance,
        expected=product,
        order=tuple(i for i in open_ones if members[i] not in barred) if wanted.goal else tuple(open_ones),
        has_rule=rule is not None,
        evidence=made.evidence,
        asked=asked,
        not_again=tuple(dict.fromkeys((*barred, *asked.refused(a for a in members if a != us)))) if wanted.goal else (),
    )


def of_vote(case: Case, found: OnVote | None, wanted: WantedOfVote) -> Iterator[Finding]:
    """Yield who comes first before the vote, with effect and chance of the first; that nobody is open, or why nobody is proposed."""
    goal = wanted.goal
    if wanted.why is not None:
        yield Finding(id="vote", message=wanted.why, evidence=wanted.evidence, confidence="high")
    if wanted.why is not None or found is None:
        return
    ours = found.passes if goal == "adopt" else 1 - found.passes
    if not found.order and found.not_again:
        message = Message("calls.nobody-left", rollcall=titled(found.ahead))
        yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low")
        return
    if not found.order:
        message = Message(f"{AREA}.vote-nobody", rollcall=titled(found.ahead), share=ours)
        yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low")
        return
    top = [i for i in found.order if found.expected[i] >= 0.0005][:NAMED]
    if not top:
        message = Message(f"{AREA}.vote-certain", rollcall=titled(found.ahead), share=ours)
        yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low")
        return
    first = top[0]
    told = Message(
        f"{AREA}.vote-{goal}",
        count=len(top),
        actors=case.names(found.members[i] for i in top),
        rollcall=titled(found.ahead),
        share=ours,
        actor=case.named(found.members[first]),
        effect=float(found.effect[first]),
        chance=float(found.chance[first]),
    )
    message = found.asked.said_of(found.members[first], told)
    contrary = None if found.has_rule else Message(f"{AREA}.vote-no-rule")
    yield Finding(id="vote", message=message, evidence=found.evidence, confidence="low", contrary=contrary)


def vote_table(case: Case, found: OnVote, top: int) -> AnswerTable:
    """Return the members that may move, first those whose move is worth most."""
    rows = tuple(
        (
            case.named(found.members[i]),
            found.likely[i],
            float(found.effect[i]),
            float(found.chance[i]),
            float(found.expected[i]),
            None,
            None,
        )
        for i in found.order[:top]
    )
    columns = (
        ACTOR,
        *column.vote("likely"),
        *column.share(effect="vote-effect"),
        *column.chance("chance"),
        *column.share("expected", "effort", "gain"),
    )
    table = AnswerTable(id="vote", title=Message(f"{AREA}.vote-table", rollcall=name_of(found.ahead)), columns=columns, rows=rows)
    return found.asked.beside(table, [found.members[i] for i in found.order[:top]])
