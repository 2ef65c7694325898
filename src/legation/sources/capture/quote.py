"""A quotation's place in a text, and the same place again when the text has changed a little.

An anchor says what the TextQuoteSelector and TextPositionSelector of the W3C Web Annotation Data Model say: the words as they stand, some
words before and after, and the position. Folding (:mod:`.folded`) decides what is the same; what differs more is looked for by edit
distance (:mod:`.closest`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from legation.sources.capture.closest import closest
from legation.sources.capture.folded import Folded, fold

__all__ = ["LEAST", "Anchor", "Segment", "anchor", "highlighted", "locate"]

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
        1 where the words are the same but for typography; else one minus the edits as a share of the longer text [0-1].
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


def _nearly(text: str, folded: Folded, wanted: str, least: float, hint: int | None = None) -> Anchor | None:
    if len(wanted) < _SHORTEST or least >= 1:
        return None
    found = closest(wanted, folded.text, int((1 - least) * len(wanted)), hint=hint)
    if found is None or found.start >= found.stop:
        return None
    similarity = 1 - found.distance / max(len(wanted), found.stop - found.start)
    return _made(text, folded, found.start, found.stop, similarity) if similarity >= least else None


def _made(text: str, folded: Folded, start: int, stop: int, similarity: float = 1.0) -> Anchor:
    first, last = folded.span(start, stop)
    prefix, suffix = _context(text, first, last)
    return Anchor(exact=text[first:last], prefix=prefix, suffix=suffix, start=first, end=last, similarity=similarity)


def _context(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
