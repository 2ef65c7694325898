"""The cheapest coalitions: whose votes must change for a text to pass, or to fail, and what that costs."""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.rule.fewest import turns
from legation.methods.rule.outcome import votes_cast
from legation.methods.rule.tree import VOTES, Rule, Unless, members_of, told_apart

__all__ = ["Cheapest", "Coalition", "cheapest", "cheapest_blocking"]

_REGRETTED, _SEARCHED = 40, 40_000
"""Each regret is a search of its own: they are found for so many members at most, and for fewer where together they would search more
members than this."""


@dataclass(frozen=True, slots=True)
class Coalition:
    """Changes of vote that suffice, of which none could be left out.

    Attributes
    ----------
    votes : dict of str to str
        The new vote of each member who changes.
    cost : float
        In the unit of the costs given.
    """

    votes: dict[str, str]
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheapest:
    """The cheapest coalitions, the cheapest first.

    Attributes
    ----------
    coalitions : tuple of Coalition
        Empty where no changes of these members suffice. No one holds all the changes of one before it.
    proven : bool
        Whether nothing cheaper is left out; else ``gap`` says how much cheaper it could be at most.
    gap : float
    regret : dict of str to float
        By member of the cheapest coalition, how much dearer the cheapest one without it is; infinite where there is none. In a coalition
        of more than 40 those alone whose own change costs most; where more than a thousand may change, of fewer: 40,000 by their number.
    """

    coalitions: tuple[Coalition, ...]
    proven: bool
    gap: float
    regret: dict[str, float]


def cheapest(
    rule: Rule,
    cost: Mapping[str, float | Mapping[str, float]],
    *,
    best: int = 5,
    votes: Mapping[str, str] | None = None,
) -> Cheapest:
    """Find the cheapest changes of vote with which a text passes.

    Parameters
    ----------
    rule : Rule
        That names its members.
    cost : mapping of str to float, or to mapping of str to float
        By member that may change: what its yes costs, or what each vote costs that it may change to. To turn a no into an abstention is
        ``{"abstain": 1.5}``, to bring an absent friend into the room ``{"yes": 0.5}``. Who is not named does not change.
    best : int
        How many coalitions are sought.
    votes : mapping of str to str, optional
        As they are; where it is left out nobody is in favour, and everybody votes no.

    Raises
    ------
    BadValue
        For a cost that is negative or no number, an unknown member or vote, and ``best`` below 1.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> found = cheapest(quota({"A": 4, "B": 3, "C": 2, "D": 1}, 6), {"A": 5, "B": 2, "C": 2, "D": 1})
    >>> [(sorted(one.votes), one.cost) for one in found.coalitions], found.proven
    ([(['B', 'C', 'D'], 5.0), (['A', 'B'], 7.0), (['A', 'C'], 7.0)], True)
    >>> found.regret["D"]
    2.0
    """
    return _found(rule, rule, cost, "yes", best, votes, "no")


def cheapest_blocking(
    rule: Rule,
    cost: Mapping[str, float | Mapping[str, float]],
    *,
    best: int = 5,
    votes: Mapping[str, str] | None = None,
) -> Cheapest:
    """Find the cheapest changes of vote with which a text fails: the blocking minorities.

    As :func:`cheapest`; a number is what the member's no costs, and where no votes are given everybody is in favour.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> found = cheapest_blocking(quota({"A": 4, "B": 3, "C": 2, "D": 1}, 6), {"A": 5, "B": 2, "C": 2, "D": 1}, best=2)
    >>> [(sorted(one.votes), one.cost) for one in found.coalitions]
    [(['B', 'C'], 4.0), (['A', 'D'], 6.0)]
    """
    return _found(rule, Unless(rule), cost, "no", best, votes, "yes")


def _found(
    rule: Rule,
    aim: Rule,
    cost: Mapping[str, float | Mapping[str, float]],
    default: str,
    best: int,
    votes: Mapping[str, str] | None,
    otherwise: str,
) -> Cheapest:
    if isinstance(best, bool) or not isinstance(best, numbers.Integral) or best < 1:
        raise BadValue(f"best must be a whole number, 1 or more (got {best!r}); say how many coalitions are sought")
    members = members_of(rule)
    cast = dict.fromkeys(members, otherwise) if votes is None else votes_cast(rule, votes)
    moves = {name: _moves(name, given, default, members) for name, given in cost.items()}
    told_apart((*members, *cast, *cost))
    found = list(itertools.islice(turns(aim, cast, moves), best))
    regret: dict[str, float] = {}
    first = found[0].votes if found else {}
    regretted = min(_REGRETTED, max(1, _SEARCHED // max(1, len(moves))))
    for name in sorted(first, key=lambda member: -moves[member][first[member]])[:regretted]:
        without = {member: to for member, to in moves.items() if member != name}
        other = next(turns(aim, cast, without), None)
        regret[name] = math.inf if other is None else other.cost - found[0].cost
    gap = max((one.gap for one in found), default=0.0)
    return Cheapest(coalitions=tuple(Coalition(one.votes, one.cost) for one in found), proven=gap == 0, gap=gap, regret=regret)


def _moves(name: str, given: float | Mapping[str, float], default: str, members: tuple[str, ...]) -> dict[str, float]:
    if name not in members:
        raise BadValue(f"cost of {name} must be members of the rule (got {name!r}); the rule names {', '.join(members[:5])}...")
    to = dict(given) if isinstance(given, Mapping) else {default: given}
    for vote, price in to.items():
        if vote not in VOTES:
            raise BadValue(f"cost of {name} must be votes {' | '.join(VOTES)} (got {vote!r}); correct the change")
        if isinstance(price, bool) or not isinstance(price, numbers.Real) or not math.isfinite(price) or price < 0:
            raise BadValue(f"cost of {name} must be a number, 0 or more (got {price!r}); leave out who does not change at any cost")
    return {vote: float(price) for vote, price in to.items()}
