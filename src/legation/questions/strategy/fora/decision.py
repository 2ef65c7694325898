"""The earliest decision of a forum that can still be reached: the day, what must be done before, and the meetings until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import ForumStep, Process, When
from legation.dossier.steps import Day, Step, days

__all__ = ["AHEAD", "Decision", "earliest"]

AHEAD = dt.timedelta(days=3660)
"""How far ahead a decision is looked for."""
_BACK = dt.timedelta(days=800)
_GATES = ("submit_by", "opens", "closes")
_ENDS = ("decision", "meeting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The earliest decision that can still be reached.

    Attributes
    ----------
    day : Day or None
        When it is; None where no day is known that lies ahead.
    step : ForumStep or None
        Its row; None where the day is that of the forum itself.
    kind : str
        ``decision``, ``meeting`` where no decision is known, ``forum`` where the day is that of the forum's row; empty without a day.
    gate : Day or None
        The last day on which it can be put there.
    meetings : int or None
        Meetings from today on that come before it.
    path : tuple of (ForumStep, Day)
        The steps that lead to it and are not over, it included, in order.
    missed : tuple of ForumStep
        Decisions ahead whose own submission is over.
    open_ended : bool
        Whether there are steps, and none of them has a day.
    """

    day: Day | None = None
    step: ForumStep | None = None
    kind: str = ""
    gate: Day | None = None
    meetings: int | None = None
    path: tuple[tuple[ForumStep, Day], ...] = ()
    missed: tuple[ForumStep, ...] = ()
    open_ended: bool = False

    @property
    def certainty(self) -> str:
        """``fixed``, ``derived`` or ``estimated``; a row that calls its own day usual or estimated is estimated."""
        if self.day is None:
            return ""
        loose = self.step is not None and self.step.certainty in ("usual", "estimated")
        return "estimated" if loose and self.day.certainty in ("fixed", "derived") else self.day.certainty


def earliest(forum: Process, rows: Sequence[ForumStep], as_of: dt.date) -> Decision:
    """Return the earliest decision of a forum whose submission is not over.

    A day on which texts are submitted, or a window opens or closes, belongs to the decision that follows it by ``after``, else to the first
    decision on or after it. Where the last such day of a decision is past, the decision is missed. Where no decision step is known at all,
    meetings count as decisions; where there are no steps, the day of the forum's own row does.

    Parameters
    ----------
    forum : Process
    rows : sequence of ForumStep
        Those of the forum, of the matter or of none.
    as_of : date
    """
    by_id = {row.id: row for row in rows}
    made = [_step(row) for row in rows]
    ahead = days(made, as_of, as_of + AHEAD)
    past = [day for day in days(made, as_of - _BACK, as_of - dt.timedelta(days=1)) if day.end < as_of]
    kind = next((kind for kind in _ENDS if any(row.kind == kind for row in rows)), "")
    ends = [day for day in ahead if by_id[day.id].kind == kind]
    ancestors = {row.id: _ancestors(row.id, by_id) for row in rows}
    gates = [day for day in (*past, *ahead) if by_id[day.id].kind in _GATES]
    missed: list[ForumStep] = []
    for end in ends:
        own = _gates_of(end, ends, gates, ancestors)
        if own and own[-1].end < as_of:
            missed.append(by_id[end.id])
            continue
        meetings = [day for day in ahead if by_id[day.id].kind == "meeting" and day.start >= as_of and day.end <= end.end and day != end]
        before = {day.id for day in own} | ancestors[end.id]
        path = [(by_id[day.id], day) for day in ahead if day == end or (day.end <= end.end and (day.id in before or day in meetings))]
        gate = own[-1] if own else None
        return Decision(day=end, step=by_id[end.id], kind=kind, gate=gate, meetings=len(meetings), path=tuple(path), missed=_once(missed))
    own_day = forum.deadline
    if not rows and own_day is not None and not own_day.is_over(as_of):
        return Decision(day=Day(forum.id, own_day.first, own_day.last, "", "fixed"), kind="forum", meetings=0)
    return Decision(missed=_once(missed), open_ended=bool(rows) and not missed)


def _gates_of(end: Day, ends: Sequence[Day], gates: Sequence[Day], ancestors: Mapping[str, set[str]]) -> list[Day]:
    """Return the days that let a matter into a decision, the last one last."""
    linked = ancestors[end.id]
    tied = {one for day in ends for one in ancestors[day.id]}
    found = {}
    for day in gates:
        following = min((other.end for other in ends if other.end >= day.end), default=None)
        if day.end <= end.end and (day.id in linked or (day.id not in tied and following == end.end)):
            found[day.id] = day
    return sorted(found.values(), key=lambda day: (day.end, day.id))


def _ancestors(identity: str, by_id: Mapping[str, ForumStep]) -> set[str]:
    """Return the steps that one follows, to any depth."""
    found: set[str] = set()
    at = by_id[identity].after
    while at in by_id and at not in found:
        found.add(at)
        at = by_id[at].after
    return found


def _once(rows: Sequence[ForumStep]) -> tuple[ForumStep, ...]:
    return tuple({row.id: row for row in rows}.values())


def _step(row: ForumStep) -> Step:
    return Step(
        id=row.id,
        date=_period(row.date, row.end),
        after=row.after if row.date is None else "",
        days=row.days or 0,
        every_months=row.every_months or 0,
    )


def _period(start: When | None, end: When | None) -> tuple[dt.date, dt.date] | None:
    if start is None:
        return None
    return start.first, max(start.last, end.last if end else start.last)
