"""What is sent for a seat of a negotiated text: ids and keys stand in the log for good, and carry no words of anybody's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse
from web.negotiations import negotiated
from web.seated_room import SeatedRoom

from legation.rooms.drafting.rules import ENTRIES
from legation.web.stores.rooms import log

pytestmark = pytest.mark.django_db
WORDS = "CANARY-of-the-minister"
NAMING = {"id", "target", "what", "unit", "conditional_on", "bracket", "units", "targets"}


def _logged(made: SeatedRoom) -> str:
    return "\n".join(f"{one.kind} {one.key} {json.dumps(one.data)}" for one in log.entries_after(made.room.pk))


def _codes(made: SeatedRoom, who: str, *said: tuple[str, dict[str, Any]], key: str = "") -> list[str]:
    return [one.get("code", "taken") for one in _written(made, who, *said, key=key)]


def _written(made: SeatedRoom, who: str, *said: tuple[str, dict[str, Any]], key: str = "") -> list[dict[str, Any]]:
    drafts = [{"kind": kind, "data": data, "key": key or f"{at:x}-77"} for at, (kind, data) in enumerate(said)]
    answer = made.client(who).post(reverse("room-entries", args=[made.room.pk]), {"drafts": drafts}, content_type="application/json")
    return list(answer.json()["written"])


def test_every_field_that_names_something_is_declared_so() -> None:
    fields = {(kind, name): field for kind, one in ENTRIES.items() for name, field in one.fields.items() if name in NAMING}

    assert len(fields) >= 25
    assert not [place for place, field in fields.items() if not field.is_id]


def test_no_id_and_no_key_from_a_browser_carries_words(site: Any) -> None:
    made = negotiated(site)
    place = {"operation": "insert", "start": 0, "end": 0, "text": "and"}
    tries: list[tuple[str, dict[str, Any]]] = [
        ("proposed", {"id": WORDS, "unit": "a", **place}),
        ("confided", {"id": WORDS, "text": "x"}),
        ("confided", {"id": "a1", "text": "x", "target": WORDS}),
        ("shown", {"id": WORDS, "to": ["FRA"], "title": "x"}),
        ("shown", {"id": "a2", "to": ["FRA"], "title": "x", "targets": ["a", WORDS]}),
        ("stood", {"target": "p1", "stance": "support", "conditional_on": WORDS}),
        ("broken", {"id": WORDS, "reason": "x", "units": [WORDS]}),
        ("received", {"what": WORDS}),
    ]
    assert "taken" not in _codes(made, "RUS", *tries)
    assert _codes(made, "RUS", ("reserved", {"unit": "a", "text": "x"}), key=WORDS) == ["unknown"]
    assert made.client("RUS").post(made.at("write"), {"kind": "reserved", "unit": "a", "text": "x", "key": WORDS}).status_code == 409
    assert WORDS not in _logged(made)
    taken: list[tuple[str, dict[str, Any]]] = [
        ("proposed", {"id": "a3", "unit": "a", "target": "", **place}),
        ("stood", {"target": "p1.was", "stance": "support", "conditional_on": "a"}),
        ("received", {"what": "p2"}),  # a bracket that closed
        ("received", {"what": "1"}),
        ("confided", {"id": "a4", "text": "x", "target": "p1"}),
        ("shown", {"id": "a5", "to": ["FRA"], "title": "x", "targets": ["a", "p1"]}),
    ]
    assert _codes(made, "RUS", *taken) == ["taken"] * len(taken)


def test_whether_an_id_is_known_tells_nobody_of_a_caucus_or_a_confidence(site: Any) -> None:
    made = negotiated(site)
    made.writes("chair", "shown", id="ca-1", to=["FRA"], title="x")
    made.writes("DEU", "confided", id="cc-1", text="x")
    for one in ("s1", "c1", "ca-1", "cc-1"):  # there, and not theirs
        there, nothing = (
            json.dumps(_written(made, "RUS", ("received", {"what": name}), ("released", {"id": name}))).replace(name, "-")
            for name in (one, f"{one}0")
        )
        assert there == nothing, one


def test_what_a_chair_sends_under_a_key_of_words_is_written_without_them(site: Any) -> None:
    made = negotiated(site)
    chair = made.client("chair")
    form = {"kind": "shown", "to": ["FRA"], "title": "x", "text": "x", "key": WORDS}
    assert chair.post(made.at("chair/caucus/write"), form).status_code == 302
    ask = {"units": ["a"], "level": "ad ref", "day": "2099-03-05", "time": "", "zone": "UTC", "key": WORDS}
    assert chair.post(made.at("chair/silences/ask"), ask).status_code == 302
    bring = {"kind": "chair", "text": "1. Recalls the report.", "do": "bring", "number": WORDS}
    assert chair.post(made.at("chair/bring"), bring).status_code == 302
    assert WORDS not in _logged(made)
    for _ in range(2):  # sent twice it is there once
        chair.post(made.at("chair/caucus/write"), form | {"key": "ab-12", "title": "Once"})
    assert _logged(made).count('"Once"') == 1
