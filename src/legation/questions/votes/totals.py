"""How many said what in a vote that was held: one number for one fact, as published where that is known, else as the votes add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from legation.dossier import RollCall
from legation.dossier.tables.votes import ABSTAIN, NO, YES
from legation.language import Message
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.quantities import FactsOf
from legation.questions.votes.facts import record_of, totals_of_record

__all__ = ["Totals", "contradicted", "counted_otherwise", "facts_of_totals", "otherwise_counted", "totals_known", "totals_published"]


class Totals(NamedTuple):
    """How many said what."""

    yes: int
    no: int
    abstain: int


def totals_known(case: Case, rollcalls: Sequence[RollCall]) -> list[Totals | None]:
    r"""Return the totals of each vote that was held: as published where all three are, else as counted where most votes are on record.

    Of a secret ballot nothing is counted: it has the totals that were published, or none. What page, list, answer and paper print of a
    vote comes from here; :func:`counted_otherwise` is the note beside it.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> d = decode({
    ...     "dossier.toml": b'id = "d"',
    ...     "actors.csv": b"id\nA\nB\n",
    ...     "rollcalls.csv": b"id,date,total_yes,total_no,total_abstain\nr1,2018,1,1,0\nr2,2018,,,\nr3,2030,,,\n",
    ...     "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nB,r1,yes\nA,r2,yes\nB,r2,no\n",
    ... })
    >>> case = Case(dossier=d, today=dt.date(2026, 1, 1))
    >>> totals_known(case, d.rollcalls)
    [Totals(yes=1, no=1, abstain=0), Totals(yes=1, no=1, abstain=0), None]
    >>> [counted_otherwise(case, row) for row in d.rollcalls]
    [Totals(yes=2, no=0, abstain=0), None, None]
    """
    counted = _counted(case, rollcalls)
    found: list[Totals | None] = []
    for row, count in zip(rollcalls, counted, strict=True):
        known = case.held.get(row.id)
        found.append(None if known is None else totals_published(row) or (count if known == "votes" and not row.is_secret else None))
    return found


def totals_published(rollcall: RollCall) -> Totals | None:
    """Return the totals of a vote as published; None where not all three are."""
    yes, no, abstain = rollcall.total_yes, rollcall.total_no, rollcall.total_abstain
    return None if yes is None or no is None or abstain is None else Totals(yes, no, abstain)


def facts_of_totals(rollcall: RollCall) -> FactsOf:
    """Return what makes the quantities of the totals that are told of a vote: published ones are known in another way than counted ones."""
    return record_of(rollcall) if totals_published(rollcall) is None else totals_of_record(rollcall)


def counted_otherwise(case: Case, rollcall: RollCall) -> Totals | None:
    """Return how the votes of a vote add up member by member, where most of them are on record and that is not what was published.

    What is claimed of a secret ballot is no record, and is not added up.
    """
    if rollcall.is_secret or not inputs.is_held(case, rollcall, by_member=True):
        return None
    (counted,) = _counted(case, [rollcall])
    return counted if totals_published(rollcall) not in (None, counted) else None


def otherwise_counted(counted: Totals | None, published: Totals | None) -> Message | None:
    """Return the note beside totals as published: how the votes of the dossier's members add up; None where they add up to them."""
    if counted is None:
        return None
    return Message("votes.counted-part" if _is_part(counted, published) else "votes.counted-otherwise", **counted._asdict())


def contradicted(counted: Totals | None, published: Totals | None) -> Message | None:
    """Return what speaks against totals as published: votes that add up to more of one kind; those of some members alone do not."""
    return None if counted is None or _is_part(counted, published) else otherwise_counted(counted, published)


def _is_part(counted: Totals, published: Totals | None) -> bool:
    """Whether votes may be those of some members of a vote, whose totals were published."""
    return published is not None and all(here <= there for here, there in zip(counted, published, strict=True))


def _counted(case: Case, rollcalls: Sequence[RollCall]) -> list[Totals]:
    """Return the votes of each roll call as they add up."""
    counts = case.once(("votes counted",), lambda: _counts(case))
    return [Totals(*counts.get(row.id, (0, 0, 0))) for row in rollcalls]


def _counts(case: Case) -> dict[str, tuple[int, int, int]]:
    votes = case.dossier.votes
    many = len(votes.rollcalls)
    yes, no, abstain = (np.bincount(votes.rollcall[votes.vote == code], minlength=many).tolist() for code in (YES, NO, ABSTAIN))
    return {name: (yes[at], no[at], abstain[at]) for at, name in enumerate(votes.rollcalls)}
