"""ATT&CK in its three layouts; what is withdrawn, who said so, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legation.errors import CannotRead
from legation.language import say
from legation.methods.attribution import attribute
from legation.sources import attack


def thing(kind: str, number: int, name: str, own: str | None, **more: Any) -> dict[str, Any]:
    references = [{"source_name": "mitre-attack", "external_id": own}] if own else []
    return {"type": kind, "id": f"{kind}--{number}", "name": name, "external_references": references, "modified": "2024-01-01", **more}


def relation(number: int, how: str, source: str, target: str, *reports: str, **more: Any) -> dict[str, Any]:
    references = [{"source_name": name} for name in reports]
    return {
        "type": "relationship", "id": f"relationship--{number}", "relationship_type": how, "source_ref": source, "target_ref": target,
        "external_references": references, **more,
    }  # fmt: skip


BUNDLE = [
    {"type": "x-mitre-collection", "id": "x-mitre-collection--1", "x_mitre_version": "15.1"},
    {"type": "marking-definition", "id": "marking-definition--1", "definition": {"statement": "Copyright of the owner"}},
    thing("intrusion-set", 1, "Alpha", "G0001"),
    thing("intrusion-set", 2, "Beta", "G0002"),
    thing("intrusion-set", 3, "Old", "G0003", revoked=True),
    thing("campaign", 1, "Night", "C0001"),
    thing("malware", 1, "Eel", "S0001"),
    thing("tool", 1, "Hammer", "S0002"),
    thing("attack-pattern", 1, "Phish", "T1001"),
    thing("attack-pattern", 2, "Hide", "T1002"),
    thing("attack-pattern", 3, "Shell", "T1086", revoked=True),
    thing("attack-pattern", 4, "Gone", "T1004", x_mitre_deprecated=True),
    thing("attack-pattern", 1, "Phish, as it was", "T1001", modified="2020-01-01"),
    relation(1, "uses", "intrusion-set--1", "attack-pattern--1", "Report A", "Report B"),
    relation(2, "uses", "intrusion-set--1", "malware--1", "Report A"),
    relation(3, "uses", "intrusion-set--2", "tool--1"),
    relation(4, "uses", "malware--1", "attack-pattern--2", "Report C"),
    relation(5, "uses", "campaign--1", "attack-pattern--2", "Report N"),
    relation(6, "attributed-to", "campaign--1", "intrusion-set--2", "Report N"),
    relation(7, "revoked-by", "attack-pattern--3", "attack-pattern--1"),
    relation(8, "revoked-by", "intrusion-set--3", "intrusion-set--1"),
    relation(9, "uses", "intrusion-set--1", "attack-pattern--4", "Report D"),
    relation(10, "uses", "intrusion-set--1", "attack-pattern--2", "Report D", revoked=True),
    relation(11, "uses", "intrusion-set--1", "attack-pattern--77", "Report D"),
    relation(12, "uses", "intrusion-set--3", "attack-pattern--1", "Report D"),
]
TABLE = {
    "_meta": {"source": "release v15.1 (May 2024)", "notice": "(c) of the owner"},
    "groups": {
        "G0001": {"name": "Alpha", "t": {"T1001": ["Report A", "Report B"]}, "s": {"S0001": ["Report A"]}},
        "G0002": {"name": "Beta", "t": {}, "s": {"S0002": []}},
    },
    "campaigns": {"C0001": {"t": {"T1002": ["Report N"]}, "s": {}, "attributed_to": ["G0002"]}, "C0002": {"t": {"T1001": ["x"]}}},
    "software": {"S0001": {"type": "malware", "t": "T1002; see T1002, T1001.003"}, "S0002": {"type": "tool", "t": ["T1001"]}},
    "techniques": {"T1001": {"name": "Phish"}, "T1002": {}},
}
FIVE = {f"T100{at}": [1] for at in range(5)}
HISTORY = {
    "_meta": {"notice": "(c) of the owner"},
    "citations": ["Report A", "Report B"],
    "versions": {
        "v14.1": {"G0001": {"t": {"T1001": [0]}, "s": {}}},
        "v15.1": {"G0001": {"t": {"T1001": [0]}, "s": {"S0001": []}}, "G0002": {"t": FIVE, "s": {}}},
    },
}


def put(folder: Path, data: object) -> Path:
    path = folder / "attack.json"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return path


def test_the_official_bundle(tmp_path: Path) -> None:
    k = attack.read(put(tmp_path, {"type": "bundle", "objects": BUNDLE}), release="v15.1")

    assert set(k.groups) == {"G0001", "G0002"}
    assert dict(k.groups["G0001"]["techniques"]) == {"T1001": ("Report A", "Report B")}
    assert dict(k.groups["G0001"]["software"]) == {"S0001": ("Report A",)}
    assert dict(k.groups["G0002"]["software"]) == {"S0002": ()}
    assert dict(k.groups["G0002"]["techniques"]) == {"T1002": ("Report N",)}
    assert dict(k.software) == {"S0001": ("T1002",), "S0002": ()}
    assert k.tools == {"S0002"}
    assert k.techniques == {"T1001", "T1002"}
    assert dict(k.replaced) == {"T1086": "T1001", "G0003": "G0001"}
    assert k.withdrawn == {"T1004"}
    assert k.names["T1001"] == "Phish"
    assert (k.notice, k.release, k.unlisted) == ("Copyright of the owner", "v15.1", 0.5)
    notes = {note.code: note.ids for note in attribute({"techniques": ["T1086", "T1004"]}, k).notes}
    assert (notes["replaced"], notes["withdrawn"]) == (("T1086",), ("T1004",))


def published(kind: str, number: int, name: str, own: str, source: str = "mitre-attack", **more: Any) -> dict[str, Any]:
    """Return an object with what the published bundles carry beside what is read."""
    more = {"revoked": False, "x_mitre_deprecated": False, "x_mitre_domains": ["ics-attack"], "x_mitre_version": "1.0", **more}
    references = [
        {"source_name": name, "description": "(Citation: Vendor May 2020)"},
        {"source_name": "capec", "external_id": "CAPEC-148"},
        {"source_name": source, "url": f"https://attack.mitre.org/{own}", "external_id": own},
    ]
    return {**thing(kind, number, name, None, **more), "external_references": references, "aliases": [name, "Other name"]}


PUBLISHED = [
    {
        "type": "x-mitre-collection", "id": "x-mitre-collection--9", "x_mitre_version": "14.1",
        "x_mitre_contents": [{"object_ref": "intrusion-set--1", "object_modified": "2023-10-13T17:56:58.380Z"}],
    },
    {"type": "marking-definition", "id": "marking-definition--9", "definition_type": "statement", "definition": {"statement": "Owner"}},
    {"type": "identity", "id": "identity--9", "name": "Owner", "identity_class": "organization"},
    published("intrusion-set", 1, "Alpha", "G0001"),
    published("campaign", 1, "Night", "C0001", first_seen="2019-09-01T04:00:00.000Z", x_mitre_first_seen_citation="(Citation: Vendor)"),
    published("malware", 1, "Eel", "S0001", "mitre-mobile-attack", is_family=True),
    published("tool", 1, "Hammer", "S0002", revoked=True),
    published("tool", 2, "Hammer, anew", "S0003"),
    published("attack-pattern", 1, "Stop", "T0888", "mitre-ics-attack", x_mitre_is_subtechnique=False),
    published("attack-pattern", 2, "Phish by link", "T1566.002", x_mitre_is_subtechnique=True),
    published("attack-pattern", 3, "Phish", "T1566"),
    published("course-of-action", 1, "Train", "M1017"),
    published("x-mitre-data-component", 1, "Traffic", "DC1"),
    published("x-mitre-asset", 1, "Server", "A0001"),
    relation(1, "uses", "intrusion-set--1", "attack-pattern--2", description="[Alpha](x) did.(Citation: Vendor May 2020)(Citation: A (B-14))"),
    relation(2, "uses", "campaign--1", "attack-pattern--1", "mitre corporation blog", description="", x_mitre_deprecated=False),
    relation(3, "uses", "campaign--1", "malware--1", "Vendor May 2020", revoked=False),
    relation(4, "attributed-to", "campaign--1", "intrusion-set--1", "Vendor May 2020", description="By their words.(Citation: Other)"),
    relation(5, "uses", "malware--1", "attack-pattern--1", "Vendor May 2020", x_mitre_deprecated=True),
    relation(6, "uses", "malware--1", "attack-pattern--3", "Vendor May 2020"),
    relation(7, "revoked-by", "tool--1", "tool--2"),
    relation(8, "subtechnique-of", "attack-pattern--2", "attack-pattern--3"),
    relation(9, "mitigates", "course-of-action--1", "attack-pattern--2"),
    relation(10, "detects", "x-mitre-data-component--1", "attack-pattern--2"),
    relation(11, "targets", "attack-pattern--1", "x-mitre-asset--1"),
    relation(12, "uses", "intrusion-set--1", "course-of-action--1", "Vendor May 2020"),
]  # fmt: skip


def test_what_the_published_bundles_carry(tmp_path: Path) -> None:
    """The shapes of the bundles for industrial systems and mobile devices, release 14.1: three kinds of own ids, empty descriptions."""
    k = attack.read(put(tmp_path, {"type": "bundle", "spec_version": "2.1", "objects": PUBLISHED}), release="14.1")

    assert dict(k.groups["G0001"]["techniques"]) == {"T0888": ("mitre corporation blog",), "T1566.002": ("A (B-14)", "Vendor May 2020")}
    assert dict(k.groups["G0001"]["software"]) == {"S0001": ("Vendor May 2020",)}
    assert dict(k.software) == {"S0001": ("T1566",), "S0003": ()}
    assert k.techniques == {"T0888", "T1566", "T1566.002"}
    assert dict(k.replaced) == {"S0002": "S0003"}
    assert (k.notice, k.release) == ("Owner", "v14.1")
    notes = {note.code: note.ids for note in attribute({"techniques": ["M1017", "T9999"], "software": ["S0002"]}, k).notes}
    assert (notes["replaced"], notes["unknown"]) == (("S0002",), ("M1017", "T9999"))


def test_an_id_that_two_relations_replace_is_read_alike_in_any_order(tmp_path: Path) -> None:
    two = [*PUBLISHED, published("tool", 3, "Hammer, twice anew", "S0004"), relation(13, "revoked-by", "tool--1", "tool--3")]

    assert attack.read(put(tmp_path, {"objects": two})).replaced == attack.read(put(tmp_path, {"objects": two[::-1]})).replaced


def test_without_campaigns_the_pages_of_groups_stand_alone(tmp_path: Path) -> None:
    assert dict(attack.read(put(tmp_path, {"objects": BUNDLE}), campaigns=False).groups["G0002"]["techniques"]) == {}
    assert dict(attack.read(put(tmp_path, TABLE), campaigns=False).groups["G0002"]["techniques"]) == {}


def test_the_order_of_objects_is_nothing(tmp_path: Path) -> None:
    assert attack.read(put(tmp_path, {"objects": BUNDLE})) == attack.read(put(tmp_path, {"objects": BUNDLE[::-1]}))


def test_the_table_of_one_release(tmp_path: Path) -> None:
    k = attack.read(put(tmp_path, TABLE), sponsors={"G0001": "RU", "G0002": {"CN": 0.8}, "G9999": "US"})

    assert dict(k.groups["G0001"]["techniques"]) == {"T1001": ("Report A", "Report B")}
    assert dict(k.groups["G0002"]["techniques"]) == {"T1002": ("Report N",)}
    assert k.software["S0001"] == ("T1001.003", "T1002")
    assert k.tools == {"S0002"}
    assert dict(k.groups["G0001"]["sponsor"]) == {"RU": 0.5}
    assert dict(k.groups["G0002"]["sponsor"]) == {"CN": 0.8}
    assert (k.notice, k.release) == ("(c) of the owner", "v15.1")


def test_a_history_needs_its_release_and_teaches_the_share_of_unlisted(tmp_path: Path) -> None:
    path = put(tmp_path, HISTORY)
    first, second = attack.read(path, release="14.1"), attack.read(path, release="v15.1")

    assert set(first.groups) == {"G0001"}
    assert dict(second.groups["G0001"]["software"]) == {"S0001": ()}
    assert second.groups["G0002"]["techniques"]["T1000"] == ("Report B",)
    assert first.unlisted == 0.5 < second.unlisted
    assert second.tools is None
    for release in (None, "v13.1"):
        with pytest.raises(CannotRead, match=r"v14.1 \| v15.1"):
            attack.read(path, release=release)


def test_sponsors_in_a_file(tmp_path: Path) -> None:
    path = put(tmp_path, TABLE)
    other = tmp_path / "sponsors.json"
    other.write_text(json.dumps({"country": {"G0001": "RU", "G0002": "CN"}, "conf": {"G0001": "75", "G0002": None}}))
    k = attack.read(path, sponsors=other)

    assert (dict(k.groups["G0001"]["sponsor"]), dict(k.groups["G0002"]["sponsor"])) == ({"RU": 0.75}, {"CN": 0.5})
    for wrong in ({"G0001": 3}, {"G0001": {"RU": 2}}, {"G0001": ""}):
        with pytest.raises(CannotRead, match="G0001"):
            attack.read(path, sponsors=wrong)
    with pytest.raises(CannotRead, match="cannot be used"):
        attack.read(path, sponsors={"G0001": {"RU": 0.9, "CN": 0.9}})


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00\xff", b"{", b"[" * 100_000, b"[]", b'"text"', b"{}", b'{"objects": []}', b'{"objects": [3]}', b'{"objects": [{"id": 3}]}',
        b'{"groups": {}}', b'{"groups": {"G1": 3}}', b'{"groups": {"G1": {"t": {"T1": "x"}}}}', b'{"groups": {"G1": {"t": 3}}}',
        b'{"groups": {"G1": {"t": {"": ["x"]}}}}', b'{"versions": {"v1": {"G1": {"t": {"T1": [0]}}}}}', b'{"versions": {"v1": []}}',
        b'{"groups": {"G1": {}}, "software": {"S1": {"t": 3}}}', b'{"groups": {"G1": {}}, "campaigns": []}',
    ],
)  # fmt: skip
def test_other_files_are_refused_with_a_reason_in_both_languages(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(CannotRead) as caught:
        attack.read(put(tmp_path, data), release="v1")

    for lang in ("en", "fr"):
        assert "attack.json" in say(caught.value.message, lang)


def test_a_file_of_another_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"is release v15.1, not v14.1"):
        attack.read(put(tmp_path, TABLE), release="v14.1")
    with pytest.raises(CannotRead, match="nothing at"):
        attack.read(tmp_path / "other.json")


LEAF = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.sampled_from(("T1001", "intrusion-set--1", "uses"))
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("tsn"), inner, max_size=3), max_leaves=6
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_bundle_of_anything_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    objects = [dict(one) for one in BUNDLE]
    for _ in range(data.draw(st.integers(1, 4))):
        one = data.draw(st.sampled_from(objects))
        one[data.draw(st.sampled_from(sorted(one)))] = data.draw(JSON)
    try:
        k = attack.read(put(tmp_path, {"objects": objects}))
    except CannotRead:
        return
    found = attribute({"techniques": ["T1001"], "software": ["S0001"]}, k)
    assert sum(found.probability.values()) + found.unlisted + sum(found.false_flag.values()) == pytest.approx(1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_table_of_anything_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    made = json.loads(json.dumps(data.draw(st.sampled_from((TABLE, HISTORY)))))
    place: Any = made
    for _ in range(data.draw(st.integers(0, 4))):
        inner = [key for key, value in place.items() if isinstance(value, dict) and value]
        if not inner:
            break
        place = place[data.draw(st.sampled_from(sorted(inner)))]
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(JSON)
    try:
        attack.read(put(tmp_path, made), release="v15.1")
    except CannotRead:
        return
