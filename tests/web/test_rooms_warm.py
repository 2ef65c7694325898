"""The rooms that sit are read when the server begins, so that nobody waits for a long log after a start."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.conftest import small
from web.rooms_filled import filled

from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.rooms import desk
from legation.web.rooms.desk import Desk
from legation.web.serving.warm import warm
from legation.web.stores.rooms.models import Room, RoomEntry

pytestmark = pytest.mark.django_db(transaction=True)


def _read_again(new: Desk, room: Room) -> int:
    """Return how many questions about its log the database is asked when somebody comes to a room."""
    with CaptureQueriesContext(connection) as queries, new.reading(room.pk):
        pass
    return len([query for query in queries.captured_queries if RoomEntry._meta.db_table in query["sql"]])


def test_open_rooms_are_read_when_the_server_begins_and_closed_ones_when_somebody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Account.objects.create_user("host@example.org", name="Host")
    dossier = store.create(small(), host)
    sits, over = (filled(dossier, host, 3)[0] for _ in range(2))
    Room.objects.filter(pk=over.pk).update(phase="closed")
    new = Desk()
    monkeypatch.setattr(desk, "DESK", new)

    warm()

    assert _read_again(new, sits) == 0
    assert _read_again(new, over) > 0


def test_a_room_that_cannot_be_read_keeps_no_server_from_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Account.objects.create_user("host@example.org", name="Host")
    room = filled(store.create(small(), host), host, 3)[0]
    RoomEntry.objects.filter(room=room, number=1).delete()
    monkeypatch.setattr(desk, "DESK", Desk())

    assert warm() == 1
