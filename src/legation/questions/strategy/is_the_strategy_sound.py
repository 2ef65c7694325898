"""Is the strategy sound? Ends and means, measures, audiences, owners and assumptions, checked; activities filed by means and object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal

from legation.dossier import TABLES, standing
from legation.dossier.tables.strategy import FILES, Filed, Flaw, filed, flaws
from legation.errors import NotAvailable
from legation.figures.timeline import Happening, timeline
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named
from legation.questions.base.case import Case
from legation.questions.base.columns import DATE, EVIDENCE, SHARED, Columns
from legation.questions.question import Progress, Question, silent

__all__ = ["QUESTION", "answer"]

AREA = "is-the-strategy-sound"
column = Columns(f"{AREA}.")


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Lint the strategy, and file each activity by its means and its object."""
    dossier = case.dossier
    activities = standing(dossier.activities)
    if not (activities or dossier.objectives):
        raise NotAvailable(
            Message("all-questions.nothing-there", part="objectives.csv", as_of=case.as_of, what=Message("table.objectives"))
        )
    found = flaws(dossier)
    files = {row.id: filed(dossier, row) for row in activities}
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=_findings(case, found, files),
        tables=(_flaws_table(case, found), _filed_table(case, files), _indicators(case)),
        figures=_figures(case, files),
        caveats=(QUESTION.limits,),
    )


def _findings(case: Case, found: tuple[Flaw, ...], files: Mapping[str, Filed]) -> tuple[Finding, ...]:
    counts = Counter(files.values())
    evidence = tuple(dict.fromkeys(e for row in standing(case.dossier.activities) for e in row.evidence))
    shares = {name: counts[name] for name in FILES}
    kinds = Counter(flaw.code for flaw in found)
    words = tuple(Message(f"{AREA}.count.{code}", count=count) for code, count in kinds.items())
    message = Message(f"{AREA}.flaws", count=len(found), kinds=words) if found else Message(f"{AREA}.no-flaws")
    flawed = {(flaw.table, flaw.row) for flaw in found}
    rests = [row.evidence for table, _ in dict.fromkeys(flawed) for row in case.dossier.rows(table) if (table, row.id) in flawed]
    sources = tuple(sorted({e for evidence in rests for e in evidence}))
    result = [Finding(id="flaws", message=message, evidence=sources or evidence, confidence="high")]
    claims = {row.id: row for row in case.dossier.assumptions}
    for flaw in found:
        if flaw.code == "contradicted":
            against = tuple(Named(e.id, e.title) for e in case.dossier.evidence if e.id in flaw.evidence)
            message = Message(f"{AREA}.contradicted", claim=claims[flaw.row].claim, against=against)
            result.append(Finding(id=f"contradicted:{flaw.row}", message=message, evidence=flaw.evidence, confidence="moderate"))
    message = Message(f"{AREA}.filed", count=len(files), **shares)
    return (*result, Finding(id="filed", message=message, evidence=evidence, confidence="high"))


def _flaws_table(case: Case, found: tuple[Flaw, ...]) -> AnswerTable:
    rows = tuple(
        (Message(f"{AREA}.flaw.{flaw.code}"), flaw.table, flaw.row, _words(case, flaw), Message(f"{AREA}.remedy.{flaw.code}"))
        for flaw in found
    )
    columns = (*column.text(flaw="flaw-column"), *SHARED.text(table="part", row="row", text="text", remedy="remedy"))
    return AnswerTable(id="flaws", title=Message(f"{AREA}.flaws-table"), columns=columns, rows=rows)


def _words(case: Case, flaw: Flaw) -> Any:
    row = next(row for row in case.dossier.rows(flaw.table) if row.id == flaw.row)
    name = {"activities": "title", "objectives": "aim", "indicators": "measure", "assumptions": "claim"}[flaw.table]
    return getattr(row, name) or TABLES[flaw.table].title


def _filed_table(case: Case, files: Mapping[str, Filed]) -> AnswerTable:
    aims = {row.id: row.aim for row in case.dossier.objectives}
    rows = tuple(
        (
            row.title,
            Message(f"filed.{files[row.id]}"),
            row.means,
            tuple(Named(o, aims[o]) for o in row.objectives if o in aims),
            row.date,
            Message(f"status.{row.status}") if row.status else "",
            row.evidence,
        )
        for row in standing(case.dossier.activities)
    )
    columns = (*SHARED.text("activity", "filed", "means"), *SHARED.actors("objectives"), DATE, *SHARED.text("status"), EVIDENCE)
    return AnswerTable(id="activities", title=Message(f"{AREA}.activities"), columns=columns, rows=rows)


def _indicators(case: Case) -> AnswerTable:
    rows = tuple(
        (row.measure, row.baseline, row.baseline_on, row.reached, row.target, row.target_on, row.unit)
        for row in standing(case.dossier.indicators)
    )
    columns = (
        *SHARED.text("measure"),
        *SHARED.number("baseline"),
        *SHARED.date(baseline_on="on"),
        *SHARED.number("reached", "target"),
        *SHARED.date(target_on="on"),
        *SHARED.text("unit"),
    )
    return AnswerTable(id="indicators", title=Message(f"{AREA}.indicators"), columns=columns, rows=rows)


def _figures(case: Case, files: Mapping[str, Filed]) -> tuple[Any, ...]:
    marks = [
        Happening(name=row.title, start=row.date.first, end=row.end.last if row.end else None, side=_side(files[row.id]))
        for row in standing(case.dossier.activities)
        if row.date
    ]
    since = min((mark.start for mark in marks), default=case.as_of)
    marks += [
        Happening(name=Message(f"{AREA}.vote-mark", symbol=row.symbol or row.id), start=row.date.first, kind="vote")
        for row in standing(case.dossier.rollcalls)
        if row.date and row.issue and row.stage != "committee" and row.date.first.year >= since.year
    ]
    if not marks:
        return ()
    values = {"count": len(files), "as_of": case.as_of}
    return (
        timeline(
            sorted(marks, key=lambda m: (m.start, str(m.name)))[-60:],
            as_of=case.as_of,
            id="timeline",
            title=Message(f"{AREA}.figure-title", **values),
            subtitle=Message(f"{AREA}.figure-subtitle", **values),
            alt=Message(f"{AREA}.figure-alt", **values),
        ),
    )


def _side(file: Filed) -> Literal["digital", "cyber", "both", "neither"]:
    return "neither" if file == "unfiled" else file


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=("objectives",),
    answer=answer,
    references=("OECD/DAC Glossary of Key Terms in Evaluation and Results Based Management, 2010",),
)
