"""Which norm was breached? Norm by norm what is recorded, what speaks against and what is missing; it is no finding of breach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.errors import NotAvailable
from legation.figures.figure import Named
from legation.language import Message
from legation.methods.response import NormFacts, norm_by_norm
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.base.conditions import Condition
from legation.questions.incident.response import Response, answered, attribution_findings, caveats, find_response, law, missing, series
from legation.questions.incident.response_tables import rests_on
from legation.questions.question import Headline, Progress, Question, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "which-norm-was-breached"
column = Columns(f"{AREA}.col-")
_NORMS = ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k")
_ELEMENTS = (
    "a.cooperation", "b.technical", "b.context", "b.consequences", "c.territory", "c.wrongful", "c.knowing", "d.crime", "d.asked",
    "d.refused", "e.right", "e.conduct", "f.conduct", "f.against-law", "f.intent", "f.damage", "f.public-service", "g.protection",
    "h.asked", "h.infrastructure", "h.unanswered", "i.supply-chain", "i.conduct", "j.vulnerability", "j.withheld", "k.team",
    "k.harmed", "k.conduct",
)  # fmt: skip
_OF = ("accused", "host", "own")
_STATES = ("shown", "gaps", "against", "untouched")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say for each of the eleven norms which facts are recorded, which speak against, and which are missing."""
    response = find_response(case, options["model"])
    if not response.model.elements:
        raise NotAvailable(Message(f"{AREA}.no-elements", title=response.title, as_of=case.as_of))
    facts = norm_by_norm({one.id: one.answer for one in response.model.elements})
    touched = [one for one in facts if one.state != "untouched"]
    findings = [
        _summary(case, touched),
        *(_sentence(response, one) for one in touched),
        *_own_duty(facts),
        *(one for one in attribution_findings(case, response) if one.id == "held"),
    ]
    others = tuple(_norm(one.norm.id) for one in facts if one.state == "untouched")
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=(_norm_table(facts), _element_table(response, facts)),
        caveats=(Message(f"{AREA}.voluntary"), *caveats(response), QUESTION.limits),
        missing=(
            *(one for one in missing(case, response) if one.id != "response.all.no-probability"),
            *([Message(f"{AREA}.untouched", count=len(others), norms=series(others))] if others else []),
        ),
    )


def _norm(identifier: str) -> Named:
    return Named(identifier, Message(f"{AREA}.norm.{identifier}"))


def _element(identifier: str) -> Named:
    return Named(identifier, Message(f"{AREA}.element.{identifier}"))


def _sentence(response: Response, facts: NormFacts) -> Finding:
    """Return what is recorded on a norm, and what speaks against it beside."""
    rows = {one.id: one for one in response.model.elements}
    values: dict[str, Any] = {
        "norm": _norm(facts.norm.id),
        "of": Message(f"{AREA}.of.{facts.norm.of}"),
        "met": len(facts.shown),
        "count": len(facts.norm.elements),
    }
    if facts.missing:
        values["missing"] = series(_element(name) for name in facts.missing)
    if facts.against:
        values["against"] = series(_element(name) for name in facts.against)
    form = f"{facts.state}-gaps" if facts.state == "against" and facts.missing else facts.state
    evidence = response.seen(*(rows[name].evidence for name in (*facts.shown, *facts.against) if name in rows))
    return Finding(id=f"norm-{facts.norm.id}", message=Message(f"{AREA}.{form}", **values), evidence=evidence)


def _summary(case: Case, touched: Sequence[NormFacts]) -> Finding:
    """Return how far the record goes on the conduct of others: a record at a date, and no finding of breach."""
    others = [one for one in touched if one.norm.of != "own"]
    whole = [one for one in others if one.state == "shown"]
    values: dict[str, Any] = {"count": len(others), "as_of": case.as_of, "of": len(_NORMS)}
    if whole:
        message = Message(f"{AREA}.summary-whole", norms=tuple(_norm(one.norm.id) for one in whole), whole=len(whole), **values)
    elif others:
        near = max(others, key=lambda one: len(one.shown) / len(one.norm.elements))
        message = Message(f"{AREA}.summary", norm=_norm(near.norm.id), met=len(near.shown), elements=len(near.norm.elements), **values)
    else:
        message = Message(f"{AREA}.summary-own", as_of=case.as_of)
    return Finding(id="summary", message=message, evidence=())


def _own_duty(facts: Sequence[NormFacts]) -> Iterator[Finding]:
    """Yield that our own duty to weigh all information before naming anyone has gaps, where it has."""
    fact = next(one for one in facts if one.norm.id == "b")
    if fact.state == "untouched":
        yield Finding(id="own-duty", message=Message(f"{AREA}.own-duty", count=len(fact.missing)))


def _norm_table(facts: Sequence[NormFacts]) -> AnswerTable:
    rows = tuple(
        (
            _norm(one.norm.id),
            Message(f"{AREA}.of.{one.norm.of}"),
            Message(f"{AREA}.state.{one.state}"),
            len(one.shown),
            len(one.against),
            len(one.missing),
            law(one.norm.source),
            "" if one.norm.verified else Message(f"{AREA}.unverified"),
        )
        for one in facts
    )
    columns = (
        *column.text("norm", "of", "state"),
        *column.number("shown", "against", "missing"),
        *column.text(source="response.all.col-source", marks="marks"),
    )
    return AnswerTable(id="norms", title=Message(f"{AREA}.table-norms"), columns=columns, rows=rows)


def _element_table(response: Response, facts: Sequence[NormFacts]) -> AnswerTable:
    rows = {one.id: one for one in response.model.elements}
    cells: list[tuple[Any, ...]] = []
    for one in facts:
        for name in one.norm.elements:
            row = rows.get(name)
            evidence = row.evidence if row else ()
            cells.append((_norm(one.norm.id), _element(name), answered(row.answer if row else "unknown"), rests_on(row), evidence))
    columns = (*column.text("norm", "element", "answer", "rests-on"), *column.evidence(evidence="response.all.col-evidence"))
    return AnswerTable(id="elements", title=Message(f"{AREA}.table-elements"), columns=columns, rows=tuple(cells))


def _has_facts(case: Case, options: Mapping[str, Any]) -> object:
    return find_response(case, options["model"]).model.elements


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(Condition(id="recorded-fact", place="response", check=_has_facts),),
    options=(model("response"),),
    answer=answer,
    heads=(Headline("summary", "count"),),
    subject="incident",
    references=(
        "United Nations, A/70/174 (2015), paragraph 13 (a)-(k): eleven voluntary norms of responsible state behaviour",
        "United Nations, A/76/135 (2021), A/75/816 (2021), A/80/257 (2025): reaffirmed",
    ),
)
