"""The notices of a statement: its own rows, else the duties to notify of the incident that it is about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from legation import moment
from legation.dossier import Duty, When
from legation.dossier.models.statement import Notified, StatementModel
from legation.questions.base.case import Case
from legation.questions.incident.duties.rows import CountedDuty, counted_duties, rows_counted

__all__ = ["with_duties"]


def with_duties(case: Case, model: StatementModel, may_hear: Callable[[Duty], bool]) -> StatementModel:
    """Return a statement with the duties of its incident as notices, where it has none of its own.

    A duty without a deadline that is not given is left out: nothing can be said of its day. So is one whose time is counted from a duty
    that may not be heard: its day would tell that duty.
    """
    if model.notices:
        return model
    dated = [one for one in counted_duties(case, model.id) if one.made is not None or one.ends.until is not None]
    found = [one for one in dated if all(map(may_hear, rows_counted(case, one)))]
    return dataclasses.replace(model, notices=tuple(map(_notice, found))) if found else model


def _notice(one: CountedDuty) -> Notified:
    due = When(moment.local(one.ends.until, one.zone).date().isoformat()) if one.ends.until is not None else None
    made = None
    if one.made is not None:
        made = When(str(one.made) if one.made.is_day else moment.local(one.made.instant, one.zone).date().isoformat())
    return Notified(id=one.row.id, to=one.row.to, due=due, made=made, evidence=one.row.evidence)
