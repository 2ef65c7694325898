"""Nobody speaks for a delegation that has a seat of its own, and nobody looks at a text as the chair but the chair."""

from __future__ import annotations

import json

import pytest
from rooms.drafting_room import drafting, propose, refused, row, state_of

from legation.rooms import seen_by
from legation.rooms.drafting import opposing


def test_nobody_erases_an_objection_by_joining_who_objects() -> None:
    log = drafting(one_voice=False)
    propose(log, "fra", "b", "shall")
    log.add("rus", "stood", target="b", stance="oppose")
    refused(log, "no-role", "fra", "joined", group="RUS")
    refused(log, "no-role", "fra", "joined", group="chair")
    log.add("fra", "joined", group="EU")
    refused(log, "still-opposed", "c", "closed", bracket="b", mode="accepted")


def test_a_group_that_takes_a_seat_is_a_delegation_whatever_was_said_before() -> None:
    log = drafting(one_voice=False)
    propose(log, "fra", "b", "shall")
    log.add("fra", "joined", group="BRA")
    log.add("h", "seated", seat="bra", role="delegate", organisation="BRA")
    log.add("bra", "stood", target="b", stance="oppose")
    assert opposing(state_of(log).desk, "b") == ("BRA",)
    refused(log, "still-opposed", "c", "closed", bracket="b", mode="accepted")


@pytest.mark.parametrize("group", [{"group": "RUS"}, {"group": "chair"}, {"organisation": "chair"}, {"organisation": "EU"}])
def test_a_group_is_no_other_delegation_and_nobody_is_called_as_the_chair_is(group: dict[str, str]) -> None:
    log = drafting()
    refused(log, "twice", "h", "moved", seat="fra", **group)
    refused(log, "twice", "h", "seated", seat="x", role="delegate", **group)
    refused(log, "twice", "h", "seated", seat="chair", role="delegate")


def test_an_observer_of_a_group_does_not_speak_for_it() -> None:
    log = drafting()
    log.add("h", "seated", seat="eu2", role="delegate", organisation="Commission", group="EU")
    log.add("h", "seated", seat="w", role="observer", organisation="Think tank", group="EU")
    log.add("eu", "confided", id="k", text="We can move.", target="1")
    propose(log, "eu", "b", "shall", proposers=["EU"])
    log.add("eu", "stood", target="1", stance="oppose", actor="EU", public=False)
    assert "We can move" not in json.dumps(seen_by(state_of(log), "w"))
    assert seen_by(state_of(log), "w")["own"] == []
    refused(log, "no-role", "w", "withdrawn", id="b")
    refused(log, "no-role", "w", "released", id="k")
    log.add("eu2", "withdrawn", id="b")
    assert "opposing" not in row(log, None, "1", "units")
