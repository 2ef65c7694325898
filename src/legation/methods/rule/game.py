"""The simple game that a rule becomes when everybody is either in favour or not: what power indices are defined on.

Real votes know more than two ways. The reduction says how those vote who are not in favour, and is printed with every index:
``abstention_as_no`` lets them vote no (a permanent member that is not in favour vetoes), ``no_as_abstention`` lets them abstain.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from legation.errors import BadValue
from legation.methods.rule.tree import AtLeast, Rule, Tally, Unless, members_of, of_everyone, told_apart

__all__ = ["REDUCTIONS", "Form", "Game", "Reduction", "game_of", "merged"]

Reduction: TypeAlias = Literal["abstention_as_no", "no_as_abstention"]
REDUCTIONS: Mapping[str, str] = {"abstention_as_no": "no", "no_as_abstention": "abstain"}
"""By the name of the reduction: how those vote who are not in favour."""

Form: TypeAlias = int | tuple[int, tuple["Form", ...]]
"""The number of a criterion, or how many of some forms hold."""


@dataclass(frozen=True, slots=True)
class Game:
    """A monotone simple game: a coalition wins where the form of its criteria holds.

    Attributes
    ----------
    members : tuple of str
    weights : tuple of tuple of int
        By criterion, then by member; not negative.
    needed : tuple of int
        By criterion: its weights in the coalition reach this number, 1 or more and at most their sum.
    form : Form
    reduction : str
    """

    members: tuple[str, ...]
    weights: tuple[tuple[int, ...], ...]
    needed: tuple[int, ...]
    form: Form
    reduction: str

    def wins(self, met: Sequence[Any]) -> Any:
        """Whether a coalition wins, given which criteria it meets; of many coalitions at once, given an array for each criterion."""
        return _true(self.form, met)


@functools.lru_cache(maxsize=64)
def game_of(rule: Rule, reduction: Reduction = "abstention_as_no") -> Game:
    """Return the game of a rule under a reduction.

    Raises
    ------
    BadValue
        Where the rule counts whoever votes and so names nobody, where every coalition wins or none does, and where more votes in favour
        could make it fail.

    Examples
    --------
    >>> from legation.methods.rule import at_least, unless_no_from
    >>> game = game_of(unless_no_from(at_least(2, ["P", "A", "B"]), "P"))
    >>> game.weights, game.needed, game.form
    (((1, 1, 1), (1, 0, 0)), (2, 1), (2, (0, 1)))
    """
    if reduction not in REDUCTIONS:
        raise BadValue(f"reduction must be {' | '.join(REDUCTIONS)} (got {reduction!r}); see legation.methods.rule.game")
    if of_everyone(rule):
        raise BadValue("rule must be one that names its members (got a share of whoever votes); name them: share_of_voting(..., members)")
    members = members_of(rule)
    criteria: dict[tuple[tuple[int, ...], int], int] = {}
    form = _form(rule, members, REDUCTIONS[reduction], criteria, no=False)
    if isinstance(form, bool):
        found = "every one wins" if form else "none wins"
        raise BadValue(f"rule of {members[0]}... must be one by which some coalitions win and some do not (got that {found}); correct it")
    return Game(members, tuple(weights for weights, _ in criteria), tuple(needed for _, needed in criteria), form, reduction)


def merged(rule: Rule, blocs: Mapping[str, Iterable[str]]) -> Rule:
    """Return a rule in which blocs of members vote as one: a bloc has the weights of its members together (a-priori unions).

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> merged(quota({"A": 3, "B": 2, "C": 1}, 4), {"BC": ["B", "C"]}).weights
    (('A', Fraction(3, 1)), ('BC', Fraction(3, 1)))
    """
    bloc_of: dict[str, str] = {}
    for bloc, names in blocs.items():
        for name in names:
            if name not in members_of(rule) or bloc_of.setdefault(name, bloc) != bloc:
                raise BadValue(f"bloc {bloc} must be members of the rule, each in one bloc (got {name!r}); correct the blocs")
    told_apart((*blocs, *(name for name in members_of(rule) if name not in bloc_of)))
    taken = [bloc for bloc in blocs if bloc in members_of(rule) and bloc not in bloc_of]
    if taken:
        raise BadValue(f"bloc {taken[0]} must be a name that no member has (got that of a member outside); call the bloc otherwise")
    return _merged(rule, bloc_of)


def _merged(rule: Rule, bloc_of: Mapping[str, str]) -> Rule:
    if isinstance(rule, AtLeast):
        return AtLeast(rule.count, tuple(_merged(part, bloc_of) for part in rule.parts))
    if isinstance(rule, Unless):
        return Unless(_merged(rule.part, bloc_of))
    together: dict[str, Fraction] = {}
    for name, weight in rule.weights or ():
        bloc = bloc_of.get(name, name)
        together[bloc] = together.get(bloc, Fraction(0)) + weight
    return Tally(tuple(together.items()) if rule.weights is not None else None, rule.needed, rule.strict, rule.counted, rule.of)


def _form(rule: Rule, members: tuple[str, ...], outside: str, criteria: dict[tuple[tuple[int, ...], int], int], *, no: bool) -> Form | bool:
    """Return a rule's form, its criteria gathered on the way; True or False where it holds always or never."""
    if isinstance(rule, Unless):
        return _form(rule.part, members, outside, criteria, no=not no)
    if isinstance(rule, Tally):
        return _criterion(rule, members, outside, criteria, no=no)
    count = len(rule.parts) - rule.count + 1 if no else rule.count
    parts: list[Form] = []
    for part in rule.parts:
        form = _form(part, members, outside, criteria, no=no)
        if isinstance(form, bool):
            count -= form
        else:
            parts.append(form)
    if count <= 0 or count > len(parts):
        return count <= 0
    return parts[0] if len(parts) == 1 else (count, tuple(parts))


def _criterion(
    tally: Tally, members: tuple[str, ...], outside: str, criteria: dict[tuple[tuple[int, ...], int], int], *, no: bool
) -> int | bool:
    """Return the number of the criterion that a leaf becomes: the weight of those in favour reaches a number."""
    sign = -1 if no else 1
    each = sign * (tally.score("yes") - tally.score(outside))
    total = sum((weight for _, weight in tally.weights or ()), Fraction(0))
    bar = -sign * (tally.score(outside) * total - (Fraction(0) if tally.of else tally.needed))
    strict = tally.strict != no
    if each < 0:
        raise BadValue(
            "rule must be one that more votes in favour never make fail (got a leaf that they do); power indices need such a rule"
        )
    weight_of = dict(tally.weights or ())
    weights = [each * weight_of.get(name, Fraction(0)) for name in members]
    scale = math.lcm(bar.denominator, *(weight.denominator for weight in weights))
    whole = [int(weight * scale) for weight in weights]
    divisor = math.gcd(*whole) or 1
    share, rest = divmod(int(bar * scale), divisor)
    needed = share + 1 if strict or rest else share
    whole = [weight // divisor for weight in whole]
    if tally.of and not no:
        needed = max(needed, 1)  # a share of nobody is not reached
    if needed <= 0 or needed > sum(whole):
        return needed <= 0
    return criteria.setdefault((tuple(whole), needed), len(criteria))


def _true(form: Form, met: Sequence[Any]) -> Any:
    if isinstance(form, int):
        return met[form]
    count, parts = form
    return sum(1 * _true(part, met) for part in parts) >= count
