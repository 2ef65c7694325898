"""The pieces that rules are made of, each checked when it is made; their numbers are exact, never rounded."""

from __future__ import annotations

import math
import numbers
import operator
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from legation.errors import BadValue
from legation.methods.rule.tree import PRESENT, AtLeast, Rule, Tally, Unless, members_of, told_apart

__all__ = [
    "Number",
    "all_of",
    "any_of",
    "at_least",
    "exact",
    "no_objection",
    "quorum",
    "quota",
    "share_of_members",
    "share_of_voting",
    "share_of_weights",
    "unless_no_from",
]


Number: TypeAlias = int | float | str | Fraction | Decimal


def exact(value: object, what: str) -> Fraction:
    """Return a number as a fraction: a float is the decimal that its shortest form shows, a text may be ``2/3``.

    Raises
    ------
    BadValue
        For what is no finite number; ``what`` says in the sentence which it is.

    Examples
    --------
    >>> exact(0.55, "share"), exact("2/3", "share"), exact(15, "quota")
    (Fraction(11, 20), Fraction(2, 3), Fraction(15, 1))
    """
    if isinstance(value, (Fraction, Decimal, str)) or (isinstance(value, numbers.Integral) and not isinstance(value, bool)):
        try:
            return Fraction(int(value)) if isinstance(value, numbers.Integral) else Fraction(value)
        except (ValueError, OverflowError, ZeroDivisionError):
            pass
    elif isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value):
        return Fraction(str(value) if hasattr(value, "dtype") else repr(float(value)))
    raise BadValue(f"{what} must be a finite number, or a text such as 2/3 (got {value!r}); write it out")


def quota(weights: Mapping[str, Number], needed: Number, strict: bool = False) -> Tally:  # noqa: FBT001, FBT002 - the field's order
    """Return the rule that the weights of those in favour reach a number.

    Parameters
    ----------
    weights : mapping of str to number
        By member, not negative. Decimals are exact: a number is the decimal that its shortest form shows.
    needed : number
        Above 0 and at most the sum of the weights.
    strict : bool
        More than ``needed``, not only as much.

    Raises
    ------
    BadValue
        For a weight that is negative or no number, and a quota of zero or out of reach.

    Examples
    --------
    >>> from legation.methods.rule import outcome
    >>> eec = quota({"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}, 12)
    >>> outcome(eec, {"DE": "yes", "FR": "yes", "BE": "yes", "LU": "yes"}).passed
    False
    """
    listed = _weights(weights)
    total, bar = sum((weight for _, weight in listed), Fraction(0)), exact(needed, "quota needed")
    if not (0 < bar <= total or (strict and bar == 0 < total)) or (strict and bar == total):
        raise BadValue(
            f"quota of {_some(name for name, _ in listed)} must be a number above 0 that all members reach together "
            f"({'less than' if strict else 'at most'} {total}) (got {bar}); correct the quota or the weights"
        )
    return Tally(listed, bar, strict)


def share_of_voting(needed: Number, members: Iterable[str] | None = None, strict: bool = False) -> Tally:  # noqa: FBT001, FBT002
    """Return the rule that those in favour are a share of those who cast yes or no: of the members present and voting.

    An abstention is not a vote. Where nobody votes, nothing passes. More than a half is ``share_of_voting("1/2", strict=True)``: a tie does
    not pass.

    Parameters
    ----------
    needed : Fraction, str or number
        Above 0 and at most 1.
    members : iterable of str, optional
        Whose votes count; whoever votes, where it is left out.

    Examples
    --------
    >>> from legation.methods.rule import outcome, roll
    >>> told = outcome(share_of_voting("2/3"), roll(yes=79, no=60, abstain=33, absent=21))  # A/RES/74/247, had it been important
    >>> told.passed, told.short_by
    (False, 41)
    """
    return Tally(None if members is None else _ones(members), _share(needed, strict=strict), strict, of=("yes", "no"))


def share_of_members(members: Iterable[str], needed: Number, strict: bool = False) -> Tally:  # noqa: FBT001, FBT002
    """Return the rule that those in favour are a share of all members: who abstains or is away counts like a no.

    Examples
    --------
    >>> from legation.methods.rule import outcome
    >>> outcome(share_of_members("ABCD", "1/2", strict=True), {"A": "yes", "B": "yes"}).short_by
    1
    """
    return share_of_weights(dict.fromkeys(_listed(members), 1), needed, strict)


def share_of_weights(weights: Mapping[str, Number], needed: Number, strict: bool = False) -> Tally:  # noqa: FBT001, FBT002
    """Return the rule that the weights of those in favour are a share of all weights: of the population, of the capital."""
    share = _share(needed, strict=strict)
    return quota(weights, share * sum((weight for _, weight in _weights(weights)), Fraction(0)), strict)


