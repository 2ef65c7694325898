"""Words of a text with their places; of Chinese, Japanese and Korean each character is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["WORD", "Words", "said", "words"]

_SYLLABLE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
WORD = re.compile(rf"[{_SYLLABLE}]|[^\W_{_SYLLABLE}]+(?:['’-][^\W_{_SYLLABLE}]+)*")
_ALL = re.compile(rf"{WORD.pattern}|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Words:
    """Words in order.

    Attributes
    ----------
    held : tuple of str
        What each says.
    start, end : tuple of int
        Where each stands, in code points.
    """

    held: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.held)

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Return the place in the text of the words from ``first`` up to before ``after``; there must be one."""
        return self.start[first], self.end[after - 1]


def words(text: str) -> Words:
    """Return words and signs as written.

    Examples
    --------
    >>> words("States' duty, 应当").held
    ('States', "'", 'duty', ',', '应', '当')
    """
    return _read(_ALL, text)


def said(text: str) -> Words:
    """Return the words alone, in small letters.

    Examples
    --------
    >>> said("States' duty [EU]").held
    ('states', 'duty', 'eu')
    """
    found = _read(WORD, text)
    return Words(tuple(word.casefold() for word in found.held), found.start, found.end)


def _read(pattern: re.Pattern[str], text: str) -> Words:
    found = list(pattern.finditer(text))
    return Words(tuple(m.group() for m in found), tuple(m.start() for m in found), tuple(m.end() for m in found))
