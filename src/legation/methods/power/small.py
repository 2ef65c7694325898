"""Indices that need every coalition at hand: for bodies of a score of members."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.rule.game import Game, Reduction, game_of
from legation.methods.rule.tree import Rule

__all__ = ["MEMBERS", "Share", "deegan_packel", "holler", "johnston", "winning"]

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
