"""What one actor's move makes of the weighted mean and of the weighted median, in every draw."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.bargaining.actors import Floats
from legation.methods.bargaining.draws import Draws, medians
from legation.methods.bargaining.mean import weighted_mean

__all__ = ["Moves"]


class Moves:
    """What the draws give before anybody moves, and what one move makes of it."""

    def __init__(self, found: Draws, aim: float, step: float | None) -> None:
        self.found, self.aim, self.step = found, aim, step
        self.at, self.weight = found.position, found.weight
        self.total = self.weight.sum(axis=1)
        self.mean = np.einsum("kn,kn->k", self.weight, self.at) / self.total
        self.median = medians(self.at, self.weight)
        order = np.argsort(self.at, axis=1, kind="stable")
        self.sorted = np.take_along_axis(self.at, order, axis=1)
        self.reached = np.cumsum(np.take_along_axis(self.weight, order, axis=1), axis=1)
        self.rank = np.argsort(order, axis=1, kind="stable")

    def position(self, i: int) -> tuple[float, Floats, Floats]:
        """Return where the actor's position would go, and the gain of mean and median, shape (draws,)."""
        to = self._towards(self.at[:, i], i)
        mean = self.mean + self.weight[:, i] * (to - self.at[:, i]) / self.total
        given = self._towards(self.found.at[i, 1:2], i)
        return float(given[0]), self._gain(self.mean, mean), self._gain(self.median, self._median_with(i, to))

    def salience(self, i: int) -> tuple[float, Floats, Floats]:
        """Return where the actor's salience would go, and the gain of mean and median; up where that helps with the numbers as given."""
        mean = weighted_mean(*self.found.given)
        friend = (self.found.at[i, 1] - mean) * (self.aim - mean) > 0
        low, value, high = self.found.care[i]
        care = self.found.salience[:, i]
        if self.step is None:
            to = np.maximum(care, high) if friend else np.minimum(care, low)
            goes_to = high if friend else low
        else:
            to = np.clip(care + self.step if friend else care - self.step, 0, 100)
            goes_to = float(np.clip(value + self.step if friend else value - self.step, 0, 100))
        more = (to - care) * self.found.power[:, i]
        total = self.total + more
        there = np.where(total > 0, total, 1.0)
        after = np.where(total > 0, (self.mean * self.total + more * self.at[:, i]) / there, self.mean)
        return float(goes_to), self._gain(self.mean, after), self._gain(self.median, self._median_weighing(i, more))

    def _towards(self, here: Floats, i: int) -> Floats:
        """Return where an actor goes from some places: towards the aim and not past it."""
        low, _, high = self.found.at[i]
        up = self.aim >= here
        if self.step is None:
            return np.asarray(
                np.where(up, np.minimum(self.aim, np.maximum(here, high)), np.maximum(self.aim, np.minimum(here, low))), np.float64
            )
        return np.asarray(np.where(up, np.minimum(self.aim, here + self.step), np.maximum(self.aim, here - self.step)), np.float64)

    def _gain(self, before: Floats, after: Floats) -> Floats:
        gain = np.abs(before - self.aim) - np.abs(after - self.aim)
        return np.asarray(np.where(np.abs(gain) < 1e-9, 0.0, gain), np.float64)

    def _median_with(self, i: int, to: Floats) -> Floats:
        """Return the medians with an actor at other places: as it goes, the median follows it between two places of others."""
        own, half = self.weight[:, [i]], self.total[:, None] / 2 * (1 - 1e-12)
        others = self.reached - own * (np.arange(self.at.shape[1]) >= self.rank[:, [i]])
        other = np.arange(self.at.shape[1]) != self.rank[:, [i]]
        low = self._first(other & (others + own >= half))
        low[own[:, 0] >= half[:, 0]] = -np.inf  # it decides alone
        return np.clip(to, low, self._first(other & (others >= half)))

    def _median_weighing(self, i: int, more: Floats) -> Floats:
        """Return the medians with more weight of an actor, or less."""
        reached = self.reached + more[:, None] * (np.arange(self.at.shape[1]) >= self.rank[:, [i]])
        total = reached[:, -1:]
        return np.where(total[:, 0] > 0, self._first(reached >= total / 2 * (1 - 1e-12)), self.median)

    def _first(self, there: npt.NDArray[np.bool_]) -> Floats:
        """Return the first place of each draw at which something holds; infinite where it holds nowhere."""
        first = there.argmax(axis=1)
        return np.where(there.any(axis=1), self.sorted[np.arange(len(first)), first], np.inf)
