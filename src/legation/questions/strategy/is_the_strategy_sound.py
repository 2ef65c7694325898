"""Is the strategy sound? Ends and means, measures, audiences, owners and assumptions, checked; activities filed by means and object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from legation.dossier import TABLES, standing
from legation.dossier.tables.strategy import FILES, Filed, Flaw, filed, flaws
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.figures.kit.timeline import Happening, Lane, timeline
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, Named
from legation.questions.base.case import Case
from legation.questions.base.columns import DATE, EVIDENCE, SHARED, Columns
from legation.questions.base.happenings import KINDS
from legation.questions.question import Headline, Progress, Question, silent

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
        figures=_figures(case, found, files),
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
        (
            Message(f"{AREA}.flaw.{flaw.code}"),
            flaw.table,
            flaw.row,
            _subject(case, flaw.table, flaw.row),
            Message(f"{AREA}.remedy.{flaw.code}"),
        )
        for flaw in found
    )
    columns = (*column.text(flaw="flaw-column"), *SHARED.text(table="part", row="row", text="text", remedy="remedy"))
    return AnswerTable(id="flaws", title=Message(f"{AREA}.flaws-table"), columns=columns, rows=rows)


def _subject(case: Case, table: str, identifier: str) -> Any:
    row = next(row for row in case.dossier.rows(table) if row.id == identifier)
    name = {"activities": "title", "objectives": "aim", "indicators": "measure", "assumptions": "claim"}[table]
    return getattr(row, name) or TABLES[table].title


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


_BARE = 4
"""Rows with a flaw that no lane of time has room for: so many are drawn."""


def _figures(case: Case, found: tuple[Flaw, ...], files: Mapping[str, Filed]) -> tuple[Figure, ...]:
    """Return the activities by objective on a line of time, each flaw where it stands, and the votes around them."""
    lanes = _lanes(case, found, files)
    marks = [one for lane in lanes for one in lane.happenings]
    if not marks:
        return ()
    since = min(one.first for one in marks)
    votes = tuple(
        Happening(
            name=Message(f"{AREA}.vote-mark", symbol=row.symbol or row.id),
            first=row.date.first,
            last=row.date.last,
            when=row.date,
            kind="vote",
            row=("rollcalls", row.id),
            evidence=row.evidence,
        )
        for row in standing(case.dossier.rollcalls)
        if row.date and row.issue and row.stage != "committee" and row.date.first.year >= since.year
    )
    if votes:
        lanes.append(Lane(name=Message(f"{AREA}.votes-lane"), happenings=votes))
    values = {"count": len(files), "as_of": case.as_of}
    title = Message(f"{AREA}.figure-title", count=len(found)) if found else Message(f"{AREA}.figure-title-none")
    undated = sum(not row.date for row in standing(case.dossier.activities))
    return (
        timeline(
            lanes,
            KINDS,
            as_of=case.as_of,
            id="timeline",
            title=title,
            subtitle=Message(f"{AREA}.figure-subtitle", **values),
            alt=Message(f"{AREA}.figure-alt", finding=title, **values),
            notes=[Message(f"{AREA}.figure-undated", count=undated)] if undated else (),
        ),
    )


def _lanes(case: Case, found: tuple[Flaw, ...], files: Mapping[str, Filed]) -> list[Lane]:
    """Return a lane for each objective with the dated activities that serve it first, then those for none, and flaws of other rows."""
    flaws: dict[tuple[str, str], list[Message]] = {}
    for flaw in found:
        flaws.setdefault((flaw.table, flaw.row), []).append(Message(f"{AREA}.flaw.{flaw.code}"))
    said = {row: Message(f"{AREA}.several-flaws", flaws=tuple(each)) for row, each in flaws.items()}
    aims = {row.id: row for row in standing(case.dossier.objectives)}
    serving: dict[str, list[Happening]] = {name: [] for name in (*aims, "")}
    for row in standing(case.dossier.activities):
        if row.date:
            aim = next((name for name in row.objectives if name in aims), "")
            serving[aim].append(
                Happening(
                    name=row.title,
                    kind=files[row.id],
                    first=row.date.first,
                    last=row.date.last,
                    end=row.end.last if row.end else None,
                    when=row.date,
                    warning=said.pop(("activities", row.id), ""),
                    row=("activities", row.id),
                    evidence=row.evidence,
                )
            )
    lanes = []
    for name, objective in aims.items():
        key = ("objectives", name)
        happenings, warning = tuple(serving[name]), said.pop(key, "")
        lanes.append(Lane(name=objective.aim or name, happenings=happenings, warning=warning, row=key, evidence=objective.evidence))
    if serving[""]:
        lanes.append(Lane(name=Message(f"{AREA}.no-objective"), happenings=tuple(serving[""])))
    rest = [(key, words) for key, words in said.items() if key[0] != "activities"][:_BARE]
    return [*lanes, *(Lane(name=_subject(case, *key), happenings=(), warning=words, row=key) for key, words in rest)]


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=("objectives|activities",),
    answer=answer,
    heads=(
        Headline("flaws", "count"),
        Headline("flaws"),
    ),
    references=("OECD/DAC Glossary of Key Terms in Evaluation and Results Based Management, 2010",),
)
