"""MISP events become a register and come back; what has no place is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stix_made import ident, made, says

from legation.errors import CannotRead, LegationError
from legation.sources import misp, stix

UUID = "5c1d0d5e-0000-4000-8000-{:012d}"
MD5 = "d41d8cd98f00b204e9800998ecf8427e"


def attribute(number: int, kind: str, value: str, **own: Any) -> dict[str, Any]:
    return {
        "uuid": UUID.format(number),
        "type": kind,
        "category": "Network activity",
        "value": value,
        "to_ids": False,
        "timestamp": "1709625600",
        **own,
    }


EVENT = {
    "uuid": UUID.format(1),
    "id": "77",
    "info": "Hameçonnage d'un ministère",
    "date": "2024-03-05",
    "timestamp": "1709625600",
    "threat_level_id": "2",
    "Orgc": {"name": "CERT Nord", "uuid": UUID.format(2)},
    "Tag": [{"name": "tlp:green", "colour": "#33FF00"}, {"name": 'admiralty-scale:source-reliability="b"'}],
    "Attribute": [
        attribute(10, "ip-dst", "198.51.100.3", to_ids=True),
        attribute(11, "domain", "example.org", comment="Name of a server"),
        attribute(12, "filename|md5", f"a.exe|{MD5}", Tag=[{"name": "tlp:red"}]),
        attribute(13, "vulnerability", "CVE-2021-44228"),
        attribute(14, "text", "A remark"),
        attribute(15, "ip-dst", "no address"),
        attribute(16, "cookie", "x=1", deleted=True),
        attribute(17, "AS", "AS64500"),
    ],
    "Object": [{"uuid": UUID.format(20), "name": "file", "Attribute": [attribute(21, "md5", MD5, Tag=[{"name": "tlp:amber"}])]}],
    "Galaxy": [
        {
            "type": "threat-actor",
            "name": "Threat Actor",
            "GalaxyCluster": [{"uuid": UUID.format(30), "type": "threat-actor", "value": "Group A", "meta": {"synonyms": ["Other A"]}}],
        },
        {"type": "ransomware", "name": "Ransomware", "GalaxyCluster": [{"uuid": UUID.format(31), "type": "ransomware", "value": "Lock"}]},
        {"type": "stuff", "name": "Stuff", "GalaxyCluster": [{"uuid": UUID.format(32), "type": "stuff", "value": "S"}]},
    ],
    "RelatedEvent": [{"Event": {"id": "5"}}],
}


def read(*events: Any) -> misp.Converted:
    return misp.decode(json.dumps({"response": [{"Event": event} for event in events]}).encode(), "event.json")


def back(register: stix.Incidents) -> list[Any]:
    return [row["Event"] for row in json.loads(misp.encode(register)[0])["response"]]


def test_an_event_becomes_objects_and_says_what_no_question_uses() -> None:
    found = read(EVENT)
    kinds = [o["type"] for o in found.incidents.objects]

    assert kinds[3:] == [
        *(
            "incident",
            "indicator",
            "domain-name",
            "file",
            "vulnerability",
            "note",
            "x-misp-attribute",
            "x-misp-attribute",
            "autonomous-system",
        ),
        *("x-misp-object", "threat-actor", "relationship", "malware", "relationship", "x-misp-galaxy-cluster", "relationship", "grouping"),
    ]
    assert says(found.incidents.unplaced) == []
    assert [(code, column) for code, _, column in says(found.kept)] == [
        ("misp-kept", "Attribute.6"),
        ("misp-kept", "Attribute.7"),
        ("misp-kept", "Galaxy.3.GalaxyCluster.1"),
        ("misp-kept", "Object.1"),
        ("misp-kept", "RelatedEvent"),
    ]


def test_what_came_from_misp_goes_back_equal(tmp_path: Path) -> None:
    other = EVENT | {
        "uuid": UUID.format(5),
        "info": "Another",
        "Attribute": [],
        "Object": [],
        "RelatedEvent": [],
        "timestamp": "1709999999",
    }
    (tmp_path / "in.json").write_text(json.dumps([{"Event": EVENT}, {"Event": other}]))
    register = misp.read(tmp_path / "in.json").incidents

    lost = misp.write(register, tmp_path / "out.json")

    assert lost == () and [row["Event"] for row in json.loads((tmp_path / "out.json").read_text())["response"]] == [EVENT, other]
    assert back(stix.decode(stix.encode(register), "incidents.json")) == [EVENT, other]


def test_a_group_on_an_event_is_a_claim_of_its_creator() -> None:
    register = read(EVENT).incidents

    (claim,) = stix.attributions(register)
    assert (claim.holder, register.name(claim.to), claim.track) == ("CERT Nord", "Group A", "technical")
    assert [(one.name, one.holder) for one in stix.aliases(register)] == [("Other A", "CERT Nord")]


@pytest.mark.parametrize(
    ("own", "marking"),
    [
        ({"Tag": [{"name": "tlp:white"}]}, "TLP:CLEAR"),
        ({"Tag": [{"name": "TLP:AMBER"}, {"name": "tlp:green"}]}, "TLP:AMBER"),
        ({"distribution": "0"}, "TLP:AMBER+STRICT"),
        ({"distribution": 4, "Tag": [{"name": "other"}]}, "TLP:AMBER+STRICT"),
        ({"distribution": "0", "Tag": [{"name": "tlp:green"}]}, "TLP:GREEN"),
        ({"distribution": "3"}, "TLP:CLEAR"),
    ],
)
def test_tags_and_distribution_become_markings(own: dict[str, Any], marking: str) -> None:
    register = read({"info": "A", **own}).incidents
    ranks = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]

    seen = [reader for reader in ranks if register.cleared(reader).objects]

    assert seen == ranks[ranks.index(marking) :]


def test_a_row_within_an_object_marks_the_object() -> None:
    seen = read(EVENT).incidents.cleared("TLP:GREEN")

    (event,) = back(seen)
    assert "Object" not in event and [row["uuid"] for row in event["Attribute"]] == [
        row["uuid"] for row in EVENT["Attribute"] if "Tag" not in row
    ]
    assert event["Attribute"][0] == EVENT["Attribute"][0] and MD5 not in json.dumps(event)


def test_a_change_is_written_and_said() -> None:
    register = read(EVENT).incidents
    domain = next(o for o in register.objects if o["type"] == "domain-name")
    incident = next(o for o in register.objects if o["type"] == "incident")
    later = {"modified": "2025-01-01T00:00:00.000Z", "object_marking_refs": ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"]}

    data, lost = misp.encode(register.adding({**domain, **later, "value": "example.net"}, {**incident, **later, "name": "New name"}))

    event = json.loads(data)["response"][0]["Event"]
    assert event["info"] == "New name" and {"name": "tlp:red"} in event["Tag"] and event["Attribute"][0] == EVENT["Attribute"][0]
    assert event["Attribute"][1]["value"] == "example.net" and event["Attribute"][1]["Tag"] == [{"name": "tlp:red"}]
    assert sorted({code for code, _, _ in says(lost)}) == ["misp-changed", "misp-older"]


def test_what_misp_has_no_place_for_is_said() -> None:
    objects = [
        made("identity", 1, name="Desk"),
        made("incident", 1, name="Intrusion", created_by_ref=ident("identity"), labels=["x"], description="Long"),
        made("file", 1, name="a.exe", hashes={"MD5": MD5, "SSDEEP": "3:a"}, size=5),
        made("indicator", 1, pattern="[url:value = 'http://e.org/it\\'s']"),
        made("indicator", 2, pattern="[a:b = 'c'] FOLLOWEDBY [d:e = 'f']"),
        made("intrusion-set", 1, name="Group", goals=["x"]),
        made("relationship", 1, relationship_type="attributed-to", source_ref=ident("incident"), target_ref=ident("intrusion-set")),
        made(
            "relationship",
            2,
            relationship_type="attributed-to",
            source_ref=ident("incident"),
            target_ref=ident("intrusion-set"),
            confidence=5,
        ),
        made("opinion", 1),
        made("tool", 1, name="T", object_marking_refs=[ident("marking-definition", 9)]),
    ]
    data, lost = misp.encode(stix.Incidents.of(objects))

    (event,) = (row["Event"] for row in json.loads(data)["response"])
    assert (event["info"], event["date"], event["Orgc"]["name"], event["Tag"]) == ("Intrusion", "2024-03-05", "Desk", [{"name": "x"}])
    assert [(row["type"], row["value"], row["to_ids"]) for row in event["Attribute"]] == [
        ("filename", "a.exe", False),
        ("md5", MD5, False),
        ("url", "http://e.org/it's", True),
        ("stix2-pattern", "[a:b = 'c'] FOLLOWEDBY [d:e = 'f']", True),
    ]
    assert [g["GalaxyCluster"][0]["value"] for g in event["Galaxy"]] == ["Group", "T"]
    assert event["Galaxy"][1]["GalaxyCluster"][0]["Tag"] == [{"name": "tlp:red"}]  # a marking that cannot be read is red
    assert says(lost) == [
        ("misp-partly", 2, "description"),
        ("misp-partly", 3, "size"),
        ("misp-partly", 6, "goals"),
        ("misp-lost", 8, "type"),
        ("misp-lost", 9, "type"),
    ]
    assert read(event).incidents.of_type("incident")[0]["name"] == "Intrusion"


def test_objects_that_belong_to_no_event_are_lost_where_there_are_several() -> None:
    register = stix.Incidents.of(
        [
            made("incident", 1),
            made("incident", 2),
            made("vulnerability", 1),
            made("url", 1),
            made("note", 1, object_refs=[ident("incident", 2), ident("url")]),
        ]
    )

    data, lost = misp.encode(register)

    first, second = (row["Event"] for row in json.loads(data)["response"])
    assert "Attribute" not in first and [row["type"] for row in second["Attribute"]] == ["url", "text"]
    assert [code for code, _, _ in says(lost)] == ["misp-lost"]


def test_what_is_no_row_or_stands_twice_is_left_out_and_said() -> None:
    rows = [attribute(1, "domain", "example.org"), 7, attribute(1, "domain", "example.net")]
    found = read({"uuid": UUID.format(9), "info": "A", "Attribute": rows, "Object": {"a": 1}, "Galaxy": [{"type": "tool"}]})

    assert back(found.incidents)[0]["Attribute"] == rows[:1]
    assert [(code, column) for code, _, column in says(found.kept)] == [
        ("misp-value", "Attribute.2"),
        ("misp-twice", "Attribute.3"),
        ("misp-value", "Galaxy.1.GalaxyCluster"),
        ("misp-value", "Object"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"7",
        b'{"response": {"Attribute": []}}',
        b'[{"Event": 5}]',
        b'{"response": null}',
        b'[{"Event": {}}, 5]',
        b"[" * 5000,
    ],
)
def test_what_holds_no_event_is_refused(data: bytes) -> None:
    with pytest.raises(CannotRead, match=r"event\.json"):
        misp.decode(data, "event.json")


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["ip-dst", "md5", "tlp:red", "0", "4", "1709625600", "2024-02-31", UUID.format(1)]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*EVENT, *EVENT["Attribute"][0], "GalaxyCluster", "meta", "synonyms", "name", "distribution", "deleted"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*EVENT, "distribution"]), VALUES, max_size=7))
def test_any_event_is_read_and_written(own: dict[str, Any]) -> None:
    for event in (own, EVENT | own):
        found = read(event)
        assert all(problem.in_language("fr") for problem in found.kept)
        try:
            data, _ = misp.encode(found.incidents)
        except LegationError as error:
            pytest.fail(str(error))
        assert len(json.loads(data)["response"]) == 1
