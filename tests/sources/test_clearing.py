"""A dossier as its reader sees it, registers included; the notebook sees it in the same way."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stix_made import made

from legation.dossier import MARKINGS, Dossier, decode, encode
from legation.notebook import OpenDossier
from legation.sources import stix
from legation.sources.clearing import cleared, hidden_objects, holds_any, known_at, without_objects
from legation.sources.stix.vocabulary import STANDARD_MARKINGS

IDS = {marking: identity for identity, marking in reversed(STANDARD_MARKINGS.items())}
OPEN, CLOSED = made("tool", 1), made("tool", 2, object_marking_refs=[IDS["TLP:RED"]])
LATER = made("tool", 3, created="2025-01-01T00:00:00.000Z", modified="2025-01-01T00:00:00.000Z")
PART = "incidents/a.json"
DATA = stix.encode(stix.Incidents.of([OPEN, CLOSED, LATER]))


def dossier(**parts: bytes) -> Dossier:
    return decode({"dossier.toml": b'id = "d"\nmarking = "TLP:GREEN"\n', PART: DATA, "files/page.txt": b"x"} | parts)


def ids(seen: Dossier) -> list[str]:
    return [o["id"] for o in stix.decode(seen.files[PART], PART).objects]


def test_a_reader_sees_up_to_their_marking_and_whoever_sees_all_gets_the_same_dossier() -> None:
    whole = dossier()

    assert ids(cleared(whole, "TLP:AMBER")) == [OPEN["id"], LATER["id"]] and cleared(whole, "TLP:RED") is whole
    assert PART not in cleared(whole, "TLP:CLEAR").files  # the dossier itself is marked higher
    assert cleared(whole, "TLP:AMBER").files["files/page.txt"] == b"x"
    assert not cleared(whole, "TLP:RED", "partner").files


@pytest.mark.parametrize("marking", ["TLP:AMBER", "TLP:RED"])
def test_evidence_that_archived_a_register_is_still_sound(marking: str) -> None:
    digest = hashlib.sha256(DATA).hexdigest()
    row = f"id,title,part,sha256,marking\ne,The file,{PART},{digest},\n".encode()
    for audience in ("desk", "partner"):
        seen = cleared(dossier(**{"evidence.csv": row}), marking, audience)
        assert decode(encode(seen)).evidence[0].part == PART
        assert seen.evidence[0].sha256 == (digest if marking == "TLP:RED" else "")
        assert (CLOSED["id"] in ids(seen)) == (marking == "TLP:RED")
    bad = {"evidence.csv": f"id,title,part\ne,The file,{PART}\n".encode(), PART: b"{"}
    assert cleared(dossier(**bad), "TLP:AMBER").evidence[0].part == ""


def test_what_was_known_on_a_day() -> None:
    assert ids(known_at(dossier(), dt.date(2024, 12, 31))) == [OPEN["id"], CLOSED["id"]]
    assert known_at(dossier(), dt.date(2026, 1, 1)).files[PART] == DATA
    assert PART not in known_at(dossier(**{PART: b"{"}), dt.date(2026, 1, 1)).files


def test_objects_are_withheld_by_name() -> None:
    whole = dossier()
    seen = cleared(whole, "TLP:AMBER")

    assert hidden_objects(whole, seen) == {CLOSED["id"]} and hidden_objects(whole, whole) == frozenset()
    assert holds_any(whole, {CLOSED["id"]}) and not holds_any(seen, {CLOSED["id"]}) and not holds_any(whole, ())
    assert ids(without_objects(whole, {OPEN["id"]})) == [CLOSED["id"], LATER["id"]] and without_objects(whole, ()) is whole


def test_the_notebook_clears_registers_too() -> None:
    seen = OpenDossier.of(dossier()).cleared("TLP:AMBER")

    assert isinstance(seen, OpenDossier) and CLOSED["id"] not in ids(seen)


@settings(max_examples=40)
@given(st.lists(st.sampled_from(MARKINGS), max_size=6), st.sampled_from(MARKINGS))
def test_deleting_the_hidden_first_gives_the_same_bytes(markings: list[str], reader: str) -> None:
    objects = [made("tool", at, object_marking_refs=[IDS[marking]]) for at, marking in enumerate(markings, start=1)]
    open_ones = [o for o, marking in zip(objects, markings, strict=True) if MARKINGS.index(marking) <= MARKINGS.index(reader)]
    head = {"type": "bundle", "id": "bundle--0d5f0a4c-7d2d-4c3e-9a6b-1f2b3c4d5e60"}
    whole, less = (dossier(**{PART: stix.encode(stix.Incidents.of(some, head))}) for some in (objects, open_ones))

    assert encode(cleared(whole, reader)) == encode(cleared(less, reader))
