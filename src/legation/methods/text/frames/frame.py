"""A frame: a way of putting a matter, given by examples of it and by what is not it; and texts as the numbers it is learnt from."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = [
    "FEWEST",
    "Features",
    "Frame",
    "Lessons",
    "checked_vectors",
    "features",
    "lessons",
]


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


FEWEST = 8
"""Examples of a frame, and texts that are not it; with fewer nothing is learnt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way of putting a matter.

    Attributes
    ----------
    name : str
    examples : tuple of str
        Texts that put it so, each as long as those to be read: 8 or more, better 50.
    counter_examples : tuple of str
        Texts near it that do not.
    """

    name: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """What is learnt from.

    Attributes
    ----------
    names : tuple of str
        Frames, as given.
    texts : tuple of str
        Each once, in the order in which they were first given: frame by frame, examples before counter-examples.
    is_frame : tuple of tuple of bool
        For each text and frame, whether it is an example of it; examples of other frames are not.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    is_frame: tuple[tuple[bool, ...], ...]


def lessons(frames: Sequence[Frame]) -> Lessons:
    """Return the texts to learn from, each once; one text may be an example of several frames.

    Raises
    ------
    BadValue
        No frame, two of one name, an empty text, a text that is and is not an example of a frame, or fewer than 8 of either.

    Examples
    --------
    >>> war = Frame(name="war", examples=tuple(f"war {n}" for n in range(8)), counter_examples=tuple(f"law {n}" for n in range(8)))
    >>> len(lessons([war]).texts)
    16
    """
    if not frames or len({frame.name for frame in frames}) < len(frames) or not all(frame.name.strip() for frame in frames):
        raise BadValue(f"frames must be one or more of different names (got {[frame.name for frame in frames]}); name each once")
    is_so: dict[str, set[int]] = {}
    is_not: dict[str, set[int]] = {}
    text_of: dict[str, str] = {}
    for at, frame in enumerate(frames):
        for marks, texts in ((is_so, frame.examples), (is_not, frame.counter_examples)):
            for text in texts:
                key = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
                if not key:
                    raise BadValue(f"examples of {frame.name} must be texts with words (got an empty one); leave it out")
                text_of.setdefault(key, text)
                marks.setdefault(key, set()).add(at)
    for key, text in text_of.items():
        both = is_so.get(key, set()) & is_not.get(key, set())
        if both:
            raise BadValue(f"examples of {frames[min(both)].name}: {text[:60]!r} is also a counter-example; decide for one")
    table = tuple(tuple(at in is_so.get(key, set()) for at in range(len(frames))) for key in text_of)
    for at, frame in enumerate(frames):
        yes = sum(row[at] for row in table)
        if yes < FEWEST or len(table) - yes < FEWEST:
            raise BadValue(
                f"examples of {frame.name}: needed are {FEWEST} different ones and {FEWEST} texts that are not, found {yes} and "
                f"{len(table) - yes}; add {max(FEWEST - yes, 0)} and {max(FEWEST - len(table) + yes, 0)}"
            )
    return Lessons(names=tuple(frame.name for frame in frames), texts=tuple(text_of.values()), is_frame=table)
