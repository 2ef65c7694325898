"""Which texts are nearly the same: the share of runs of five words that two texts have in common.

The Jaccard similarity of two sets is the size of what they share over the size of both together. It is computed on a sketch: the 1,024
smallest hashes of each text's runs of words. Below 1,024 different runs in both texts together it is exact; above, its standard error is at
most 1.6 percentage points. Hashes are fixed, so the same texts give the same numbers everywhere.

References
----------
A. Broder, On the resemblance and containment of documents, Compression and Complexity of Sequences (1997), doi:10.1109/SEQUEN.1997.666900.
E. Cohen and H. Kaplan, Summarizing data using bottom-k sketches, PODC (2007), doi:10.1145/1281100.1281133.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legation.sources.capture.folded import fold

__all__ = ["Near", "Sketch", "near", "resemblance", "sketch"]

RUN = 5
"""Words in a run."""
KEPT = 1_024
"""Hashes in a sketch."""
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W\u3040-\u30ff\u3400-\u9fff]+")

Sketch = NDArray[np.uint64]
"""The smallest hashes of a text's runs of words, ascending, at most 1,024: 8 kB that stand for a text of any length."""


@dataclass(frozen=True, slots=True)
class Near:
    """A text that is nearly the same: its key, and the similarity [0-1]."""

    key: str
    similarity: float


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; empty for a text without words.

    Case, accents' spelling, typography and punctuation do not count. A text of fewer than five words is one run.
    """
    words = _WORD.findall(fold(text).text.lower())
    if not words:
        return np.empty(0, dtype=np.uint64)
    known = {word: _hash(word) for word in set(words)}
    hashes = np.array([known[word] for word in words], dtype=np.uint64)
    count = max(1, len(hashes) - RUN + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for at in range(min(RUN, len(hashes))):
        runs = _mixed(runs * np.uint64(0x9E3779B97F4A7C15) + hashes[at : at + count])
    return np.unique(runs)[:KEPT]


def resemblance(one: Sketch, other: Sketch) -> float:
    """Return the Jaccard similarity that two sketches show [0-1]; 0 where either text has no words.

    >>> a = sketch("The States shall consult each other in good faith on the use of these tools")
    >>> b = sketch("The States shall consult each other in good faith on the use of such tools")
    >>> resemblance(a, a), round(resemblance(a, b), 2)
    (1.0, 0.69)
    """
    if not len(one) or not len(other):
        return 0.0
    both = np.union1d(one, other)[:KEPT]
    shared = np.intersect1d(one, other, assume_unique=True)
    return float(np.isin(both, shared, assume_unique=True).mean())


def near(text: str | Sketch, others: Mapping[str, str | Sketch], threshold: float = 0.7) -> tuple[Near, ...]:
    """Return the texts that are at least as similar as a threshold, the most similar first, then by key.

    Parameters
    ----------
    text : str or Sketch
    others : mapping of str to str or Sketch
        The texts to compare with, by a key of their own; sketches that were kept save most of the time.
    threshold : float
        Similarity from which on a text is named [0-1].
    """
    own = _sketch(text)
    found = (Near(key, resemblance(own, _sketch(other))) for key, other in others.items())
    return tuple(sorted((item for item in found if item.similarity >= max(threshold, 1e-9)), key=lambda item: (-item.similarity, item.key)))


def _sketch(text: str | Sketch) -> Sketch:
    return sketch(text) if isinstance(text, str) else text


def _hash(word: str) -> int:
    data = word.encode("utf-8", "replace")
    return zlib.crc32(data) << 32 | zlib.adler32(data)


def _mixed(values: Sketch) -> Sketch:
    """Return numbers of 64 bits, each bit of which depends on all bits before (the finalizer of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
