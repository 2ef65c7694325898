"""Did it work? A measure before and after an activity, beside others that it did not touch: plausible at most, never proven."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.dossier.kind import Reference
from legation.language import Message
from legation.questions.answer import Answer
from legation.questions.base.case import Case
from legation.questions.observations.effect.findings import findings
from legation.questions.observations.effect.inputs import CONDITIONS, read_inputs
from legation.questions.observations.effect.measure import AREA, judged
from legation.questions.observations.effect.tables import others_table, periods_table, pictures, rivals_table
from legation.questions.question import Headline, Option, Progress, Question, actor, choice, date, issue, silent, text

__all__ = ["QUESTION", "answer"]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Count the measure before and after the activity, compare it with others, and say what follows and what else may explain it."""
    of = read_inputs(case, options, progress)
    measured = of.measured
    verdict = judged(measured) if measured is not None else None
    missing = list(measured.lacking) if measured is not None else [Message(f"{AREA}.name-measure")]
    tables = [periods_table(measured, verdict), others_table(measured, verdict)] if measured is not None and verdict is not None else []
    if of.rivals:
        tables.append(rivals_table(of))
    has_chart = verdict is not None and verdict.found is not None
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(findings(of, verdict)),
        tables=tuple(tables),
        figures=pictures(of, verdict) if has_chart and verdict is not None else (),
        caveats=(*(measured.notes if measured is not None else ()), QUESTION.limits),
        missing=tuple(missing),
    )


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=("activities",),
    also_needs=CONDITIONS,
    options=(
        Option("activity", Reference(("activities",))),
        text("phrase"),
        text("pages"),
        actor("first"),
        actor("second"),
        choice("acts", "conflict", "cooperation"),
        actor("actor"),
        issue("issue"),
        text("controls"),
        choice("every", "week", "month", "quarter", "year"),
        date("since"),
    ),
    answer=answer,
    heads=(Headline("verdict", judgement="effect"),),
    references=(
        "Abadie, Diamond & Hainmueller 2010, doi:10.1198/jasa.2009.ap08746",
        "Chernozhukov, Wüthrich & Zhu 2021, doi:10.1080/01621459.2021.1920957",
        "Mayne 2012, doi:10.1177/1356389012451663",
    ),
    subject="world",
)
