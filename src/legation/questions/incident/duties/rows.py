"""The duties to notify of a dossier, each with its clock and how it stands at the day of knowing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.dossier import Duty, Moment, chain_ends, standing
from legation.errors import WrongUse
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.incident.attribution.words import quoted
from legation.questions.incident.duties.clock import Ends, Term, ends_of

__all__ = ["STATES", "CountedDuty", "counted_duties", "first_minute_counts", "incident_meant", "incidents_of", "rows_counted"]

STATES = ("late", "open", "prompt", "not_begun", "made_late", "made_unclear", "made", "given")
"""How a duty stands: its time is over and nothing is given, it runs, it has no term but is to be done without undue delay, its time has not
begun; given late, given on the last day at an hour that is not recorded, given in time, given where no time is set."""
_OPEN = frozenset({"late", "open", "prompt", "not_begun"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDuty:
    """A duty with its clock.

    Attributes
    ----------
    row : Duty
        The current row.
    ends : Ends
    state : str
        One of :data:`STATES`.
    zone : str
        In which its hours are told.
    made : Moment or None
        When the notice was given, as far as that lies before the end of the day of knowing.
    before : Duty or None
        The duty after which it counts.
    """

    row: Duty
    ends: Ends
    state: str
    zone: str
    made: Moment | None = None
    before: Duty | None = None

    @property
    def to(self) -> Named:
        """Whom to notify, as a sentence may quote it."""
        return quoted(self.row.id, self.row.to)

    @property
    def is_open(self) -> bool:
        """Whether the notice is not given yet."""
        return self.state in _OPEN

    @property
    def until(self) -> Message | None:
        """When it ends, by day and minute with whose clocks show them; None where it has no end yet."""
        return moment.shown(self.ends.until, self.zone) if self.ends.until is not None else None


def incidents_of(case: Case, table: str) -> tuple[str, ...]:
    """Return the incidents that rows of a table name, each once."""
    return tuple(dict.fromkeys(row.incident for row in standing(case.dossier.rows(table)) if row.incident))


def incident_meant(case: Case, table: str, wanted: str) -> str:
    """Return the incident that is asked for, as the rows spell it; empty: all of them.

    Raises
    ------
    WrongUse
        Where no row names it.
    """
    there = {name.casefold(): name for name in incidents_of(case, table)}
    if wanted and wanted.casefold() not in there:
        raise WrongUse(Message("incident-rows.unknown-incident", found=wanted, there=tuple(there.values()) or None))
    return there.get(wanted.casefold(), "")


def counted_duties(case: Case, incident: str = "") -> tuple[CountedDuty, ...]:
    """Return the duties of an incident, or of all: what is late first, then by the end of their time, what is given last.

    A row is called by the first of those that supersede one another, so that what follows a corrected row follows its correction. Of a
    moment that is known to the day alone, the first minute of that day in the zone counts: the deadline may come out early, never late.
    """
    found = case.once(("duties to notify",), lambda: _counted(case))
    return tuple(one for one in found if not incident or one.row.incident in ("", incident))


def rows_counted(case: Case, one: CountedDuty) -> tuple[Duty, ...]:
    """Return the rows from which the time of a duty is counted: its own, that after which it counts, and so on, each once."""
    there = {found.row.id: found for found in counted_duties(case)}
    rows, before = {one.row.id: one.row}, one.before
    while before is not None and before.id not in rows:
        rows[before.id] = before
        before = there[before.id].before
    return tuple(rows.values())


def _counted(case: Case) -> tuple[CountedDuty, ...]:
    rows = case.dossier.duties
    names = chain_ends({row.id: row.supersedes for row in rows})
    current: dict[str, Duty] = {}
    for row in standing(rows):
        current[row.id if names[row.id] in current else names[row.id]] = row
    ends = ends_of(_term(name, row, names, case.as_of) for name, row in current.items())
    counted = [_one(row, ends[name], current.get(names.get(row.after, row.after)), case.as_of) for name, row in current.items()]
    return tuple(sorted(counted, key=_order))


def _order(one: CountedDuty) -> tuple[Any, ...]:
    until = one.ends.until
    return not one.is_open, STATES.index(one.state) if until is None else 0, until or dt.datetime.max.replace(tzinfo=dt.UTC), one.row.id


def _term(name: str, row: Duty, names: Mapping[str, str], day: dt.date) -> Term:
    zone = _zone(row)
    since, made = (_first(at, zone) if at is not None and at.by(day) else None for at in (row.since, row.made))
    after = names.get(row.after, row.after) if row.since is None else ""
    return Term(id=name, since=since, after=after, hours=row.hours, months=row.months, zone=zone, made=made)


def _zone(row: Any) -> str:
    return row.zone if row.zone in moment.zones() else "UTC"


def _first(at: Moment, zone: str) -> dt.datetime:
    return moment.starts(str(at), zone) if at.is_day else at.instant


def _one(row: Duty, ends: Ends, before: Duty | None, day: dt.date) -> CountedDuty:
    made = row.made if row.made is not None and row.made.by(day) else None
    zone = _zone(row)
    state = _given(made, ends, zone) if made is not None else _waiting(row, ends, day)
    return CountedDuty(row=row, ends=ends, state=state, zone=zone, made=made, before=before if row.since is None else None)


def _given(made: Moment, ends: Ends, zone: str) -> str:
    if ends.until is None:
        return "given"
    last = moment.ends(str(made), zone) if made.is_day else made.instant
    if last <= ends.until:
        return "made"
    return "made_late" if _first(made, zone) > ends.until else "made_unclear"


def _waiting(row: Duty, ends: Ends, day: dt.date) -> str:
    if ends.until is not None:  # the day of knowing in UTC, as of every date with an hour
        return "late" if ends.until < moment.starts(day, "UTC") else "open"
    is_dated = row.hours is not None or row.months is not None
    return "not_begun" if ends.begun is None and (is_dated or row.after or row.since is not None) else "prompt"


def first_minute_counts(found: Iterable[CountedDuty]) -> bool:
    """Whether some time counts from a day of which the hour is not known."""
    moments = (at for one in found for at in (one.row.since, one.before.made if one.before is not None else None))
    return any(at is not None and at.is_day for at in moments)
