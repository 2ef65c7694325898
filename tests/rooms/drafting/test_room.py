"""A drafting room: who may write what, what each sees, and what is refused and changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rooms.drafting_room import drafting, propose, refused, row, state_of

from legation.rooms import leaves, replay, seen_by, verify


def test_a_paragraph_goes_from_a_proposal_to_adoption() -> None:
    log = drafting()
    propose(log, "fra", "b", "shall")
    log.add("rus", "stood", target="b", stance="oppose")
    assert row(log, None, "b") == {
        "id": "b", "unit": "1", "words": "shall", "supporting": ["FRA"], "opposing": ["RUS"], "start": 1, "end": 2, "group": "b", "verb": "",
        "place": "", "by": ["FRA"], "reason": "", "origin": "",
    }  # fmt: skip
    assert seen_by(state_of(log), None)["text"].startswith("1. States [shall (FRA) – RUS oppose] report")
    refused(log, "still-opposed", "c", "closed", bracket="b", mode="accepted")
    refused(log, "still-opposed", "c", "agreed", unit="1", level="informals")
    log.add("rus", "stood", target="b", stance="can_live_with")
    log.add("c", "closed", bracket="b", mode="accepted")
    log.add("irn", "stood", target="1", stance="oppose")
    refused(log, "still-opposed", "c", "agreed", unit="1", level="adopted")
    log.add("irn", "stood", target="1", stance="flexible")
    log.add("c", "agreed", unit="1", level="adopted")

    assert row(log, None, "1", "units")["level"] == "adopted"
    assert verify(log.entries) is None
    assert seen_by(replay("drafting", log.entries), "rus") == seen_by(state_of(log), "rus")


def test_a_seat_speaks_for_its_delegation_or_the_group_that_named_it_and_nobody_else() -> None:
    log = drafting()
    propose(log, "eu", "b", "shall", proposers=["EU"])
    assert row(log, None, "b")["by"] == ["EU"]
    log.add("eu", "stood", target="1", stance="support", actor="EU")
    for seat, actor in (("rus", "EU"), ("eu", "FRA"), ("fra", "RUS")):
        refused(log, "no-role", seat, "stood", target="1", stance="oppose", actor=actor)
        refused(log, "no-role", seat, "proposed", id="x", operation="delete", unit="1", start=0, end=1, proposers=[actor])
        refused(log, "no-role", seat, "reserved", unit="1", text="No.", actor=actor)
    log.add("fra2", "stood", target="b", stance="oppose")
    assert row(log, None, "b")["opposing"] == ["FRA"]
    assert seen_by(state_of(log), "fra")["mine"] == {"b": "oppose"}  # two seats are one delegation


@pytest.mark.parametrize(
    ("by", "kind", "data"),
    [
        ("fra", "brought", {"kind": "zero", "paragraphs": []}),
        ("fra", "closed", {"bracket": "b", "mode": "accepted"}),
        ("fra", "agreed", {"unit": "1", "level": "adopted"}),
        ("fra", "linked", {"id": "p", "targets": ["1"]}),
        ("fra", "asked", {"id": "s", "units": ["1"], "deadline": "2027-01-01"}),
        ("fra", "phase", {"phase": "closed"}),
        ("fra", "due", {"what": "s"}),
        ("c", "stood", {"target": "1", "stance": "oppose"}),
        ("c", "confided", {"id": "x", "text": "x"}),
        ("h", "proposed", {"id": "x", "operation": "delete", "unit": "1", "start": 0, "end": 1}),
        ("h", "stood", {"target": "1", "stance": "oppose"}),
        ("o", "stood", {"target": "1", "stance": "oppose"}),
        ("o", "proposed", {"id": "x", "operation": "delete", "unit": "1", "start": 0, "end": 1}),
        ("fra", "proposed", {"id": "x", "operation": "delete", "unit": "1", "start": 0, "end": 1, "offered": True}),
        ("o", "reserved", {"unit": "1", "text": "x"}),
        ("wall", "received", {"what": "1"}),
        ("nobody", "stood", {"target": "1", "stance": "oppose"}),
    ],
)
def test_what_a_role_may_not_do_is_refused(by: str, kind: str, data: dict[str, Any]) -> None:
    log = drafting()
    propose(log, "fra", "b", "shall")
    refused(log, "no-role", by, kind, **data)


def test_an_observers_wording_is_an_offer_until_a_delegation_takes_it_over() -> None:
    log = drafting()
    propose(log, "o", "b", "promptly", offered=True)
    assert seen_by(state_of(log), None)["brackets"] == []
    assert row(log, None, "b", "offers")["by"] == "NGO"
    refused(log, "no-role", "o", "taken", id="b")
    log.add("fra", "taken", id="b")
    found = row(log, None, "b")
    assert (found["by"], found["origin"], found["supporting"]) == (["FRA"], "NGO", ["FRA"])
    assert seen_by(state_of(log), None)["offers"] == []

    equal = drafting(equal=True)
    propose(equal, "o", "b", "promptly")
    equal.add("o", "stood", target="1", stance="oppose")
    assert row(equal, None, "b")["by"] == ["NGO"]


@pytest.mark.parametrize("chair_sees", [True, False])
def test_a_hidden_stance_counts_and_is_seen_by_its_delegation_and_the_chair_where_the_room_says_so(chair_sees: bool) -> None:
    log = drafting(chair_sees=chair_sees)
    propose(log, "fra", "b", "shall")
    log.add("rus", "stood", target="b", stance="oppose", public=False)

    assert {seat: row(log, seat, "b")["opposing"] for seat in ("rus", "c", "fra", "irn", None)} == {
        "rus": ["RUS"], "c": ["RUS"] if chair_sees else [], "fra": [], "irn": [], None: [],
    }  # fmt: skip
    assert seen_by(state_of(log), "rus")["own"] == [{"id": "b", "actor": "RUS", "public": False, "conditional_on": "", "again": False}]
    refused(log, "still-opposed", "c", "closed", bracket="b", mode="accepted")


def test_a_caucus_is_seen_by_those_named_and_leaves_no_trace() -> None:
    log = drafting()
    before = {seat: seen_by(state_of(log), seat) for seat in ("irn", "c", "h", None)}
    log.add("fra", "shown", id="canary", to=["RUS", "EU"], title="Canary", text="canary words", targets=["1"])

    for seat in ("fra", "fra2", "rus", "eu"):
        assert row(log, seat, "canary", "shown")["text"] == "canary words"
    for seat, was in before.items():
        assert seen_by(state_of(log), seat) | {"number": 0} == was | {"number": 0}
    refused(log, "unknown", "irn", "received", what="canary")
    refused(log, "unknown", "irn", "withdrawn", id="canary")
    log.add("rus", "received", what="canary")
    assert seen_by(state_of(log), "c")["received"] == {}
    log.add("fra", "withdrawn", id="canary")
    assert "canary" not in json.dumps([seen_by(state_of(log), seat) for seat in ("fra", "irn", "c", None)])


def test_a_confidence_is_the_chairs_until_its_delegation_releases_it() -> None:
    log = drafting()
    log.add("rus", "confided", id="k", text="We can move.", target="1")
    where = {seat: bool(seen_by(state_of(log), seat)["confided"]) for seat in ("rus", "c", "fra", "h", None)}
    assert where == {"rus": True, "c": True, "fra": False, "h": False, None: False}
    for seat, code in (("fra", "unknown"), ("c", "no-role")):
        refused(log, code, seat, "released", id="k")
    log.add("rus", "released", id="k")
    assert row(log, None, "k", "confided")["by"] == "RUS"
    assert "We can move" not in json.dumps(leaves(state_of(log)))


def test_two_edits_at_one_place_become_alternatives_and_anything_else_that_no_longer_fits_is_a_conflict() -> None:
    from legation.rooms.drafting import anchor

    log = drafting("States report incidents at once.")
    words = state_of(log).desk.units["1"].words
    seen = anchor(words, "insert", 1, 1)
    propose(log, "fra", "a", "shall", seen=seen)
    propose(log, "rus", "b", "may", seen=seen)
    assert (row(log, None, "a")["group"], row(log, None, "b")["group"]) == ("a", "a")
    assert seen_by(state_of(log), None)["text"].startswith("1. States [shall (FRA)][may (RUS)] report")
    refused(log, "conflict", "irn", "proposed", id="d", operation="delete", unit="1", start=1, end=2, seen=anchor(words, "delete", 1, 2))
    log.add("fra", "stood", target="a", stance="flexible")
    log.add("c", "closed", bracket="b", mode="accepted")
    assert seen_by(state_of(log), None)["text"].startswith("1. States may report")


def test_changed_words_drop_support_and_ask_again() -> None:
    log = drafting("States [shall report] soon.")
    outer = seen_by(state_of(log), None)["brackets"][0]["id"]
    log.add("fra", "stood", target=outer, stance="support")
    assert [one["again"] for one in seen_by(state_of(log), "fra")["own"]] == [False]
    propose(log, "rus", "b", "always", start=2, end=2)
    assert row(log, None, outer)["supporting"] == []
    assert [one["again"] for one in seen_by(state_of(log), "fra")["own"]] == [True]
    assert "FRA" in state_of(log).again[log.entries[-1].number]


def test_ad_referendum_is_by_delegation() -> None:
    log = drafting()
    log.add("c", "agreed", unit="1", level="ad ref", pending=["IRN"])
    log.add("fra", "referred", unit="1")
    assert row(log, None, "1", "units")["pending"] == ["IRN", "FRA"]
    refused(log, "still-opposed", "c", "agreed", unit="1", level="adopted")
    refused(log, "unknown", "rus", "confirmed", unit="1")
    log.add("fra2", "confirmed", unit="1")
    log.add("irn", "confirmed", unit="1")
    log.add("c", "agreed", unit="1", level="adopted")
    assert row(log, None, "1", "units")["pending"] == []


def test_a_proposal_is_withdrawn_while_nobody_else_has_spoken_on_it() -> None:
    log = drafting()
    text = seen_by(state_of(log), None)["text"]
    propose(log, "fra", "b", "shall", operation="replace")
    refused(log, "no-role", "rus", "withdrawn", id="b")
    log.add("fra2", "withdrawn", id="b")
    assert seen_by(state_of(log), None)["text"] == text
    propose(log, "fra", "d", "shall")
    log.add("rus", "stood", target="d", stance="flexible")
    refused(log, "still-opposed", "fra", "withdrawn", id="d")


def test_in_a_pause_only_host_and_chair_write_and_silence_may_be_broken() -> None:
    log = drafting()
    log.add("c", "asked", id="s", units=["1"], deadline="2026-03-03T12:00:00.000Z")
    log.add("h", "phase", phase="paused")
    refused(log, "not-open", "fra", "stood", target="1", stance="oppose")
    refused(log, "needs-reason", "fra", "broken", id="s", reason=" ")
    log.add("fra", "broken", id="s", reason="Too early.")
    log.add("c", "agreed", unit="2", level="ad ref")
    log.add("c", "phase", phase="closed")
    refused(log, "closed", "c", "agreed", unit="3", level="ad ref")
    assert row(log, None, "s", "silences")["broken"] == [{"by": "FRA", "units": ["1"], "reason": "Too early."}]


@pytest.mark.parametrize("inside", ["organisation", "seat", "anonymous"])
@pytest.mark.parametrize("attributed", [True, False])
def test_names_stand_as_the_room_allows(inside: str, attributed: bool) -> None:
    log = drafting(inside=inside, attributed=attributed)
    log.add("h", "seated", seat="lone", role="delegate")
    propose(log, "fra", "b", "shall")
    log.add("lone", "stood", target="b", stance="support")
    log.add("rus", "reserved", unit="1", text="Words.")
    actors = {"fra": "fra", "rus": "rus"} if inside == "anonymous" else {"fra": "FRA", "rus": "RUS"}
    log.add("c", "agreed", unit="2", level="ad ref", pending=["irn" if inside == "anonymous" else "IRN", "lone"])
    for seat in ("c", "irn", "o", None):
        told = json.dumps({name: value for name, value in seen_by(state_of(log), seat).items() if name != "members"})
        assert (f'"{actors["fra"]}"' in told) == (inside != "anonymous" and (attributed or seat == "c"))
        assert (f'"{actors["rus"]}"' in told) == (inside != "anonymous")
        assert ("lone" in told) == (inside == "seat")
    left = json.dumps(leaves(state_of(log)))
    assert (actors["fra"] in left) == (inside != "anonymous" and attributed)
    assert ("lone" in left) == (inside == "seat")


def test_an_objection_to_a_paragraph_is_seen_as_that_to_a_bracket_and_a_text_is_not_cleared() -> None:
    log = drafting()
    log.add("rus", "stood", target="1", stance="oppose")
    log.add("irn", "stood", target="2", stance="oppose", public=False)
    for seat in (None, "fra", "irn", "o"):
        assert row(log, seat, "1", "units")["opposing"] == ["RUS"]
        assert "opposing" not in row(log, seat, "2", "units")
    assert row(log, "c", "2", "units")["opposing"] == ["IRN"]
    log.add("rus", "stood", target="1", stance="can_live_with")
    assert "opposing" not in row(log, None, "1", "units")
    refused(log, "unknown", "c", "brought", kind="rolling", paragraphs=[])


def test_that_somebody_has_a_stance_that_is_not_public_is_not_told_by_what_may_be_withdrawn() -> None:
    log = drafting()
    propose(log, "fra", "b", "shall")
    log.add("rus", "stood", target="b", stance="oppose", public=False)
    log.add("fra", "withdrawn", id="b")
    assert not state_of(log).desk.brackets
    propose(log, "fra", "b2", "shall")
    log.add("rus", "stood", target="b2", stance="oppose")
    refused(log, "still-opposed", "fra", "withdrawn", id="b2")
