"""A rule as a tree: leaves count votes, branches ask for some of their parts, and one turns its part round."""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from legation.errors import BadValue

__all__ = ["PRESENT", "VOTES", "AtLeast", "Rule", "Tally", "Unless", "holds", "members_of", "of_everyone", "tallies", "told_apart"]

VOTES = ("yes", "no", "abstain", "absent", "not_participating", "not_entitled")
"""How a member may vote or not. Who casts yes or no is present and voting; who abstains is present."""
PRESENT = ("yes", "no", "abstain")


@dataclass(frozen=True, slots=True)
class Tally:
    """The weight of those who voted in some ways reaches a number, or a share of the weight of those who voted in some ways.

    Attributes
    ----------
    weights : tuple of (str, Fraction), or None
        By member, not negative. None: whoever votes, one each.
    needed : Fraction
        A weight; where ``of`` is not empty a share, above 0 and at most 1.
    strict : bool
        More than ``needed`` (``True``) or at least.
    counted, of : tuple of str
        Votes of :data:`VOTES`.
    """

    weights: tuple[tuple[str, Fraction], ...] | None
    needed: Fraction
    strict: bool = False
    counted: tuple[str, ...] = ("yes",)
    of: tuple[str, ...] = ()

    def score(self, vote: str) -> Fraction:
        """Return what a vote adds for each unit of weight: the leaf holds where the sum reaches 0, or ``needed`` where it is no share."""
        return (vote in self.counted) - (self.needed if vote in self.of else Fraction(0))


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` of the parts hold: all of them, any of them, or a number between."""

    count: int
    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """The part does not hold."""

    part: Rule


Rule: TypeAlias = Tally | AtLeast | Unless


def tallies(rule: Rule) -> Iterator[Tally]:
    """Give the leaves of a rule from left to right."""
    if isinstance(rule, Tally):
        yield rule
    else:
        for part in rule.parts if isinstance(rule, AtLeast) else (rule.part,):
            yield from tallies(part)


@functools.lru_cache(maxsize=256)
def members_of(rule: Rule) -> tuple[str, ...]:
    """Return whom a rule names, in the order in which it first names them.

    Raises
    ------
    BadValue
        Where one member is spelt in two ways.
    """
    return told_apart(name for tally in tallies(rule) for name, _ in tally.weights or ())


def of_everyone(rule: Rule) -> bool:
    """Whether a leaf of a rule counts whoever votes, named or not."""
    return any(tally.weights is None for tally in tallies(rule))


def told_apart(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without repetition, in order.

    Raises
    ------
    BadValue
        Where two differ only in case, blanks or the form of their letters.
    """
    found: dict[str, str] = {}
    for name in names:
        known = found.setdefault(" ".join(unicodedata.normalize("NFKC", name).casefold().split()), name)
        if known != name:
            raise BadValue(f"members must be one spelling for each member (got {known!r} and {name!r}); use one of them everywhere")
    return tuple(found.values())


def holds(rule: Rule, votes: Mapping[str, str]) -> bool:
    """Whether a rule holds, given the vote of each member; who is not in ``votes`` is absent."""
    if isinstance(rule, AtLeast):
        return sum(holds(part, votes) for part in rule.parts) >= rule.count
    if isinstance(rule, Unless):
        return not holds(rule.part, votes)
    total: Fraction | int = 0
    base: Fraction | int = 0
    counted, of = rule.counted, rule.of
    if rule.weights is None:
        for vote, count in Counter(votes.values()).items():
            total += count * (vote in counted)
            base += count * (vote in of)
    for name, weight in rule.weights or ():
        vote = votes.get(name, "absent")
        whole = weight.numerator if weight.denominator == 1 else weight  # whole numbers add ten times faster
        if vote in counted:
            total += whole
        if vote in of:
            base += whole
    bar = rule.needed * base if rule.of else rule.needed
    if rule.of and not base:
        return False  # a share of nobody
    return total > bar if rule.strict else total >= bar
