"""Questions and runs: which questions there are, asking one, how far a run is, its answer and files."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse, HttpResponseBase
from ninja import Path, Query
from pydantic import Field

from legation.errors import NotAvailable
from legation.language import Lang, Message, Spoken, say
from legation.questions import Question, questions
from legation.questions.base.registry import described
from legation.web.api.operation import File, Status, invalid_values, operation
from legation.web.api.rows import cell_of
from legation.web.api.run_shapes import Answer, AskBody, Questions, Runs
from legation.web.api.run_shapes import Asked as AskedShape
from legation.web.api.run_shapes import Run as RunShape
from legation.web.pages.answers import runs as pages
from legation.web.pages.answers import runs as run_files
from legation.web.pages.answers.questions import QuestionNeed, lacking_of
from legation.web.runs.access import of_dossier, run_of
from legation.web.runs.computation import submit
from legation.web.runs.files import CONTENT
from legation.web.runs.models import KINDS, Output, Run
from legation.web.runs.question_form import read_options
from legation.web.site.attachments import MEDIA_TYPES
from legation.web.site.page import PageRequest

__all__ = [
    "answer_of",
    "run_line",
]


Number = Annotated[int, Path(), Field(ge=1, le=2**62)]
_FILES = File(
    (
        "image/svg+xml",
        "image/png",
        "application/json",
        "text/csv",
        "text/html",
        "application/pdf",
        MEDIA_TYPES["docx"],
    )
)
_FORMS = {"data": "answer.json", "shown": CONTENT}


@operation("get", "dossiers/{slug}/runs", name="runs", action="ask", answers={200: Runs})
def runs(request: PageRequest, limit: Annotated[int, Query(), Field(ge=1, le=200)] = 50) -> Any:
    """Return the newest runs of the person."""
    return {"items": [run_line(run, request.lang) for run in of_dossier(request, KINDS, limit=limit)]}


@operation("get", "dossiers/{slug}/runs/{number}", name="runs.one", action="ask", answers={200: RunShape})
def run(request: PageRequest, number: Number) -> Any:
    """Return how far a run is."""
    return run_line(run_of(request, number), request.lang)


@operation("post", "dossiers/{slug}/runs/{number}/cancel", name="runs.cancel", action="ask", answers={200: RunShape})
def cancel(request: PageRequest, number: Number) -> Any:
    """Stop a run of mine: at once where it waits, else at its next step."""
    pages.cancel(request, number)
    return run_line(run_of(request, number), request.lang)


@operation("get", "dossiers/{slug}/runs/{number}/answer", name="runs.answer", action="ask", answers={200: Answer})
def answer(
    request: PageRequest,
    number: Number,
    lang: Annotated[Literal["en", "fr"] | None, Query()] = None,
    form: Annotated[Literal["data", "shown"], Query()] = "data",
) -> Any:
    """Return the answer of a run: as data, or as a page shows it."""
    run = run_of(request, number)
    if run.kind != "question":
        raise Http404
    there = answer_of(run, lang or request.lang, form)
    if there is None:
        raise NotAvailable(Message("api.no-answer", state=Message(f"runs.state-word.{run.state}")))
    return there


@operation("get", "dossiers/{slug}/runs/{number}/files/{lang}/{name}", name="runs.file", action="ask", answers={200: _FILES})
def file(
    request: PageRequest, number: Number, lang: Annotated[Literal["en", "fr"], Path()], name: Annotated[str, Path()]
) -> HttpResponseBase:
    """Return a file of a run: a figure as SVG, PNG or its specification, a table, a paper."""
    return run_files.output(request, number, lang, name)  # type: ignore[no-any-return]


def run_line(run: Run, lang: str) -> dict[str, Any]:
    """Return a run as plain data."""
    done = run.state == "done"
    rows = Output.objects.filter(result=run.key).exclude(name=CONTENT).order_by("lang", "name").values_list("lang", "name") if done else ()
    return {
        "id": run.pk,
        "kind": run.kind,
        "question": run.question,
        "state": run.state,
        "done": run.done,
        "total": run.total,
        "error": str(run.error.get(lang, "")),
        "revision": run.revision,
        "options": dict(run.options),
        "made": run.made,
        "files": [f"{of or lang}/{name}" for of, name in rows],
    }


def answer_of(run: Run, lang: Lang | str, form: str = "data") -> dict[str, Any] | None:
    """Return the answer of a question; None until it is there, and for papers."""
    if run.state != "done" or run.kind != "question":
        return None
    data = Output.objects.filter(result=run.key, lang=lang, name=_FORMS[form]).values_list("data", flat=True).first()
    stored_answer: dict[str, Any] | None = None if data is None else json.loads(bytes(data))
    return stored_answer


WAITING = 2
"""How many requests may wait for their answer in one process; more are told at once to come back: every one that waits holds a thread."""
_PLACES = threading.BoundedSemaphore(WAITING)


@operation("get", "questions", name="questions", action="be-here", answers={200: Questions})
def listed(request: PageRequest) -> Any:
    """Return every question with its options."""
    return {"items": described(request.lang)}


@operation(
    "post",
    "dossiers/{slug}/questions/{question}/ask",
    name="questions.ask",
    action="ask",
    answers={200: AskedShape, 202: AskedShape},
)
def ask(request: PageRequest, question: Annotated[str, Path()], body: AskBody) -> Any:
    """Ask; the answer comes at once where it is there or is computed in time. What the dossier needs first is said before anything runs."""
    wanted = questions().get(question)
    if wanted is None:
        raise Http404
    given = {name: cell_of(value) for name, value in body.options.items()}
    texts, wrong = read_options(request, wanted, given)
    known = {option.name for option in wanted.all_options}
    wrong |= {name: Message("api.no-such-option", allowed=tuple(sorted(known))) for name in given if name not in known}
    if given.get("revision") and not request.may("see-history"):
        wrong["revision"] = Message("api.no-history")
    if wrong:
        return _invalid(request, wanted, given, wrong)
    scope = replace(request.scope, audience="desk") if body.audience == "desk" and request.scope.audience == "owner" else None
    if lacking := lacking_of(request, wanted, texts, scope):
        return _lacking(request, lacking)
    run = _awaited(submit(request, "question", wanted.id, texts, scope), body.wait)
    answer = answer_of(run, request.lang)
    return Status(
        202 if answer is None and run.state in ("waiting", "running") else 200, {"run": run_line(run, request.lang), "answer": answer}
    )


def _awaited(run: Run, seconds: float) -> Run:
    """Wait for the end of a run, no longer than asked, and only where few others wait."""
    if run.state not in ("waiting", "running") or seconds <= 0 or not _PLACES.acquire(blocking=False):
        return run
    try:
        until, pause = time.monotonic() + seconds, 0.05
        while run.state in ("waiting", "running") and time.monotonic() < until:
            time.sleep(min(pause, max(0.0, until - time.monotonic())))
            pause = min(0.5, pause * 1.5)
            run.refresh_from_db()
    finally:
        _PLACES.release()
    return run


def _lacking(request: PageRequest, needs: Sequence[QuestionNeed]) -> HttpResponse:
    """Say what the question needs and the dossier has not, as the page does before anybody asks."""
    problems = [
        {
            "part": need.table or "options",
            "row": None,
            "column": need.option or None,
            "allowed": None,
            "found": None,
            "code": "need",
            "remedy": say(Message("page-questions.needs", need=need.title), request.lang),
            "href": need.href or None,
        }
        for need in needs
    ]
    said = say(Message("api.needs", needs=tuple(need.title for need in needs)), request.lang)
    return invalid_values(problems, request.lang, said=said)


def _invalid(request: PageRequest, question: Question, given: dict[str, str], wrong: dict[str, Spoken]) -> HttpResponse:
    """Say which options are not as they should be."""
    allowed = {option.name: option.kind.allowed for option in question.all_options}
    problems = [
        {
            "part": "options",
            "row": None,
            "column": name,
            "allowed": allowed.get(name, " | ".join(allowed)),
            "found": given.get(name, "")[:80],
            "code": "bad-option",
            "remedy": say(why, request.lang),
        }
        for name, why in wrong.items()
    ]
    return invalid_values(problems, request.lang)
