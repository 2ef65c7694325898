"""The earliest decision of a forum that can still be reached: the day, what must be done before, and the meetings until then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import ForumStep, Process, When
from legation.dossier.matters import matter_key
from legation.dossier.steps import Day
from legation.dossier.tables.forum_steps import current_steps
from legation.questions.base.case import Case
from legation.questions.strategy.forum_dates import ForumDay, forum_days, steps_of_fora

__all__ = ["Decision", "StepsOfForum", "earliest", "steps_by_forum"]

_AHEAD = 3660
"""How far ahead a decision is looked for [days]."""
_BACK = 300
"""How far back what comes again is followed: ten months, for a step that comes every month is given ten times [days]."""
_GATES = ("submit_by", "opens", "closes")
_ENDS = ("decision", "meeting")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The earliest decision that can still be reached.

    Attributes
    ----------
    day : Day or None
        When it is; None where no day is known that lies ahead.
    when : When or None
        Its last day, or its month or year where no more is known.
    kind : str
        ``decision``, ``meeting`` where no decision lies ahead, ``forum`` where the day is that of the forum's row; empty without a day.
    gate : When or None
        The last day on which it can be put there.
    meetings : int or None
        Meetings from today on that come before it.
    path : tuple of ForumDay
        The steps that lead to it and are not over, it included, in order.
    missed : tuple of ForumStep
        Decisions ahead whose own submission is over.
    open_ended : bool
        Whether there are steps, and no decision or meeting of them lies ahead.
    """

    day: Day | None = None
    when: When | None = None
    kind: str = ""
    gate: When | None = None
    meetings: int | None = None
    path: tuple[ForumDay, ...] = ()
    missed: tuple[ForumStep, ...] = ()
    open_ended: bool = False

    @property
    def certainty(self) -> str:
        """``fixed``, ``derived`` or ``estimated``; empty without a day."""
        return self.day.certainty if self.day is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsOfForum:
    """The steps of a forum that are of a matter or of none.

    Attributes
    ----------
    days : tuple of ForumDay
        Past and ahead.
    after : mapping of str to str
        By step what it follows.
    of_matter : bool
        Whether a text or a petition has its own last day on that very matter.
    """

    days: tuple[ForumDay, ...]
    after: Mapping[str, str]
    of_matter: bool


def steps_by_forum(case: Case, matter: str) -> dict[str, StepsOfForum]:
    """Return the steps of each forum, by its current id, that are of a matter or of none; a forum without any is left out.

    Parameters
    ----------
    case : Case
    matter : str
        As rules and steps call it.
    """
    wanted = matter_key(matter)
    after = {step.id: step.after for step in current_steps(case.dossier.forum_steps)[1]}
    days: dict[str, list[ForumDay]] = {}
    tabled: set[str] = set()
    for step in steps_of_fora(case).values():
        if matter_key(step.row.matter) in ("", wanted):
            days.setdefault(step.forum.id, [])
            if step.row.kind in _GATES and wanted and matter_key(step.row.matter) == wanted:
                tabled.add(step.forum.id)
    since = dt.date.fromordinal(max(1, case.as_of.toordinal() - _BACK))
    gone = [one for one in forum_days(case, since) if one.number > 0 and one.day.end < case.as_of]
    for one in (*gone, *forum_days(case)):
        if matter_key(one.row.matter) in ("", wanted):
            days[one.forum.id].append(one)
    return {forum: StepsOfForum(days=tuple(those), after=after, of_matter=forum in tabled) for forum, those in days.items()}


def earliest(forum: Process, steps: StepsOfForum | None, as_of: dt.date) -> Decision:
    """Return the earliest decision of a forum whose submission is not over.

    A day on which texts are submitted, or a window opens or closes, belongs to the decision that follows it by ``after``, else to the first
    decision on or after it. Where the last such day of a decision is past, the decision is missed. Where no decision lies ahead, meetings
    ahead count as decisions; where there are no steps, the day of the forum's own row does.

    Parameters
    ----------
    forum : Process
    steps : StepsOfForum or None
    as_of : date
    """
    if steps is None:
        return _own_day(forum, as_of)
    ahead = [one for one in steps.days if 0 <= (one.day.end - as_of).days <= _AHEAD]
    kind = next((kind for kind in _ENDS if any(one.row.kind == kind for one in ahead)), "")
    ends = [one for one in ahead if one.row.kind == kind]
    every = [one for one in steps.days if one.row.kind in ("decision", kind)]
    gates = sorted((one for one in steps.days if one.row.kind in _GATES), key=lambda one: one.day.end)
    before = {one.step: _ancestors(one.step, steps.after) for one in every}
    missed: dict[str, ForumStep] = {}
    for end in ends:
        own = _gates_of(end, every, gates, before)
        if own and own[-1].day.end < as_of:
            missed.setdefault(end.step, end.row)
            continue
        meetings = [
            one for one in ahead if one.row.kind == "meeting" and as_of <= one.day.start and one.day.end <= end.day.end and one != end
        ]
        leading = {one.step for one in own} | before[end.step]
        path = [one for one in ahead if one == end or (one.day.end <= end.day.end and (one.step in leading or one in meetings))]
        return Decision(
            day=end.day,
            when=end.last,
            kind=kind,
            gate=own[-1].last if own else None,
            meetings=len(meetings),
            path=tuple(path),
            missed=tuple(missed.values()),
        )
    return Decision(missed=tuple(missed.values()), open_ended=not missed)


def _own_day(forum: Process, as_of: dt.date) -> Decision:
    own = forum.deadline
    if own is None or own.is_over(as_of):
        return Decision()
    return Decision(day=Day(forum.id, own.first, own.last, "", "fixed"), when=own, kind="forum", meetings=0)


def _gates_of(end: ForumDay, ends: Sequence[ForumDay], gates: Sequence[ForumDay], before: Mapping[str, set[str]]) -> list[ForumDay]:
    """Return the days that let a matter into a decision, the last one last."""
    linked = before[end.step]
    tied = {one for other in ends for one in before[other.step]}
    found: dict[str, ForumDay] = {}
    for gate in gates:
        following = min((other.day.end for other in ends if other.day.end >= gate.day.end), default=None)
        if gate.day.end <= end.day.end and (gate.step in linked or (gate.step not in tied and following == end.day.end)):
            found[gate.step] = gate
    return sorted(found.values(), key=lambda gate: (gate.day.end, gate.step))


def _ancestors(name: str, after: Mapping[str, str]) -> set[str]:
    """Return the steps that one follows, to any depth."""
    found: set[str] = set()
    at = after.get(name, "")
    while at and at not in found:
        found.add(at)
        at = after.get(at, "")
    return found
