"""The picture of a deliberation while it runs: map, groups, lists, a slate; in plain data, and only as it may be shown to all.

It rests on the votes that the counts shown rest on (:attr:`Statement.shown_votes`), so that no two pictures tell one vote. It holds no
seat: a map draws groups, never a person, and where a seat stands is worked out from its own votes alone (:func:`place`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import UNSEEN, vote_table
from legation.methods.opinion.coordination import Alike, Coordination, clones, counted_once
from legation.methods.opinion.map import LEAST_GROUP, LEAST_SHARE, LEAST_VOTES
from legation.methods.opinion.picture import Placed
from legation.methods.opinion.projection import projected
from legation.methods.opinion.publishing import Published, published
from legation.methods.opinion.room_lists import Lists, lists_of, shared_of
from legation.methods.opinion.routing import Routing, routing
from legation.methods.opinion.slate import Slate, slate
from legation.rooms.deliberation.state import Deliberation

__all__ = ["SLATE", "Search", "ShownVotes", "picture", "place", "searched", "shown_votes", "worked_out"]

LISTED = 5
"""Statements of a list, at most: five names rather than fifty."""
SLATE = 5
"""Statements of the slate."""
COMPARED = 5_000
"""People of whom copies are sought while a room runs; of more, those with the most votes."""
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVotes:
    """The votes that may be worked with: seats in rows, statements that are in, of the first round, in columns.

    Attributes
    ----------
    number : int
        Of the last entry that counts.
    seats, statements : tuple of str
        In the order in which they came, so that rows and columns of before stay where they were.
    votes : ndarray of int8, shape (n, m)
    weight : ndarray of float, shape (n,)
        For how many each seat counts on the map.
    organisation : mapping of int to str
        Row to the name of those that sit for one.
    smallest : int
    """

    number: int
    seats: tuple[str, ...]
    statements: tuple[str, ...]
    votes: npt.NDArray[np.int8]
    weight: npt.NDArray[np.float64]
    organisation: Mapping[int, str]
    smallest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What takes longer than a map: who voted as one, what stands for all, what is uncertain; by ids, for it is used for a while.

    Attributes
    ----------
    copies : tuple of tuple of str
        Sets of seats.
    slate : Slate
    statements : tuple of str
        Columns of ``slate`` and ``routing``.
    routing : Routing
    """

    copies: tuple[tuple[str, ...], ...]
    slate: Slate | None
    statements: tuple[str, ...]
    routing: Routing | None


def shown_votes(state: Deliberation) -> ShownVotes:
    """Return the votes of a room that pictures may rest on."""
    open_now = [one for one in state.statements.values() if one.verdict == "in" and not one.second]
    row = {seat: at for at, seat in enumerate(state.seats)}
    votes = np.full((len(row), len(open_now)), UNSEEN, np.int8)
    for column, statement in enumerate(open_now):
        cast = {seat: value for seat, value in statement.shown_votes.items() if seat in row}
        votes[[row[seat] for seat in cast], column] = list(cast.values())
    voted = np.flatnonzero((votes != UNSEEN).any(axis=1))
    everybody = list(state.seats.values())
    seats = [everybody[at] for at in voted.tolist()]
    names_shown = state.settings["inside"] != "anonymous" and not state.settings["safety"]
    return ShownVotes(
        number=state.moved,
        seats=tuple(seat.id for seat in seats),
        statements=tuple(one.id for one in open_now),
        votes=votes[voted],
        weight=np.array([seat.weight for seat in seats], np.float64),
        organisation={at: seat.organisation for at, seat in enumerate(seats) if seat.organisation and names_shown},
        smallest=int(state.settings["smallest"]),
    )


def searched(room: ShownVotes) -> Search:
    """Look for those who voted as one, for the slate, and for what is uncertain."""
    n, m = room.votes.shape
    if n < room.smallest or not m:
        return Search(copies=(), slate=None, statements=room.statements, routing=None)
    count = np.sort((room.votes != UNSEEN).sum(axis=1))[::-1]
    table = vote_table(room.votes)
    found = clones(table, at_least=max(10, int(count[COMPARED]) + 1 if n > COMPARED else 0))
    few = (room.votes != UNSEEN).sum(axis=0) < room.smallest
    return Search(
        copies=tuple(tuple(room.seats[at] for at in one.participants.tolist()) for one in found.sets),
        slate=slate(table, SLATE, moderated=few, weights=counted_once(n, found.sets)[0]) if not few.all() else None,
        statements=room.statements,
        routing=routing(table),
    )


def worked_out(room: ShownVotes, search: Search, previous: Placed | None = None, as_cast: Placed | None = None) -> Published | None:
    """Return what may be published of a room, its maps turned to those of before; None of too few.

    The counts of every statement stand on the page already: cells of groups go where they would tell of few beside those.
    """
    if len(room.seats) < room.smallest:
        return None
    least = max(room.smallest, LEAST_GROUP, int(np.ceil(LEAST_SHARE * len(room.seats))))
    copies = _sets(room, search.copies)
    weights = room.weight if (room.weight != 1).any() else None
    return published(
        room.votes,
        copies,
        smallest=room.smallest,
        weights=weights,
        previous=previous,
        previous_as_cast=as_cast,
        min_group=least,
        everybody=True,
    )


