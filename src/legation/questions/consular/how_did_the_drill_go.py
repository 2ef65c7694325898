"""How did the drill go? What an exercise of the consular desk measured: of a team, never of an officer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from legation.dossier.records.consular import DRILL_SCORES
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case
from legation.questions.base.choices import drills_scored
from legation.questions.base.columns import Columns
from legation.questions.consular.counts import DayOfCounts, counts_of, number_of
from legation.questions.question import Headline, Progress, Question, chosen, silent

__all__ = ["QUESTION", "answer"]

AREA = "how-did-the-drill-go"
column = Columns(f"{AREA}.column.")
_ORDER = ("wrongly_safe", "found_late", "first_wave_minutes", "reports_lost")
"""What matters most first: people taken for safe who were not."""


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what the last exercise measured, the gravest first, and what it did not measure."""
    counts = counts_of(case, options["drill"], scores=True)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(counts)),
        tables=(_table(counts),),
        caveats=(Message("consular-counts.drill"), QUESTION.limits),
        missing=tuple(
            Message(f"{AREA}.not-measured", score=Message(f"choice.consular.status.{score}"))
            for score in _ORDER
            if counts.count(score) is None
        ),
    )


def _findings(counts: DayOfCounts) -> Iterator[Finding]:
    for score in _ORDER:
        found = counts.count(score)
        if found is None:
            continue
        name = score.replace("_", "-")
        form = f"{name}-none" if found == "0" and score != "first_wave_minutes" else name
        number = {} if form.endswith("-none") else {"count": number_of(found)}
        if name != "first-wave-minutes" and isinstance(number.get("count"), Message):
            form, number = f"{name}-few", {}
        message = Message(f"{AREA}.{form}", **number)
        if score == next(one for one in _ORDER if counts.count(one) is not None):
            message = Message(f"{AREA}.of", crisis=counts.crisis, day=counts.day, line=message)
        yield Finding(id=name, message=message, evidence=counts.evidence, confidence="high")
    if not any(counts.count(score) is not None for score in _ORDER):
        message = Message(f"{AREA}.by-post", crisis=counts.crisis, day=counts.day)
        yield Finding(id="by-post", message=message, evidence=counts.evidence, confidence="low")


def _table(counts: DayOfCounts) -> AnswerTable:
    """Return each score by post, as shown."""
    order = {score: place for place, score in enumerate(DRILL_SCORES)}
    rows = tuple(
        (Message(f"choice.consular.status.{row.status}"), row.post, _shown(row.count), _earlier(counts, row.status))
        for row in sorted(counts.rows, key=lambda row: (order[row.status], row.post))
    )
    return AnswerTable(
        id="scores", title=Message(f"{AREA}.table", day=counts.day), columns=column.text("score", "post", "count", "before"), rows=rows
    )


def _shown(count: str) -> Any:
    return count if count.isdigit() else number_of(count)


def _earlier(counts: DayOfCounts, status: str) -> Any:
    found = counts.earlier(status)
    return "" if found is None else _shown(found)


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=("consular",),
    options=(chosen("drill", drills_scored),),
    answer=answer,
    heads=(Headline("wrongly-safe"), Headline("found-late"), Headline("first-wave-minutes")),
)
