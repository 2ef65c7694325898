"""What a make-up of a coalition gives: the vote that it is held against, whether it can block, its mix, and what we owe its members.

A make-up is who is in a coalition and in which tier: as it is, or as if some had joined, moved or left. Votes are counted as
``do-we-have-the-votes`` counts them with members counted in or out; of a vote that was held nothing is counted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import KINDS, Commitment, RollCall, standing
from legation.figures.figure import Named
from legation.methods.rule import Unless, fewest_turns, outcome
from legation.methods.rule.tree import holds
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.votes.count import cast_at
from legation.questions.votes.estimate import Estimate
from legation.questions.votes.goal import wanted_of_vote
from legation.questions.votes.majority import counted_votes, fixed_votes, vote_paths
from legation.questions.votes.result import result_of
from legation.questions.votes.rule import InForce, rule_in_force
from legation.questions.votes.who_has_power import weight_shares

__all__ = ["NOT_COUNTED", "SIDES", "Ballot", "MakeUp", "MixedGroup", "VoteEffect", "ballot_of", "likely_side", "make_up"]

NOT_COUNTED = ("to-convince", "observer")
"""The tiers whose members are not counted as voting with the coalition."""
SIDES = ("yes", "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A vote that make-ups are held against.

    Attributes
    ----------
    rollcall : RollCall
    members : tuple of str
        Who has a vote in it.
    rule : InForce or None
        None where the dossier gives none, or it does not fit the members.
    took_place : bool
    goal : {"adopt", "defeat"}
        Against what it is counted.
    wanted : {"adopt", "defeat", ""}
        What we want of it; empty where nothing says so.
    """

    rollcall: RollCall
    members: tuple[str, ...]
    rule: InForce | None
    took_place: bool
    goal: str
    wanted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteEffect:
    """What a make-up means in a vote.

    Attributes
    ----------
    counted : tuple of str
        Its members that have a vote and are counted with it.
    side : {"yes", "no", ""}
        How they are counted in a vote ahead.
    weight : float or None
        Their share of the votes, where votes have weights that differ [0 to 1].
    blocks, carries : bool or None
        Whether they can make the text fail, or pass, whatever the others do; None where no rule is in force.
    to_block, to_lose : int or None
        How many more would block; how many may change sides before they block no longer.
    tally : mapping of str to int
        Of a vote ahead, all votes with theirs given; of one that was held, their own votes; empty where neither is known.
    adopted : bool or None
        What comes, or came, of it.
    chance : float or None
        In what share of the drawings the text is adopted; None where nothing says how wrong the estimate may be.
    draws : int
    """

    counted: tuple[str, ...] = ()
    side: str = ""
    weight: float | None = None
    blocks: bool | None = None
    carries: bool | None = None
    to_block: int | None = None
    to_lose: int | None = None
    tally: Mapping[str, int]
    adopted: bool | None = None
    chance: float | None = None
    draws: int = 0


@dataclass(frozen=True, slots=True)
class MixedGroup:
    """A group, how many of its states are in, and how many there are."""

    group: Named
    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUp:
    """Who is in, and what that gives.

    Attributes
    ----------
    tiers : mapping of str to str
        The tier of each member.
    kinds : tuple of (str, int)
    groups : tuple of MixedGroup
        Every group that divides the states, those with the largest share first.
    vote : VoteEffect or None
        None where there is no vote.
    owed : tuple of Commitment
        What we promised to members and have not done, the soonest due first.
    overdue : int
    """

    tiers: Mapping[str, str]
    kinds: tuple[tuple[str, int], ...]
    groups: tuple[MixedGroup, ...]
    vote: VoteEffect | None
    owed: tuple[Commitment, ...]
    overdue: int


def ballot_of(case: Case, rollcall: RollCall) -> Ballot:
    """Return a roll call as make-ups are held against it."""
    from legation.errors import NotAvailable

    members, wanted = inputs.member_ids(case, rollcall), wanted_of_vote(case, rollcall)
    try:
        rule = rule_in_force(case, rollcall, members)
    except NotAvailable:
        rule = None
    return Ballot(
        rollcall=rollcall,
        members=members,
        rule=rule,
        took_place=inputs.is_held(case, rollcall),
        goal=str(wanted.counted),
        wanted=str(wanted.goal),
    )


def likely_side(tiers: Mapping[str, str], ballot: Ballot, made: Estimate | None) -> str:
    """Return how most of the counted members are expected to vote, yes or no; our own side where nothing tells."""
    ours = "yes" if ballot.goal == "adopt" else "no"
    if made is None or made.forecast is None:
        return ours
    votes = counted_votes(made.forecast, ballot.members, {})
    expected = Counter(votes[name] for name in _counted(tiers, ballot))
    return ours if expected["yes"] == expected["no"] else max(SIDES, key=expected.__getitem__)


