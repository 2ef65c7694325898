"""What does the strategy cover? Each criterion of public frames: met, partly, missing or unknown, and the page on which it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.dossier import TABLES, Posture, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named, first_of
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import EVIDENCE, Columns
from legation.questions.question import Headline, Progress, Question, silent
from legation.questions.strategy.coverage.checks import found_for
from legation.questions.strategy.coverage.criteria import AREA, Criterion, criteria
from legation.questions.strategy.coverage.posture import posture_of
from legation.questions.strategy.coverage.state import BRIEF, STATES, Found

__all__ = ["QUESTION", "answer"]

_NAMED = 5
"""Gaps that a sentence names."""
_HOLD = ("objectives", "activities", "threats", "posture")
"""The tables that hold a strategy: one of them has a row."""
_GRAVEST = ("missing", "unknown", "partly")
column = Columns(f"{AREA}.")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Hold the strategy against the criteria."""
    if not any(standing(case.dossier.rows(table)) for table in _HOLD):
        raise NotAvailable(
            Message("all-questions.nothing-there", part="objectives.csv", as_of=case.as_of, what=Message("table.objectives"))
        )
    found = [(one, found_for(case, one)) for one in criteria()]
    progress(90, 100)
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(found)),
        tables=(_coverage(case, found), _sources()),
        caveats=(Message(f"{AREA}.no-score"), QUESTION.limits),
        missing=tuple(_missing(found)),
    )


def _findings(found: Sequence[tuple[Criterion, Found]]) -> Iterator[Finding]:
    counts = Counter(one.state for _, one in found)
    shares = {state: counts[state] for state in STATES}
    evidence = joined_evidence(one.evidence for _, one in found)
    yield Finding(id="states", message=Message(f"{AREA}.states", count=len(found), **shares), evidence=evidence, confidence="high")
    gaps = [criterion.called for state in _GRAVEST for criterion, one in found if one.state == state]
    if gaps:
        yield Finding(id="gaps", message=Message(f"{AREA}.gaps", count=len(gaps), which=first_of(gaps, _NAMED)), confidence="high")


def _coverage(case: Case, found: Sequence[tuple[Criterion, Found]]) -> AnswerTable:
    rows = []
    for criterion, one in found:
        row = posture_of(case, criterion)
        rows.append(
            (
                criterion.called,
                criterion.frame,
                Message(f"{AREA}.state.{one.state}"),
                _why(criterion, one),
                _page(one.table),
                row.level if row else None,
                _note(row),
                joined_evidence((row.evidence if row else (), one.evidence)),
            )
        )
    columns = (
        *column.text("criterion", "frame", state="state-column"),
        *column.text(why="why-column", table="page"),
        *column.number("level"),
        *column.text("note"),
        EVIDENCE,
    )
    return AnswerTable(id="coverage", title=Message(f"{AREA}.table"), columns=columns, rows=tuple(rows))


def _page(table: str) -> Named:
    """Return the page on which a criterion is mended: that of a table, or the form of the note."""
    return Named(table, Message(f"{AREA}.form-of-note") if table == BRIEF else TABLES[table].title)


def _why(criterion: Criterion, one: Found) -> Message:
    """Return how many of the things that its check looks at are as they should be; of levels what is known."""
    if one.of:
        return Message(f"{AREA}.have.{criterion.check}", count=one.of, have=one.have, criterion=criterion.id)
    return Message(f"{AREA}.level-{one.state}" if one.table == "posture" else f"{AREA}.nothing")


def _note(row: Posture | None) -> Any:
    return row.note if row is not None and row.note else ""


def _sources() -> AnswerTable:
    """Return whence each criterion is, how far that was compared, and the rule by which it is judged."""
    rows = tuple(
        (one.called, one.source, Message(f"verified.{one.verified}"), one.checked_on, Message(f"{AREA}.rule.{one.check}"))
        for one in criteria()
    )
    columns = (*column.text("criterion", "source", "verified"), *column.date("checked_on"), *column.text(rule="rule-column"))
    return AnswerTable(id="criteria", title=Message(f"{AREA}.criteria-table"), columns=columns, rows=rows)


def _missing(found: Sequence[tuple[Criterion, Found]]) -> Iterator[Message]:
    unknown = [criterion.called for criterion, one in found if one.state == "unknown"]
    if unknown:
        yield Message(f"{AREA}.no-posture", count=len(unknown), which=first_of(unknown, _NAMED))


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=("|".join(_HOLD),),
    answer=answer,
    heads=(Headline("states", "missing"),),
    builds_on=("is-the-strategy-sound",),
    follows=("what-would-a-red-team-say",),
    references=(
        "Directive (EU) 2022/2555, article 7",
        "ITU and others (2025), Guide to Developing a National Cybersecurity Strategy, 3rd edition, ISBN 978-92-61-42091-8",
        "ENISA (2020), National Capabilities Assessment Framework",
    ),
)
