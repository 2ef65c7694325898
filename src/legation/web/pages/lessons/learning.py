"""The pages of learners: the path, and each lesson. Without account, name or script; what is sent twice counts once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from legation.dossier import Evidence
from legation.errors import LegationError
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.answer import NUMERIC, AnswerTable
from legation.questions.base.registry import find
from legation.questions.lessons.counts import FINISHED, after
from legation.questions.lessons.exercise import Exercise, Verdict, check
from legation.questions.lessons.path import LESSONS, Lesson, find_lesson
from legation.web.lessons import classes
from legation.web.lessons.learner import Learner, forget, keep, learner_of
from legation.web.pages.lessons.prepared import exercise_for
from legation.web.pages.rooms.private_page import private_page
from legation.web.rooms.limits import BY_ADDRESS, WRONG_CODES, Limit, address_of
from legation.web.rooms.routes import later
from legation.web.site import errors
from legation.web.site.language import COOKIE as LANGUAGE

__all__ = ["LARGEST", "urls"]

LARGEST = 16 * 1024
"""Bytes of what may be sent."""
JOINS = Limit(300, 1.0)
"""Entries into classes by address: a lecture hall at once, then one a second."""
ANSWERS = Limit(40, 0.5)
"""Answers of one browser of a class."""
_SOURCES = 6
"""Sources that are named; more are counted."""
_YEAR = 365 * 86_400

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the path."""

    id: str
    number: int
    minutes: int
    state: str


def _learning(*methods: str) -> Callable[[View], View]:
    """Let a request in that is neither too often nor too large, by one of some methods, in the language that was chosen."""

    def declared(function: View) -> View:
        @functools.wraps(function)
        def answered(request: HttpRequest, **values: str) -> HttpResponse:
            if request.method not in methods:
                return errors.wrong_method(request, methods, as_json=False)
            wait = BY_ADDRESS.take(address_of(request))
            if wait:
                return later(request, wait, as_json=False)
            if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
                return errors.answer(request, 413, Message("lessons.too-large"), as_json=False)
            chosen = request.GET.get("lang", "")
            if chosen in LANGUAGES:
                request.lang = chosen  # type: ignore[attr-defined]  # as LanguageMiddleware sets it
            try:
                response = function(request, **values)
            except LegationError as error:
                response = errors.failed(request, error, as_json=False)
            response["Content-Language"] = request.lang  # type: ignore[attr-defined]  # the same
            response["Cache-Control"] = "private, no-store"
            if chosen in LANGUAGES:
                response.set_cookie(LANGUAGE, chosen, max_age=_YEAR, samesite="Lax", httponly=True, secure=request.is_secure())
            return response

        return answered

    return declared


@_learning("GET", "HEAD", "POST")
def overview(request: HttpRequest) -> HttpResponse:
    """Show the six lessons, and how far this browser is; what is sent is the code of a class."""
    learner = learner_of(request)
    code = str(request.POST.get("code") or request.GET.get("code") or "")[:30]
    if request.method != "POST":
        return _overview(request, learner, code=code)
    group = classes.class_of(code)
    if group is None:
        wait = WRONG_CODES.take(address_of(request))
        response = _overview(request, learner, code=code, error=Message("lessons.wrong-code"), status=429 if wait else 404)
        if wait:
            response["Retry-After"] = str(int(wait) + 1)
        return response
    wait = JOINS.take(address_of(request)) if learner.group != group.pk else 0.0
    if wait:
        return later(request, wait, as_json=False)
    entered = classes.enter(learner, group)
    if entered is None:
        return _overview(request, learner, code=code, error=Message("lessons.full"), status=409)
    response = HttpResponseRedirect(reverse("learn"))
    keep(response, entered)
    return response


@_learning("GET", "HEAD", "POST")
def lesson_page(request: HttpRequest, lesson: str) -> HttpResponse:
    """Show a lesson, or say whether what was sent is right."""
    found = find_lesson(lesson)
    if found is None:
        return errors.not_found(request)
    learner, asks = learner_of(request), exercise_for(found)
    state = learner.states.get(found.id, "")
    if request.method == "POST" and state not in FINISHED:
        return _answered(request, found, asks, learner, state)
    if request.method == "POST":
        return HttpResponseRedirect(reverse("learn-lesson", args=[found.id]))
    response = _lesson(request, found, asks, state, learner)
    if not state and request.method == "GET":
        classes.note(learner, found.id)
        keep(response, learner.at(found.id, "begun"))
    return response


