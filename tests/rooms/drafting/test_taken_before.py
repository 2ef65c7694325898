"""A room in which an older program took what the rules of today refuse stays readable; what is written from then on is asked."""

from __future__ import annotations

import secrets

import pytest
from rooms.drafting.test_objections_stay import against, bring, levels, shall
from rooms.drafting.test_two_seats import probe
from rooms.drafting_room import drafting, everything, refused, state_of
from rooms.room_made import Log

from legation.rooms import Refused, cut, replay
from legation.rooms.state import taken_before


def older() -> Log:
    """Return a room in which a bracket was accepted over an objection, and the confirmation of a stranger awaited."""
    log = shall()
    bring(log, "States [shall report].", "All act.")
    with taken_before():
        log.add("c", "closed", bracket=next(iter(state_of(log).desk.brackets)), mode="accepted")
        log.add("c", "agreed", unit="1", level="ad ref", pending=["XYZ"])
    return log


def test_what_was_taken_before_is_read_as_it_was_taken_and_nothing_more_is() -> None:
    log = older()
    with pytest.raises(Refused) as found:
        replay("drafting", log.entries)
    assert (found.value.code, found.value.number) == ("still-opposed", log.entries[-2].number)
    with taken_before():
        again = probe(log.entries)
    assert everything(again) == everything(log)
    assert (levels(log), against(log, "1")) == (["ad ref", "proposed"], ("RUS",))
    refused(log, "still-opposed", "c", "agreed", unit="1", level="adopted")


def test_a_room_that_was_taken_before_is_cut_as_others_are() -> None:
    log = older()
    log.add("h", "phase", phase="closed")
    after = cut("drafting", "room", log.entries, secrets.token_hex)
    assert [one.level for one in probe(after).state.desk.units.values()] == ["ad ref", "proposed"]  # type: ignore[union-attr]


def test_a_log_is_read_the_same_whether_its_rules_are_asked_again_or_not() -> None:
    log = drafting()
    log.add("irn", "referred", unit="1")
    log.add("c", "agreed", unit="1", level="ad ref", pending=["RUS"])
    with taken_before():
        again = probe(log.entries)
    assert everything(again) == everything(log)
