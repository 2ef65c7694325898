"""What may be said of the line that divides words most: which words, who stands at its ends, who is apart from whom."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from legation.language import Message
from legation.questions.answer import Finding, first_of
from legation.questions.debate.said_asked import tongue
from legation.questions.grounds import joined_evidence
from legation.questions.words_placed.asked import Asked
from legation.questions.words_placed.documents import AREA
from legation.questions.words_placed.places import Places

__all__ = ["base_finding", "end_words", "line_findings"]

_NAMED = 5
_WORDS = 8


def line_findings(asked: Asked) -> Iterator[Finding]:
    """Yield the words of both ends, who stands there, how many stand apart, where those asked about stand, and what the line follows."""
    evidence = asked.of.evidence
    low, high = end_words(asked)
    share = asked.line.fit.explained
    if low and high:
        message = Message(f"{AREA}.divides", low=low, high=high, share=share)
        contrary = Message(f"{AREA}.divides-contrary")
        yield Finding(id="divides", message=message, evidence=evidence, confidence="moderate", contrary=contrary)
    else:
        yield Finding(id="divides", message=Message(f"{AREA}.undivided", share=share), evidence=evidence, confidence="low")
    yield from _ends(asked)
    for row in asked.shown[:_NAMED]:
        yield _stands(asked, row)
    yield from _follows(asked)


def end_words(asked: Asked, most: int = _WORDS) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """Return the first words that tell the low end and the high end, in quotation marks."""
    words = asked.line.fit.words
    low, high = (tuple(Message(f"{AREA}.word", word=words[at]) for at in end[:most]) for end in asked.line.ends)
    return low, high


def _ends(asked: Asked) -> Iterator[Finding]:
    places, of = asked.line.places, asked.of
    count, _, pairs = places.pairs_apart()
    values = {"count": count, "pairs": pairs}
    if not count:
        yield Finding(id="ends", message=Message(f"{AREA}.line-ties", **values), evidence=of.evidence, confidence="low")
        return
    order = sorted(range(len(of)), key=lambda row: (places.value[row], of.actors[row]))
    low, high = (first_of([of.named(row) for row in _with_ties(places, rows)], _NAMED) for rows in (order, order[::-1]))
    message = Message(f"{AREA}.ends", low=low, high=high, **values)
    yield Finding(id="ends", message=message, evidence=of.evidence, confidence="low")


def _with_ties(places: Places, order: list[int]) -> list[int]:
    """Return the outermost of an order and all that cannot be told apart from it."""
    beside = places.above(order[0])
    return [row for row in order if beside[row] == 0]


def _stands(asked: Asked, row: int) -> Finding:
    """Say how many stand beyond doubt above and below one actor: on the issue where words place it there, else along the line."""
    found = asked.scored
    on_issue = found is not None and found.passed and bool(found.there[row])
    places, at = asked.line.places, row
    if found is not None and on_issue:
        places, at = found.places.only(found.there), int(found.there[:row].sum())
    above = places.above(at)
    values = {
        "actor": asked.of.named(row),
        "above": int((above > 0).sum()),
        "below": int((above < 0).sum()),
        "count": int((above == 0).sum()) - 1,
        "value": float(places.value[at]),
        "low": float(places.low[at]),
        "high": float(places.high[at]),
    }
    message = Message(f"{AREA}.stands-on-issue", **values) if on_issue else Message(f"{AREA}.stands-on-line", **values)
    return Finding(id=f"stands:{asked.of.actors[row]}", message=message, evidence=asked.of.evidence, confidence="low")


def _follows(asked: Asked) -> Iterator[Finding]:
    found, issue = asked.line.follows, asked.issue
    if found is None or issue is None:
        return
    values = {"count": found.count, "value": found.value, "low": found.low, "high": found.high, "issue": issue.question}
    message = Message(f"{AREA}.follows-not", **values)
    if found.sure:
        message = Message(f"{AREA}.follows", **values) if found.value > 0 else Message(f"{AREA}.follows-reverse", **values)
    evidence = joined_evidence((asked.of.evidence, *(position.evidence for position in asked.known.values())))
    yield Finding(id="follows", message=message, evidence=evidence, confidence="low")


def base_finding(asked: Asked) -> Finding:
    """Say what it all rests on."""
    of = asked.of
    values = {
        **of.span,
        "count": of.texts,
        "actors": len(of),
        "language": tongue(of.language),
        "words": int(np.sum(of.counts.total)),
        "different": len(of.counts.words),
    }
    message = Message(f"{AREA}.base-on", topic=of.topic, **values) if of.topic else Message(f"{AREA}.base", **values)
    contrary = Message("what-is-said.folded", count=of.folded) if of.folded else None
    return Finding(id="base", message=message, evidence=of.evidence, confidence="high", contrary=contrary)
