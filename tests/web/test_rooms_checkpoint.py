"""A long log is read on from a checkpoint: the same room, nothing of who left, and nothing that another log or other rules made."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from web.conftest import small
from web.rooms_filled import filled, votes

from legation.rooms import Entry, replay, seen_by
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.rooms import known_rooms
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.rooms.picture_making import make_picture
from legation.web.runs.models import Run
from legation.web.stores.rooms import checkpoints, log
from legation.web.stores.rooms.checkpoints import is_due, last_checkpoint, write_checkpoint
from legation.web.stores.rooms.models import Room, RoomCheckpoint, RoomEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database("a checkpoint is bytes of the database")]


@pytest.fixture
def voted() -> tuple[Room, list[str]]:
    """Return a room in which eight have voted, with a checkpoint of it."""
    host = Account.objects.create_user("host@example.org", name="Host")
    room, there = filled(store.create(small(), host), host, 8)
    state = DESK.room(room.pk).state
    assert state is not None
    assert write_checkpoint(room.pk, state)
    return room, there


def _read(room: Room, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, int]:
    """Return the room as a process reads it that begins to serve, and how many entries it read."""
    read: list[int] = []

    def counted(name: str, number: int = 0) -> Iterator[Entry]:
        for entry in entries_after(name, number):
            read.append(entry.number)
            yield entry

    entries_after = log.entries_after
    with monkeypatch.context() as patched:
        patched.setattr(known_rooms.log, "entries_after", counted)
        with Desk().reading(room.pk) as live:
            return live.state, len(read)


def _leave(room: Room, seat: str) -> None:
    assert DESK.write(room.pk, seat, [Draft(kind="erased", data={"seat": seat}, key="leave")])[0].refused is None


def test_a_server_that_starts_reads_on_from_the_checkpoint_and_knows_the_same_room(
    voted: tuple[Room, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, there = voted
    before = DESK.room(room.pk).number
    DESK.write(room.pk, there[0], [Draft(kind="voted", data={"statement": "s0", "value": 0}, key="anew")])
    state, read = _read(room, monkeypatch)
    assert read == 1 + 1, "the first entry, which says what the state is made of, and the one that is new"
    assert state.number == before + 1
    assert state == replay("deliberation", log.entries_after(room.pk)) == DESK.room(room.pk).state
    again = Desk()
    assert again.write(room.pk, there[0], [Draft(kind="voted", data={"statement": "s0", "value": 0}, key="anew")])[0].number == before + 1
    assert again.write(room.pk, there[1], [Draft(kind="voted", data={"statement": "s1", "value": 1}, key="anew")])[0].refused is None
    assert again.room(room.pk).state == replay("deliberation", log.entries_after(room.pk))


def _other_code(_: RoomCheckpoint) -> None:
    checkpoints._version.cache_clear()


def _forged(row: RoomCheckpoint) -> None:
    plain = json.loads(zlib.decompress(bytes(row.data)))
    plain["seats"][next(iter(plain["seats"]))]["role"] = "host"
    row.data = zlib.compress(json.dumps(plain).encode())


def _cut_short(row: RoomCheckpoint) -> None:
    row.data = bytes(row.data)[:-9]


def _other_chain(row: RoomCheckpoint) -> None:
    RoomEntry.objects.filter(room_id=row.room_id, number=row.number).update(hash="0" * 64)
    Room.objects.filter(pk=row.room_id).update(hash="0" * 64)


@pytest.mark.parametrize("spoil", [_other_code, _forged, _cut_short, _other_chain])
def test_what_other_rules_another_log_or_another_hand_made_is_not_read_from(
    voted: tuple[Room, list[str]], monkeypatch: pytest.MonkeyPatch, spoil: Callable[[RoomCheckpoint], None]
) -> None:
    room, _ = voted
    assert last_checkpoint(room.pk, room.kind) is not None
    row = RoomCheckpoint.objects.get(room=room)
    spoil(row)
    row.save()
    if spoil is _other_code:
        monkeypatch.setattr(checkpoints.Path, "read_bytes", lambda _: b"other rules")
    try:
        assert last_checkpoint(room.pk, room.kind) is None
        state, read = _read(room, monkeypatch)
    finally:
        checkpoints._version.cache_clear()
    assert read == row.number
    assert state.seats == replay("deliberation", log.entries_after(room.pk)).seats


def test_what_somebody_took_along_is_in_no_checkpoint(voted: tuple[Room, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    room, there = voted
    words = {"statement": "own", "text": "Quombrel words.", "language": "en", "source": "participant"}
    DESK.write(room.pk, there[0], [Draft(kind="stated", data=words, key="own")])
    with Desk().reading(room.pk) as live:
        old: Any = live.state
    assert write_checkpoint(room.pk, old)
    assert b"Quombrel" in zlib.decompress(bytes(RoomCheckpoint.objects.get(room=room).data))
    _leave(room, there[0])
    assert not RoomCheckpoint.objects.exists()
    assert not write_checkpoint(room.pk, old), "made before, written after"
    state: Any = DESK.room(room.pk).state
    assert write_checkpoint(room.pk, state)
    assert b"Quombrel" not in zlib.decompress(bytes(RoomCheckpoint.objects.get(room=room).data))
    read, count = _read(room, monkeypatch)
    assert count == 1
    stay = [None, *there[1:]]
    assert [seen_by(read, seat) for seat in stay] == [seen_by(replay(room.kind, log.entries_after(room.pk)), seat) for seat in stay]


def test_the_process_of_the_pictures_writes_one_whenever_so_much_is_new(
    voted: tuple[Room, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, there = voted
    first = RoomCheckpoint.objects.get(room=room).number
    monkeypatch.setattr(checkpoints, "EVERY", first - 5)
    assert not is_due(room.pk, first)
    assert is_due(room.pk, 2 * first)
    make_picture(Run(question=room.pk), lambda _, __: None)
    assert RoomCheckpoint.objects.get(room=room).number == first
    rng, state = np.random.default_rng(4), DESK.room(room.pk).state
    assert state is not None
    blank = [one.id for one in state.seats.values() if one.role == "participant" and one.id not in there]
    while not is_due(room.pk, DESK.room(room.pk).number):
        DESK.write(room.pk, blank.pop(), votes(0, rng))
    make_picture(Run(question=room.pk), lambda _, __: None)
    assert RoomCheckpoint.objects.get(room=room).number == DESK.room(room.pk).number
    monkeypatch.setattr(checkpoints, "EVERY", 10_000)
    assert not is_due(room.pk, 10_000 + DESK.room(room.pk).number - 1)
    RoomCheckpoint.objects.filter(room=room).update(number=1_000_000)
    assert not is_due(room.pk, 1_099_999)
    assert is_due(room.pk, 1_100_000)
