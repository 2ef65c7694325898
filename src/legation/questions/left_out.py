"""Who is not in the count of a vote: who has none that day, sponsors without one, members that the dossier does not know."""

from __future__ import annotations

from collections.abc import Iterator

from legation.dossier import RollCall, standing
from legation.dossier.held import totals_of, without_vote
from legation.language import Message
from legation.questions import inputs
from legation.questions.answer import first_of
from legation.questions.case import Case
from legation.questions.declared import name_of
from legation.questions.verdict import NAMED

__all__ = ["left_out", "unknown_members"]

_ALL_TOTALS = 3


def left_out(case: Case, rollcall: RollCall) -> tuple[Message, ...]:
    """Return, as caveats of a count, who is left out of it; nothing where nobody is."""
    return tuple(_left_out(case, rollcall))


def _left_out(case: Case, rollcall: RollCall) -> Iterator[Message]:
    there = inputs.member_ids(case, rollcall)
    gone = without_vote(case.dossier, rollcall.id)
    if gone:
        yield Message("votes.no-vote", count=len(gone), actors=first_of(case.names(gone), NAMED), rollcall=name_of(rollcall))
    sponsors = [actor for actor in rollcall.sponsors if actor not in set(there)]
    if sponsors:
        named = first_of(case.names(sponsors), NAMED)
        yield Message("votes.sponsor-without-vote", count=len(sponsors), actors=named, rollcall=name_of(rollcall))
    missing = unknown_members(case, rollcall)
    if missing:
        yield Message("votes.members-missing", count=missing, of=len(there))
    voted = inputs.voted(case)
    never = [actor for actor in there if actor not in voted] if voted else []
    if never:
        yield Message("votes.never-voted", count=len(never), of=len(there), actors=first_of(case.names(never), NAMED))


def unknown_members(case: Case, rollcall: RollCall) -> int:
    """Return how many members of the body the dossier lacks at least: by so many do the totals of one of its votes exceed those it has.

    A committee of the whole counts with its plenary, and a vote of the same body on another text with both.
    """
    body = inputs.body_of(case, rollcall)
    count = len(inputs.member_ids(case, rollcall))
    same = (r for r in standing(case.dossier.rollcalls) if inputs.body_of(case, r) == body and (body or r.body == rollcall.body))
    larger = ((r, sum(totals_of(r))) for r in same if len(totals_of(r)) == _ALL_TOTALS)
    over = (total - len(inputs.member_ids(case, r)) for r, total in larger if total > count)
    return max(over, default=0)
