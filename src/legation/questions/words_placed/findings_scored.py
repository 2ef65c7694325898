"""What may be said of actors that their words place on an issue: first whether they place anybody."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from legation.language import Message
from legation.questions.answer import Finding
from legation.questions.grounds import joined_evidence
from legation.questions.judgements import withheld
from legation.questions.words_placed.asked import Asked
from legation.questions.words_placed.documents import AREA
from legation.questions.words_placed.scored import Scored

__all__ = ["check_values", "scored_findings"]

_NAMED = 3


def scored_findings(asked: Asked) -> Iterator[Finding]:
    """Yield the check, and where it is passed, who stands where and whom words place elsewhere than the record does."""
    found = asked.scored
    if found is None:
        if asked.off:
            yield withheld("words-placed")
        return
    evidence = joined_evidence((asked.of.evidence, *(position.evidence for position in found.known.values())))
    values = check_values(found)
    if not found.passed:
        yield Finding(id="check", message=Message(f"{AREA}.check-failed", **values), evidence=evidence, confidence="moderate")
        return
    contrary = Message(f"{AREA}.check-contrary", share=values["chance"])
    message = Message(f"{AREA}.check-passed", **values)
    yield Finding(id="check", message=message, evidence=evidence, confidence="moderate", contrary=contrary)
    yield from _placed(asked, found, evidence)
    yield _apart(found, evidence)
    yield from _elsewhere(asked, found)


def check_values(found: Scored) -> dict[str, object]:
    """Return the numbers of the check, for a sentence."""
    return {
        "issue": found.issue.question,
        "count": found.checked,
        "error": found.check.mean_error,
        "mean": found.check.mean_error_unread,
        "chance": found.check.chance,
    }


def _placed(asked: Asked, found: Scored, evidence: tuple[str, ...]) -> Iterator[Finding]:
    """Name the lowest and the highest of those whose position is not recorded."""
    new = [row for row in range(len(asked.of)) if row not in found.known and found.there[row]]
    if not new:
        return
    order = sorted(new, key=lambda row: (found.places.value[row], asked.of.actors[row]))
    ends = min(_NAMED, max(1, len(order) // 2))
    wide = float(np.mean(found.places.high[new] - found.places.low[new]))
    values = {"count": len(new), "wide": wide, "issue": found.issue.question}
    lowest, highest = (tuple(_one(asked, found, row) for row in rows) for rows in (order[:ends], order[::-1][:ends]))
    message = Message(f"{AREA}.placed", low=lowest, high=highest, **values)
    if len(order) == 1:
        message = Message(f"{AREA}.placed-one", actor=lowest[0], **values)
    yield Finding(id="placed", message=message, evidence=evidence, confidence="low")


def _one(asked: Asked, found: Scored, row: int) -> Message:
    places = found.places
    ends = {"value": float(places.value[row]), "low": float(places.low[row]), "high": float(places.high[row])}
    return Message(f"{AREA}.one-placed", actor=asked.of.named(row), **ends)


def _apart(found: Scored, evidence: tuple[str, ...]) -> Finding:
    places = found.places.only(found.there)
    count, alone, pairs = places.pairs_apart()
    values = {"count": count, "alone": alone, "pairs": pairs, "points": places.least_apart(), "issue": found.issue.question}
    message = Message(f"{AREA}.issue-apart", **values) if alone else Message(f"{AREA}.issue-ties", **values)
    return Finding(id="issue-apart", message=message, evidence=evidence, confidence="low")


def _elsewhere(asked: Asked, found: Scored) -> Iterator[Finding]:
    """Name those whose recorded position lies outside the range that their words give, the farthest first."""
    outside = [row for row in found.known if found.there[row] and not found.inside(row)]
    outside.sort(key=lambda row: (-abs(found.places.value[row] - (found.known[row].value or 0.0)), asked.of.actors[row]))
    if not outside:
        return
    told = [_beside(asked, found, row) for row in outside[:_NAMED]]
    if len(outside) > _NAMED:
        told.append(Message("who-matters.more", count=len(outside) - _NAMED))
    values = {"count": len(outside), "of": found.checked, "chance": round(found.checked / 5), "issue": found.issue.question}
    evidence = joined_evidence((asked.of.evidence, *(found.known[row].evidence for row in outside)))
    message = Message(f"{AREA}.elsewhere", actors=tuple(told), **values)
    yield Finding(id="elsewhere", message=message, evidence=evidence, confidence="low")


def _beside(asked: Asked, found: Scored, row: int) -> Message:
    places = found.places
    return Message(
        f"{AREA}.one-elsewhere",
        actor=asked.of.named(row),
        recorded=found.known[row].value,
        value=float(places.value[row]),
        low=float(places.low[row]),
        high=float(places.high[row]),
    )
