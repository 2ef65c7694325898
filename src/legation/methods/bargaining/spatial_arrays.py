"""A turn of the spatial model as arrays: in any number of dimensions, with a number for each challenger, target and third party."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.bargaining.actors import Floats, Ints
from legation.methods.bargaining.bargains import TINIER, TINY, WORTH, Bargains

__all__ = ["ArrayTurn"]

_AT_ONCE = 15_000
"""Numbers that a step holds at once: more do not fit what a processor keeps near."""
_COMPARED = 4_000_000
"""Numbers that are compared at once: a share of memory that nobody misses."""


@dataclass(frozen=True, slots=True)
class ArrayTurn:
    """The positions and saliences, shape (n, d), and powers of one turn."""

    here: Floats
    care: Floats
    weight: Floats

    def chances(self) -> Floats:
        """Return the chance of each actor's position, of actors that are neutral to risk."""
        return _conditional(self.weight, _utility(_distances(self.here, self.care, self.here), 0.0))

    def chances_of(self, places: Ints, risk: Floats) -> Floats:
        """Return the chance of each place, where some of the actors stand."""
        return _conditional(self.weight, _utility(_distances(self.here, self.care, self.here[places]), risk[:, None]))

    def challenges(self, risk: Floats, _: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return whom each actor challenges, -1 nobody, and with which chance to prevail, each as the challenger sees it."""
        return _challenges(_distances(self.here, self.care, self.here), risk, self.care.sum(axis=1), self.weight)

    def choices(self, risk: Floats, bargains: Bargains) -> Ints:
        """Return which of its bargains each actor takes, by its number, or -1 where it stays."""
        utility = _utility(_distances(self.here, self.care, self.here), risk[:, None])
        to_first = _utility(_distances(self.here, self.care, bargains.first_at), risk[:, None])
        to_second = _utility(_distances(self.here, self.care, bargains.second_at), risk[:, None])
        stays = utility.sum(axis=1)
        after = stays[:, None] - utility[:, bargains.first] - utility[:, bargains.second] + to_first + to_second
        found = np.full(len(self.here), -1, np.intp)
        for actor, own in bargains.by_actor(len(self.here)):
            value = np.column_stack((stays, after[:, own])) / len(self.here)
            choice = int(np.argmax(_conditional(self.weight, value)))
            if choice:
                found[actor] = own[choice - 1]
        return found


def _distances(ideal: Floats, care: Floats, place: Floats) -> Floats:
    """Return how far each actor finds each place from its own ideal: differences weighted by its own salience, shape (n, places)."""
    squared = care**2
    gap = (ideal[:, None, :] - place[None, :, :]) ** 2
    return np.asarray(np.sqrt(np.einsum("ik,ijk->ij", squared, gap) / squared.sum(axis=1)[:, None]), np.float64)


def _utility(distance: Floats, risk: Floats | float) -> Floats:
    return (1 - distance) * (1 + np.minimum(distance, 1) * risk)


def _conditional(weight: Floats, utility: Floats) -> Floats:
    """Return the probability of each option, of utilities of shape (actors, options): against each other one, multiplied.

    A place is one option, however many stand there: given twice, each would take half of what it has.
    """
    n, options = utility.shape
    coalition = np.empty((options, options))
    some = max(1, _COMPARED // (n * options))
    for first in range(0, options, some):
        gain = np.maximum(utility[:, first : first + some, None] - utility[:, None, :], 0)
        coalition[first : first + some] = TINY + np.einsum("k,kij->ij", weight, gain)
    prevail = coalition / (coalition + coalition.T)
    strength = np.log(prevail).sum(axis=1)
    share = np.exp(strength - strength.max())
    return np.asarray(share / share.sum(), np.float64)


def _challenges(distance: Floats, risk: Floats, stake: Floats, weight: Floats) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return whom each actor challenges, -1 nobody, and with which chance to prevail, each as the challenger sees it."""
    n = len(risk)
    targets, chance = np.full(n, -1, np.int64), np.zeros(n)
    some = max(1, _AT_ONCE // (n * n))
    for first in range(0, n, some):
        rows = np.arange(first, min(n, first + some))
        gain, prevail = _expected(distance, risk, stake, weight, rows)
        best = np.argmax(gain, axis=1)
        here = np.arange(len(rows))
        worth = gain[here, best] > WORTH
        targets[rows[worth]], chance[rows[worth]] = best[worth], prevail[here, best][worth]
    return targets, chance


def _expected(distance: Floats, risk: Floats, stake: Floats, weight: Floats, rows: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return what some actors expect to gain of challenging each other one, and their chance to prevail, shape (rows, n)."""
    n, here = len(risk), np.arange(len(rows))
    influence = stake * weight
    seen = (2 * risk[rows, None] + risk) / 3  # what i takes for the others' attitudes
    utility = _utility(distance, seen[:, :, None])  # of places, by actor, as i sees it
    own = np.einsum("ikk->ik", utility)
    of_i = utility[here, rows]  # i's own
    mine = influence[rows, None] * (own[here, rows][:, None] - of_i)  # over targets j
    to_i = utility[here, :, rows]
    theirs = influence * (to_i - own)
    for_i = TINIER + np.maximum(mine, 0) + np.maximum(theirs, 0)
    for_j = TINIER + np.maximum(-mine, 0) + np.maximum(-theirs, 0)
    to_i, to_j = to_i[:, :, None], utility  # third parties by row, targets by column
    lean = influence[:, None] * (to_i - to_j)
    up, down = for_i[:, None] + np.maximum(lean, 0), for_j[:, None] + np.maximum(-lean, 0)
    p = up / (up + down)
    still = own[:, :, None]
    vote = influence[:, None] * (p * (2 * to_i + still) + (1 - p) * 3 * to_j - (p * 3 * to_i + (1 - p) * (2 * to_j + still)))
    vote[here, rows] = 0
    vote[:, np.arange(n), np.arange(n)] = 0
    support = for_i + np.maximum(vote, 0).sum(axis=1)
    against = for_j + np.maximum(-vote, 0).sum(axis=1)
    prevail = support / (support + against)
    at_i = own[here, rows][:, None]
    win, lose = 2 * at_i, 2 * of_i
    expected = (1 - stake) * win + stake * (prevail * win + (1 - prevail) * lose)
    gain = expected - at_i - of_i
    gain[here, rows] = -np.inf
    return gain, prevail
