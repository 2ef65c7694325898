"""Fixed hashes of words and of runs of words: the same texts give the same numbers everywhere."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

__all__ = ["mixed", "run_hashes", "word_hash"]

Hashes = npt.NDArray[np.uint64]


def word_hash(word: str) -> int:
    """Return a hash of 64 bits: the CRC-32 of the word's UTF-8 bytes, then their Adler-32.

    >>> hex(word_hash("treaty"))
    '0x85048e970910029a'
    """
    data = word.encode("utf-8", "replace")
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def run_hashes(words: Hashes, length: int) -> Hashes:
    """Return the hash of each run of ``length`` words that follow each other; of fewer words, of the one run that they are.

    Parameters
    ----------
    words : ndarray of uint64, shape (n,)
        A number for each word; at least one.
    length : int
        At least 1.

    Returns
    -------
    ndarray of uint64, shape (max(1, n - length + 1),)
    """
    count = max(1, len(words) - length + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for at in range(min(length, len(words))):
        runs = mixed(runs * np.uint64(0x9E3779B97F4A7C15) + words[at : at + count])
    return runs


def mixed(values: Hashes) -> Hashes:
    """Return numbers of 64 bits, each bit of which depends on all bits before (the finalizer of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
