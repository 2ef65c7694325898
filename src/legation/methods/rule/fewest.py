"""The fewest or cheapest changes of vote with which a rule holds, as an integer programme.

HiGHS solves it. Its sums are rounded, which only lets more solutions in; so each is checked in exact numbers, one that does not make the
rule hold is cut off, and the first that does costs least.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.rule.many import counter
from legation.methods.rule.tree import VOTES, AtLeast, Rule, Tally, Unless, holds, members_of, of_everyone, tallies

__all__ = [
    "Turns",
    "fewest_more",
    "fewest_turns",
    "turns",
]


_TRIES = 500
"""Solutions that only rounding lets through are cut off one by one, at most so many for each that is sought."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Changes of vote that make a rule hold: none of them could be left out.

    Attributes
    ----------
    votes : dict of str to str
        The new vote of each member who changes.
    cost : float
        Of all changes together.
    gap : float
        How much less another solution could cost at most: 0 where this is proven the cheapest that is left.
    """

    votes: dict[str, str]
    cost: float
    gap: float


def turns(rule: Rule, votes: Mapping[str, str], moves: Mapping[str, Mapping[str, float]]) -> Iterator[Turns]:
    """Give the changes of vote that make a rule hold, the cheapest first; never some that hold those of an earlier one.

    Parameters
    ----------
    votes : mapping of str to str
        As they are; who is not there is absent.
    moves : mapping of str to mapping of str to float
        By member who may change, the votes that it may change to, each with its cost, 0 or more.

    Raises
    ------
    BadValue
        Where so many sets of changes miss by less than rounding tells that the search was given up.
    """
    if holds(rule, votes):
        yield Turns({}, 0.0, 0.0)
        return
    options = [(name, vote) for name, to in moves.items() for vote in to if vote != votes.get(name, "absent")]
    if not options:
        return
    programme = _Programme(tuple(options), votes, len(options))
    programme.require(rule)
    for name in moves:
        own = [at for at, (member, _) in enumerate(options) if member == name]
        if len(own) > 1:
            programme.rows.append(_Row(dict.fromkeys(own, -1.0), -1.0))
    cost = np.zeros(programme.width)
    cost[: len(options)] = [moves[name][vote] for name, vote in options]
    tries = 0
    while tries < _TRIES:
        tries += 1
        chosen, gap = _solved(programme.rows, cost, len(options))
        if chosen is None:
            return
        made = {name: vote for (name, vote), on in zip(options, chosen.tolist(), strict=True) if on}
        if holds(rule, {**votes, **made}):
            tries = 0
            needed = _needed(rule, votes, made)
            yield Turns(needed, float(sum(moves[name][vote] for name, vote in needed.items())), gap)
            inside = [at for at, (name, vote) in enumerate(options) if needed.get(name) == vote]
            programme.rows.append(_Row(dict.fromkeys(inside, -1.0), 1.0 - len(inside)))
        else:
            factors = {at: -1.0 if on else 1.0 for at, on in enumerate(chosen.tolist())}
            programme.rows.append(_Row(factors, 1.0 - int(chosen.sum())))
    raise BadValue(f"rule must be one that rounding can decide (got {_TRIES} sets of changes too close to its bar); ask for fewer members")


@dataclass(frozen=True, slots=True)
class _Row:
    """``sum of factor times variable >= least``."""

    factors: dict[int, float]
    least: float


@dataclass(slots=True)
class _Programme:
    """Variables in {0, 1}, one for each change that may be made and some switches after them, and the rows that they satisfy."""

    options: tuple[tuple[str, str], ...]
    votes: Mapping[str, str]
    width: int
    rows: list[_Row] = field(default_factory=list)

    def require(self, rule: Rule, *, switch: int | None = None, no: bool = False) -> None:
        """Demand that a rule holds (with ``no``: does not hold), or only where a variable ``switch`` is 1."""
        if isinstance(rule, Unless):
            self.require(rule.part, switch=switch, no=not no)
        elif isinstance(rule, AtLeast):
            self._some(rule, switch, no=no)
        else:
            forms = _linear(rule, self.options, self.votes, no=no)
            if isinstance(forms, tuple):  # a share is missed where it is too small, or where nobody is counted
                first = self.width
                self.width += 2
                for at, form in enumerate(forms, first):
                    self.rows.append(form.where(at))
                demand = {} if switch is None else {switch: -1.0}
                self.rows.append(_Row({first: 1.0, first + 1: 1.0, **demand}, 1.0 if switch is None else 0.0))
                return
            self.rows.extend(form.where(switch) for form in forms)

    def _some(self, rule: AtLeast, switch: int | None, *, no: bool) -> None:
        count = len(rule.parts) - rule.count + 1 if no else rule.count
        if count == len(rule.parts):
            for part in rule.parts:
                self.require(part, switch=switch, no=no)
            return
        first = self.width
        self.width += len(rule.parts)
        places = range(first, first + len(rule.parts))
        for at, part in zip(places, rule.parts, strict=True):
            self.require(part, switch=at, no=no)
        demand = {} if switch is None else {switch: -float(count)}
        self.rows.append(_Row({**dict.fromkeys(places, 1.0), **demand}, float(count) if switch is None else 0.0))


@dataclass(frozen=True, slots=True)
class _Form:
    """``constant + sum of factors >= least`` in whole numbers."""

    factors: dict[int, int]
    constant: int
    least: int

    def where(self, switch: int | None) -> _Row:
        """Return the row, in force only where a variable is 1."""
        lowest = self.constant + sum(min(0, factor) for factor in self.factors.values())
        factors = {at: float(factor) for at, factor in self.factors.items()}
        if switch is None or self.least <= lowest:
            return _Row(factors, float(self.least - self.constant))
        return _Row({**factors, switch: -float(self.least - lowest)}, float(lowest - self.constant))


def _linear(tally: Tally, options: tuple[tuple[str, str], ...], votes: Mapping[str, str], *, no: bool) -> list[_Form] | tuple[_Form, _Form]:
    """Return what a leaf, or its contrary, demands: all of a list, or one of a pair."""
    everyone = {name: Fraction(1) for name in (*votes, *(name for name, _ in options))}
    weights = dict(tally.weights) if tally.weights is not None else everyone

    def score(name: str, vote: str) -> Fraction:
        return weights.get(name, Fraction(0)) * tally.score(vote)

    constant = sum((score(name, votes.get(name, "absent")) for name in weights), Fraction(0)) - (Fraction(0) if tally.of else tally.needed)
    factors = {at: score(name, vote) - score(name, votes.get(name, "absent")) for at, (name, vote) in enumerate(options)}
    scale = math.lcm(constant.denominator, *(factor.denominator for factor in factors.values()))
    whole, start = {at: int(factor * scale) for at, factor in factors.items() if factor}, int(constant * scale)
    there = {
        at: (vote in tally.of) - (votes.get(name, "absent") in tally.of) for at, (name, vote) in enumerate(options) if weights.get(name)
    }
    counted = sum(votes.get(name, "absent") in tally.of for name, weight in weights.items() if weight)
    if no:
        missed = _Form({at: -factor for at, factor in whole.items()}, -start, 0 if tally.strict else 1)
        nobody = _Form({at: -factor for at, factor in there.items() if factor}, -counted, 0)
        return (missed, nobody) if tally.of and not tally.strict else [missed]
    reached = _Form(whole, start, 1 if tally.strict else 0)
    somebody = _Form({at: factor for at, factor in there.items() if factor}, counted, 1)
    return [reached, somebody] if tally.of and not tally.strict else [reached]


def _solved(rows: list[_Row], cost: npt.NDArray[np.float64], options: int) -> tuple[npt.NDArray[np.bool_] | None, float]:
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import csr_array

    entries = [(number, at, factor) for number, row in enumerate(rows) for at, factor in row.factors.items()]
    lines, columns, factors = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = csr_array((np.array(factors, float), (np.array(lines, int), np.array(columns, int))), shape=(len(rows), len(cost)))
    least = np.array([row.least for row in rows])
    whole = {"integrality": np.ones(len(cost)), "bounds": (0, 1), "options": {"mip_rel_gap": 0.0}}  # else one in ten thousand is let pass
    found = milp(cost, constraints=LinearConstraint(matrix, lb=least), **whole)
    if found.x is None:
        return None, 0.0
    bound = found.mip_dual_bound if found.mip_dual_bound is not None else -math.inf
    return found.x[:options] > 0.5, max(0.0, float(found.fun - bound)) if found.status != 0 else 0.0


def _needed(rule: Rule, votes: Mapping[str, str], made: Mapping[str, str]) -> dict[str, str]:
    """Return the changes without those that are not needed: of cost zero, or there for rounding."""
    names = [*dict.fromkeys((*votes, *made))] if of_everyone(rule) else [*members_of(rule)]
    place = {name: at for at, name in enumerate(names)}
    codes = {vote: code for code, vote in enumerate(VOTES)}
    turned = {place[name]: codes[vote] for name, vote in made.items() if name in place}
    left = counter(rule, names).needed([codes[votes.get(name, "absent")] for name in names], turned)
    return {names[at]: made[names[at]] for at in left}


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

    found = next(turns(rule, votes, {name: {to: 1.0} for name in open_to}), None)
    return None if found is None else len(found.votes)


def _wanted(rule: Rule, votes: Mapping[str, str]) -> int:
    """Return how many further yes votes the shares of whoever votes ask for, the noes as they are; 0 where a rule has no such share."""
    yes, no = (sum(vote == word for vote in votes.values()) for word in ("yes", "no"))
    free = [tally for tally in tallies(rule) if tally.weights is None]
    return max((math.floor(t.needed / (1 - t.needed) * no) + 1 - yes if t.needed < 1 else 1 for t in free), default=0)


def _halved(rule: Rule, leaf: Tally, votes: Mapping[str, str], open_to: Sequence[str], to: str) -> int | None:
    """Return it for one leaf, or its contrary: those whose turn does most come first, so halving finds the number."""
    weights = None if leaf.weights is None else dict(leaf.weights)
    sign = 1 if rule is leaf else -1
    change = {vote: sign * (leaf.score(to) - leaf.score(vote)) for vote in VOTES}

    def gain(name: str) -> Fraction:
        turned = change[votes.get(name, "absent")]
        return turned if weights is None else weights.get(name, Fraction(0)) * turned

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
