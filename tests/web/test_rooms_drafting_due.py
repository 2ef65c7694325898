"""Whoever leaves after a deadline leaves what the silence has decided as it is: in the room, read anew, and in what stands in the database."""

from __future__ import annotations

from typing import Any

import pytest

from legation import moment
from legation.rooms import replay, seen_by
from legation.web.rooms.desk import DESK, Desk, Draft
from legation.web.stores.rooms import log

from .halls import negotiating

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("inside", ["organisation", "anonymous"])
def test_who_objected_and_leaves_before_the_end_of_a_silence_is_written_is_not_passed_over(site: Any, inside: str) -> None:
    hall = negotiating(site, silence_accepts=True, inside=inside)
    room, objector = hall.room.pk, hall.seats["france"]
    hall.writes("france", "stood", target="p3", stance="oppose", public=False)
    times = iter(["2031-01-01T10:30:00.000Z"] * 2 + ["2031-01-01T13:30:00.000Z"] * 9)
    desk = Desk(now=lambda: next(times))
    for name, deadline in (("s", "2031-01-01T11:00:00.000Z"), ("t", "2031-01-01T12:00:00.000Z")):
        asked = {"id": name, "units": ["p3"], "deadline": deadline, "level": "ad ref"}
        assert desk.write(room, hall.seats["chair"], [Draft(kind="asked", data=asked)])[0].refused is None
    assert desk.write(room, objector, [Draft(kind="erased", data={"seat": objector})])[0].refused is None

    entries = list(log.entries_after(room))
    assert [(one.kind, (one.data or {}).get("raised")) for one in entries[-3:]] == [("due", []), ("due", []), ("erased", None)]
    pictures = []
    for state in (desk.room(room).state, Desk().room(room).state, replay("drafting", entries)):
        assert state is not None
        pictures.append((state.hash, getattr(state, "deadline", ""), seen_by(state, hall.seats["chair"])))
    assert pictures[0] == pictures[1] == pictures[2]
    assert [one["level"] for one in pictures[0][2]["units"] if one["id"] == "p3"] == ["proposed"]
    assert moment.parse(entries[-1].at) > moment.parse("2031-01-01T12:00:00.000Z")
    DESK.forget(room)
