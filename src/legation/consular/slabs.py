"""Which of very many places a ring encloses: the ring is cut at the latitudes of its corners, and each place is looked up in its slab.

Between two neighbouring latitudes of corners a ring is a row of edges that run from the lower to the upper, and enclose what has an odd
number of them on its left: a search by halves. It is done in floating point, and says of which places it is not sure: those on the
latitude of a corner, or nearer to an edge than a tenth of a millimetre. They are for an exact predicate.

References
----------
F. P. Preparata, M. I. Shamos (1985), Computational Geometry, section 2.2.2.1 (the slab method of D. Dobkin and R. J. Lipton, 1976),
doi:10.1007/978-1-4612-1098-6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Slabs", "slabs_of"]

MOST_PIECES = 1_000_000
"""Pieces of edges, one for each slab that an edge passes, that are made: a long zigzag would have very many."""
_SURE = 1e-9
_IN_ORDER = 1e-11
"""Degrees by which edges may be out of their order in a slab and are still taken for touching: much less than ``_SURE``."""


@dataclass(frozen=True, slots=True)
class Slabs:
    """The slabs of a ring, and the pieces of its edges in each from the left to the right.

    Attributes
    ----------
    levels : array of float, shape (m,)
        Latitudes of its corners, rising; slab ``i`` is from level ``i`` to ``i + 1``.
    first : array of int, shape (m,)
        The first piece of each slab, and the number of all.
    below, across : array of float, shape (k,)
        Longitude of each piece at the lower level, and what is added up to the upper.
    """

    levels: np.ndarray
    first: np.ndarray
    below: np.ndarray
    across: np.ndarray

    def locate(self, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return which places are enclosed, and of which that is sure."""
        slab = np.searchsorted(self.levels, latitude, "right") - 1
        within = (slab >= 0) & (slab < len(self.levels) - 1)
        slab = np.where(within, slab, 0)
        low, high = self.levels[slab], self.levels[slab + 1]
        rise = (latitude - low) / (high - low)
        begin, end = self.first[slab], self.first[slab + 1]
        left, right = begin.copy(), end.copy()
        while (left < right).any():  # once for each doubling of the pieces in a slab
            middle = np.minimum((left + right) // 2, len(self.below) - 1)
            passed = (self.below[middle] + rise * self.across[middle] < longitude) & (left < right)
            right = np.where(passed | (left >= right), right, middle)
            left = np.where(passed, middle + 1, left)
        sure = (latitude != low) & within
        for beside, there in ((left - 1, left > begin), (left, left < end)):
            piece = np.clip(beside, 0, len(self.below) - 1)
            sure &= ~there | (np.abs(self.below[piece] + rise * self.across[piece] - longitude) > _SURE)
        return (left - begin) % 2 == 1, sure


def slabs_of(ring: np.ndarray) -> Slabs | None:
    """Return the slabs of a ring; None where it crosses itself or would have too many pieces: it has no order to search.

    Parameters
    ----------
    ring : array of float, shape (n, 2)
        Longitudes and latitudes; the last position repeats the first.

    Examples
    --------
    >>> slabs = slabs_of(np.array([[0.0, 0], [4, 0], [4, 4], [2, 1], [0, 4], [0, 0]]))
    >>> inside, sure = slabs.locate(np.array([1.0, 2, 2, 4]), np.array([2.0, 2, 0, 3]))
    >>> (inside & sure).tolist(), sure.tolist()
    ([True, False, False, False], [True, True, False, False])
    """
    start, stop = ring[:-1], ring[1:]
    upward = start[:, 1] < stop[:, 1]
    low, high = np.where(upward[:, None], start, stop), np.where(upward[:, None], stop, start)
    slanted = low[:, 1] < high[:, 1]
    low, high = low[slanted], high[slanted]
    levels = np.unique(ring[:, 1])
    from_level, to_level = np.searchsorted(levels, low[:, 1]), np.searchsorted(levels, high[:, 1])
    count = to_level - from_level
    if count.sum() > MOST_PIECES:
        return None
    edge = np.repeat(np.arange(len(count)), count)
    slab = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + from_level[edge]
    below, above = (_at(low[edge], high[edge], levels[one]) for one in (slab, slab + 1))
    order = np.argsort(below + above)
    order = order[np.argsort(slab[order].astype(np.min_scalar_type(len(levels))), kind="stable")]
    slab, below, above = slab[order], below[order], above[order]
    same = slab[1:] == slab[:-1]
    if (same & ((np.diff(below) < -_IN_ORDER) | (np.diff(above) < -_IN_ORDER))).any():
        return None
    return Slabs(levels, np.searchsorted(slab, np.arange(len(levels))), below, above - below)


def _at(low: np.ndarray, high: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Return the longitude of edges at a latitude that they pass."""
    rise = (latitude - low[:, 1]) / (high[:, 1] - low[:, 1])
    return np.asarray(low[:, 0] + rise * (high[:, 0] - low[:, 0]))
