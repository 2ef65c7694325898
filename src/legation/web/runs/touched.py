"""Which papers that were made here say what no longer stands: by the day of which they are, and the vote that they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from legation.dossier import Dossier, as_date
from legation.dossier.forecasts import Contradiction, contradictions
from legation.language import Message
from legation.web.runs.models import Run

__all__ = ["touched"]

_EVERY = "how-good-were-we"
"""The question whose answer prints every forecast."""


def touched(view: Dossier, runs: Iterable[Run]) -> dict[int, list[Message]]:
    """Return by run of a paper what of it is contradicted since, as far as the person sees the forecasts and what came.

    A dossier that is frozen tells nothing that came after its day.
    """
    papers = [run for run in runs if run.kind != "question"]
    if not papers or not view.forecasts:
        return {}
    frozen = view.info.as_of
    found = [one for one in contradictions(view) if one.on is not None and (frozen is None or one.on <= frozen.last)]
    told = {run.pk: [one.told() for one in found if _printed(view, run, one)] for run in papers}
    return {number: said for number, said in told.items() if said}


def _printed(view: Dossier, run: Run, one: Contradiction) -> bool:
    """Whether a paper is of a day between that of a forecast and that of what came, and prints forecasts on its vote."""
    made, day = one.forecast.made_on or one.forecast.recorded, _day(view, run)
    asked = str(run.options.get("rollcall") or view.info.parameters.get("rollcall") or "")
    votes = {row.id for row in view.rollcalls if asked and asked in (row.id, row.symbol)}
    about = one.forecast.rollcall in votes or _EVERY in str(run.options.get("sections", "")).split()
    return about and one.on is not None and day < one.on and (made is None or made.first <= day)


def _day(view: Dossier, run: Run) -> dt.date:
    """Return the day of which a paper is."""
    if run.options.get("as_of"):
        return as_date(run.options["as_of"])
    return view.info.as_of.last if view.info.as_of else run.today
