"""Questions: which there are, and the asking."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from ninja import Path

from legation.language import Message, Spoken, say
from legation.questions import Question, questions
from legation.questions.described import described
from legation.web.api.cells import cell_of
from legation.web.api.faults import unfit
from legation.web.api.operation import Status, operation
from legation.web.api.operations.runs import answer_of, run_line
from legation.web.api.run_shapes import AskBody, Questions
from legation.web.api.run_shapes import Asked as AskedShape
from legation.web.asked import Asked
from legation.web.runs.form import read
from legation.web.runs.models import Run
from legation.web.runs.submitting import submit

WAITING = 2
"""How many requests may wait for their answer in one process; more are told at once to come back: every one that waits holds a thread."""
_PLACES = threading.BoundedSemaphore(WAITING)


@operation("get", "questions", name="questions", action="be-here", answers={200: Questions})
def listed(asked: Asked) -> Any:
    """Return every question with its options."""
    return {"items": described(asked.lang)}


@operation(
    "post",
    "dossiers/{slug}/questions/{question}/ask",
    name="questions.ask",
    action="ask",
    answers={200: AskedShape, 202: AskedShape},
)
def ask(asked: Asked, question: Annotated[str, Path()], body: AskBody) -> Any:
    """Ask; the answer comes at once where it is there or is computed in time."""
    wanted = questions().get(question)
    if wanted is None:
        raise Http404
    given = {name: cell_of(value) for name, value in body.options.items()}
    texts, wrong = read(asked, wanted, given)
    known = {option.name for option in wanted.all_options}
    wrong |= {name: Message("api.no-such-option", allowed=tuple(sorted(known))) for name in given if name not in known}
    if given.get("revision") and not asked.may("see-history"):
        wrong["revision"] = Message("api.no-history")
    if wrong:
        return _unfit(asked, wanted, given, wrong)
    sight = replace(asked.sight, audience="desk") if body.audience == "desk" and asked.sight.audience == "owner" else None
    run = _awaited(submit(asked, "question", wanted.id, texts, sight), body.wait)
    answer = answer_of(run, asked.lang)
    return Status(
        202 if answer is None and run.state in ("waiting", "running") else 200, {"run": run_line(run, asked.lang), "answer": answer}
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


def _unfit(asked: Asked, question: Question, given: dict[str, str], wrong: dict[str, Spoken]) -> HttpResponse:
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
            "remedy": say(why, asked.lang),
        }
        for name, why in wrong.items()
    ]
    return unfit(problems, asked.lang)
