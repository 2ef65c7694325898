"""Allies that are counted where they have no vote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from legation.dossier import MemberOfCoalition, Objective, RollCall, Wording, current_ids, in_force, standing
from legation.dossier.tables.rollcalls import members_of
from legation.dossier.tables.rollcalls import without_vote as excluded
from legation.questions.base.case import Case, joined_evidence
from legation.questions.strategy.challenge.fault import Fault
from legation.questions.strategy.fora.places import Place, places
from legation.questions.strategy.fora.rights import GIVES, right_of

__all__ = ["without_vote"]

_LOOKING_ON = frozenset({"to-convince", "observer"})
"""Places in a coalition that nobody counts as support."""


def without_vote(case: Case, us: str | None, coalition: str | None) -> Iterator[Fault]:
    """Yield the members of our coalitions that have no vote where our aims are decided; then the promises of votes that nobody has.

    An aim with a roll call is decided in it; one with an issue in the fora of that issue, of which one in which the member has a vote is
    enough. A body whose members nobody knows says nothing of who votes in it; a group has the votes of its members.

    Parameters
    ----------
    us : str or None
        Who we are: the coalitions that we are in are ours.
    coalition : str or None
        The coalition that is ours. Where neither is given, one that the dossier's questions name counts for the aims that an activity with
        it, or with one of its members, serves.
    """
    ours, for_all = _ours(case, us, coalition)
    aims = [(aim, venues) for aim in standing(case.dossier.objectives) if (venues := _where(case, aim))]
    seen = {us}
    for row in (row for name in ours for row in case.dossier.coalition(name, case.as_of) if row.tier not in _LOOKING_ON):
        if row.actor in seen:
            continue
        seen.add(row.actor)
        served = _served(case, row)
        lost = [
            (aim, venues) for aim, venues in aims if (for_all or aim.id in served) and not any(one.gives_vote(row.actor) for one in venues)
        ]
        if lost:
            aim, venues = lost[0]
            yield Fault(
                code="no-vote",
                form="no-vote",
                table="coalitions",
                row=row.id or row.actor,
                subject=case.named(row.actor),
                values={"aim": aim.aim or aim.id, "where": venues[0].name, "count": len(lost)},
                evidence=joined_evidence((row.evidence, *(one.evidence for one in venues))),
            )
    yield from _promises(case)


def _ours(case: Case, us: str | None, coalition: str | None) -> tuple[tuple[str, ...], bool]:
    """Return the coalitions that are ours, and whether they count for all our aims."""
    if coalition:
        return (coalition,), True
    rows = standing(case.dossier.coalitions)
    if us:
        return tuple(dict.fromkeys(row.coalition for row in rows if row.actor == us and in_force(row, case.as_of))), True
    named = {str(one.get("coalition", "")) for one in case.info.parameters.values() if isinstance(one, Mapping)}
    return tuple(dict.fromkeys(row.coalition for row in rows if row.coalition in named)), False


def _served(case: Case, member: MemberOfCoalition) -> set[str]:
    """Return the aims of activities that are for a coalition, or for a member of it."""
    rows = (row for row in standing(case.dossier.activities) if row.status != "dropped")
    return {aim for row in rows if {member.coalition, member.actor}.intersection(row.audience) for aim in row.objectives}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Venue:
    """Where something is decided by votes: how it is called, who has one, and on what that rests."""

    name: Wording | str
    gives_vote: Callable[[str], bool]
    evidence: tuple[str, ...]


def _where(case: Case, aim: Objective) -> tuple[_Venue, ...]:
    """Return where an aim is decided by votes, as far as it is known who has one."""
    if aim.rollcall:
        rollcall = next((row for row in standing(case.dossier.rollcalls) if row.id == aim.rollcall), None)
        venue = _of_rollcall(case, rollcall) if rollcall is not None else None
        return (venue,) if venue is not None else ()
    if not aim.issue:
        return ()
    fora = [place for place in places(case, case.dossier.matters.get(aim.issue, "")) if aim.issue in place.row.issues]
    return tuple(_of_forum(case, place) for place in fora if _counted_by_name(place) or _has_right_to_vote(case, place))


def _of_rollcall(case: Case, rollcall: RollCall) -> _Venue | None:
    """Return a roll call as a place of votes; None where nobody knows who has one in it."""
    gone = excluded(case.dossier, rollcall.id)
    voters = frozenset(members_of(case.dossier, rollcall, case.as_of)).difference(gone)
    if not voters:
        return None
    name = rollcall.title or rollcall.symbol or rollcall.id
    return _Venue(name=name, gives_vote=lambda actor: _is_among(case, actor, voters), evidence=rollcall.evidence)


def _of_forum(case: Case, place: Place) -> _Venue:
    members = frozenset(place.members) if _counted_by_name(place) else frozenset()

    def gives_vote(actor: str) -> bool:
        if _is_among(case, actor, members):
            return True
        right = right_of(case, place.row, actor, place.seats, place.members, has_petitions=place.has_petitions)
        return right.has_seat is not False and any(GIVES.get(row.right) == "vote" for row in right.rows)

    return _Venue(name=place.row.forum or place.row.id, gives_vote=gives_vote, evidence=place.row.evidence)


def _counted_by_name(place: Place) -> bool:
    """Whether a rule counts the votes of members who are known by name."""
    return place.ruling.rule is not None and place.ruling.by_name


def _has_right_to_vote(case: Case, place: Place) -> bool:
    """Whether a row of access says of some kind of actor that it votes there."""
    now = current_ids(case.dossier.processes)
    rows = standing(case.dossier.forum_access)
    return any(now.get(row.forum, row.forum) == place.row.id and GIVES.get(row.right) == "vote" for row in rows)


def _is_among(case: Case, actor: str, voters: frozenset[str]) -> bool:
    """Whether an actor has a vote, or is a group of which a member has one."""
    return actor in voters or any(one in voters for one in case.dossier.members(actor, case.as_of))


def _promises(case: Case) -> Iterator[Fault]:
    """Yield the votes that somebody promised us without having one."""
    rollcalls = {row.id: row for row in standing(case.dossier.rollcalls)}
    for row in standing(case.dossier.commitments):
        if row.direction == "given" or not row.vote or row.rollcall not in rollcalls:
            continue
        venue = _of_rollcall(case, rollcalls[row.rollcall])
        if venue is not None and not venue.gives_vote(row.actor):
            yield Fault(
                code="no-vote",
                form="promise",
                table="commitments",
                row=row.id,
                subject=case.named(row.actor),
                values={"where": venue.name},
                evidence=joined_evidence((row.evidence, venue.evidence)),
            )
