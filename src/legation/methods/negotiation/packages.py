"""All packages in their order, some at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from legation.methods.negotiation.domain import Ints

__all__ = ["CHUNK", "chunks", "numbered"]

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
