"""The minimal winning coalitions: everybody in them is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.rule.game import Game, Reduction, game_of
from legation.methods.rule.tree import Rule

__all__ = ["MinimalWinning", "minimal_winning"]


@dataclass(frozen=True, slots=True)
class MinimalWinning:
    """Minimal winning coalitions, the smallest first.

    Attributes
    ----------
    coalitions : tuple of tuple of str
        Members in the order of the rule.
    complete : bool
        Whether these are all; else as many as were asked for, of an unknown number.
    reduction : str
    """

    coalitions: tuple[tuple[str, ...], ...]
    complete: bool
    reduction: str

    def __len__(self) -> int:
        return len(self.coalitions)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self.coalitions)


def minimal_winning(rule: Rule, limit: int = 10_000, *, reduction: Reduction = "abstention_as_no") -> MinimalWinning:
    """List the coalitions that win and lose when any member leaves.

    Their number may grow beyond all bounds with the members: at most ``limit`` are listed, and ``complete`` says whether that was all.

    Raises
    ------
    BadValue
        Where ``limit`` is below 1, or the rule makes no game.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> list(minimal_winning(quota({"A": 4, "B": 3, "C": 2, "D": 1}, 6)))
    [('A', 'B'), ('A', 'C'), ('B', 'C', 'D')]
    """
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise BadValue(f"limit must be a whole number, 1 or more (got {limit!r}); say how many coalitions shall be listed")
    game = game_of(rule, reduction)
    found: list[tuple[int, ...]] = []
    for coalition in _search(game):
        if len(found) == limit:
            return _listed(game, found, complete=False)
        found.append(coalition)
    return _listed(game, found, complete=True)


def _listed(game: Game, found: list[tuple[int, ...]], *, complete: bool) -> MinimalWinning:
    ordered = sorted(found, key=lambda coalition: (len(coalition), coalition))
    return MinimalWinning(tuple(tuple(game.members[k] for k in one) for one in ordered), complete, game.reduction)


def _search(game: Game) -> Iterator[tuple[int, ...]]:
    """Give minimal winning coalitions by taking members in or leaving them out, the heaviest first.

    A branch ends where even all remaining members together do not win, and where a member that was taken in is not needed any more: by
    monotony it never is again.
    """
    n = len(game.members)
    share = [max(weights[k] / needed for weights, needed in zip(game.weights, game.needed, strict=True)) for k in range(n)]
    order = sorted((k for k in range(n) if share[k]), key=lambda k: (-share[k], k))
    rest = [[sum(weights[k] for k in order[at:]) for weights in game.weights] for at in range(len(order) + 1)]

    def wins(sums: list[int]) -> bool:
        return bool(game.wins([total >= needed for total, needed in zip(sums, game.needed, strict=True)]))

    def less(sums: list[int], k: int) -> list[int]:
        return [total - weights[k] for total, weights in zip(sums, game.weights, strict=True)]

    stack: list[tuple[int, tuple[int, ...], list[int]]] = [(0, (), [0] * len(game.needed))]
    while stack:
        at, inside, sums = stack.pop()
        if wins(sums):
            if not any(wins(less(sums, k)) for k in inside):
                yield tuple(sorted(inside))
            continue
        if at == len(order) or not wins([a + b for a, b in zip(sums, rest[at], strict=True)]):
            continue
        k = order[at]
        stack.append((at + 1, inside, sums))
        stack.append((at + 1, (*inside, k), [total + weights[k] for total, weights in zip(sums, game.weights, strict=True)]))
