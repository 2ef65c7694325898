"""Signatures of sets of hashes, and the exact likeness of pairs, compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.kernel import kernel

__all__ = ["jaccard", "signatures"]

Hashes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]


@kernel
def signatures(hashes: Hashes, first: Ints, seeds: Hashes) -> npt.NDArray[np.uint32]:
    """Return the MinHash of each set under each seed.

    Parameters
    ----------
    hashes : ndarray of uint64
        The sets one after the other.
    first : ndarray of int64, shape (n + 1,)
        Where each set begins.
    seeds : ndarray of uint64, shape (k,)

    Returns
    -------
    ndarray of uint32, shape (n, k)
        The upper halves of the smallest hashes: two that differ meet once in four billion.
    """
    n, k = len(first) - 1, len(seeds)
    found = np.empty((n, k), dtype=np.uint32)
    least = np.empty(k, dtype=np.uint64)
    for row in range(n):
        least[:] = np.uint64(0xFFFFFFFFFFFFFFFF)
        for at in range(first[row], first[row + 1]):
            value = hashes[at]
            for seed in range(k):
                mixed = (value ^ seeds[seed]) * np.uint64(0xBF58476D1CE4E5B9)
                mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0x94D049BB133111EB)
                mixed = mixed ^ (mixed >> np.uint64(32))
                least[seed] = min(least[seed], mixed)
        for seed in range(k):
            found[row, seed] = np.uint32(least[seed] >> np.uint64(32))
    return found


@kernel
def jaccard(hashes: Hashes, first: Ints, one: Ints, other: Ints) -> npt.NDArray[np.float64]:
    """Return the exact likeness of pairs of sets, each sorted and without doubles.

    Parameters
    ----------
    hashes, first
        As for :func:`signatures`.
    one, other : ndarray of int64, shape (p,)

    Returns
    -------
    ndarray of float64, shape (p,)
    """
    found = np.empty(len(one))
    for pair in range(len(one)):
        a, a_end = first[one[pair]], first[one[pair] + 1]
        b, b_end = first[other[pair]], first[other[pair] + 1]
        size, shared = (a_end - a) + (b_end - b), 0
        while a < a_end and b < b_end:
            if hashes[a] == hashes[b]:
                shared += 1
                a += 1
                b += 1
            elif hashes[a] < hashes[b]:
                a += 1
            else:
                b += 1
        found[pair] = shared / (size - shared) if size > shared else 0.0
    return found
