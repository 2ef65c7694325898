"""What can we show? Each item with the tier at which it can be shown, how sure a reader of public items alone may be, and what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.base.estimate_words import estimate
from legation.questions.incident.attribution.inputs import AssessmentInputs, ShownItem, caveats, find_assessment, shown
from legation.questions.incident.attribution.known_groups import ANALYST, KNOWLEDGE
from legation.questions.incident.attribution.tables import analyst_named, rivals
from legation.questions.incident.attribution.weights import Weighing, grade, notes, weigh
from legation.questions.incident.attribution.words import TIERS, chance, claimed, named, tier
from legation.questions.question import Headline, Progress, Question, model, silent

__all__ = ["QUESTION", "answer"]

AREA = "what-can-we-show"
column = Columns(f"{AREA}.col-")
_NAMED = 3


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what can be shown to whom, and how the answer looks to those who see no more than that."""
    inputs = find_assessment(case, options["model"])
    seed = int(options["seed"])
    unmarked = case.info.marking or "TLP:CLEAR"
    tiers = {item.id: shown(item, grade(item, inputs.visible), inputs.visible, unmarked) for item in inputs.model.items}
    views = {
        "public": weigh(inputs.model, inputs.visible, seed=seed, only=_within(tiers, TIERS[:1])),
        "partners": weigh(inputs.model, inputs.visible, seed=seed, only=_within(tiers, TIERS[:2])),
        "national": weigh(inputs.model, inputs.visible, seed=seed),
    }
    findings = [
        *_count_findings(inputs, tiers),
        *_lost(inputs, views, tiers),
        *_carrying(inputs, views["national"], tiers),
        *_telling(inputs, tiers),
        *_weak(inputs, tiers),
    ]
    lacking = {"no-items": not inputs.model.items, "no-public": bool(tiers) and not _within(tiers, TIERS[:1])}
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings),
        tables=tuple(table for table in (_item_table(inputs, tiers), _view_table(inputs, views)) if table.rows),
        caveats=(*caveats(inputs), *notes(views["national"]), QUESTION.limits),
        missing=tuple(Message(f"{AREA}.{name}") for name, lacks in lacking.items() if lacks),
    )


def _within(tiers: Mapping[str, ShownItem], allowed: Sequence[str]) -> set[str]:
    return {name for name, one in tiers.items() if one.tier in allowed}


def _count_findings(inputs: AssessmentInputs, tiers: Mapping[str, ShownItem]) -> Iterator[Finding]:
    """Yield how many items can be shown to whom."""
    if tiers:
        counts = {name: sum(one.tier == name for one in tiers.values()) for name in TIERS}
        yield Finding(id="tiers", message=Message(f"{AREA}.tiers", count=len(tiers), **counts), evidence=inputs.resting())


def _lost(inputs: AssessmentInputs, views: Mapping[str, Weighing], tiers: Mapping[str, ShownItem]) -> Iterator[Finding]:
    """Yield what public items give for what stands first with all, and what partners' items add; or that nothing is lost."""
    analyst = inputs.model.analysts[0].id
    first, _ = rivals(views["national"], analyst)
    names = {one.id: named(one) for one in inputs.model.hypotheses}
    whole = views["national"].chance(analyst, first)[1]
    if tiers and len(_within(tiers, TIERS[:1])) == len(tiers):
        values = {
            "holder": inputs.holder,
            "hypothesis": names[first],
            "whole": chance(whole),
            "before": estimate(whole, inputs.model.scale),
        }
        yield Finding(id="view-public", message=Message(f"{AREA}.nothing-lost", **values), evidence=inputs.resting())
        return
    for name in ("public", "partners"):
        low, value, high = views[name].chance(analyst, first)
        leader = views[name].order(analyst)[0].id
        word, all_word = estimate(value, inputs.model.scale), estimate(whole, inputs.model.scale)
        lost = "overturned" if leader != first else "word" if word.words != all_word.words else "same"
        message = Message(
            f"{AREA}.{name}-{lost}",
            holder=inputs.holder,
            hypothesis=names[first],
            chance=chance(value),
            low=chance(low),
            high=chance(high),
            whole=chance(whole),
            word=word,
            before=all_word,
            leader=names[leader],
            value=value,
        )
        yield Finding(id=f"view-{name}", message=message, evidence=inputs.resting())


