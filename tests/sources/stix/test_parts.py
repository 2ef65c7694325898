"""The registers of a dossier, read and cleared."""

from __future__ import annotations

import pytest
from stix_made import ident, made

from legation.errors import CannotRead
from legation.sources import stix

RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"
OPEN = stix.encode(stix.Incidents.of([made("tool", 1)]))
MIXED = stix.encode(stix.Incidents.of([made("tool", 1), made("tool", 2, object_marking_refs=[RED])]))
FILES = {
    "incidents/b.json": MIXED,
    "incidents/a.json": OPEN,
    "incidents/note.txt": b"x",
    "files/page.html": b"<p>",
    "incidents/bad.json": b"{",
}


def test_registers_are_read_by_name() -> None:
    found = stix.registers({name: FILES[name] for name in FILES if "bad" not in name})

    assert list(found) == ["a", "b"] and len(found["b"].objects) == 2 and found["a"].part == "incidents/a.json"
    with pytest.raises(CannotRead, match=r"incidents/bad\.json"):
        stix.registers(FILES)


def test_a_reader_gets_what_they_may_see() -> None:
    seen = stix.cleared_parts(FILES, "TLP:AMBER")

    assert set(seen) == {"incidents/a.json", "incidents/b.json", "files/page.html"} and seen["incidents/a.json"] is OPEN
    assert [o["id"] for o in stix.decode(seen["incidents/b.json"], "b").objects] == [ident("tool")]
    assert stix.cleared_parts(seen, "TLP:AMBER") == seen
    assert stix.cleared_parts(FILES, "TLP:RED") == FILES and set(stix.cleared_parts(FILES, "TLP:RED", "public")) == set(seen)


def test_a_dossier_s_marking_counts_for_what_is_unmarked() -> None:
    seen = stix.cleared_parts(FILES, "TLP:GREEN", unmarked="TLP:AMBER")

    assert stix.decode(seen["incidents/a.json"], "a").objects == ()
