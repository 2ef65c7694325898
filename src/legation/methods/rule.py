"""Whether a body adopts a text, given who voted how.

A share may be asked of those present and voting (who cast yes or no: an abstention is not a vote), of all members, or not at all
(consensus: nobody who is present objects). A tie is not adopted. Source for the first: Rules of Procedure of the United Nations General
Assembly on members "present and voting" and on equally divided votes (A/520/Rev.20, rules 82-87, 95).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from legation.errors import BadValue

__all__ = ["Outcome", "Rule", "outcome"]

_OF = ("present_and_voting", "members", "consensus")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a body asks for adoption.

    Attributes
    ----------
    of : {"present_and_voting", "members", "consensus"}
        Of whom the share is asked.
    share : Fraction
        In (0, 1].
    strict : bool
        More than the share (``True``: more than a half) or at least the share (``False``: two thirds).
    """

    of: Literal["present_and_voting", "members", "consensus"] = "present_and_voting"
    share: Fraction = Fraction(1, 2)
    strict: bool = True

    def __post_init__(self) -> None:
        if self.of not in _OF or not 0 < self.share <= 1:
            raise BadValue(f"of, share: allowed {' | '.join(_OF)} and 0 < share <= 1, found {self.of}, {self.share}; see the body's rules")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a vote.

    Attributes
    ----------
    adopted : bool
    needed : int or None
        The fewest yes votes that adopt the text, the others' votes as they are [votes]; None where no number does.
    margin : int
        Yes votes above ``needed`` (negative: how many are missing) [votes]; minus the objections where ``needed`` is None.
    """

    adopted: bool
    needed: int | None
    margin: int


def outcome(rule: Rule, *, yes: int, no: int, abstain: int = 0, absent: int = 0) -> Outcome:
    """Say whether a text is adopted, and by how many votes.

    Parameters
    ----------
    rule : Rule
    yes, no, abstain, absent : int
        Members that cast or did not cast each vote [members], not negative.

    Raises
    ------
    BadValue
        For a negative count.

    Examples
    --------
    >>> outcome(Rule(), yes=79, no=60, abstain=33, absent=21)  # A/RES/74/247
    Outcome(adopted=True, needed=61, margin=18)
    >>> outcome(Rule(share=Fraction(2, 3), strict=False), yes=40, no=20).adopted, outcome(Rule(), yes=50, no=50).adopted
    (True, False)
    """
    counts = (yes, no, abstain, absent)
    if not all(isinstance(count, int) and count >= 0 for count in counts):
        raise BadValue(f"yes, no, abstain, absent: allowed whole numbers, 0 or more, found {counts}; count the members again")
    needed = _needed(rule, counts)
    if needed is None:
        return Outcome(adopted=False, needed=None, margin=-no)
    return Outcome(adopted=yes >= needed and (yes + abstain > 0), needed=needed, margin=yes - needed)


def _needed(rule: Rule, counts: tuple[int, int, int, int]) -> int | None:
    """Return the fewest yes votes that adopt; None where no number does. Under a share of members, each yes is won from the others."""
    _, no, _, _ = counts
    if rule.of == "consensus":
        return None if no else 0
    if rule.of == "members":
        bar = rule.share * sum(counts)
        return _above(bar, strict=rule.strict) if not (rule.strict and rule.share == 1) else None
    if rule.share == 1:
        return 1 if not (rule.strict or no) else None
    return max(1, _above(rule.share / (1 - rule.share) * no, strict=rule.strict))  # yes / (yes + no) against the share


def _above(bar: Fraction, *, strict: bool) -> int:
    return math.floor(bar) + 1 if strict else math.ceil(bar)
