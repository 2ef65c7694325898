"""What a run looks at: its dossier as its maker saw it, and the marking that its papers bear."""

from __future__ import annotations

from legation.dossier import MARKINGS, TABLES, Dossier
from legation.questions import Case
from legation.web.runs.access import lake_of, seen_by
from legation.web.runs.models import Run

__all__ = ["case_of", "highest_marking"]


def case_of(run: Run) -> Case:
    """Return what a run may look at: its revision, as its maker saw it; an earlier revision beside it where the run names one."""
    view, beside = seen_by(run)
    files = {run.options["revision"]: beside} if beside is not None else None
    return Case(dossier=view, today=run.today, files=files, lake=lake_of(run.dossier, run.scope, view.info.marking))


def highest_marking(dossier: Dossier) -> str:
    """Return the highest marking of a dossier and of its rows: what a paper made of it has to bear."""
    marked = {dossier.info.marking or MARKINGS[0]}
    marked.update(row.marking for name in TABLES if name != "votes" for row in getattr(dossier, name) if row.marking)
    return max(marked, key=MARKINGS.index)
