"""What a report of a room publishes: figures that are worked out once and stand, whatever is erased afterwards.

A snapshot holds numbers and the ids of statements, no words: those are looked up when it is read, so that an author who leaves takes the
words along and the figures stay as they are, byte for byte. All numbers are whole.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from legation.dossier import Dossier, Info
from legation.methods.progress import Progress
from legation.questions.base.case import Case
from legation.questions.debate.opinion.independence import shared_of
from legation.questions.debate.opinion.inputs import RoomInputs, find_room
from legation.questions.debate.opinion.live_room import LiveRoomNamed, open_to_votes, released_votes, with_room
from legation.questions.debate.opinion.representation import represented
from legation.questions.debate.opinion.statements import LISTED_AT_MOST, Lists, lists_of
from legation.questions.question import silent
from legation.rooms.attribution import sits_in_public
from legation.rooms.deliberation.leaves import source_outside, tells_few
from legation.rooms.deliberation.second import compared
from legation.rooms.deliberation.state import Deliberation
from legation.rooms.entry import canonical

__all__ = ["FORMAT", "SLATE", "snapshot_bytes", "snapshot_of"]

FORMAT = 1
SLATE = 5
"""Statements that stand for the whole room."""
SPLIT = 1 / 3
"""Share of the smaller side from which on a room without groups is split over a statement."""


def snapshot_of(state: Deliberation, named: LiveRoomNamed, *, seed: int = 0, progress: Progress = silent) -> dict[str, Any]:
    """Return the figures of a room as they may be published now, as plain data.

    ``statements`` has a row for each that was open to votes, by its number; counts are None where too few voted, and of two versions of a
    message until the room is closed. ``unites``, ``divides`` and ``slate`` are numbers of statements, each the strongest first. What
    groups say of the second round is there once the room is closed, when no later report can be laid beside this one.
    """
    shown = open_to_votes(state)
    seats = [one for one in state.seats.values() if one.role == "participant" and not one.removed]
    organisations = {sits_in_public(state, one.id): one.weight for one in seats}
    given = [one for one in state.statements.values() if one.source != "seed"]
    head: dict[str, Any] = {
        "format": FORMAT,
        "room": named.name,
        "up_to": state.number,
        "log": state.hash,
        "from": named.opened,
        "to": named.known,
        "ended": named.ended,
        "closed": state.phase == "closed",
        "inside": state.settings["inside"],
        "leaves": state.settings["leaves"],
        "smallest": state.settings["smallest"],
        "withdrew": state.withdrew,
        "organisations": [[name, organisations[name]] for name in sorted(organisations) if name],
        "given": len(given),
        "left_out": sum(one.verdict == "out" for one in given),
    }
    if state.imported:
        head["imported"] = state.imported
    places = {one.id: at for at, one in enumerate(shown, 1)}
    head["second"] = [places[one.id] for one in shown if one.second]
    head["versions"] = [
        [places[one.first.id], places[one.second.id], *(round(100 * x) for x in (one.difference, one.low, one.high))]
        for one in compared(state)
    ]
    case = Case(dossier=Dossier(info=Info(id="room")), today=_day(named.known))
    votes = sum(len(released_votes(state, one)) for one in shown)
    inputs = find_room(with_room(case, state, named), named.name, None, seed, progress) if votes else None
    if inputs is None or not inputs.is_open:
        rows: list[dict[str, Any]] = [
            {"id": one.id, "number": at, "source": source_outside(state, one), "counts": None} for at, one in enumerate(shown, 1)
        ]
        return head | {"people": None, "votes": None, "statements": rows, "reason": "few-people", "groups": [], "unites": [], "divides": []}
    lists = lists_of(inputs)
    chosen = represented(inputs, SLATE, seed)
    shared = shared_of(inputs)
    at = {int(inputs.number(column)): column for column in range(len(inputs.columns))}
    waiting = set() if head["closed"] else set(head["second"])
    rows = [
        {"id": one.id, "number": number, "source": source_outside(state, one)}
        | ({"counts": None} if tells_few(state, one) else _counts(inputs, at.get(number), with_groups=number not in waiting))
        for number, one in enumerate(shown, 1)
    ]
    return head | {
        "people": inputs.people,
        "votes": votes,
        "statements": rows,
        "reason": inputs.opinion.reason,
        "groups": [int((inputs.label == g).sum()) for g in range(inputs.groups)],
        "unites": [number for one in lists.unites if (number := int(inputs.number(one.statement))) not in waiting],
        "divides": [number for j in _divides(inputs, lists) if (number := int(inputs.number(j))) not in waiting],
        "slate": [
            [int(inputs.number(j)), round(100 * float(chosen.in_slates[j]))]
            for j in sorted(chosen.slate.statements, key=lambda j: (-inputs.everyone.agree[0, j] / inputs.everyone.seen[0, j], j))
            if inputs.everyone.agree[0, j]
        ],
        "represented": bool(chosen.slate.represented),
        "as_one": [len(inputs.copies.sets), sum(len(one.participants) for one in inputs.copies.sets)],
        "held_back": [int(inputs.number(j)) for j in shared.suppressed] if shared is not None else [],
    }


def snapshot_bytes(snapshot: dict[str, Any]) -> tuple[bytes, str]:
    """Return a snapshot as the bytes that are published, and their SHA-256.

    >>> snapshot_bytes({"format": 1, "people": None})[0]
    b'{"format":1,"people":null}'
    """
    data = canonical(snapshot)
    return data, hashlib.sha256(data).hexdigest()


def _counts(inputs: RoomInputs, column: int | None, *, with_groups: bool) -> dict[str, Any]:
    """Return what all say of a statement and what each group does, where that may be published."""
    if column is None or inputs.everyone.seen[0, column] < inputs.smallest:
        return {"counts": None}
    everyone, stats = inputs.everyone, inputs.stats
    said = {"counts": [int(x[0, column]) for x in (everyone.agree, everyone.disagree, everyone.seen)]}
    if not inputs.groups or not with_groups:
        return said
    groups = [[int(stats.agree[g, column]), int(stats.seen[g, column])] if inputs.shown[g, column] else None for g in range(inputs.groups)]
    return said | {"groups": groups}


def _divides(inputs: RoomInputs, lists: Lists) -> list[int]:
    """Return the columns that part the groups; of a room without groups those over which it is split most evenly."""
    if inputs.groups:
        return [one.statement for one in lists.divides[:LISTED_AT_MOST]]
    agree, disagree, seen = (x[0].astype(float) for x in (inputs.everyone.agree, inputs.everyone.disagree, inputs.everyone.seen))
    smaller = np.minimum(agree, disagree) / np.maximum(seen, 1)
    open_to_all = (seen >= inputs.smallest) & (smaller >= SPLIT)
    return [int(j) for j in np.lexsort((np.arange(len(smaller)), -smaller)) if open_to_all[j]][:LISTED_AT_MOST]


def _day(text: str) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text)
