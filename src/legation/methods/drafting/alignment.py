"""The words of a text with their places, and those that two texts share in the same order.

Runs of four, then two, then single words that stand once in both texts are the anchors; of these the longest row that keeps its order is
taken (patience: Cohen's *bzr*, 2005), and what lies between is aligned in the same way. Where nothing stands once, short passages are
aligned by longest matching runs (Ratcliff and Obershelp 1988). An alignment is right, not always the longest.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

__all__ = [
    "WORD",
    "Words",
    "said",
    "shared_runs",
    "words",
]


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


_WIDTHS = (4, 2, 1)
_LARGEST = 250_000
"""Pairs of words up to which a passage without anchors is aligned; a larger one counts as rewritten."""

Range = tuple[int, int, int, int]


def shared_runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return runs (place in old, place in new, words), in order, touching runs joined.

    From new to old the runs are the same: of texts that can be aligned in several ways, the one that comes first by length and words leads.

    Examples
    --------
    >>> shared_runs("States shall report at once".split(), "States may report once".split())
    [(0, 0, 1), (2, 2, 1), (4, 3, 1)]
    """
    if (len(new), *new) < (len(old), *old):
        return [(i, j, n) for j, i, n in _runs(new, old)]
    return _runs(old, new)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    left: list[Range] = [(0, len(old), 0, len(new))]
    while left:
        a, b, c, d = left.pop()
        begun = a
        while a < b and c < d and old[a] == new[c]:
            a, c = a + 1, c + 1
        if a > begun:
            found.append((begun, c - (a - begun), a - begun))
        ended = b
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
        if b < ended:
            found.append((b, d, ended - b))
        if a < b and c < d:
            anchors = _anchors(old, new, (a, b, c, d))
            if anchors:
                left.extend(_between(anchors, (a, b, c, d)))
            elif (b - a) * (d - c) <= _LARGEST:
                blocks = SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks()
                found.extend((a + i, c + j, n) for i, j, n in blocks if n)
    return _joined(sorted(found))


def _anchors(old: Sequence[str], new: Sequence[str], within: Range) -> list[tuple[int, int]]:
    a, b, c, d = within
    for width in _WIDTHS:
        ours, theirs = _once(old, a, b, width), _once(new, c, d, width)
        pairs = [(i, theirs[key]) for key, i in ours.items() if key in theirs]
        if pairs:
            return _rising(pairs)
    return []


def _once(words: Sequence[str], low: int, high: int, width: int) -> dict[tuple[str, ...], int]:
    """Return by run of words that stands once its place, in order."""
    place: dict[tuple[str, ...], int] = {}
    for i in range(low, high - width + 1):
        key = tuple(words[i : i + width])
        place[key] = -1 if key in place else i
    return {key: i for key, i in place.items() if i >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest row of pairs that rises in both places; pairs come by the first."""
    tops: list[int] = []
    at: list[int] = []
    before = [-1] * len(pairs)
    for n, (_, j) in enumerate(pairs):
        k = bisect.bisect_left(tops, j)
        before[n] = at[k - 1] if k else -1
        tops[k : k + 1] = [j]
        at[k : k + 1] = [n]
    row = []
    n = at[-1]
    while n >= 0:
        row.append(pairs[n])
        n = before[n]
    return row[::-1]


def _between(anchors: list[tuple[int, int]], within: Range) -> list[Range]:
    """Return the passages from each anchor to the next; each begins with what both share."""
    a, b, c, d = within
    cuts = [(a, c), *anchors, (b, d)]
    return [(i, k, j, m) for (i, j), (k, m) in pairwise(cuts) if i < k and j < m]


def _joined(runs: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    made: list[tuple[int, int, int]] = []
    for i, j, n in runs:
        if made and made[-1][0] + made[-1][2] == i and made[-1][1] + made[-1][2] == j:
            made[-1] = (made[-1][0], made[-1][1], made[-1][2] + n)
        else:
            made.append((i, j, n))
    return made
