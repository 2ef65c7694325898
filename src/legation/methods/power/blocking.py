"""The smallest sets that carry a text and those that stop it, written by members who are alike; and what one member does, or two.

A set stops a text where its members, voting no (or abstaining: the reduction says which), defeat it whatever the others do. It is a
winning coalition of the dual game, in which a set wins where the members outside it lose. In the dual a criterion of weights w with sum W
and bar q has the bar W - q + 1, and k of n parts are n - k + 1 of them.

Members with the same weights in every criterion may change places: a set is written by how many it takes of each such part. "Any 12 of 16
and any 3 of 5" stands for 18,200 sets, and a majority of 193 is one line.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.rule.fewest import Turns, turns
from legation.methods.rule.game import REDUCTIONS, Form, Game, Reduction, game_of
from legation.methods.rule.tree import Rule, Unless, holds, members_of

__all__ = ["SMALLEST", "Alone", "Sets", "Some", "alone", "blocking_sets", "winning_sets"]

SMALLEST = 5
"""Kinds of sets that are given where not all can be listed."""
_TRIES = 40
"""Sets that are looked at for them: those of members who are alike are of one kind."""


@dataclass(frozen=True, slots=True)
class Some:
    """Any ``take`` of some members who are alike.

    Attributes
    ----------
    take : int
    of : tuple of str
        In the order of the rule.
    """

    take: int
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets in which everybody is needed, those with the fewest members first.

    Attributes
    ----------
    patterns : tuple of tuple of Some
        Each stands for every choice of so many of its parts; a pattern without parts is the set of nobody. Where they are not complete,
        up to :data:`SMALLEST` of the smallest.
    count : int
        How many sets there are; at least so many where the patterns are not complete.
    smallest : int or None
        The fewest members of any set; None where there is no set.
    complete : bool
        Whether the patterns are all.
    reduction : str
        How those vote who are not in favour.
    """

    patterns: tuple[tuple[Some, ...], ...]
    count: int
    smallest: int | None
    complete: bool
    reduction: str

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        """Give the sets one by one, each in the order in which its parts are written."""
        for pattern in self.patterns:
            for chosen in itertools.product(*(itertools.combinations(some.of, some.take) for some in pattern)):
                yield tuple(itertools.chain.from_iterable(chosen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What each of some members who are alike does alone, and with one other.

    Attributes
    ----------
    members : tuple of str
    stops, carries : bool
        Whether the text fails where one of them is not in favour, whatever the others do; passes where one of them alone is in favour.
    stops_with, carries_with : tuple of str
        With which one other it does so, where neither of the two does alone; where those are alike themselves, the others of ``members``.
    """

    members: tuple[str, ...]
    stops: bool
    carries: bool
    stops_with: tuple[str, ...] = ()
    carries_with: tuple[str, ...] = ()


def winning_sets(rule: Rule, limit: int = 10_000, *, reduction: Reduction = "abstention_as_no") -> Sets:
    """List the sets whose members carry a text by voting yes, while everybody else votes no, or abstains, as the reduction says.

    Parameters
    ----------
    rule : Rule
        That names its members.
    limit : int
        The most patterns, 1 or more; ``complete`` says whether they are all.
    reduction : {"abstention_as_no", "no_as_abstention"}

    Raises
    ------
    BadValue
        Where the rule counts whoever votes, or more votes in favour could make it fail.

    Examples
    --------
    >>> from legation.methods.rule import at_least
    >>> found = winning_sets(at_least(4, ["ALAC", "ASO", "ccNSO", "GAC", "GNSO"]))
    >>> found.count, found.smallest, found.patterns[0][0].take
    (5, 4, 4)
    """
    game = _game(rule, reduction)
    if game is None:
        return _trivial(reduction, of_nobody=_always(rule, reduction))
    found = _listed(game, limit)
    outside = dict.fromkeys(game.members, REDUCTIONS[reduction])
    return found if found.complete else _with_smallest(found, game, turns(rule, outside, {name: {"yes": 1.0} for name in game.members}))


def blocking_sets(rule: Rule, limit: int = 10_000, *, reduction: Reduction = "abstention_as_no") -> Sets:
    """List the sets whose members stop a text by voting no, or by abstaining, as the reduction says, though everybody else votes yes.

    Parameters
    ----------
    rule : Rule
        That names its members.
    limit : int
        The most patterns, 1 or more; ``complete`` says whether they are all.
    reduction : {"abstention_as_no", "no_as_abstention"}

    Raises
    ------
    BadValue
        As :func:`winning_sets`.

    Examples
    --------
    >>> from legation.methods.rule import no_objection, quota
    >>> list(blocking_sets(quota({"A": 4, "B": 3, "C": 2, "D": 1}, 6)))
    [('A', 'B'), ('A', 'C'), ('A', 'D'), ('B', 'C')]
    >>> blocking_sets(no_objection("ABC")).smallest, blocking_sets(no_objection("ABC"), reduction="no_as_abstention").count
    (1, 0)
    """
    game = _game(rule, reduction)
    if game is None:
        return _trivial(reduction, of_nobody=not _always(rule, reduction))
    found, away = _listed(_dual(game), limit), REDUCTIONS[reduction]
    moves = {name: {away: 1.0} for name in game.members}
    return found if found.complete else _with_smallest(found, game, turns(Unless(rule), dict.fromkeys(game.members, "yes"), moves))


def alone(rule: Rule, *, reduction: Reduction = "abstention_as_no") -> tuple[Alone, ...]:
    """Say what each member does alone and with one other; members who are alike stand together, in the order of the rule.

    Raises
    ------
    BadValue
        As :func:`winning_sets`.

    Examples
    --------
    >>> from legation.methods.rule import at_least, unless_no_from
    >>> of_p, of_others = alone(unless_no_from(at_least(2, ["P", "A", "B"]), "P"))
    >>> of_p.stops, of_others.members, of_others.stops, of_others.stops_with
    (True, ('A', 'B'), False, ('A', 'B'))
    """
    game = _game(rule, reduction)
    if game is None:
        always = _always(rule, reduction)
        return (Alone(members=members_of(rule), stops=not always, carries=always),)
    parts = _parts(game)
    stops, carries = (_reach(one, parts) for one in (_dual(game), game))
    return tuple(
        Alone(
            members=tuple(game.members[k] for k in part),
            stops=stops[at][0],
            carries=carries[at][0],
            stops_with=tuple(game.members[k] for k in sorted(stops[at][1])),
            carries_with=tuple(game.members[k] for k in sorted(carries[at][1])),
        )
        for at, part in enumerate(parts)
    )


def _always(rule: Rule, reduction: Reduction) -> bool:
    """Whether a rule holds though nobody votes yes."""
    return holds(rule, dict.fromkeys(members_of(rule), REDUCTIONS[reduction]))


def _game(rule: Rule, reduction: Reduction) -> Game | None:
    """Return the game of a rule; None where every coalition wins, or none does."""
    members = members_of(rule)
    if members and reduction in REDUCTIONS and _always(rule, reduction) == holds(rule, dict.fromkeys(members, "yes")):
        return None
    return game_of(rule, reduction)


def _trivial(reduction: Reduction, *, of_nobody: bool) -> Sets:
    """Return the set of nobody where that is enough, else no set."""
    patterns: tuple[tuple[Some, ...], ...] = ((),) if of_nobody else ()
    return Sets(patterns, count=len(patterns), smallest=0 if of_nobody else None, complete=True, reduction=reduction)


def _dual(game: Game) -> Game:
    """Return the game in which a set wins where those outside it lose."""
    needed = tuple(sum(weights) - bar + 1 for weights, bar in zip(game.weights, game.needed, strict=True))
    return dataclasses.replace(game, needed=needed, form=_turned(game.form))


def _turned(form: Form) -> Form:
    if isinstance(form, int):
        return form
    count, parts = form
    return len(parts) - count + 1, tuple(_turned(part) for part in parts)


def _parts(game: Game) -> list[tuple[int, ...]]:
    """Return the members by part, each of members with the same weights, in the order of the first of each."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for k in range(len(game.members)):
        alike.setdefault(tuple(weights[k] for weights in game.weights), []).append(k)
    return [tuple(part) for part in alike.values()]


def _wins(game: Game, sums: list[int]) -> bool:
    return bool(game.wins([total >= bar for total, bar in zip(sums, game.needed, strict=True)]))


def _listed(game: Game, limit: int) -> Sets:
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise BadValue(f"limit must be a whole number, 1 or more (got {limit!r}); say how many patterns shall be listed")
    parts = _parts(game)
    found = list(itertools.islice(_search(game, parts), limit + 1))
    complete = len(found) <= limit
    patterns = [tuple((at, take) for at, take in enumerate(one) if take) for one in found[:limit]]
    patterns.sort(key=lambda one: (sum(take for _, take in one), [(at, -take) for at, take in one]))
    return Sets(
        patterns=tuple(tuple(Some(take, tuple(game.members[k] for k in parts[at])) for at, take in one) for one in patterns),
        count=sum(math.prod(math.comb(len(parts[at]), take) for at, take in one) for one in patterns),
        smallest=sum(take for _, take in patterns[0]),
        complete=complete,
        reduction=game.reduction,
    )


def _with_smallest(found: Sets, game: Game, cheapest: Iterator[Turns]) -> Sets:
    """Return sets of which not all were listed with the smallest ones in their place: what costs least is cast by the fewest."""
    parts = [tuple(game.members[k] for k in part) for part in _parts(game)]
    patterns: dict[tuple[Some, ...], None] = {}
    for one in itertools.islice(cheapest, _TRIES):
        takes = ((sum(name in one.votes for name in part), part) for part in parts)
        patterns[tuple(Some(take, part) for take, part in takes if take)] = None
        if len(patterns) == SMALLEST:
            break
    smallest = min(sum(some.take for some in pattern) for pattern in patterns)
    return dataclasses.replace(found, patterns=tuple(patterns), smallest=smallest)


def _search(game: Game, parts: list[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Give, by part, how many of it minimal winning sets take: the heaviest parts are taken in first.

    A branch ends where even all who are left do not win together, and where it wins: taking in more needs nobody.
    """
    each = [[weights[part[0]] for weights in game.weights] for part in parts]
    heavy = [max(w / bar for w, bar in zip(weights, game.needed, strict=True)) for weights in each]
    order = sorted((at for at in range(len(parts)) if heavy[at]), key=lambda at: (-heavy[at], at))
    after = [[0] * len(game.needed)]
    for at in reversed(order):
        after.append([total + len(parts[at]) * w for total, w in zip(after[-1], each[at], strict=True)])
    after.reverse()

    def moved(sums: list[int], at: int, count: int) -> list[int]:
        return [total + count * w for total, w in zip(sums, each[at], strict=True)]

    stack: list[tuple[int, tuple[int, ...], list[int]]] = [(0, (0,) * len(parts), [0] * len(game.needed))]
    while stack:
        place, takes, sums = stack.pop()
        if _wins(game, sums):
            if not any(take and _wins(game, moved(sums, at, -1)) for at, take in enumerate(takes)):
                yield takes
            continue
        if place == len(order):
            continue
        at = order[place]
        left = len(parts[at]) - takes[at]
        if not _wins(game, [a + b for a, b in zip(moved(sums, at, left), after[place + 1], strict=True)]):
            continue
        stack.append((place + 1, takes, sums))
        if left:
            stack.append((place, (*takes[:at], takes[at] + 1, *takes[at + 1 :]), moved(sums, at, 1)))


def _reach(game: Game, parts: list[tuple[int, ...]]) -> list[tuple[bool, frozenset[int]]]:
    """Return by part whether one of it wins alone, and with which one other it does where neither does alone."""
    each = [[weights[part[0]] for weights in game.weights] for part in parts]
    by_itself = [_wins(game, one) for one in each]

    def others(at: int) -> Iterator[int]:
        for other, part in enumerate(parts):
            there = other != at or len(part) > 1
            if there and not by_itself[other] and _wins(game, [a + b for a, b in zip(each[at], each[other], strict=True)]):
                yield from part

    return [(wins, frozenset() if wins else frozenset(others(at))) for at, wins in enumerate(by_itself)]
