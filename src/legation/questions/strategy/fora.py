"""The fora of a matter: what each is asked to do, who sits there, where we stand on what it decides, who stands with us, what is open."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from legation.dossier import Activity, Engagement, Issue, Position, Process, in_force, standing
from legation.questions.actors.contacts import open_steps
from legation.questions.base.case import Case, joined_evidence

__all__ = ["GAPS", "Ally", "Forum", "fora"]

GAPS = (
    "no-source",
    "no-mandate",
    "no-deadline",
    "past-deadline",
    "no-step",
    "no-seats",
    "not-seated",
    "no-issue",
    "no-position",
    "no-ally",
    "no-plan",
)
"""What may be missing of a forum, in the order in which it is mended."""
_BOUND = ("core", "early", "supporter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ally:
    """An actor with a seat that stands with us.

    Attributes
    ----------
    actor : str
    grounds : tuple of str
        ``tie`` (a relation of the kind ally), ``coalition`` (a coalition that both carry), ``position`` (near ours on an issue there).
    evidence : tuple of str
    """

    actor: str
    grounds: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """A forum on a day.

    Attributes
    ----------
    row : Process
    seated : tuple of str
        Actors with a seat, themselves or through a group or coalition, in the order of the row; empty: not known.
    ours : bool or None
        Whether we have a seat; None where the seats, or who we are, are not known.
    issues : tuple of Issue
        What its body decides.
    positions : tuple of Position
        Our newest position on each of them that has one.
    allies : tuple of Ally
    steps : tuple of Engagement
        Our next steps on its issues with actors that sit there.
    acts : tuple of Activity
        What is planned or under way for an objective on its issues.
    evidence : tuple of str
    gaps : tuple of str
        Of :data:`GAPS`.
    """

    row: Process
    seated: tuple[str, ...]
    ours: bool | None
    issues: tuple[Issue, ...]
    positions: tuple[Position, ...]
    allies: tuple[Ally, ...]
    steps: tuple[Engagement, ...]
    acts: tuple[Activity, ...]
    evidence: tuple[str, ...]
    gaps: tuple[str, ...] = ()

    @property
    def name(self) -> Any:
        """Its name, else its id."""
        return self.row.forum or self.row.id


def fora(case: Case, us: str | None, near: float) -> tuple[Forum, ...]:
    r"""Return the fora that were known, the earliest deadline first, those without one last.

    Parameters
    ----------
    case : Case
    us : str or None
        The actor that we are.
    near : float
        How far a position may be from ours to stand with us [points, 0-100].

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> d = decode({"dossier.toml": b'id = "x"', "processes.csv": b"id,forum,deadline\nigf,Internet Governance Forum,2027-06\n"})
    >>> [(one.row.id, one.gaps[0]) for one in fora(Case(dossier=d, today=dt.date(2026, 1, 1)), None, 15)]
    [('igf', 'no-source')]
    """
    rows = sorted(standing(case.dossier.processes), key=lambda row: (row.deadline.last if row.deadline else dt.date.max, row.id))
    return tuple(_forum(case, row, us, near) for row in rows)


def _forum(case: Case, row: Process, us: str | None, near: float) -> Forum:
    dossier = case.dossier
    seated = tuple(dict.fromkeys(actor for seat in row.seats for actor in _behind(case, seat)))
    issues = tuple(one for one in standing(dossier.issues) if row.body and one.body == row.body)
    positions = tuple(found[0] for one in issues if us and (found := dossier.position_at(us, one.id, case.as_of)))
    about = {one.id for one in issues}
    aims = {one.id for one in standing(dossier.objectives) if one.issue in about}
    steps = tuple(talk for actor, talks in open_steps(case).items() if actor in seated for talk in talks if talk.issue in about)
    acts = tuple(
        one for one in standing(dossier.activities) if one.status in ("", "planned", "under_way") and aims.intersection(one.objectives)
    )
    allies = tuple(_allies(case, seated, us, positions, near)) if us else ()
    forum = Forum(
        row=row,
        seated=seated,
        ours=us in seated if us and seated else None,
        issues=issues,
        positions=positions,
        allies=allies,
        steps=steps,
        acts=acts,
        evidence=joined_evidence((row.evidence, *(one.evidence for one in positions), *(one.evidence for one in allies))),
    )
    return dataclasses.replace(forum, gaps=tuple(_gaps(case, forum, us)))


def _behind(case: Case, seat: str) -> tuple[str, ...]:
    """Return the actors behind a seat: the actor itself, or who is in the group or coalition on the day."""
    if any(actor.id == seat for actor in case.dossier.actors):
        return (seat,)
    return case.dossier.members(seat, case.as_of) or tuple(row.actor for row in case.dossier.coalition(seat, case.as_of))


def _allies(case: Case, seated: tuple[str, ...], us: str, positions: tuple[Position, ...], near: float) -> Iterator[Ally]:
    dossier = case.dossier
    ties: dict[str, tuple[str, ...]] = {}
    for row in standing(dossier.relations):
        if row.kind == "ally" and us in (row.source, row.target) and in_force(row, case.as_of):
            ties[row.target if row.source == us else row.source] = row.evidence
    members = [row for row in standing(dossier.coalitions) if row.tier in _BOUND and in_force(row, case.as_of)]
    shared = {row.coalition for row in members if row.actor == us}
    beside = [
        (mine, dataclasses.replace(dossier, positions=tuple(p for p in dossier.positions if p.issue == mine.issue))) for mine in positions
    ]
    for actor in seated:
        if actor == us:
            continue
        bound = [row for row in members if row.actor == actor and row.coalition in shared]
        close = [
            found
            for mine, of_issue in beside
            for found in of_issue.position_at(actor, mine.issue, case.as_of)[:1]
            if _is_near(found, mine, near)
        ]
        grounds = [("tie", actor in ties), ("coalition", bool(bound)), ("position", bool(close))]
        names = tuple(name for name, holds in grounds if holds)
        if names:
            evidence = joined_evidence((ties.get(actor, ()), *(row.evidence for row in (*bound, *close))))
            yield Ally(actor=actor, grounds=names, evidence=evidence)


def _is_near(found: Position, mine: Position, near: float) -> bool:
    return mine.value is not None and found.value is not None and abs(found.value - mine.value) <= near


def _gaps(case: Case, forum: Forum, us: str | None) -> Iterator[str]:
    row = forum.row
    missing = {
        "no-source": not row.evidence,
        "no-mandate": not row.mandate,
        "no-deadline": row.deadline is None and not row.step,
        "past-deadline": row.deadline is not None and row.deadline.is_over(case.as_of),
        "no-step": not row.step,
        "no-seats": not forum.seated,
        "not-seated": forum.ours is False,
        "no-issue": not forum.issues,
        "no-position": us is not None and bool(forum.issues) and len(forum.positions) < len(forum.issues),
        "no-ally": us is not None and bool(forum.seated) and not forum.allies,
        "no-plan": bool(forum.issues) and not (forum.steps or forum.acts),
    }
    return (code for code in GAPS if missing[code])
