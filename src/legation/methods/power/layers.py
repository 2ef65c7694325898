"""A game with several criteria: members are taken one after the other, and what is kept is only what each criterion still needs.

Two needs that no sum of the remaining members' weights separates are one state. What is left is the layered decision diagram of the rule:
every coalition is a path through it, so counts of paths from above and below a member give the coalitions in which it decides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.rule.game import Game

__all__ = ["Diagram", "diagram_of"]

STATES = 4_000_000
_WORD = 2**60
"""Sums that stay below fit into a machine word; others are kept as numbers of any size, which takes longer, so fewer states are kept."""
"""The most states of all layers together: more do not fit, and the index is sampled."""
_SUMS = 1 << 16
"""The most sums of the remaining weights that are listed to join states."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """Layers of states; ``order[k]`` is the member between layer k and k + 1.

    Attributes
    ----------
    without, joined : list of array of int
        By layer, the state of the next layer that each state leads to without the member and with it.
    wins : array of bool
        By state of the last layer.
    """

    order: tuple[int, ...]
    without: list[npt.NDArray[np.intp]]
    joined: list[npt.NDArray[np.intp]]
    wins: npt.NDArray[np.bool_]

    @property
    def states(self) -> int:
        """How many states all layers have."""
        return sum(map(len, self.without)) + len(self.wins)

    def swings(self) -> tuple[list[int], int]:
        """Return how often each member decides, by the number of the member, and how many coalitions win."""
        n = len(self.order)
        kind: Any = np.int64 if n <= 60 else object  # every count is at most 2**n
        below = [self.wins.astype(kind)]
        for without, joined in zip(reversed(self.without), reversed(self.joined), strict=True):
            below.append(below[-1][without] + below[-1][joined])
        below.reverse()
        above = np.ones(1, kind)
        found = [0] * n
        for layer, member in enumerate(self.order):
            without, joined, after = self.without[layer], self.joined[layer], below[layer + 1]
            found[member] = int((above * (after[joined] - after[without])).sum())
            above = _summed(without, above, len(after)) + _summed(joined, above, len(after))
        return found, int(below[0][0])

    def values(self, nodes: int) -> npt.NDArray[np.float64]:
        """Return the Shapley-Shubik values by Gauss-Legendre quadrature over the chance p that each member is in favour."""
        points, shares = np.polynomial.legendre.leggauss(nodes)
        p = ((points + 1) / 2)[None, :]
        below = [np.repeat(self.wins.astype(float)[:, None], nodes, axis=1)]
        for without, joined in zip(reversed(self.without), reversed(self.joined), strict=True):
            below.append((1 - p) * below[-1][without] + p * below[-1][joined])
        below.reverse()
        above = np.ones((1, nodes))
        found = np.zeros(len(self.order))
        for layer, member in enumerate(self.order):
            without, joined, after = self.without[layer], self.joined[layer], below[layer + 1]
            found[member] = ((above * (after[joined] - after[without])).sum(axis=0) * shares).sum() / 2
            above = _spread(without, (1 - p) * above, len(after)) + _spread(joined, p * above, len(after))
        return found

    def by_heads(self) -> list[list[int]]:
        """Return by member how often it decides in coalitions of each number of others."""
        n = len(self.order)
        width = n + 2  # bits of a count; a polynomial in the number of heads is packed into one integer
        below: list[npt.NDArray[Any]] = [self.wins.astype(object)]
        for without, joined in zip(reversed(self.without), reversed(self.joined), strict=True):
            below.append(below[-1][without] + np.left_shift(below[-1][joined], width))
        below.reverse()
        above: npt.NDArray[Any] = np.ones(1, object)
        found: list[list[int]] = [[]] * n
        mask = (1 << width) - 1
        for layer, member in enumerate(self.order):
            without, joined, after = self.without[layer], self.joined[layer], below[layer + 1]
            packed = int((above * (after[joined] - after[without])).sum())
            found[member] = [(packed >> (heads * width)) & mask for heads in range(n)]
            above = _summed(without, above, len(after)) + _summed(joined, np.left_shift(above, width), len(after))
        return found


def diagram_of(game: Game, states: int = STATES) -> Diagram | None:
    """Return the diagram of a game; None where it would have more than so many states."""
    kind: Any = np.int64 if max(map(sum, game.weights)) < _WORD else object
    states = states if kind is np.int64 else states // 10
    weights = np.array(game.weights, dtype=kind).reshape(len(game.needed), -1)
    order = _order(weights)
    rest = weights[:, order]
    after = rest.sum(axis=1)[:, None] - np.cumsum(rest, axis=1)  # what the members still to come weigh together
    joints = [_sums(weights[c, order], states=_SUMS) for c in range(len(game.needed))]
    here = np.array(game.needed, dtype=kind)[None, :]
    without: list[npt.NDArray[np.intp]] = []
    joined: list[npt.NDArray[np.intp]] = []
    count = 1
    for layer in range(rest.shape[1]):
        met = here - rest[:, layer][None, :]
        both = np.concatenate((here, met))
        for criterion, joint in enumerate(joints):
            both[:, criterion] = _joined(both[:, criterion], int(after[criterion, layer]), joint.get(layer + 1))
        here, place = _distinct(both)
        without.append(place[: len(met)])
        joined.append(place[len(met) :])
        count += len(here)
        if count > states:
            return None
    wins = np.array([game.wins((state <= 0).tolist()) for state in here])
    return Diagram(tuple(int(member) for member in order), without, joined, wins)


def _distinct(states: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
    """Return the distinct rows, and the place of each row among them."""
    spans = [int(most) + 1 for most in states.max(axis=0)]
    columns = states if math.prod(spans) < _WORD else states.astype(object)
    key = columns[:, 0].copy()
    for criterion in range(1, states.shape[1]):
        key = key * spans[criterion] + columns[:, criterion]
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    return states[first], place


def _joined(needs: npt.NDArray[np.int64], left: int, sums: npt.NDArray[np.int64] | None) -> npt.NDArray[np.int64]:
    """Return one need for all that the remaining members meet or miss alike."""
    needs = np.where(needs <= 0, 0, np.where(needs > left, left + 1, needs))
    if sums is None:
        return needs
    return np.append(sums, left + 1)[np.searchsorted(sums, needs)]


def _sums(weights: npt.NDArray[np.int64], states: int) -> dict[int, npt.NDArray[np.int64]]:
    """Return by layer the sums that the remaining members can reach, as far as they are not too many."""
    sums = np.zeros(1, weights.dtype)
    found = {len(weights): sums}
    for layer in range(len(weights) - 1, -1, -1):
        if weights[layer]:
            sums = np.union1d(sums, sums + weights[layer])
        if len(sums) > states:
            break
        found[layer] = sums
    return found


def _order(weights: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
    """Return an order of members that keeps states few: those who share their criteria together, the heaviest first."""
    pattern = (weights > 0).T
    share = (weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)).astype(float)
    keys = (-share.max(axis=0), *(~pattern[:, c] for c in range(pattern.shape[1] - 1, -1, -1)))
    return np.lexsort(keys)


def _summed(place: npt.NDArray[np.intp], values: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    total = np.zeros(size, values.dtype)
    np.add.at(total, place, values)
    return total


def _spread(place: npt.NDArray[np.intp], values: npt.NDArray[np.float64], size: int) -> npt.NDArray[np.float64]:
    return np.stack([np.bincount(place, column, size) for column in values.T], axis=1)
