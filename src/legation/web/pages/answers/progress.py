"""How far a run is, in words: what is computed now, who is before it, and how long such runs took."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from legation.language import Message
from legation.questions.base.registry import theme_of
from legation.web.runs.access import typical_runs
from legation.web.runs.files import DRAWN_FROM
from legation.web.runs.models import Run
from legation.web.site.page import PageRequest

__all__ = ["RunProgress", "ahead_of", "progress_of"]

_SOON = 1.0
"""Seconds under which nobody is told how long it takes."""


@dataclass(frozen=True, kw_only=True)
class RunProgress:
    """What a person who waits is told.

    Attributes
    ----------
    doing : Message
        What is done now, or that the run waits.
    typical : Message or None
        How long such runs took that the person may see; None where there is none.
    """

    doing: Message
    typical: Message | None


def progress_of(request: PageRequest, run: Run) -> RunProgress:
    """Return how far a run is that waits or is computed."""
    return RunProgress(doing=_doing(run), typical=_typical(request, run))


def ahead_of(run: Run) -> int:
    """Return how many runs are computed before one that waits."""
    return Run.objects.filter(state="waiting", pk__lt=run.pk).count() if run.state == "waiting" else 0


def _doing(run: Run) -> Message:
    if run.cancel:
        return Message("runs.cancelling")
    if run.state == "waiting":
        ahead = ahead_of(run)
        return Message("runs.waiting", count=ahead) if ahead else Message("runs.next-in-line")
    if run.kind != "question":
        return Message("runs.writing-papers")
    if run.total and run.done >= run.total * DRAWN_FROM:
        return Message("runs.drawing")
    return Message(f"runs.doing.{theme_of(run.question)}")


def _typical(request: PageRequest, run: Run) -> Message | None:
    """Return how long runs of the same question took, half of them less."""
    seconds = [(one.finished - one.started).total_seconds() for one in typical_runs(request, run) if one.started and one.finished]
    if not seconds:
        return None
    typical = statistics.median(seconds)
    if typical < _SOON:
        return Message("runs.usually-at-once")
    if typical < 90:
        return Message("runs.usually-seconds", count=round(typical))
    return Message("runs.usually-minutes", count=round(typical / 60))
