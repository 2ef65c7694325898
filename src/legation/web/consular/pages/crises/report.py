"""The situation report: counts only, on a page and as PDF, in French and in English."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe

from legation.consular.roll_call import STATUSES
from legation.language import Message
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.calls import call_of
from legation.web.consular.crises.situation import Situation, change_of, situation_of
from legation.web.consular.crises.situation_words import expected_words, first_words, unknown_words
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest, Page, file, page

__all__ = ["report", "report_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """How many people have a status, and by how many that rose within an hour."""

    status: Message
    count: int
    change: int | None


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """The situation in counts."""

    crisis: str
    at: dt.datetime
    first: tuple[Message, ...]
    counts: tuple[CountLine, ...]
    unknown: tuple[Message, ...]
    expected: Message
    picture: SafeString
    picture_words: Message | None
    file_href: str
    back: str


def _situation(request: DeskRequest, crisis: str) -> tuple[Crisis, Situation]:
    found = crisis_of(request, crisis)
    return found, situation_of(found, call_of(found, posts_in(request, found)), dt.datetime.now(dt.UTC))


@page("posts/<slug:post>/crises/<slug:crisis>/report", name="crises.report", template="consular/crises/report.html", action="see-crises")
def report(request: DeskRequest, crisis: str) -> ReportPage:
    """Show the situation report."""
    from legation.figures import render
    from legation.web.consular.crises.situation_figure import replies_figure

    found, situation = _situation(request, crisis)
    figure = replies_figure(situation)
    svg = render.svg(figure, request.lang) if figure is not None else ""
    return ReportPage(
        title=Message("desk-report.title"),
        crisis=read_about(found).title(request.lang),
        at=situation.at,
        first=tuple(first_words(situation)),
        counts=tuple(
            CountLine(status=Message(f"desk-roll.status.{status}"), count=situation.counts[status], change=change_of(situation, status))
            for status in STATUSES
        ),
        unknown=tuple(unknown_words(situation)),
        expected=expected_words(situation),
        picture=mark_safe(svg),  # noqa: S308 - our renderer escapes
        picture_words=figure.alt if figure is not None else None,
        file_href=request.href("crises.report-file", crisis=found.pk),
        back=request.href("crises.one", crisis=found.pk),
    )


@file("posts/<slug:post>/crises/<slug:crisis>/report.pdf", name="crises.report-file", action="see-crises")
def report_file(request: DeskRequest, crisis: str) -> HttpResponse:
    """Return the situation report as PDF."""
    from legation.web.consular.crises.papers import paper_response, report_paper

    found, situation = _situation(request, crisis)
    title = read_about(found).title(request.lang)
    return paper_response(report_paper(title, situation, found, request.lang, is_drill=settings.CONSULAR_DRILL))