def unless_no_from(rule: Rule, names: Iterable[str]) -> AtLeast:
    """Return a rule that fails where one of some members votes no: a veto. Their abstention or absence is none.

    Examples
    --------
    >>> from legation.methods.rule import outcome
    >>> rule = unless_no_from(at_least(2, ["P", "A", "B"]), ["P"])
    >>> [outcome(rule, {"A": "yes", "B": "yes", "P": vote}).passed for vote in ("abstain", "absent", "no")]
    [True, True, False]
    """
    return all_of(rule, Unless(Tally(_ones(names), Fraction(1), counted=("no",))))


def no_objection(members: Iterable[str]) -> AtLeast:
    """Return the rule of consensus: of the members who are present nobody votes no; who is away cannot object; somebody is there.

    Examples
    --------
    >>> from legation.methods.rule import outcome
    >>> outcome(no_objection("ABC"), {"A": "yes", "B": "abstain"}).passed, outcome(no_objection("ABC"), {"C": "no"}).passed
    (True, False)
    """
    named = _ones(members)
    return all_of(Unless(Tally(named, Fraction(1), counted=("no",))), Tally(named, Fraction(1), counted=PRESENT))


def quorum(members: Iterable[str], needed: Number) -> Tally:
    """Return the rule that at least so many of the members are present: they vote or abstain."""
    named, bar = _ones(members), exact(needed, "quorum needed")
    if not 0 < bar <= len(named):
        raise BadValue(f"quorum must be 1 to {len(named)} members (got {bar}); see the body's rules of procedure")
    return Tally(named, bar, counted=PRESENT)


def all_of(*parts: Rule | str) -> AtLeast:
    """Return the rule that all parts hold; a part may be a member's name: that member is in favour."""
    return at_least(len(parts), parts)


def any_of(*parts: Rule | str) -> AtLeast:
    """Return the rule that one part at least holds."""
    return at_least(1, parts)


def at_least(count: int, parts: Iterable[Rule | str]) -> AtLeast:
    """Return the rule that at least so many of the parts hold; a part is a rule, or a member's name: that member is in favour.

    Raises
    ------
    BadValue
        Where no number of the parts can be that many, one member is named twice or spelt in two ways.

    Examples
    --------
    >>> from legation.methods.power import banzhaf
    >>> banzhaf(at_least(2, ["A", "B", "C"])).swings
    {'A': 2, 'B': 2, 'C': 2}
    """
    given = (parts,) if isinstance(parts, str) else tuple(parts)
    names = [part for part in given if isinstance(part, str)]
    try:
        wanted = operator.index(count)
    except TypeError as error:
        raise BadValue(f"at_least must be a whole number of parts (got {count!r}); count them") from error
    if isinstance(count, bool) or not 1 <= wanted <= len(given):
        raise BadValue(f"at_least must be 1 to {len(given)} of {len(given)} parts (got {count}); count the parts of the rule")
    wrong = [part for part in given if not isinstance(part, (str, Tally, AtLeast, Unless))]
    if wrong:
        raise BadValue(f"parts of a rule must be rules and members' names (got {wrong[0]!r}); make it with quota or another piece")
    if names:
        _ones(names)
    if names and len(names) == len(given):
        made = AtLeast(1, (quota(dict.fromkeys(names, 1), wanted),))
    else:
        made = AtLeast(wanted, tuple(quota({part: 1}, 1) if isinstance(part, str) else part for part in given))
    members_of(made)
    return made


def _weights(weights: Mapping[str, Number]) -> tuple[tuple[str, Fraction], ...]:
    if not isinstance(weights, Mapping) or not weights:
        raise BadValue(f"weights must be a weight for each member, at least one (got {weights!r}); name the members")
    _ones(weights)
    listed = tuple((name, exact(weight, f"weight of {name}")) for name, weight in weights.items())
    for name, weight in listed:
        if weight < 0:
            raise BadValue(f"weight of {name} must be 0 or more (got {weight}); correct the table of weights")
    return listed


def _ones(members: Iterable[str]) -> tuple[tuple[str, Fraction], ...]:
    return tuple((name, Fraction(1)) for name in _listed(members))


def _listed(members: Iterable[str]) -> tuple[str, ...]:
    """Return members' names, checked."""
    names = tuple(members)
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise BadValue(f"members must be names (got {name!r}); name every member")
    if not names or len(told_apart(names)) < len(names):
        double = next((name for name in names if names.count(name) > 1), "nobody")
        raise BadValue(f"members must have each member once, at least one (got {double} {'twice' if names else ''}); correct the list")
    return names


def _share(needed: Number, *, strict: bool) -> Fraction:
    share = exact(needed, "share needed")
    if not 0 < share <= 1 or (strict and share == 1):
        top = "below 1, for nobody has more than all" if strict else "at most 1"
        raise BadValue(f"share needed must be above 0 and {top} (got {share}); 55 % is 0.55")
    return share


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:3]) + (f" and {len(listed) - 3} more" if len(listed) > 3 else "")
