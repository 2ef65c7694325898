"""The score of a drill: what a team found out of what was true, and when. It is the team's: nobody who worked is named or counted.

Four findings, never one number: people taken for safe who were not, people in need who were found late, minutes to the first wave, reports
that nobody followed up. Each finding says what was true and what the roll call showed at that time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from legation.consular.roll_call import Event, roll_call

__all__ = ["IN_NEED", "DrillScore", "Finding", "Said", "drill_score"]

IN_NEED = ("injured", "need_help")
"""Statuses of whom a consulate must find."""
_TAKEN_FOR_SAFE = ("safe", "left")
_FOLLOWS_UP = ("third_party", "officer")


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a caller said to the team of a person, at an instant of the drill."""

    person: str
    at: dt.datetime
    status: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One person of whom something was missed.

    Attributes
    ----------
    at : datetime
        When: of somebody taken for safe the first time that the roll call said so; of somebody found late, the end of the time that there
        was; of a report, when it was made.
    true, known : str
        The status that was true, and the one that the roll call showed then.
    until : datetime or None
        When it was put right: somebody taken for safe was seen to be in need, somebody was found; None: not before the close.
    """

    person: str
    at: dt.datetime
    true: str
    known: str
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DrillScore:
    """What a drill showed of a team.

    Attributes
    ----------
    people, in_need, reports : int
        Of how many people something was true, how many of them were injured or needed help, and how many reports were made.
    first_wave_minutes : float or None
        From the start to the first wave [minutes]; None: no wave left.
    wrongly_safe, found_late, reports_lost : tuple of Finding
        By time.
    """

    people: int
    in_need: int
    reports: int
    first_wave_minutes: float | None
    wrongly_safe: tuple[Finding, ...]
    found_late: tuple[Finding, ...]
    reports_lost: tuple[Finding, ...]


def drill_score(
    truth: Mapping[str, str],
    events: Iterable[Event],
    reports: Sequence[Said],
    *,
    started: dt.datetime,
    closed: dt.datetime,
    first_wave: dt.datetime | None,
    late: dt.timedelta,
) -> DrillScore:
    """Return the score of a drill.

    Parameters
    ----------
    truth : mapping of str to str
        The status that was true of each person from the start on.
    events : iterable of Event
        What happened at the desk until the close, as the roll call reads it; what is of other people is passed over.
    reports : sequence of Said
        What callers said to the team. A report is followed up by a third party's or an officer's event of that person after it.
    late : timedelta
        Within this time after the start somebody in need is to be found.

    Examples
    --------
    >>> at = lambda minute: dt.datetime(2026, 12, 1, 9, minute, tzinfo=dt.UTC)
    >>> score = drill_score(
    ...     {"a": "injured", "b": "safe"}, [Event("1", at(9), "reply", ["a", "b"], "safe", trusted=True)], [Said("a", at(20), "injured")],
    ...     started=at(0), closed=at(50), first_wave=at(7), late=dt.timedelta(minutes=30),
    ... )
    >>> score.first_wave_minutes, [(one.person, one.true, one.known) for one in score.wrongly_safe], len(score.found_late)
    (7.0, [('a', 'injured', 'safe')], 1)
    >>> [(one.person, one.known) for one in score.reports_lost]
    [('a', 'safe')]
    """
    of_person: dict[str, list[Event]] = {person: [] for person in truth}
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        for person in set(event.people) & of_person.keys() if event.at <= closed else ():
            of_person[person].append(event)
    in_need = sorted(person for person, status in truth.items() if status in IN_NEED)
    histories = {person: _history(person, of_person[person]) for person in in_need}
    mine = [one for one in reports if one.person in truth and started <= one.at <= closed]
    return DrillScore(
        people=len(truth),
        in_need=len(in_need),
        reports=len(mine),
        first_wave_minutes=None if first_wave is None or first_wave > closed else (first_wave - started).total_seconds() / 60,
        wrongly_safe=_by_time(_wrongly_safe(person, truth[person], histories[person]) for person in in_need),
        found_late=_by_time(_found_late(person, truth[person], histories[person], min(started + late, closed)) for person in in_need),
        reports_lost=_by_time(_lost(one, truth[one.person], of_person[one.person]) for one in mine),
    )


History = Sequence[tuple[dt.datetime, str]]


def _history(person: str, events: Sequence[Event]) -> History:
    """Return what the roll call showed of a person, from each instant at which something happened on."""
    times = sorted({event.at for event in events})
    return [(at, _known(person, events, at)) for at in times]


def _known(person: str, events: Sequence[Event], at: dt.datetime) -> str:
    mine = [Event(one.id, one.at, one.kind, (person,), one.status, one.channel, one.trusted) for one in events if one.at <= at]
    return roll_call([person], {}, mine).status[person]


def _wrongly_safe(person: str, true: str, history: History) -> Finding | None:
    first = next((at for at, known in history if known in _TAKEN_FOR_SAFE), None)
    if first is None:
        return None
    known = next(known for at, known in history if at == first)
    until = next((at for at, known in history if at > first and known in IN_NEED), None)
    return Finding(person, first, true, known, until)


def _found_late(person: str, true: str, history: History, limit: dt.datetime) -> Finding | None:
    found = next((at for at, known in history if known in IN_NEED), None)
    if found is not None and found <= limit:
        return None
    known = next((known for at, known in reversed(history) if at <= limit), "not_asked")
    return Finding(person, limit, true, known, found)


def _lost(one: Said, true: str, events: Sequence[Event]) -> Finding | None:
    if any(event.kind in _FOLLOWS_UP and event.at >= one.at for event in events):
        return None
    return Finding(one.person, one.at, true, _known(one.person, events, one.at))


def _by_time(findings: Iterable[Finding | None]) -> tuple[Finding, ...]:
    return tuple(sorted((one for one in findings if one is not None), key=lambda one: (one.at, one.person)))
