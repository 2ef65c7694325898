"""The run of characters that shows, read alone, who is blamed or excused and how."""

from __future__ import annotations

import re
from collections.abc import Sequence

from legation.methods.text.blame.holder import AUTHOR, Frame
from legation.methods.text.blame.reading import Mention, SentenceReading

__all__ = ["span"]

_THAT = re.compile(r"\s*,?\s*(?:(?:on|in|at)\s+\w+day\s+)?(?:\w+\s+)?(?:that|qu'|que)\s*", re.IGNORECASE)
_EDGE = ' \t\n,;:.«»"“”'
_OWN_VERB = frozenset({"accuse", "legal", "clear", "deny", "own", "open"})


def span(reading: SentenceReading, mention: Mention, over: Frame | None, there: Sequence[Frame]) -> tuple[int, int]:
    """Return beginning and end [characters]: the clause of the mention without the holder and a bare "said that"."""
    start, end = reading.clauses[mention.clause]
    for frame in there:
        holder = frame.holder != AUTHOR
        inside = frame.subject[0] <= mention.start < frame.subject[1]
        if inside and frame.kind in {"deny", "own", "clear"}:
            start = max(start, frame.verb[0]) if frame.verb[0] < end else start
            after = [f.verb[0] for f in there if frame.verb[1] < f.verb[0] < end and f.kind in _OWN_VERB and f.subject == frame.subject]
            end = min([end, *(_joint(reading, place) for place in after)])
        elif inside or not (start <= frame.verb[0] < end):
            continue
        elif frame.verb[1] <= frame.subject[0] and frame.subject[1] <= mention.start and frame.kind == "report":
            start = max(start, frame.subject[1])
        elif frame.verb[1] <= mention.start:
            start = max(start, frame.verb[0] if frame.kind in _OWN_VERB or frame is not over else _behind(reading, frame.verb[1]))
            if frame.kind == "report":
                start = max(start, _behind(reading, frame.verb[1]))
        elif frame.verb[0] > mention.end and frame.subject[1] <= mention.start and frame.kind in _OWN_VERB:
            end = min(end, _joint(reading, frame.verb[0]))
        elif frame.subject[0] > frame.verb[0] and frame.kind == "report" and frame.verb[0] > mention.end:
            end = min(end, frame.verb[0])
        elif holder and frame.kind == "report" and frame.subject[0] > mention.end:
            end = min(end, frame.subject[0])
    return _trimmed(reading.text, start, end)


def _joint(reading: SentenceReading, place: int) -> int:
    found = re.search(r"\s+(?:and|et)\s+(?:\S+\s+){0,2}$", reading.text[:place])
    return found.start() if found else place


def _behind(reading: SentenceReading, place: int) -> int:
    found = _THAT.match(reading.text, place)
    return found.end() if found else place


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start] in _EDGE):
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    lead = re.match(r"(?:but|and|mais|et|so|car)\s+(?!non\b|not\b)", text[start:end], re.IGNORECASE)
    return (start + lead.end() if lead else start), end
