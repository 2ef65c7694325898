"""Runs: how far each is, its answer, its files; stopping one."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponseBase
from ninja import Path, Query
from pydantic import Field

from legation.errors import NotAvailable
from legation.language import Lang, Message
from legation.web.api.operation import File, operation
from legation.web.api.run_shapes import Answer, Runs
from legation.web.api.run_shapes import Run as RunShape
from legation.web.asked import Asked
from legation.web.pages import run_files
from legation.web.pages import runs as pages
from legation.web.runs.answers import CONTENT
from legation.web.runs.models import KINDS, Output, Run
from legation.web.runs.seeing import of_dossier, run_of

__all__ = ["answer_of", "run_line"]

Number = Annotated[int, Path(), Field(ge=1, le=2**62)]
_FILES = File(
    (
        "image/svg+xml",
        "image/png",
        "application/json",
        "text/csv",
        "text/html",
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    )
)
_FORMS = {"data": "answer.json", "shown": CONTENT}


@operation("get", "dossiers/{slug}/runs", name="runs", action="ask", answers={200: Runs})
def runs(asked: Asked, limit: Annotated[int, Query(), Field(ge=1, le=200)] = 50) -> Any:
    """Return the newest runs of the person."""
    return {"items": [run_line(run, asked.lang) for run in of_dossier(asked, KINDS, limit=limit)]}


@operation("get", "dossiers/{slug}/runs/{number}", name="runs.one", action="ask", answers={200: RunShape})
def run(asked: Asked, number: Number) -> Any:
    """Return how far a run is."""
    return run_line(run_of(asked, number), asked.lang)


@operation("post", "dossiers/{slug}/runs/{number}/cancel", name="runs.cancel", action="ask", answers={200: RunShape})
def cancel(asked: Asked, number: Number) -> Any:
    """Stop a run of mine: at once where it waits, else at its next step."""
    pages.cancel(asked, number)
    return run_line(run_of(asked, number), asked.lang)


@operation("get", "dossiers/{slug}/runs/{number}/answer", name="runs.answer", action="ask", answers={200: Answer})
def answer(
    asked: Asked,
    number: Number,
    lang: Annotated[Literal["en", "fr"] | None, Query()] = None,
    form: Annotated[Literal["data", "shown"], Query()] = "data",
) -> Any:
    """Return the answer of a run: as data, or as a page shows it."""
    found = run_of(asked, number)
    if found.kind != "question":
        raise Http404
    there = answer_of(found, lang or asked.lang, form)
    if there is None:
        raise NotAvailable(Message("api.no-answer", state=Message(f"runs.state-word.{found.state}")))
    return there


@operation("get", "dossiers/{slug}/runs/{number}/files/{lang}/{name}", name="runs.file", action="ask", answers={200: _FILES})
def file(asked: Asked, number: Number, lang: Annotated[Literal["en", "fr"], Path()], name: Annotated[str, Path()]) -> HttpResponseBase:
    """Return a file of a run: a figure as SVG, PNG or its specification, a table, a paper."""
    return run_files.output(asked, number, lang, name)  # type: ignore[no-any-return]


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
    found: dict[str, Any] | None = None if data is None else json.loads(bytes(data))
    return found
