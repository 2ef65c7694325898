"""A bundle is read and written without loss; what no reader could trust is refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stix_made import every_type, ident, made, says

from legation.errors import BadValue, CannotRead, LegationError
from legation.sources import stix
from legation.sources.imports import json_text
from legation.sources.stix.vocabulary import REQUIRED

HEAD = {"type": "bundle", "id": ident("bundle")}


def raw(*objects: Any, **own: Any) -> bytes:
    return json.dumps({**HEAD, **own, "objects": list(objects)}).encode()


def refused(data: bytes) -> str:
    with pytest.raises(CannotRead) as raised:
        stix.decode(data, "feed.json")
    french = raised.value.message.in_language("fr")
    assert "feed.json" in str(raised.value) and "feed.json" in french and "[stix." not in french
    return str(raised.value)


@pytest.mark.slow
def test_a_large_bundle_of_every_type_comes_back_equal(tmp_path: Path) -> None:
    objects = every_type(25_000 // len(REQUIRED) + 1)
    path = tmp_path / "incidents.json"
    path.write_bytes(raw(*objects, x_sender="desk"))
    register = stix.read(path)

    stix.write(register, tmp_path / "again.json")

    again = stix.read(tmp_path / "again.json")
    assert len(objects) >= 25_000 and register.unplaced == ()
    assert again == register and list(again.objects) == objects
    assert [list(o) for o in again.objects] == [list(o) for o in objects]
    assert json.loads((tmp_path / "again.json").read_bytes()) == json.loads(path.read_bytes())
    assert stix.encode(again) == (tmp_path / "again.json").read_bytes()


def test_what_is_no_object_and_unknown_types_stay_too() -> None:
    odd = [7, None, "text", [], {}, {"type": "x-own"}, {"type": "wholly-unknown", "id": 5}]

    register = stix.decode(raw(*odd), "feed.json")

    assert json.loads(stix.encode(register))["objects"] == odd
    assert {code for code, _, _ in says(register.unplaced)} == {"not-an-object", "no-type", "bad-id", "unknown-type"}


def test_an_object_stands_on_one_line() -> None:
    lines = stix.encode(stix.Incidents.of([made("tool", 1), made("tool", 2)])).decode().splitlines()

    assert sum('"type": "tool"' in line for line in lines) == 2 and "Ministère « A »" in lines[4]


def test_the_same_objects_give_the_same_bundle() -> None:
    one, other = (stix.Incidents.of([made("tool", 1)]) for _ in range(2))

    assert stix.encode(one) == stix.encode(other) and one.head["id"] != stix.Incidents.of([made("tool", 2)]).head["id"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (b"[]", "must be a bundle"),
        (b"7", "must be a bundle"),
        (b'{"type": "report"}', "must be a bundle"),
        (b'{"type": ["bundle"]}', "must be a bundle"),
        (b'{"type": "bundle", "objects": {}}', "must be a list"),
        (b'{"type": "bundle", "type": "bundle"}', "stands twice"),
        (b"{" + b",".join(b'"k%d":0' % at for at in range(200_000)) + b',"k199999":0}', "“k199999” stands twice"),
        (b'{"type": "bundle", "x": NaN}', "no number"),
        (b'{"type": "bundle", "x": -Infinity}', "no number"),
        (b'{"type": "bundle", "x": 1e999}', "no number"),
        (b'{"type": "bundle", "x": ' + b"9" * 5000 + b"}", "no number"),
        (b'{"type": "bundle", "x": "\\ud800"}', "half of a character"),
        (b'{"type": "bundle", "\\udfff": 1}', "half of a character"),
        (b'{"type": "bundle", "x": "a\x00b"}', "no JSON"),
        (b"[" * 100_000, "deep"),
        (b'{"a":' * 900 + b"1" + b"}" * 900, "deep"),
        (b'{"type":"bundle","x":' + b"[" * 64 + b"]" * 64 + b"}", "deep"),
        (b"[" * 1_000_001, "96 MB"),
        (b'{"type":"bundle","objects":[' + b'{"type":"tool"},' * 999_999 + b"{}]}", "96 MB"),
        (b'{"type":"bundle","objects":[' + b"{}," * 200_000 + b"{}]}", "got 200,001"),
    ],
)
def test_what_no_reader_can_trust_is_refused(data: bytes, said: str) -> None:
    assert said in refused(data)


def test_a_pair_of_halves_is_a_character_and_a_byte_order_mark_is_none() -> None:
    register = stix.decode(b'\xef\xbb\xbf{"type": "bundle", "x": "\\ud83d\\ude00"}', "feed.json")

    assert register.head["x"] == "\U0001f600" and register.objects == ()


def test_nesting_up_to_the_limit_is_read() -> None:
    inner = "[" * (json_text.DEPTH_LIMIT - 1) + "]" * (json_text.DEPTH_LIMIT - 1)

    assert stix.decode(f'{{"type":"bundle","x":{inner}}}'.encode(), "feed.json").head["x"] is not None


def test_a_huge_text_is_read_and_shown_short() -> None:
    register = stix.decode(raw(made("tool", name="a" * 5_000_000, lang=["b" * 100]), "c" * 1_000_000), "feed.json")

    assert all(len(problem.found) <= 80 for problem in register.unplaced)
    assert len(register.objects[0]["name"]) == 5_000_000


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(CannotRead):
            stix.read(path)


def test_what_json_has_not_is_not_written(tmp_path: Path) -> None:
    for value in (float("nan"), {1, 2}, "\ud800", b"x"):
        with pytest.raises(BadValue):
            stix.write(stix.Incidents(objects=({"x": value},), head=HEAD), tmp_path / "x.json")
    with pytest.raises(BadValue):
        stix.Incidents.of([{"x": {1, 2}}])
    assert not (tmp_path / "x.json").exists()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        *("type", "id", "spec_version", "created", "modified", "name", "aliases", "confidence", "labels", "revoked", "extensions"),
        *("object_marking_refs", "granular_markings", "object_refs", "source_ref", "target_ref", "created_by_ref", "objects"),
        *("definition", "definition_type", "identity_class", "opinion", "relationship_type", "external_references", "x_own_ref"),
    ]
)
VALUES = JSON | st.sampled_from(
    [
        *REQUIRED,
        *(ident(kind) for kind in ("tool", "identity", "marking-definition", "relationship", "campaign")),
        *("2.1", "attributed-to", "targets", "2024-01-01T00:00:00Z", "individual", "tlp", "statement"),
        {stix.definition()["id"]: {"holder": 5, "names": [1, {"name": []}], "clock": {"aware": "x"}, "naming": "given"}},
    ]
)
OBJECTS = st.dictionaries(NAMES | st.text(max_size=5), VALUES | st.lists(VALUES, max_size=3), max_size=8) | JSON


def used(register: stix.Incidents) -> None:
    """Ask everything of a register that a question may ask."""
    for problem in register.unplaced:
        assert problem.in_language("fr")
    stix.attributions(register), stix.contested(register), stix.aliases(register), stix.contested_names(register)
    stix.contacts(register), stix.agreements(register), stix.victims(register.standing)
    for identity in register.by_id:
        register.name(identity).encode()
    for o in register.of_type("incident"):
        stix.coding(register, o["id"])


@given(st.lists(OBJECTS, max_size=6), st.sampled_from(["TLP:CLEAR", "TLP:AMBER", "TLP:RED"]), st.sampled_from(["desk", "public"]))
def test_any_objects_are_kept_reported_and_cleared(objects: list[Any], marking: str, audience: str) -> None:
    register = stix.decode(raw(*objects), "feed.json")

    again = stix.decode(stix.encode(register), "feed.json")
    seen = register.cleared(marking, audience)

    assert again == register and list(register.objects) == objects
    assert all(o in register.objects for o in seen.objects) and seen.cleared(marking, audience) == seen
    used(register)
    used(seen)
    used(register.adding(made("tool", 9)))


@given(st.data())
def test_a_damaged_bundle_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(raw(*every_type()[:12]))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        cut = data.draw(st.integers(0, 5))
        whole[at : at + cut] = data.draw(
            st.binary(max_size=5) | st.sampled_from([b"{", b"}", b"[", b'"', b"\\u0000", b"null", b",", b"\x00"])
        )
    try:
        register = stix.decode(bytes(whole), "feed.json")
    except LegationError as error:
        assert "feed.json" in str(error)
    else:
        used(register)
        assert stix.decode(stix.encode(register), "feed.json") == register
