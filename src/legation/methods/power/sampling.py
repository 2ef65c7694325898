"""Power indices by drawing, for games too large to be counted: with the 95 % interval of what was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.rule.game import Game

__all__ = ["COALITIONS", "ORDERS", "coalitions", "orders"]

ORDERS = 100_000
COALITIONS = 200_000
_AT_ONCE = 4_000_000
"""The most numbers in memory at once."""
_Z = 1.959964


def orders(game: Game, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return each member's share of drawn orders in which it turns the coalition, and half the 95 % interval of it."""
    n = len(game.members)
    weights, turned = _weights(game), np.zeros(n, np.int64)
    random = np.random.default_rng(seed)
    for count in _pieces(ORDERS, n * len(game.needed)):
        order = np.argsort(random.random((count, n)), axis=1)
        met = [np.cumsum(weight[order], axis=1) >= needed for weight, needed in zip(weights, game.needed, strict=True)]
        pivot = np.argmax(game.wins(met), axis=1)
        turned += np.bincount(order[np.arange(count), pivot], minlength=n)
    return _share(turned, ORDERS)


def coalitions(game: Game, seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], float]:
    """Return each member's share of drawn coalitions of the others in which it decides, half its interval, and the share that win."""
    n = len(game.members)
    weights, decided = _weights(game), np.zeros(n, np.int64)
    random = np.random.default_rng(seed)
    winning = 0
    for count in _pieces(COALITIONS, n * len(game.needed)):
        inside = random.random((count, n)) < 0.5
        total = [inside @ weight for weight in weights]
        with_it = [(t[:, None] + np.where(inside, 0, w)) >= needed for t, w, needed in zip(total, weights, game.needed, strict=True)]
        without = [(t[:, None] - np.where(inside, w, 0)) >= needed for t, w, needed in zip(total, weights, game.needed, strict=True)]
        decided += (game.wins(with_it) & ~game.wins(without)).sum(axis=0)
        winning += int(game.wins([t >= needed for t, needed in zip(total, game.needed, strict=True)]).sum())
    share, error = _share(decided, COALITIONS)
    return share, error, winning / COALITIONS


def _weights(game: Game) -> npt.NDArray[Any]:
    """Return the weights by criterion; those too large for a machine word to fifteen digits, which no draw would tell apart."""
    return np.array(game.weights, dtype=np.int64 if max(map(sum, game.weights)) < 2**60 else np.float64)


def _pieces(draws: int, width: int) -> Iterator[int]:
    most = max(1, _AT_ONCE // width)
    while draws > 0:
        yield min(most, draws)
        draws -= most


def _share(count: npt.NDArray[np.int64], draws: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return shares and half their Wilson intervals, seen from the share."""
    share = count / draws
    middle = (share + _Z**2 / (2 * draws)) / (1 + _Z**2 / draws)
    half = _Z * np.sqrt(share * (1 - share) / draws + _Z**2 / (4 * draws**2)) / (1 + _Z**2 / draws)
    return share, half + np.abs(middle - share)
