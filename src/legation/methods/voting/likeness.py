"""How like titles are, by their words: which earlier texts tell something of a new one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from legation.methods.voting.past import marks
from legation.methods.voting.votes import FloatArray, VoteArray

__all__ = ["likeness", "shares_on_like_texts"]

NEAREST = 5
_SHARPNESS = 3
"""A text half as like another counts an eighth."""
_USUAL = 2.0
"""Weight of the usual outcomes, in texts as like as the nearest."""
_WORDS = r"(?u)\b[^\W\d_]{3,}\b"


def likeness(titles: Sequence[str], title: str) -> FloatArray:
    """Return how like each of the titles is to one [cosine of their weighed words, 0 to 1], shape (n,).

    Words that most titles have count little. Titles in another language have no words in common, so they are not alike.

    >>> likeness(["Nuclear disarmament", "Rights of the child", "Nuclear testing"], "Reducing nuclear danger").round(1).tolist()
    [0.2, 0.0, 0.2]
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second to load, and few votes are first votes

    texts = [*titles, title]
    if len(texts) < 2 or not any(len(word) > 2 for text in texts for word in text.split()):
        return np.zeros(len(titles))
    try:
        table = TfidfVectorizer(token_pattern=_WORDS, sublinear_tf=True, preprocessor=_folded).fit_transform(texts)
    except ValueError:  # nothing but numbers and marks
        return np.zeros(len(titles))
    return np.asarray((table[:-1] @ table[-1].T).toarray()).ravel()


def shares_on_like_texts(votes: VoteArray, alike: FloatArray, usual: FloatArray) -> FloatArray:
    """Return how often each member had each outcome on the nearest texts, by how near, drawn to its usual outcomes, shape (n, 4)."""
    nearest = np.argsort(-alike, kind="stable")[:NEAREST]
    weight = (alike[nearest] / alike[nearest[0]]) ** _SHARPNESS
    shares = (marks(votes[:, nearest]) * weight[None, :, None]).sum(axis=1)
    return np.asarray((shares + _USUAL * usual) / (weight.sum() + _USUAL))


def _folded(text: str) -> str:
    """Return a text in small letters, its words without the s of their plural."""
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in text.casefold().split()
    )
