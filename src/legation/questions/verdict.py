"""The verdict of a count against what we want: yes, not yet or too close; the numbers; who would have to change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from legation.dossier import RollCall
from legation.language import Message
from legation.methods.rule import Rule, Unless, fewest_turns
from legation.methods.rule.tree import holds
from legation.methods.voting.expected import Expected
from legation.questions.answer import Finding, Named
from legation.questions.case import Case
from legation.questions.declared import Declarations, name_of, titled
from legation.questions.in_force import MAJORITY, InForce

__all__ = ["NAMED", "cast", "chance_to_move", "counted", "likeliest", "of_estimate", "to_change"]

AREA = "do-we-have-the-votes"
NAMED = 8
"""Members that a sentence names."""


def counted(expected: Expected) -> dict[str, int]:
    """Return the estimate in whole members: what sentences, tables and figures write, so that all of them add up to the members.

    ``margin`` is yes minus no of these; ``low`` and ``high`` its range.
    """
    whole = expected.whole()
    margin = whole["yes"] - whole["no"]
    return {**whole, "margin": margin, "low": min(margin, round(expected.low)), "high": max(margin, round(expected.high))}


def likeliest(expected: Expected) -> npt.NDArray[np.intp]:
    """Return the code of each member's likeliest vote, shape (n_actors,): 1 yes, 2 abstain, 3 no; 0 where nothing is known of it."""
    known = np.isfinite(expected.probability).all(axis=1)
    return np.where(known, np.nan_to_num(expected.probability).argmax(axis=1) + 1, 0)


def chance_to_move(expected: Expected, goal: str) -> npt.NDArray[np.float64]:
    """Return each member's chance of a vote that suits us better than its likeliest one, shape (n_actors,) [0 to 1].

    0 where the likeliest vote is already ours: who votes yes is counted on by who wants a text adopted; and where nothing is known.
    """
    known = np.nan_to_num(expected.probability)
    towards = known if goal == "adopt" else known[:, ::-1]  # ours first
    best = towards.argmax(axis=1)
    before = np.cumsum(towards, axis=1) - towards
    return np.asarray(before[np.arange(len(best)), best], np.float64)


def cast(expected: Expected, members: Sequence[str], counts: Mapping[str, int]) -> dict[str, str]:
    """Return a vote for each member so that counts are met: absent who is in the room least often, yes and no who leans most to them."""
    lean = np.nan_to_num(expected.probability[:, 0] - expected.probability[:, 2])
    away = np.argsort(expected.presence, kind="stable")[: counts["absent"]]
    found = dict.fromkeys(members, "abstain") | {members[i]: "absent" for i in away.tolist()}
    there = [i for i in np.argsort(-lean, kind="stable").tolist() if found[members[i]] != "absent"]
    found |= {members[i]: "yes" for i in there[: counts["yes"]]}
    return found | {members[i]: "no" for i in there[len(there) - min(counts["no"], len(there) - counts["yes"]) :]}


def of_estimate(
    ahead: RollCall, members: Sequence[str], expected: Expected, rule: InForce | None, goal: str, sources: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield the verdict against the goal, the numbers that it rests on, and the rule applied to them."""
    name, named, numbers = name_of(ahead), titled(ahead), counted(expected)
    sure: Literal["low", "moderate"] = "low" if expected.low <= 0 <= expected.high or not expected.replayed else "moderate"
    reach = round((expected.high - expected.low) / 2)
    error = Message(f"{AREA}.error", count=expected.replayed, reach=reach)
    contrary = error if expected.replayed else Message(f"{AREA}.no-history")
    held = rule.rule if rule else MAJORITY
    votes = cast(expected, members, numbers)
    message = Message(
        f"{AREA}.verdict-{_verdict(held, members, expected, goal)}",
        margin=numbers["margin"],
        low=numbers["low"],
        high=numbers["high"],
        change=_change(held, votes, goal, named) if rule else Message(f"{AREA}.change-unknown", rollcall=named),
    )
    yield Finding(id="goal", message=message, evidence=sources, confidence=sure, contrary=contrary)
    yield Finding(id="expected", message=Message(f"{AREA}.expected", rollcall=name, **numbers), evidence=sources, confidence=sure)
    if rule:
        yield Finding(id="rule", message=rule.told(votes, name), evidence=rule.evidence, confidence=sure)


def to_change(
    case: Case,
    ahead: RollCall,
    members: tuple[str, ...],
    declared: Declarations,
    expected: Expected,
    rule: InForce | None,
    goal: str,
    sources: tuple[str, ...],
    without: Collection[str] = (),
) -> Iterator[Finding]:
    """Yield how many would have to change, and who of them is nearest to it; nothing where we are ahead or nobody is open.

    ``without`` are members that are not proposed again, though open.
    """
    needed = _steps(rule.rule, cast(expected, members, counted(expected)), goal)[0] if rule else None
    chances = chance_to_move(expected, goal)
    order = [i for i in np.argsort(-chances, kind="stable").tolist() if chances[i] > 0 and not {members[i]} & {*declared, *without}]
    if not needed or not order:
        return
    nearest = case.names(members[i] for i in order[: min(needed, NAMED)])
    form = "to-change-too-few" if len(order) < needed else "to-change-nearest" if needed > NAMED else "to-change"
    message = Message(f"{AREA}.{form}", count=needed, open=len(order), rollcall=name_of(ahead), actors=nearest)
    yield Finding(id="to-change", message=message, evidence=sources, confidence="low")


def _verdict(rule: Rule, members: Sequence[str], expected: Expected, goal: str) -> Literal["yes", "not-yet", "open"]:
    """Say whether we have the votes: at both ends of the range, at neither, or at one of them."""
    numbers = counted(expected)

    def reached(margin: int) -> bool:
        shift = margin - numbers["margin"]
        yes, no = max(0, round(numbers["yes"] + shift / 2)), max(0, round(numbers["no"] - shift / 2))
        return holds(rule, cast(expected, members, {"yes": yes, "no": no, "absent": numbers["absent"]})) == (goal == "adopt")

    ends = {reached(numbers["low"]), reached(numbers["high"])}
    return "open" if len(ends) > 1 else "yes" if ends == {True} else "not-yet"


def _change(rule: Rule, votes: Mapping[str, str], goal: str, named: Named) -> Message:
    """Say how many members would have to move, and which way, for the outcome that we want; or that the work is to hold."""
    across, out = _steps(rule, votes, goal)
    if across == 0:
        return Message(f"{AREA}.ahead-{goal}", rollcall=named)
    if across is None:
        return Message(f"{AREA}.change-out-of-reach", rollcall=named)
    return Message(f"{AREA}.to-{goal}{'' if out is not None else '-across-only'}", rollcall=named, across=across, out=out)


def _steps(rule: Rule, votes: Mapping[str, str], goal: str) -> tuple[int | None, int | None]:
    """Return how many must come over, and how many must abstain instead; 0 where we are ahead, None where no number does."""
    ours, theirs = ("yes", "no") if goal == "adopt" else ("no", "yes")
    aim = rule if goal == "adopt" else Unless(rule)
    givers = [name for name, vote in votes.items() if vote == theirs]
    return fewest_turns(aim, votes, givers, to=ours), fewest_turns(aim, votes, givers, to="abstain")
