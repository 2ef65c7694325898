"""What the desk wants of a vote or an issue, by what it has declared: towards anything else nobody is proposed for a call.

==============================================  ========================================================================================
an objective names the vote and a ``goal``      that outcome; objectives that name both leave nobody to propose
an objective on the issue of the vote           the goal that the dossier's settings state for the vote; without one, our own declared vote
an objective gives ``at_least``, ``at_most``    on its issue, the part of the scale that meets all of them
no such objective, and no aim was given         our own position on the issue, as the aim; it rejects nothing
==============================================  ========================================================================================

Where nothing of this is declared nothing is rejected; and where no goal is stated, none is assumed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from legation.dossier import Objective, RollCall, standing
from legation.dossier.tables.labels import RowLabel
from legation.language import Message
from legation.questions.actors.stakeholders import measures
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.inputs import CODES
from legation.questions.base.rollcall_lookup import is_draft
from legation.questions.deals.stakes import Stakes
from legation.questions.votes.declarations import declared_votes, titled

__all__ = ["WantedOfIssue", "WantedOfVote", "wanted_of_issue", "wanted_of_vote"]

AREA = "calls"
Outcome = Literal["", "adopt", "defeat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedOfVote:
    """What is wanted of a vote.

    Attributes
    ----------
    goal : {"adopt", "defeat", ""}
        Towards what members may be proposed; empty: nobody is.
    counted : {"adopt", "defeat"}
        Against what a count is read: what was asked, else the goal, else adoption, which is what a count of votes counts.
    why : Message or None
        Why nobody is proposed.
    is_against : bool
        What was asked is what an objective rejects, or objectives disagree; not only that nothing is stated.
    evidence : tuple of str
        Of the objective that says so.
    """

    goal: Outcome
    counted: Outcome
    why: Message | None = None
    is_against: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedOfIssue:
    """Where an issue is wanted to land.

    Attributes
    ----------
    aim : float or None
        The point that actors may be moved towards [points, 0 to 100]; None: nobody is proposed.
    source : {"asked", "objective", "position", ""}
        Who states it.
    said : Message or None
        Why nobody is proposed; of an aim that was not asked for, whose it is.
    evidence : tuple of str
    """

    aim: float | None
    source: Literal["", "asked", "objective", "position"] = ""
    said: Message | None = None
    evidence: tuple[str, ...] = ()


def wanted_of_vote(case: Case, vote: RollCall, chosen: str | None = None, us: str | None = None) -> WantedOfVote:
    """Return what is wanted of a vote.

    Parameters
    ----------
    case : Case
    vote : RollCall
    chosen : {"adopt", "defeat"} or None
        The goal that the question was asked with, or that the dossier's settings give it; None: neither.
    us : str or None
        The actor that we are; None: the one that the dossier's settings name.
    """
    wanted: Outcome = "adopt" if chosen == "adopt" else "defeat" if chosen == "defeat" else ""
    naming = [row for row in _objectives(case) if row.rollcall == vote.id and row.goal]
    differing = {row.goal: row for row in reversed(naming)}
    if len(differing) > 1:
        sides = {goal: RowLabel(row) for goal, row in differing.items()}
        why = Message(f"{AREA}.objectives-differ", rollcall=titled(vote), **sides)
        return WantedOfVote(goal="", counted=wanted or "adopt", why=why, is_against=True, evidence=_evidence(naming))
    desk, objective = _desk(case, vote, naming, us)
    if desk and wanted and desk != wanted and objective is not None:
        why = Message(f"{AREA}.against-{wanted}", rollcall=titled(vote), objective=RowLabel(objective))
        return WantedOfVote(goal="", counted=wanted, why=why, is_against=True, evidence=objective.evidence)
    goal = wanted or desk
    if not goal:
        return WantedOfVote(goal="", counted="adopt", why=Message(f"{AREA}.no-goal", rollcall=titled(vote)))
    return WantedOfVote(goal=goal, counted=goal, evidence=objective.evidence if objective else ())


def wanted_of_issue(case: Case, stakes: Stakes, wanted: float | None, us: str | None = None) -> WantedOfIssue:
    """Return where an issue is wanted to land; ``wanted`` is the aim that was given, ``us`` the actor that we are."""
    issue, us = stakes.issue, us or _us(case)
    bounded = [row for row in _objectives(case) if row.issue == issue.id and (row.at_least is not None or row.at_most is not None)]
    named = {"issue": issue.question}
    if bounded:
        low = max((row.at_least for row in bounded if row.at_least is not None), default=0.0)
        high = min((row.at_most for row in bounded if row.at_most is not None), default=100.0)
        evidence = _evidence(bounded)
        if low > high:
            said = Message(f"{AREA}.bounds-differ", objectives=tuple(RowLabel(row) for row in bounded), **named)
            return WantedOfIssue(aim=None, said=said, evidence=evidence)
        if wanted is not None and not low <= wanted <= high:
            row = next(row for row in bounded if not _meets(row, wanted))
            said = Message(f"{AREA}.aim-against", aim=wanted, objective=RowLabel(row), low=low, high=high, **named)
            return WantedOfIssue(aim=None, said=said, evidence=row.evidence)
        if wanted is None:
            aim = (low + high) / 2 if low > 0 and high < 100 else high if high < 100 else low
            said = Message(f"{AREA}.aim-of-objective", aim=aim, objectives=tuple(RowLabel(row) for row in bounded), **named)
            return WantedOfIssue(aim=aim, source="objective", said=said, evidence=evidence)
    if wanted is not None:
        return WantedOfIssue(aim=wanted, source="asked")
    own = measures(case, us, issue.id)[2] if us else None
    if own is not None and own.value is not None:
        said = Message(f"{AREA}.aim-of-position", aim=own.value, **named)
        return WantedOfIssue(aim=own.value, source="position", said=said, evidence=own.evidence)
    ends = {"low_end": issue.low or "0", "high_end": issue.high or "100"}
    return WantedOfIssue(aim=None, said=Message(f"{AREA}.no-aim", **ends, **named))


def _stated(case: Case, vote: RollCall) -> Outcome:
    """Return the goal that the dossier's settings state for a vote: for every vote where they name none, else for that one."""
    given, about = case.info.parameters.get("goal"), case.info.parameters.get("rollcall")
    if about and not _is_about(case, vote, about):
        return ""
    return "adopt" if given == "adopt" else "defeat" if given == "defeat" else ""


