"""Whether topics, the non-negative factors of weighed words, come back: from other starts, and in other texts of the same kind."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = [
    "STABLE",
    "Factors",
    "Stability",
    "Terms",
    "factors",
    "stability",
    "terms_of",
]


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


STABLE = 0.4
"""Agreement from which a topic counts as stable, over starts and over texts: six of its ten heaviest words come back."""

_TOP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """How far each topic comes back, 0 to 1.

    Attributes
    ----------
    over_seeds, over_texts : ndarray of float, shape (n_topics,)
        Mean agreement of the ten heaviest words (Jaccard, less what chance gives), in the order of the topics from the fixed start.
    converged : bool
        Every search settled.
    """

    over_seeds: Floats
    over_texts: Floats
    converged: bool

    @property
    def both(self) -> Floats:
        """Return the mean of the two."""
        return (self.over_seeds + self.over_texts) / 2


def stability(table: Any, size: int, runs: int, seed: int) -> Stability:
    """Return the stability of the topics of a table.

    Over starts a topic is compared with its partner from a random start. Over texts the rows are parted into halves at random, topics are
    looked for in each alone, and the partners of a topic in the two halves are compared: they share no text.

    Parameters
    ----------
    table : scipy sparse matrix of float, shape (n_rows, n_words)
    size : int
        Topics.
    runs : int
        Random starts, and as many partings of the rows; a half has ``size`` rows or more.
    seed : int

    Examples
    --------
    >>> from scipy.sparse import csr_matrix
    >>> firm = stability(csr_matrix(np.kron(np.eye(2), np.ones((20, 12)))), 2, 2, 0)
    >>> firm.over_texts.round(1).tolist()
    [1.0, 1.0]
    """
    rng = np.random.default_rng(seed)
    base = factors(table, size)
    starts = [factors(table, size, seed=1 + seed + run) for run in range(runs)]
    halves = []
    for _ in range(runs):
        order = rng.permutation(table.shape[0])
        cut = table.shape[0] // 2
        halves.append(tuple(factors(table[np.sort(part)], size) for part in (order[:cut], order[cut:])))
    return Stability(
        over_seeds=np.mean([_agreement(base.by_term, _partners(base.by_term, one.by_term)) for one in starts], axis=0),
        over_texts=np.mean([_agreement(*(_partners(base.by_term, one.by_term) for one in two)) for two in halves], axis=0),
        converged=all(one.converged for one in (base, *starts, *(one for two in halves for one in two))),
    )


def _partners(base: Floats, other: Floats) -> Floats:
    """Return the topics of ``other`` in the order of their partners in ``base``: the pairing with the greatest sum of cosines."""
    from scipy.optimize import linear_sum_assignment

    unit = [part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-300) for part in (base, other)]
    return np.asarray(other[linear_sum_assignment(-unit[0] @ unit[1].T)[1]], np.float64)


def _agreement(one: Floats, other: Floats) -> Floats:
    """Return how far the heaviest words of each pair of topics agree: 1 where they are the same, 0 for no more than chance."""
    words = one.shape[1]
    found = []
    for a, b in zip(_heaviest(one), _heaviest(other), strict=True):
        common = len(a) * len(b) / words
        chance = common / max(len(a) + len(b) - common, 1e-300)
        found.append(max(0.0, (len(a & b) / max(len(a | b), 1) - chance) / (1 - chance)) if chance < 1 else 0.0)
    return np.array(found)


def _heaviest(by_term: Floats) -> list[set[int]]:
    """Return the places of the ten heaviest words of each topic; those as heavy as the tenth, to six digits, are all in."""
    found = []
    for row in by_term:
        level = np.sort(row)[-min(_TOP, len(row))]
        found.append(set(np.flatnonzero((row >= level * (1 - 1e-6)) & (row > 0)).tolist()))
    return found