def _carrying(inputs: AssessmentInputs, whole: Weighing, tiers: Mapping[str, ShownItem]) -> Iterator[Finding]:
    """Yield the items that cannot be shown in public and carry most."""
    analyst = inputs.model.analysts[0].id
    first, second = rivals(whole, analyst)
    hidden = [row.item for row in whole.rows if tiers[row.item.id].tier != "public"]
    hidden.sort(key=lambda item: whole.adds(analyst, item.id, second) - whole.adds(analyst, item.id, first))
    carrying = [item for item in hidden if whole.adds(analyst, item.id, first) > whole.adds(analyst, item.id, second)][:_NAMED]
    if carrying:
        values = {"count": len(carrying), "items": tuple(claimed(item) for item in carrying), "analyst": analyst_named(inputs, analyst)}
        evidence = inputs.seen(*(item.evidence for item in carrying))
        yield Finding(id="carrying", message=Message(f"{AREA}.carrying", **values), evidence=evidence, needs="all")


def _telling(inputs: AssessmentInputs, tiers: Mapping[str, ShownItem]) -> Iterator[Finding]:
    """Yield the items whose marking allows more than their source or method does."""
    for item in inputs.model.items:
        one = tiers[item.id]
        if one.tells:
            values = {"item": claimed(item), "marking": one.marking, "tier": tier(one.tier), "reveals": item.reveals}
            form = "tells-what" if item.reveals else "tells"
            yield Finding(
                id=f"tells-{item.id}", message=Message(f"{AREA}.{form}", **values), evidence=inputs.seen(item.evidence), needs="all"
            )


def _weak(inputs: AssessmentInputs, tiers: Mapping[str, ShownItem]) -> Iterator[Finding]:
    """Yield the items that may be shown in public and are graded too low for a claim to rest on them."""
    weak = [item for item in inputs.model.items if tiers[item.id].tier == "public" and tiers[item.id].weak]
    if weak:
        message = Message(f"{AREA}.weak", count=len(weak), items=tuple(claimed(item) for item in weak))
        yield Finding(id="weak", message=message, evidence=inputs.seen(*(item.evidence for item in weak)))


def _item_table(inputs: AssessmentInputs, tiers: Mapping[str, ShownItem]) -> AnswerTable:
    rows = tuple(
        (
            claimed(item),
            tier(tiers[item.id].tier),
            tiers[item.id].marking,
            Message(f"{AREA}.collection.{item.collection}"),
            "".join(map(str, grade(item, inputs.visible))),
            item.reveals or "",
            item.release,
            item.evidence,
        )
        for item in inputs.model.items
    )
    columns = (
        *column.text(
            item="attribution.col.item",
            tier="tier",
            marking="marking",
            collection="collection",
            grades="attribution.col.grades",
            reveals="reveals",
            release="release",
        ),
        *column.evidence(evidence="attribution.col.evidence"),
    )
    return AnswerTable(id="tiers", title=Message(f"{AREA}.table-tiers"), columns=columns, rows=rows)


def _view_table(inputs: AssessmentInputs, views: Mapping[str, Weighing]) -> AnswerTable:
    """Return each hypothesis as it looks from public items, with those of partners, and with all."""
    rows = tuple(
        (named(one), analyst_named(inputs, analyst.id), *(views[name].chance(analyst.id, one.id)[1] for name in TIERS))
        for analyst in inputs.model.analysts
        for one in views["national"].order(analyst.id)
    )
    columns = (
        *column.text(hypothesis="attribution.col.hypothesis", analyst="attribution.col.analyst"),
        *column.chance("public", "partners", "national"),
    )
    return AnswerTable(id="views", title=Message(f"{AREA}.table-views"), columns=columns, rows=rows)


COLLECTIONS = ("open", "technical", "partner", "human", "signals")
QUESTION = Question(
    id=AREA,
    purpose="decide",
    needs=(),
    also_needs=(ANALYST, KNOWLEDGE),
    options=(model("assessment"),),
    answer=answer,
    heads=(Headline("tiers", "public", judgement="assessment"),),
    follows=("what-do-we-say",),
    builds_on=("how-sure-are-we",),
    subject="incident",
    references=("FIRST, Traffic Light Protocol, version 2.0 (2022)", "NATO, AJP-2.1 (grades of sources and of items)"),
)
