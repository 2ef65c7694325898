"""Lists of supporters, on published data."""

from __future__ import annotations

from collections import Counter

from legation.sources import read_supporters


def test_the_given_list(shared):
    reading = read_supporters(shared / "data/cases/paris_call_supporters.json", known_on="2025-12-25", coalition="paris-call")
    assert (len(reading.tables["actors"]), reading.origin.read, reading.unplaced) == (1222, 1222, ())
    kinds = Counter(a.kind for a in reading.tables["actors"])
    assert kinds["state"] == 81
    assert kinds["other"] == 5
    assert sum(m.start is not None for m in reading.tables["coalitions"]) == 138
    assert {a.id for a in reading.tables["actors"]} >= {"MNE", "ROU", "SRB", "COG", "FRA"}
    assert all(a.id.isascii() and len(a.id) <= 60 for a in reading.tables["actors"])
