"""How sure are we? The chances of every hypothesis with the word of the desk, what stands behind, and how often such answers were right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation.language import Message
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case
from legation.questions.base.estimate_words import estimate
from legation.questions.incident.attribution.inputs import AssessmentInputs, caveats, find_assessment
from legation.questions.incident.attribution.known_groups import ANALYST, KNOWLEDGE, calibration_picture, of_records, record_table, records
from legation.questions.incident.attribution.responsibility import of_checklists, of_sponsors, responsibility_table, sponsor_table
from legation.questions.incident.attribution.tables import (
    analyst_named,
    chance_table,
    item_table,
    judgement_table,
    posterior_picture,
    rivals,
    scored,
    waterfall_picture,
    without_table,
)
from legation.questions.incident.attribution.weights import Weighing, notes, weigh
from legation.questions.incident.attribution.words import chance, claimed, named, quoted
from legation.questions.question import Headline, Progress, Question, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "how-sure-are-we"
_ANALYSTS, _ITEMS = 3, 2
"""Analysts, and items left out, that are told; the tables have all."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what each analyst's prior and the common items give, and keep apart the group, the state behind it, and responsibility."""
    inputs = find_assessment(case, options["model"])
    seed = int(options["seed"])
    weighing = weigh(inputs.model, inputs.visible, seed=seed, progress=progress)
    known = records(inputs, case, seed=seed, progress=progress)
    findings = [
        *_leading(inputs, weighing),
        *_confidence(inputs),
        *_retained(inputs, weighing),
        *of_records(inputs, known),
        *_sensitivity(inputs, weighing),
        *_count(inputs, weighing),
        *of_sponsors(case, inputs, weighing),
        *of_checklists(case, inputs),
        *_ledger(inputs),
    ]
    tables = [
        chance_table(inputs, weighing),
        item_table(inputs, weighing),
        without_table(inputs, weighing),
        sponsor_table(case, inputs, weighing),
        responsibility_table(case, inputs),
        judgement_table(inputs),
        *([record_table(known)] if known else []),
    ]
    figures = [posterior_picture(case, inputs, weighing), waterfall_picture(case, inputs, weighing)]
    figures += [calibration_picture(case, known)] if known else []
    said = [Message(f"attribution.note.{note.code}", ids=note.ids) for note in known.found.notes if note.code in _NOTES] if known else []
    notice = [Message("attribution.notice", notice=known.knowledge.notice)] if known and known.knowledge.notice else []
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        figures=tuple(figure for figure in figures if figure is not None),
        caveats=(*caveats(inputs), *notes(weighing), *said, *notice, QUESTION.limits),
        missing=tuple(_missing(inputs)),
    )


_NOTES = (
    "nothing-observed", "ungraded", "repeated", "replaced", "withdrawn", "unknown", "new-software", "capped", "contradiction",
    "one-report", "not-calibrated",
)  # fmt: skip
"""What the records have to say beside their numbers."""


def _leading(inputs: AssessmentInputs, weighing: Weighing) -> Iterator[Finding]:
    """Yield what stands first with each analyst, its interval and its word."""
    for analyst in inputs.model.analysts[:_ANALYSTS]:
        one = weighing.order(analyst.id)[0]
        low, value, high = weighing.chance(analyst.id, one.id)
        message = Message(
            f"{AREA}.first",
            holder=inputs.holder,
            analyst=analyst_named(inputs, analyst.id),
            hypothesis=named(one),
            chance=chance(value),
            low=chance(low),
            high=chance(high),
            prior=chance(weighing.prior(analyst.id, one.id)),
            word=estimate(value, inputs.model.scale),
            value=value,
        )
        yield Finding(id=f"first-{analyst.id}", message=message, evidence=inputs.resting(), contrary=_contrary(weighing, analyst.id))


def _contrary(weighing: Weighing, analyst: str) -> Message | None:
    """Return the item that speaks most for the second hypothesis against the first; None where none does."""
    first, second = rivals(weighing, analyst)
    adds = {row.item.id: weighing.adds(analyst, row.item.id, first) - weighing.adds(analyst, row.item.id, second) for row in weighing.rows}
    worst = min(weighing.rows, key=lambda row: adds[row.item.id], default=None)
    if worst is None or adds[worst.item.id] >= 0:
        return None
    names = {one.id: named(one) for one in weighing.model.hypotheses}
    return Message(f"{AREA}.contrary", item=claimed(worst.item), first=names[first], second=names[second])


def _confidence(inputs: AssessmentInputs) -> Iterator[Finding]:
    """Yield the confidence in the basis: a sentence of its own, never beside a probability."""
    if inputs.model.confidence:
        form = "confidence-why" if inputs.model.basis else "confidence"
        level = Message(f"confidence.{inputs.model.confidence}")
        message = Message(f"{AREA}.{form}", holder=inputs.holder, confidence=level, basis=quoted("basis", inputs.model.basis))
        yield Finding(id="confidence", message=message, evidence=inputs.seen(inputs.model.evidence))


