"""Words of a paragraph as places in it count them, and the print by which a place is known again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

__all__ = ["cut", "joined", "pieces", "print_of"]


_WORD = re.compile(r"\s*(?:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’-][^\W_]+)*|\S)")


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
