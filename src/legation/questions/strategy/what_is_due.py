"""What is due? Deadlines, promises, next steps and planned work, late ones first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.columns import DATE, EVIDENCE, SHARED, Columns
from legation.questions.question import Headline, Progress, Question, silent, whole
from legation.questions.strategy.dates import deadlines

__all__ = ["QUESTION", "answer"]

AREA = "what-is-due"
column = Columns(f"{AREA}.")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """List what has a date between the day of knowing and the horizon, and what is late."""
    horizon = case.as_of + dt.timedelta(days=options["horizon_days"])
    dated = deadlines(case)
    late = [one for one in dated if one.is_late(case.as_of)]
    coming = [one for one in dated if not one.is_late(case.as_of) and one.when.last <= horizon]
    evidence = tuple(dict.fromkeys(e for one in (*late, *coming) for e in one.evidence))
    findings = [
        Finding(
            id="coming",
            message=Message(f"{AREA}.coming" if coming else f"{AREA}.nothing", count=len(coming), until=horizon, as_of=case.as_of),
            evidence=evidence,
            confidence="high",
        )
    ]
    if coming:
        first = coming[0]
        words = Message(f"{AREA}.next", date=first.shown, what=first.what)
        findings.append(Finding(id="next", message=words, evidence=first.evidence, confidence="high"))
    if late:
        findings.append(Finding(id="late", message=Message(f"{AREA}.late", count=len(late)), evidence=evidence, confidence="high"))
    rows = tuple(
        (
            one.when,
            Message(f"{AREA}.is-late") if one.is_late(case.as_of) else "",
            one.label,
            one.what,
            one.who,
            one.evidence,
            one.clock,
            one.certainty_shown,
            one.comparison,
        )
        for one in (*late, *coming)
    )
    own = (*column.text(late="late-column"), *SHARED.text("kind", what="text", who="owner"))
    columns = (DATE, *own, EVIDENCE, *column.text(time="time-column", certainty="certainty-column", comparison="comparison-column"))
    table = AnswerTable(id="due", title=Message(f"{AREA}.table"), columns=columns, rows=rows)
    return Answer(question=AREA, title=QUESTION.title, findings=tuple(findings), tables=(table,), caveats=(QUESTION.limits,))


QUESTION = Question(
    id=AREA,
    purpose="act",
    needs=(),
    options=(whole("horizon_days", 1, 3650, 365),),
    answer=answer,
    heads=(
        Headline("next", "date"),
        Headline("coming", "count"),
        Headline("late", "count"),
    ),
)
