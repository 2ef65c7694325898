"""What questions on votes need, each read by what they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.votes.rule import rule_in_force

__all__ = ["RULE", "TWO_VOTES", "VOTE"]


def _vote(case: Case, options: Mapping[str, Any]) -> object:
    return inputs.find_rollcall(case, options.get("rollcall"))


def _rule(case: Case, options: Mapping[str, Any]) -> object:
    """Return the rule for the vote that is meant; where there is no vote yet, whether any body has one."""
    if not VOTE.holds(case, options):
        return any(body.rules for body in case.dossier.bodies)
    vote = inputs.find_rollcall(case, options.get("rollcall"))
    return rule_in_force(case, vote, inputs.member_ids(case, vote))


def _two(case: Case, options: Mapping[str, Any]) -> object:
    """Return two votes; of two that are named the question says what lacks, where there are votes by member at all.

    Of a secret ballot ahead none is needed, since nothing is compared with it.
    """
    ahead = case.rollcall(options["rollcall"]) if options.get("rollcall") else inputs.vote_ahead(case)
    if ahead is not None and ahead.is_secret:
        return ahead
    named = options.get("first") and options.get("second")
    return len(case.dossier.votes) > 0 if named else inputs.latest_pair(case)


VOTE = Condition(id="vote", place="rollcalls", check=_vote, option="rollcall")
RULE = Condition(id="rule", place="bodies", check=_rule)
TWO_VOTES = Condition(id="two-votes", place="votes", check=_two)