def _is_about(case: Case, vote: RollCall, about: str) -> bool:
    """Whether a setting names a vote: by its id, a symbol or, where no other vote is meant by it, the symbol of its draft."""
    meant = case.meant_rollcall(str(about))
    return (meant is not None and meant.id == vote.id) or (about == vote.symbol and not is_draft(vote))


def _desk(case: Case, vote: RollCall, naming: Sequence[Objective], us: str | None) -> tuple[Outcome, Objective | None]:
    """Return the outcome that the desk has declared, and the objective that it serves; without an objective, our own declared vote."""
    if naming:
        return ("adopt" if naming[0].goal == "adopt" else "defeat"), naming[0]
    served = next((row for row in _objectives(case) if vote.issue and row.issue == vote.issue), None)
    stated = _stated(case, vote)
    if stated and served is not None:
        return stated, served
    ours = declared_votes(case, vote).get(us or _us(case) or "")
    word = CODES[ours.vote] if ours else ""
    said: Outcome = "adopt" if word == "yes" else "defeat" if word == "no" else ""
    return said or stated, served if said else None


def _objectives(case: Case) -> tuple[Objective, ...]:
    """Return our objectives, those that stand on their own first."""
    return tuple(sorted(standing(case.dossier.objectives), key=lambda row: bool(row.part_of)))


def _us(case: Case) -> str | None:
    """Return the actor that the dossier's settings say we are; None where they name none that it has."""
    named = case.info.parameters.get("us")
    return named if any(row.id == named for row in case.dossier.actors) else None


def _evidence(rows: Sequence[Objective]) -> tuple[str, ...]:
    return joined_evidence(row.evidence for row in rows)


def _meets(row: Objective, aim: float) -> bool:
    return (row.at_least is None or aim >= row.at_least) and (row.at_most is None or aim <= row.at_most)