def picture(room: ShownVotes, found: Published | None, search: Search) -> dict[str, Any]:
    """Return the picture as plain data: numbers, and statements by their ids; of too few that they are too few."""
    if found is None:
        return {"number": room.number, "smallest": room.smallest, "people": None}
    lists, groups = lists_of(found), list(_groups(found))
    seen: dict[str, Any] = {
        "number": room.number,
        "people": found.people,
        "votes": int((room.votes != UNSEEN).sum()),
        "smallest": room.smallest,
        "reason": found.opinion.reason,
        "statements": list(room.statements),
        "mean": _plain(found.opinion.mean),
        "axis": _plain(found.opinion.axis),
        "groups": groups,
        "joins": list(_joins(room, found, lists)),
        "joining": len(lists.bridges if found.groups else lists.unites),
        "dividing": len(lists.divides),
        "divides": [_parted(room, found, one.statement) for one in lists.divides[:LISTED]],
        "once": _suppressed(room, found),
        "slate": _slate(room, search),
        "organisations": list(_organisations(room, found)),
    }
    return seen


def place(seen: Mapping[str, Any], mine: Mapping[str, int]) -> tuple[float, float, int | None] | None:
    """Return where somebody stands on the map of a picture by their own votes, and the group whose middle is nearest.

    None without a map or a vote on it; no group where they have fewer votes than those who are grouped.
    """
    columns = [at for at, name in enumerate(seen["statements"]) if name in mine]
    if not seen["groups"] or not columns:
        return None
    votes = np.full((1, len(seen["statements"])), UNSEEN, np.int8)
    votes[0, columns] = [mine[seen["statements"][at]] for at in columns]
    table = vote_table(votes)
    x, y = projected(table, table.value - np.array(seen["mean"])[table.statement], np.array(seen["axis"]))[0].tolist()
    if len(columns) < min(LEAST_VOTES, len(seen["statements"])):
        return x, y, None
    apart = [(one["x"] - x) ** 2 + (one["y"] - y) ** 2 for one in seen["groups"]]
    return x, y, int(np.argmin(apart))


def _groups(found: Published) -> Iterator[dict[str, Any]]:
    for g in range(found.groups):
        inside = found.label == g
        at = found.opinion.position[inside]
        yield {
            "people": int(inside.sum()),
            "x": round(float(at[:, 0].mean()), _DIGITS),
            "y": round(float(at[:, 1].mean()), _DIGITS),
            "spread": round(float(np.sqrt(((at - at.mean(axis=0)) ** 2).sum(axis=1).mean())), _DIGITS),
        }


def _joins(room: ShownVotes, found: Published, lists: Lists) -> Iterator[dict[str, Any]]:
    """Yield what every group is on one side of; where there are no groups, what all share."""
    for one in (lists.bridges if found.groups else lists.unites)[:LISTED]:
        j, s = one.statement, found.everyone
        count, low, high = (s.agree, s.agree_low, s.agree_high) if one.agree else (s.disagree, s.disagree_low, s.disagree_high)
        line = {"id": room.statements[j], "agree": one.agree, "seen": int(s.seen[0, j]), "share": _share(count[0, j], s.seen[0, j])}
        yield line | {"low": _rounded(low[0, j]), "high": _rounded(high[0, j]), "shares": _shares(found, j, agree=one.agree)}


def _parted(room: ShownVotes, found: Published, j: int) -> dict[str, Any]:
    return {"id": room.statements[j], "seen": int(found.everyone.seen[0, j]), "shares": _shares(found, j, agree=True)}


def _shares(found: Published, j: int, *, agree: bool) -> list[float | None]:
    count = found.stats.agree if agree else found.stats.disagree
    return [_share(count[g, j], found.stats.seen[g, j]) if found.shown[g, j] else None for g in range(found.groups)]


def _suppressed(room: ShownVotes, found: Published) -> dict[str, Any] | None:
    """Return what all groups share and only those who voted as one hold back; None where nobody did, or they are too few to be told."""
    shared = shared_of(found)
    if shared is None or shared.people < room.smallest:
        return None
    return {"sets": shared.sets, "people": shared.people, "back": [room.statements[j] for j in shared.suppressed[:LISTED]]}


def _slate(room: ShownVotes, search: Search) -> dict[str, Any] | None:
    if search.slate is None:
        return None
    stands = set(room.statements)
    chosen = [search.statements[j] for j in search.slate.statements]
    if not set(chosen) <= stands:  # one has been taken out since: it is searched for anew
        return None
    seldom = [search.statements[j] for j in search.slate.seldom_seen]
    return {"statements": chosen, "seldom": seldom, "represented": search.slate.represented, "proven": search.slate.proven}


def _organisations(room: ShownVotes, found: Published) -> Iterator[dict[str, Any]]:
    """Yield the organisations, which vote by their names here, with their weights; only beside a map."""
    if not found.groups:
        return
    for row, name in sorted(room.organisation.items(), key=lambda one: (one[1], one[0])):
        x, y = found.opinion.position[row].tolist()
        if np.isfinite(x):
            group = int(found.label[row])
            yield {
                "name": name,
                "weight": int(room.weight[row]),
                "x": _rounded(x),
                "y": _rounded(y),
                "group": group if group >= 0 else None,
            }


def _sets(room: ShownVotes, copies: tuple[tuple[str, ...], ...]) -> Coordination:
    """Return the sets that were found among the rows of now."""
    at = {seat: row for row, seat in enumerate(room.seats)}
    sets = [np.sort(np.array([at[seat] for seat in one if seat in at], np.int64)) for one in copies]
    none = np.zeros(0)
    alike = [Alike(participants=one, pairs=np.zeros((0, 2), np.int64), evidence=none, common=none.astype(np.int64)) for one in sets]
    return Coordination(sign="copies", sets=tuple(one for one in alike if len(one.participants) > 1), rate=0.05, compared=np.arange(0))


def _share(count: Any, seen: Any) -> float:
    return round(float(count) / max(int(seen), 1), _DIGITS)


def _rounded(value: Any) -> float:
    return round(float(value), _DIGITS)


def _plain(values: npt.NDArray[np.float64]) -> list[Any]:
    plain: list[Any] = np.round(values, 6).tolist()
    return plain
