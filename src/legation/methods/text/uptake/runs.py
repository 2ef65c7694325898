"""The runs of words in our texts, and which other texts have them; two runs are told apart by hashes of 64 bits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.methods.progress import Progress, silent
from legation.methods.text.likeness.sets import run_hashes
from legation.methods.text.plain import WORD, plain

__all__ = ["Runs", "our_runs"]

_SIGN = re.compile(r"[^\w\s'\-]+|\s-+\s|--+")

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Different runs of our words, numbered, and the texts that have them.

    Attributes
    ----------
    listed : tuple of str
        All words, by number.
    word : ndarray of int
        The words of our texts, one after the other.
    first, length : ndarray of int, shape (n_runs,)
        Where a run stands in ``word``, and its words.
    our_run, our_text : ndarray of int
        Each run and text of ours that has it, once.
    run, text : ndarray of int
        Each run and other text that has it, once.
    """

    listed: tuple[str, ...]
    word: Ints
    first: Ints
    length: Ints
    our_run: Ints
    our_text: Ints
    run: Ints
    text: Ints

    def words(self, run: int) -> str:
        """Return a run as it is read."""
        at = self.first[run]
        return " ".join(self.listed[word] for word in self.word[at : at + self.length[run]])


def our_runs(
    texts: Sequence[str | None],
    ours: npt.NDArray[np.bool_],
    others: npt.NDArray[np.bool_],
    shortest: int,
    longest: int,
    small: AbstractSet[str],
    progress: Progress = silent,
) -> Runs:
    """Return the runs of the texts of ours, and the other texts that have them; no run begins or ends with a small word."""
    number: dict[str, int] = {}
    own = _numbered(texts, ours, number, silent)
    known = len(number)
    rest = _numbered(texts, others, number, progress)
    listed = tuple(number)
    is_small = np.array([word in small for word in listed], dtype=bool)
    is_ours = np.arange(len(listed)) < known
    firsts, lengths, ours_found, others_found = [], [], [], []
    count = 0
    for length in range(shortest, longest + 1):
        where, hashes = _runs(own, length, is_small)
        if not len(where):
            continue
        distinct, first, run = np.unique(hashes, return_index=True, return_inverse=True)
        firsts.append(where[first])
        lengths.append(np.full(len(distinct), length))
        ours_found.append(np.unique(np.stack([run + count, own.text[where]]), axis=1))
        there, theirs = _runs(rest, length, is_small, is_ours)
        place = np.minimum(np.searchsorted(distinct, theirs), len(distinct) - 1)
        met = distinct[place] == theirs
        others_found.append(np.unique(np.stack([place[met] + count, rest.text[there[met]]]), axis=1))
        count += len(distinct)
    none = np.empty((2, 0), dtype=np.int64)
    our_pairs = np.concatenate([none, *ours_found], axis=1)
    pairs = np.concatenate([none, *others_found], axis=1)
    first = np.concatenate([none[0], *firsts])
    return Runs(listed, own.word, first, np.concatenate([none[0], *lengths]), our_pairs[0], our_pairs[1], pairs[0], pairs[1])


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Words one after the other: their numbers, their texts, and the pieces between signs in which they stand."""

    word: Ints
    text: Ints
    piece: Ints


def _numbered(texts: Sequence[str | None], chosen: npt.NDArray[np.bool_], number: dict[str, int], progress: Progress) -> _Words:
    """Return the words of some texts; no piece reaches over a full stop, a comma or another sign."""
    words: list[int] = []
    sizes: list[int] = []
    lengths: list[int] = []
    rows = np.flatnonzero(chosen)
    for done, row in enumerate(rows.tolist()):
        progress(done, len(rows))
        before = len(words)
        for part in _SIGN.split(plain(texts[row] or "").text):
            found = WORD.findall(part)
            words += [number.setdefault(word, len(number)) for word in found]
            sizes.append(len(found))
        lengths.append(len(words) - before)
    return _Words(np.array(words, dtype=np.int64), np.repeat(rows, lengths), np.repeat(np.arange(len(sizes)), sizes))


def _runs(said: _Words, length: int, is_small: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_] | None = None) -> tuple[Ints, Hashes]:
    """Return where a run of a length begins that lies in one piece, and its hash; where some words alone are known, of those only."""
    word, piece = said.word, said.piece
    if len(word) < length:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.uint64)
    ends = slice(length - 1, None)
    begins = slice(None, len(word) - length + 1)
    good = (piece[begins] == piece[ends]) & ~is_small[word[begins]] & ~is_small[word[ends]]
    if known is not None:
        good &= known[word[begins]] & known[word[ends]]
    where = np.flatnonzero(good)
    return where, run_hashes(word.astype(np.uint64), length)[where]
