"""Titles of roll calls: which are repeats of one, which earlier texts are like a new one, and which are on a topic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

from legation.errors import BadValue
from legation.methods.voting.history import PastVotes, marks
from legation.methods.voting.signs import fitted
from legation.methods.voting.votes import FloatArray, IntArray, VoteArray, contested_columns

__all__ = [
    "Titled",
    "likeness",
    "on_topic",
    "shares_on_like_texts",
    "titled",
]


NEAREST = 5
_SHARPNESS = 3
"""A text half as like another counts an eighth."""
_DEFAULT = 2.0
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
        table = TfidfVectorizer(token_pattern=_WORDS, sublinear_tf=True, preprocessor=_fold_title).fit_transform(texts)
    except ValueError:  # nothing but numbers and marks
        return np.zeros(len(titles))
    return np.asarray((table[:-1] @ table[-1].T).toarray()).ravel()


def shares_on_like_texts(votes: VoteArray, alike: FloatArray, usual: FloatArray) -> FloatArray:
    """Return how often each member had each outcome on the nearest texts, by how near, drawn to its usual outcomes, shape (n, 4)."""
    nearest = np.argsort(-alike, kind="stable")[:NEAREST]
    weight = (alike[nearest] / alike[nearest[0]]) ** _SHARPNESS
    shares = (marks(votes[:, nearest]) * weight[None, :, None]).sum(axis=1)
    return np.asarray((shares + _DEFAULT * usual) / (weight.sum() + _DEFAULT))


def _fold_title(text: str) -> str:
    """Return a text in small letters, its words without the s of their plural."""
    return " ".join(
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in text.casefold().split()
    )


@dataclass(frozen=True, slots=True, eq=False)
class Titled:
    """The number of each earlier roll call's title, that of the title ahead, and their words where they are known."""

    labels: IntArray
    title: int
    texts: tuple[str, ...] = ()
    text: str = ""

    def similar(self, past: PastVotes) -> FloatArray | None:
        """Return how often each member had each outcome on contested texts like this one; None where none is, or words are not known."""
        if not self.texts or (self.labels == self.title).any():
            return None
        columns = np.array([at for at in range(len(self.texts)) if contested_columns(past.votes[:, at : at + 1]).size], np.intp)
        if not columns.size:
            return None
        alike = likeness([self.texts[at] for at in columns.tolist()], self.text)
        if alike.max() < fitted().like:
            return None
        return shares_on_like_texts(past.votes[:, columns], alike, past.usual)


def titled(titles: npt.ArrayLike | Sequence[str] | None, title: int | str, count: int) -> Titled:
    """Return the titles of ``count`` earlier roll calls and of the one ahead as numbers, with their words if they are texts.

    >>> titled(["Nuclear testing", "NUCLEAR  testing!", "Rights of the child"], "Nuclear testing", 3).labels.tolist()
    [0, 0, 1]

    Raises
    ------
    BadValue
        For another number of titles, and texts beside a number.
    """
    given: list[Any] = list(titles) if isinstance(titles, (list, tuple)) else []
    words = bool(given) and all(isinstance(one, str) for one in given)
    if words or isinstance(title, str):
        if not isinstance(title, str) or (titles is not None and count and not words):
            raise BadValue(f"titles must be texts with a text as title, or numbers with a number (got {title!r}); give both alike")
        texts = tuple(_plain(one) for one in given)
        if len(texts) != count:
            raise BadValue(f"titles must be one text per roll call ({count},) (got {len(texts)}); name the columns of votes")
        numbers: dict[str, int] = {}
        found = [numbers.setdefault(one, len(numbers)) if one else len(texts) + at for at, one in enumerate(texts)]
        return Titled(np.array(found, np.intp), numbers.get(_plain(title), -1), texts, _plain(title))
    labels = np.arange(count) if titles is None else np.asarray(titles, np.intp)
    if labels.shape != (count,):
        raise BadValue(f"titles must be one number per roll call ({count},) (got {labels.shape}); number the columns of votes")
    return Titled(labels.astype(np.intp), title)


def _plain(text: str) -> str:
    """Return a title in small letters, its words alone."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'"})


def on_topic(texts: Sequence[str], words: Sequence[str]) -> NDArray[np.bool_]:
    """Say which texts hold one of the words, shape (n_texts,).

    A word is found as a whole, with or without a plural s, whatever its capitals and accents: "ICT" is in "ICTs" and not in "conflict". A
    star stands for any letters ("cyber*"); several words ("death penalty") stand one after the other, with anything but letters and figures
    between them.

    Parameters
    ----------
    texts : sequence of str, shape (n_texts,)
        What is said of each roll call: title, note, issue, body.
    words : sequence of str

    Raises
    ------
    BadValue
        No word, or one without a letter or figure.

    Limits
    ------
    Words are not meanings: a resolution on the topic that does not name it is not found, and one that names it in passing is.

    Examples
    --------
    >>> on_topic(["ICTs in conflict", "Conflict", "Cyberspace", "The death-penalty"], ["ict", "cyber*", "death penalty"]).tolist()
    [True, False, True, True]
    """
    parts = [_pattern(word) for word in words]
    if not parts:
        raise BadValue("words must be one word or more (got none); name the topic")
    found = re.compile("|".join(parts))
    return np.array([found.search(_fold_words(text)) is not None for text in texts], np.bool_)


def _pattern(word: str) -> str:
    tokens = re.findall(r"[\w*]+", _fold_words(word))
    if not tokens or not any(sign.isalnum() for token in tokens for sign in token):
        raise BadValue(f"words must be letters and figures, * for any (got {word!r}); write the word whole")
    joined = r"[\W_]+".join(re.escape(token).replace(r"\*", r"\w*") for token in tokens)
    return rf"(?<!\w){joined}s?(?!\w)"


def _fold_words(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
