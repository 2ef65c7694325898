"""Rules of real bodies, as far as they follow from a text alone; members, weights and populations are the user's, with their source.

Sources: Charter of the United Nations, articles 18 and 27, with the practice that a permanent member's abstention is no veto (ICJ,
Namibia, Advisory Opinion, 1971, paragraph 22); Rules of Procedure of the General Assembly (A/520/Rev.20), rules 82-87, 95, 125-133; Treaty
on European Union, articles 16(4) and 31(1); Treaty on the Functioning of the European Union, article 238.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

from legation.errors import BadValue
from legation.methods.rule.limits import unless_abstaining
from legation.methods.rule.pieces import (
    Number,
    _weights,
    all_of,
    any_of,
    at_least,
    no_objection,
    share_of_members,
    share_of_voting,
    share_of_weights,
    unless_no_from,
)
from legation.methods.rule.tree import Rule

__all__ = ["eu_council", "eu_unanimity", "general_assembly", "security_council"]


def general_assembly(question: Literal["ordinary", "important"] = "ordinary", *, committee: bool = False) -> Rule:
    """Return the rule of the General Assembly: a majority, or two thirds, of the members present and voting.

    Main Committees decide by a majority of those present and voting, also on an important question. A tie is not adopted.

    Examples
    --------
    >>> from legation.methods.rule import outcome, roll
    >>> vote = roll(yes=79, no=60, abstain=33, absent=21)
    >>> [outcome(general_assembly(q), vote).passed for q in ("ordinary", "important")]
    [True, False]
    """
    if question not in ("ordinary", "important"):
        raise BadValue(f"question must be ordinary | important (got {question!r}); Article 18 of the Charter lists the important ones")
    return share_of_voting("2/3") if question == "important" and not committee else share_of_voting("1/2", strict=True)


def security_council(permanent: Iterable[str], elected: Iterable[str], *, procedural: bool = False) -> Rule:
    """Return the rule of the Security Council: nine yes votes, and on matters that are not procedural no permanent member against.

    Examples
    --------
    >>> from legation.methods.rule import outcome
    >>> ten = {f"e{number}": "yes" for number in range(10)}
    >>> outcome(security_council("PQRST", ten), ten | dict.fromkeys("PQRST", "abstain")).passed
    True
    """
    five, ten = tuple(permanent), tuple(elected)
    nine = at_least(9, [*five, *ten])
    return nine if procedural else unless_no_from(nine, five)


def eu_council(
    population: Mapping[str, Number],
    *,
    proposal: bool = True,
    participating: Iterable[str] | None = None,
    majority: Literal["qualified", "simple"] = "qualified",
) -> Rule:
    """Return the rule of the Council of the European Union. Who abstains is not in favour.

    A qualified majority is 55 % of the members with 65 % of the population; a blocking minority has at least four members. Where the
    Council does not act on a proposal of the Commission or the High Representative it is 72 % with 65 %, and four members are not asked
    for. Where not all take part, shares are of those who do, and a blocking minority is the fewest members with more than 35 % of their
    population, and one more.

    Parameters
    ----------
    population : mapping of str to number
        By member, of one year [inhabitants]. They change every year: keep the source and the year with the table.
    proposal : bool
        Whether it acts on a proposal of the Commission or the High Representative.
    participating : iterable of str, optional
        Who takes part, where not all do.
    majority : {"qualified", "simple"}
        Simple: more than half of the members.
    """
    weights = dict(_weights(population))
    taking_part = tuple(weights) if participating is None else tuple(participating)
    unknown = [name for name in taking_part if name not in weights]
    if unknown or majority not in ("qualified", "simple"):
        raise BadValue(f"participating must be members with a population (got {unknown[:3] or majority}); add their population")
    if majority == "simple":
        return share_of_members(taking_part, "1/2", strict=True)
    people = {name: weights[name] for name in taking_part}
    double = all_of(share_of_members(taking_part, "0.55" if proposal else "0.72"), share_of_weights(people, "0.65"))
    if not proposal:
        return double
    blocking = 4 if participating is None else _fewest_above(people.values(), Fraction(35, 100)) + 1
    enough = len(taking_part) - blocking + 1
    return any_of(double, at_least(enough, taking_part)) if enough > 0 else double


def eu_unanimity(population: Mapping[str, Number], *, constructive: bool = False) -> Rule:
    """Return unanimity in the Council: nobody present or represented votes no; abstention does not prevent it.

    Parameters
    ----------
    constructive : bool
        Whether those who abstain do so with a formal declaration: if they are a third of the members with a third of the population,
        nothing is adopted.
    """
    weights = dict(_weights(population))
    rule = no_objection(weights)
    if not constructive:
        return rule
    members = unless_abstaining(rule, dict.fromkeys(weights, 1), "1/3")
    return any_of(members, unless_abstaining(rule, weights, "1/3"))


def _fewest_above(weights: Iterable[Fraction], share: Fraction) -> int:
    """Return the fewest members whose weight together is above a share of all."""
    descending = sorted(weights, reverse=True)
    bar, total = share * sum(descending), Fraction(0)
    for count, weight in enumerate(descending, 1):
        total += weight
        if total > bar:
            return count
    return len(descending)
