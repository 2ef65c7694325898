"""A room that an older program wrote, which took what the rules of today refuse, stays readable on the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from web.halls import negotiating

from legation.rooms.state import taken_before
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.drafts import days_of, room_at
from legation.web.rooms.reports import replayed


@pytest.mark.django_db
def test_the_site_reads_a_room_that_an_older_program_wrote(site: Any) -> None:
    hall = negotiating(site, inside="organisation", leaves="organisation")
    room = hall.room.pk
    hall.writes("russia", "stood", target="p3", stance="oppose")
    with taken_before(), transaction.atomic():
        hall.writes("chair", "agreed", unit="p3", level="ad ref")
    DESK.forget(room)
    state: Any = DESK.room(room).state
    assert state.desk.units["p3"].level == "ad ref"
    assert replayed(hall.room).number == room_at(hall.room).state.number == state.number
    assert [day.state.unit("p3").level for day in days_of(hall.room)] == ["ad ref"]
    written = DESK.write(room, hall.seats["chair"], [Draft(kind="agreed", data={"unit": "p3", "level": "adopted"})])
    assert written[0].refused is not None and written[0].refused.code == "still-opposed"
