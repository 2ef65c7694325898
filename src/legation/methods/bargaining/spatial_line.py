"""A turn of the spatial model on one line, for many actors: the same numbers as of the arrays, in time that grows as the square.

On a line who prefers which of two places is told by the middle between them, so that sums over all actors come of sums up to a place.
What a third party adds to a challenge is no such sum: it is added up one by one, but only for the challenges that may be an actor's best.
How good the others are at most is told by a bound on the chance to prevail against anybody on a stretch of the line. Nor are all bargains
of an actor compared with each other: how far apart two of them are is a distance, and a few of them bound the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.bargaining.actors import Floats, Ints
from legation.methods.bargaining.bargains import WORTH, Bargains

__all__ = ["LineTurn"]


@dataclass(frozen=True, slots=True)
class LineTurn:
    """The positions, saliences and powers of one turn, shape (n,) each."""

    here: Floats
    care: Floats
    weight: Floats

    def chances(self) -> Floats:
        """Return the chance of each actor's position, of actors that are neutral to risk."""
        places, place, count = np.unique(self.here, return_inverse=True, return_counts=True)
        return self._shares(places, count, np.zeros(len(self.here)))[place]

    def chances_of(self, places: Ints, risk: Floats) -> Floats:
        """Return the chance of each place, where some of the actors stand."""
        order = np.argsort(self.here[places])
        found = np.empty(len(places))
        found[order] = self._shares(self.here[places][order], np.ones(len(places), np.intp), risk)
        return found

    def challenges(self, risk: Floats, before: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return whom each actor challenges, -1 nobody, and with which chance; whom it challenged before is whom it may again."""
        from legation.methods.bargaining.spatial_kernel import best_challenges

        order = np.argsort(self.here, kind="stable")
        place = np.argsort(order)
        far = np.where(self.here > (self.here.min() + self.here.max()) / 2, order[0], order[-1])
        guess = place[np.where(before >= 0, before, far)][order]
        at, stake, might = self.here[order], self.care[order], (self.care * self.weight)[order]
        target, gain, chance = best_challenges(at, risk[order], stake, might, order, guess)
        worth = gain > WORTH
        targets, prevail = np.full(len(order), -1, np.int64), np.zeros(len(order))
        targets[order[worth]], prevail[order[worth]] = order[target[worth]], chance[worth]
        return targets, prevail

    def choices(self, risk: Floats, bargains: Bargains) -> Ints:
        """Return which of its bargains each actor takes, by its number, or -1 where it stays."""
        from legation.methods.bargaining.spatial_kernel import best_bargains

        starts, own = bargains.listed(len(self.here))
        places = (self.here[bargains.first], self.here[bargains.second], bargains.first_at[:, 0], bargains.second_at[:, 0])
        found: Ints = best_bargains(self.here, risk, self.weight, starts, own, *places)
        return found

    def _shares(self, places: Floats, count: Ints, risk: Floats) -> Floats:
        """Return the chance of each of some places that rise, each of them so many options."""
        from legation.methods.bargaining.spatial_kernel import strengths

        order = np.argsort(self.here, kind="stable")
        at = self.here[order]
        before, upto = np.searchsorted(at, places), np.searchsorted(at, places, side="right")
        strength = strengths(places, count, at, risk[order], self.weight[order], before, upto)
        share = np.exp(strength - strength.max())
        return np.asarray(share / (count * share).sum(), np.float64)
