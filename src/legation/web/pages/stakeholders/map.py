"""Actors on the power/interest grid of an issue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse

from legation.dossier import standing
from legation.language import Message
from legation.questions import AnswerTable
from legation.questions.answer import NUMERIC
from legation.web.forms.row_form import add_href, may_change
from legation.web.runs.pictures import INLINE_QUESTIONS, drawn_response, inline_answer, inline_figure, on_screen
from legation.web.site.as_of import AsOfPage, later, positions_at
from legation.web.site.page import PageRequest
from legation.web.site.routing import file, page

__all__ = ["PowerGridPage"]


@dataclass(frozen=True, kw_only=True)
class PowerGridPage(AsOfPage):
    """The power/interest grid of an issue: findings, the picture's address and alternative, and the table."""

    issues: list[tuple[str, Any, bool]]
    issue: str
    day: dt.date
    findings: list[Any]
    figure: str
    alt: Any
    columns: list[tuple[Any, bool]]
    rows: list[list[str]]
    add: str


@page("dossiers/<slug:slug>/actors/grid", name="actors.grid", template="pages/actors_grid.html", cached=True, tables=("positions",))
def grid(request: PageRequest) -> PowerGridPage:
    """Return who matters on ``?issue=``."""
    issues = standing(request.known.issues)
    wanted = request.query.get("issue", "")
    chosen = wanted if wanted in {i.id for i in issues} else _default_issue(request)
    answer = inline_answer(request, "who-matters", issue=chosen) if chosen else None
    table = answer.tables[0] if answer and answer.tables else None
    return PowerGridPage(
        title=Message("page-actors.grid"),
        issues=[(i.id, i.question or i.id, i.id == chosen) for i in issues],
        issue=chosen,
        day=request.day,
        findings=[f.message for f in answer.findings] if answer else [],
        figure=request.href("drawn", question="who-matters") + f"?{_query(request, chosen)}" if answer and answer.figures else "",
        alt=answer.figures[0].alt if answer and answer.figures else "",
        columns=[(c.title, c.kind in NUMERIC) for c in table.columns] if table else [],
        rows=_cells(table, request) if table else [],
        add=add_href(request, "positions", back=request.href("actors.grid")) if may_change(request, "positions") else "",
        **later(request, "positions", "interests"),
    )


@file("dossiers/<slug:slug>/drawn/<slug:question>", name="drawn", action="see")
def figure_file(request: PageRequest, question: str) -> HttpResponse:
    """Return the figure of an answer as SVG: ``?issue=`` (else the first one) and ``?as_of=`` as on the page that shows it."""
    issue = request.query.get("issue", "") or _first_issue(request)
    if question not in INLINE_QUESTIONS or issue not in {i.id for i in request.known.issues}:
        raise Http404
    content = inline_figure(request, question, request.lang, issue=issue)
    if content is None:
        raise Http404
    return drawn_response(on_screen(content))


def _first_issue(request: PageRequest) -> str:
    """Return the first issue on which positions are held, else the first one; nothing where there is none."""
    issues = [i.id for i in standing(request.known.issues)]
    issues_taken = {p.issue for p in request.known.positions}
    return next((i for i in issues if i in issues_taken), issues[0] if issues else "")


def _default_issue(request: PageRequest) -> str:
    """Return the first issue on which some position has an influence and a salience, else the first one on which positions are held."""
    positions = positions_at(request.known, request.day)
    weighed = {issue for (_, issue), rows in positions.items() if any(p.influence is not None and p.salience is not None for p in rows)}
    return next((i.id for i in standing(request.known.issues) if i.id in weighed), "") or _first_issue(request)


def _query(request: PageRequest, issue: str) -> str:
    from urllib.parse import urlencode

    day = {"as_of": request.query["as_of"]} if request.query.get("as_of") else {}
    return urlencode({"issue": issue, **day, "revision": request.dossier.head})


def _cells(table: AnswerTable, request: PageRequest) -> list[list[str]]:
    return [[table.cell(r, c, request.lang) for c in range(len(table.columns))] for r in range(len(table.rows))]
