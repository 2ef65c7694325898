"""The minimal winning coalitions, and the indices that need every coalition at hand, for bodies of a score of members."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.rule.game import Game, Reduction, game_of
from legation.methods.rule.tree import Rule

__all__ = [
    "MEMBERS",
    "MinimalWinning",
    "Share",
    "deegan_packel",
    "holler",
    "johnston",
    "minimal_winning",
    "winning",
]


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


MEMBERS = 22
"""The most members whose coalitions are all looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Shares of power that add up to 1. They ignore what members want.

    Attributes
    ----------
    exact : dict of str to Fraction
    value : dict of str to float
    method, reduction : str
    monotone : bool
        Whether a heavier member never has less: Deegan-Packel's and Holler's index do not promise it.
    """

    exact: dict[str, Fraction]
    value: dict[str, float]
    method: str
    reduction: str
    monotone: bool


def johnston(rule: Rule, *, reduction: Reduction = "abstention_as_no") -> Share:
    """Share each winning coalition among those who decide in it (Johnston 1978, doi:10.1068/a100907).

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> johnston(quota({"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}, 12)).exact["DE"]
    Fraction(1, 4)
    """
    game = game_of(rule, reduction)
    decides = _decides(game)
    return _shared(game, _shared_out(decides), monotone=True)


def deegan_packel(rule: Rule, *, reduction: Reduction = "abstention_as_no") -> Share:
    """Share each minimal winning coalition equally among its members, each coalition counting alike (Deegan and Packel 1978).

    A heavier member may have less: say so with it. doi:10.1007/BF01753239

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> deegan_packel(quota({"DE": 4, "FR": 4, "IT": 4, "BE": 2, "NL": 2, "LU": 1}, 12)).exact["BE"]
    Fraction(3, 16)
    """
    game = game_of(rule, reduction)
    return _shared(game, _shared_out(_minimal(game)), monotone=False)


def holler(rule: Rule, *, reduction: Reduction = "abstention_as_no") -> Share:
    """Count in how many minimal winning coalitions each member is: the public good index (Holler 1982, doi:10.1007/BF00118960).

    A heavier member may have less: say so with it.

    Examples
    --------
    >>> from legation.methods.rule import quota
    >>> holler(quota({"A": 4, "B": 3, "C": 2, "D": 1}, 6)).exact["A"]
    Fraction(2, 7)
    """
    game = game_of(rule, reduction)
    return _shared(game, [Fraction(int(row.sum())) for row in _minimal(game)], monotone=False)


def winning(game: Game) -> npt.NDArray[np.bool_]:
    """Return by coalition whether it wins; member k is in coalition c where bit k of c is set.

    Raises
    ------
    BadValue
        For more members than can be looked at.
    """
    n = len(game.members)
    if n > MEMBERS:
        raise BadValue(f"members must be up to {MEMBERS} for an index over all coalitions (got {n}); use banzhaf or shapley_shubik")
    met = []
    for weights, needed in zip(game.weights, game.needed, strict=True):
        sums = np.zeros(1, np.int64 if sum(weights) < 2**60 else object)
        for weight in weights:
            sums = np.concatenate((sums, sums + weight))
        met.append(np.asarray(sums >= needed, bool))
    return np.asarray(game.wins(met))


def _decides(game: Game) -> npt.NDArray[np.bool_]:
    """Return by member and coalition whether the member decides in it."""
    wins = winning(game)
    every = np.arange(len(wins))
    return np.stack([wins & ((every >> k & 1) == 1) & ~wins[every & ~(1 << k)] for k in range(len(game.members))])


def _minimal(game: Game) -> npt.NDArray[np.bool_]:
    """Return by member and minimal winning coalition whether it is in it."""
    wins = winning(game)
    every = np.arange(len(wins))
    inside = np.stack([(every >> k & 1) == 1 for k in range(len(game.members))])
    minimal = wins & (inside == _decides(game)).all(axis=0)
    return np.asarray(inside[:, minimal])


def _shared_out(chosen: npt.NDArray[np.bool_]) -> list[Fraction]:
    """Return what each member has where every coalition is shared equally among those who are chosen in it."""
    sizes = chosen.sum(axis=0, dtype=np.int64)
    counts = (np.bincount(sizes[row]).tolist() for row in chosen)
    return [sum((Fraction(count, size) for size, count in enumerate(one) if size), Fraction(0)) for one in counts]


def _shared(game: Game, shares: list[Fraction], *, monotone: bool) -> Share:
    total = sum(shares, Fraction(0))
    exact = {name: share / total for name, share in zip(game.members, shares, strict=True)}
    return Share(
        exact=exact,
        value={name: float(share) for name, share in exact.items()},
        method="exact counts over all coalitions",
        reduction=game.reduction,
        monotone=monotone,
    )
