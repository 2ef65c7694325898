"""What the answers to a round mean for the vote that it is about: the declared replies under the rule of the body, and no estimate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from legation.dossier import RollCall, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.rule import outcome
from legation.questions.actors.rounds.log import RoundLog
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.quantities import FactsOf, Quantity
from legation.questions.votes.declarations import name_of
from legation.questions.votes.replies import Places, places_on
from legation.questions.votes.rule import InForce, rule_in_force

__all__ = ["COUNTED", "VoteTotal", "vote_total"]

COUNTED = ("yes", "no", "abstain", "absent")
"""The places that are a vote, or none, of one's own declaring."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class VoteTotal:
    """What is declared on the vote of a round at the moment of its log.

    Attributes
    ----------
    ahead : RollCall
    places : Places
    votes : mapping of str to str
        By member what it declared, one of :data:`COUNTED`; who declared nothing is not in it.
    rule : InForce or None
        None where the dossier gives no rule.
    facts : FactsOf
    """

    ahead: RollCall
    places: Places
    votes: Mapping[str, str]
    rule: InForce | None
    facts: FactsOf

    @property
    def counts(self) -> dict[str, int]:
        """How many declared each of :data:`COUNTED`, and how many declared none of them as ``open`` [members]."""
        votes = list(self.votes.values())
        return {**{place: votes.count(place) for place in COUNTED}, "open": len(self.places.members) - len(votes)}

    @property
    def evidence(self) -> tuple[str, ...]:
        """What is declared by, and the rule."""
        words = [word.evidence for member in self.votes for word in self.places.words_in(self.places.own, member)]
        return joined_evidence((*words, self.rule.evidence if self.rule else ()))

    def quantities(self) -> Iterator[Quantity]:
        """Yield the numbers of :meth:`said`."""
        yield from self.facts.counts("members", **self.counts)
        yield self.facts("of", len(self.places.members))
        if self.rule is not None:
            yield from self.rule.quantities(self.facts, self.votes)

    def said(self) -> tuple[Message, ...]:
        """Return how many declared what, and what comes of these votes alone under the rule, a sentence each."""
        name = name_of(self.ahead)
        counted = Message("where-does-the-round-stand.vote-declared", rollcall=name, of=len(self.places.members), **self.counts)
        if self.rule is None:
            return (counted,)
        settled = "settled" if self.is_settled else "unsettled"
        return counted, self.rule.message(self.votes, name), Message(f"where-does-the-round-stand.vote-{settled}")

    @property
    def is_settled(self) -> bool:
        """Whether the outcome is the same whatever those do who declared nothing; it is not where no rule is known."""
        if self.rule is None:
            return False
        left = [member for member in self.places.members if member not in self.votes]
        ends = [outcome(self.rule.rule, {**self.votes, **dict.fromkeys(left, vote)}).passed for vote in ("yes", "no", "absent")]
        return len(set(ends)) == 1


def vote_total(case: Case, log: RoundLog) -> VoteTotal | None:
    """Return what is declared on the vote of a round; None where it has none that lies ahead, or one by secret ballot.

    A rule that does not fit the members of its body is none: the page of the round is not to fail for it.
    """
    ahead = next((row for row in standing(case.dossier.rollcalls) if row.id == log.round.rollcall), None)
    if ahead is None or ahead.is_secret or inputs.is_held(case, ahead):
        return None
    places = places_on(case, ahead, log.at)
    votes = {member: place for member in places.members if (place := places.own.place[member]) in COUNTED}
    try:
        rule = rule_in_force(case, ahead, places.members)
    except NotAvailable:
        rule = None
    facts = FactsOf(ahead.id, log.at.isoformat(timespec="minutes"), "declared")
    return VoteTotal(ahead=ahead, places=places, votes=votes, rule=rule, facts=facts)
