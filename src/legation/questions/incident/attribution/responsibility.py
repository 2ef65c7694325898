"""Who stands behind it, and is a state responsible: two questions beside that of the group, each with its own answer.

The chance of a sponsor is that of each hypothesis x the share that the file gives its state; its range takes both at their ends, so it is
an outer one. The tests of responsibility have answers of people and no number.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from legation.figures.figure import Named
from legation.language import Message
from legation.methods.attribution import TESTS, Responsibility, responsibility
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.incident.attribution.inputs import AssessmentInputs
from legation.questions.incident.attribution.weights import Weighing
from legation.questions.incident.attribution.words import answered, chance, test

__all__ = ["NOBODY", "PLACES", "Behind", "behind", "checklists", "of_checklists", "of_sponsors", "responsibility_table", "sponsor_table"]

column = Columns("attribution.col.")

NOBODY = ""
"""The key of what has no state behind it, or none that is known."""
_NAMED = 3
PLACES = (
    "state-prohibited", "state-prohibited-but-inadequate", "state-ignored", "state-encouraged", "state-shaped",
    "state-coordinated", "state-ordered", "state-rogue-conducted", "state-executed", "state-integrated",
)  # fmt: skip
"""The spectrum of state responsibility, from a state that fights the act to one that carries it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The chance that a state stands behind it, of one analyst: low, value and high, the evidence, and the reasons."""

    low: float
    value: float
    high: float
    evidence: tuple[str, ...]
    reasons: tuple[object, ...]


def behind(inputs: AssessmentInputs, weighing: Weighing, analyst: str) -> dict[str, Behind]:
    """Return the chance of each state by falling chance, then under :data:`NOBODY` the rest; the values add up to 1."""
    parts: dict[str, list[tuple[tuple[float, ...], tuple[str, ...], object]]] = {}
    for one in inputs.model.hypotheses:
        believed = weighing.chance(analyst, one.id)
        if one.kind == "state":
            parts.setdefault(one.of, []).append((believed, (), one.name))
        for row in inputs.model.sponsors:
            if row.hypothesis == one.id and one.kind != "state":
                product = tuple(a * b for a, b in zip(believed, row.share, strict=True))
                parts.setdefault(row.state, []).append((product, row.evidence, row.reason))
    found = {
        state: Behind(
            low=math.fsum(value[0] for value, _, _ in rows),
            value=math.fsum(value[1] for value, _, _ in rows),
            high=min(1.0, math.fsum(value[2] for value, _, _ in rows)),
            evidence=inputs.seen(*(evidence for _, evidence, _ in rows)),
            reasons=tuple(reason for _, _, reason in rows),
        )
        for state, rows in parts.items()
    }
    rest = max(0.0, 1 - math.fsum(one.value for one in found.values()))
    high = max(rest, 1 - math.fsum(one.low for one in found.values()))
    low = min(rest, max(0.0, 1 - math.fsum(one.high for one in found.values())))
    ordered = dict(sorted(found.items(), key=lambda item: (-item[1].value, item[0])))
    return {**ordered, NOBODY: Behind(low=low, value=rest, high=high, evidence=(), reasons=())}


def of_sponsors(case: Case, inputs: AssessmentInputs, weighing: Weighing) -> Iterator[Finding]:
    """Yield how probable each state is as sponsor, as a hypothesis of the holder, with the first analyst's prior."""
    analyst = inputs.model.analysts[0]
    found = behind(inputs, weighing, analyst.id)
    rest = found.pop(NOBODY)
    for state, one in list(found.items())[:_NAMED]:
        message = Message(
            "attribution.sponsor",
            holder=inputs.holder,
            analyst=Named(analyst.id, analyst.name or analyst.id),
            state=case.named(state),
            chance=chance(one.value),
            low=chance(one.low),
            high=chance(one.high),
            value=one.value,
            rest=chance(rest.value),
        )
        yield Finding(id=f"sponsor-{state}", message=message, evidence=one.evidence or inputs.resting())


