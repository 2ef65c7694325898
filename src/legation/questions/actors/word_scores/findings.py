"""What may be said of actors that their words place: on an issue, and along the line that divides their words most."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from legation.language import Message
from legation.questions.actors.word_scores.documents import AREA
from legation.questions.actors.word_scores.inputs import WordScoreInputs
from legation.questions.actors.word_scores.wordscores import Places, Scored
from legation.questions.answer import Finding, first_of
from legation.questions.base.case import joined_evidence
from legation.questions.base.judgements import withheld
from legation.questions.debate.content.inputs import lang_name

__all__ = [
    "base_finding",
    "check_values",
    "end_words",
    "line_findings",
    "scored_findings",
]


_PLACED_NAMED = 3


def scored_findings(inputs: WordScoreInputs) -> Iterator[Finding]:
    """Yield the check, and where it is passed, who stands where and whom words place elsewhere than the record does."""
    found = inputs.scored
    if found is None:
        if inputs.off:
            yield withheld("words-placed")
        return
    evidence = joined_evidence((inputs.of.evidence, *(position.evidence for position in found.known.values())))
    values = check_values(found)
    if not found.passed:
        yield Finding(id="check", message=Message(f"{AREA}.check-failed", **values), evidence=evidence, confidence="moderate")
        return
    contrary = Message(f"{AREA}.check-contrary", share=values["chance"])
    message = Message(f"{AREA}.check-passed", **values)
    yield Finding(id="check", message=message, evidence=evidence, confidence="moderate", contrary=contrary)
    yield from _placed(inputs, found, evidence)
    yield _apart(found, evidence)
    yield from _elsewhere(inputs, found)


def check_values(found: Scored) -> dict[str, object]:
    """Return the numbers of the check, for a sentence."""
    return {
        "issue": found.issue.question,
        "count": found.checked,
        "error": found.check.mean_error,
        "mean": found.check.mean_error_unread,
        "chance": found.check.chance,
    }


def _placed(inputs: WordScoreInputs, found: Scored, evidence: tuple[str, ...]) -> Iterator[Finding]:
    """Name the lowest and the highest of those whose position is not recorded."""
    new = [row for row in range(len(inputs.of)) if row not in found.known and found.there[row]]
    if not new:
        return
    order = sorted(new, key=lambda row: (found.places.value[row], inputs.of.actors[row]))
    ends = min(_PLACED_NAMED, max(1, len(order) // 2))
    wide = float(np.mean(found.places.high[new] - found.places.low[new]))
    values = {"count": len(new), "wide": wide, "issue": found.issue.question}
    lowest, highest = (tuple(_one(inputs, found, row) for row in rows) for rows in (order[:ends], order[::-1][:ends]))
    message = Message(f"{AREA}.placed", low=lowest, high=highest, **values)
    if len(order) == 1:
        message = Message(f"{AREA}.placed-one", actor=lowest[0], **values)
    yield Finding(id="placed", message=message, evidence=evidence, confidence="low")


def _one(inputs: WordScoreInputs, found: Scored, row: int) -> Message:
    places = found.places
    ends = {"value": float(places.value[row]), "low": float(places.low[row]), "high": float(places.high[row])}
    return Message(f"{AREA}.one-placed", actor=inputs.of.named(row), **ends)


def _apart(found: Scored, evidence: tuple[str, ...]) -> Finding:
    places = found.places.only(found.there)
    count, alone, pairs = places.pairs_apart()
    values = {"count": count, "alone": alone, "pairs": pairs, "points": places.least_apart(), "issue": found.issue.question}
    message = Message(f"{AREA}.issue-apart", **values) if alone else Message(f"{AREA}.issue-ties", **values)
    return Finding(id="issue-apart", message=message, evidence=evidence, confidence="low")


def _elsewhere(inputs: WordScoreInputs, found: Scored) -> Iterator[Finding]:
    """Name those whose recorded position lies outside the range that their words give, the farthest first."""
    outside = [row for row in found.known if found.there[row] and not found.inside(row)]
    outside.sort(key=lambda row: (-abs(found.places.value[row] - (found.known[row].value or 0.0)), inputs.of.actors[row]))
    if not outside:
        return
    clauses = [_beside(inputs, found, row) for row in outside[:_PLACED_NAMED]]
    if len(outside) > _PLACED_NAMED:
        clauses.append(Message("who-matters.more", count=len(outside) - _PLACED_NAMED))
    values = {"count": len(outside), "of": found.checked, "chance": round(found.checked / 5), "issue": found.issue.question}
    evidence = joined_evidence((inputs.of.evidence, *(found.known[row].evidence for row in outside)))
    message = Message(f"{AREA}.elsewhere", actors=tuple(clauses), **values)
    yield Finding(id="elsewhere", message=message, evidence=evidence, confidence="low")


def _beside(inputs: WordScoreInputs, found: Scored, row: int) -> Message:
    places = found.places
    return Message(
        f"{AREA}.one-elsewhere",
        actor=inputs.of.named(row),
        recorded=found.known[row].value,
        value=float(places.value[row]),
        low=float(places.low[row]),
        high=float(places.high[row]),
    )


_ENDS_NAMED = 5
_WORDS = 8


def line_findings(inputs: WordScoreInputs) -> Iterator[Finding]:
    """Yield the words of both ends, who stands there, how many stand apart, where those asked about stand, and what the line follows."""
    evidence = inputs.of.evidence
    low, high = end_words(inputs)
    share = inputs.line.fit.explained
    if low and high:
        message = Message(f"{AREA}.divides", low=low, high=high, share=share)
        contrary = Message(f"{AREA}.divides-contrary")
        yield Finding(id="divides", message=message, evidence=evidence, confidence="moderate", contrary=contrary)
    else:
        yield Finding(id="divides", message=Message(f"{AREA}.undivided", share=share), evidence=evidence, confidence="low")
    yield from _ends(inputs)
    for row in inputs.shown[:_ENDS_NAMED]:
        yield _stands(inputs, row)
    yield from _follows(inputs)


def end_words(inputs: WordScoreInputs, most: int = _WORDS) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """Return the first words that tell the low end and the high end, in quotation marks."""
    words = inputs.line.fit.words
    low, high = (tuple(Message(f"{AREA}.word", word=words[at]) for at in end[:most]) for end in inputs.line.ends)
    return low, high


def _ends(inputs: WordScoreInputs) -> Iterator[Finding]:
    places, of = inputs.line.places, inputs.of
    count, _, pairs = places.pairs_apart()
    values = {"count": count, "pairs": pairs}
    if not count:
        yield Finding(id="ends", message=Message(f"{AREA}.line-ties", **values), evidence=of.evidence, confidence="low")
        return
    order = sorted(range(len(of)), key=lambda row: (places.value[row], of.actors[row]))
    low, high = (first_of([of.named(row) for row in _with_ties(places, rows)], _ENDS_NAMED) for rows in (order, order[::-1]))
    message = Message(f"{AREA}.ends", low=low, high=high, **values)
    yield Finding(id="ends", message=message, evidence=of.evidence, confidence="low")


def _with_ties(places: Places, order: list[int]) -> list[int]:
    """Return the outermost of an order and all that cannot be told apart from it."""
    beside = places.above(order[0])
    return [row for row in order if beside[row] == 0]


def _stands(inputs: WordScoreInputs, row: int) -> Finding:
    """Say how many stand beyond doubt above and below one actor: on the issue where words place it there, else along the line."""
    found = inputs.scored
    on_issue = found is not None and found.passed and bool(found.there[row])
    places, at = inputs.line.places, row
    if found is not None and on_issue:
        places, at = found.places.only(found.there), int(found.there[:row].sum())
    above = places.above(at)
    values = {
        "actor": inputs.of.named(row),
        "above": int((above > 0).sum()),
        "below": int((above < 0).sum()),
        "count": int((above == 0).sum()) - 1,
        "value": float(places.value[at]),
        "low": float(places.low[at]),
        "high": float(places.high[at]),
    }
    message = Message(f"{AREA}.stands-on-issue", **values) if on_issue else Message(f"{AREA}.stands-on-line", **values)
    return Finding(id=f"stands:{inputs.of.actors[row]}", message=message, evidence=inputs.of.evidence, confidence="low")


def _follows(inputs: WordScoreInputs) -> Iterator[Finding]:
    found, issue = inputs.line.follows, inputs.issue
    if found is None or issue is None:
        return
    values = {"count": found.count, "value": found.value, "low": found.low, "high": found.high, "issue": issue.question}
    message = Message(f"{AREA}.follows-not", **values)
    if found.sure:
        message = Message(f"{AREA}.follows", **values) if found.value > 0 else Message(f"{AREA}.follows-reverse", **values)
    evidence = joined_evidence((inputs.of.evidence, *(position.evidence for position in inputs.known.values())))
    yield Finding(id="follows", message=message, evidence=evidence, confidence="low")


def base_finding(inputs: WordScoreInputs) -> Finding:
    """Say what it all rests on."""
    of = inputs.of
    values = {
        **of.span,
        "count": of.texts,
        "actors": len(of),
        "language": lang_name(of.language),
        "words": int(np.sum(of.counts.total)),
        "different": len(of.counts.words),
    }
    message = Message(f"{AREA}.base-on", topic=of.topic, **values) if of.topic else Message(f"{AREA}.base", **values)
    contrary = Message("what-is-said.folded", count=of.folded) if of.folded else None
    return Finding(id="base", message=message, evidence=of.evidence, confidence="high", contrary=contrary)
