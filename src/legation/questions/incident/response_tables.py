"""Tables and the figure of a response: the ladder and its gates, conditions, criteria, grounds, families of the EU toolbox, precedents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legation.dossier.models.response import ResponseModel
from legation.dossier.models.response_records import ConditionAnswer
from legation.figures.figure import Figure
from legation.figures.kit.ladder import ANSWERS, Answer, Step, ladder
from legation.figures.kit.rows import Scale
from legation.language import Message, Spoken
from legation.methods.response import CRITERIA, Gate, Similar, conditions, families
from legation.questions.answer import AnswerTable
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.incident.response import Response, answered, condition, feature, law, measure, state, why

__all__ = [
    "condition_table",
    "criterion_table",
    "family_table",
    "gates_picture",
    "ground_table",
    "ladder_table",
    "precedent_table",
    "rests_on",
]


AREA = "what-may-we-do"
column = Columns(f"{AREA}.col-")
_GROUNDS = ("responsible", "support", "associated")
_NEEDS = ("no", "partly", "yes", "listing")
_FAMILIES = ("preventive", "cooperative", "stabilising", "restrictive", "support")
_CRITERIA = ("scope", "scale", "duration", "intensity", "complexity", "sophistication", "impact")


def ladder_table(gates: Sequence[Gate]) -> AnswerTable:
    """Return every measure with its gates and where it stands."""
    rows = tuple(
        (
            measure(gate.measure.id),
            Message(f"{AREA}.{'track' if gate.measure.track else 'rung'}"),
            state(gate.state),
            gate.measure.minimum,
            answered("yes" if gate.measure.public else "no"),
            why(gate),
            law(gate.measure.source),
            "" if gate.measure.verified else Message(f"{AREA}.unverified"),
        )
        for gate in gates
    )
    columns = (
        *column.text("measure", "kind", "state"),
        *column.share("minimum"),
        *column.text("public", "why", source="response.all.col-source", marks="marks"),
    )
    return AnswerTable(id="measures", title=Message(f"{AREA}.table-measures"), columns=columns, rows=rows)


def condition_table(model: ResponseModel, gates: Sequence[Gate]) -> AnswerTable:
    """Return each condition of each measure with its answer, what that rests on, and where the law stands."""
    rows: list[tuple[Any, ...]] = []
    given = {one.id: one for one in model.conditions}
    answers = model.situation().conditions
    for gate in gates:
        for name in gate.measure.conditions:
            known = conditions()[name]
            marks = [Message(f"{AREA}.contested")] if known.contested else []
            marks += [] if known.verified else [Message(f"{AREA}.unverified")]
            row = given.get(name)
            rows.append(
                (
                    measure(gate.measure.id),
                    condition(name),
                    answered(answers.get(name, "unknown")),
                    rests_on(row),
                    row.evidence if row else (),
                    law(known.source),
                    tuple(marks) or "",
                )
            )
    columns = (
        *column.text("measure", "condition", "answer", "rests-on"),
        *column.evidence(evidence="response.all.col-evidence"),
        *column.text(source="response.all.col-source", marks="marks"),
    )
    return AnswerTable(id="conditions", title=Message(f"{AREA}.table-conditions"), columns=columns, rows=tuple(rows))


def rests_on(row: ConditionAnswer | None) -> Spoken | str:
    """Return the reference and the note of an answer."""
    if row is None:
        return ""
    if row.reference and row.note:
        return Message("response.all.next", first=row.reference, rest=row.note)
    return row.reference or row.note or ""


def criterion_table(model: ResponseModel) -> AnswerTable:
    """Return the criteria of proportionality one by one, with what is recorded for each."""
    given = {one.id: one for one in model.criteria}
    rows = tuple(
        (Message(f"{AREA}.criterion.{name}"), given[name].text if name in given else None, given[name].evidence if name in given else ())
        for name in CRITERIA
    )
    columns = (*column.text("criterion", "recorded"), *column.evidence(evidence="response.all.col-evidence"))
    return AnswerTable(id="criteria", title=Message(f"{AREA}.table-criteria"), columns=columns, rows=rows)


def ground_table(model: ResponseModel, gates: Sequence[Gate]) -> AnswerTable:
    """Return each ground of a listing with the public items that prove it; empty for who may list nobody."""
    may = any(gate.measure.id == "listing" for gate in gates)
    rows = tuple((one.target, Message(f"{AREA}.ground.{one.ground}"), one.text or None, one.public) for one in model.grounds if may)
    columns = (*column.text("target", "ground", "reason"), *column.evidence(public="public-items"))
    return AnswerTable(id="grounds", title=Message(f"{AREA}.table-grounds"), columns=columns, rows=rows)


def family_table(gates: Sequence[Gate], regime: str) -> AnswerTable:
    """Return the families of the EU toolbox with the measures above that belong to each; empty for another regime."""
    there = {gate.measure.id: gate for gate in gates}
    eu = regime == "EU" and "listing" in there
    rows = tuple(
        (
            Message(f"{AREA}.family.{one.id}"),
            Message(f"{AREA}.needs.{one.attribution}"),
            tuple(measure(name) for name in one.measures if name in there) or None,
            tuple(measure(name) for name in one.measures if name in there and there[name].state == "open") or None,
        )
        for one in families()
        if eu
    )
    columns = column.text("family", "attribution", "measures", "open")
    return AnswerTable(id="toolbox", title=Message(f"{AREA}.table-toolbox"), columns=columns, rows=rows)


def precedent_table(model: ResponseModel, alike: Sequence[Similar]) -> AnswerTable:
    """Return the precedents, the most similar first, with the features that agree and differ, and what was done."""
    given = {one.id: one for one in model.precedents}
    rows = tuple(
        (
            given[one.id].title or one.id,
            given[one.id].date,
            one.similarity,
            tuple(map(feature, one.agree)) or None,
            tuple(map(feature, one.partly)) or None,
            tuple(map(feature, one.differ)) or None,
            tuple(map(feature, one.unknown)) or None,
            tuple(measure(name) for name in given[one.id].done) or None,
            given[one.id].outcome or None,
            given[one.id].evidence,
        )
        for one in alike
    )
    columns = (
        *column.text("precedent"),
        *column.date("date"),
        *column.share("similarity"),
        *column.text("agree", "partly", "differ", "unknown", "done", "outcome"),
        *column.evidence(evidence="response.all.col-evidence"),
    )
    return AnswerTable(id="precedents", title=Message(f"{AREA}.table-precedents"), columns=columns, rows=rows)


def gates_picture(case: Case, response: Response, gates: Sequence[Gate]) -> Figure:
    """Return the ladder and the tracks with their gates; the title counts what is open."""
    model = response.model
    rungs = [gate for gate in gates if not gate.measure.track]
    tracks = [gate for gate in gates if gate.measure.track]
    counts = {
        "count": sum(gate.state == "open" for gate in rungs),
        "of": len(rungs),
        "met": sum(gate.state == "open" for gate in tracks),
        "tracks": len(tracks),
    }
    title = Message(f"{AREA}.figure" if tracks else f"{AREA}.figure-ladder", **counts)
    undecided = tuple(measure(gate.measure.id) for gate in gates if gate.state == "undecided")
    opened = tuple(measure(gate.measure.id) for gate in gates if gate.state == "open")
    form = "figure-alt" if undecided else "figure-alt-decided"
    has_conditions = any(gate.measure.conditions for gate in gates)
    heads = ("evidence", "conditions", "state") if has_conditions else ("evidence", "state")
    ticks = tuple((share, Message("answer.share", share=share)) for share in (0.0, 0.5, 1.0))
    return ladder(
        [_step(gate, model, has_conditions=has_conditions) for gate in (*reversed(rungs), *tracks)],
        Scale(head=Message("response.figure.minimum"), ticks=ticks),
        id="ladder",
        title=title,
        subtitle=Message("response.subtitle", title=response.title, as_of=case.as_of),
        alt=Message(f"{AREA}.{form}", open=opened, undecided=undecided),
        reached=model.probability,
        columns=[Message(f"response.figure.{head}") for head in heads],
        notes=(Message("response.figure.reading"), *((Message("response.figure.reading-tracks"),) if tracks else ())),
        key=[(answer, Message(f"response.figure.{answer}")) for answer in ANSWERS],
    )


def _step(gate: Gate, model: ResponseModel, *, has_conditions: bool) -> Step:
    """Return a measure: the least probability that it asks for, public evidence and conditions with their answers, and its state."""
    asks, stands, situation = gate.measure, Message(f"response.state.{gate.state}"), model.situation()
    sources = dict.fromkeys(name for one in model.conditions if one.id in asks.conditions for name in one.evidence)
    conditions_of = tuple(situation.conditions.get(name, "unknown") for name in asks.conditions)
    evidence = Answer((situation.public_evidence,) if asks.public else ())
    minimum = "" if asks.minimum is None else Message("answer.share", share=asks.minimum)
    return Step(
        name=measure(asks.id),
        needs=asks.minimum,
        text=minimum,
        says=Message("response.figure.says", state=stands, share=asks.minimum) if minimum else stands,
        is_reached=gate.state == "open",
        answers=(evidence, *((Answer(conditions_of),) if has_conditions else ()), Answer((_BOX_OF[gate.state],), stands)),
        block=Message("response.figure.tracks" if asks.track else "response.figure.ladder"),
        evidence=tuple(sources),
    )


_BOX_OF = {"open": "yes", "undecided": "unknown", "closed": "no"}