def checklists(inputs: AssessmentInputs) -> Mapping[str, Responsibility]:
    """Return the checklist of each state that a person tested, in the order of the file; of two answers to a test, the last known."""
    latest = sorted(inputs.model.tests, key=lambda row: row.known_on.last if row.known_on else dt.date.min)
    answers: dict[str, dict[str, tuple[str, str]]] = {row.state: {} for row in inputs.model.tests}
    for row in latest:
        answers[row.state][row.test] = (row.answer, str(row.reason))
    places = {row.state: row.place for row in inputs.model.placed}
    answers |= {state: {} for state in places if state not in answers}
    return {state: responsibility(state, given, places.get(state)) for state, given in answers.items()}


def of_checklists(case: Case, inputs: AssessmentInputs) -> Iterator[Finding]:
    """Yield what people answered on each state: which tests are met, how many are open; never a probability."""
    for state, one in list(checklists(inputs).items())[:_NAMED]:
        rows = [row for row in inputs.model.tests if row.state == state]
        by = tuple(dict.fromkeys(case.named(row.by) if row.by else inputs.holder for row in rows)) or (inputs.holder,)
        met = tuple(test(row.test) for row in one.tests if row.answer == "met")
        message = Message(
            f"attribution.responsible-{one.attributable}",
            by=by,
            state=case.named(state),
            met=met,
            open=sum(row.answer == "open" for row in one.tests),
            count=len(TESTS),
        )
        yield Finding(id=f"responsible-{state}", message=message, evidence=inputs.seen(*(row.evidence for row in rows)))
        if one.spectrum:
            placed = next(row for row in inputs.model.placed if row.state == state)
            holder = case.named(placed.by) if placed.by else inputs.holder
            place = Message(f"attribution.spectrum.{one.spectrum}")
            verdict = Message("attribution.placed", by=holder, state=case.named(state), place=place, number=PLACES.index(one.spectrum) + 1)
            yield Finding(id=f"placed-{state}", message=verdict, evidence=inputs.seen(placed.evidence))


def sponsor_table(case: Case, inputs: AssessmentInputs, weighing: Weighing) -> AnswerTable:
    """Return the chance of each state as sponsor by analyst, and what has none."""
    rows = [
        (
            Named(analyst.id, analyst.name or analyst.id),
            case.named(state) if state else Message("attribution.no-state"),
            one.value,
            one.low,
            one.high,
            one.reasons,
            one.evidence,
        )
        for analyst in inputs.model.analysts
        for state, one in behind(inputs, weighing, analyst.id).items()
        if inputs.model.sponsors or state
    ]
    columns = (
        *column.text("analyst", "state"),
        *column.chance("chance", "low", "high"),
        *column.text("reason"),
        *column.evidence("evidence"),
    )
    return AnswerTable(id="sponsors", title=Message("attribution.table.sponsors"), columns=columns, rows=tuple(rows))


def responsibility_table(case: Case, inputs: AssessmentInputs) -> AnswerTable:
    """Return each test of each state: the answer, its reason, who gave it, and where the test comes from."""
    rows = []
    for state, one in checklists(inputs).items():
        given = {row.test: row for row in inputs.model.tests if row.state == state}
        for tested in one.tests:
            row = given.get(tested.test)
            holder = case.named(row.by) if row and row.by else inputs.holder
            rows.append(
                (
                    case.named(state),
                    test(tested.test),
                    answered(tested.answer),
                    (row.reason if row else "") or "",
                    holder if row else "",
                    inputs.seen(row.evidence) if row else (),
                    tested.source,
                )
            )
    columns = (*column.text("state", "test", "answer", "reason", "by"), *column.evidence("evidence"), *column.text(source="law"))
    return AnswerTable(id="responsibility", title=Message("attribution.table.responsibility"), columns=columns, rows=tuple(rows))
