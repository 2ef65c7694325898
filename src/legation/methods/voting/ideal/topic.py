"""Which roll calls are on a topic: those in whose texts one of its words stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from legation.errors import BadValue

__all__ = ["on_topic"]

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
    return np.array([found.search(_folded(text)) is not None for text in texts], np.bool_)


def _pattern(word: str) -> str:
    tokens = re.findall(r"[\w*]+", _folded(word))
    if not tokens or not any(sign.isalnum() for token in tokens for sign in token):
        raise BadValue(f"words must be letters and figures, * for any (got {word!r}); write the word whole")
    joined = r"[\W_]+".join(re.escape(token).replace(r"\*", r"\w*") for token in tokens)
    return rf"(?<!\w){joined}s?(?!\w)"


def _folded(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))
