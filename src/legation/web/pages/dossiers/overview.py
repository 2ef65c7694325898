"""A dossier at a glance: for its reader, and as somebody sees it with whom its owner shares it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.safestring import SafeString, mark_safe

from legation.dossier import TABLES
from legation.dossier import Dossier as Content
from legation.dossier.changes.difference import subject
from legation.dossier.parts import brief_settings
from legation.dossier.tables.labels import Named
from legation.errors import NotAvailable, WrongUse
from legation.figures import render
from legation.language import Message
from legation.questions import Answer, Case, ask, questions
from legation.questions.situations.paths import all_paths, situations_of
from legation.web.access import effective_grant, scope_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant
from legation.web.pages.situations.paths import HadSituation, SituationChoice, choices_of, had_situations
from legation.web.runs.access import observed_case
from legation.web.site.as_of import AsOfPage, known_case, later
from legation.web.site.doors import take_fora
from legation.web.site.page import PageRequest
from legation.web.site.path_lines import PathLines, beside_dossier, path_here, path_href, path_lines
from legation.web.site.routing import Page, page

__all__ = [
    "AccessPreview",
    "DueRow",
    "Overview",
    "SetupStep",
    "SuggestedQuestion",
    "TableCount",
]


_DUE_SHOWN = 6
_FIRST = {
    "issues": "rows.new",
    "actors": "rows.new",
    "rollcalls": "rows.new",
    "objectives": "rows.new",
    "positions": "positions",
    "evidence": "evidence.add",
}
"""The tables that a dossier is begun with, in the order of the work, and where a row is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCount:
    """A table that holds rows, and how many the person may see."""

    table: str
    title: Message
    count: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupStep:
    """What comes next in a dossier that is begun, in the order of the work; ``done`` where it holds such rows."""

    title: Message
    help: Message
    href: str
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedQuestion:
    """A question that the dossier's brief asks."""

    question: str
    title: Message
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Something with a date ahead, or late."""

    date: Any
    clock: Any
    late: bool
    kind: Message
    what: Any
    who: Any


@dataclass(frozen=True, kw_only=True)
class Overview(AsOfPage):
    """The first page of a dossier.

    Attributes
    ----------
    as_of : date
        The day that the page shows: that at which the dossier is frozen, or today.
    asked : str
        The question of the dossier's brief.
    findings : list of Message
        What the first section of the brief that has a picture answers; ``figure`` is its picture.
    steps : list of Step
        What to do next, for whoever may, while the dossier lacks one of them.
    path : PathLines or None
        The path of the situation that presses most; None where nothing says what the dossier is about.
    situations : list of HadSituation
        The other situations that it has.
    choices : list of SituationChoice
        The eight situations, where nothing says what the dossier is about and the person may say it.
    take_fora : str
        Where fora are taken, for whoever may, while the dossier has none.
    counts : list of Counted
    nothing : Message
        What is said where there are none.
    hash : str
        Of the dossier as this person sees it.
    """

    id: str
    summary: Any
    marking: str
    pap: str
    handling: str
    licence: str
    as_of: dt.date
    asked: str
    suggested: list[SuggestedQuestion]
    stands: Message | None
    stands_href: str
    findings: list[Any]
    figure: SafeString = dataclasses.field(repr=False)
    due: list[DueRow]
    due_more: int
    steps: list[SetupStep]
    path: PathLines | None
    situations: list[HadSituation]
    choices: list[SituationChoice]
    take_fora: str
    counts: list[TableCount]
    nothing: Message
    hash: str


@page("dossiers/<slug:slug>", name="dossier", template="pages/dossier.html", cached=beside_dossier)
def overview(request: PageRequest) -> Overview:
    """Return what the dossier is."""
    view, info = request.view, request.view.info
    case = known_case(request)
    path = _path(request, observed_case(request))
    due = _answer("what-is-due", case)
    rows = due.table("due").rows if due else ()
    answer = _answer("who-stands-where", case) if view.positions and view.issues else None
    question = info.brief.get(f"question_{request.lang}") or info.brief.get("question") or ""
    return Overview(
        title=info.title or info.id,
        id=info.id,
        summary=info.summary,
        marking=info.marking,
        pap=info.pap,
        handling=info.handling,
        licence=info.licence,
        as_of=request.day,
        asked=str(question),
        suggested=_suggested(request),
        stands=answer.title if answer else None,
        stands_href=request.href("questions.one", question="who-stands-where"),
        findings=[finding.message for finding in answer.findings[:3]] if answer else [],
        figure=_picture(answer, request),
        due=[DueRow(date=r[0], clock=r[6], late=bool(r[1]), kind=r[2], what=r[3], who=r[4]) for r in rows[:_DUE_SHOWN]],
        due_more=max(0, len(rows) - _DUE_SHOWN),
        steps=_steps(request),
        path=path,
        situations=[one for one in had_situations(request) if path is not None and one.href != path.href],
        take_fora=take_fora(request) if request.may("edit") and not request.view.processes else "",
        choices=[] if path is not None else choices_of(lambda name: path_href(request, name)),
        counts=[
            TableCount(table=name, title=table.title, count=len(getattr(case.dossier, name)), href=request.href("rows", table=name))
            for name, table in TABLES.items()
            if len(getattr(case.dossier, name))
        ],
        nothing=_nothing(request),
        hash=view.hash,
        **later(request),
    )


def _nothing(request: PageRequest) -> Message:
    """Return what is said where no row is seen: to a guest what is shared, never that the dossier holds nothing."""
    tables = request.scope.tables
    if tables is None:
        return Message("page-dossier.empty")
    return (
        Message("page-dossier.nothing-open", tables=[TABLES[name].title for name in tables])
        if tables
        else Message("page-dossier.nothing-shared")
    )


def _path(request: PageRequest, case: Case) -> PathLines | None:
    """Return the path of the situation that presses most; a dossier that is about none, by a word or by a row, has none yet."""
    one = situations_of(case)[0]
    if not one.is_stated and not one.about and not all_paths()[one.situation.id].abouts(case):
        return None
    return path_lines(request, path_here(request, one.situation.id, one.about))


def _steps(request: PageRequest) -> list[SetupStep]:
    """Return the first steps in a dossier, until each has been made; none for those who only read."""
    if not request.may("edit"):
        return []
    steps = [
        SetupStep(
            title=Message(f"page-dossier.step.{table}"),
            help=Message(f"page-dossier.step-help.{table}"),
            href=request.href(route, **({"table": table} if route == "rows.new" else {})),
            done=bool(len(getattr(request.view, table))),
        )
        for table, route in _FIRST.items()
    ]
    if request.may("see-settings"):
        steps.append(
            SetupStep(
                title=Message("page-dossier.step.note"),
                help=Message("page-dossier.step-help.note"),
                href=request.href("settings.brief"),
                done=not brief_settings(request.view.info.brief).lacks,
            )
        )
    return [] if all(step.done for step in steps) else steps


def _answer(question: str, case: Case) -> Answer | None:
    """Return an answer, or None where the dossier holds nothing for it."""
    try:
        return ask(question, case)
    except (NotAvailable, WrongUse):
        return None


def _suggested(request: PageRequest) -> list[SuggestedQuestion]:
    """Return the questions of the brief that there are."""
    sections = request.view.info.brief.get("sections", ())
    names = [section["question"] if isinstance(section, dict) else section for section in sections]
    known = questions()
    return [
        SuggestedQuestion(question=name, title=known[name].title, href=request.href("questions.one", question=name))
        for name in dict.fromkeys(names)
        if name in known
    ]


def _picture(answer: Answer | None, request: PageRequest) -> SafeString:
    """Return the first picture of an answer, drawn by our own renderer."""
    if answer is None or not answer.figures:
        return mark_safe("")
    from legation.briefing.labels import footer

    return mark_safe(render.svg(answer.figures[0], request.lang, footer=footer(answer, request.lang)))  # noqa: S308 - our renderer escapes


_NAMES = ("name", "question", "title", "aim", "statement", "measure", "words")
_SHOWN = 12


@dataclass(frozen=True, kw_only=True)
class TablePreview:
    """A table as the grant leaves it: how many rows of how many, and the first of them."""

    title: Message
    count: int
    all: int
    first: list[Any]


@dataclass(frozen=True, kw_only=True)
class AccessPreview(Page):
    """What a grant lets see.

    Attributes
    ----------
    hidden : list of Table
        Those of which nothing is seen, because they are not shared or all their rows are marked higher.
    """

    to: str
    role: str
    marking: str
    dossier_title: Any
    summary: Any
    mandate: bool
    tables: list[TablePreview]
    hidden: list[TablePreview]
    hash: str


@page("dossiers/<slug:slug>/sharing/<int:grant>/see", name="sharing.as", template="pages/sharing_as.html", action="share")
def see_as(request: PageRequest, grant: int) -> AccessPreview:
    """Return the dossier as the person of a grant sees it."""
    given = Grant.objects.filter(pk=grant, dossier=request.dossier).select_related("account", "organisation").first()
    if given is None:
        raise Http404
    effective = effective_grant(given)
    view = store.seen(request.revision, scope_of(effective))
    name = str(effective.account or effective.organisation)
    tables = [
        TablePreview(
            title=table.title,
            count=len(getattr(view, key)),
            all=len(getattr(request.view, key)),
            first=[] if key == "votes" else [_named(row, key, view) for row in getattr(view, key)[:_SHOWN]],
        )
        for key, table in TABLES.items()
        if len(getattr(request.view, key))
    ]
    return AccessPreview(
        title=Message("page-sharing.as.title", name=name),
        to=name,
        role=effective.role,
        marking=effective.marking,
        dossier_title=view.info.title or view.info.id,
        summary=view.info.summary,
        mandate=view.mandate is not None,
        tables=[table for table in tables if table.count],
        hidden=[table for table in tables if not table.count],
        hash=view.hash,
    )


def _named(row: Any, table: str, view: Content) -> Any:
    """Return what a row is called."""
    own = next((value for name in _NAMES if (value := getattr(row, name, None))), None)
    return own or subject(table, TABLES[table].identity(row), row, Named(view))
