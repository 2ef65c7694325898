"""The situation report: counts only, on a page and as PDF, in French and in English, as of now and as the desk stored it each hour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from legation.consular.roll_call import STATUSES
from legation.language import LANGUAGES, Message
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.calls import call_of
from legation.web.consular.crises.situation import Situation, change_of, situation_of
from legation.web.consular.crises.situation_words import expected_words, first_words, since_words, unknown_words
from legation.web.consular.crises.stored_situations import since, stored_situations
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.records.models import Crisis
from legation.web.consular.routing import DeskRequest, Page, file, page

__all__ = ["report", "report_file"]

_MOST = 200
"""Stored reports that the page lists: those of eight days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """How many people have a status, and by how many that rose since the report before."""

    status: Message
    count: int
    change: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A report that the desk has stored."""

    at: dt.datetime
    unaccounted: int
    people: int
    href: str
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class ReportPage(Page):
    """The situation in counts; ``changed_since``: over what the changes are, None where there are none."""

    crisis: str
    at: dt.datetime
    first: tuple[Message, ...]
    counts: tuple[CountLine, ...]
    unknown: tuple[Message, ...]
    expected: Message
    picture: SafeString
    picture_words: Message | None
    changed_since: Message | None
    stored: tuple[StoredReport, ...]
    is_stored: bool
    now_href: str
    papers: tuple[tuple[str, str], ...]
    back: str


def _situation(request: DeskRequest, crisis: str) -> tuple[Crisis, Situation, list[tuple[str, Situation]]]:
    """Return the situation as of now, or the stored one that is named, with what changed since the one before; and all that are stored."""
    found = crisis_of(request, crisis)
    posts = posts_in(request, found)
    earlier = stored_situations(found, posts)
    named = request.query.get("stored", "")
    if named and named not in dict(earlier):
        raise Http404
    one = dict(earlier)[named] if named else situation_of(found, call_of(found, posts), dt.datetime.now(dt.UTC))
    return found, since(one, earlier), earlier


@page("posts/<slug:post>/crises/<slug:crisis>/report", name="crises.report", template="consular/crises/report.html", action="see-crises")
def report(request: DeskRequest, crisis: str) -> ReportPage:
    """Show the situation report."""
    from legation.figures import render
    from legation.web.consular.crises.situation_figure import replies_figure

    found, situation, earlier = _situation(request, crisis)
    named, here = request.query.get("stored", ""), request.href("crises.report", crisis=found.pk)
    paper = request.href("crises.report-file", crisis=found.pk)
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
        changed_since=since_words(situation),
        stored=tuple(
            StoredReport(at=one.at, unaccounted=one.unaccounted, people=one.people, href=f"{here}?stored={pk}", is_shown=pk == named)
            for pk, one in earlier[:_MOST]
        ),
        is_stored=bool(named),
        now_href=here,
        papers=tuple((lang, f"{paper}?{urlencode({'stored': named, 'lang': lang})}") for lang in LANGUAGES),
        back=request.href("crises.one", crisis=found.pk),
    )


@file("posts/<slug:post>/crises/<slug:crisis>/report.pdf", name="crises.report-file", action="see-crises")
def report_file(request: DeskRequest, crisis: str) -> HttpResponse:
    """Return the situation report as PDF, in the language that is named, else in the reader's."""
    from legation.web.consular.crises.papers import paper_response, report_paper

    found, situation, _ = _situation(request, crisis)
    lang = next((one for one in LANGUAGES if one == request.query.get("lang")), request.lang)
    return paper_response(report_paper(read_about(found).title(lang), situation, found, lang, is_drill=settings.CONSULAR_DRILL))
