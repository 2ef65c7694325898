"""Power, legitimacy, urgency and stance of actors on an issue: what in a dossier stands for what.

===========  =================================================================================================================
power        ``influence`` of the standing positions on the issue [points, 0 to 100]
urgency      ``salience`` of the same positions: how much of its capital the actor would spend on the issue [points, 0 to 100]
legitimacy   has no column: a seat in a process (``processes.seats``, directly or through a group or coalition), membership of the group
             that decides in the issue's body, or a mandate to speak (a ``speaks_for`` relation) stands for it
stance       ``value`` of the newest position: kept apart, never part of a class
===========  =================================================================================================================

Where several positions of an actor stand side by side, its range is that of all of them. A value without a range is taken as it is, and
marked as open. Legitimacy is held or not known: that no row gives a standing does not show that the actor has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from legation.dossier import Issue, Position, When, standing
from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.case import Case
from legation.questions.grounds import grounds, joined_evidence

__all__ = ["Attributes", "Measure", "Recognised", "attributes", "in_force", "issue_asked", "measures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number of an actor with its range [points, 0 to 100].

    Attributes
    ----------
    value, low, high : float or None
        All None where nothing is recorded.
    is_open : bool
        The newest row gives a value without both ends of its range.
    evidence : tuple of str
    rests_on : str
        ``evidenced``, ``assumed``, or empty where nothing is recorded.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    is_open: bool = False
    evidence: tuple[str, ...] = ()
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A standing that others recognise: ``seat``, ``member``, ``mandate``; none where it is not known."""

    reasons: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """What is known of one actor on an issue."""

    actor: str
    power: Measure
    urgency: Measure
    legitimacy: Recognised
    stance: Measure


def issue_asked(case: Case, wanted: str | None) -> Issue:
    """Return the issue that is asked for; without one, the first on which positions are held.

    Raises
    ------
    NotAvailable
        The dossier has no issue.
    """
    rows = standing(case.dossier.issues)
    if wanted:
        return next(row for row in rows if row.id == wanted)
    held = {p.issue for p in case.dossier.positions}
    chosen = [row for row in rows if row.id in held] or list(rows)
    if not chosen:
        raise NotAvailable(Message("all-questions.nothing-there", part="issues.csv", as_of=case.as_of, what=Message("table.issues")))
    return chosen[0]


def attributes(case: Case, issue: Issue) -> tuple[Attributes, ...]:
    """Return every actor of which something is known on the issue, in the order of the part."""
    recognised = _recognised(case, issue)
    interested = {row.actor for row in standing(case.dossier.interests) if row.issue == issue.id}
    held = {p.actor for p in case.dossier.positions if p.issue == issue.id}
    found = []
    for actor in standing(case.dossier.actors):
        if actor.end and actor.end.by(case.as_of):
            continue
        if actor.id in held or actor.id in interested or actor.id in recognised:
            power, urgency, stance = measures(case, actor.id, issue.id)
            legitimacy = recognised.get(actor.id, Recognised())
            found.append(Attributes(actor=actor.id, power=power, urgency=urgency, legitimacy=legitimacy, stance=stance))
    return tuple(found)


def measures(case: Case, actor: str, issue: str) -> tuple[Measure, Measure, Measure]:
    """Return an actor's influence, salience and position on an issue."""
    rows = case.dossier.position_at(actor, issue, case.as_of)
    return (
        _measure(case, [(p, p.influence_low, p.influence, p.influence_high) for p in rows]),
        _measure(case, [(p, p.salience_low, p.salience, p.salience_high) for p in rows]),
        _measure(case, [(p, p.low, p.value, p.high) for p in rows]),
    )


def in_force(case: Case, start: When | None, end: When | None) -> bool:
    """Whether a span holds the day of knowing, both ends included."""
    return (start is None or start.first <= case.as_of) and (end is None or end.last >= case.as_of)


def _measure(case: Case, rows: list[tuple[Position, float | None, float | None, float | None]]) -> Measure:
    """Return the newest value with the range of all rows that stand side by side; a row with a range alone counts with it."""
    known = [row for row in rows if any(number is not None for number in row[1:])]
    if not known:
        return Measure()
    numbers = [number for row in known for number in row[1:] if number is not None]
    evidence = joined_evidence(row[0].evidence for row in known)
    _, low, value, high = known[0]
    return Measure(
        value=value,
        low=min(numbers),
        high=max(numbers),
        is_open=low is None or high is None,
        evidence=evidence,
        rests_on=grounds(case, evidence),
    )


def _recognised(case: Case, issue: Issue) -> dict[str, Recognised]:
    reasons: dict[str, list[str]] = {}
    evidence: dict[str, list[tuple[str, ...]]] = {}
    for actor, reason, sources in (*_seats(case, issue), *_members(case, issue), *_mandates(case)):
        reasons.setdefault(actor, []).append(reason)
        evidence.setdefault(actor, []).append(sources)
    joined = {actor: joined_evidence(rows) for actor, rows in evidence.items()}
    return {
        actor: Recognised(reasons=tuple(dict.fromkeys(words)), evidence=joined[actor], rests_on=grounds(case, joined[actor]))
        for actor, words in reasons.items()
    }


def _seats(case: Case, issue: Issue) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    groups = {row.group for row in case.dossier.groups}
    coalitions = {row.coalition for row in case.dossier.coalitions}
    for process in standing(case.dossier.processes):
        if process.body and issue.body and process.body != issue.body:
            continue
        for seat in process.seats:
            if seat in groups:
                seated = case.dossier.members(seat, case.as_of)
            elif seat in coalitions:
                seated = tuple(row.actor for row in case.dossier.coalition(seat, case.as_of))
            else:
                seated = (seat,)
            yield from ((actor, "seat", process.evidence) for actor in seated)


def _members(case: Case, issue: Issue) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    bodies = case.dossier.bodies
    group = next((body.members for body in bodies if body.id == issue.body or (len(bodies) == 1 and not issue.body)), "")
    for row in standing(row for row in case.dossier.groups if row.group == group):
        if in_force(case, row.start, row.end):
            yield row.actor, "member", row.evidence


def _mandates(case: Case) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for row in standing(case.dossier.relations):
        if row.kind == "speaks_for" and in_force(case, row.start, row.end):
            yield row.source, "mandate", row.evidence
