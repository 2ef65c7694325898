"""Same moves, other points and briefs of all others: every byte that a seat receives is the same until the reveal, in a real session always.

The log's salts and the hashes that follow from them aside. Pages are compared in ``tests/web/test_games_apart.py``.
"""

from __future__ import annotations

import copy
import itertools
from typing import Any

from rooms.negotiation_made import SCORES, settings, state_of, table
from rooms.room_made import Log

from legation.rooms import begun, canonical, leaves, log_outside, replay, seen_by
from legation.rooms.gains import gains
from legation.rooms.kinds import room_kind, take
from legation.rooms.negotiation.bots import chance_of, move, public_of
from legation.rooms.negotiation.self_play import play_through

SEATS = (None, "h", "da", "db", "dc", "o", "p")


def _moves(log: Log) -> None:
    """Play the same, whatever the points are."""
    log.add("da", "offered", package=[0, 1], reason="First")
    log.add("db", "spoke", text="Between us", to=["c"])
    offer = log.add("db", "offered", package=[2, 1], to=["a"]).number
    log.add("da", "rejected", offer=offer, reason="No")
    last = log.add("dc", "offered", package=[2, 0]).number
    log.add("da", "accepted", offer=last)
    log.add("db", "accepted", offer=last)
    log.add("h", "phase", phase="closed")


def _received(log: Log, seat: str | None) -> bytes:
    """Return all that a seat receives of a log: pictures, messages, and the file that leaves the room."""
    pictures: list[Any] = []
    state = None
    for entry in log.entries:
        if state is None:
            state = begun("negotiation", entry)
        else:
            take(state, entry)
        if seat is None or seat in state.seats:
            pictures.append(seen_by(state, seat))
    messages = [gains(one, two) for one, two in itertools.pairwise(pictures)]
    assert state is not None
    made = log_outside("negotiation", "room", log.entries, lambda size: "00" * size, whole=False) or ()
    said = [[one.kind, {name: value for name, value in (one.data or {}).items() if name != "branch"}] for one in made]
    concerned = [sorted(room_kind("negotiation").concerned(state, entry)) for entry in log.entries]
    return canonical([pictures, messages, leaves(state), said, concerned])


def _others(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return settings in which everything secret of the other sides is another."""
    changed = copy.deepcopy(given)
    for side in set("abc") - {name}:
        changed["scores"][side] = [[value * 3 + at for at, value in enumerate(row)] for row in given["scores"][side]]
        changed["floors"][side] += 4
        changed["briefs"][side] = {"fr": "Autre", "en": f"Other {side}"}
    return changed


def test_a_rehearsal_tells_nothing_of_others_before_the_reveal() -> None:
    for seat in SEATS:
        side = seat[1:] if seat in ("da", "db", "dc") else ""
        seen = []
        for given in (settings(), _others(side, settings())):
            log = table(**given)
            _moves(log)
            seen.append((_received(log, seat), log))
        assert seen[0][0] == seen[1][0], seat
        for _, log in seen:
            log.add("h", "revealed")
        assert seen_by(state_of(seen[0][1]), seat) != seen_by(state_of(seen[1][1]), seat)


def test_a_real_session_tells_one_bit_to_its_end() -> None:
    for seat in SEATS:
        seen = []
        for points in (SCORES, {"a": [[1, 2, 0], [0, 1]], "b": [[5, 5, 0], [1, 0]], "c": [[0, 9, 0], [2, 2]]}):
            log = table(session="real")
            for side in "abc":
                log.add(f"d{side}", "scored", points=(SCORES if seat == f"d{side}" else points)[side], floor=1)
            _moves(log)
            log.add("db", "erased", entry=log.entries[7].number)
            pictures = []
            for until in range(8, len(log.entries) + 1):
                picture = seen_by(replay("negotiation", log.entries, until), seat)
                better = picture.pop("better")
                assert better in (True, False, None)
                for row in picture["offers"]:
                    row.pop("distance", None)  # the host's alone
                pictures.append(picture)
            seen.append(canonical([pictures, leaves(state_of(log))]))
        assert seen[0] == seen[1], seat


def test_a_simulated_player_moves_the_same_whatever_the_others_points_are() -> None:
    given = settings(seed=3)
    entries, state = play_through(given, {"a": "hard", "b": "even", "c": "conciliatory"})
    log, other = Log("negotiation"), Log("negotiation")
    for side in "abc":
        changed = _others(side, given)
        for one, what in ((log, given), (other, changed)):
            one.entries, one.state = [], None
            one.add("host", "opened", **what)
            for entry in entries[1:]:
                if entry.kind in ("phase", "revealed", "due"):
                    break
                one.add(entry.by, entry.kind, **dict(entry.data or {}))
        for share in (0.0, 0.3, 0.6, 0.99):
            for offers in (True, False):
                found = [
                    move(
                        seen_by(state_of(one), f"bot-{side}"),
                        public_of(state_of(one)),
                        "even",
                        share,
                        chance_of(state_of(one)),
                        offers=offers,
                    )
                    for one in (log, other)
                ]
                assert found[0] == found[1]
    assert state.phase == "closed"
