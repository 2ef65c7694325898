"""The rule of the body that decides a roll call or an issue: as it is decided by, and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from legation.dossier import Body, BodyRule, Issue, RollCall, in_force, standing
from legation.errors import BadValue, NotAvailable
from legation.language import AnyOrder, Message
from legation.methods.bargaining import Ruled
from legation.methods.rule import (
    Outcome,
    Rule,
    Unless,
    all_of,
    any_of,
    at_least,
    fewest_turns,
    no_objection,
    outcome,
    quorum,
    share_of_members,
    share_of_voting,
    share_of_weights,
    unless_no_from,
)
from legation.questions.answer import Named
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.quantities import FactsOf, Quantity

__all__ = [
    "MAJORITY",
    "Deciding",
    "InForce",
    "deciding",
    "declared_rule",
    "rule_in_force",
]


AREA = "do-we-have-the-votes"
MAJORITY: Rule = share_of_voting("1/2", strict=True)
"""What is read where a dossier gives no rule: a majority of those who vote."""


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule of a body, applied to its members.

    Attributes
    ----------
    rule : Rule
        As votes are decided by: a share of those who vote counts whoever votes.
    named : Rule
        The same, naming every member: what power indices and coalitions need.
    words : Message
    evidence : tuple of str
    counts : bool
        Whether nothing matters but how many vote which way.
    """

    rule: Rule
    named: Rule
    words: Message
    evidence: tuple[str, ...]
    counts: bool

    def message(self, votes: Mapping[str, str], name: Named) -> Message:
        """Return the rule in words, with what comes of some votes under it: how many yes it asks for, where only their number matters."""
        found = outcome(self.rule, votes)
        if not self.counts:
            side = "passes" if found.passed else "fails" if found.short_by is not None else "cannot"
            return Message(f"{AREA}.rule-{side}", rule=self.words, rollcall=name, short=found.short_by)
        needed = self.needed(votes, found)
        if needed is None:
            return Message(f"{AREA}.rule-cannot", rule=self.words, rollcall=name, short=None)
        side = "adopted" if found.passed else "not-adopted"
        return Message(f"{AREA}.rule-{side}", rule=self.words, needed=needed, margin=abs(found.yes - needed), rollcall=name)

    def quantities(self, known: FactsOf, votes: Mapping[str, str]) -> tuple[Quantity, ...]:
        """Return the numbers of :meth:`message`: yes votes that are needed, and how many there are more or fewer than that."""
        found = outcome(self.rule, votes)
        needed = self.needed(votes, found)
        if needed is not None:
            return known.counts(yes_needed=needed, yes_from_need=abs(found.yes - needed))
        return () if found.short_by is None else known.counts(yes_short=found.short_by)

    def needed(self, votes: Mapping[str, str], found: Outcome | None = None) -> int | None:
        """Return the fewest yes votes that adopt the text, the other votes as they are; None where their number is not all that matters."""
        result = found or outcome(self.rule, votes)
        if not self.counts:
            return None
        if not result.passed:
            return None if result.short_by is None else result.yes + result.short_by
        ours = [name for name, vote in votes.items() if vote == "yes"]
        lost = fewest_turns(Unless(self.rule), votes, ours, to="abstain")
        return 0 if lost is None else result.yes - lost + 1


def rule_in_force(case: Case, rollcall: RollCall, members: Sequence[str]) -> InForce | None:
    """Return the rule in force for a roll call among members; None where the dossier gives none.

    Raises
    ------
    NotAvailable
        Where the rule does not fit the members: more votes are asked for than there are, or nobody has a weight.
    """
    body, record = inputs.body_of(case, rollcall), declared_rule(case, rollcall)
    if body is None or record is None:
        return None
    try:
        rule = _tree(record, body, members, named=False)
        named = _tree(record, body, members, named=True)
    except BadValue as error:
        raise NotAvailable(Message(f"{AREA}.rule-unfit", body=body.id, why=str(error))) from error
    simple = record.of in ("present_and_voting", "members", "count") and not record.veto and not record.quorum
    return InForce(rule, named, _words(record, case), _evidence(record), simple)


def declared_rule(case: Case, rollcall: RollCall) -> BodyRule | None:
    """Return what the body of a roll call says of its rule on its day and stage; None where it says nothing."""
    body = inputs.body_of(case, rollcall)
    day = rollcall.date.last if rollcall.date else case.as_of
    stage = rollcall.stage or "plenary"
    return next((one for one in (body.rules if body else ()) if in_force(one, day) and one.stage in ("", stage)), None)


