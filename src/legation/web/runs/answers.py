"""An answer as files: what the page shows in each language, drawings, tables for spreadsheets, data for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from legation.briefing import drawing
from legation.briefing.data import csv_table
from legation.briefing.document import Picture
from legation.briefing.words import footer
from legation.language import LANGUAGES, Lang, say
from legation.methods.progress import Progress
from legation.questions import Answer, AnswerTable, Case, Finding, Question, ask, find
from legation.web.runs.case import case_of, highest_marking
from legation.web.runs.held import Made
from legation.web.runs.models import Run

__all__ = ["CONTENT", "make"]

CONTENT = "content.json"
"""What the page of a run is made of."""
_LEFT = {"text", "date", "vote", "actors", "evidence"}
_CAST = {"yes", "abstain", "no"}


def make(run: Run, progress: Progress) -> Sequence[Made]:
    """Ask the question and write the answer down in every language."""
    question, case = find(run.question), case_of(run)
    answer = ask(question, case, progress, **run.options)
    made: list[Made] = []
    for lang in LANGUAGES:
        made += _files(question, answer, case, lang)
    return made


def _files(question: Question, answer: Answer, case: Case, lang: Lang) -> Iterator[Made]:
    below = footer(answer, lang)
    pictures = [Picture(figure, below) for figure in answer.figures]
    for picture, png in zip(pictures, drawing.pngs(pictures, lang), strict=True):
        name = f"figure-{picture.figure.id}"
        yield Made(f"{name}.svg", "image/svg+xml", drawing.svg(picture, lang).encode(), lang)
        yield Made(f"{name}.png", "image/png", png, lang)
        yield Made(f"{name}.json", "application/json", _json(picture.figure.specification(lang, footer=below)), lang)
    for table in answer.tables:
        yield Made(f"table-{table.id}.csv", "text/csv; charset=utf-8", csv_table(table, lang), lang)
    yield Made("answer.json", "application/json", _json(answer.to_json(lang)), lang)
    yield Made(CONTENT, "application/json", _json(_content(question, answer, case, lang)), lang)


def _content(question: Question, answer: Answer, case: Case, lang: Lang) -> Mapping[str, Any]:
    """Return an answer as plain structures in which everything is said."""
    sources = {row.id: say(row.title, lang) or row.id for row in case.dossier.evidence}
    provenance = answer.provenance
    return {
        "title": say(answer.title, lang),
        "marking": highest_marking(case.dossier),
        "findings": [_finding(f, sources, lang) for f in answer.findings],
        "tables": [_table(t, lang) for t in answer.tables],
        "figures": [
            {"id": f.id, "title": say(f.title, lang), "subtitle": say(f.subtitle, lang), "alt": say(f.alt, lang)} for f in answer.figures
        ],
        "caveats": [say(c, lang) for c in answer.caveats],
        "missing": [say(m, lang) for m in answer.missing],
        "method": say(question.method, lang),
        "limits": say(question.limits, lang),
        "references": list(question.references),
        "footer": footer(answer, lang),
        "provenance": {
            "dossier": provenance.dossier,
            "hash": provenance.hash,
            "as_of": provenance.as_of,
            "today": provenance.today,
            "options": {name: value for name, value in provenance.options.items() if value not in (None, "")},
            "seed": provenance.seed,
            "version": provenance.version,
            "observations": provenance.observations,
        }
        if provenance
        else {},
    }


def _finding(finding: Finding, sources: Mapping[str, str], lang: Lang) -> Mapping[str, Any]:
    return {
        "id": finding.id,
        "text": say(finding.message, lang),
        "confidence": finding.confidence,
        "contrary": say(finding.contrary, lang) if finding.contrary else "",
        "evidence": [{"id": e, "title": sources[e]} for e in finding.evidence if e in sources],
    }


def _table(table: AnswerTable, lang: Lang) -> Mapping[str, Any]:
    columns = [{"id": c.id, "title": say(c.title, lang), "kind": c.kind, "right": c.kind not in _LEFT} for c in table.columns]
    rows = []
    for number, row in enumerate(table.rows):
        cells = []
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            cell: dict[str, Any] = {"text": table.cell(number, place, lang)}
            if column.kind not in _LEFT:
                cell["right"] = True
            if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
                cell["value"] = float(value)
            elif column.kind == "date" and value is not None:
                cell["value"] = getattr(value, "text", None) or str(value)
                cell["nowrap"] = True
            if column.kind == "vote" and isinstance(value, str):
                cell |= {"vote": value if value in _CAST else "absent", "letter": cell["text"][:1].upper() if value in _CAST else "–"}
            elif column.kind == "evidence":
                cell["evidence"] = list(value)
            cells.append(cell)
        rows.append(cells)
    return {"id": table.id, "title": say(table.title, lang), "columns": columns, "rows": rows}


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8")