@_learning("POST")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Let this browser forget what it did, and its class too."""
    classes.forget_marks(learner_of(request))
    response = HttpResponseRedirect(reverse("learn"))
    forget(response)
    return response


def urls() -> list[Any]:
    """Return the addresses of the path."""
    return [
        path("learn/", overview, name="learn"),
        path("learn/forget", forgotten, name="learn-forget"),
        path("learn/<slug:lesson>", lesson_page, name="learn-lesson"),
    ]


def _answered(request: HttpRequest, lesson: Lesson, asks: Exercise, learner: Learner, state: str) -> HttpResponse:
    """Say whether an answer is right. The first one sent again, as by loading the page anew, is no second try."""
    wait = ANSWERS.take(learner.digest) if learner.group else 0.0
    if wait:
        return later(request, wait, as_json=False)
    given = {item.id: request.POST.getlist(item.id) for item in asks.items}
    verdict = check(asks, given)
    if verdict.open:
        return _lesson(request, lesson, asks, state, learner, given=given, verdict=verdict, status=422)
    again = state == "wrong" and not verdict.is_right and request.POST.get("try") != "2"
    following = state if again else after(state or "begun", is_right=verdict.is_right)
    if not again:
        classes.note(learner, lesson.id, is_right=verdict.is_right)
    done = following in FINISHED
    response = (
        HttpResponseRedirect(reverse("learn-lesson", args=[lesson.id]))
        if done
        else _lesson(request, lesson, asks, following, learner, given=given, verdict=verdict)
    )
    keep(response, learner.at(lesson.id, following))
    return response


def _overview(request: HttpRequest, learner: Learner, *, code: str, error: Message | None = None, status: int = 200) -> HttpResponse:
    rows = [_Row(one.id, number, one.minutes, _word(learner.states.get(one.id, ""))) for number, one in enumerate(LESSONS, 1)]
    values = {"lang": _lang(request), "rows": rows, "code": code, "error": error, "learner": learner}
    return private_page(request, "lessons/path.html", values, status)


def _word(state: str) -> str:
    return "done" if state in FINISHED else "begun" if state else ""


def _lesson(
    request: HttpRequest,
    lesson: Lesson,
    asks: Exercise,
    state: str,
    learner: Learner,
    *,
    given: dict[str, list[str]] | None = None,
    verdict: Verdict | None = None,
    status: int = 200,
) -> HttpResponse:
    lang, place = _lang(request), LESSONS.index(lesson)
    chosen, done = given or {}, state in FINISHED
    following = LESSONS[place + 1] if place + 1 < len(LESSONS) else None
    values = {
        "lang": lang,
        "lesson": lesson.id,
        "number": place + 1,
        "of": len(LESSONS),
        "read": [Message(f"lessons.{lesson.id}.read-{line}") for line in (1, 2, 3)],
        "facts": asks.facts,
        "tables": [_cells(table, lang) for table in asks.given],
        "items": [
            {
                "id": item.id,
                "ask": item.ask,
                "many": item.many,
                "is_wrong": verdict is not None and item.id in verdict.wrong,
                "hints": verdict.hints.get(item.id, ()) if verdict is not None else (),
                "is_open": verdict is not None and item.id in verdict.open,
                "choices": [(one.id, one.label, one.id in chosen.get(item.id, ())) for one in item.choices],
                "right": tuple(one.label for one in item.choices if one.id in item.right),
            }
            for item in asks.items
        ],
        "state": state,
        "done": done,
        "verdict": verdict,
        "learner": learner,
        "following": following.id if following is not None else "",
        "following_title": Message(f"lessons.{following.id}.title") if following is not None else "",
    }
    if done:
        values |= _solution(lesson, asks, lang)
    return private_page(request, "lessons/lesson.html", values, status)


def _solution(lesson: Lesson, asks: Exercise, lang: Lang) -> dict[str, Any]:
    """Return what is shown once a lesson is done: the answer with its rows and sources. Before, it is on no page."""
    sources: tuple[Evidence, ...] = asks.sources
    return {
        "found": asks.found,
        "rows": [_cells(table, lang) for table in asks.rows],
        "sources": sources[:_SOURCES],
        "more": max(0, len(sources) - _SOURCES),
        "example": asks.example,
        "as_of": asks.as_of,
        "question": find(lesson.question).title if lesson.question else "",
    }


def _cells(table: AnswerTable, lang: Lang) -> dict[str, Any]:
    """Return a table as its template shows it; on a telephone the rows of one with several columns of text are stacked."""
    columns = [(column.title, column.kind in NUMERIC) for column in table.columns]
    labels = [say(title, lang) for title, _ in columns]
    places = range(len(columns))
    rows = [[(table.cell(i, j, lang), columns[j][1], labels[j]) for j in places] for i in range(len(table.rows))]
    texts = sum(not is_number for _, is_number in columns)
    return {"title": table.title, "columns": columns, "rows": rows, "is_stacked": len(columns) > 3 and texts > 1}


def _lang(request: HttpRequest) -> Lang:
    lang: Lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    return lang
