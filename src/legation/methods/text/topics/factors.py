"""Texts as a table of weighed words, and its non-negative factors."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Factors", "Terms", "factors", "terms_of"]

Floats = npt.NDArray[np.float64]

_MOST = 5_000
"""Words kept, the most frequent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Words of texts.

    Attributes
    ----------
    table : scipy sparse matrix of float, shape (n_rows, n_words)
        Weights; each row has length 1.
    words : tuple of str
    rows : ndarray of int, shape (n_rows,)
        The text of each row: texts without a word that counts have none.
    """

    table: Any
    words: tuple[str, ...]
    rows: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """A table as a sum of topics.

    Attributes
    ----------
    by_text : ndarray of float, shape (n_rows, n_topics)
    by_term : ndarray of float, shape (n_topics, n_words)
    converged : bool
    """

    by_text: Floats
    by_term: Floats
    converged: bool


def terms_of(texts: Sequence[str], leave_out: Sequence[str]) -> Terms:
    """Return the words of texts that count, weighed.

    Raises
    ------
    BadValue
        Where fewer than three words count.

    >>> terms_of(["ships sail", "ships dock", "planes dock", "planes fly"], ()).words
    ('dock', 'planes', 'ships')
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    reader = TfidfVectorizer(
        token_pattern=r"(?u)\b[^\W\d_]{3,}\b",  # noqa: S106
        min_df=2,
        max_df=0.5,
        max_features=_MOST,
        sublinear_tf=True,
        stop_words=sorted({word.lower() for word in leave_out}) or None,
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a word to leave out that the pattern would cut
            table = reader.fit_transform(texts)
    except ValueError:
        raise BadValue("texts: needed are words that stand in two or more texts, found none; add texts of one matter") from None
    words = tuple(str(word) for word in reader.get_feature_names_out())
    if len(words) < 3:
        raise BadValue(f"texts: needed are three or more words that stand in several texts, found {len(words)}; add texts")
    rows = np.flatnonzero(np.asarray(table.sum(axis=1)).ravel() > 0).astype(np.int64)
    return Terms(table=table[rows], words=words, rows=rows)


def factors(table: Any, size: int, *, seed: int | None = None) -> Factors:
    """Return the non-negative factors of a table, from a fixed start (singular vectors) or, with a seed, a random one.

    >>> from scipy.sparse import csr_matrix
    >>> factors(csr_matrix(np.kron(np.eye(2), np.ones((3, 2)))), 2).by_term.round(1).astype(bool).tolist()
    [[False, False, True, True], [True, True, False, False]]
    """
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    search = NMF(n_components=size, init="nndsvda" if seed is None else "random", random_state=seed or 0, max_iter=400, tol=1e-4)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        by_text = search.fit_transform(table)
    length = np.linalg.norm(search.components_, axis=1)
    length = np.where(length > 0, length, 1.0)
    return Factors(
        by_text=np.asarray(by_text * length, np.float64),
        by_term=np.asarray(search.components_ / length[:, None], np.float64),
        converged=not any(issubclass(one.category, ConvergenceWarning) for one in said),
    )
