"""Strategy: objectives as a tree, the logical framework with its file, and the timeline."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from legation.dossier import When, standing
from legation.dossier.tables.strategy import FILES, filed, flaws
from legation.language import Message
from legation.questions import Case
from legation.questions.strategy.dates import happenings
from legation.web.forms.row_form import add_href, home_of
from legation.web.pages.planning.calendar import DATED
from legation.web.pages.planning.objectives import (
    STRATEGY,
    ActivityLine,
    AssumptionLine,
    IndicatorLine,
    ObjectiveBranch,
    ObjectiveView,
    StrategyReader,
)
from legation.web.runs.pictures import inline_answer, inline_figure
from legation.web.site.as_of import known_case, later_count, later_href
from legation.web.site.attachments import attachment
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, file, page

__all__ = [
    "FORMS",
    "Logframe",
    "Strategy",
    "Timeline",
    "strategy",
]


@dataclass(frozen=True, kw_only=True)
class Strategy(Page):
    """The strategy as it was known on a day.

    Attributes
    ----------
    filed : list of (str, int)
        How many activities are digital diplomacy, cyber diplomacy, both, neither, or not filed.
    later : int
        How many rows became known after the day; ``later_href`` shows them.
    """

    day: dt.date
    aims: list[ObjectiveView]
    outline: list[ObjectiveBranch] = field(repr=False)
    filed: list[tuple[str, int]]
    flaws: int
    sound: str
    add: str
    later: int
    later_href: str


@page("dossiers/<slug:slug>/strategy", name="strategy", template="pages/strategy.html", cached=True, tables=STRATEGY)
def strategy(request: PageRequest) -> Strategy:
    """Return the objectives and what serves, measures and carries them."""
    case = known_case(request)
    reader = StrategyReader(request, case)
    aims, outline = reader.tree()
    loose = reader.loose()
    counted = [filed(case.dossier, row) for row in standing(case.dossier.activities)]
    return Strategy(
        title=Message("web.place.strategy"),
        day=case.as_of,
        aims=aims + ([loose] if loose else []),
        outline=outline,
        filed=[(name, counted.count(name)) for name in FILES if name in counted],
        flaws=len(flaws(case.dossier)),
        sound=request.href("questions.one", question="is-the-strategy-sound"),
        add=add_href(request, "objectives", back=reader.back) if request.may("edit") else "",
        later=later_count(request, case, STRATEGY),
        later_href=later_href(request),
    )


FORMS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogframeLine:
    """A line of the framework: an objective, or an activity that serves it.

    Attributes
    ----------
    level : int
        How deep below an objective that is part of no other.
    """

    aim: ObjectiveView | None = None
    activity: ActivityLine | None = None
    level: int
    indicators: list[IndicatorLine] = field(default_factory=list)
    assumptions: list[AssumptionLine] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Logframe(Page):
    """The framework: what we want or do, how it is measured, what it rests on."""

    day: dt.date
    lines: list[LogframeLine]
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An activity or a vote, by date."""

    when: When
    end: When | None
    kind: Any
    what: Any
    who: Any
    href: str
    planned: bool


@dataclass(frozen=True, kw_only=True)
class Timeline(Page):
    """What was done and voted, and what is planned, as a picture and as a list."""

    day: dt.date
    picture: SafeString = field(repr=False)
    alt: Any
    finding: Any
    rows: list[TimelineEntry]


@page("dossiers/<slug:slug>/strategy/logframe", name="strategy.logframe", template="pages/strategy_logframe.html", cached=True)
def logframe(request: PageRequest) -> Logframe:
    """Return the framework as a table."""
    plan = strategy(request)
    lines = []
    for aim in plan.aims:
        lines.append(LogframeLine(aim=aim, level=aim.level, indicators=aim.indicators, assumptions=aim.assumptions))
        lines.extend(LogframeLine(activity=act, level=aim.level + 1) for act in aim.activities)
    files = {form: request.href("strategy.logframe.file", form=form) for form in FORMS} if request.may("export") else {}
    return Logframe(title=Message("page-strategy.logframe"), day=plan.day, lines=lines, files=files)


@file("dossiers/<slug:slug>/strategy/logframe/<slug:form>", name="strategy.logframe.file", action="export")
def logframe_file(request: PageRequest, form: str) -> HttpResponse:
    """Return the framework as CSV or as a workbook; read again, it gives the same rows."""
    from legation.sources.tables.logframe import logframe_csv, logframe_xlsx

    if form not in FORMS:
        raise Http404
    data = (logframe_csv if form == "csv" else logframe_xlsx)(request.view)
    return attachment(data, f"{request.dossier.slug}-logframe", form)


@page(
    "dossiers/<slug:slug>/strategy/timeline", name="strategy.timeline", template="pages/strategy_timeline.html", cached=True, tables=DATED
)
def timeline(request: PageRequest) -> Timeline:
    """Return activities and votes on one line of time, drawn as the question on the strategy draws them."""
    answer = inline_answer(request, "is-the-strategy-sound")
    drawn = inline_figure(request, "is-the-strategy-sound", request.lang)
    figure = answer.figures[0] if answer is not None and answer.figures else None
    case = known_case(request)
    return Timeline(
        title=Message("page-strategy.timeline"),
        day=case.as_of,
        picture=mark_safe((drawn or b"").decode("utf-8")),  # noqa: S308 - drawn by our own code, every text in it escaped
        alt=figure.alt if figure else "",
        finding=figure.title if figure else "",
        rows=_rows(request, case),
    )


def _rows(request: PageRequest, case: Case) -> list[TimelineEntry]:
    """Return what the picture shows: activities, and from their first year on the votes on our issues, not those in committee."""
    dates = [one for one in happenings(case) if one.kind in ("action", "vote")]
    begun = min((one.when.first.year for one in dates if one.kind == "action"), default=case.as_of.year)
    ours = {row.id for row in case.dossier.rollcalls if row.issue and row.stage != "committee"}
    return [
        TimelineEntry(one.when, one.end, one.label, one.what, one.who, home_of(request, one.table, one.row), one.when.first > case.as_of)
        for one in dates
        if one.kind == "action" or (one.row in ours and one.when.first.year >= begun)
    ]