def make_up(case: Case, tiers: Mapping[str, str], ballot: Ballot | None, made: Estimate | None = None, *, side: str = "") -> MakeUp:
    """Return what a make-up gives.

    Parameters
    ----------
    tiers : mapping of str to str
        Of actors that the dossier has.
    ballot : Ballot or None
    made : Estimate or None
        Of the vote ahead; without it no votes are counted.
    side : {"yes", "no", ""}
        How its members are counted; empty: as most of them are expected to vote.
    """
    actors = {actor.id: actor for actor in case.dossier.actors}
    side = side or (likely_side(tiers, ballot, made) if ballot else "")
    kinds = Counter(actors[name].kind for name in tiers)
    given = [row for row in standing(case.dossier.commitments) if row.direction == "given" and row.kept in ("", "open")]
    owed = [row for row in given if row.actor in tiers]
    owed.sort(key=lambda row: (str(row.due or "9"), row.id))
    return MakeUp(
        tiers=dict(tiers),
        kinds=tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        groups=_groups(case, [actor.id for actor in actors.values() if actor.kind == "state"], tiers),
        vote=_vote_effect(case, tiers, ballot, made, side) if ballot else None,
        owed=tuple(owed),
        overdue=sum(1 for row in owed if row.due and row.due.last < case.as_of),
    )


def _groups(case: Case, states: Sequence[str], tiers: Mapping[str, str]) -> tuple[MixedGroup, ...]:
    of_state = inputs.group_of(case, states)
    there, inside = Counter(of_state.values()), Counter(group for state, group in of_state.items() if state in tiers)
    found = (MixedGroup(group, inside[group], count) for group, count in there.items())
    return tuple(sorted(found, key=lambda one: (-one.count / one.of, -one.of, one.group.id)))


def _counted(tiers: Mapping[str, str], ballot: Ballot) -> tuple[str, ...]:
    there = set(ballot.members)
    return tuple(name for name, tier in tiers.items() if name in there and tier not in NOT_COUNTED)


def _vote_effect(case: Case, tiers: Mapping[str, str], ballot: Ballot, made: Estimate | None, side: str) -> VoteEffect:
    counted = _counted(tiers, ballot)
    rule = ballot.rule
    tally, adopted, chance, draws = _count(case, counted, ballot, made, side)
    if rule is None:
        return VoteEffect(counted=counted, side=side, tally=tally, adopted=adopted, chance=chance, draws=draws)
    others = [name for name in ballot.members if name not in set(counted)]
    against = dict.fromkeys(others, "yes") | dict.fromkeys(counted, "no")
    blocks = not holds(rule.rule, against)
    shares = weight_shares(rule.named)
    return VoteEffect(
        counted=counted,
        side=side,
        weight=sum(shares.get(name, 0.0) for name in counted) if shares else None,
        blocks=blocks,
        carries=holds(rule.rule, dict.fromkeys(others, "no") | dict.fromkeys(counted, "yes")),
        to_block=None if blocks else fewest_turns(Unless(rule.rule), against, others, to="no"),
        to_lose=fewest_turns(rule.rule, against, counted, to="yes") if blocks else None,
        tally=tally,
        adopted=adopted,
        chance=chance,
        draws=draws,
    )


def _count(
    case: Case, counted: Sequence[str], ballot: Ballot, made: Estimate | None, side: str
) -> tuple[dict[str, int], bool | None, float | None, int]:
    """Return votes, what comes of them, and the chance with the number of drawings that it rests on."""
    rule = ballot.rule
    if ballot.took_place:
        votes = cast_at(case.dossier, ballot.members, ballot.rollcall)
        if not inputs.is_held(case, ballot.rollcall, by_member=True):
            return {}, None, None, 0
        return dict(Counter(votes[name] for name in counted)), result_of(case, ballot.rollcall).adopted, None, 0
    if made is None or made.forecast is None:
        return {}, None, None, 0
    inside, outside = (counted, ()) if side == ("yes" if ballot.goal == "adopt" else "no") else ((), counted)
    fixed = fixed_votes(case, ballot.members, ballot.goal, inside, outside)
    votes = counted_votes(made.forecast, ballot.members, fixed)
    paths = vote_paths(made, rule, ballot.goal, fixed, steps=0)
    tally = dict(Counter(votes.values()))
    return tally, outcome(rule.rule, votes).passed if rule else None, paths.probability if paths else None, paths.draws if paths else 0