def _retained(inputs: AssessmentInputs, weighing: Weighing) -> Iterator[Finding]:
    """Yield what an unlisted actor and planted marks keep, over the ranges of all analysts."""
    analysts = [one.id for one in inputs.model.analysts]
    for one in inputs.model.hypotheses:
        if one.kind in ("unlisted", "false-flag"):
            ends = [weighing.chance(analyst, one.id) for analyst in analysts]
            message = Message(
                f"{AREA}.kept",
                holder=inputs.holder,
                hypothesis=named(one),
                chance=chance(ends[0][1]),
                low=chance(min(end[0] for end in ends)),
                high=chance(max(end[2] for end in ends)),
                count=len(analysts),
                value=ends[0][1],
            )
            yield Finding(id=f"kept-{one.id}", message=message, evidence=inputs.resting())


def _sensitivity(inputs: AssessmentInputs, weighing: Weighing) -> Iterator[Finding]:
    """Yield the items without which the first hypothesis of the first analyst moves most, and below which word."""
    analyst = inputs.model.analysts[0].id
    first, _ = rivals(weighing, analyst)
    names = {one.id: named(one) for one in inputs.model.hypotheses}
    before = weighing.chance(analyst, first)[1]
    moved = sorted(weighing.rows, key=lambda row: -abs(weighing.without(analyst, row.item.id)[first] - before))
    for row in moved[:_ITEMS]:
        left = weighing.without(analyst, row.item.id)
        leader = max(left, key=lambda name: left[name])
        word, now = estimate(before, inputs.model.scale), estimate(left[first], inputs.model.scale)
        form = "without-leader" if leader != first else "without-word" if word.words != now.words else "without"
        message = Message(
            f"{AREA}.{form}",
            item=claimed(row.item),
            analyst=analyst_named(inputs, analyst),
            hypothesis=names[first],
            before=chance(before),
            after=chance(left[first]),
            word=word,
            now=now,
            leader=names[leader],
            value=left[first],
        )
        yield Finding(id=f"without-{row.item.id}", message=message, evidence=inputs.seen(row.item.evidence))


def _count(inputs: AssessmentInputs, weighing: Weighing) -> Iterator[Finding]:
    """Yield Heuer's count beside the chances: which hypothesis has the fewest items against it."""
    if not weighing.rows:
        return
    against = weighing.by_analyst[inputs.model.analysts[0].id].inconsistent
    fewest = min(against.values())
    least = tuple(named(one) for one in inputs.model.hypotheses if against[one.id] == fewest)
    message = Message(f"{AREA}.count", hypotheses=least, count=fewest, of=len(weighing.rows))
    yield Finding(id="count", message=message, evidence=inputs.resting())


def _ledger(inputs: AssessmentInputs) -> Iterator[Finding]:
    """Yield how past judgements came out."""
    if inputs.model.past:
        scores = scored(inputs)
        evidence = inputs.seen(*(one.evidence for one in inputs.model.past))
        if not scores.each:
            yield Finding(id="ledger", message=Message(f"{AREA}.ledger-open", count=len(inputs.model.past)), evidence=evidence)
            return
        given = sum(one.given for one in scores.each) / len(scores.each)
        values = {"count": len(scores.each), "of": len(inputs.model.past), "given": given, "loss": scores.log_loss, "brier": scores.brier}
        yield Finding(id="ledger", message=Message(f"{AREA}.ledger", holder=inputs.holder, **values), evidence=evidence)


def _missing(inputs: AssessmentInputs) -> Iterator[Message]:
    """Yield what the file does not say."""
    model = inputs.model
    lacking = {
        "no-items": not model.items,
        "no-confidence": not model.confidence,
        "no-knowledge": not model.knowledge,
        "no-observed": bool(model.knowledge) and not model.observed,
        "no-second": len(model.analysts) < 2,
        "no-sponsors": not model.sponsors and all(one.kind != "state" for one in model.hypotheses),
        "no-tests": not model.tests,
        "no-judgements": not model.past,
    }
    for name, lacks in lacking.items():
        if lacks:
            yield Message(f"{AREA}.{name}")


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(ANALYST, KNOWLEDGE),
    options=(model("assessment"),),
    answer=answer,
    heads=(Headline("first-*", "chance", ("low", "high"), "assessment"),),
    subject="incident",
    references=(
        "Kass & Raftery 1995, doi:10.1080/01621459.1995.10476572 (likelihood ratios in words)",
        "ODNI, Intelligence Community Directive 203 (2015)",
        "Karvetski & Mandel 2020, doi:10.1017/S1930297500008159; Heuer 1999 (count of inconsistent items)",
        "Rid & Buchanan 2015, doi:10.1080/01402390.2014.977382",
        "ILC Articles on Responsibility of States for Internationally Wrongful Acts (2001), articles 4-11",
    ),
)
