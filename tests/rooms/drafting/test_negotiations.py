"""A negotiation replays to one hash: live, from its log, from its lines, in two steps, without what was erased, and after the cut.

The ordinary run draws 25; ``LEGATION_SESSIONS=1000`` draws as many.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
from collections import Counter
from typing import Any

import pytest
from rooms.drafting_room import state_of
from rooms.drafting_sessions import negotiation

from legation.rooms import Entry, canonical, cut, leaves, read_log, replay, seen_by, verify, write_log
from legation.rooms.drafting import DRAFTING, Drafting
from legation.rooms.kinds import take

SESSIONS = int(os.environ.get("LEGATION_SESSIONS", "25"))


def _hash(state: Any) -> str:
    stay = [None, *(seat.id for seat in state.seats.values() if not seat.removed)]
    seen = [[seat, seen_by(state, seat)] for seat in stay]
    return hashlib.sha256(canonical([state.number, state.at, state.hash, state.deadline, seen, leaves(state)])).hexdigest()


def blanked(log: list[Entry], seat: str) -> list[Entry]:
    """Return a log as it lies in the database after a seat was erased."""
    left = []
    for entry in log:
        declared = DRAFTING.entries.get(entry.kind)
        about = declared is not None and declared.personal and (entry.data or {}).get("seat") == seat
        own = declared is not None and declared.leaves_with_author and entry.by == seat
        left.append(entry.erased() if about or own else entry)
    return left


def _shown(state: Any) -> Any:
    """Return what all see, but for names, numbers of seats and days."""
    seen = json.loads(json.dumps(seen_by(state, None)))
    seats = {seat.id for seat in state.seats.values()}
    for bracket in seen["brackets"]:
        for name in ("by", "supporting", "opposing"):
            bracket[name] = sorted("seat" if one in seats else one for one in bracket[name])
        bracket["origin"] = bracket["origin"] and "named"
    rows = [(one["id"], one["level"], one["words"], len(one["pending"])) for one in seen["units"]]
    ended = [(one["id"], one["ended"], len(one["broken"])) for one in seen["silences"]]
    return (
        rows,
        seen["brackets"],
        ended,
        seen["packages"],
        [one["text"] for one in seen["reservations"]],
        [one["id"] for one in seen["offers"]],
    )


def test_each_negotiation_replays_to_one_hash() -> None:
    whole, kinds, erased, closed = hashlib.sha256(), Counter[str](), 0, 0
    for seed in range(SESSIONS):
        log = negotiation(seed)
        entries, expected = log.entries, _hash(log.state)
        assert verify(entries) is None
        gone = [str(entry.data["seat"]) for entry in entries if entry.kind == "erased" and entry.data]
        left = entries
        for seat in gone:
            left = blanked(left, seat)
        assert verify(left) is None
        if not gone:
            steps = replay("drafting", entries, len(entries) // 2)
            for entry in entries[len(entries) // 2 :]:
                take(steps, entry)
            assert _hash(steps) == expected, seed
        for again in (replay("drafting", entries), replay("drafting", read_log(write_log(left)))):
            assert _hash(again) == expected, seed
        if log.state is not None and log.state.phase == "closed":
            after = cut("drafting", "room", left, secrets.token_hex)
            assert verify(after) is None
            assert _shown(replay("drafting", after)) == _shown(log.state), seed
            closed += 1
        kinds.update(entry.kind for entry in entries)
        erased += len(gone)
        whole.update(expected.encode())
    sys.stdout.write(
        f"\n{SESSIONS} negotiations, {kinds.total()} entries {dict(kinds)}, {erased} erased, {closed} cut: {whole.hexdigest()}\n"
    )
    assert set(DRAFTING.entries) - set(kinds) == set()
    assert closed > 0


@pytest.mark.parametrize("seed", [3, 8])
def test_a_picture_of_cached_rows_is_that_of_rows_made_anew(seed: int) -> None:
    log = negotiation(seed)
    state = replay("drafting", log.entries[:1])
    assert isinstance(state, Drafting)
    for entry in log.entries[1:]:
        take(state, entry)
        seen = {seat: seen_by(state, seat) for seat in (None, *(one.id for one in state.seats.values() if not one.removed))}
        state.cache.clear()
        assert seen == {seat: seen_by(state, seat) for seat in seen}


def test_what_a_negotiation_takes_it_takes_with_brackets_in_each_other_or_apart() -> None:
    for seed in range(40, 44):
        desk = state_of(negotiation(seed)).desk
        for bracket in desk.brackets.values():
            assert 0 <= bracket.start < bracket.end <= len(desk.units[bracket.unit].words)
            assert bracket in desk.over(bracket.unit)
        assert sum(len(desk.over(unit)) for unit in desk.units) == len(desk.brackets)
        assert desk.state() == state_of(negotiation(seed)).draft
