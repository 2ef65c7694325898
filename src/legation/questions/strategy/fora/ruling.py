"""The rule by which a forum decides on a matter, among its members, and what single votes do under it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from legation.dossier import Process
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.rule.tree import Rule, holds, tallies
from legation.questions.base.case import Case
from legation.questions.votes.rule import InForce, ruled

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
    there = tuple(seated) or tuple(str(k + 1) for k in range(forum.members or 0))
    nothing = Ruling(members=there, by_name=bool(seated))
    for members in (None, there):
        try:
            found = ruled(case, forum.body, matter, case.as_of, members) if forum.body else None
        except NotAvailable as error:
            why = getattr(error.message, "id", "")
            if why == "rule.no-members" and members is None and there:  # the body names nobody: who sits in the forum decides
                continue
            return dataclasses.replace(nothing, declared=why == "rule.no-count")
        return nothing if found is None else _made(found, by_name=members is None or bool(seated))
    return nothing


def _made(found: InForce, *, by_name: bool) -> Ruling:
    everybody = dict.fromkeys(found.members, "yes")
    return Ruling(
        rule=found.rule,
        members=found.members,
        by_name=by_name,
        counts=found.by_totals,
        words=found.words,
        verified=found.verified,
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
