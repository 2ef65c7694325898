"""Votes that belong together: those on one title through the years, and that in committee beside that in plenary."""

from __future__ import annotations

from legation.dossier import RollCall, standing
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.votes.evidence import PARTS_OF_A_TEXT

__all__ = ["committee_vote", "of_title", "other_stage", "plenary_vote"]


def of_title(case: Case, rollcall: RollCall) -> tuple[RollCall, ...]:
    r"""Return the votes on a title at the stage of one of them, oldest first, that one among them.

    Votes on parts of a text are among them only beside one on a part.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> rows = b"id,title,date,on\nr1,Peace,2018,resolution\nr2,Peace,2019,paragraph\nr3,Peace,2020,draft\nr4,War,2020,draft\n"
    >>> case = Case(dossier=decode({"dossier.toml": b'id = "d"', "rollcalls.csv": rows}), today=dt.date(2026, 1, 1))
    >>> [row.id for row in of_title(case, case.dossier.rollcalls[2])]
    ['r1', 'r3']
    """
    rows = [row for row in standing(case.dossier.rollcalls) if _is_part(row) == _is_part(rollcall)]
    others = inputs.same_title(rollcall, rows, stage=rollcall.stage or "plenary")
    return tuple(sorted((*others, rollcall), key=lambda row: (str(row.date or "9"), row.id)))


def committee_vote(case: Case, ahead: RollCall) -> RollCall | None:
    """Return the vote in committee on the text of a vote in plenary: by its symbol, else the last on its title in the session."""
    if ahead.stage == "committee":
        return None
    rows = [row for row in standing(case.dossier.rollcalls) if row.stage == "committee" and row.id != ahead.id]
    symbols = {ahead.symbol, ahead.draft_symbol} - {""}
    same = [row for row in rows if {row.id, row.symbol, row.draft_symbol} & symbols]
    in_session = [row for row in rows if row.session is not None and row.session == ahead.session]
    found = same or [*inputs.same_title(ahead, in_session, stage="committee")]
    return found[-1] if found else None


def plenary_vote(case: Case, committee: RollCall) -> RollCall | None:
    """Return the vote in plenary of whose text a vote in committee was: the last one of which :func:`committee_vote` returns it."""
    if committee.stage != "committee":
        return None
    symbols = {committee.id, committee.symbol, committee.draft_symbol} - {""}
    rows = [row for row in standing(case.dossier.rollcalls) if row.stage != "committee" and not _is_part(row)]
    near = [
        row for row in rows if {row.symbol, row.draft_symbol} & symbols or (row.session is not None and row.session == committee.session)
    ]
    found = [row for row in near if (one := committee_vote(case, row)) is not None and one.id == committee.id]
    return max(found, key=lambda row: (str(row.date or "9"), row.id), default=None)


def other_stage(case: Case, rollcall: RollCall) -> RollCall | None:
    """Return the vote on the same text at the other stage: in committee of one in plenary, in plenary of one in committee."""
    return plenary_vote(case, rollcall) if rollcall.stage == "committee" else None if _is_part(rollcall) else committee_vote(case, rollcall)


def _is_part(row: RollCall) -> bool:
    return row.on in PARTS_OF_A_TEXT
