"""A dossier as its reader sees it, registers included; the notebook sees it in the same way."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stix_made import made

from legation.dossier import MARKINGS, Dossier, decode, encode
from legation.notebook import OpenDossier
from legation.sources import stix
from legation.sources.stix.clearing import HiddenObjects
from legation.sources.stix.records import Consent
from legation.sources.stix.register import hidden_objects, holds_any, without_objects
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

    assert ids(whole.cleared("TLP:AMBER")) == [OPEN["id"], LATER["id"]] and whole.cleared("TLP:RED") is whole
    assert PART not in whole.cleared("TLP:CLEAR").files  # the dossier itself is marked higher
    assert whole.cleared("TLP:AMBER").files["files/page.txt"] == b"x"
    assert not whole.cleared("TLP:RED", "partner").files


@pytest.mark.parametrize("marking", ["TLP:AMBER", "TLP:RED"])
def test_evidence_that_archived_a_register_is_still_sound(marking: str) -> None:
    digest = hashlib.sha256(DATA).hexdigest()
    row = f"id,title,part,sha256,marking\ne,The file,{PART},{digest},\n".encode()
    for audience in ("desk", "partner"):
        seen = dossier(**{"evidence.csv": row}).cleared(marking, audience)
        assert decode(encode(seen)).evidence[0].part == PART
        assert seen.evidence[0].sha256 == (digest if marking == "TLP:RED" else "")
        assert (CLOSED["id"] in ids(seen)) == (marking == "TLP:RED")
    bad = {"evidence.csv": f"id,title,part\ne,The file,{PART}\n".encode(), PART: b"{"}
    assert dossier(**bad).cleared("TLP:AMBER").evidence[0].part == ""


def test_what_was_known_on_a_day() -> None:
    def then(whole: Dossier, day: dt.date) -> Dossier:
        return whole.cleared("TLP:RED", as_of=day)

    assert ids(then(dossier(), dt.date(2024, 12, 31))) == [OPEN["id"], CLOSED["id"]]
    assert then(dossier(), dt.date(2026, 1, 1)).files[PART] == DATA
    assert PART not in then(dossier(**{PART: b"{"}), dt.date(2026, 1, 1)).files


@pytest.mark.parametrize("later", ["refused", "withdrawn", "asked"])
@pytest.mark.parametrize("day", [dt.date(2024, 3, 10), dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2026, 1, 1)])
def test_a_victim_that_refused_later_is_named_on_no_day(day: dt.date, later: str) -> None:
    firm = stix.extended(made("identity", 6, name="Firm"), Consent(naming="given", audience="public"), "2024-03-06T00:00:00.000Z")
    hit = made("relationship", 7, relationship_type="targets", source_ref=OPEN["id"], target_ref=firm["id"])
    over = stix.extended(firm, Consent(naming=later, audience="public"), "2025-01-01T00:00:00.000Z")
    archive = {"evidence.csv": f"id,title,part\ne,The file,{PART}\n".encode()}
    agreed, refused = (
        dossier(**archive, **{PART: stix.encode(stix.Incidents.of(rows))}) for rows in ([OPEN, firm, hit], [OPEN, firm, hit, over])
    )

    for who in ("partner", "public"):
        assert firm["id"] in ids(agreed.cleared("TLP:GREEN", who, as_of=day))
        assert ids(refused.cleared("TLP:GREEN", who, as_of=day)) == [OPEN["id"]]
    assert ids(refused.cleared("TLP:GREEN", as_of=dt.date(2024, 12, 31))) == [OPEN["id"], firm["id"], hit["id"]]


def test_objects_are_withheld_by_name() -> None:
    whole = dossier()
    seen = whole.cleared("TLP:AMBER")

    hidden, nothing = hidden_objects(whole, seen), hidden_objects(whole, whole)
    assert hidden.ids == {CLOSED["id"]} and hidden and not nothing
    assert holds_any(whole, hidden) and not holds_any(seen, hidden) and not holds_any(whole, nothing)
    some = HiddenObjects(ids=frozenset({OPEN["id"]}))
    assert ids(without_objects(whole, some)) == [CLOSED["id"], LATER["id"]] and without_objects(whole, nothing) is whole


def in_registers(**registers: list[Any]) -> Dossier:
    """Return a dossier with registers by their names."""
    parts = {f"incidents/{name}.json": stix.encode(stix.Incidents.of(objects)) for name, objects in registers.items()}
    return decode({"dossier.toml": b'id = "d"\n'} | parts)


def left_of(old: Dossier, head: Dossier) -> dict[str, tuple[Any, ...]]:
    """Return what is left of an older state for whoever sees the newest up to TLP:AMBER."""
    seen = without_objects(old, hidden_objects(head, head.cleared("TLP:AMBER")))
    return {part.removeprefix("incidents/").removesuffix(".json"): stix.decode(data, part).objects for part, data in seen.files.items()}


def test_what_is_open_in_one_register_is_hidden_in_the_history_of_another() -> None:
    red = OPEN | {"object_marking_refs": CLOSED["object_marking_refs"]}

    assert left_of(in_registers(a=[OPEN], b=[OPEN]), in_registers(a=[red], b=[OPEN])) == {"a": (), "b": (OPEN,)}


def test_what_went_to_another_register_and_was_marked_higher_there_is_hidden() -> None:
    red = OPEN | {"object_marking_refs": CLOSED["object_marking_refs"]}

    assert left_of(in_registers(a=[OPEN, LATER]), in_registers(a=[LATER], b=[red])) == {"a": (LATER,)}


def test_of_an_object_with_a_hidden_version_only_what_the_newest_state_shows_is_left() -> None:
    first, second = OPEN | {"name": "First words"}, OPEN | {"modified": "2024-06-01T00:00:00.000Z"}
    note = made("note", 5, object_refs=[OPEN["id"]])
    red = second | {"object_marking_refs": CLOSED["object_marking_refs"]}
    head = in_registers(a=[OPEN, red, note])

    assert left_of(in_registers(a=[OPEN, second, note]), head) == {"a": (OPEN, note)}
    assert left_of(in_registers(a=[first, second, made("report", 6, object_refs=[OPEN["id"]])]), head) == {"a": ()}
    seen = head.cleared("TLP:AMBER")
    assert ids(seen) == [OPEN["id"], note["id"]] and not holds_any(seen, hidden_objects(head, seen))


def test_objects_without_an_id_are_left_where_the_newest_state_shows_them() -> None:
    plain, other = {"type": "note", "content": "Plain"}, {"type": "note", "content": "Secret"}
    head = in_registers(a=[plain, other | {"object_marking_refs": CLOSED["object_marking_refs"]}])
    old, new = in_registers(a=[plain, other]), {"type": "note", "content": "New"}

    assert left_of(old, head) == {"a": (plain,)}
    hidden = hidden_objects(head, head.cleared("TLP:AMBER"))
    mine = without_objects(in_registers(a=[plain, other, new]), hidden, old)
    assert stix.decode(mine.files[PART], PART).objects == (plain, new)


def test_a_register_that_cannot_be_read_is_withheld_from_the_history() -> None:
    head = dossier(**{PART: b"{"})
    hidden = hidden_objects(head, head.cleared("TLP:AMBER"))

    assert set(without_objects(dossier(), hidden).files) == {"files/page.txt"} and holds_any(dossier(), hidden)


def test_the_notebook_clears_registers_too() -> None:
    seen = OpenDossier.of(dossier()).cleared("TLP:AMBER")

    assert isinstance(seen, OpenDossier) and CLOSED["id"] not in ids(seen)


@given(st.lists(st.sampled_from(MARKINGS), max_size=6), st.sampled_from(MARKINGS))
def test_deleting_the_hidden_first_gives_the_same_bytes(markings: list[str], reader: str) -> None:
    objects = [made("tool", at, object_marking_refs=[IDS[marking]]) for at, marking in enumerate(markings, start=1)]
    open_ones = [o for o, marking in zip(objects, markings, strict=True) if MARKINGS.index(marking) <= MARKINGS.index(reader)]
    head = {"type": "bundle", "id": "bundle--0d5f0a4c-7d2d-4c3e-9a6b-1f2b3c4d5e60"}
    whole, less = (dossier(**{PART: stix.encode(stix.Incidents.of(some, head))}) for some in (objects, open_ones))

    assert encode(whole.cleared(reader)) == encode(less.cleared(reader))
