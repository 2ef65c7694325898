"""A session replays to one hash: live, from its log, from its lines, in two steps, without what was erased, and after the cut.

The ordinary run draws 25 sessions; ``LEGATION_SESSIONS=1000`` draws as many.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import secrets
import sys
from collections import Counter
from typing import Any

import pytest
from rooms.room_made import blanked
from rooms.sessions import session

from legation.rooms import RoomState, canonical, cut, leaves, read_log, replay, seen_by, verify, write_log
from legation.rooms.deliberation import Deliberation
from legation.rooms.kinds import take
from legation.rooms.plain_state import state_from, state_plain

SESSIONS = int(os.environ.get("LEGATION_SESSIONS", "25"))


def _seen(state: RoomState) -> bytes:
    """Return all that the room shows to anybody, and what may leave it."""
    stay = [None, *(seat.id for seat in state.seats.values() if not seat.removed)]
    return canonical([[seat, seen_by(state, seat)] for seat in stay] + [leaves(state)])


def _hash(state: RoomState) -> str:
    return hashlib.sha256(canonical([state.number, state.at, state.hash]) + _seen(state)).hexdigest()


def _shown(state: RoomState) -> Any:
    return {name: value for name, value in seen_by(state, None).items() if name != "statements"}, [
        {name: value for name, value in one.items() if name != "by"} for one in seen_by(state, None)["statements"]
    ]


def test_each_session_replays_to_one_hash() -> None:
    whole, kinds, erased, closed = hashlib.sha256(), Counter[str](), 0, 0
    for seed in range(SESSIONS):
        log = session(seed)
        assert log.state is not None
        entries, expected = log.entries, _hash(log.state)
        assert verify(entries) is None
        gone = [str(entry.data["seat"]) for entry in entries if entry.kind == "erased" and entry.data]
        left = entries
        for seat in gone:
            left = blanked(left, seat)
        assert verify(left) is None
        steps = replay("deliberation", entries, len(entries) // 2)
        if not gone:  # in two halves, each erasing is known to the half that it stands in alone
            for entry in entries[len(entries) // 2 :]:
                take(steps, entry)
            assert _hash(steps) == expected, seed
        middle = state_from(Deliberation, json.loads(json.dumps(state_plain(replay("deliberation", left, len(entries) // 2)))))
        for entry in left[len(entries) // 2 :]:
            take(middle, entry)
        replayed = replay("deliberation", read_log(write_log(left)))
        assert middle == replayed, seed
        for again in (replay("deliberation", entries), replayed, session(seed).state):
            assert again is not None
            assert _hash(again) == expected, seed
        for one, other in itertools.pairwise(range(len(entries) // 2, len(entries) + 1, 7)):
            assert replay("deliberation", left, one).number < replay("deliberation", left, other).number
        if log.state.phase == "closed":
            after = cut("deliberation", "room", left, secrets.token_hex)
            assert verify(after) is None
            assert _shown(replay("deliberation", after)) == _shown(log.state), seed
            closed += 1
        kinds.update(entry.kind for entry in entries)
        erased += len(gone)
        whole.update(expected.encode())
    sys.stdout.write(f"\n{SESSIONS} sessions, {kinds.total()} entries {dict(kinds)}, {erased} erased, {closed} cut: {whole.hexdigest()}\n")
    assert min(kinds[kind] for kind in ("voted", "stated", "judged", "flagged", "withdrawn", "erased", "removed", "moved", "published")) > 0
    assert closed > 0


def test_another_seed_is_another_session() -> None:
    states = [session(seed).state for seed in (1, 2)]
    assert states[0] is not None
    assert states[1] is not None
    assert _hash(states[0]) != _hash(states[1])


@pytest.mark.parametrize("number", [3, 12, 20])
def test_a_session_whose_log_was_changed_does_not_verify(number: int) -> None:
    entries = session(3).entries
    assert verify([*entries[: number - 1], *entries[number:]]) == number + 1
