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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of a vote.

    Attributes
    ----------
    adopted : bool
    needed : int
        The fewest yes votes that adopt the text, the others' votes as they are [votes].
    margin : int
        Yes votes above ``needed`` (negative: how many are missing) [votes]. Under consensus: minus the objections.
    """

    adopted: bool
    needed: int
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
    if min(yes, no, abstain, absent) < 0:
        raise BadValue(f"yes, no, abstain, absent: allowed 0 or more, found {yes}, {no}, {abstain}, {absent}; count the members again")
    if rule.of == "consensus":
        return Outcome(adopted=no == 0 and yes + abstain > 0, needed=0, margin=-no)
    if rule.of == "members":
        bar = rule.share * (yes + no + abstain + absent)
    elif rule.share == 1:
        bar = Fraction(yes + no)
    else:
        bar = rule.share / (1 - rule.share) * no  # yes / (yes + no) against the share
    needed = max(1, math.floor(bar) + 1 if rule.strict else math.ceil(bar))
    return Outcome(adopted=yes >= needed, needed=needed, margin=yes - needed)
