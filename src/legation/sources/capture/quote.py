"""A quotation's place in a text, and the same place again, by edit distance, when the text has changed a little.

An anchor says what the TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model say: the words as they stand, some
words before and after, and the position. Folding (:mod:`.folded`) decides what is the same; what differs more is sought by edit
distance (:mod:`.closest`).

Myers' bit-parallel algorithm in the form of Hyyrö: one step for each character of the text, each on whole numbers of as many bits as the
pattern has characters. Seeds choose where it looks: stretches of the pattern that stand unchanged in the text.

References
----------
G. Myers, A fast bit-vector algorithm for approximate string matching, J. ACM 46 (1999), doi:10.1145/316542.316550.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from legation.sources.capture.near_text import FoldedText, fold

__all__ = [
    "LEAST",
    "Anchor",
    "Match",
    "Segment",
    "anchor",
    "best_end",
    "closest",
    "highlighted",
    "locate",
]


SEED = 8
"""Characters of a seed."""
_SEEDS, _HITS, _PLACES = 256, 200, 8
"""How many seeds are tried, how often each may stand in the text, and how many places are compared."""


@dataclass(frozen=True, slots=True)
class Match:
    """A part ``start <= x < stop`` of a text, and its edit distance from the pattern."""

    start: int
    stop: int
    distance: int


def best_end(pattern: str, text: str) -> tuple[int, int]:
    """Return where the part of the text ends that is closest to the pattern, and its edit distance; the first such end of several.

    >>> best_end("mandate", "the new mendate of the group")
    (15, 1)
    """
    size = len(pattern)
    places: dict[str, int] = {}
    for at, sign in enumerate(pattern):
        places[sign] = places.get(sign, 0) | 1 << at
    mask, top = (1 << size) - 1, 1 << (size - 1)
    plus, minus, distance = mask, 0, size
    best = (0, size)
    for at, sign in enumerate(text, start=1):
        same = places.get(sign, 0)
        level = (((same & plus) + plus) ^ plus) | same | minus
        up = minus | ~(level | plus) & mask
        down = plus & level
        distance += bool(up & top) - bool(down & top)
        up, down = up << 1 & mask, down << 1 & mask
        across = same | minus
        plus, minus = down | ~(across | up) & mask, up & across
        if distance < best[1]:
            best = (at, distance)
    return best


def closest(pattern: str, text: str, allowed: int, *, hint: int | None = None) -> Match | None:
    """Return the part of a text that is closest to a pattern, or None where none is within ``allowed`` edits.

    A pattern of at most 2,048 characters within ``len(pattern) // SEED - 1`` edits is found for sure in a text that repeats none of its
    seeds more often than 200 times; with more edits, or a longer pattern, it is found where seeds still stand.

    Parameters
    ----------
    pattern, text : str
    allowed : int
        Edits at most: characters put in, left out or changed.
    hint : int, optional
        Where it was once; of equally close places the nearest counts, otherwise the first.
    """
    found: list[Match] = []
    slack = allowed + SEED
    for at in _candidates(pattern, text):
        low = max(0, at - slack)
        window = text[low : at + len(pattern) + slack]
        end, distance = best_end(pattern, window)
        if distance <= allowed:
            back, _ = best_end(pattern[::-1], window[:end][::-1])
            found.append(Match(low + end - back, low + end, distance))
    return min(found, key=lambda m: (m.distance, abs(m.start - hint) if hint is not None else m.start), default=None)


def _candidates(pattern: str, text: str) -> list[int]:
    """Return the places where the pattern may begin, the likeliest first."""
    starts = range(0, max(len(pattern) - SEED, 0) + 1, SEED)
    step = math.ceil(len(starts) / _SEEDS)
    votes: Counter[int] = Counter()
    width = max(16, len(pattern) // 8)
    for offset in starts[::step]:
        seed, at, hits = pattern[offset : offset + SEED], -1, 0
        while hits < _HITS and (at := text.find(seed, at + 1)) >= 0:
            votes[(at - offset) // width] += 1
            hits += 1
    together = {place: votes[place] + votes[place + 1] for place in votes}
    return [place * width + width // 2 for place, _ in sorted(together.items(), key=lambda item: (-item[1], item[0]))[:_PLACES]]


LEAST = 0.8
"""How alike a changed quotation must still be: one minus the edits, as a share of its length."""
QUOTE_LIMIT = 10_000
_CONTEXT = 32
_SHORTEST = 24
"""Folded characters below which only the same words are found: a short text has too many near ones."""
_TRIES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a quotation stands.

    Attributes
    ----------
    exact : str
        The words as the text has them, ``text[start:end]``.
    prefix, suffix : str
        Up to 32 characters before and after.
    start, end : int
        Positions in the text [characters].
    similarity : float
        1 where the words are the same except for typography; else one minus the edits as a share of the longer text [0-1].
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int
    end: int
    similarity: float = 1.0

    @property
    def is_exact(self) -> bool:
        """Whether the words are the ones that were asked for, blanks and typography aside."""
        return self.similarity == 1.0


class Segment(NamedTuple):
    """A stretch of text, marked or not."""

    text: str
    marked: bool


def anchor(text: str, quote: str, *, least: float = LEAST) -> Anchor | None:
    """Return where a quotation stands in a text; None where nothing like it does.

    The first place counts, one that begins and ends with a whole word before any other. Quotation marks round the quotation may be its own
    or the text's.

    Parameters
    ----------
    text : str
        The text of a captured file, at most 2 million characters: time is linear in it.
    quote : str
        At most 10,000 characters; a longer one is not looked for.
    least : float
        How alike a changed quotation must be [0-1]; at 1 only the same words are found.

    Examples
    --------
    >>> found = anchor("The Group “should apply  the norms”, and report.", 'should apply the norms')
    >>> found.exact, found.start, found.end, found.is_exact
    ('should apply  the norms', 11, 34, True)
    """
    if len(quote) > QUOTE_LIMIT:
        return None
    folded, wanted = fold(text), fold(quote).text
    for words in dict.fromkeys((wanted, wanted.strip("\"' "))):
        places = _places(folded.text, words)
        if places:
            at = min(places, key=lambda at: (not _whole(folded.text, at, at + len(words)), at))
            return _made(text, folded, at, at + len(words))
    return _nearly(text, folded, wanted, least)


def locate(text: str, sought: Anchor, *, least: float = LEAST) -> Anchor | None:
    """Return an anchor's place in a text that may have changed since; None where it is gone.

    Of several places with the same words, the one with the most of the old context counts, then the nearest to the old position.

    >>> old = anchor("Yes. Yes. No.", "No.")
    >>> locate("Yes. No. Perhaps.", old).start
    5
    """
    if text[sought.start : sought.end] == sought.exact and _context(text, sought.start, sought.end) == (sought.prefix, sought.suffix):
        return sought
    folded, wanted = fold(text), fold(sought.exact).text
    prefix, suffix = fold(sought.prefix).text, fold(sought.suffix).text
    places = _places(folded.text, wanted)
    if not places:
        hint = int(folded.start.searchsorted(sought.start))
        return _nearly(text, folded, wanted, least, hint)

    def fit(at: int) -> tuple[int, int]:
        before = folded.text[max(0, at - _CONTEXT) : at].rstrip()
        after = folded.text[at + len(wanted) : at + len(wanted) + _CONTEXT].lstrip()
        return _shared(before[::-1], prefix[::-1]) + _shared(after, suffix), -abs(int(folded.start[at]) - sought.start)

    at = max(places, key=fit)
    return _made(text, folded, at, at + len(wanted))


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Segment, ...]:
    """Return a text in stretches, those in the spans marked; joined again they are the text.

    >>> highlighted("one two three", [(4, 7), (6, 9)])
    (Segment(text='one ', marked=False), Segment(text='two t', marked=True), Segment(text='hree', marked=False))
    """
    segments: list[Segment] = []
    at = marked = 0
    for start, end in sorted((max(0, start), min(len(text), end)) for start, end in spans):
        if start >= end:
            continue
        if start > marked:
            segments += [Segment(text[at:marked], marked=True)] if marked > at else []
            segments.append(Segment(text[marked:start], marked=False))
            at = start
        marked = max(marked, end)
    segments += [Segment(text[at:marked], marked=True)] if marked > at else []
    return (*segments, Segment(text[marked:], marked=False)) if marked < len(text) else tuple(segments)


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(found) < _TRIES:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends where words do."""
    begins = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    return begins and (end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum()))


def _nearly(text: str, folded: FoldedText, wanted: str, least: float, hint: int | None = None) -> Anchor | None:
    if len(wanted) < _SHORTEST or least >= 1:
        return None
    found = closest(wanted, folded.text, int((1 - least) * len(wanted)), hint=hint)
    if found is None or found.start >= found.stop:
        return None
    similarity = 1 - found.distance / max(len(wanted), found.stop - found.start)
    return _made(text, folded, found.start, found.stop, similarity) if similarity >= least else None


def _made(text: str, folded: FoldedText, start: int, stop: int, similarity: float = 1.0) -> Anchor:
    first, last = folded.span(start, stop)
    prefix, suffix = _context(text, first, last)
    return Anchor(exact=text[first:last], prefix=prefix, suffix=suffix, start=first, end=last, similarity=similarity)


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
