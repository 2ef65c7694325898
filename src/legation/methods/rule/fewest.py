"""The fewest further yes votes with which a rule holds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from legation.methods.rule.tree import Rule, Tally, holds, tallies

__all__ = ["fewest_more"]


def fewest_more(rule: Rule, votes: Mapping[str, str]) -> int | None:
    """Return the fewest members who, by voting yes, make a rule hold that does not; None where nobody can.

    Who voted no stays with it, unless those who did not cannot do it alone. Where a leaf counts whoever votes, others may come and vote.
    """
    others = [name for name, vote in votes.items() if vote not in ("yes", "no")]
    against = [name for name, vote in votes.items() if vote == "no"]
    others += [f"\0{number}" for number in range(_wanted(rule, votes) - len(others))]
    found = _fewest(rule, votes, others)
    return found if found is not None else _fewest(rule, votes, [*others, *against])


def _wanted(rule: Rule, votes: Mapping[str, str]) -> int:
    """Return how many further yes votes the shares of whoever votes ask for, the noes as they are; 0 where a rule has no such share."""
    yes, no = (sum(vote == word for vote in votes.values()) for word in ("yes", "no"))
    free = [tally for tally in tallies(rule) if tally.weights is None]
    return max((math.floor(t.needed / (1 - t.needed) * no) + 1 - yes if t.needed < 1 else 1 for t in free), default=0)


def _fewest(rule: Rule, votes: Mapping[str, str], open_to: Sequence[str]) -> int | None:
    if not holds(rule, {**votes, **dict.fromkeys(open_to, "yes")}):
        return None
    if isinstance(rule, Tally):
        return _heaviest_first(rule, votes, open_to)
    from legation.methods.rule.programme import turns

    found = next(turns(rule, votes, {name: {"yes": 1.0} for name in open_to}), None)
    return None if found is None else len(found.votes)


def _heaviest_first(tally: Tally, votes: Mapping[str, str], open_to: Sequence[str]) -> int:
    """Return it for one leaf: those whose yes adds most turn first, so halving finds the number."""
    weights = dict(tally.weights) if tally.weights is not None else dict.fromkeys(open_to, Fraction(1))

    def score(vote: str) -> Fraction:
        return (vote in tally.counted) - (tally.needed if vote in tally.of else Fraction(0))

    ordered = sorted(open_to, key=lambda name: weights.get(name, Fraction(0)) * (score(votes.get(name, "absent")) - score("yes")))
    low, high = 0, len(ordered)
    while low < high:
        middle = (low + high) // 2
        if holds(tally, {**votes, **dict.fromkeys(ordered[:middle], "yes")}):
            high = middle
        else:
            low = middle + 1
    return low
