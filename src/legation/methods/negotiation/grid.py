"""All packages in their order, and scores as whole numbers of a common unit, so that sums, ties and comparisons are exact."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from legation.methods.negotiation.domain import TOLERANCE, Domain, Floats, Ints

__all__ = [
    "CHUNK",
    "NO_FLOOR",
    "Grid",
    "chunks",
    "grid",
    "numbered",
]


CHUNK = 1 << 17
"""Packages at a time."""


def numbered(sizes: Sequence[int], numbers: Ints) -> Ints:
    """Return the packages with these numbers in lexicographic order, shape (len(numbers), n_issues).

    Examples
    --------
    >>> numbered([2, 3], np.array([0, 4])).tolist()
    [[0, 0], [1, 1]]
    """
    return np.stack(np.unravel_index(numbers, tuple(sizes)), axis=1).astype(np.int64)


def chunks(sizes: Sequence[int]) -> Iterator[tuple[int, Ints]]:
    """Give all packages in lexicographic order, some at a time, each time with the number of the first."""
    total = math.prod(sizes)
    for start in range(0, total, CHUNK):
        yield start, numbered(sizes, np.arange(start, min(start + CHUNK, total)))


NO_FLOOR = -(2**62)
_MOST = 2.0**61
_DIGITS = 12
_DENOMINATOR = 10_000
_SLACK = 4 * np.finfo(np.float64).eps


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Scores in whole units of one over ``scale``.

    Attributes
    ----------
    scores : tuple of ndarray of int, shape (n_options_i, n_parties)
        By issue.
    scale : int or float
        Units in 1; below 1 for scores so large that a unit is more than 1.
    exact : bool
        Whether every score is such a number, up to the rounding of floating point; else each was rounded to the nearest.
    floor : ndarray of int, shape (n_parties,)
        The fewest units that are not below the reservation, the tolerance taken off.
    """

    scores: tuple[Ints, ...]
    scale: float
    exact: bool
    floor: Ints


def grid(domain: Domain) -> Grid:
    """Return the scores of a domain in whole units.

    The unit is the largest of 1, 0.1, ..., 10^-12 of which all scores are whole multiples; where there is none, one over the smallest
    common denominator of the scores as fractions (thirds, sevenths: evaluations divided by a largest one), as far as it is at most 10^9;
    else 10^-12, or for scores of more than about 10^6 the smallest power of ten with which sums stay below 2^61, and each score is rounded.
    Rounded sums of m issues are off by at most m/2 units.

    Examples
    --------
    >>> grid(Domain(scores=[[[1 / 3, 0.5]], [[2 / 3, 1.0]]])).scale
    6
    """
    flat = np.concatenate([table.ravel() for table in domain.tables])
    largest = float(sum(np.abs(table).max() for table in domain.tables))
    most = _MOST / max(largest, 1.0)
    scale = next((10**digits for digits in range(_DIGITS + 1) if 10**digits <= most and _whole(flat, 10**digits)), None)
    scale = scale or _common(flat, min(most, 1e9))
    used: float = scale or next(10**digits for digits in range(_DIGITS, -_DIGITS, -1) if 10.0**digits <= most)
    scores = tuple(np.ascontiguousarray(np.rint(table.T * used).astype(np.int64)) for table in domain.tables)
    floor = np.ceil(np.clip((domain.reservation - TOLERANCE) * used, float(NO_FLOOR), _MOST)).astype(np.int64)
    return Grid(scores=scores, scale=used, exact=scale is not None, floor=floor)


def _whole(values: Floats, scale: int) -> bool:
    scaled = values * scale
    return bool((np.abs(scaled - np.rint(scaled)) <= _SLACK * np.abs(scaled)).all())


def _common(values: Floats, most: float) -> int | None:
    """Return the smallest number up to ``most`` that makes each value whole, built from one value after the other."""
    scale = 1
    left = values
    while True:
        scaled = left * scale
        left = left[np.abs(scaled - np.rint(scaled)) > _SLACK * np.abs(scaled)]
        if not len(left):
            return scale
        scale *= Fraction(float(left[0] * scale)).limit_denominator(_DENOMINATOR).denominator
        if scale > most or abs(left[0] * scale - round(left[0] * scale)) > _SLACK * abs(left[0] * scale):
            return None
