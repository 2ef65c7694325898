"""How often each word stands in each text: what texts are placed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from legation.errors import BadValue
from legation.methods.text.plain import plain_words, stop_words

__all__ = ["Counts", "as_counts", "counts"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """Words counted in texts.

    Attributes
    ----------
    words : tuple of str, length m
        In plain letters, sorted; a run of words is parted by blanks.
    matrix : scipy.sparse.csr_array of int, shape (n, m)
        Times that each word stands in each text.
    left_out : int
        Different words that stand in too few or too many texts, or are small words; they count nowhere.
    """

    words: tuple[str, ...]
    matrix: sparse.csr_array
    left_out: int

    @property
    def total(self) -> npt.NDArray[np.int64]:
        """Counted words of each text, shape (n,)."""
        return np.asarray(self.matrix.sum(axis=1), dtype=np.int64).ravel()


def counts(
    texts: Sequence[str | None], *, lang: str | None = None, least: float = 0.03, most: float = 1.0, run: int = 1, small_words: bool = False
) -> Counts:
    """Count the words of texts.

    A word is two or more letters between other signs, in small letters without accents; numbers are no words. Words are not stemmed.

    Parameters
    ----------
    texts : sequence of str or None, length n
    lang : {"en", "fr"}, optional
        Language whose small words are left out; None: none are.
    least : float
        Texts in which a word must stand: a whole number from 1; below 1 a share of the texts, and then no fewer than two.
    most : float
        Share of texts in which a word may stand at most [0-1], above 0.
    run : int
        Words in a run, 1 to 5: 1 counts words, 2 pairs of words that follow each other.
    small_words : bool
        Keep small words although ``lang`` is given.

    Raises
    ------
    BadValue
        For options outside their range.

    Limits
    ------
    Texts in two languages differ by language first of all: scale those of one language, or translations, at a time. Greetings and formulas
    that all use carry no position, but those that few use look like one.

    Examples
    --------
    >>> found = counts(["The treaty is law.", "The law, the Law!", "12 fish"], lang="en", least=1)
    >>> found.words, found.matrix.toarray().tolist(), found.left_out
    (('fish', 'law', 'treaty'), [[0, 1, 1], [0, 2, 0], [1, 0, 0]], 2)
    """
    if not least > 0 or (least > 1 and least % 1) or not 0 < most <= 1 or not 1 <= run <= 5:
        allowed = "least a whole number or a share above 0, most above 0 to 1, run 1 to 5"
        raise BadValue(f"counts must be {allowed} (got {least}, {most}, {run}); choose others")
    small = stop_words(lang) if lang is not None and not small_words else frozenset()
    number: dict[str, int] = {}
    rows, columns = [], []
    dropped: set[str] = set()
    for text in texts:
        words = [word for word in plain_words(text or "") if len(word) > 1 and word.isalpha()]
        if small:
            dropped.update(small.intersection(words))
            words = [word for word in words if word not in small]
        if run > 1:
            words = [" ".join(words[at : at + run]) for at in range(len(words) - run + 1)]
        columns += [number.setdefault(word, len(number)) for word in words]
        rows.append(len(words))
    listed = tuple(number)
    shape = (len(rows), len(listed))
    cells = (np.ones(len(columns), dtype=np.int64), (np.repeat(np.arange(len(rows)), rows), np.array(columns, dtype=np.int64)))
    table = sparse.csr_array(sparse.coo_array(cells, shape=shape))
    table.sum_duplicates()
    fewest = least if least >= 1 else max(2.0, least * len(rows))
    met = np.bincount(table.indices, minlength=len(listed))
    chosen = [at for at in sorted(range(len(listed)), key=listed.__getitem__) if fewest <= met[at] <= most * len(rows)]
    matrix = table[:, chosen]
    matrix.sort_indices()
    return Counts(words=tuple(listed[at] for at in chosen), matrix=matrix, left_out=len(listed) - len(chosen) + len(dropped))


def as_counts(table: Counts | npt.ArrayLike | sparse.sparray, least: int) -> sparse.csr_array:
    """Return a table of counts as rows of texts, checked.

    Raises
    ------
    BadValue
        For another shape, fewer than ``least`` texts, or counts that are negative, not whole or not finite.
    """
    given = table.matrix if isinstance(table, Counts) else table
    if not sparse.issparse(given):
        given = np.asarray(given, dtype=np.float64)
        if given.ndim != 2:
            raise BadValue(f"counts must be a table of texts by words (got {given.ndim} dimensions); give one row for each text")
    matrix = sparse.csr_array(given, dtype=np.float64)
    matrix.sum_duplicates()
    if matrix.shape[0] < least or not matrix.shape[1]:
        raise BadValue(f"counts must be at least {least} texts and one word (got {matrix.shape}); add texts or lower `least` of the count")
    if not np.isfinite(matrix.data).all() or (matrix.data < 0).any() or (matrix.data % 1).any():
        raise BadValue("counts must be whole numbers from 0 (got others); count words, without weights")
    return matrix
