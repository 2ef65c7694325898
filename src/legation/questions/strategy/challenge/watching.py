"""Signposts that nobody could see cross."""

from __future__ import annotations

from collections.abc import Iterator

from legation.dossier import Signpost, standing
from legation.dossier.models.monitor import MONITOR, Monitor
from legation.errors import LegationError
from legation.questions.base.case import Case
from legation.questions.base.registry import is_question
from legation.questions.observations.lake import has
from legation.questions.strategy.challenge.fault import Fault

__all__ = ["unwatched"]


def unwatched(case: Case) -> Iterator[Fault]:
    """Yield the signposts that are read from nothing, that have no threshold, or whose monitor, question or observations are not there."""
    monitors = case.once(("challenge-monitors",), lambda: _monitors(case))
    for row in standing(case.dossier.signposts):
        form = _form(case, row, monitors)
        if form:
            values = {"monitor-gone": {"monitor": row.monitor}, "question-gone": {"question": row.question}}.get(form, {})
            yield Fault(
                code="unwatched",
                form=form,
                table="signposts",
                row=row.id,
                subject=row.title or row.id,
                values=values,
                evidence=row.evidence,
            )


def _form(case: Case, row: Signpost, monitors: dict[str, Monitor]) -> str:
    """Return why a signpost is not watched; empty where it is."""
    if not (row.monitor or row.question):
        return "no-watch"
    if row.threshold is None:
        return "no-threshold"
    if row.monitor:
        found = monitors.get(row.monitor)
        return "monitor-gone" if found is None else "" if has(case, found.table) else "no-data"
    if not is_question(row.question):
        return "question-gone"
    return "" if row.value else "no-value"


def _monitors(case: Case) -> dict[str, Monitor]:
    """Return the monitors that were known, by id; one with a fault is not there."""
    found = {}
    for part in MONITOR.of(case.dossier.files).values():
        try:
            one = MONITOR.read(case.dossier.files[part], part)
        except LegationError:
            continue
        if one.known_on is None or one.known_on.by(case.as_of):
            found[one.id] = one
    return found
