"""The rule of the body that decides a roll call or an issue: as it is decided by, and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from legation.dossier import Body, BodyRule, Issue, RollCall, standing
from legation.dossier.column import Wording
from legation.dossier.tables.rollcalls import rule_of, sitting_of
from legation.dossier.tables.ruling import Sitting, is_of_several_groups, rule_for, voters
from legation.errors import BadValue, NotAvailable
from legation.language import Message
from legation.methods.bargaining import Ruled
from legation.methods.rule import Outcome, Rule, Unless, fewest_turns, outcome, share_of_voting
from legation.questions.answer import Named
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.quantities import FactsOf, Quantity
from legation.questions.votes.rule_tree import RuleOfBody
from legation.questions.votes.rule_words import body_named, compared, rule_evidence, rule_words

__all__ = [
    "MAJORITY",
    "Deciding",
    "InForce",
    "counts_heads",
    "deciding",
    "declared_rule",
    "rule_in_force",
    "ruled",
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
        Whether nothing matters but how many vote yes, the other votes as they are.
    by_totals : bool
        Whether nothing matters but how many vote which way, too many against or abstaining among it.
    members : tuple of str
        Among whom votes are counted, in whichever part.
    verified : str
        How far the rule was compared with its sources, the weakest of it and its parts: see :data:`legation.dossier.verification.ORDER`.
    title : Wording
        What the matter is called that the rule is for; empty where it serves all matters.
    """

    rule: Rule
    named: Rule
    words: Message
    evidence: tuple[str, ...]
    counts: bool
    by_totals: bool = False
    members: tuple[str, ...] = ()
    verified: str = ""
    title: Wording = field(default_factory=Wording)

    def marked(self, message: Message) -> Message:
        """Return what rests on the rule, with how far the rule was compared, where it was not with the words of the body itself."""
        return message if self.is_compared else Message("rule.said-compared", said=message, how=Message(f"verified.{self.verified}"))

    @property
    def is_compared(self) -> bool:
        """Whether the rule was compared with the words of the body itself, or nothing says how far it was."""
        return self.verified in ("", "yes")

    @property
    def caveats(self) -> tuple[Message, ...]:
        """What has to stand beside every number that rests on the rule."""
        return () if self.is_compared else (Message("rule.rests-on", how=Message(f"verified.{self.verified}")),)

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

    Of the rules of the body it is that of the matter of the roll call, else of its issue; else the one without a matter.

    Raises
    ------
    NotAvailable
        Where the rule does not fit the members: more votes are asked for than there are, or nobody has a weight; where it names a body
        that has no such rule; and where a chair or a board declares what is decided, so that there is nothing to count.
    """
    ruling = _ruling(case, rollcall, members)
    return None if ruling is None else _in_force(case, ruling)


def ruled(case: Case, body: str, matter: str, day: dt.date, members: Sequence[str] | None = None) -> InForce | None:
    """Return the rule of a body for a matter on a day, without a roll call; None where the dossier gives none.

    Parameters
    ----------
    case : Case
    body : str
        Its id.
    matter : str
        Empty: what is decided by the rule that serves all matters without one of their own.
    day : date
        Of the rule; members are those of that day, at the latest of the day of knowing.
    members : sequence of str, optional
        Who votes, where the dossier does not say it or others are meant.

    Raises
    ------
    NotAvailable
        As :func:`rule_in_force`, and where nobody is known to vote.
    """
    found = next((one for one in case.dossier.bodies if one.id == body), None)
    record = rule_for(found, matter, "plenary", day) if found is not None else None
    if found is None or record is None:
        return None
    sitting = Sitting("plenary", day, min(day, case.as_of))
    there = tuple(voters(case.dossier, found, record, sitting) if members is None else members)
    ruling = RuleOfBody(dossier=case.dossier, sitting=sitting, body=found, record=record, members=there)
    _must_count(ruling)
    if not there and not is_of_several_groups(record):  # of several, the rule itself says whose members are not known
        raise NotAvailable(Message("rule.no-members", body=body_named(found)))
    return _in_force(case, ruling)


def declared_rule(case: Case, rollcall: RollCall) -> BodyRule | None:
    """Return what the body of a roll call says of its rule for the matter, on its day and at its stage; None where it says nothing."""
    return rule_of(case.dossier, rollcall, case.as_of)


def counts_heads(case: Case, rollcall: RollCall) -> bool:
    """Whether the rule for a roll call counts all votes alike, so that it can be applied to votes without names."""
    record = declared_rule(case, rollcall)
    return record is None or not is_of_several_groups(record)


def _ruling(case: Case, rollcall: RollCall, members: Sequence[str]) -> RuleOfBody | None:
    """Return what the body of a roll call says of its rule, with the members among whom votes are counted."""
    body, record = inputs.body_of(case, rollcall), declared_rule(case, rollcall)
    if body is None or record is None:
        return None
    sitting = sitting_of(rollcall, case.as_of)
    return RuleOfBody(dossier=case.dossier, sitting=sitting, body=body, record=record, members=tuple(members))


def _in_force(case: Case, ruling: RuleOfBody) -> InForce:
    _must_count(ruling)
    record = ruling.record
    try:
        rule, named = ruling.tree(named=False), ruling.tree(named=True)
    except BadValue as error:
        raise NotAvailable(Message(f"{AREA}.rule-unfit", body=ruling.body.id, why=str(error))) from error
    anonymous = record.of in ("present_and_voting", "members", "count") and not (record.veto or record.quorum or record.body)
    return InForce(
        rule=rule,
        named=named,
        words=rule_words(case, ruling),
        evidence=rule_evidence(ruling),
        counts=anonymous and not record.most_against and not record.most_abstaining,
        by_totals=anonymous,
        members=ruling.members,
        verified=compared(ruling),
        title=record.title,
    )


def _must_count(ruling: RuleOfBody) -> None:
    """Pass where votes are counted.

    Raises
    ------
    NotAvailable
        Where the rule, or a part of it, is declared by a chair or a board.
    """
    declaring = _declaring(ruling)
    if declaring is not None:
        raise NotAvailable(Message("rule.no-count", body=body_named(declaring)))


def _declaring(ruling: RuleOfBody) -> Body | None:
    """Return the body whose chair or board declares what is decided, where the rule or a part of it says so."""
    return next((body for rule, body in ruling.part_rules() if rule.of == "declared"), None)


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
    ruling = _ruling(case, vote, members)
    declaring = _declaring(ruling) if ruling is not None else None
    if declaring is not None:
        return Deciding(missing=Message("rule.no-count", body=body_named(declaring)))
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
