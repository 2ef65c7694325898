"""What would prove us wrong? What to look for next, what would speak most against the first hypothesis, and which assumption carries it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier.models.assessment_records import Assumption, Search
from legation.language import Message
from legation.methods.attribution import Look, look
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.base.estimate_words import estimate
from legation.questions.incident.attribution.inputs import AssessmentInputs, caveats, find_assessment
from legation.questions.incident.attribution.known_groups import ANALYST, KNOWLEDGE, looking_table, of_looking, records
from legation.questions.incident.attribution.tables import analyst_named, rivals
from legation.questions.incident.attribution.weights import FEWEST_DRAWS, Weighing, notes, weigh
from legation.questions.incident.attribution.words import chance, claimed, named, quoted
from legation.questions.question import Headline, Progress, Question, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "what-would-prove-us-wrong"
column = Columns(f"{AREA}.col-")
_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class _Carried:
    """The answer where an assumption does not hold: its items say nothing."""

    assumption: Assumption
    after: Mapping[str, float]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say which search would tell most, which find would speak most against the first hypothesis, and what the answer rests on."""
    inputs = find_assessment(case, options["model"])
    seed = int(options["seed"])
    weighing = weigh(inputs.model, inputs.visible, seed=seed, progress=progress)
    known = records(inputs, case, seed=seed, progress=progress)
    analyst = inputs.model.analysts[0].id
    now = weighing.by_analyst[analyst].probability[analyst]
    searches = [(one, look(now, one.found, usual=one.usual)) for one in inputs.model.searches]
    searches.sort(key=lambda pair: -pair[1].information)
    carried = _carried(inputs, weighing, progress)
    findings = [
        *_next(inputs, weighing, searches),
        *_against(inputs, weighing, searches),
        *_in_hand(inputs, weighing),
        *_carrying(inputs, weighing, carried),
        *of_looking(inputs, known),
    ]
    tables = [_search_table(inputs, weighing, searches), _assumption_table(inputs, weighing, carried)]
    tables += [looking_table(inputs, known)] if known else []
    lacking = {"no-searches": not inputs.model.searches, "no-assumptions": not inputs.model.assumptions, "no-records": known is None}
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        caveats=(*caveats(inputs), *notes(weighing), QUESTION.limits),
        missing=tuple(Message(f"{AREA}.{name}") for name, lacks in lacking.items() if lacks),
    )


def _carried(inputs: AssessmentInputs, weighing: Weighing, progress: Progress) -> list[_Carried]:
    """Return each assumption with the chances of the first analyst without its items; what moves the first hypothesis most first."""
    analyst = inputs.model.analysts[0].id
    first, _ = rivals(weighing, analyst)
    before = weighing.chance(analyst, first)[1]
    alone = dataclasses.replace(inputs.model, analysts=inputs.model.analysts[:1])
    found = []
    for done, one in enumerate(inputs.model.assumptions):
        progress(done, len(inputs.model.assumptions))
        remaining = {item.id for item in inputs.model.items} - set(one.items)
        without = weigh(alone, inputs.visible, seed=0, only=remaining, draws=FEWEST_DRAWS)
        found.append(_Carried(assumption=one, after=without.by_analyst[analyst].probability[analyst]))
    return sorted(found, key=lambda one: -abs(one.after[first] - before))


def _next(inputs: AssessmentInputs, weighing: Weighing, searches: list[tuple[Search, Look]]) -> Iterator[Finding]:
    """Yield the searches that tell most."""
    analyst = inputs.model.analysts[0].id
    first, _ = rivals(weighing, analyst)
    names = {one.id: named(one) for one in inputs.model.hypotheses}
    for search, one in searches[:_NAMED]:
        if one.information > 0:
            message = Message(
                f"{AREA}.next",
                look=quoted(search.id, search.look),
                bits=one.information,
                seen=chance(one.seen),
                hypothesis=names[first],
                before=chance(weighing.chance(analyst, first)[1]),
                found=chance(one.if_seen[first]),
                missed=chance(one.if_not[first]),
            )
            yield Finding(id=f"next-{search.id}", message=message, evidence=inputs.seen(search.evidence) or inputs.resting())


