"""The days of fora: what is fixed, what is counted after another step, what is only expected, and how far each was compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation import moment
from legation.dossier import MARKINGS, ForumStep, Process, When, current_ids, standing
from legation.dossier.matters import matter_key
from legation.dossier.steps import Day, Step, occurrences
from legation.dossier.tables.forum_steps import current_steps
from legation.dossier.verification import said_of, weakest
from legation.questions.base.case import Case, joined_evidence
from legation.questions.strategy.expected_days import Rhythm, expected_left

__all__ = ["LIMITS", "OLD", "ForumDay", "StepOfForum", "current_fora", "forum_days", "is_old", "steps_of_fora"]

LIMITS = ("", "submit_by", "closes", "drafting", "advice", "answer", "ours")
"""Kinds of steps of which the last day is what counts: until its end something can be done. The others take place."""
OLD = 180
"""From how long after it was compared a row says so [days]."""
_SIGNS = {"day": 10, "month": 7, "year": 4}
"""Signs of a day that is known so closely."""
_CLOSELY = {signs: known for known, signs in _SIGNS.items()}
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumDay:
    """A day of a forum.

    Attributes
    ----------
    step : str
        The first of the rows that supersede one another: a name that stays.
    row : ForumStep
        The current row.
    forum : Process
        The current row of the forum that the step names, by whichever of the rows that supersede one another.
    day : Day
        When it takes place; ``estimated`` also where its row, or one that it follows, is known to the month only, usual or estimated.
    number : int
        Which of the expected occurrences it is, from 1 on; 0 where it is none.
    verified : str
        As of the row that was compared least of it and those that it follows; ``no`` where nothing is said and no source is named.
    marking : str
        The highest of its row and those that it follows; empty where none has one.
    evidence : tuple of str
        Of its row and of those that it follows.
    known_to : {"day", "month", "year"}
        How closely its row and those that it follows know the day.
    compared_on : When or None
        When the row that was compared longest ago, of it and those that it follows, was compared; None where none says it.
    """

    step: str
    row: ForumStep
    forum: Process
    day: Day
    number: int
    verified: str
    marking: str
    evidence: tuple[str, ...]
    known_to: str = "day"
    compared_on: When | None = None

    @property
    def is_limit(self) -> bool:
        """Whether its last day is what counts."""
        return self.row.kind in LIMITS

    @property
    def at(self) -> dt.datetime | None:
        """The last minute of a limit, 23:59 in its zone; None for what takes place, and where the zone is not known."""
        return moment.parse(self.day.utc_end) - _MINUTE if self.is_limit and self.day.utc_end else None

    @property
    def when(self) -> When:
        """The day of a limit, or the first day of what takes place; only the month or the year where its row knows no more."""
        day = When((self.day.end if self.is_limit else self.day.start).isoformat())
        return day if self.row.date is None else When(str(day)[: _SIGNS[self.known_to]])

    @property
    def last(self) -> When:
        """Its last day; only the month or the year where it is known no better, also of what is expected."""
        return When(self.day.end.isoformat()[: _SIGNS[self.known_to]])

    @property
    def what(self) -> Any:
        """What it is, in the words of its row."""
        return self.row.what or self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOfForum:
    """A step of a forum, whether it has a day or not.

    Attributes
    ----------
    row : ForumStep
        The current row.
    forum : Process
        The current row of its forum; with the id alone where there is none.
    event : ForumStep or None
        The current row of the step after which it is counted.
    is_estimated : bool
        Whether its row, or one that it follows, is known to the month only, usual or estimated.
    verified, marking, known_to : str
    evidence : tuple of str
    compared_on : When or None
        As of a :class:`ForumDay`.
    """

    row: ForumStep
    forum: Process
    event: ForumStep | None
    is_estimated: bool
    verified: str
    marking: str
    known_to: str
    evidence: tuple[str, ...]
    compared_on: When | None


def is_old(compared_on: When | None, day: dt.date) -> bool:
    """Whether what was compared on a day was compared longer ago than it should have been, at another."""
    return compared_on is not None and (day - compared_on.last).days > OLD


def forum_days(case: Case, since: dt.date | None = None) -> tuple[ForumDay, ...]:
    r"""Return the days of fora that were known, by their end: each that has one, past or ahead, and what is expected from the day on.

    What is expected gives way to a row with a day of its own, of the same forum, kind and matter, within half a period.

    Parameters
    ----------
    case : Case
    since : date, optional
        From when on what is expected is given; without it from the day of knowing.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> rows = b"id,forum,kind,date,after,days,every_months\nn,f,opens,2025-05-08,,,12\np,f,closes,,n,21,\n"
    >>> d = decode({"dossier.toml": b'id = "x"', "processes.csv": b"id,forum\nf,F\n", "forum_steps.csv": rows})
    >>> [(one.step, str(one.when), one.day.certainty) for one in forum_days(Case(dossier=d, today=dt.date(2025, 6, 1)))[:4]]
    [('n', '2025-05-08', 'fixed'), ('p', '2025-05-29', 'derived'), ('n', '2026-05-08', 'estimated'), ('p', '2026-05-29', 'estimated')]
    """
    start = since or case.as_of
    return case.once(("forum days", start.isoformat()), lambda: tuple(_found(case, start)))


def steps_of_fora(case: Case) -> Mapping[str, StepOfForum]:
    r"""Return the steps of fora that were known, by the first of the rows that supersede one another.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> fora, rows = b"id,forum,supersedes\nf,F,\ng,G,f\n", b"id,forum,after,verified\nn,f,,no\np,f,n,yes\n"
    >>> d = decode({"dossier.toml": b'id = "x"', "processes.csv": fora, "forum_steps.csv": rows})
    >>> [(name, one.forum.id, one.verified) for name, one in steps_of_fora(Case(dossier=d, today=dt.date(2025, 6, 1))).items()]
    [('n', 'g', 'no'), ('p', 'g', 'no')]
    """
    return case.once(("steps of fora",), lambda: _joined(case))


def current_fora(case: Case) -> Mapping[str, Process]:
    """Return the current row of each forum by the id of any of the rows that supersede one another."""
    return case.once(("current fora",), lambda: _current_fora(case))


def _current_fora(case: Case) -> dict[str, Process]:
    rows = {row.id: row for row in standing(case.dossier.processes)}
    later = current_ids(case.dossier.processes)
    return rows | {old: rows[new] for old, new in later.items() if old not in rows and new in rows}


def _joined(case: Case) -> dict[str, StepOfForum]:
    rows, steps = current_steps(case.dossier.forum_steps)
    fora, behind = current_fora(case), _inherited(rows, steps)
    return {
        step.id: StepOfForum(
            row=rows[step.id],
            forum=fora.get(rows[step.id].forum) or Process(id=rows[step.id].forum),
            event=rows.get(step.after),
            is_estimated=behind[step.id].is_estimated,
            verified=behind[step.id].verified,
            marking=behind[step.id].marking,
            known_to=behind[step.id].known_to,
            evidence=behind[step.id].evidence,
            compared_on=behind[step.id].compared_on,
        )
        for step in steps
    }


def _found(case: Case, start: dt.date) -> Iterator[ForumDay]:
    _, steps = current_steps(case.dossier.forum_steps)
    joined = steps_of_fora(case)
    known = [one for one in occurrences(steps, dt.date.min, dt.date.max) if one.number == 0]
    ahead = [one for one in occurrences(steps, start, dt.date.max) if one.number > 0]
    left = expected_left(_rhythms(joined, steps), known, ahead)
    for one in sorted((*known, *left), key=lambda one: (one.day.end, one.day.id, one.number)):
        step = joined[one.day.id]
        row = step.row
        certainty = "estimated" if step.is_estimated else one.day.certainty
        yield ForumDay(
            step=one.day.id,
            row=row,
            forum=step.forum,
            day=Day(one.day.id, one.day.start, one.day.end, one.day.utc_end, certainty),
            number=one.number,
            verified=step.verified,
            marking=step.marking,
            evidence=step.evidence,
            known_to=step.known_to,
            compared_on=step.compared_on,
        )


def _rhythms(joined: Mapping[str, StepOfForum], steps: Iterable[Step]) -> dict[str, Rhythm]:
    """Return what tells each step from others that may stand for it; of one without a kind nothing does."""
    return {
        step.id: Rhythm(
            of=(joined[step.id].forum.id, joined[step.id].row.kind or step.id),
            matter=matter_key(joined[step.id].row.matter),
            follows="" if step.every_months else step.after,
        )
        for step in steps
    }


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a step takes from those that it follows."""

    is_estimated: bool
    verified: str
    marking: str
    known_to: str
    evidence: tuple[str, ...]
    compared_on: When | None


