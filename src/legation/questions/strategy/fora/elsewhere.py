"""Where others would take the matter, and which fora would be at odds on it."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from legation.dossier import Position, standing
from legation.dossier.matters import matter_key
from legation.questions.base.case import Case, joined_evidence
from legation.questions.strategy.fora.compare import Choice, Forum, compared
from legation.questions.strategy.fora.support import position_of

__all__ = ["MOST", "Conflict", "Elsewhere", "conflicts", "elsewhere", "opponents"]

MOST = 3
"""Others for whom the fora are compared."""
_FIRST = 12
"""Fora among which conflicts are looked for, the first of the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Where another actor would take it.

    Attributes
    ----------
    actor : str
    position : Position or None
        Its newest position on the issue.
    first : Forum or None
        The first line of its own table; None without fora.
    same : bool
        Whether that is our first forum too.
    """

    actor: str
    position: Position | None
    first: Forum | None
    same: bool


def opponents(case: Case, choice: Choice, most: int = 2) -> tuple[str, ...]:
    """Return whose move matters most: who stands farthest from us on the issue, then who has the most influence on it.

    Without a position of ours the most influential come first. Whoever's influence is not known comes after those of whom it is.
    """
    if choice.issue is None:
        return ()
    found = {}
    for row in standing(case.dossier.positions):
        if row.issue == choice.issue.id and row.actor not in found and row.actor != choice.us:
            newest = position_of(case, row.actor, choice.issue.id)
            if newest is not None:
                found[row.actor] = newest
    mine = position_of(case, choice.us, choice.issue.id) if choice.us else None
    weight = {actor: row.influence if row.influence is not None else -1.0 for actor, row in found.items()}
    by_weight = sorted(found, key=lambda actor: (-weight[actor], actor))
    if mine is None or mine.value is None:
        return tuple(by_weight[:most])
    ours = mine.value
    far = sorted(found, key=lambda actor: (-abs((found[actor].value or 0.0) - ours), -weight[actor], actor))
    weighty = [actor for actor in by_weight if weight[actor] >= 0 and actor != far[0]]
    return tuple(dict.fromkeys((*far[:1], *weighty[: most - 1], *far)))[:most]


def elsewhere(case: Case, choice: Choice, others: Sequence[str], ours: Forum | None) -> tuple[Elsewhere, ...]:
    """Return where each of some actors would take the matter: the same comparison with its rights and from its point."""
    found = []
    for actor in others:
        first = next(iter(compared(case, dataclasses.replace(choice, us=actor))), None)
        position = position_of(case, actor, choice.issue.id) if choice.issue else None
        same = first is not None and ours is not None and first.row.id == ours.row.id
        found.append(Elsewhere(actor=actor, position=position, first=first, same=same))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two fora that may decide one matter differently.

    Attributes
    ----------
    fora : tuple of two Forum
    common : tuple of str
        Members of both.
    middles : tuple of float or None
        The median of the known positions in each [points, 0-100]; None where none is known.
    differing : tuple of str
        Members of both whose own positions on what the two decide differ by more than ``near``.
    grounds : tuple of str
        Why: ``binds`` (the outcomes bind differently), ``middle`` (the medians are farther apart than ``near``), ``members``
        (members of both stand differently in the two).
    evidence : tuple of str
    """

    fora: tuple[Forum, Forum]
    common: tuple[str, ...]
    middles: tuple[float | None, float | None]
    differing: tuple[str, ...]
    grounds: tuple[str, ...]
    evidence: tuple[str, ...]


def conflicts(case: Case, choice: Choice, fora: Sequence[Forum]) -> tuple[Conflict, ...]:
    """Return the pairs among the first fora of the list that would be at odds: by their members' positions, or by whom they bind.

    A body and its own committees are not at odds: fora of one body are in no pair. Fora that decide nothing, whose members are not known by
    name, or that share no member, are in no pair for what they bind alone.
    """
    found = []
    places = [_Place.of(case, choice, one) for one in fora[:_FIRST]]
    for one, other in itertools.combinations(places, 2):
        if one.forum.row.body and one.forum.row.body == other.forum.row.body:
            continue
        there = set(other.forum.members)
        common = tuple(member for member in one.forum.members if member in there)
        apart = (member for member in common if _apart(one.positions.get(member), other.positions.get(member), choice.near))
        differing = tuple(apart) if one.issue != other.issue else ()
        middles = (one.middle, other.middle)
        binds = (one.forum.row.binds, other.forum.row.binds)
        checks = {
            "members": bool(differing),
            "middle": None not in middles and abs((middles[0] or 0) - (middles[1] or 0)) > choice.near,
            "binds": bool(common) and all(one not in ("", "nothing") for one in binds) and binds[0] != binds[1],
        }
        grounds = tuple(name for name, is_so in checks.items() if is_so)
        if grounds:
            rows = [place.positions[member] for member in differing for place in (one, other)]
            sources = joined_evidence((one.forum.row.evidence, other.forum.row.evidence, *(row.evidence for row in rows)))
            pair = (one.forum, other.forum)
            found.append(Conflict(fora=pair, common=common, middles=middles, differing=differing, grounds=grounds, evidence=sources))
    return tuple(sorted(found, key=lambda one: (-len(one.grounds), -len(one.differing), -len(one.common), one.fora[0].row.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A forum with the issue that it decides, and where its members stand on it."""

    forum: Forum
    issue: str
    positions: dict[str, Position]

    @property
    def middle(self) -> float | None:
        values = [row.value for row in self.positions.values() if row.value is not None]
        return float(median(values)) if values else None

    @classmethod
    def of(cls, case: Case, choice: Choice, forum: Forum) -> _Place:
        issue = _issue_of(case, choice, forum)
        rows = {member: position_of(case, member, issue) for member in forum.members} if issue else {}
        return cls(forum=forum, issue=issue, positions={member: row for member, row in rows.items() if row is not None})


def _issue_of(case: Case, choice: Choice, forum: Forum) -> str:
    """Return the issue of the same matter that a forum's own body decides; where there is none, the issue that was chosen."""
    wanted = matter_key(choice.matter)
    bodied = [row for row in standing(case.dossier.issues) if wanted and row.body and row.body == forum.row.body]
    own = [row for row in bodied if matter_key(row.matter) == wanted]
    chosen = choice.issue.id if choice.issue else ""
    return chosen if not own or any(row.id == chosen for row in own) else own[0].id


def _apart(one: Position | None, other: Position | None, near: float) -> bool:
    return one is not None and other is not None and abs((one.value or 0.0) - (other.value or 0.0)) > near
