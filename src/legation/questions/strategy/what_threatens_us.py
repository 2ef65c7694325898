"""What threatens us, and what deters whom? Threats by whose claim they are and on how many sources, deterrents with their own test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import Indicator, Wording
from legation.dossier.records.strategy import LIKELIHOODS
from legation.errors import NotAvailable
from legation.language import Message, Spoken
from legation.questions.answer import Answer, Finding, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.question import Headline, Progress, Question, silent
from legation.questions.strategy.threats.register import Claimed, Stance, Standing, register
from legation.questions.strategy.threats.tables import attackers, gaps, tables

__all__ = ["QUESTION", "answer"]

AREA = "what-threatens-us"
_NAMED = 5
"""Measures, tests and holders that a sentence names."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """List the threats, and what stands against each kind of attacker."""
    stances = register(case)
    if not stances:
        raise NotAvailable(Message("all-questions.nothing-there", part="threats.csv", as_of=case.as_of, what=Message("table.threats")))
    threats = [one for stance in stances for one in stance.threats]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=(
            *_count(threats),
            *(_threat(one) for one in sorted(threats, key=_weight)),
            *(_deters(one) for one in stances if one.deterrents),
            *_gaps(stances),
        ),
        tables=tables(case, stances),
        caveats=(QUESTION.limits,),
        missing=tuple(_missing(stances)),
    )


def _weight(one: Claimed) -> int:
    """Return the place of a threat among the others: the likeliest first, those of which nobody says how likely last."""
    return -LIKELIHOODS.index(one.row.likelihood) if one.row.likelihood else 1


def _count(threats: Sequence[Claimed]) -> Iterator[Finding]:
    if not threats:
        return
    single = sum(one.sources == 1 for one in threats)
    without = sum(not one.sources for one in threats)
    if without:
        form = "threats-some-without" if single else "threats-without"
    else:
        form = "threats-no-single" if not single else "threats-all-single" if 1 < single == len(threats) else "threats"
    message = Message(f"{AREA}.{form}", count=len(threats), single=single, **({"without": without} if without else {}))
    yield Finding(id="threats", message=message, evidence=joined_evidence(one.row.evidence for one in threats), confidence="high")


def _threat(one: Claimed) -> Finding:
    """Return a threat as the claim of its holder; what the holder does not say is not said."""
    row, form = one.row, "none" if not one.sources else "one" if one.sources == 1 else "several"
    counted = {"count": one.sources} if one.sources > 1 else {}
    values: dict[str, Any] = {"holder": one.holder, "claim": row.claim, "rests": Message(f"{AREA}.rests.{form}", **counted)}
    message = Message(f"{AREA}.threat", **values)
    if row.likelihood:
        values["likelihood"] = Message(f"choice.threats.likelihood.{row.likelihood}")
        message = Message(f"{AREA}.with-likelihood", line=message, **values)
    if row.harm:
        message = Message(f"{AREA}.with-harm", line=message, harm=row.harm, **values)
    return Finding(
        id=f"threat-{row.id}",
        message=Message(f"{AREA}.on-{form}", line=message, **values, **counted),
        evidence=row.evidence,
        confidence="moderate" if one.sources > 1 else "low",
    )


def _deters(stance: Stance) -> Finding:
    """Return what deters one kind of attacker, how one would see that it does not, and what is measured."""
    there = stance.deterrents
    measures = tuple(_measure(one) for one in there[:_NAMED])
    message = Message(f"{AREA}.deters", kind=attackers(stance.kind), measures=measures)
    tests = tuple(Message(f"{AREA}.quoted", words=one.row.test.within_a_sentence) for one in there if one.row.test)[:_NAMED]
    if tests:
        message = Message(f"{AREA}.with-tests", line=message, tests=tests, kind=attackers(stance.kind), measures=measures)
    elif all(one.indicator is None for one in there):
        message = Message(f"{AREA}.with-no-test", line=message)
    readings = tuple(_reading(one.indicator) for one in there if one.indicator is not None)[:_NAMED]
    if readings:
        message = Message(f"{AREA}.with-readings", line=message, readings=readings)
    rows = [*(one.row for one in there), *(one.indicator for one in there if one.indicator is not None)]
    return Finding(id=f"deters-{stance.kind or 'unsaid'}", message=message, evidence=joined_evidence(row.evidence for row in rows))


def _measure(one: Standing) -> Message:
    by = one.row.by
    return Message(f"{AREA}.measure-by.{by}" if by else f"{AREA}.quoted", words=one.row.measure.within_a_sentence)


def _reading(row: Indicator) -> Message:
    """Return what an indicator says: its last value with the one before or the target, or that nobody measured it."""
    measure: Spoken = row.measure or Wording(row.id)
    if row.reached is None:
        return Message(f"{AREA}.unmeasured", measure=measure)
    if row.baseline is None:
        return Message(f"{AREA}.measured", measure=measure, reached=row.reached)
    return Message(f"{AREA}.measured-from", measure=measure, baseline=row.baseline, reached=row.reached)


def _gaps(stances: Sequence[Stance]) -> Iterator[Finding]:
    open_kinds, untested, unsupported = gaps(stances)
    deterrents = sum(len(one.deterrents) for one in stances)
    if open_kinds:
        threats = [one for stance in open_kinds for one in stance.threats]
        message = Message(f"{AREA}.undeterred", kinds=tuple(attackers(one.kind) for one in open_kinds), count=len(threats))
        yield Finding(id="undeterred", message=message, evidence=joined_evidence(one.row.evidence for one in threats), confidence="high")
    if untested:
        measures = tuple(Message(f"{AREA}.quoted", words=one.row.measure.within_a_sentence) for one in untested[:_NAMED])
        message = Message(f"{AREA}.untested", count=len(untested), of=deterrents, measures=measures)
        yield Finding(id="untested", message=message, evidence=joined_evidence(one.row.evidence for one in untested), confidence="high")
    if unsupported:
        holders = first_of(tuple(dict.fromkeys(one.holder for one in unsupported)), _NAMED)
        message = Message(f"{AREA}.unsupported", count=len(unsupported), of=sum(len(one.threats) for one in stances), holders=holders)
        yield Finding(id="unsupported", message=message, confidence="high")


def _missing(stances: Sequence[Stance]) -> Iterator[Message]:
    if not any(one.threats for one in stances):
        yield Message(f"{AREA}.no-threats")
    if not any(one.deterrents for one in stances):
        yield Message(f"{AREA}.no-deterrents")
    unsaid = next((one for one in stances if not one.kind), None)
    if unsaid is not None and unsaid.threats:
        yield Message(f"{AREA}.no-kind", count=len(unsaid.threats))


QUESTION = Question(
    id=AREA,
    purpose="understand",
    subject="plan",
    needs=(),
    also_needs=("threats|deterrents",),
    answer=answer,
    heads=(Headline("threats", "count"), Headline("deters-*")),
    builds_on=("is-the-strategy-sound",),
    follows=("what-may-we-do", "which-norm-was-breached", "note"),
)
