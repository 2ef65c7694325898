"""What was told to few: whose a caucus is when people come and go, and what of stances that are not public is left after the cut."""

from __future__ import annotations

import json
import secrets

import pytest
from rooms.drafting_room import drafting, propose, refused, state_of

from legation.methods.drafting import print_of
from legation.rooms import cut, replay, seen_by, stamped
from legation.rooms.drafting import event
from legation.rooms.drafting.event import known, without_nearest


def _shown(log: object, seat: str) -> list[str]:
    return [one["id"] for one in seen_by(state_of(log), seat)["shown"]]  # type: ignore[arg-type]


def test_a_caucus_of_the_chair_is_that_of_whoever_is_the_chair() -> None:
    log = drafting()
    log.add("c", "shown", id="k", to=["RUS"], title="Quietly", text="Words.")
    log.add("rus", "received", what="k")
    log.add("h", "removed", seat="c", reason="other")
    log.add("h", "seated", seat="c2", role="chair", organisation="SWE")
    assert (_shown(log, "c2"), _shown(log, "fra")) == (["k"], [])
    assert seen_by(state_of(log), "c2")["received"] == {"k": ["RUS"]}
    refused(log, "unknown", "rus", "withdrawn", id="k")
    log.add("c2", "withdrawn", id="k")
    assert _shown(log, "rus") == []


def test_a_caucus_goes_with_the_last_seat_of_its_author() -> None:
    log = drafting()
    log.add("fra", "shown", id="k", to=["RUS"], title="Quietly", text="Words.")
    log.add("h", "removed", seat="fra", reason="other")
    assert (_shown(log, "fra2"), _shown(log, "rus")) == (["k"], ["k"])
    log.add("h", "removed", seat="fra2", reason="other")
    assert _shown(log, "rus") == [] and not state_of(log).shown
    assert replay("drafting", log.entries).shown == {}  # type: ignore[attr-defined]


def test_after_the_cut_no_stance_that_is_not_public_is_left_and_the_text_is_the_same() -> None:
    log = drafting()
    propose(log, "fra", "b", "shall", unit="2")
    log.add("rus", "stood", target="b", stance="oppose")
    log.add("rus", "stood", target="b", stance="can_live_with", public=False)
    log.add("c", "closed", bracket="b", mode="accepted")
    log.add("irn", "stood", target="1", stance="oppose", public=False)
    log.add("c", "asked", id="s", units=["1", "2"], deadline="2026-03-02T14:00:00.000Z")
    log.at = log.at.replace(hour=15)
    log.add("clock", "due", **state_of(log).falls_due)
    log.add("h", "phase", phase="closed")
    rows = [{"id": "x", "label": "1", "text": "x", "sources": ["fra", "A/1"]}]
    after = cut("drafting", "room", log.entries, secrets.token_hex)
    stood = [one.data for one in after if one.kind == "stood"]
    assert stood[1:] == [{"target": "b", "stance": "no_instructions", "public": False}, None]  # all saw that the first holds no more
    said = [(one["id"], one["level"], one["words"]) for one in seen_by(replay("drafting", after), None)["units"]]
    assert said == [(one["id"], one["level"], one["words"]) for one in seen_by(state_of(log), None)["units"]]
    assert [level for _, level, _ in said] == ["proposed", "ad ref", "proposed"]

    other = drafting()
    other.add("c", "brought", kind="rolling", paragraphs=rows)
    other.add("h", "phase", phase="closed")
    after = cut("drafting", "room", other.entries, secrets.token_hex)
    assert "A/1" in json.dumps([one.data for one in after]) and '"fra"' not in json.dumps([one.data for one in after])


def test_a_later_entry_is_no_earlier_than_any_deadline_that_has_passed() -> None:
    log = drafting(inside="anonymous")
    for name, minute in (("s", 20), ("t", 40)):
        log.add("c", "asked", id=name, units=["1"], deadline=f"2026-03-02T09:{minute}:00.000Z")
    state = state_of(log)
    at = [stamped(state, f"2026-03-02T{time}:00.000Z") for time in ("09:10", "09:30", "09:40", "09:50", "10:30")]
    assert [one[11:] for one in at] == ["09:00:00.000Z", "09:20:00.001Z", "09:40:00.000Z", "09:40:00.001Z", "10:00:00.000Z"]


def test_a_live_room_looks_for_no_near_names(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(event.difflib, "get_close_matches", lambda *given: asked.append(given) or [])
    log = drafting()
    refused(log, "unknown", "fra", "stood", target="11", stance="oppose")
    assert asked == []
    with pytest.raises(Exception, match="11"):
        known("11", ["1"], "5")
    assert len(asked) == 1 and print_of(("a",))
    with without_nearest(), pytest.raises(Exception, match="11"):
        known("11", ["1"], "5")
    assert len(asked) == 1
