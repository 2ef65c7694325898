"""The rule by which a forum decides on a matter, among its members, and what single votes do under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from legation.dossier import Process, RollCall
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.rule.tree import Rule, holds, tallies
from legation.questions.base.case import Case
from legation.questions.votes.rule import InForce, declared_rule, rule_in_force

__all__ = ["Ruling", "ruling_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """How a forum decides.

    Attributes
    ----------
    rule : Rule or None
        None where none is known that counts votes.
    members : tuple of str
        Whom it counts; numbers where only their number is known.
    by_name : bool
        Whether the members are known by name.
    counts : bool
        Whether nothing matters but how many vote which way.
    words : Message or None
    declared : bool
        Whether somebody declares the outcome and no vote is counted.
    verified : str
    evidence : tuple of str
    stoppers : tuple of str or None
        Who alone stops it; None: not known.
    """

    rule: Rule | None = None
    members: tuple[str, ...] = ()
    by_name: bool = False
    counts: bool = False
    words: Message | None = None
    declared: bool = False
    verified: str = ""
    evidence: tuple[str, ...] = ()
    stoppers: tuple[str, ...] | None = field(default=None)

    def passes(self, near: Sequence[str], against: Sequence[str], unknown: Sequence[str]) -> tuple[bool | None, bool | None, bool | None]:
        """Return whether it passes where those who are not known are with us, divide as the known do, or are against us.

        None where no votes are counted; of the divided, where nobody but one is known or where it matters who votes, not only how many.
        """
        if self.rule is None:
            return None, None, None
        known = {**dict.fromkeys(near, "yes"), **dict.fromkeys(against, "no")}
        best, worst = (holds(self.rule, known | dict.fromkeys(unknown, vote)) for vote in ("yes", "no"))
        if best == worst:
            return best, best, worst
        if len(known) < 2:
            return best, None, worst
        count = len(unknown) * len(near) // len(known)
        if not self.counts and 0 < count < len(unknown):
            return best, None, worst
        divided = {name: "yes" if place < count else "no" for place, name in enumerate(unknown)}
        return best, holds(self.rule, known | divided), worst


def ruling_of(case: Case, forum: Process, matter: str, seated: Sequence[str]) -> Ruling:
    """Return the rule of a forum's body for a matter, among those who decide; one without a rule where none is known.

    Parameters
    ----------
    case : Case
    forum : Process
    matter : str
        As the rules of the body call it; empty: the rule that serves all.
    seated : sequence of str
        Who has a seat in the forum: the members, where the body names none.
    """
    vote = RollCall(id=forum.id, body=forum.body, matter=matter)
    body = next((one for one in case.dossier.bodies if one.id == forum.body), None)
    named = case.dossier.members(body.members, case.as_of) if body and body.members else ()
    members = named or tuple(seated)
    whole = members or tuple(str(k + 1) for k in range(forum.members or 0))
    record = declared_rule(case, vote) if body else None
    if record is None or not whole:
        return Ruling(members=whole, by_name=bool(members))
    try:
        found = rule_in_force(case, vote, whole)
    except NotAvailable:  # a rule that does not fit the members: the question on the vote says so
        found = None
    if found is None:
        return Ruling(members=whole, by_name=bool(members))
    return _made(found, whole, by_name=bool(members))


def _made(found: InForce, members: tuple[str, ...], *, by_name: bool) -> Ruling:
    everybody = dict.fromkeys(members, "yes")
    return Ruling(
        rule=found.rule,
        members=members,
        by_name=by_name,
        counts=found.counts,
        words=found.words,
        evidence=found.evidence,
        stoppers=_stoppers(found.rule, everybody),
    )


def _stoppers(rule: Rule, everybody: Mapping[str, str]) -> tuple[str, ...]:
    """Return whose no alone defeats what all others want; of members with the same weight in every part of the rule one is tried."""
    weights: dict[str, list[tuple[int, Fraction]]] = {name: [] for name in everybody}
    for place, tally in enumerate(tallies(rule)):
        for name, weight in tally.weights or ():
            if name in weights:
                weights[name].append((place, weight))
    alike: dict[tuple[tuple[int, Fraction], ...], list[str]] = {}
    for name, those in weights.items():
        alike.setdefault(tuple(those), []).append(name)
    found = {name for names in alike.values() if not holds(rule, {**everybody, names[0]: "no"}) for name in names}
    return tuple(name for name in everybody if name in found)
