"""Who was erased is named on no day before it either, and names stand in rows of the picture as far as the room names anybody."""

from __future__ import annotations

import json

import pytest
from rooms.drafting.test_negotiations import blanked
from rooms.drafting_room import drafting, propose, row, state_of

from legation.rooms import leaves, replay, seen_by
from legation.rooms.drafting import Drafting


@pytest.mark.parametrize("inside", ["organisation", "seat"])
def test_days_before_an_erasure_name_nobody_who_was_erased(inside: str) -> None:
    log = drafting(inside=inside)
    log.add("h", "seated", seat="gone", role="delegate", **({"organisation": "GONE"} if inside == "organisation" else {}), group="AU")
    log.add("h", "seated", seat="away", role="observer", **({"organisation": "AWAY"} if inside == "organisation" else {}))
    propose(log, "gone", "b", "shall", proposers=["AU"])
    propose(log, "gone", "d", "promptly", unit="2")
    propose(log, "away", "e", "always", unit="3", offered=True)
    propose(log, "away", "f", "always", unit="3", offered=True)
    log.add("fra", "taken", id="e")
    log.add("c", "asked", id="s", units=["1"], deadline="2026-03-03T12:00:00.000Z")
    log.add("gone", "broken", id="s", reason="Too early.", actor="AU")
    last = len(log.entries)
    log.add("gone", "erased", seat="gone")
    log.add("away", "erased", seat="away")
    left = blanked(blanked(log.entries, "gone"), "away")

    before = replay("drafting", left, last)
    assert isinstance(before, Drafting)
    told = json.dumps([seen_by(before, None), seen_by(before, "c"), leaves(before), str(before.draft.held), str(before.draft.silences)])
    assert not [
        name for name in ("gone", "GONE", "away", "AWAY", "AU") if f'"{name}"' in told or f"'{name}'" in told.replace("seat='gone'", "")
    ]
    after = replay("drafting", left)
    assert {seat: seen_by(after, seat) for seat in ("fra", "c", None)} == {seat: seen_by(log.state, seat) for seat in ("fra", "c", None)}  # type: ignore[arg-type]


@pytest.mark.parametrize(("inside", "attributed", "named"), [("seat", True, True), ("seat", False, False), ("organisation", True, False)])
def test_origins_offers_and_sources_are_named_as_brackets_are(inside: str, attributed: bool, named: bool) -> None:
    log = drafting(inside=inside, attributed=attributed)
    log.add("h", "seated", seat="w", role="observer", group="EU")
    rows = [{"id": "1", "label": "1", "text": "All act.", "sources": ["w", "A/80/1"]}]
    log.add("c", "brought", kind="rolling", paragraphs=rows)
    propose(log, "w", "b", "promptly", offered=True, proposers=["w", "EU"])
    propose(log, "w", "d", "promptly", offered=True)
    log.add("fra", "taken", id="b")
    state = state_of(log)
    assert row(log, None, "b")["origin"] == ("w" if named else "")
    assert row(log, None, "d", "offers")["by"] == ("w" if named else None)
    assert row(log, "c", "d", "offers")["by"] == ("w" if inside == "seat" else None)
    assert row(log, None, "1", "units")["sources"] == ((["w"] if named else []) + ["A/80/1"] if attributed else [])
    assert ('"w"' in json.dumps(leaves(state))) == named
