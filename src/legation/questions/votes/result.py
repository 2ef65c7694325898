"""What came of a vote, or when it is: its totals as published, else as counted, and whether the body's rule adopts the text with them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from legation.dossier import RollCall
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.rule import Rule, roll
from legation.methods.rule.tree import holds, tallies
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.votes.count import cast_at
from legation.questions.votes.declarations import name_of
from legation.questions.votes.rule import InForce, declared_rule, rule_in_force
from legation.questions.votes.totals import Totals, counted_otherwise, totals_known

__all__ = ["Totals", "VoteResult", "VoteState", "outcome_of", "result_of", "rule_applied", "totals_known", "was_adopted"]

VoteState: TypeAlias = Literal["held", "ahead", "no-result"]
"""Held; still to come; of a day that is over, with nothing on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteResult:
    """What came of a vote.

    Attributes
    ----------
    state : {"held", "ahead", "no-result"}
    totals : Totals or None
        As published where all three are, else as counted; None where the vote was not held, or where not all three are known.
    counted : Totals or None
        Member by member, where most of the votes are on record and they add up otherwise.
    absent : int or None
        Of those who have a vote, how many are not among the totals; None where they are more than the dossier knows of.
    adopted : bool or None
        None where no rule is in force, or the rule needs more than totals and who voted how is not on record.
    rule : InForce or None
    sentence : Message or None
        The rule, with how far the yes are from what it asks for.
    """

    state: VoteState
    totals: Totals | None = None
    counted: Totals | None = None
    absent: int | None = None
    adopted: bool | None = None
    rule: InForce | None = None
    sentence: Message | None = None


def result_of(case: Case, rollcall: RollCall) -> VoteResult:
    r"""Return what came of a vote, as known on the case's day.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import When, decode
    >>> d = decode({
    ...     "dossier.toml": b'id = "d"',
    ...     "bodies.toml": b'[[body]]\nid = "b"\n[[body.rule]]\nof = "present_and_voting"\nshare = "1/2"\nstrict = true\n',
    ...     "rollcalls.csv": b"id,date,total_yes,total_no,total_abstain\nr1,2018-12-05,119,46,14\nr2,2030-01-01,,,\n",
    ... })
    >>> case = Case(dossier=d, today=dt.date(2026, 1, 1))
    >>> first, second = (result_of(case, row) for row in d.rollcalls)
    >>> first.state, first.totals, first.adopted, second.state
    ('held', Totals(yes=119, no=46, abstain=14), True, 'ahead')
    """
    members = inputs.member_ids(case, rollcall)
    if not inputs.is_held(case, rollcall):
        over = rollcall.date is not None and rollcall.date.is_over(case.as_of)
        return VoteResult(state="no-result" if over else "ahead", rule=_rule(case, rollcall, members))
    (totals,) = totals_known(case, [rollcall])
    if totals is None:
        return VoteResult(state="held", rule=_rule(case, rollcall, members))
    absent = len(members) - sum(totals)
    rule, votes = rule_applied(case, rollcall, totals)
    return VoteResult(
        state="held",
        totals=totals,
        counted=counted_otherwise(case, rollcall),
        absent=absent if absent >= 0 else None,
        adopted=holds(rule.rule, votes) if rule is not None and votes else None,
        rule=rule,
        sentence=rule.message(votes, name_of(rollcall)) if rule is not None and votes else None,
    )


def rule_applied(case: Case, rollcall: RollCall, totals: Totals) -> tuple[InForce | None, Mapping[str, str]]:
    """Return the rule in force for a vote that was held, and the votes that it is applied to: as the totals have them.

    Where it asks who voted how, or how many members there are and the dossier knows of fewer than voted: those of the members, and none
    where they are not on record.
    """
    members = inputs.member_ids(case, rollcall)
    absent = len(members) - sum(totals)
    votes: Mapping[str, str] = roll(yes=totals.yes, no=totals.no, abstain=totals.abstain, absent=max(absent, 0))
    rule = _rule(case, rollcall, list(votes))
    if rule is None or not rule.by_totals or (absent < 0 and not _asks_who_is_there_alone(rule)):
        rule = _rule(case, rollcall, members)
        votes = cast_at(case.dossier, members, rollcall) if inputs.is_held(case, rollcall, by_member=True) else {}
    return rule, votes


def was_adopted(case: Case, rollcall: RollCall, totals: Totals | None) -> bool | None:
    """Return whether a text was adopted with these totals: :attr:`VoteResult.adopted`, without the rest of it."""
    if totals is None:
        return None
    body, record = inputs.body_of(case, rollcall), declared_rule(case, rollcall)
    if body is None or record is None:
        return None
    rule = case.once(("rule", body.id, body.rules.index(record)), lambda: _rule(case, rollcall, list(roll(yes=1, no=1))))
    if rule is not None and _asks_for_votes_alone(rule):
        return _holds(rule.rule, totals.yes, totals.no)
    return result_of(case, rollcall).adopted


def outcome_of(case: Case, rollcall: RollCall, totals: Totals | None) -> str:
    """Return what came of a vote in one word: ``adopted``, ``not-adopted``, ``held`` where no rule says it, ``ahead`` or ``no-result``."""
    if not inputs.is_held(case, rollcall):
        return "no-result" if rollcall.date is not None and rollcall.date.is_over(case.as_of) else "ahead"
    adopted = was_adopted(case, rollcall, totals)
    return "held" if adopted is None else "adopted" if adopted else "not-adopted"


def _asks_for_votes_alone(rule: InForce) -> bool:
    """Whether yes and no alone decide: who abstains or is away, and how many members there are, changes nothing."""
    return rule.by_totals and all(leaf.weights is None and not set(leaf.of or leaf.counted) - {"yes", "no"} for leaf in tallies(rule.rule))


def _asks_who_is_there_alone(rule: InForce) -> bool:
    """Whether how many members are away, and how many there are, changes nothing."""
    return rule.by_totals and all(leaf.weights is None or leaf.of or leaf.counted == ("no",) for leaf in tallies(rule.rule))


@functools.lru_cache(maxsize=16384)
def _holds(rule: Rule, yes: int, no: int) -> bool:
    return holds(rule, roll(yes=yes, no=no))


def _rule(case: Case, rollcall: RollCall, members: Sequence[str]) -> InForce | None:
    """Return the rule in force; None also where that of the body does not fit its members."""
    try:
        return rule_in_force(case, rollcall, members)
    except NotAvailable:
        return None
