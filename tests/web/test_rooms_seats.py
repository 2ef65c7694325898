"""Who sits down in a room, by what, and what is left of them in the database."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone
from web.conftest import small

from legation.errors import WrongUse
from legation.rooms import verify
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.rooms import seats
from legation.web.rooms.browser import Browser
from legation.web.rooms.desk import DESK
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomSeat

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.each_database("seats are taken by a statement that names what was there"),
]


def _opened(inside: str = "seat", blank: int = 0, **settings: object) -> tuple[Room, Account]:
    host = Account.objects.create_user("host@example.org", name="Host")
    given = {"inside": inside, "leaves": "chatham", "question": "What now?", **settings}
    return seats.open_room(store.create(small(), host), host, "deliberation", given, title={"en": "Talks"}, notice={}, seats=blank), host


def _seats(room: Room, secret: str) -> list[str]:
    return [one.seat for one in seats.seats_of(room, Browser(secret))]


def test_a_code_seats_a_browser_once_for_each_secret_and_a_door_shuts() -> None:
    room, _ = _opened()
    door = seats.new_door(room, timezone.now() + dt.timedelta(hours=1), most=2)
    typed = f" {door.code[:5].lower()}-{door.code[5:]} "
    assert seats.door_of(typed) == door
    taken = [seats.sit(room, role="participant", account=None, door=seats.door_of(typed), anonymous=False) for _ in range(3)]
    assert taken[2] is None
    assert taken[0] is not None
    assert _seats(room, taken[0][1]) == [taken[0][0]]
    assert _seats(room, "") == _seats(room, "another") == []
    door.closed = True
    door.save()
    assert seats.door_of(typed) is None
    late = seats.new_door(room, timezone.now() - dt.timedelta(seconds=1))
    assert seats.door_of(late.code) is None
    assert seats.door_of("") is None
    assert verify(log.entries_after(room.pk)) is None


def test_an_account_has_one_seat() -> None:
    room, host = _opened()
    other = Account.objects.create_user("other@example.org", name="Other")
    assert seats.sit(room, role="host", account=host, anonymous=False) is None
    first = seats.sit(room, role="moderator", account=other, anonymous=False)
    assert first is not None
    assert seats.seat_by_account(room, other, "moderator") == first[0]
    assert seats.sit(room, role="moderator", account=other, anonymous=False) is None


def test_in_an_anonymous_room_a_seat_is_drawn_and_nothing_says_whose_it_is() -> None:
    room, _ = _opened("anonymous", blank=6)
    person = Account.objects.create_user("person@example.org", name="Person")
    before = DESK.room(room.pk).number
    taken = seats.sit(room, role="participant", account=person, anonymous=True)
    assert taken is not None
    assert RoomSeat.objects.filter(account=person).count() == 0
    assert DESK.room(room.pk).number == before
    assert _seats(room, taken[1]) == [taken[0]]
    others = [seats.sit(room, role="participant", account=None, anonymous=True) for _ in range(6)]
    assert [one is None for one in others] == [False] * 5 + [True]
    assert len({one[0] for one in [taken, *others] if one}) == 6


@pytest.mark.parametrize("ends", ["before it is in the log", "after"])
def test_whatever_ends_a_sitting_down_the_account_sits_down_again(ends: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room, _ = _opened()
    other = Account.objects.create_user("other@example.org", name="Other")

    def fail(*_: object, **__: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patched, pytest.raises(OperationalError):
        patched.setattr(*((DESK, "write", fail) if ends != "after" else (RoomSeat.objects, "create", fail)))
        seats.sit(room, role="participant", account=other, anonymous=False)
    assert not RoomSeat.objects.filter(account=other).exists()
    taken = seats.sit(room, role="participant", account=other, anonymous=False)
    assert taken is not None
    assert not DESK.room(room.pk).state.seats[taken[0]].removed
    assert _seats(room, taken[1]) == [taken[0]]


def test_an_account_that_sits_down_twice_at_once_has_one_seat() -> None:
    room, _ = _opened()
    other = Account.objects.create_user("other@example.org", name="Other")
    before = set(DESK.room(room.pk).state.seats)  # type: ignore[union-attr]
    start, taken = threading.Barrier(2), list[object]()
    looked = seats.seat_by_account

    def sit() -> None:
        try:
            if (
                connection.vendor == "sqlite"
            ):  # in memory, as here, it locks a table for readers too, and nobody waits; in a file it does not
                connection.cursor().execute("PRAGMA read_uncommitted = 1")
            taken.append(seats.sit(room, role="participant", account=other, anonymous=False))
        finally:
            connections.close_all()

    def look(*given: Any) -> str | None:
        found = looked(*given)
        start.wait(20)  # both have found none
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(seats, "seat_by_account", look)
        threads = [threading.Thread(target=sit) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [one is None for one in taken].count(True) == 1
    row = RoomSeat.objects.get(account=other)
    state = DESK.room(room.pk).state
    assert state is not None
    assert [one.id for one in state.seats.values() if one.id not in before and not one.removed] == [row.seat]


def test_a_room_that_the_rules_refuse_is_not_there() -> None:
    with pytest.raises(WrongUse, match="not opened"):
        _opened(smallest=2)
    assert not Room.objects.exists()
