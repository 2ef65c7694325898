"""The fora of a matter for one actor, side by side, in order, with who is dominated; no total score."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import ForumStep, Issue, Process, current_ids, standing
from legation.dossier.matters import matter_key
from legation.dossier.steps import cycles
from legation.dossier.verification import said_of, weakest
from legation.methods.dominance import dominated
from legation.questions.base.case import Case, joined_evidence
from legation.questions.strategy.fora.bound import Bond, bonds_of
from legation.questions.strategy.fora.decision import Decision, earliest
from legation.questions.strategy.fora.rights import Right, right_of
from legation.questions.strategy.fora.ruling import Ruling, ruling_of
from legation.questions.strategy.fora.support import Support, support_of
from legation.questions.strategy.forum_dates import current_fora

__all__ = ["COLUMNS", "Choice", "Forum", "compared"]

COLUMNS = ("right", "output", "decision", "support", "stops", "meetings", "fee")
"""What fora are compared on: what we may do, whether the outcome binds, how early it is decided, in how many of the three figures it
passes, how few stop it alone, how few meetings come before, that no fee is written."""
_OUTPUT: Mapping[str, int] = {"nothing": 0, "recommends": 1, "organisation": 2, "parties": 2, "members": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Whose matter it is, and on what: what the fora are compared for.

    Attributes
    ----------
    us : str or None
    issue : Issue or None
    matter : str
        As rules and steps call it.
    near : float
        How far from our point a position still counts as with us [points].
    """

    us: str | None
    issue: Issue | None
    matter: str
    near: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """A forum as it is for one actor and one matter, on a day.

    Attributes
    ----------
    row : Process
    right : Right
    decision : Decision
    support : Support
    ruling : Ruling
    members : tuple of str
        Who decides or has a seat, by name; none: not known.
    bonds : tuple of Bond
        Positions of groups that bind us there.
    verified : str
        The least that any of its rows was compared: ``yes``, ``proposal``, ``secondary``, ``no``; empty where a row has a source and does
        not say.
    evidence : tuple of str
    beaten_by : tuple of str
        Fora that dominate it.
    failed, unsure : tuple of str
        Musts that it fails, and those of which it is not known.
    """

    row: Process
    right: Right
    decision: Decision
    support: Support
    ruling: Ruling
    members: tuple[str, ...]
    bonds: tuple[Bond, ...]
    verified: str
    evidence: tuple[str, ...]
    beaten_by: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def name(self) -> Any:
        """Its name, else its id."""
        return self.row.forum or self.row.id

    @property
    def values(self) -> tuple[float | None, ...]:
        """Its value on each of :data:`COLUMNS`, more is better; None: not known."""
        day, stoppers, fee = self.decision.day, self.ruling.stoppers, self.right.has_fee
        return (
            self.right.rank,
            _OUTPUT.get(self.row.binds),
            None if day is None else -day.end.toordinal(),
            self.support.level,
            None if stoppers is None else -len(stoppers),
            None if day is None or self.decision.meetings is None else -self.decision.meetings,
            None if fee is None else -fee,
        )

    @property
    def order(self) -> tuple[Any, ...]:
        """Its place in the list: musts met, not dominated, the better right, the earlier decision, its id. It is no measure of worth."""
        day = self.decision.day.end if self.decision.day else dt.date.max
        rank = self.right.rank
        return bool(self.failed), bool(self.beaten_by), -(rank if rank is not None else 0), day, self.row.id


