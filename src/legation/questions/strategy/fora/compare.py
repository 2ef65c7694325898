"""The fora of a matter for one actor, side by side, in order, with who is dominated; no total score."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Issue, Process, Wording
from legation.dossier.verification import said_of, weakest
from legation.methods.dominance import dominated
from legation.questions.base.case import Case, joined_evidence
from legation.questions.strategy.fora.bound import Bond, bonds_of
from legation.questions.strategy.fora.decision import Decision
from legation.questions.strategy.fora.places import Place, places
from legation.questions.strategy.fora.rights import Right, right_of
from legation.questions.strategy.fora.ruling import Ruling
from legation.questions.strategy.fora.support import Support, support_of

__all__ = ["COLUMNS", "Choice", "Forum", "SetAside", "compared", "set_aside"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A forum that is not compared.

    Attributes
    ----------
    row : Process
    why : str
        ``issues`` (it deals with other issues) or ``rules`` (its body decides other matters alone).
    matters : tuple of Wording or str
        What the matters are called that its body decides, where those are why.
    """

    row: Process
    why: str
    matters: tuple[Wording | str, ...] = ()


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
    for place in places(case, choice.matter):
        if _why_not(place, choice):
            continue
        ruling = place.ruling
        if id(ruling) not in supports:
            supports[id(ruling)] = support_of(case, choice.issue, choice.us, choice.near, ruling)
        counted = ruling.members if ruling.rule is not None and ruling.by_name else ()
        right = right_of(case, place.row, choice.us, place.seats, counted, has_petitions=place.has_petitions)
        there = tuple(one for one in bonds if _sits_there(case, one.group, place.members, place.row.seats, choice.us))
        found.append(_forum(place, right, supports[id(ruling)], there))
    beaten = dominated({one.row.id: one.values for one in found})
    placed = [dataclasses.replace(one, beaten_by=beaten.get(one.row.id, ())) for one in found]
    return tuple(sorted(placed, key=lambda one: one.order))


def set_aside(case: Case, choice: Choice) -> tuple[SetAside, ...]:
    """Return the fora that cannot deal with the issue or decide other matters alone, in the order of the part: they are not compared."""
    reasons = ((place, _why_not(place, choice)) for place in places(case, choice.matter))
    return tuple(SetAside(row=place.row, why=why, matters=place.other_matters) for place, why in reasons if why)


def _why_not(place: Place, choice: Choice) -> str:
    """Return why a forum is not compared; empty where it is."""
    if choice.issue is not None and place.row.issues and choice.issue.id not in place.row.issues:
        return "issues"
    return "rules" if place.other_matters else ""


def _forum(place: Place, right: Right, support: Support, bonds: tuple[Bond, ...]) -> Forum:
    row, ruling, decision = place.row, place.ruling, place.decision
    rows: list[Any] = [row, *right.giving_rows, *decision.path]
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


def _sits_there(case: Case, group: str, members: Sequence[str], seats: Sequence[str], us: str | None) -> bool:
    """Whether a group or another member of it is in a forum; where nobody is known to be there, it may be."""
    if not members and not seats:
        return True
    others = {*case.dossier.members(group, case.as_of), *(row.actor for row in case.dossier.coalition(group, case.as_of))} - {us}
    return group in seats or group in members or not others.isdisjoint(members)
