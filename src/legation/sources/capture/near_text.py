"""Text in which only what a reader would call a difference is one, with the way back to the original; and which texts are nearly the same.

Folding makes one sign of typographic and straight quotation marks and apostrophes, of hyphens and dashes, of all blanks and line ends. It
drops soft hyphens and other signs that cannot be seen, and the blanks that French sets inside quotation marks and before ``; : ! ?``. It
rejoins words cut at a line end, writes ligatures and the ellipsis out and composes accents. Letters keep their case and accents.

It is computed on sketches (:mod:`legation.methods.text.likeness`): exact below 1,024 different runs in both texts together; above, its
standard error is at most 1.6 percentage points. Hashes are fixed, so the same texts give the same numbers everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from legation.methods.text.likeness.sets import KEPT, Sketch, resemblance, sketch_of

__all__ = [
    "KEPT",
    "FoldedText",
    "Near",
    "Sketch",
    "fold",
    "near",
    "resemblance",
    "sketch",
]


_SAME = {
    "'": "‘’‚‛′ʼ`´",
    '"': "“”„‟″",
    "-": "‐‑‒–—―−﹣－",
    " ": "\t\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "\n": "\r\u2028\u2029",
    "": "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
}
_LONGER = {"…": "...", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_TABLE: dict[int, str] = {ord(sign): plain for plain, signs in _SAME.items() for sign in signs} | {ord(s): t for s, t in _LONGER.items()}
_NOT_ONE = re.compile(f"[{''.join(_LONGER)}{_SAME['']}]")
_CUT_WORD = re.compile("(?<=[^\\W\\d_])[-\xad] *\n *(?=[^\\W\\d_])")
_ACCENTED = re.compile("[^\u0300-\u036f][\u0300-\u036f]{1,4}")
_OPENING = np.array([ord(sign) for sign in "«‹"], dtype=np.uint32)
_CLOSING = np.array([ord(sign) for sign in "»›;:!?"], dtype=np.uint32)
_LAST = str.maketrans("«»‹›", "\"\"''")
_BLANK, _BREAK, _SOFT_HYPHEN = 32, 10, 0xAD

_Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FoldedText:
    """Folded text.

    Attributes
    ----------
    text : str
        No blank at either end, single blanks within.
    start, stop : ndarray of int, shape (len(text),)
        Where each of its characters begins and ends in the original.
    """

    text: str
    start: _Places
    stop: _Places

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Return where a part of the folded text, ``start <= x < stop``, not empty, lies in the original."""
        return int(self.start[start]), int(self.stop[stop - 1])


def fold(text: str) -> FoldedText:
    r"""Return text folded, in time linear in its length.

    >>> folded = fold("le  droit « inter-\nnational »\xa0; soit")
    >>> folded.text, folded.span(0, 8)
    ('le droit "international"; soit', (0, 9))
    """
    text, start, stop = _composed(text)
    lengths = np.ones(len(text), dtype=np.int64)
    for found in _NOT_ONE.finditer(text):
        lengths[found.start()] = len(_TABLE[ord(found[0])])
    start, stop = np.repeat(start, lengths), np.repeat(stop, lengths)
    text = text.translate(_TABLE)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    keep = codes != _SOFT_HYPHEN
    for found in _CUT_WORD.finditer(text):
        keep[found.start() : found.end()] = False
    codes, start, stop = np.where(codes == _BREAK, _BLANK, codes)[keep], start[keep], stop[keep]
    for needless in (_repeated, _before_signs):
        keep = ~needless(codes)
        codes, start, stop = codes[keep], start[keep], stop[keep]
    return FoldedText(codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").translate(_LAST), start, stop)


def _repeated(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Mark each blank that follows a blank or stands at either end."""
    blank = codes == _BLANK
    needless: NDArray[np.bool_] = blank & np.append(True, blank)[:-1]
    words = np.flatnonzero(~blank)
    needless[(words[-1] + 1 if len(words) else 0) :] = True
    return needless


def _before_signs(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Mark the blanks inside French quotation marks and before double signs."""
    before, after = np.append(0, codes)[:-1], np.append(codes, 0)[1:]
    needless: NDArray[np.bool_] = (codes == _BLANK) & (np.isin(before, _OPENING) | np.isin(after, _CLOSING))
    return needless


def _composed(text: str) -> tuple[str, _Places, _Places]:
    """Return text with composed accents, and where each character begins and ends in the original."""
    start = np.arange(len(text), dtype=np.int64)
    if text.isascii() or not _ACCENTED.search(text):
        return text, start, start + 1
    keep = np.ones(len(text), dtype=bool)
    pieces, at = [], 0
    for found in _ACCENTED.finditer(text):
        one = unicodedata.normalize("NFC", found[0])
        keep[found.start() + len(one) : found.end()] = False
        pieces += [text[at : found.start()], one]
        at = found.end()
    start = start[keep]
    return "".join([*pieces, text[at:]]), start, np.append(start[1:], len(text))


_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Near:
    """A text that is nearly the same: its key, and the similarity [0-1]."""

    key: str
    similarity: float


def sketch(text: str) -> Sketch:
    """Return the sketch of a text; empty for a text without words.

    Case, accents' spelling, typography and punctuation do not count. A text of fewer than five words is one run.
    """
    return sketch_of(_WORD.findall(fold(text).text.lower()))


def near(text: str | Sketch, others: Mapping[str, str | Sketch], threshold: float = 0.7) -> tuple[Near, ...]:
    """Return the texts that are at least as similar as a threshold, the most similar first, then by key.

    Parameters
    ----------
    text : str or Sketch
    others : mapping of str to str or Sketch
        The texts to compare with, by a key of their own; sketches that were kept save most of the time.
    threshold : float
        Similarity from which a text is named [0-1].
    """
    own = _sketch(text)
    found = (Near(key, resemblance(own, _sketch(other))) for key, other in others.items())
    return tuple(sorted((item for item in found if item.similarity >= max(threshold, 1e-9)), key=lambda item: (-item.similarity, item.key)))


def _sketch(text: str | Sketch) -> Sketch:
    return sketch(text) if isinstance(text, str) else text
