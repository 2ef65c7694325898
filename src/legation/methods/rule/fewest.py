"""The fewest changes of vote with which a rule holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from legation.methods.rule.tree import Rule, Tally, Unless, holds, tallies

__all__ = ["fewest_more", "fewest_turns"]


def fewest_more(rule: Rule, votes: Mapping[str, str]) -> int | None:
    """Return the fewest members who, by voting yes, make a rule hold that does not; None where nobody can.

    Who voted no stays with it, unless those who did not cannot do it alone. Where a leaf counts whoever votes, others may come and vote.
    """
    others = [name for name, vote in votes.items() if vote not in ("yes", "no")]
    against = [name for name, vote in votes.items() if vote == "no"]
    others += [f"\0{number}" for number in range(_wanted(rule, votes) - len(others))]
    found = fewest_turns(rule, votes, others)
    return found if found is not None else fewest_turns(rule, votes, [*others, *against])


def fewest_turns(rule: Rule, votes: Mapping[str, str], open_to: Sequence[str], to: str = "yes") -> int | None:
    """Return how many of some members must turn to a vote for a rule to hold; 0 where it does, None where even all do not do it.

    That a text fails is the rule ``Unless(rule)``.

    Examples
    --------
    >>> from legation.methods.rule import share_of_voting
    >>> votes = {"A": "yes", "B": "yes", "C": "yes", "D": "no"}
    >>> passes = share_of_voting("1/2", strict=True)
    >>> fewest_turns(Unless(passes), votes, "ABC", to="no"), fewest_turns(Unless(passes), votes, "ABC", to="abstain")
    (1, 2)
    """
    if holds(rule, votes):
        return 0
    leaf = rule.part if isinstance(rule, Unless) else rule
    if isinstance(leaf, Tally):
        return _halved(rule, leaf, votes, open_to, to)
    from legation.methods.rule.programme import turns

    found = next(turns(rule, votes, {name: {to: 1.0} for name in open_to}), None)
    return None if found is None else len(found.votes)


def _wanted(rule: Rule, votes: Mapping[str, str]) -> int:
    """Return how many further yes votes the shares of whoever votes ask for, the noes as they are; 0 where a rule has no such share."""
    yes, no = (sum(vote == word for vote in votes.values()) for word in ("yes", "no"))
    free = [tally for tally in tallies(rule) if tally.weights is None]
    return max((math.floor(t.needed / (1 - t.needed) * no) + 1 - yes if t.needed < 1 else 1 for t in free), default=0)


def _halved(rule: Rule, leaf: Tally, votes: Mapping[str, str], open_to: Sequence[str], to: str) -> int | None:
    """Return it for one leaf, or its contrary: those whose turn does most come first, so halving finds the number."""
    weights = dict(leaf.weights) if leaf.weights is not None else dict.fromkeys(open_to, Fraction(1))
    sign = 1 if rule is leaf else -1

    def gain(name: str) -> Fraction:
        return sign * weights.get(name, Fraction(0)) * (leaf.score(to) - leaf.score(votes.get(name, "absent")))

    ordered = sorted(open_to, key=gain, reverse=True)
    if not holds(rule, {**votes, **dict.fromkeys(ordered, to)}):
        return None
    low, high = 1, len(ordered)
    while low < high:
        middle = (low + high) // 2
        if holds(rule, {**votes, **dict.fromkeys(ordered[:middle], to)}):
            high = middle
        else:
            low = middle + 1
    return low