def _against(inputs: AssessmentInputs, weighing: Weighing, searches: list[tuple[Search, Look]]) -> Iterator[Finding]:
    """Yield the outcome of a search, a find or none, that would speak most against the first hypothesis."""
    analyst = inputs.model.analysts[0].id
    first, _ = rivals(weighing, analyst)
    names = {one.id: named(one) for one in inputs.model.hypotheses}
    before = weighing.chance(analyst, first)[1]
    outcomes = [(after, search, form) for search, one in searches for after, form in ((one.if_seen, "found"), (one.if_not, "missed"))]
    outcomes = [one for one in outcomes if one[0][first] < before - 1e-9]
    if not outcomes:
        return
    after, search, form = min(outcomes, key=lambda one: one[0][first])
    leader = max(after, key=lambda name: after[name])
    kind = f"{form}-overturns" if leader != first else form
    message = Message(
        f"{AREA}.against-{kind}",
        look=quoted(search.id, search.look),
        hypothesis=names[first],
        before=chance(before),
        after=chance(after[first]),
        word=estimate(after[first], inputs.model.scale),
        leader=names[leader],
    )
    yield Finding(id="against", message=message, evidence=inputs.seen(search.evidence) or inputs.resting())


def _in_hand(inputs: AssessmentInputs, weighing: Weighing) -> Iterator[Finding]:
    """Yield the item in hand that speaks most for another hypothesis."""
    analyst = inputs.model.analysts[0].id
    first, second = rivals(weighing, analyst)
    adds = [(weighing.adds(analyst, row.item.id, first) - weighing.adds(analyst, row.item.id, second), row.item) for row in weighing.rows]
    against = min(adds, key=lambda pair: pair[0], default=None)
    names = {one.id: named(one) for one in inputs.model.hypotheses}
    if against is None or against[0] >= 0:
        yield Finding(id="in-hand", message=Message(f"{AREA}.nothing-in-hand", first=names[first], second=names[second]))
        return
    message = Message(f"{AREA}.in-hand", item=claimed(against[1]), first=names[first], second=names[second])
    yield Finding(id="in-hand", message=message, evidence=inputs.seen(against[1].evidence))


def _carrying(inputs: AssessmentInputs, weighing: Weighing, carried: list[_Carried]) -> Iterator[Finding]:
    """Yield the assumption without which the first hypothesis moves most."""
    if not carried:
        return
    analyst = inputs.model.analysts[0].id
    first, _ = rivals(weighing, analyst)
    names = {one.id: named(one) for one in inputs.model.hypotheses}
    one = carried[0]
    leader = max(one.after, key=lambda name: one.after[name])
    message = Message(
        f"{AREA}.carries-overturns" if leader != first else f"{AREA}.carries",
        assumption=quoted(one.assumption.id, one.assumption.text),
        count=len(one.assumption.items),
        hypothesis=names[first],
        before=chance(weighing.chance(analyst, first)[1]),
        after=chance(one.after[first]),
        leader=names[leader],
        value=one.after[first],
    )
    yield Finding(id="assumption", message=message, evidence=inputs.seen(one.assumption.evidence) or inputs.resting())


def _search_table(inputs: AssessmentInputs, weighing: Weighing, searches: list[tuple[Search, Look]]) -> AnswerTable:
    first, _ = rivals(weighing, inputs.model.analysts[0].id)
    rows = tuple(
        (search.look or search.id, one.information, one.seen, one.if_seen[first], one.if_not[first], search.cost or "", search.owner)
        for search, one in searches
    )
    columns = (
        *column.text("look"),
        *column.number("bits", unit="bits"),
        *column.chance("seen", "if-seen", "if-not"),
        *column.text("cost", "owner"),
    )
    return AnswerTable(id="searches", title=Message(f"{AREA}.table-searches"), columns=columns, rows=rows)


def _assumption_table(inputs: AssessmentInputs, weighing: Weighing, carried: list[_Carried]) -> AnswerTable:
    analyst = inputs.model.analysts[0].id
    first, _ = rivals(weighing, analyst)
    before = weighing.chance(analyst, first)[1]
    who = analyst_named(inputs, analyst)
    claims = {item.id: claimed(item) for item in inputs.model.items}
    rows = tuple(
        (
            quoted(one.assumption.id, one.assumption.text),
            who,
            tuple(claims[item] for item in one.assumption.items),
            before,
            one.after[first],
        )
        for one in carried
    )
    columns = (
        *column.text("assumption", analyst="attribution.col.analyst", items="items"),
        *column.chance(before="attribution.col.with", after="attribution.col.without"),
    )
    return AnswerTable(id="assumptions", title=Message(f"{AREA}.table-assumptions"), columns=columns, rows=rows)


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(ANALYST, KNOWLEDGE),
    options=(model("assessment"),),
    answer=answer,
    heads=(Headline("next-*", "seen", judgement="assessment"),),
    builds_on=("how-sure-are-we",),
    subject="incident",
    references=(
        "Lindley 1956, doi:10.1214/aoms/1177728069 (expected information)",
        "Heuer 1999, Psychology of Intelligence Analysis, chapter 8",
    ),
)
