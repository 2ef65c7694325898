"""What a rule gives its members: the sets that carry and stop a text, and what each does alone, in both readings of an abstention."""

from __future__ import annotations

from dataclasses import dataclass, replace

from legation.errors import BadValue
from legation.methods.power import Alone, Coleman, Sets, alone, blocking_sets, coleman, winning_sets
from legation.methods.rule import Rule
from legation.methods.rule.game import REDUCTIONS, Reduction
from legation.methods.rule.tree import tallies

__all__ = ["EITHER", "Reading", "readings_of"]

_LISTED = 300
"""Kinds of sets that are all counted; of more the smallest are looked for."""
EITHER = "either"
"""The reading of a rule to which it is all the same whether those who are not in favour object or abstain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a rule gives its members where those who are not in favour vote in one way.

    Attributes
    ----------
    way : {"no", "abstain", "either"}
        How those vote who are not in favour; ``either`` where both ways come to the same.
    carries, stops : Sets
    parts : tuple of Alone
        Members who are alike, in the order of the rule.
    power : Coleman or None
        How often each can prevent and initiate; None where no vote decides anything.
    """

    way: str
    carries: Sets
    stops: Sets
    parts: tuple[Alone, ...]
    power: Coleman | None

    @property
    def stop_alone(self) -> tuple[str, ...]:
        """Who stops it alone."""
        return tuple(name for part in self.parts if part.stops for name in part.members)

    def same(self, other: Reading) -> bool:
        """Whether another reading gives every member the same."""
        return (self.carries.patterns, self.stops.patterns, self.parts) == (other.carries.patterns, other.stops.patterns, other.parts)


def readings_of(rule: Rule) -> tuple[Reading, ...]:
    """Return both readings of a rule, those who are not in favour objecting and abstaining; one where they come to the same.

    Raises
    ------
    BadValue
        Where the rule names nobody, or more votes in favour could make it fail.

    Examples
    --------
    >>> from legation.methods.rule import at_least, no_objection
    >>> [(one.way, one.stops.smallest) for one in readings_of(at_least(4, [*"ABCDE"]))]
    [('either', 2)]
    >>> [(one.way, one.stop_alone) for one in readings_of(no_objection("AB"))]
    [('no', ('A', 'B')), ('abstain', ())]
    """
    if _is_one_game(rule):
        return (replace(_reading(rule, "abstention_as_no"), way=EITHER),)
    objecting, abstaining = (_reading(rule, reduction) for reduction in ("abstention_as_no", "no_as_abstention"))
    return (replace(objecting, way=EITHER),) if objecting.same(abstaining) else (objecting, abstaining)


def _is_one_game(rule: Rule) -> bool:
    """Whether a no and an abstention count alike in every piece of a rule, so that both readings are one game."""
    return all(one.score("no") == one.score("abstain") for one in tallies(rule))


def _reading(rule: Rule, reduction: Reduction) -> Reading:
    carries, stops = winning_sets(rule, _LISTED, reduction=reduction), blocking_sets(rule, _LISTED, reduction=reduction)
    try:
        power = coleman(rule, reduction=reduction)
    except BadValue:  # every set wins, or none does
        power = None
    return Reading(way=REDUCTIONS[reduction], carries=carries, stops=stops, parts=alone(rule, reduction=reduction), power=power)
