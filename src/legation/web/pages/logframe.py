"""The logical framework of a strategy, its timeline, and the framework as a file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from legation.dossier import When
from legation.language import Message
from legation.questions import Case
from legation.questions.dates import happenings
from legation.web.aims import Act, Aim, Gauge, Ground
from legation.web.asked import Asked
from legation.web.drawn import answered, picture
from legation.web.known import known
from legation.web.pages.calendar import DATED
from legation.web.pages.strategy import strategy
from legation.web.route import Page, file, page
from legation.web.rows import home_of

__all__ = ["FORMS", "Logframe", "Timeline"]

FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the framework: an objective, or an activity that serves it.

    Attributes
    ----------
    level : int
        How deep below an objective that is part of no other.
    """

    aim: Aim | None = None
    activity: Act | None = None
    level: int
    indicators: list[Gauge] = field(default_factory=list)
    assumptions: list[Ground] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Logframe(Page):
    """The framework: what we want or do, how it is measured, what it rests on."""

    day: dt.date
    lines: list[Line]
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Happened:
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
    rows: list[Happened]


@page("dossiers/<slug:slug>/strategy/logframe", name="strategy.logframe", template="pages/strategy_logframe.html", kept=True)
def logframe(asked: Asked) -> Logframe:
    """Return the framework as a table."""
    made = strategy(asked)
    lines = []
    for aim in made.aims:
        lines.append(Line(aim=aim, level=aim.level, indicators=aim.indicators, assumptions=aim.assumptions))
        lines.extend(Line(activity=act, level=aim.level + 1) for act in aim.activities)
    files = {form: asked.href("strategy.logframe.file", form=form) for form in FORMS} if asked.may("export") else {}
    return Logframe(title=Message("page-strategy.logframe"), day=made.day, lines=lines, files=files)


@file("dossiers/<slug:slug>/strategy/logframe/<slug:form>", name="strategy.logframe.file", action="export")
def logframe_file(asked: Asked, form: str) -> HttpResponse:
    """Return the framework as CSV or as a workbook; read again, it gives the same rows."""
    from legation.sources.logframe import logframe_csv, logframe_xlsx

    if form not in FORMS:
        raise Http404
    data = (logframe_csv if form == "csv" else logframe_xlsx)(asked.view)
    name = f"{asked.dossier.slug}-logframe.{form}"
    return HttpResponse(data, content_type=FORMS[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@page("dossiers/<slug:slug>/strategy/timeline", name="strategy.timeline", template="pages/strategy_timeline.html", kept=True, rests=DATED)
def timeline(asked: Asked) -> Timeline:
    """Return activities and votes on one line of time, drawn as the question on the strategy draws them."""
    answer = answered(asked, "is-the-strategy-sound")
    drawn = picture(asked, "is-the-strategy-sound", asked.lang)
    figure = answer.figures[0] if answer is not None and answer.figures else None
    case = known(asked)
    return Timeline(
        title=Message("page-strategy.timeline"),
        day=case.as_of,
        picture=mark_safe((drawn or b"").decode("utf-8")),  # noqa: S308 - drawn by our own code, every text in it escaped
        alt=figure.alt if figure else "",
        finding=figure.title if figure else "",
        rows=_rows(asked, case),
    )


def _rows(asked: Asked, case: Case) -> list[Happened]:
    """Return what the picture shows: activities, and from their first year on the votes on our issues, not those in committee."""
    dates = [one for one in happenings(case) if one.kind in ("action", "vote")]
    begun = min((one.when.first.year for one in dates if one.kind == "action"), default=case.as_of.year)
    ours = {row.id for row in case.dossier.rollcalls if row.issue and row.stage != "committee"}
    return [
        Happened(one.when, one.end, one.label, one.what, one.who, home_of(asked, one.table, one.row), one.when.first > case.as_of)
        for one in dates
        if one.kind == "action" or (one.row in ours and one.when.first.year >= begun)
    ]
