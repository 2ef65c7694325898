"""Signposts read at a date: quiet, crossed, or no data, with the number, its day and why there is none.

A signpost on a monitor is read period by period, from its first day on, and is crossed from the first period in which the count is at the
threshold or beyond. A period that was not received never crosses, and the signpost is quiet only where the last period that is over was
received. A signpost on a question is read from the answer at the date, given on the dossier without its signposts: so nothing reads itself.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from dataclasses import dataclass
from typing import Any, Literal

from legation.dossier import chain_ends, current_ids, standing
from legation.dossier.models.monitor import MONITOR, Monitor
from legation.dossier.records import Activity, Signpost
from legation.errors import LegationError
from legation.language import Message
from legation.questions.base.case import Case
from legation.questions.strategy.signposts.numbers import number_of

__all__ = ["LAG", "SignpostReading", "SignpostState", "missed_action", "read_signpost", "read_signposts", "started_by"]

LAG = 2
"""Days after the end of a period by which it has to be received: the log of a day comes on the next, and that it is whole shows with it."""
SignpostState = Literal["quiet", "crossed", "no-data"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignpostReading:
    """How a signpost stands at a date.

    Attributes
    ----------
    row : Signpost
    state : {"quiet", "crossed", "no-data"}
    number : float or None
        In the unit of what is counted or answered: of the first period that crossed it, else of the last that was received; None where
        nothing was read.
    crossed_on : date or None
        The last day of the first period that crossed it, the day on which that could be known; of a question the day of asking.
    until : date or None
        The last day that was read.
    why : Message or None
        Why there is no data.
    source : str
        What was read, as a reader knows it: the title of a monitor or of a question; empty where it is not there.
    """

    row: Signpost
    state: SignpostState
    number: float | None = None
    crossed_on: dt.date | None = None
    until: dt.date | None = None
    why: Message | None = None
    source: Any = ""


def read_signposts(case: Case) -> tuple[SignpostReading, ...]:
    """Return how every signpost stands at the date of a case, in the order of the rows; each case is read once."""
    case = case.at(case.as_of)
    return case.once(("signposts read",), lambda: tuple(read_signpost(case, row) for row in standing(case.dossier.signposts)))


def read_signpost(case: Case, row: Signpost) -> SignpostReading:
    r"""Read one signpost at the date of a case.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> head = b"id,title,question,value,threshold\n"
    >>> rows = head + b"a,Much is due,what-is-due,coming.count,1\nb,Very much is due,what-is-due,,9\n"
    >>> files = {"dossier.toml": b'id = "x"', "signposts.csv": rows, "objectives.csv": b"id,aim,due\no,A text,2019-12\n"}
    >>> found = read_signposts(Case(dossier=decode(files), today=dt.date(2019, 6, 1)))
    >>> [(one.row.id, one.state, one.number) for one in found]
    [('a', 'crossed', 1.0), ('b', 'no-data', None)]
    """
    if row.threshold is None:
        return _nothing(row, Message("signposts.no-threshold"))
    if bool(row.monitor) == bool(row.question):
        return _nothing(row, Message("signposts.two-sources" if row.monitor else "signposts.no-source"))
    return _from_monitor(case, row) if row.monitor else _from_question(case, row)


def _nothing(row: Signpost, why: Message, source: Any = "", until: dt.date | None = None) -> SignpostReading:
    return SignpostReading(row=row, state="no-data", why=why, source=source, until=until)


def _crosses(row: Signpost, number: float) -> bool:
    threshold = row.threshold if row.threshold is not None else math.nan
    return number <= threshold if row.direction == "at_most" else number >= threshold


def _from_question(case: Case, row: Signpost) -> SignpostReading:
    found = number_of(_without_signposts(case), row.question, row.value)
    if found.number is None:
        return _nothing(row, found.why or Message("signposts.no-number"), found.title)
    crossed = _crosses(row, found.number)
    return SignpostReading(
        row=row,
        state="crossed" if crossed else "quiet",
        number=found.number,
        crossed_on=case.as_of if crossed else None,
        until=case.as_of,
        source=found.title,
    )


def _without_signposts(case: Case) -> Case:
    """Return the case without its signposts: what is asked for one of them looks at none."""
    bare, later = (one.with_fields(signposts=()) for one in (case.dossier, case.later))
    return case.once(("without signposts",), lambda: dataclasses.replace(case, dossier=bare, later=later))


def _from_monitor(case: Case, row: Signpost) -> SignpostReading:
    import numpy as np

    from legation.questions.observations.monitors.counts import count_series

    monitor = _monitor_named(case, row.monitor)
    if monitor is None:
        return _nothing(row, Message("signposts.no-monitor"))
    first = _first_day(case, row, monitor)
    if first > case.as_of:
        return _nothing(row, Message("signposts.no-period", since=first), monitor.title)
    try:
        series = count_series(case, monitor, first)
    except LegationError as error:
        return _nothing(row, error.message if isinstance(error.message, Message) else Message("signposts.no-number"), monitor.title)
    if len(series) == 0:
        return _nothing(row, Message("signposts.no-period", since=first), monitor.title)
    counted = series.count if series.total is None else np.where(series.total > 0, series.count, np.nan)
    until = series.last(len(series) - 1)
    for period, number in enumerate(counted.tolist()):
        if math.isfinite(number) and _crosses(row, number):
            day = series.last(period)
            return SignpostReading(row=row, state="crossed", number=number, crossed_on=day, until=until, source=monitor.title)
    last = float(counted[-1])
    if not math.isfinite(last):
        return _nothing(row, Message("signposts.gap", first=series.first(len(series) - 1), last=until), monitor.title, until)
    if until + dt.timedelta(days=monitor.days + LAG) <= case.as_of:
        return _nothing(row, Message("signposts.nothing-since", day=until), monitor.title, until)
    return SignpostReading(row=row, state="quiet", number=last, until=until, source=monitor.title)


def _monitor_named(case: Case, name: str) -> Monitor | None:
    """Return the monitor of a name; None where it is gone, hidden, not yet known or has a fault: which of these it is, nobody is told."""
    from legation.questions.observations.monitors.run import is_known

    part = MONITOR.of(case.dossier.files).get(name)
    if part is None:
        return None
    try:
        monitor = MONITOR.read(case.dossier.files[part], part)
    except LegationError:
        return None
    return monitor if is_known(case, monitor) else None


def _first_day(case: Case, row: Signpost, monitor: Monitor) -> dt.date:
    """Return the first day of the first period of a monitor that counts; a day after that of the case is returned as it is."""
    entered = row.since.first if row.since is not None else _entered(case, row)
    if entered is None or entered <= monitor.begins:
        return monitor.begins
    if entered > case.as_of:
        return entered
    ahead = (entered - monitor.begins).days
    return monitor.begins + dt.timedelta(days=-(-ahead // monitor.days) * monitor.days)


def _entered(case: Case, row: Signpost) -> dt.date | None:
    """Return since when what a signpost watches is in the dossier, in whichever row of its chain; None where one of them says no day."""
    chains = case.once(("chains of signposts",), lambda: _chains(case))
    same = [one for one in chains.get(row.id, [row]) if _watched(one) == _watched(row)]
    days = [one.recorded.first if one.recorded is not None else None for one in same]
    return None if None in days else min(one for one in days if one is not None)


def _chains(case: Case) -> dict[str, list[Signpost]]:
    """Return by the id of each signpost the rows of the chain that it is in."""
    rows = case.dossier.signposts
    first = chain_ends({one.id: one.supersedes for one in rows})
    chains: dict[str, list[Signpost]] = {}
    for one in rows:
        chains.setdefault(first[one.id], []).append(one)
    return {one.id: chains[first[one.id]] for one in rows}


def _watched(row: Signpost) -> tuple[Any, ...]:
    return row.monitor, row.threshold, row.direction


def started_by(case: Case, row: Signpost) -> Activity | None:
    """Return the activity that a crossing starts, as it stands; None where the signpost names none that is there."""
    rows = case.once(("activities as they stand",), lambda: {one.id: one for one in standing(case.dossier.activities)})
    current = case.once(("activities in place of others",), lambda: current_ids(case.dossier.activities))
    return rows.get(current.get(row.starts, row.starts))


def missed_action(case: Case, reading: SignpostReading) -> bool:
    """Whether a signpost is crossed and what it starts is not begun, or dropped, as far as the rows say.

    An action in words is never said to be begun.
    """
    activity = started_by(case, reading.row)
    return reading.state == "crossed" and (activity is None or activity.status in ("", "planned", "dropped"))
