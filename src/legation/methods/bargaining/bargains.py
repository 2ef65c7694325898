"""The bargains of a turn of the spatial model: who strikes one with whom, and where both would go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.bargaining.actors import Floats, Ints

__all__ = ["TINIER", "TINY", "WORTH", "Bargains", "struck"]

TINY, TINIER = 1e-8, 1e-10
"""What strengths are divided with at least, so that nobody divides by nothing."""
WORTH = 1e-5
"""The least expected gain for which a challenge is made."""


@dataclass(frozen=True, slots=True)
class Bargains:
    """Who challenged, who was challenged, and where each would go, in the order of those who challenged; places of shape (bargains, d)."""

    first: Ints
    second: Ints
    first_at: Floats
    second_at: Floats

    def by_actor(self, n: int) -> Iterator[tuple[int, Ints]]:
        """Yield each actor that is in any, and the numbers of those that it is in, rising."""
        starts, own = self.listed(n)
        for actor in np.flatnonzero(np.diff(starts)).tolist():
            yield actor, own[starts[actor] : starts[actor + 1]]

    def listed(self, n: int) -> tuple[Ints, Ints]:
        """Return where the bargains of each of ``n`` actors begin, shape (n + 1,), and their numbers one actor after the other."""
        sides = np.concatenate((self.first, self.second))
        number = np.tile(np.arange(len(self.first)), 2)
        order = np.lexsort((number, sides))
        return np.searchsorted(sides[order], np.arange(n + 1)), number[order]


def struck(here: Floats, care: Floats, targets: npt.NDArray[np.int64], prevail: Floats) -> Bargains:
    """Return the compromise of each challenge: places weighted by salience squared and by the squared chance to prevail.

    Examples
    --------
    >>> found = struck(np.array([[0.0], [1.0]]), np.array([[0.5], [0.5]]), np.array([1, -1]), np.array([0.5, 0.0]))
    >>> found.first.tolist(), found.second.tolist(), found.first_at.tolist()
    ([0], [1], [[0.5]])
    """
    first = np.flatnonzero(targets >= 0)
    second = targets[first].astype(np.intp)
    strong, weak = prevail[first, None] ** 2, (1 - prevail[first, None]) ** 2
    mine, theirs = care[first] ** 2 * strong, care[second] ** 2 * weak
    first_at = _rounded(((mine + 1e-6) * here[first] + theirs * here[second]) / (mine + theirs + 1e-6))
    second_at = _rounded((mine * here[first] + (theirs + 1e-6) * here[second]) / (mine + theirs + 1e-6))
    return Bargains(first, second, first_at, second_at)


def _rounded(place: Floats) -> Floats:
    return np.floor(0.5 + 1e4 * place) / 1e4
