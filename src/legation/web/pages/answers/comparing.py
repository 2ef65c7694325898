"""Two answers to one question side by side, as soon as both are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.dossier import When
from legation.errors import NotAvailable, WrongUse
from legation.language import Message
from legation.web.pages.answers.progress import RunProgress, progress_of
from legation.web.pages.answers.questions import RunLine, run_lines
from legation.web.runs.access import run_of
from legation.web.runs.answer_head import content_of
from legation.web.runs.comparison import compare
from legation.web.runs.question_form import label_of, names_on, option_words
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, page
from legation.web.site.values import parse_int

__all__ = ["RunComparison"]

_GOING_ON = ("waiting", "running")


@dataclass(frozen=True, kw_only=True)
class RunComparison(Page):
    """Two answers to one question, side by side; while one is computed, how far it is."""

    first: RunLine
    second: RunLine
    findings: list[Any] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)
    options: list[Any] = field(default_factory=list)
    progress: RunProgress | None = None
    self_href: str = ""


@page("dossiers/<slug:slug>/runs/compare", name="runs.compare", template="pages/runs-compare.html")
def compare_runs(request: PageRequest) -> RunComparison:
    """Return what differs between two answers to one question: ``?first=RUN&second=RUN``, or ``?run=RUN&run=RUN``."""
    given = [*request.query.getlist("run"), request.query.get("first", ""), request.query.get("second", "")]
    numbers = [number for text in given if (number := parse_int(text)) is not None][:2]
    if len(numbers) < 2:
        raise WrongUse(Message("runs.compare-two"))
    first, second = sorted((run_of(request, number) for number in numbers), key=lambda run: run.pk)
    awaited = next((run for run in (first, second) if run.state in _GOING_ON), None)
    if awaited is not None and first.question == second.question:
        lines = run_lines(request, (first, second))
        here = f"{request.href('runs.compare')}?first={first.pk}&second={second.pk}"
        progress = progress_of(request, awaited)
        return RunComparison(title=lines[0].title, first=lines[0], second=lines[1], progress=progress, self_href=here)
    failed = next((run for run in (first, second) if run.state == "failed"), None)
    if failed is not None and failed.error.get(request.lang):
        raise NotAvailable(Message("answer.value", value=failed.error[request.lang]))
    before, after = content_of(first, request.lang), content_of(second, request.lang)
    if before is None or after is None or first.question != second.question:
        raise WrongUse(Message("runs.compare-two"))
    if after["provenance"]["as_of"] < before["provenance"]["as_of"]:
        first, second, before, after = second, first, after, before
    comparison = compare(before, after)
    chosen = sorted({*first.options, *second.options} - {"as_of"})
    names, lines = names_on(request), run_lines(request, (first, second))
    days = [When(content["provenance"]["as_of"]) for content in (before, after)]
    return RunComparison(
        title=before["title"],
        first=lines[0],
        second=lines[1],
        findings=comparison.findings,
        tables=comparison.tables,
        options=[
            (label_of("as_of"), *days),
            *((label_of(name, first.question), *(_chosen_words(names, run.options, name) for run in (first, second))) for name in chosen),
        ],
    )


def _chosen_words(names: Mapping[str, Any], options: Mapping[str, str], name: str) -> Any:
    """Return what was chosen for an option, as a person reads it; nothing where nothing was."""
    return next((value for _, value in option_words(names, {name: options[name]})), "") if options.get(name) else ""
