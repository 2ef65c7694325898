"""A text as numbers: pieces of its words, two to five letters long, weighed by how rare they are; beside them vectors from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = ["Features", "checked_vectors", "features"]

Floats = npt.NDArray[np.float64]

_PIECES = (2, 5)
_MOST = 20_000
"""Pieces kept, the most frequent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """How texts become numbers.

    Attributes
    ----------
    pieces : tuple of str
        Pieces of words, a blank for the edge of a word, in the order of the columns.
    rarity : ndarray of float, shape (n_pieces,)
        Inverse document frequency among the texts learnt from.
    middle, width : ndarray of float, shape (n_dimensions,)
        By which vectors from elsewhere are centred and scaled; empty where there are none.
    """

    pieces: tuple[str, ...]
    rarity: Floats
    middle: Floats
    width: Floats

    def of(self, texts: Sequence[str], vectors: Floats | None) -> Any:
        """Return a sparse matrix, shape (n_texts, n_pieces + n_dimensions); each half of a row has length 1 at most."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.feature_extraction.text import TfidfVectorizer

        reader = TfidfVectorizer(vocabulary={piece: at for at, piece in enumerate(self.pieces)}, **_reading())
        reader.idf_ = self.rarity
        words = reader.transform(texts)
        if not len(self.middle):
            return words
        if vectors is None:
            raise BadValue(f"vectors: needed is one of {len(self.middle)} numbers for each text, found none; give them as in learning")
        scaled = (vectors - self.middle) / self.width
        return csr_matrix(hstack([words, csr_matrix(scaled / np.sqrt(max(scaled.shape[1], 1)))]))


def _reading() -> dict[str, Any]:
    return {"analyzer": "char_wb", "ngram_range": _PIECES, "sublinear_tf": True, "lowercase": True, "strip_accents": "unicode"}


def features(texts: Sequence[str], vectors: Floats | None = None) -> Features:
    """Learn which pieces there are and how rare they are.

    Examples
    --------
    >>> found = features(["an act of war", "an act of law"])
    >>> " war " in found.pieces, found.of(["war"], None).shape[0]
    (True, 1)
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    reader = TfidfVectorizer(max_features=_MOST, **_reading()).fit(texts)
    none = np.empty(0)
    return Features(
        pieces=tuple(str(piece) for piece in reader.get_feature_names_out()),
        rarity=np.asarray(reader.idf_, np.float64),
        middle=none if vectors is None else vectors.mean(axis=0),
        width=none if vectors is None else np.maximum(vectors.std(axis=0), 1e-9),
    )


def checked_vectors(vectors: npt.ArrayLike | None, texts: int) -> Floats | None:
    """Return vectors as floats, one row for each text.

    Raises
    ------
    BadValue
        For another number of rows, and for what is no finite number.

    >>> checked_vectors([[1, 2]], 1).shape
    (1, 2)
    """
    if vectors is None:
        return None
    table = np.array(vectors, np.float64)
    if table.ndim != 2 or len(table) != texts or not np.isfinite(table).all():
        raise BadValue(f"vectors must be a finite row for each of {texts} texts (got shape {table.shape}); make them anew")
    return table