def _tree(record: BodyRule, body: Body, members: Sequence[str], *, named: bool) -> Rule:
    share = Fraction(record.share)
    rule: Rule
    if record.of in ("all", "any"):
        parts = [_tree(part, body, members, named=named) for part in record.parts]
        rule = all_of(*parts) if record.of == "all" else any_of(*parts)
    elif record.of == "members":
        rule = share_of_members(members, share, record.strict)
    elif record.of == "weights":
        weights = body.weights[record.weights]
        rule = share_of_weights({name: weights.get(name, 0) for name in members}, share, record.strict)
    elif record.of == "count":
        rule = at_least(record.number, members)
    elif record.of == "consensus":
        rule = no_objection(members)
    else:
        rule = share_of_voting(share, members if named else None, record.strict)
    veto = [name for name in record.veto if name in set(members)]
    if veto:
        rule = unless_no_from(rule, veto)
    return all_of(rule, quorum(members, record.quorum)) if record.quorum else rule


def _words(record: BodyRule, case: Case) -> Message:
    fraction = Fraction(record.share)
    share = Message("rule.share", above=fraction.numerator, below=fraction.denominator)
    if record.of in ("all", "any"):
        said = Message(f"rule.{record.of}", parts=tuple(_words(part, case) for part in record.parts))
    elif record.of == "count":
        said = Message("rule.count", count=record.number)
    elif record.of == "weights":
        said = Message("rule.weights-strict" if record.strict else "rule.weights", share=share, weights=record.weights)
    else:
        majority = record.strict and fraction == Fraction(1, 2)
        form = "" if record.of == "consensus" else "-majority" if majority else "-strict" if record.strict else ""
        said = Message(f"rule.{record.of}{form}", share=share)
    if record.veto:
        said = Message("rule.veto", rule=said, actors=AnyOrder(case.names(record.veto)))
    if record.quorum:
        said = Message("rule.quorum", rule=said, count=record.quorum)
    return said


def _evidence(record: BodyRule) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*record.evidence, *(e for part in record.parts for e in _evidence(part)))))


LANDING = "where-it-would-land"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Who decides on an issue, and how.

    Attributes
    ----------
    ruled : Ruled or None
        None where no rule is in force, or the positions of half of the members or more are not known.
    words : Message or None
        The rule.
    known, members : int
        Members with a position, and all of them. Where they differ, ``ruled`` is the rule among those with a position alone: a hypothesis.
    evidence : tuple of str
        Of the rule.
    missing : Message or None
        What to add.
    """

    ruled: Ruled | None = None
    words: Message | None = None
    known: int = 0
    members: int = 0
    evidence: tuple[str, ...] = ()
    missing: Message | None = None


def deciding(case: Case, issue: Issue, actors: Sequence[str], proposer: str | None, status_quo: float | None) -> Deciding:
    """Return the rule in force for an issue among the members whose position is known, ``actors`` in the order of the draws."""
    vote = _vote(case, issue)
    members = inputs.member_ids(case, vote)
    with_position = set(actors)
    known = [member for member in members if member in with_position]
    if rule_in_force(case, vote, members) is None:
        return Deciding(missing=Message(f"{LANDING}.no-rule", issue=issue.question))
    if 2 * len(known) <= len(members):
        return Deciding(missing=Message(f"{LANDING}.core-unknown", count=len(members) - len(known), of=len(members)))
    in_force = rule_in_force(case, vote, known)
    if in_force is None:
        return Deciding(missing=Message(f"{LANDING}.no-rule", issue=issue.question))
    there = proposer if proposer in with_position else None
    return Deciding(
        ruled=Ruled(rule=in_force.named, members=tuple(actors), proposer=there, status_quo=status_quo),
        words=in_force.words,
        known=len(known),
        members=len(members),
        evidence=in_force.evidence,
        missing=None if there and status_quo is not None else Message(f"{LANDING}.no-proposer"),
    )


def _vote(case: Case, issue: Issue) -> RollCall:
    """Return the vote ahead on the issue; where there is none, what one in its body would be."""
    ahead = inputs.vote_ahead(case)
    if ahead is not None and ahead.issue == issue.id:
        return ahead
    of_issue = [row for row in standing(case.dossier.rollcalls) if row.issue == issue.id and row.body]
    return RollCall(id=issue.id, body=issue.body or (of_issue[-1].body if of_issue else ""), issue=issue.id)
