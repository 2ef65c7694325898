"""Who voted what, by vote and by group; and two votes side by side: who went from which vote to which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from legation.dossier import VOTES, RollCall
from legation.dossier.tables.rollcalls import without_vote
from legation.errors import NotAvailable
from legation.figures.theme import VOTE_LETTERS
from legation.language import Message, collation_key, fold, say
from legation.methods.voting.votes import MISSING
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import name_of
from legation.questions.votes.replies import places_on
from legation.questions.votes.vote_shift import Pair, pair_of
from legation.web.forms.row_form import home_of
from legation.web.site.page import PageRequest

__all__ = [
    "CastGroup",
    "Crossing",
    "CrossingRow",
    "Move",
    "Voter",
    "VotersOfGroup",
    "crossing",
    "meant_otherwise",
    "named_voters",
    "paired",
    "voters_by_vote",
    "without_a_vote",
]

_OPEN = ("conditional", "contradicted", "through_group", "undecided", "leaning")
"""Where a member may stand on a vote ahead that is no vote, and no absence."""
_ORDER = ("yes", "no", "abstain", *_OPEN, "absent", "not_participating", "missing", "undeclared")
_WORDS = {
    "yes": Message("page-votes.cast.yes"),
    "no": Message("page-votes.cast.no"),
    "abstain": Message("page-votes.cast.abstain"),
    "absent": Message("page-votes.cast.absent"),
    "not_participating": Message("page-votes.cast.not-participating"),
    "missing": Message("page-votes.cast.missing"),
    "conditional": Message("page-votes.cast.conditional"),
    "contradicted": Message("page-votes.cast.contradicted"),
    "through_group": Message("page-votes.cast.through-group"),
    "undecided": Message("page-votes.cast.undecided"),
    "leaning": Message("page-votes.cast.leaning"),
    "undeclared": Message("page-votes.cast.undeclared"),
}
_FEW = 20
"""Up to so many names are shown without unfolding them."""


@dataclass(frozen=True, slots=True)
class Voter:
    """A member, with its page."""

    id: str
    name: Any
    href: str


@dataclass(frozen=True, slots=True)
class VotersOfGroup:
    """The members of a group that voted one way, by name; ``name`` is empty for those in no group."""

    name: Any
    voters: list[Voter]


@dataclass(frozen=True, slots=True, kw_only=True)
class CastGroup:
    """Those who voted one way.

    Attributes
    ----------
    vote : str
        ``yes``, ``no``, ``abstain``, ``absent``, ``not_participating``, ``missing``: not known; of a vote ahead also ``conditional``,
        ``contradicted``, ``through_group``, ``undecided``, ``leaning``, and ``undeclared``: none of them.
    letter, style : str
        As papers have it, and its colour.
    count : int
        All of them, whatever was searched for.
    open : bool
        Whether the names are unfolded.
    """

    vote: str
    words: Message
    letter: str
    style: str
    count: int
    groups: list[VotersOfGroup]
    open: bool


def voters_by_vote(request: PageRequest, case: Case, rollcall: RollCall, wanted: str = "") -> list[CastGroup]:
    """Return the members by how they stood, of a vote ahead by what they answered; with ``wanted`` those alone whose name holds it."""
    members = inputs.member_ids(case, rollcall)
    if inputs.is_held(case, rollcall):
        codes = case.dossier.votes.matrix(members, [rollcall.id])[:, 0].tolist()
        stood = [VOTES[code] if code else "missing" for code in codes]
        if all(word == "missing" for word in stood):
            return []
    else:
        places = places_on(case, rollcall)
        stood = [place if (place := places.of(one)) in _ORDER else "undeclared" for one in members]
        if all(word == "undeclared" for word in stood):
            return []
    groups = inputs.group_of(case, members)
    by_vote: dict[str, dict[Any, list[str]]] = {}
    for member, word in zip(members, stood, strict=True):
        by_vote.setdefault(word, {}).setdefault(groups.get(member), []).append(member)
    return [_cast_group(request, case, word, by_vote[word], wanted) for word in _ORDER if word in by_vote]


def _cast_group(request: PageRequest, case: Case, word: str, by_group: dict[Any, list[str]], wanted: str) -> CastGroup:
    count = sum(map(len, by_group.values()))
    order = sorted(by_group, key=lambda group: (group is None, collation_key(say(group, request.lang)) if group is not None else ("",)))
    found = [
        VotersOfGroup(group if group is not None else "", voters)
        for group in order
        if (voters := named_voters(request, case, by_group[group], wanted))
    ]
    return CastGroup(
        vote=word,
        words=_WORDS[word],
        letter=VOTE_LETTERS[request.lang].get(word, "?"),
        style=word if word in ("yes", "no", "abstain") else "absent",
        count=count,
        groups=found,
        open=bool(wanted) or (count <= _FEW and word != "undeclared"),
    )


def named_voters(request: PageRequest, case: Case, actors: Iterable[str], wanted: str = "") -> list[Voter]:
    """Return members by name, with their pages; with ``wanted`` those alone whose name or id holds every word of it."""
    words = fold(wanted).split()
    found = [Voter(actor, case.named(actor), home_of(request, "actors", actor)) for actor in actors]
    if words:
        found = [one for one in found if all(word in fold(f"{say(one.name, request.lang)} {one.id}") for word in words)]
    return sorted(found, key=lambda one: collation_key(say(one.name, request.lang)))


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """How those who cast one vote first voted the second time: a number for each vote, in the order of the columns."""

    words: Message
    counts: list[int]
    count: int


@dataclass(frozen=True, slots=True)
class Move:
    """Those who went from one vote to another."""

    before: Message
    after: Message
    count: int
    voters: list[Voter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Two votes side by side.

    Attributes
    ----------
    first, second : str or Named
        The earlier and the later one.
    columns : list of Message
        The votes of the second.
    rows : list of CrossingRow
        The votes of the first.
    moves : list of Move
        Who cast another vote: from the farthest to the nearest.
    once : list of Move
        Who voted in one of them alone.
    same : int
        How many cast the same vote.
    """

    first: Any
    first_href: str
    second: Any
    second_href: str
    columns: list[Message]
    rows: list[CrossingRow]
    totals: list[int]
    count: int
    moves: list[Move]
    once: list[Move]
    same: int


