"""What follows from an answer: into the book, to a paper, to the next question, beside the same question of a week before."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from legation.dossier import MARKINGS
from legation.dossier.parts import brief_settings, brief_table
from legation.errors import LegationError, WrongUse
from legation.language import Message
from legation.questions import Question, questions
from legation.questions.base.needs import declared_needs
from legation.web.forms.saving import save_content
from legation.web.pages.answers.questions import lacking_of
from legation.web.runs.access import lake_hash, lake_of, run_of
from legation.web.runs.computation import submit
from legation.web.runs.models import Run
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import action

__all__ = ["PAPERS", "AnswerFollowUp", "FollowUp", "follow_ups", "to_book", "week_before"]

WEEK = dt.timedelta(days=7)
PAPERS: Mapping[str, str] = {
    "note": "note-reader",
    "tally": "tally-sheet",
    "kit": "kit-actor",
    "meeting": "meeting-actor",
    "lines": "lines-actor",
}
"""The papers that a question may lead to, and the field at which the form of each begins."""
_OF_LAKE = "what-shifted"
"""The question that watches what the lake receives."""
_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """A paper or a question to go on with."""

    title: Message
    href: str


@dataclass(frozen=True, kw_only=True)
class AnswerFollowUp:
    """What can be done with an answer; addresses are empty where it cannot be done, or not by this person.

    Attributes
    ----------
    papers, questions : list of FollowUp
    book : {"", "in", "open"}
        Whether the question stands in the dossier's book, or can be put there.
    book_href : str
        Where it is put there (POST).
    week_href : str
        Where the same is asked as of seven days before, to be set beside this (POST).
    watch_href : str
        Where it is told when what is observed leaves its usual level.
    """

    papers: list[FollowUp] = field(default_factory=list)
    questions: list[FollowUp] = field(default_factory=list)
    book: str = ""
    book_href: str = ""
    week_href: str = ""
    watch_href: str = ""


def follow_ups(request: PageRequest, run: Run) -> AnswerFollowUp:
    """Return what follows from the answer of a run."""
    question = questions().get(run.question)
    if question is None:
        return AnswerFollowUp()
    book = _in_book(request, question)
    asking = request.may("ask")
    return AnswerFollowUp(
        papers=[*_papers(request, question)],
        questions=[*_next(request, question)] if asking else [],
        book=book,
        book_href=request.href("runs.book", number=run.pk) if book == "open" else "",
        week_href=request.href("runs.week", number=run.pk) if asking else "",
        watch_href=f"{request.href('observations')}#monitors"
        if request.may("see-observations") and _is_observed(request, question)
        else "",
    )


def _papers(request: PageRequest, question: Question) -> Iterator[FollowUp]:
    if not request.may("export"):
        return
    for paper in question.follows:
        if paper in PAPERS:
            yield FollowUp(title=Message(f"runs.paper.{paper}"), href=f"{request.href('briefs')}#{PAPERS[paper]}")


_NEXT: Cache[tuple[str, ...]] = Cache(512)


def _next(request: PageRequest, question: Question) -> Iterator[FollowUp]:
    """Yield the questions that are asked next and can be: those that the question names, then those that go on from it."""
    seen = (request.revision.pk, request.revision.hash, request.scope.key, request.today, question.id)
    observed = lake_hash(request.dossier, request.scope, request.view.info.marking)
    for name in _NEXT.get((*seen, observed), lambda: _answerable(request, question)):
        yield FollowUp(title=questions()[name].title, href=request.href("questions.one", question=name))


def _answerable(request: PageRequest, question: Question) -> tuple[str, ...]:
    named = [questions()[name] for name in question.follows if name in questions()]
    going_on = [one for one in questions().values() if question.id in one.builds_on]
    found = {one.id: one for one in (*named, *going_on) if not lacking_of(request, one)}
    return tuple(found)[:_SHOWN]


def _is_observed(request: PageRequest, question: Question) -> bool:
    """Whether the question looks at a lake that this person sees: the monitors of the dossier watch it."""
    looks = any(place.startswith("lake:") for need in declared_needs(question) for place in need.place.split("|"))
    return (
        looks
        and request.may("see-observations")
        and question.id != _OF_LAKE
        and lake_of(request.dossier, request.scope, request.view.info.marking) is not None
    )


def _in_book(request: PageRequest, question: Question) -> str:
    """Return ``in`` for a question that the book of the dossier names, ``open`` where this person can put it there; else nothing."""
    sections = brief_settings(request.view.info.brief).sections
    if any((one if isinstance(one, str) else one.get("question")) == question.id for one in sections):
        return "in"
    return "open" if sections and not question.private and request.may("edit") and _reads_settings(request) else ""


def _reads_settings(request: PageRequest) -> bool:
    info = request.view.info
    rank = MARKINGS.index(request.scope.marking)
    return all(MARKINGS.index(marking or MARKINGS[0]) <= rank for marking in (info.marking, info.brief.get("marking")))


@action("dossiers/<slug:slug>/runs/<int:number>/book", name="runs.book", action="edit")
def to_book(request: PageRequest, number: int) -> str | HttpResponse:
    """Put the question of a run into the book of the dossier, with what was chosen for it, as a new revision."""
    run = run_of(request, number)
    question = questions().get(run.question) if run.kind == "question" else None
    here = request.href("runs.one", number=run.pk)
    if question is None:
        raise Http404
    if not _reads_settings(request):
        raise PermissionDenied
    if _in_book(request, question) != "open":
        return here
    info = request.view.info
    settings = brief_settings(info.brief)
    chosen: dict[str, Any] = {name: value for name, value in run.options.items() if value and name not in ("as_of", "seed", "revision")}
    section: str | Mapping[str, Any] = {"question": question.id, **chosen} if chosen else question.id
    brief = brief_table(dataclasses.replace(settings, sections=(*settings.sections, section)))
    mine = dataclasses.replace(request.view, info=dataclasses.replace(info, brief=brief))
    reason = Message("runs.book-reason", question=question.title)
    return save_content(request, mine, base=request.dossier.head, next=here, reason=reason)


@action("dossiers/<slug:slug>/runs/<int:number>/week", name="runs.week", action="ask")
def week_before(request: PageRequest, number: int) -> str:
    """Ask the same as of seven days before the day of a run, and set both side by side."""
    run = run_of(request, number)
    if run.kind != "question" or run.question not in questions():
        raise Http404
    day = _day_of(request, run) - WEEK
    earlier = submit(request, "question", run.question, {**run.options, "as_of": day.isoformat()})
    return f"{request.href('runs.compare')}?{urlencode({'first': run.pk, 'second': earlier.pk})}"


def _day_of(request: PageRequest, run: Run) -> dt.date:
    """Return the day of which a run is: the one that was chosen, else that of the dossier, else that of asking."""
    from legation.dossier import as_date

    try:
        if run.options.get("as_of"):
            return as_date(run.options["as_of"])
    except (ValueError, LegationError) as error:
        raise WrongUse(Message("runs.compare-two")) from error
    frozen = request.view.info.as_of
    return frozen.last if frozen else run.today
