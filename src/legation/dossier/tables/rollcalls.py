"""Which roll calls were held, and who has a vote in one: one rule for every question, page and paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from legation.dossier.dossier import Dossier, standing
from legation.dossier.parts.rules import Body, BodyRule, every_rule
from legation.dossier.records import RollCall
from legation.dossier.tables.ruling import Sitting, matter_of, rule_for, voters
from legation.dossier.tables.votes import ABSENT, ABSTAIN, NO, NOT_ENTITLED, NOT_PARTICIPATING, YES, Votes

__all__ = ["Known", "body_of", "held_rollcalls", "members_of", "rule_of", "sitting_of", "totals_of", "without_vote"]

Known: TypeAlias = Literal["votes", "totals"]
"""What is known of a roll call that was held: most votes, member by member; or its totals and at most a few of its votes."""

_CAST = (YES, ABSTAIN, NO)
_STOOD = (*_CAST, ABSENT, NOT_PARTICIPATING)


def held_rollcalls(dossier: Dossier, day: dt.date) -> dict[str, Known]:
    r"""Return the roll calls that were held, by id, with what is known of each.

    A roll call was held when one of its totals is there, or when it is known how most of those who have a vote in it stood: yes, no,
    abstaining, absent or not participating. A row that says who has no vote is entered before the vote and says nothing of it; neither do
    a few votes that are known early. Where nobody knows the members of its body, one vote cast is enough; so it is once a later roll call
    of the same body is on record: of an old vote some rows are all that there will be.

    Parameters
    ----------
    dossier : Dossier
        As it was known at ``day``: totals and votes of later roll calls are not in it.
    day : date
        Members are those of the day of the roll call, and of ``day`` where it has none.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = decode({
    ...     "dossier.toml": b'id = "d"',
    ...     "actors.csv": b"id\nA\nB\nC\n",
    ...     "groups.csv": b"group,actor\nhall,A\nhall,B\nhall,C\n",
    ...     "bodies.toml": b'[[body]]\nid = "b"\nmembers = "hall"\n',
    ...     "rollcalls.csv": b"id,total_yes\nr1,\nr2,\nr3,2\n",
    ...     "votes.csv": b"actor,rollcall,vote\nA,r1,yes\nA,r2,yes\nB,r2,not_entitled\nC,r2,absent\n",
    ... })
    >>> held_rollcalls(d, dt.date(2026, 1, 1))
    {'r2': 'votes', 'r3': 'totals'}
    """
    rollcalls = standing(dossier.rollcalls)
    body_by_rollcall = _bodies(dossier, rollcalls)
    published = _published(dossier, rollcalls, body_by_rollcall, day)
    latest: dict[str, dt.date] = {}
    for rollcall in rollcalls:
        date, body = rollcall.date, body_by_rollcall[rollcall.id]
        if date is not None and date.is_over(day) and (totals_of(rollcall) or published[rollcall.id].cast):
            latest[body] = max(latest.get(body, date.last), date.last)
    found: dict[str, Known] = {}
    for rollcall in rollcalls:
        totals, (cast, most) = totals_of(rollcall), published[rollcall.id]
        all_that_voted = len(totals) == len(_CAST) and cast == sum(totals)
        past = rollcall.date is not None and rollcall.date.last < latest.get(body_by_rollcall[rollcall.id], dt.date.min)
        if most or (cast and (all_that_voted or (past and not totals))):
            found[rollcall.id] = "votes"
        elif totals:
            found[rollcall.id] = "totals"
    return found


def totals_of(rollcall: RollCall) -> tuple[int, ...]:
    """Return the totals of a roll call that are there: yes, no, abstaining."""
    given = (rollcall.total_yes, rollcall.total_no, rollcall.total_abstain)
    return tuple(total for total in given if total is not None)


def without_vote(dossier: Dossier, rollcall: str) -> tuple[str, ...]:
    """Return who has no vote in a roll call, as the dossier says: suspended, in arrears (Charter, Article 19), no member that day."""
    votes = dossier.votes
    if rollcall not in votes.rollcalls:
        return ()
    there = (votes.rollcall == votes.rollcalls.index(rollcall)) & (votes.vote == NOT_ENTITLED)
    return tuple(votes.actors[at] for at in votes.actor[there].tolist())


def body_of(dossier: Dossier, rollcall: RollCall | None) -> Body | None:
    """Return the body that holds a roll call; where it names none and the dossier has one body, that one."""
    bodies = {body.id: body for body in dossier.bodies}
    if rollcall is not None and rollcall.body:
        return bodies.get(rollcall.body)
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def members_of(dossier: Dossier, rollcall: RollCall | None, day: dt.date) -> tuple[str, ...]:
    """Return the members of a roll call's body on its day, at the latest on ``day``; nobody where they are not known."""
    rule = _own_rule(dossier, rollcall, day) if rollcall is not None else None
    return _voters(dossier, rollcall, rule, day)


