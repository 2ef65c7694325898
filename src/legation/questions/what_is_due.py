"""What is due? Deadlines, promises, next steps and planned work, late ones first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from legation.dossier import When, standing
from legation.language import Message, say
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.case import Case
from legation.questions.question import Progress, Question, silent, whole

__all__ = ["QUESTION", "answer"]

AREA = "what-is-due"

Item: TypeAlias = tuple[When | None, Message, Any, Any, tuple[str, ...]]
"""When, of what kind, what, who, on what evidence."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """List what has a date between the day of knowing and the horizon, and what is late."""
    horizon = case.as_of + dt.timedelta(days=options["horizon_days"])
    dated = [(when, *rest) for when, *rest in _dated(case) if when is not None]
    dated.sort(key=lambda item: (item[0].last, say(item[2], "en")))
    late = [item for item in dated if item[0].last < case.as_of]
    coming = [item for item in dated if case.as_of <= item[0].last <= horizon]
    evidence = tuple(dict.fromkeys(e for item in (*late, *coming) for e in item[4]))
    findings = [
        Finding(
            id="coming",
            message=Message(f"{AREA}.coming", count=len(coming), until=horizon, as_of=case.as_of),
            evidence=evidence,
            confidence="high",
        )
    ]
    if coming:
        when, _, what, _, sources = coming[0]
        findings.append(Finding(id="next", message=Message(f"{AREA}.next", date=when, what=what), evidence=sources, confidence="high"))
    if late:
        findings.append(Finding(id="late", message=Message(f"{AREA}.late", count=len(late)), evidence=evidence, confidence="high"))
    rows = tuple(
        (when, Message(f"{AREA}.is-late") if when.last < case.as_of else "", kind, what, who, sources)
        for when, kind, what, who, sources in (*late, *coming)
    )
    columns = (
        TableColumn("date", Message("column.date"), "date"),
        TableColumn("late", Message(f"{AREA}.late-column")),
        TableColumn("kind", Message("column.kind")),
        TableColumn("what", Message("column.text")),
        TableColumn("who", Message("column.owner")),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
    )
    table = AnswerTable(id="due", title=Message(f"{AREA}.table"), columns=columns, rows=rows)
    return Answer(question=AREA, title=QUESTION.title, findings=tuple(findings), tables=(table,), caveats=(QUESTION.limits,))


def _dated(case: Case) -> Iterator[Item]:
    dossier = case.dossier
    for process in standing(dossier.processes):
        yield process.deadline, Message(f"{AREA}.process"), process.step or process.forum, process.forum, process.evidence
    for promise in standing(dossier.commitments):
        if promise.kept in ("", "open"):
            kind = Message(f"{AREA}.commitment-{promise.direction or 'received'}")
            yield promise.due, kind, promise.promise, case.named(promise.actor), promise.evidence
    for talk in standing(dossier.engagements):
        if talk.next_step:
            yield talk.due, Message(f"{AREA}.engagement"), talk.next_step, case.named(talk.actor), talk.evidence
    for activity in standing(dossier.activities):
        if activity.status in ("", "planned", "under_way"):
            when = activity.end if activity.status == "under_way" else activity.end or activity.date
            yield when, Message(f"{AREA}.activity"), activity.title, activity.owner, activity.evidence
    for objective in standing(dossier.objectives):
        yield objective.due, Message(f"{AREA}.objective"), objective.aim, objective.owner, objective.evidence
    bodies = {body.id: body.name for body in dossier.bodies}
    for vote in standing(dossier.rollcalls):
        if vote.date and not vote.date.by(case.as_of):
            yield vote.date, Message(f"{AREA}.rollcall"), vote.title or vote.symbol, bodies.get(vote.body) or vote.body, vote.evidence


QUESTION = Question(id=AREA, needs=(), options=(whole("horizon_days", 1, 3650, 365),), answer=answer)
