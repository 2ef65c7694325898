"""The count of a vote, held or ahead, under the rule of its body: the verdict, who is not in the count, and who would have to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from legation.dossier import VOTES, Dossier, RollCall, standing
from legation.dossier.tables.rollcalls import totals_of, without_vote
from legation.language import AnyOrder, Message
from legation.methods.rule import Rule, Unless, fewest_turns, outcome, share_of_voting
from legation.methods.rule.tree import holds
from legation.methods.voting.tally import Expected
from legation.questions.answer import Finding, Named, first_of
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.quantities import FactsOf, Quantity
from legation.questions.votes.declarations import name_of, titled
from legation.questions.votes.facts import quantities_of
from legation.questions.votes.rule import MAJORITY, InForce

__all__ = [
    "NAMED",
    "cast",
    "cast_at",
    "chance_to_move",
    "left_out",
    "likeliest",
    "of_estimate",
    "otherwise",
    "to_change",
    "unknown_members",
    "votes_to_change",
    "whole_members",
]


AREA = "do-we-have-the-votes"
NAMED = 8
"""Members that a sentence names."""


def whole_members(expected: Expected) -> dict[str, int]:
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
    known: FactsOf, ahead: RollCall, members: Sequence[str], expected: Expected, rule: InForce | None, goal: str, sources: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield the verdict against the goal, the numbers that it rests on, and the rule applied to them; ``known`` makes their quantities."""
    name, named, numbers = name_of(ahead), titled(ahead), whole_members(expected)
    sure: Literal["low", "moderate"] = "low" if expected.low <= 0 <= expected.high or not expected.replayed else "moderate"
    reach = round((expected.high - expected.low) / 2)
    error = Message(f"{AREA}.error", count=expected.replayed, reach=reach)
    contrary = error if expected.replayed else Message(f"{AREA}.no-history")
    rule_of = rule.rule if rule else MAJORITY
    votes = cast(expected, members, numbers)
    message = Message(
        f"{AREA}.verdict-{_verdict(rule_of, members, expected, goal)}",
        margin=numbers["margin"],
        low=numbers["low"],
        high=numbers["high"],
        change=_change(rule_of, votes, goal, named) if rule else Message(f"{AREA}.change-unknown", rollcall=named),
        brief=_change(rule_of, votes, goal, name) if rule else Message(f"{AREA}.change-unknown", rollcall=name),
    )
    steps = _steps(rule.rule, votes, goal) if rule else _Steps()
    change = (
        *_change_facts(known, goal, steps.across, steps.out),
        known("replayed", expected.replayed, unit="cases"),
        known("off-by", reach),
    )
    whole = quantities_of(known, numbers)
    yield Finding(id="goal", message=message, evidence=sources, confidence=sure, contrary=contrary, quantities=(*whole, *change))
    counted = Message(f"{AREA}.expected", rollcall=name, **numbers)
    yield Finding(id="expected", message=counted, evidence=sources, confidence=sure, quantities=whole)
    if rule:
        facts = rule.quantities(known, votes)
        yield Finding(id="rule", message=rule.message(votes, name), evidence=rule.evidence, confidence=sure, quantities=facts)


def _change_facts(known: FactsOf, goal: str, across: int | None, out: int | None) -> Iterator[Quantity]:
    """Yield how many votes turn the outcome, by what becomes of them."""
    if across is not None:
        yield known(f"to-{goal}-across", across)
    if out is not None:
        yield known(f"to-{goal}-abstaining", out)


def to_change(
    ahead: RollCall,
    members: tuple[str, ...],
    nearest: Sequence[Named],
    expected: Expected,
    rule: InForce | None,
    goal: str,
    sources: tuple[str, ...],
    known: FactsOf,
) -> Iterator[Finding]:
    """Yield how many would have to change, and the first of those to win; nothing where we are ahead or nobody is open.

    ``nearest`` are the members to win in the order of the list of whom to see.
    """
    needed = votes_to_change(rule, expected, members, goal) if rule else None
    if not needed or not nearest:
        return
    form = "to-change-too-few" if len(nearest) < needed else "to-change-nearest" if needed > NAMED else "to-change"
    named = tuple(nearest[: min(needed, NAMED)])
    message = Message(f"{AREA}.{form}", count=needed, open=len(nearest), rollcall=name_of(ahead), actors=named)
    facts = (*_change_facts(known, goal, needed, None), known("open-members", len(nearest)))
    yield Finding(id="to-change", message=message, evidence=sources, confidence="low", quantities=facts)


def votes_to_change(rule: InForce, expected: Expected, members: Sequence[str], goal: str) -> int | None:
    """Return the fewest members that must come over for our outcome, everybody as expected; 0 where it is ours, None where none do."""
    return _steps(rule.rule, cast(expected, members, whole_members(expected)), goal).across


def _verdict(rule: Rule, members: Sequence[str], expected: Expected, goal: str) -> Literal["yes", "not-yet", "open"]:
    """Say whether we have the votes: at both ends of the range, at neither, or at one of them."""
    numbers = whole_members(expected)

    def reached(margin: int) -> bool:
        shift = margin - numbers["margin"]
        yes, no = max(0, round(numbers["yes"] + shift / 2)), max(0, round(numbers["no"] - shift / 2))
        return holds(rule, cast(expected, members, {"yes": yes, "no": no, "absent": numbers["absent"]})) == (goal == "adopt")

    ends = {reached(numbers["low"]), reached(numbers["high"])}
    return "open" if len(ends) > 1 else "yes" if ends == {True} else "not-yet"


