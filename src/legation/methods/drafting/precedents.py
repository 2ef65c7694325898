"""What was agreed before: for each paragraph the nearest adopted wording, and who voted for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from legation.methods.drafting.alignment import Words, said, shared_runs
from legation.methods.drafting.draft import paragraphs

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Adopted", "Nearest", "nearest_adopted"]

_CLOSER = 8
"""Candidates by words whose order is then compared."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A text that was adopted.

    Attributes
    ----------
    symbol : str
        Of the document: ``A/RES/75/240``.
    text : str
        Each line is a paragraph.
    voted_for : tuple of str or None
        Who voted for it; None where there was no vote, or where it is not known.
    without_vote : bool
        Whether it is known to be adopted without a vote.
    """

    symbol: str
    text: str
    voted_for: tuple[str, ...] | None = None
    without_vote: bool = False


@dataclass(frozen=True, slots=True)
class Nearest:
    """A paragraph, and the adopted paragraph nearest to it.

    Attributes
    ----------
    start, end : int
        Place of the paragraph in the text, in code points.
    adopted : int or None
        Number of the adopted text; None where no word is shared with any.
    wording : tuple of int or None
        Start and end of the adopted paragraph in its text.
    similarity : float
        From 0 to 1: twice the words shared in the same order, by the words of both (Dice).
    shared : tuple of tuple of int
        Start and end, in the text, of the runs of words that both share.
    """

    start: int
    end: int
    adopted: int | None
    wording: tuple[int, int] | None
    similarity: float
    shared: tuple[tuple[int, int], ...]


def nearest_adopted(text: str, corpus: Sequence[Adopted]) -> tuple[Nearest, ...]:
    """Return for each line of a text the nearest adopted paragraph.

    Rare words and pairs of words choose eight candidates (cosine of counts weighted by rarity); of these the one that shares most words
    in the same order is taken, the first of equals. Large and small letters are alike, signs do not count. Give the text without who
    said what (:func:`chair_text`).

    Parameters
    ----------
    text : str
    corpus : sequence of Adopted
        In the order in which equals are preferred.

    Returns
    -------
    tuple of Nearest
        In the order of the text; lines without words are left out.

    Limits
    ------
    Nearness of words, not of meaning: *shall not* and *shall* are near. Read both.

    Examples
    --------
    >>> corpus = [Adopted("A/RES/1", "Urges States to report.", ("EU", "JPN")), Adopted("A/RES/2", "Takes note of the report.")]
    >>> found = nearest_adopted("1. Strongly urges States to report", corpus)[0]
    >>> corpus[found.adopted].symbol, found.similarity, found.shared
    ('A/RES/1', 0.8, ((12, 34),))
    """
    lines = _lines(text)
    stored = [(number, span, words) for number, adopted in enumerate(corpus) for span, words in _lines(adopted.text)]
    if not lines:
        return ()
    if not stored:
        return tuple(Nearest(*span, None, None, 0.0, ()) for span, _ in lines)
    near = _cosine([words for _, words in lines], [words for *_, words in stored])
    found = []
    for row, ((start, end), paragraph) in enumerate(lines):
        cells = slice(near.indptr[row], near.indptr[row + 1])
        column, value = near.indices[cells], near.data[cells]
        order = np.lexsort((column, -np.round(value, 12)))[:_CLOSER]
        found.append(_best(start, end, paragraph, [stored[c] for c in sorted(column[order].tolist())]))
    return tuple(found)


def _best(start: int, end: int, words: Words, candidates: list[tuple[int, tuple[int, int], Words]]) -> Nearest:
    best = Nearest(start, end, None, None, 0.0, ())
    for number, span, theirs in candidates:
        runs = shared_runs(words.held, theirs.held)
        similarity = 2 * sum(n for *_, n in runs) / (len(words) + len(theirs))
        if similarity > best.similarity:
            shared = tuple((start + low, start + high) for low, high in (words.span(a, a + n) for a, _, n in runs))
            best = Nearest(start, end, number, span, similarity, shared)
    return best


def _lines(text: str) -> list[tuple[tuple[int, int], Words]]:
    found = (((start, end), said(text[start:end])) for start, end in paragraphs(text))
    return [(span, words) for span, words in found if len(words)]


def _cosine(lines: list[Words], stored: list[Words]) -> csr_array:
    """Return cosines of words and pairs of words, weighted by rarity among the stored; shape (asked, stored)."""
    from scipy.sparse import csr_array

    column: dict[str, int] = {}
    counts = [[Counter([*w.held, *map(" ".join, zip(w.held, w.held[1:], strict=False))]) for w in side] for side in (stored, lines)]
    for counted in counts[0]:
        for term in counted:
            column.setdefault(term, len(column))
    there, ours = (_matrix(side, column) for side in counts)
    rarity = np.log1p(len(stored) / np.bincount(there.indices, minlength=len(column)))
    scaled = []
    for matrix in (ours, there):
        weighted = csr_array(matrix * rarity)
        norm = np.sqrt(np.asarray((weighted * weighted).sum(axis=1)).ravel())
        scaled.append(csr_array(weighted / np.where(norm > 0, norm, 1)[:, None]))
    return csr_array(scaled[0] @ scaled[1].T)


def _matrix(side: list[Counter[str]], column: dict[str, int]) -> csr_array:
    from scipy.sparse import csr_array

    cells = [(row, column[term], count) for row, counted in enumerate(side) for term, count in counted.items() if term in column]
    rows, columns, values = (np.array(part) for part in zip(*cells, strict=True)) if cells else (np.zeros(0, int),) * 3
    return csr_array((np.asarray(values, float), (rows, columns)), shape=(len(side), len(column)))
