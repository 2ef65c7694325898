"""The rule of the body that decides an issue, for the models that ask what a rule would carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legation.dossier import Issue, RollCall, standing
from legation.language import Message
from legation.methods.bargaining import Ruled
from legation.questions import inputs
from legation.questions.case import Case
from legation.questions.in_force import rule_in_force

__all__ = ["Deciding", "deciding"]

AREA = "where-it-would-land"


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
        return Deciding(missing=Message(f"{AREA}.no-rule", issue=issue.question))
    if 2 * len(known) <= len(members):
        return Deciding(missing=Message(f"{AREA}.core-unknown", count=len(members) - len(known), of=len(members)))
    held = rule_in_force(case, vote, known)
    if held is None:
        return Deciding(missing=Message(f"{AREA}.no-rule", issue=issue.question))
    there = proposer if proposer in with_position else None
    return Deciding(
        ruled=Ruled(rule=held.named, members=tuple(actors), proposer=there, status_quo=status_quo),
        words=held.words,
        known=len(known),
        members=len(members),
        evidence=held.evidence,
        missing=None if there and status_quo is not None else Message(f"{AREA}.no-proposer"),
    )


def _vote(case: Case, issue: Issue) -> RollCall:
    """Return the vote ahead on the issue; where there is none, what one in its body would be."""
    ahead = inputs.vote_ahead(case)
    if ahead is not None and ahead.issue == issue.id:
        return ahead
    of_issue = [row for row in standing(case.dossier.rollcalls) if row.issue == issue.id and row.body]
    return RollCall(id=issue.id, body=issue.body or (of_issue[-1].body if of_issue else ""), issue=issue.id)
