"""Pieces that defeat a text which has the votes in favour: too many vote no, or too many abstain."""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from legation.errors import BadValue
from legation.methods.rule.pieces import Number, _ones, _share, _weights, all_of
from legation.methods.rule.tree import PRESENT, AtLeast, Rule, Tally, Unless

__all__ = ["unless_abstaining", "unless_abstaining_of_present", "unless_against"]


def unless_against(rule: Rule, members: Iterable[str], more_than: int | str | Fraction | Decimal) -> AtLeast:
    """Return a rule that fails where more than so many of the members vote no.

    Who abstains or is away is not against. As a yes-or-no game the rule depends on how those vote who are not in favour: "three in favour
    and at most one against" of five asks for three where the others abstain, and for four where they vote no.

    Parameters
    ----------
    rule : Rule
        What must hold besides.
    members : iterable of str
        Whose votes against are counted [members].
    more_than : int, or text or Fraction
        A whole number counts members, 0 to their number: with 0 nobody may vote no. A text or a fraction is a share, above 0 and at most 1,
        of those of the members who vote yes or no; where none of them does, nobody is against. So the number 1 is one member and the text
        ``"1"`` all who vote, which nothing exceeds: such a rule is as if it had no limit. In ``bodies.toml`` ``most_against = "1"`` is one
        member, as ``most_against = 1`` is: digits alone count members there, and ``1/4`` is a share.

    Raises
    ------
    BadValue
        For a number that is negative or above the members', a share outside its range, a bool, and a float: 1.0 may be one or all of them.

    References
    ----------
    ICANN, CCWG-Accountability (2016), Work Stream 1 proposal, recommendation 4: so many participants in favour and at most one against.

    Examples
    --------
    >>> from legation.methods.rule import at_least, outcome
    >>> rule = unless_against(at_least(3, list("ABCDE")), "ABCDE", 1)
    >>> three = {"A": "yes", "B": "yes", "C": "yes", "D": "no"}
    >>> [outcome(rule, three | {"E": vote}).passed for vote in ("abstain", "absent", "no")]
    [True, True, False]
    >>> quarter = unless_against(at_least(3, list("ABCDE")), "ABCDE", "1/4")
    >>> outcome(quarter, three).passed, outcome(quarter, three | {"E": "no"}).passed
    (True, False)
    >>> two_no = dict.fromkeys("DE", "no") | dict.fromkeys("ABC", "yes")
    >>> [outcome(unless_against(at_least(3, list("ABCDE")), "ABCDE", limit), two_no).passed for limit in (1, "1")]
    [False, True]
    """
    named = _ones(members)
    if isinstance(more_than, numbers.Integral) and not isinstance(more_than, bool):
        if not 0 <= more_than <= len(named):
            raise BadValue(f"more_than must be 0 to {len(named)} of {len(named)} members (got {more_than}); a share is a text such as 1/4")
        against = Tally(named, Fraction(int(more_than)), strict=True, counted=("no",))
    elif isinstance(more_than, (str, Fraction, Decimal)):
        against = Tally(named, _share(more_than, strict=False), strict=True, counted=("no",), of=("yes", "no"))
    else:
        raise BadValue(f"more_than must be a whole number of members, or a share as a text such as 1/4 (got {more_than!r}); write it so")
    return all_of(rule, Unless(against))


def unless_abstaining_of_present(rule: Rule, members: Iterable[str], share: Number) -> AtLeast:
    """Return a rule that fails where those who abstain are more than a share of the members present: who vote yes or no, or abstain.

    It differs from :func:`unless_abstaining` in three things: members count one each, not their weights; the share is of those who are
    present, not of all; and it fails above the share, not at it.

    Parameters
    ----------
    rule : Rule
        What must hold besides.
    members : iterable of str
        Who may be present.
    share : Fraction, str or number
        Above 0 and at most 1. Where nobody is present, nobody abstains.

    Raises
    ------
    BadValue
        For a share outside its range, and members named twice or not at all.

    Examples
    --------
    >>> from legation.methods.rule import outcome, share_of_voting
    >>> rule = unless_abstaining_of_present(share_of_voting("1/2", "ABCDE", strict=True), "ABCDE", "1/2")
    >>> votes = {"A": "yes", "B": "abstain"}
    >>> outcome(rule, votes).passed, outcome(rule, votes | {"C": "abstain"}).passed  # a half, then two thirds
    (True, False)
    """
    return all_of(rule, Unless(Tally(_ones(members), _share(share, strict=False), strict=True, counted=("abstain",), of=PRESENT)))


def unless_abstaining(rule: Rule, weights: Mapping[str, Number], needed: Number) -> AtLeast:
    """Return a rule that fails where those who abstain hold a share of all weights: constructive abstention.

    It differs from :func:`unless_abstaining_of_present` in three things: it counts weights, not members; the share is of all weights, also
    of those who are away; and it fails at the share, not only above it.

    Examples
    --------
    >>> from legation.methods.rule import no_objection, outcome
    >>> rule = unless_abstaining(no_objection("ABC"), dict(A=1, B=1, C=1), "1/3")
    >>> outcome(rule, {"A": "yes", "B": "yes", "C": "abstain"}).passed
    False
    """
    listed, share = _weights(weights), _share(needed, strict=False)
    return all_of(rule, Unless(Tally(listed, share * sum((weight for _, weight in listed), Fraction(0)), counted=("abstain",))))
