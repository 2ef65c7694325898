"""What may we do? Every measure open to this kind of actor at its gates: what is open, what is closed and why, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier.models.response import ResponseModel
from legation.figures.figure import Figure
from legation.language import Message
from legation.methods.response import CRITERIA, Gate, Similar, possible, regimes, similar
from legation.questions.answer import Answer, Finding
from legation.questions.base.case import Case
from legation.questions.coalitions.attributions import answers_in_time, attribution
from legation.questions.incident.response import (
    Response,
    attribution_findings,
    caveats,
    feature,
    find_response,
    kind_of,
    law,
    measure,
    missing,
    reason,
    series,
    severity,
    why,
)
from legation.questions.incident.response_tables import (
    condition_table,
    criterion_table,
    family_table,
    gates_picture,
    ground_table,
    ladder_table,
    precedent_table,
)
from legation.questions.question import Headline, Progress, Question, coalition, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "what-may-we-do"
_NAMED = 3
"""Precedents that are told; the table has all."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say where each measure of the ladder and each track stands, with all reasons, and what was done in like cases."""
    response = find_response(case, options["model"])
    model = response.model
    gates = possible(model.situation(), model.thresholds())
    alike = _alike(model)
    findings = [
        *_ladder(response, gates),
        *attribution_findings(case, response),
        *(_track(response, gate) for gate in gates if gate.measure.track),
        *_listing(response, gates),
        *_changes(response, gates),
        *_proportionality(response),
        *_before(response, alike),
    ]
    tables = (
        ladder_table(gates),
        condition_table(model, gates),
        criterion_table(model),
        ground_table(model, gates),
        family_table(gates, model.regime),
        precedent_table(model, alike),
    )
    notes = [Message("response.all.adviser")] if any(gate.measure.track for gate in gates) else []
    if any(gate.measure.id == "listing" for gate in gates) and model.regime and not regimes()[model.regime].verified:
        notes.append(Message(f"{AREA}.regime-unverified", law=law(regimes()[model.regime].source)))
    hidden = [] if model.who == "state" else [Message(f"{AREA}.not-for-us", kind=kind_of(model.who))]
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in tables if table.rows),
        figures=(gates_picture(case, response, gates), *_done(case, options["coalition"])),
        caveats=(*notes, Message(f"{AREA}.proposed"), *hidden, *caveats(response), QUESTION.limits),
        missing=(*missing(case, response), *_missing(model, gates)),
    )


def _done(case: Case, coalition: str | None) -> tuple[Figure, ...]:
    """Return who was heard and what was done since the incident, with the days between, where a matter is named."""
    return answers_in_time(case, attribution(case, coalition)) if coalition else ()


def _alike(model: ResponseModel) -> tuple[Similar, ...]:
    """Return the precedents, the most similar first; none where the incident has no feature to compare on."""
    features = model.compared()
    return similar(features, {one.id: one.features for one in model.precedents}, {"severity": 10}) if features else ()


def _ladder(response: Response, gates: Sequence[Gate]) -> Iterator[Finding]:
    """Yield which rungs are open, which are undecided and what each lacks, which are closed."""
    rungs = [gate for gate in gates if not gate.measure.track]
    evidence = response.seen(response.model.evidence, *(one.evidence for one in response.model.conditions if one.id in _conditions(rungs)))
    opened = [gate for gate in rungs if gate.state == "open"]
    highest = Message(f"{AREA}.open", count=len(opened), of=len(rungs), measures=tuple(measure(gate.measure.id) for gate in opened))
    yield Finding(id="open", message=highest, evidence=evidence)
    for name in ("undecided", "closed"):
        found = [gate for gate in rungs if gate.state == name]
        if found:
            alike = dict.fromkeys((gate.reasons, gate.measure.minimum) for gate in found)
            steps = series(_sentence([gate for gate in found if (gate.reasons, gate.measure.minimum) == one]) for one in alike)
            yield Finding(id=name, message=Message(f"{AREA}.{name}", count=len(found), measures=steps), evidence=evidence)


def _sentence(gates: Sequence[Gate]) -> Message:
    """Return measures that are not open for the same reasons, with these."""
    reasons = tuple(reason(one, gates[0]) for one in gates[0].reasons)
    return Message(f"{AREA}.because", measures=tuple(measure(gate.measure.id) for gate in gates), reasons=reasons)


def _conditions(gates: Sequence[Gate]) -> set[str]:
    return {name for gate in gates for name in gate.measure.conditions}


def _track(response: Response, gate: Gate) -> Finding:
    """Return where a track stands: how many of its conditions are recorded as met, and what stands against it."""
    answers = response.model.situation().conditions
    met = [name for name in gate.measure.conditions if answers.get(name) == "yes"]
    rows = [one.evidence for one in response.model.conditions if one.id in gate.measure.conditions]
    if gate.measure.minimum:
        rows.append(response.model.evidence)
    values = {"track": measure(gate.measure.id), "met": len(met), "count": len(gate.measure.conditions)}
    if gate.state == "open":
        message = Message(f"{AREA}.track-open", **values)
    else:
        message = Message(f"{AREA}.track-{gate.state}", reasons=why(gate), **values)
    return Finding(id=f"track-{gate.measure.id}", message=message, evidence=response.seen(*rows))


