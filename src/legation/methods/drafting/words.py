"""Words of a paragraph as places in it count them, and the print by which a place is known again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

__all__ = ["beside", "cut", "joined", "pieces", "print_of"]


_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Letters of scripts that set no space between words, each a word of its own."""
_WORD = re.compile(rf"\s*(?:[{_UNSPACED}]|[^\W_]+(?:['’-][^\W_]+)*|\S)")
_TOGETHER = re.compile(rf"[{_UNSPACED}]\n[{_UNSPACED}]|[\s(\[{{“‘/]\n|\n[\s)\]}},.;:!?%”’/]")
"""The end of a word, a line end, the beginning of the next: where no space stands between them."""


def pieces(text: str) -> list[str]:
    """Return the words and stops of a stretch of text, each with the space before it."""
    return _WORD.findall(text)


def cut(text: str) -> tuple[str, ...]:
    """Return the words and stops of a text, each with the space before it; the first without.

    Examples
    --------
    >>> cut("States shall report, at once.")
    ('States', ' shall', ' report', ',', ' at', ' once', '.')
    """
    return tuple(pieces(text.strip()))


def beside(before: str, word: str) -> str:
    """Return a word as it stands behind another that it did not stand behind until now: with the space that its script sets.

    Examples
    --------
    >>> beside("States", "shall"), beside("States", ","), beside("\u5168", "\u4f53")
    (' shall', ',', '体')
    """
    return word if not before or _TOGETHER.search(f"{before[-1:]}\n{word[:1]}") else f" {word}"


def joined(words: Sequence[str]) -> str:
    """Return the text of words, without the space before the first.

    Examples
    --------
    >>> joined((" at", " once", "."))
    'at once.'
    """
    return "".join(words).strip()


def print_of(words: Sequence[str]) -> str:
    """Return what an anchor keeps of the words at its place: the first 16 digits of the SHA-256 of their text.

    Examples
    --------
    >>> print_of((" at", " once")) == print_of(("at", " once"))
    True
    """
    return hashlib.sha256(joined(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]
