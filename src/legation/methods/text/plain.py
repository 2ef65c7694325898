"""A text in the plain letters in which words are compared, the way back to the original's places, and words that count for little.

Small letters without accents; one sign for typographic and straight apostrophes, quotation marks, hyphens and blanks; joined letters
written out; soft hyphens, and the line ends behind them, gone. Most texts keep their length, and then nothing is stored but the text.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue

__all__ = [
    "WORD",
    "Plain",
    "plain",
    "plain_words",
    "stop_words",
]


@functools.cache
def stop_words(lang: str) -> frozenset[str]:
    """Return the small words of a language.

    Parameters
    ----------
    lang : {"en", "fr"}

    Raises
    ------
    BadValue
        For another language: its small words are not listed here.

    Examples
    --------
    >>> "the" in stop_words("en"), "etait" in stop_words("fr"), "treaty" in stop_words("en")
    (True, True, False)
    """
    listed = tomllib.loads(resources.files(__package__).joinpath("stop_words.toml").read_text("utf-8"))
    if lang not in listed:
        raise BadValue(f"lang must be {', '.join(listed)} (got {lang!r}); leave it out where the texts are in another language")
    return frozenset(listed[lang].split())


WORD = re.compile(r"\w+")
"""A word of a plain text: letters, digits and low lines."""

_SAME = {
    "'": "‘’‚‛′ʼ`´",
    '"': "“”„‟″«»",
    "-": "‐‑‒–−﹣－",
    " ": "\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
    "": "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad",
    "oe": "œ",
    "ae": "æ",
    "ss": "ß",
    "o": "ø",
    "l": "ł",
    "d": "đð",
    "th": "þ",
    "i": "ıİ",
    "σ": "ς",
}
_TABLE = {sign: letter for letter, signs in _SAME.items() for sign in signs}
_CUT = "\xad[ \t]*\r?\n[ \t]*"
"""A word cut at the end of a line by a soft hyphen."""


@dataclass(frozen=True, slots=True, eq=False)
class Plain:
    """A plain text.

    Attributes
    ----------
    text : str
    places : ndarray of int, shape (len(text) + 1,), or None
        Where each character stands in the original, and the length of the original; None where every character kept its place.
    """

    text: str
    places: npt.NDArray[np.int64] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of the plain text, ``start <= x < end``, not empty, stands in the original."""
        if self.places is None:
            return start, end
        return int(self.places[start]), int(self.places[end - 1]) + 1


def plain(text: str) -> Plain:
    """Return a text in plain letters.

    Examples
    --------
    >>> plain("L’Élysée").text, plain("cœur à cœur").text, plain("cœur à cœur").span(8, 13)
    ("l'elysee", 'coeur a coeur', (7, 11))
    """
    if text.isascii():
        return Plain(text.lower())
    small = text.lower() if "İ" not in text else text.replace("İ", "i").lower()
    longer = []
    for sign in set(small):
        if sign > "\x7f":
            letters = _letters(sign)
            if len(letters) == 1:
                if letters != sign:
                    small = small.replace(sign, letters)
            else:
                longer.append(sign)
    return _lengthened(small, sorted(longer)) if longer else Plain(small)


def plain_words(text: str) -> list[str]:
    """Return the words of a text in plain letters, in order; an apostrophe and a hyphen part words.

    >>> plain_words("L’État-major a dit : « non »")
    ['l', 'etat', 'major', 'a', 'dit', 'non']
    """
    return WORD.findall(plain(text).text)


@functools.lru_cache(maxsize=8_192)
def _letters(sign: str) -> str:
    """Return what one sign above ASCII becomes."""
    if sign in _TABLE:
        return _TABLE[sign]
    apart = "".join(c for c in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(c)).lower()
    return sign if len(apart) > 1 and not apart.isascii() else apart


def _lengthened(small: str, longer: list[str]) -> Plain:
    """Replace the signs that become more or fewer than one letter."""
    pattern = re.compile(f"{_CUT}|[{re.escape(''.join(longer))}]")
    pieces: list[str] = []
    places: list[npt.NDArray[np.int64]] = []
    at = 0
    for found in pattern.finditer(small):
        letters = "" if found[0].startswith("\xad") else _letters(found[0])
        pieces += [small[at : found.start()], letters]
        places += [np.arange(at, found.start()), np.full(len(letters), found.start())]
        at = found.end()
    pieces.append(small[at:])
    places.append(np.arange(at, len(small) + 1))
    return Plain("".join(pieces), np.concatenate(places))