def _inherited(rows: dict[str, ForumStep], steps: Sequence[Step]) -> dict[str, _Inherited]:
    after = {step.id: step.after for step in steps}
    found: dict[str, _Inherited] = {}
    for start in after:
        path, at = [], start
        while at and at not in found:
            path.append(at)
            at = after[at]
        for name in reversed(path):
            found[name] = _with_event(rows[name], found.get(after[name]))
    return found


def _with_event(row: ForumStep, event: _Inherited | None) -> _Inherited:
    known_to = _CLOSELY[min(len(str(day)) for day in (row.date, row.end or row.date))] if row.date is not None else "day"
    own = _Inherited(
        is_estimated=row.certainty in ("usual", "estimated") or (row.date is not None and not row.date.is_day),
        verified=said_of(row),
        marking=row.marking,
        known_to=known_to,
        evidence=row.evidence,
        compared_on=row.compared_on,
    )
    if event is None:
        return own
    return _Inherited(
        is_estimated=own.is_estimated or event.is_estimated,
        verified=weakest((own.verified, event.verified)),
        marking=max((own.marking, event.marking), key=("", *MARKINGS).index),
        known_to=min((own.known_to, event.known_to), key=lambda known: _SIGNS[known]),
        evidence=joined_evidence((own.evidence, event.evidence)),
        compared_on=min((day for day in (own.compared_on, event.compared_on) if day is not None), key=lambda day: day.last, default=None),
    )
