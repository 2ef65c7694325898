"""What options are chosen from that name no row of a table: decision makers and states of a conflict, plans, bodies, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.dossier.matters import matter_key
from legation.dossier.records.consular import DRILL_SCORES
from legation.dossier.tables.ruling import matters_of
from legation.errors import LegationError
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.base.case import Case

__all__ = [
    "bodies",
    "crises_counted",
    "drills_scored",
    "forecast_makers",
    "incidents",
    "incidents_on_record",
    "incidents_to_notify",
    "makers",
    "matters",
    "plans",
    "states",
]

_STATES = 4096


def makers(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the decision makers of the conflict that is given, else of the first."""
    from legation.questions.conflict.inputs import find_conflict

    try:
        return {one.id: one for one in find_conflict(case, given.get("model", "")).makers}
    except LegationError:  # the question says what is wrong with the model, or that there is none
        return {}


def states(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the states of the conflict that is given, else of the first, by number: each by the options that are taken in it."""
    from legation.questions.conflict.inputs import find_conflict
    from legation.questions.conflict.words import called

    try:
        conflict = find_conflict(case, given.get("model", ""))
        found = min(conflict.g.count, _STATES)
        return {str(at + 1): called(conflict, at) for at in range(found)}
    except LegationError:  # the same
        return {}


def plans(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the plans of the model that is given, else of the first."""
    from legation.questions.futures.inputs import find_model

    try:
        return {plan.id: plan.name or plan.id for plan in find_model(case, given.get("model", "")).model.plans}
    except LegationError:  # the same
        return {}


def bodies(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the bodies of the dossier."""
    return {body.id: body.name or body.id for body in case.dossier.bodies}


def matters(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the matters that rules in force are for: of the body that is given, else of every body; each spelt as it first stands.

    Where they are of several bodies, each says of which.
    """
    found: dict[str, tuple[str, Any]] = {}
    deciding: dict[str, list[Named]] = {}
    for body in case.dossier.bodies:
        if given.get("body") in (None, "", body.id):
            for matter, title in matters_of(body, case.as_of).items():
                found.setdefault(matter_key(matter), (matter, title))
                deciding.setdefault(matter_key(matter), []).append(Named(body.id, body.name or body.id))
    if len({one.id for those in deciding.values() for one in those}) < 2:
        return dict(found.values())
    area = "who-can-stop-it.matter-of"
    return {matter: Message(area, matter=title, bodies=tuple(deciding[key])) for key, (matter, title) in found.items()}


def incidents(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the incidents of which readings of texts speak."""
    return {row.incident: row.incident for row in case.dossier.readings if row.incident}


def incidents_to_notify(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the incidents that duties to notify name."""
    return {row.incident: row.incident for row in case.dossier.duties if row.incident}


def incidents_on_record(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the incidents of whose log there are entries."""
    return {row.incident: row.incident for row in case.dossier.incident_log if row.incident}


def crises_counted(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the crises and services of which people are counted."""
    return {name: name for row in case.dossier.consular if row.status not in DRILL_SCORES and (name := row.crisis or row.service)}


def drills_scored(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the exercises of a consular house that have a score."""
    return {name: name for row in case.dossier.consular if row.status in DRILL_SCORES and (name := row.crisis or row.service)}


def forecast_makers(case: Case, given: Mapping[str, str]) -> Mapping[str, Any]:
    """Return who made the forecasts, by role or handle."""
    return {row.made_by: row.made_by for row in case.dossier.forecasts if row.made_by}
