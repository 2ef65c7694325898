"""Texts as sets of hashed runs of words, and the sketch that stands for a text when texts are compared.

The Jaccard similarity of two sets is the size of what they share over the size of both together. Of two bottom-k sketches it is read off
the k smallest hashes of both. Below k different runs in both texts together it is exact; above, its standard error is at most
0.5 / sqrt(k).

References
----------
A. Broder, On the resemblance and containment of documents, Compression and Complexity of Sequences (1997), doi:10.1109/SEQUEN.1997.666900.
E. Cohen and H. Kaplan, Summarizing data using bottom-k sketches, PODC (2007), doi:10.1145/1281100.1281133.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence, Sized
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

from legation.methods.progress import Progress
from legation.methods.text.plain import plain_words

__all__ = [
    "KEPT",
    "RUN",
    "Sketch",
    "chosen",
    "first_of_equals",
    "mixed",
    "resemblance",
    "run_hashes",
    "sets_of",
    "sketch_of",
    "word_hash",
]


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


BATCH = 20_000
"""Texts, and fifty times as many words, that are made into sets at once."""
Ints = npt.NDArray[np.int64]


class _Known(dict[str, int]):
    """The hash of each word, made when it is first met."""

    def __missing__(self, word: str) -> int:
        self[word] = value = word_hash(word)
        return value


def sets_of(texts: Iterable[str | None], run: int, progress: Progress) -> tuple[Hashes, Ints]:
    """Return the sorted different runs of each text, one text after the other, and where each begins."""
    known = _Known()
    parts: list[Hashes] = []
    sizes: list[int] = []
    words: list[int] = []
    lengths: list[int] = []
    total = len(texts) if isinstance(texts, Sized) else 0

    def finish() -> None:
        part, counted = _runs(np.array(words, dtype=np.uint64), np.array(lengths, dtype=np.int64), run)
        parts.append(part)
        sizes.extend(counted.tolist())
        words.clear()
        lengths.clear()

    for row, text in enumerate(texts):
        found = plain_words(text or "")
        words.extend(map(known.__getitem__, found))
        lengths.append(len(found))
        if len(lengths) >= BATCH or len(words) >= 50 * BATCH:
            finish()
            progress(row + 1, max(total, row + 1))
    finish()
    return np.concatenate(parts), np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int64))]).astype(np.int64)


def _runs(words: Hashes, lengths: Ints, run: int) -> tuple[Hashes, Ints]:
    """Return the sorted different runs of texts that follow each other, and how many each has."""
    text = np.repeat(np.arange(len(lengths)), lengths)
    short = np.flatnonzero((lengths > 0) & (lengths < run))
    starts = np.cumsum(lengths) - lengths
    hashes = run_hashes(words, run) if len(words) >= run else np.empty(0, dtype=np.uint64)
    inside = text[: len(hashes)] == text[len(text) - len(hashes) :]
    alone = np.array([run_hashes(words[starts[at] : starts[at] + lengths[at]], run)[0] for at in short], dtype=np.uint64)
    hashes = np.concatenate([hashes[inside], alone])
    owner = np.concatenate([text[: len(inside)][inside], short])
    order = np.lexsort((hashes, owner))
    hashes, owner = hashes[order], owner[order]
    new = np.ones(len(hashes), dtype=bool)
    new[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    return hashes[new], np.bincount(owner[new], minlength=len(lengths))


def first_of_equals(sets: Hashes, first: Ints) -> Ints:
    """Return for each text the first one that has the very same runs."""
    sizes = np.diff(first)
    sums = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(mixed(sets), dtype=np.uint64)])
    whole = np.stack([sums[first[1:]] - sums[first[:-1]], sizes.astype(np.uint64)], axis=1)
    _, at, back = np.unique(whole, axis=0, return_index=True, return_inverse=True)
    return np.asarray(at[back.ravel()], dtype=np.int64)


def chosen(sets: Hashes, first: Ints, own: Ints) -> tuple[Hashes, Ints]:
    """Return the sets of some texts, one after the other, and where each begins."""
    sizes = np.diff(first)
    keep = np.zeros(len(sizes), dtype=bool)
    keep[own] = True
    return sets[np.repeat(keep, sizes)], np.concatenate([[0], np.cumsum(sizes[own])]).astype(np.int64)


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