def _voters(dossier: Dossier, rollcall: RollCall | None, rule: BodyRule | None, day: dt.date) -> tuple[str, ...]:
    """Return the members of a roll call's body, or who votes under a rule of it that says so itself."""
    body = body_of(dossier, rollcall)
    if body is None:
        return ()
    if rollcall is not None and rule is not None:
        return voters(dossier, body, rule, sitting_of(rollcall, day))
    return dossier.members(body.members, day if rollcall is None else _voted_by(rollcall, day)) if body.members else ()


def _own_rule(dossier: Dossier, rollcall: RollCall, day: dt.date) -> BodyRule | None:
    """Return the rule of a roll call where it, or a part of it, says who votes; else None: the members of the body do."""
    body = body_of(dossier, rollcall)
    if body is None or not any(rule.members or rule.body for rule in every_rule(body.rules)):
        return None
    return rule_of(dossier, rollcall, day)


def rule_of(dossier: Dossier, rollcall: RollCall, day: dt.date) -> BodyRule | None:
    """Return the rule that counts for a roll call: of its body, at its stage, for its matter, on its day, else on ``day``."""
    body, sitting = body_of(dossier, rollcall), sitting_of(rollcall, day)
    return None if body is None else rule_for(body, matter_of(dossier, rollcall), sitting.stage, sitting.ruled_on)


def sitting_of(rollcall: RollCall, day: dt.date) -> Sitting:
    """Return the stage of a roll call, the day of its rule and that of its members, as known on ``day``."""
    ruled_on = rollcall.date.last if rollcall.date else day
    return Sitting(rollcall.stage or "plenary", ruled_on, _voted_by(rollcall, day))


def _voted_by(rollcall: RollCall, day: dt.date) -> dt.date:
    """Return the day of a roll call, at the latest ``day``; of one with a result and no date, the day since when that is known."""
    when = rollcall.date or (rollcall.known_on if totals_of(rollcall) else None)
    return min(when.last, day) if when is not None else day


class _Published(NamedTuple):
    """How many votes cast are known of a roll call, and whether it is known how most of those who have a vote stood."""

    cast: int = 0
    most: bool = False


def _published(
    dossier: Dossier, rollcalls: Sequence[RollCall], body_by_rollcall: Mapping[str, str], day: dt.date
) -> Mapping[str, _Published]:
    """Return what the votes tell of each roll call."""
    votes, count = dossier.votes, len(dossier.votes.rollcalls)
    known = {rollcall.id: rollcall for rollcall in rollcalls}
    masks, sizes, at = [np.zeros(len(votes.actors), bool)], [0], dict[tuple[str, int, dt.date], int]()
    place = {name: number for number, name in enumerate(votes.actors)}
    of_rollcall = np.zeros(count, np.intp)
    for number, name in enumerate(votes.rollcalls):
        if name not in known:
            continue
        own, when = _own_rule(dossier, known[name], day), _voted_by(known[name], day)
        key = (body_by_rollcall[name], id(own), when)
        if key not in at:
            members = _voters(dossier, known[name], own, day)
            mask = np.zeros(len(votes.actors), bool)
            mask[[place[one] for one in members if one in place]] = True
            at[key] = len(masks)
            masks.append(mask)
            sizes.append(len(members))
        of_rollcall[number] = at[key]
    member = np.stack(masks)[of_rollcall[votes.rollcall], votes.actor] if len(votes) else np.zeros(0, bool)
    size = np.array(sizes)[of_rollcall]
    cast = _row_counts(votes, _is_one_of(_CAST)[votes.vote])
    entitled = size - _row_counts(votes, member & (votes.vote == NOT_ENTITLED))
    most = np.where(size > 0, 2 * _row_counts(votes, member & _is_one_of(_STOOD)[votes.vote]) > entitled, cast > 0)
    found = {name: _Published(int(cast[number]), bool(most[number])) for number, name in enumerate(votes.rollcalls)}
    return {name: found.get(name, _Published()) for name in known}


def _row_counts(votes: Votes, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Return how many of some rows each roll call has."""
    return np.bincount(votes.rollcall[rows], minlength=len(votes.rollcalls))


def _is_one_of(codes: Sequence[int]) -> npt.NDArray[np.bool_]:
    """Return which codes of votes are among some: looked up by the code, which takes a tenth of the time of searching in them."""
    table = np.zeros(NOT_ENTITLED + 1, bool)
    table[list(codes)] = True
    return table


def _bodies(dossier: Dossier, rollcalls: Sequence[RollCall]) -> dict[str, str]:
    """Return the id of the body that holds each roll call; where the dossier has no such body, what the roll call calls it."""
    bodies = {body.id for body in dossier.bodies}
    single = next(iter(bodies)) if len(bodies) == 1 else ""
    return {rollcall.id: rollcall.body or single for rollcall in rollcalls}