def compared(case: Case, choice: Choice) -> tuple[Forum, ...]:
    r"""Return the fora that were known, for one actor and matter, in order, each with those that dominate it.

    Parameters
    ----------
    case : Case
    choice : Choice

    Examples
    --------
    >>> from legation.dossier import decode
    >>> rows = b"id,forum,deadline\na,Assembly,2027-06\nb,Board,2027-02\n"
    >>> case = Case(dossier=decode({"dossier.toml": b'id = "x"', "processes.csv": rows}), today=dt.date(2027, 1, 1))
    >>> [(one.row.id, one.right.best) for one in compared(case, Choice(us=None, issue=None, matter="", near=15))]
    [('b', ''), ('a', '')]
    """
    bonds = bonds_of(case, choice.us, choice.issue)
    supports: dict[int, Support] = {}
    found = []
    for place in case.once(("forum-places", matter_key(choice.matter)), lambda: _places(case, choice.matter)):
        if choice.issue is not None and place.row.issues and choice.issue.id not in place.row.issues:
            continue  # another matter's forum
        ruling = place.ruling
        if id(ruling) not in supports:
            supports[id(ruling)] = support_of(case, choice.issue, choice.us, choice.near, ruling)
        right = right_of(case, place.row, choice.us, place.seats, ruling.members if ruling.rule is not None and ruling.by_name else ())
        there = tuple(one for one in bonds if _sits_there(case, one.group, place.members, place.row.seats, choice.us))
        found.append(_forum(place, right, supports[id(ruling)], there))
    beaten = dominated({one.row.id: one.values for one in found})
    placed = [dataclasses.replace(one, beaten_by=beaten.get(one.row.id, ())) for one in found]
    return tuple(sorted(placed, key=lambda one: one.order))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What a forum is for everybody."""

    row: Process
    seats: tuple[str, ...]
    ruling: Ruling
    decision: Decision

    @property
    def members(self) -> tuple[str, ...]:
        return self.ruling.members if self.ruling.by_name else self.seats


def _places(case: Case, matter: str) -> tuple[_Place, ...]:
    """Return the fora that were known with what does not depend on who looks at them; fora that share body and seats share the rule."""
    steps = _steps(case, matter)
    rulings: dict[tuple[str, tuple[str, ...], int | None], Ruling] = {}
    found = []
    for row in standing(case.dossier.processes):
        seats = tuple(dict.fromkeys(actor for seat in row.seats for actor in _behind(case, seat)))
        key = (row.body, seats, row.members)
        if key not in rulings:
            rulings[key] = ruling_of(case, row, matter, seats)
        found.append(_Place(row=row, seats=seats, ruling=rulings[key], decision=earliest(row, steps.get(row.id, ()), case.as_of)))
    return tuple(found)


def _forum(place: _Place, right: Right, support: Support, bonds: tuple[Bond, ...]) -> Forum:
    row, ruling, decision = place.row, place.ruling, place.decision
    rows: list[Any] = [row, *right.giving_rows, *(step for step, _ in decision.path)]
    said = [said_of(one) for one in rows]
    said += [said_of(ruling)] if ruling.rule is not None or ruling.declared else []
    return Forum(
        row=row,
        right=right,
        decision=decision,
        support=support,
        ruling=ruling,
        members=place.members,
        bonds=bonds,
        verified=weakest(said),
        evidence=joined_evidence((*(one.evidence for one in rows), ruling.evidence)),
    )


def _steps(case: Case, matter: str) -> dict[str, list[ForumStep]]:
    """Return the steps of each forum that are of the matter or of none; what follows itself by way of others follows nothing."""
    now, later = current_fora(case), current_ids(case.dossier.forum_steps)
    wanted = matter_key(matter)
    linked = [dataclasses.replace(row, after=later.get(row.after, row.after)) for row in standing(case.dossier.forum_steps)]
    endless = {name for cycle in cycles({row.id: row.after for row in linked if row.after}) for name in cycle}
    found: dict[str, list[ForumStep]] = {}
    for row in (dataclasses.replace(row, after="") if row.id in endless else row for row in linked):
        if matter_key(row.matter) in ("", wanted):
            found.setdefault(now[row.forum].id if row.forum in now else row.forum, []).append(row)
    return found


def _behind(case: Case, seat: str) -> Sequence[str]:
    """Return the actors behind a seat: the actor itself, or who is in the group or coalition on the day."""
    if case.actor_row(seat):
        return (seat,)
    return case.dossier.members(seat, case.as_of) or tuple(row.actor for row in case.dossier.coalition(seat, case.as_of))


def _sits_there(case: Case, group: str, members: Sequence[str], seats: Sequence[str], us: str | None) -> bool:
    """Whether a group or another member of it is in a forum; where nobody is known to be there, it may be."""
    if not members and not seats:
        return True
    others = {*case.dossier.members(group, case.as_of), *(row.actor for row in case.dossier.coalition(group, case.as_of))} - {us}
    return group in seats or group in members or not others.isdisjoint(members)