def _listing(response: Response, gates: Sequence[Gate]) -> Iterator[Finding]:
    """Yield how many grounds of a listing rest on a public item, and which do not."""
    if not response.model.grounds or all(gate.measure.id != "listing" for gate in gates):
        return
    found = response.model.listing()
    evidence = response.seen(*(one.public for one in response.model.grounds))
    total = len(found.proven) + len(found.bare)
    if not found.bare:
        yield Finding(id="grounds", message=Message(f"{AREA}.grounds", count=total), evidence=evidence)
        return
    bare = tuple(dict.fromkeys(_target(response.model, one.target) for one in found.bare))
    message = Message(f"{AREA}.grounds-bare", count=len(found.bare), of=total, targets=bare)
    yield Finding(id="grounds", message=message, evidence=evidence)


def _target(model: ResponseModel, name: str) -> Any:
    return next(one.target for one in model.grounds if str(one.target) == name)


def _changes(response: Response, gates: Sequence[Gate]) -> Iterator[Finding]:
    """Yield what the desk asks for in place of a proposal, why, and who changed it."""
    latest = response.model.latest()
    for gate in gates:
        one = latest.get(gate.measure.id)
        if one is None or not gate.changed:
            continue
        message = Message(
            f"{AREA}.changed-public" if gate.measure.public else f"{AREA}.changed",
            measure=measure(gate.measure.id),
            minimum=gate.measure.minimum or 0.0,
            reason=one.reason,
            author=one.author or Message(f"{AREA}.nobody"),
            date=one.known_on or Message(f"{AREA}.no-date"),
        )
        yield Finding(id=f"changed-{gate.measure.id}", message=message)


def _proportionality(response: Response) -> Iterator[Finding]:
    """Yield for how many criteria of proportionality something is recorded, and how grave the incident is said to be."""
    model = response.model
    recorded = {one.id for one in model.criteria}
    if recorded:
        lacking = tuple(Message(f"{AREA}.criterion.{name}") for name in CRITERIA if name not in recorded)
        form = "criteria-lacking" if lacking else "criteria"
        message = Message(f"{AREA}.{form}", count=len(recorded), of=len(CRITERIA), lacking=lacking)
        yield Finding(id="criteria", message=message, evidence=response.seen(*(one.evidence for one in model.criteria)))
    if model.severity is not None:
        message = Message(f"{AREA}.severity", severity=model.severity, meaning=severity(model.severity))
        yield Finding(id="severity", message=message, evidence=response.seen(model.evidence))


def _before(response: Response, alike: Sequence[Similar]) -> Iterator[Finding]:
    """Yield the most similar precedents, by which features they are alike and not, and what was done."""
    rows = {one.id: one for one in response.model.precedents}
    for one in alike[:_NAMED]:
        row = rows[one.id]
        message = Message(
            f"{AREA}.precedent" if row.done else f"{AREA}.precedent-nothing",
            title=row.title or row.id,
            date=row.date,
            similarity=one.similarity,
            count=len(one.agreement),
            of=len(response.model.compared()),
            alike=tuple(map(feature, one.agree + one.partly)) or Message(f"{AREA}.no-feature"),
            done=tuple(measure(name) for name in row.done),
        )
        yield Finding(id=f"precedent-{one.id}", message=message, evidence=response.seen(row.evidence))
    known = [row for row in response.model.precedents if row.done]
    if known:
        times = Counter(name for row in known for name in dict.fromkeys(row.done))
        clauses = tuple(Message(f"{AREA}.done-times", measure=measure(name), times=count) for name, count in times.most_common())
        message = Message(f"{AREA}.done-before", count=len(known), measures=clauses)
        yield Finding(id="done-before", message=message, evidence=response.seen(*(row.evidence for row in known)))


def _missing(model: ResponseModel, gates: Sequence[Gate]) -> Iterator[Message]:
    """Yield what would decide what is undecided, and what a choice needs beside."""
    if any(one.kind == "evidence-unknown" for gate in gates for one in gate.reasons):
        yield Message(f"{AREA}.no-public-evidence")
    unknown = {one.condition for gate in gates if gate.measure.track for one in gate.reasons if one.kind == "condition-unknown"}
    if unknown:
        yield Message(f"{AREA}.no-answers", count=len(unknown))
    if not model.criteria:
        yield Message(f"{AREA}.no-criteria")
    if not model.grounds and any(gate.measure.id == "listing" for gate in gates):
        yield Message(f"{AREA}.no-grounds")
    answered_ways = {one.measure for one in model.replies if one.off_ramp}
    bare = [gate.measure.id for gate in gates if gate.state == "open" and gate.measure.id not in answered_ways and gate.measure.minimum]
    if bare:
        yield Message(f"{AREA}.no-off-ramp", count=len(bare), measures=tuple(measure(name) for name in bare))
    if not model.precedents or not model.compared():
        yield Message(f"{AREA}.no-precedents")


QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=("response",),
    options=(model("response"), coalition()),
    answer=answer,
    heads=(Headline("open", "count"),),
    follows=("note",),
    builds_on=("which-norm-was-breached",),
    subject="incident",
    references=(
        "ILC Articles on Responsibility of States for Internationally Wrongful Acts (2001), articles 4-11, 22, 25, 49-54",
        "Council of the European Union, conclusions of 19 June 2017 (cyber diplomacy toolbox); Decision (CFSP) 2019/797",
        "Gower 1971, doi:10.2307/2528823 (similarity)",
    ),
)
