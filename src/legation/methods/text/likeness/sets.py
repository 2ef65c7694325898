"""Texts as sets of runs of words: the hashes of all texts one after the other, and where each text begins."""

from __future__ import annotations

from collections.abc import Iterable, Sized

import numpy as np
import numpy.typing as npt

from legation.methods.progress import Progress
from legation.methods.text.hashes import mixed, run_hashes, word_hash
from legation.methods.text.plain import plain_words

__all__ = ["chosen", "heads", "sets_of"]

BATCH = 20_000
"""Texts, and fifty times as many words, that are made into sets at once."""
Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


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


def heads(sets: Hashes, first: Ints) -> Ints:
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
