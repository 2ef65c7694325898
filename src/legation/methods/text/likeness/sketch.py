"""What stands for a text when texts are compared: the smallest hashes of its runs of words.

The Jaccard similarity of two sets is the size of what they share over the size of both together. Of two bottom-k sketches it is read off
the k smallest hashes of both. Below k different runs in both texts together it is exact; above, its standard error is at most
0.5 / sqrt(k).

References
----------
A. Broder, On the resemblance and containment of documents, Compression and Complexity of Sequences (1997), doi:10.1109/SEQUEN.1997.666900.
E. Cohen and H. Kaplan, Summarizing data using bottom-k sketches, PODC (2007), doi:10.1145/1281100.1281133.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from legation.methods.text.hashes import run_hashes, word_hash

__all__ = ["KEPT", "RUN", "Sketch", "resemblance", "sketch_of"]

RUN = 5
"""Words in a run."""
KEPT = 1_024
"""Hashes in a sketch."""

Sketch: TypeAlias = NDArray[np.uint64]
"""The smallest hashes of a text's runs of words, ascending, at most 1,024: 8 kB that stand for a text of any length."""


def sketch_of(words: Sequence[str], run: int = RUN, kept: int = KEPT) -> Sketch:
    """Return the sketch of a text's words; empty without words. Fewer words than a run has are one run."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    known = {word: word_hash(word) for word in set(words)}
    hashes = np.array([known[word] for word in words], dtype=np.uint64)
    return np.unique(run_hashes(hashes, run))[:kept]


def resemblance(one: Sketch, other: Sketch, kept: int = KEPT) -> float:
    """Return the Jaccard similarity that two sketches show [0-1]; 0 where either text has no words.

    >>> a = sketch_of("the states shall consult each other in good faith on the use of these tools".split())
    >>> b = sketch_of("the states shall consult each other in good faith on the use of such tools".split())
    >>> resemblance(a, a), round(resemblance(a, b), 2)
    (1.0, 0.69)
    """
    if not len(one) or not len(other):
        return 0.0
    both = np.union1d(one, other)[:kept]
    shared = np.intersect1d(one, other, assume_unique=True)
    return float(np.isin(both, shared, assume_unique=True).mean())