_CODES = (1, 2, 3, MISSING)
_CAST = {1: Message("page-votes.cast.yes"), 2: Message("page-votes.cast.abstain"), 3: Message("page-votes.cast.no")}
_CAST[MISSING] = Message("page-votes.cast.not-in-vote")


def paired(case: Case, one: RollCall, other: RollCall) -> Pair | None:
    """Return two votes side by side, the earlier one first; None where it is not known of one of them who voted how."""
    first, second = sorted((one, other), key=lambda row: (str(row.date or "9"), row.id))
    try:
        return pair_of(case, first, second, with_texts=False)
    except NotAvailable:
        return None


def crossing(request: PageRequest, pair: Pair) -> Crossing:
    """Return who went from which vote to which."""
    count = pair.cross.count
    moved = [(a, b) for a in _CODES for b in _CODES if a != b and count[a, b]]
    both = sorted(((a, b) for a, b in moved if MISSING not in (a, b)), key=lambda move: (-abs(move[0] - move[1]), move))
    return Crossing(
        first=name_of(pair.first),
        first_href=home_of(request, "rollcalls", pair.first.id),
        second=name_of(pair.second),
        second_href=home_of(request, "rollcalls", pair.second.id),
        columns=[_CAST[code] for code in _CODES],
        rows=[CrossingRow(_CAST[a], [int(count[a, b]) for b in _CODES], int(count[a].sum())) for a in _CODES],
        totals=[int(count[:, b].sum()) for b in _CODES],
        count=int(count.sum()),
        moves=[_move(request, pair, a, b) for a, b in both],
        once=[_move(request, pair, a, b) for a, b in moved if MISSING in (a, b)],
        same=int(np.trace(count[1:, 1:])),
    )


def _move(request: PageRequest, pair: Pair, before: int, after: int) -> Move:
    actors: Sequence[str] = [pair.actors[at] for at in pair.cross.members[before][after].tolist()]
    return Move(_CAST[before], _CAST[after], len(actors), named_voters(request, pair.case, actors))


def without_a_vote(request: PageRequest, case: Case, rollcall: RollCall) -> list[Voter]:
    """Return who has no vote that day, as the dossier says."""
    return named_voters(request, case, without_vote(case.dossier, rollcall.id))


def meant_otherwise(request: PageRequest, case: Case, rollcall: RollCall) -> list[Move]:
    """Return who declared later that it had meant to vote otherwise: as it stood, and as it had meant to."""
    votes = case.dossier.votes
    if rollcall.id not in votes.rollcalls or not inputs.is_held(case, rollcall):
        return []
    rows = np.flatnonzero((votes.rollcall == votes.rollcalls.index(rollcall.id)) & (votes.intent > 0)).tolist()
    by_move: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        by_move.setdefault((VOTES[votes.vote[row]], VOTES[votes.intent[row]]), []).append(votes.actors[votes.actor[row]])
    return [
        Move(Message(f"vote.{cast}"), Message(f"vote.{meant}"), len(actors), named_voters(request, case, actors))
        for (cast, meant), actors in sorted(by_move.items())
    ]