def _change(rule: Rule, votes: Mapping[str, str], goal: str, named: Named) -> Message:
    """Say how many members would have to move, and which way, for the outcome that we want; or that the work is to hold."""
    steps = _steps(rule, votes, goal)
    if steps.across == 0:
        return Message(f"{AREA}.ahead-{goal}", rollcall=named)
    if steps.across is None:
        return Message(f"{AREA}.change-out-of-reach", rollcall=named)
    form = "" if steps.out is not None else "-of-any" if steps.of_any else "-across-only"
    return Message(f"{AREA}.to-{goal}{form}", rollcall=named, across=steps.across, out=steps.out)


class _Steps(NamedTuple):
    """How many must come over, and how many must abstain instead; 0 where we are ahead, None where no number does."""

    across: int | None = None
    out: int | None = None
    of_any: bool = False
    """Whether those who abstain or are away do as well as those who vote against us, or better: a rule may count yes votes alone."""


def _steps(rule: Rule, votes: Mapping[str, str], goal: str) -> _Steps:
    ours, theirs = ("yes", "no") if goal == "adopt" else ("no", "yes")
    aim = rule if goal == "adopt" else Unless(rule)
    givers, others = ([name for name, vote in votes.items() if (vote == theirs) is against and vote != ours] for against in (True, False))
    across, out = fewest_turns(aim, votes, givers, to=ours), fewest_turns(aim, votes, givers, to="abstain")
    if out is not None:
        return _Steps(across, out)
    silent = fewest_turns(aim, votes, others, to=ours)
    if across is not None and (silent is None or silent > across):
        return _Steps(across, out)
    any_of = fewest_turns(aim, votes, [*givers, *others], to=ours)
    return _Steps(any_of, None, any_of is not None)


_ALL_TOTALS = 3


def left_out(case: Case, rollcall: RollCall) -> tuple[Message, ...]:
    """Return, as caveats of a count, who is left out of it; nothing where nobody is."""
    return tuple(_left_out(case, rollcall))


def _left_out(case: Case, rollcall: RollCall) -> Iterator[Message]:
    there = inputs.member_ids(case, rollcall)
    gone = without_vote(case.dossier, rollcall.id)
    if gone:
        yield Message("votes.no-vote", count=len(gone), actors=AnyOrder(first_of(case.names(gone), NAMED)), rollcall=name_of(rollcall))
    sponsors = [actor for actor in rollcall.all_sponsors if actor not in set(there)]
    if sponsors:
        named = AnyOrder(first_of(case.names(sponsors), NAMED))
        yield Message("votes.sponsor-without-vote", count=len(sponsors), actors=named, rollcall=name_of(rollcall))
    missing = unknown_members(case, rollcall)
    if missing:
        yield Message("votes.members-missing", count=missing, of=len(there))
    voted = inputs.voted(case)
    never = [actor for actor in there if actor not in voted] if voted else []
    if never:
        yield Message("votes.never-voted", count=len(never), of=len(there), actors=AnyOrder(first_of(case.names(never), NAMED)))


def unknown_members(case: Case, rollcall: RollCall) -> int:
    """Return how many members of the body the dossier lacks at least: by so many do the totals of one of its votes exceed those it has.

    A committee of the whole counts with its plenary, and a vote of the same body on another text with both.
    """
    body = inputs.body_of(case, rollcall)
    count = len(inputs.member_ids(case, rollcall))
    same = (r for r in standing(case.dossier.rollcalls) if inputs.body_of(case, r) == body and (body or r.body == rollcall.body))
    larger = ((r, sum(totals_of(r))) for r in same if len(totals_of(r)) == _ALL_TOTALS)
    over = (total - len(inputs.member_ids(case, r)) for r, total in larger if total > count)
    return max(over, default=0)


def cast_at(dossier: Dossier, members: Sequence[str], rollcall: RollCall) -> dict[str, str]:
    """Return the vote of each member at a roll call; of whom no vote is listed, that it was absent."""
    codes = dossier.votes.matrix(members, [rollcall.id])[:, 0].tolist()
    return {actor: VOTES[code] if code else "absent" for actor, code in zip(members, codes, strict=True)}


def otherwise(rule: InForce, votes: Mapping[str, str], rollcall: RollCall, known: FactsOf) -> Iterator[Finding]:
    """Yield what two thirds of those present and voting would have changed, where the rule is a majority: a labelled hypothesis."""
    if rule.rule != MAJORITY:
        return
    found = outcome(share_of_voting(Fraction(2, 3)), votes)
    if not found.yes + found.no:
        return
    side = "same" if found.passed else "short"
    share = found.yes / (found.yes + found.no)
    message = Message(f"{AREA}.two-thirds-{side}", rollcall=name_of(rollcall), share=share, short=found.short_by)
    facts = (known("yes-of-voting", share, unit="share"), *([] if found.passed else known.counts(short_of_two_thirds=found.short_by or 0)))
    yield Finding(id="two-thirds", message=message, evidence=rule.evidence, confidence="high", quantities=facts)
