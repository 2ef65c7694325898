"""A rule as an integer programme: which members must turn so that it holds, at the least cost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from legation.methods.rule.tree import AtLeast, Rule, Tally, Unless, holds

__all__ = ["cheapest_turns"]

_TRIES = 200
"""Solutions that only rounding lets through are cut off one by one, at most so many."""


def cheapest_turns(
    rule: Rule, votes: Mapping[str, str], open_to: Sequence[str], cost: Sequence[float] | None = None
) -> tuple[str, ...] | None:
    """Return the members whose yes makes a rule hold at the least cost; None where no members' does.

    The programme is solved by HiGHS. Its sums are rounded, so what it finds is checked in exact numbers: a set that does not suffice is cut
    off, and as rounding only lets more sets in, the first that suffices costs least.

    Parameters
    ----------
    open_to : sequence of str
        Who may turn.
    cost : sequence of float, optional
        Of each, 0 or more; one each where it is left out.
    """
    from scipy.optimize import LinearConstraint, milp

    programme = _Programme(len(open_to))
    programme.require(rule, votes, open_to)
    width = programme.width
    objective = np.zeros(width)
    objective[: len(open_to)] = 1 if cost is None else cost
    rows = programme.rows
    for _ in range(_TRIES):
        matrix = np.zeros((len(rows), width))
        for number, row in enumerate(rows):
            matrix[number, list(row.factors)] = list(row.factors.values())
        bounds = np.array([row.least for row in rows], dtype=float)
        solved = milp(objective, constraints=LinearConstraint(matrix, lb=bounds), integrality=np.ones(width), bounds=(0, 1))
        if solved.x is None:
            return None
        chosen: npt.NDArray[np.bool_] = solved.x[: len(open_to)] > 0.5
        turned = tuple(name for name, yes in zip(open_to, chosen.tolist(), strict=True) if yes)
        if holds(rule, {**votes, **dict.fromkeys(turned, "yes")}):
            return turned
        rows.append(_Row({at: -1.0 if yes else 1.0 for at, yes in enumerate(chosen.tolist())}, 1.0 - int(chosen.sum())))
    return None


@dataclass(frozen=True, slots=True)
class _Row:
    """``sum of factor times variable >= least``."""

    factors: dict[int, float]
    least: float


@dataclass(slots=True)
class _Programme:
    """Variables in {0, 1}, the members' first, and the rows that they satisfy."""

    width: int
    rows: list[_Row] = field(default_factory=list)

    def require(self, rule: Rule, votes: Mapping[str, str], open_to: Sequence[str], *, switch: int | None = None, no: bool = False) -> None:
        """Demand that a rule holds (with ``no``: does not hold), or only where a variable ``switch`` is 1."""
        if isinstance(rule, Unless):
            self.require(rule.part, votes, open_to, switch=switch, no=not no)
            return
        if isinstance(rule, AtLeast):
            count = len(rule.parts) - rule.count + 1 if no else rule.count
            if count == len(rule.parts):
                for part in rule.parts:
                    self.require(part, votes, open_to, switch=switch, no=no)
                return
            first = self.width
            self.width += len(rule.parts)
            for at, part in enumerate(rule.parts, first):
                self.require(part, votes, open_to, switch=at, no=no)
            demand = {} if switch is None else {switch: -float(count)}
            self.rows.append(_Row({**dict.fromkeys(range(first, self.width), 1.0), **demand}, count if switch is None else 0.0))
            return
        for factors, constant, least in _linear(rule, votes, open_to, no=no):
            lowest = constant + sum(min(0, factor) for factor in factors.values())
            slack = {} if switch is None else {switch: -float(max(0, least - lowest))}
            bound = least - constant if switch is None else lowest - constant if least > lowest else least - constant
            self.rows.append(_Row({at: float(f) for at, f in factors.items()} | slack, float(bound)))


def _linear(tally: Tally, votes: Mapping[str, str], open_to: Sequence[str], *, no: bool) -> list[tuple[dict[int, int], int, int]]:
    """Return a leaf, or its contrary, as ``constant + sum of factors >= least`` in whole numbers, over those who turn to yes."""

    def score(weight: Fraction, vote: str) -> Fraction:
        return weight * ((vote in tally.counted) - (tally.needed * (vote in tally.of) if tally.of else 0))

    weights = dict(tally.weights) if tally.weights is not None else {name: Fraction(1) for name in {**votes, **dict.fromkeys(open_to)}}
    constant = sum((score(weight, votes.get(name, "absent")) for name, weight in weights.items()), Fraction(0))
    constant -= Fraction(0) if tally.of else tally.needed
    factors = {
        at: score(weights[name], "yes") - score(weights[name], votes.get(name, "absent"))
        for at, name in enumerate(open_to)
        if name in weights
    }
    scale = math.lcm(constant.denominator, *(factor.denominator for factor in factors.values()))
    whole, start = {at: int(factor * scale) for at, factor in factors.items() if factor}, int(constant * scale)
    if no:
        return [({at: -factor for at, factor in whole.items()}, -start, 0 if tally.strict else 1)]
    found = [(whole, start, 1 if tally.strict else 0)]
    if tally.of and not tally.strict:  # a share of nobody is not reached: somebody must be counted
        there = sum(votes.get(name) in tally.counted for name in weights)
        found.append(({at: 1 for at, name in enumerate(open_to) if name in weights}, there, 1))
    return found
