"""What is asked: which activity, what it was for, what is measured of it, and what else was done at the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import standing
from legation.dossier.kind import Text
from legation.dossier.records import Activity, Indicator, Objective
from legation.errors import NotAvailable, WrongUse
from legation.language import Message
from legation.methods.progress import silent
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.debate.conditions import SAID
from legation.questions.observations import lake
from legation.questions.observations.effect.measure import AREA, EffectMeasure
from legation.questions.question import Option, Progress

__all__ = [
    "CONDITIONS",
    "EffectInputs",
    "read_inputs",
]

_BEFORE = 2
"""Periods before the activity in which another one may still work."""
_MEASURES = ("phrase", "pages", "first", "actor", "issue")


@dataclass(frozen=True, kw_only=True, eq=False)
class EffectInputs:
    """An activity with its measure.

    Attributes
    ----------
    case : Case
    activity : Activity
    date : date
        Its first day.
    objectives : tuple of Objective
        What it was for, as far as the dossier lists it.
    indicators : tuple of Indicator
        Those of these objectives.
    measured : Measured or None
        None where no measure was named.
    rivals : tuple of Activity
        Others at the time: rival explanations.
    """

    case: Case
    activity: Activity
    date: dt.date
    objectives: tuple[Objective, ...]
    indicators: tuple[Indicator, ...]
    measured: EffectMeasure | None
    rivals: tuple[Activity, ...]


def read_inputs(case: Case, options: Mapping[str, Any], progress: Progress) -> EffectInputs:
    """Read the activity and count its measure.

    Raises
    ------
    NotAvailable
        Without a dated activity, without what the measure needs, or where neither a measure is named nor an indicator is there.
    WrongUse
        For two measures at once.
    """
    activity, date = _activity(case, options["activity"])
    named = [name for name in _MEASURES if options[name]]
    if len(named) > 1:
        raise WrongUse(Message(f"{AREA}.one-measure", found=tuple(Option(name, Text()).label(AREA) for name in named)))
    aims = set(activity.objectives)
    objectives = tuple(row for row in standing(case.dossier.objectives) if row.id in aims)
    indicators = tuple(row for row in standing(case.dossier.indicators) if row.objective in aims)
    measured = _measured(case, activity, date, named[0] if named else "", options, progress)
    if measured is None and not indicators:
        raise NotAvailable(Message(f"{AREA}.no-measure", activity=activity.title))
    return EffectInputs(
        case=case,
        activity=activity,
        date=date,
        objectives=objectives,
        indicators=indicators,
        measured=measured,
        rivals=_rivals(case, activity, date, measured),
    )


def _activity(case: Case, name: str | None) -> tuple[Activity, dt.date]:
    """Return the activity that is named; else the latest that was begun, of those with an indicator where there are any."""
    rows = standing(case.dossier.activities)
    if name:
        row = next(row for row in rows if row.id == name)
        if row.date is None:
            raise NotAvailable(Message(f"{AREA}.undated", activity=row.title))
        return row, row.date.first
    begun = [row for row in rows if row.date is not None and row.date.first <= case.as_of and row.status != "dropped"]
    if not begun:
        raise NotAvailable(Message(f"{AREA}.none-begun", as_of=case.as_of))
    shown = {row.objective for row in standing(case.dossier.indicators)}
    chosen = max(begun, key=lambda row: (bool(shown & set(row.objectives)), row.date.first if row.date else dt.date.min, row.id))
    if chosen.date is None:
        raise AssertionError(chosen.id)
    return chosen, chosen.date.first


def _measured(
    case: Case, activity: Activity, date: dt.date, name: str, options: Mapping[str, Any], progress: Progress
) -> EffectMeasure | None:
    from legation.questions.observations.effect.indicators import (
        pages_measured,
        pair_measured,
        phrase_measured,
        voice_measured,
        votes_measured,
    )

    since = options["since"].first if options["since"] else None
    every, controls = options["every"], options["controls"]
    match name:
        case "phrase":
            return phrase_measured(case, date, options["phrase"], controls, every, since, progress)
        case "pages":
            return pages_measured(case, date, options["pages"], controls, every, since)
        case "first":
            if not options["second"]:
                raise NotAvailable(Message(f"{AREA}.no-second", first=case.named(options["first"])))
            return pair_measured(case, date, options["first"], options["second"], options["acts"], every, since)
        case "actor":
            return voice_measured(case, date, options["actor"], every, since, progress)
        case "issue":
            return votes_measured(case, date, options["issue"], activity.audience)
        case _:
            return None


def _rivals(case: Case, activity: Activity, date: dt.date, measured: EffectMeasure | None) -> tuple[Activity, ...]:
    """Return what else was done from a little before the activity up to the end of what is measured."""
    begin, end = date - dt.timedelta(days=60), case.as_of
    if measured is not None and not measured.names and measured.spans.at < len(measured.spans):
        begin = measured.spans.starts[max(0, measured.spans.at - _BEFORE)]
        end = measured.spans.until
    found = []
    for row in standing(case.dossier.activities):
        if row.id != activity.id and row.date is not None and row.status not in ("dropped", "planned"):
            last = row.end.last if row.end else row.date.last
            if row.date.first <= end and last >= begin:
                found.append(row)
    return tuple(sorted(found, key=lambda row: (str(row.date), row.id)))


def _has_begun(case: Case, options: Mapping[str, Any]) -> object:
    return _activity(case, options["activity"])


def _has_measure(case: Case, options: Mapping[str, Any]) -> bool:
    """Whether a measure is named, or an indicator of what the activity aims at is there."""
    if any(options[name] for name in _MEASURES):
        return True
    aims = set(_activity(case, options["activity"])[0].objectives)
    return any(row.objective in aims for row in standing(case.dossier.indicators))


def _named(name: str, check: Callable[[Case, Mapping[str, Any]], object]) -> Callable[[Case, Mapping[str, Any]], object]:
    """Return a check of what the measure of an option takes; where another is named, nothing is taken."""
    return lambda case, options: not options[name] or check(case, options)


def _votes_counted(case: Case, options: Mapping[str, Any]) -> object:
    activity, date = _activity(case, options["activity"])
    return _measured(case, activity, date, "issue", options, silent)


def _texts_said(case: Case, options: Mapping[str, Any]) -> object:
    return SAID.check(case, {})


CONDITIONS = (
    Condition(id="begun-activity", place="activities", option="activity", check=_has_begun),
    Condition(id="measure", place="indicators", option="phrase", check=_has_measure),
    Condition(id="visits-by-then", place="lake:requests", check=_named("pages", lambda case, _: lake.has(case, "requests"))),
    Condition(id="events-by-then", place="lake:events", check=_named("first", lambda case, _: lake.has(case, "events"))),
    Condition(id="choose-second-state", option="second", check=_named("first", lambda _, options: options["second"])),
    Condition(id="votes-in-session", place="votes", option="issue", check=_named("issue", _votes_counted)),
    Condition(id="said", place="evidence|lake:texts", check=_named("phrase", _texts_said)),
    Condition(id="said-by", place="evidence|lake:texts", check=_named("actor", _texts_said)),
)
"""What it takes to count the measure that is named."""
