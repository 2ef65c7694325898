"""The report on a bundle names what cannot be relied on, with its place, and stays short."""

from __future__ import annotations

import datetime as dt

import pytest
from stix_made import every_type, ident, made, says

from legation.sources import stix
from legation.sources.stix.kinds import LISTED
from legation.sources.stix.vocabulary import STANDARD_MARKINGS

IDENTITY = made("identity")


def report(*objects: object) -> list[tuple[str, int | None, str | None]]:
    return says(stix.Incidents.of([IDENTITY, *objects]).unplaced)


def test_valid_objects_of_every_type_are_all_placed() -> None:
    assert says(stix.Incidents.of(every_type(2)).unplaced) == []


@pytest.mark.parametrize(
    ("o", "said"),
    [
        (made("tool", created="2024-02-30T00:00:00Z"), ("wrong-value", 2, "created")),
        (made("tool", modified="2023-01-01T00:00:00.000Z"), ("modified-first", 2, "modified")),
        (made("tool", confidence=101), ("wrong-value", 2, "confidence")),
        (made("tool", confidence=True), ("wrong-value", 2, "confidence")),
        (made("tool", labels="desk"), ("wrong-value", 2, "labels")),
        (made("tool", revoked="yes"), ("wrong-value", 2, "revoked")),
        (made("tool", extensions=[1]), ("wrong-value", 2, "extensions")),
        (made("tool", name=None), ("wrong-value", 2, "name")),
        (made("domain-name", value=None), ("lacks", 2, "value")),
        ({k: v for k, v in made("tool").items() if k != "name"}, ("lacks", 2, "name")),
        (made("tool", spec_version="2.2"), ("other-version", 2, "spec_version")),
        (made("tool", id=ident("malware")), ("other-type", 2, "id")),
        (made("tool", id="tool--1"), ("bad-id", 2, "id")),
        (made("tool", type="tools", id=ident("tools")), ("unknown-type", 2, "type")),
        (made("relationship", source_ref=7), ("bad-reference", 2, "source_ref")),
        (made("relationship", target_ref=ident("tool", 5)), ("dangling", 2, "target_ref")),
        (made("report", object_refs=[ident("identity"), ident("tool", 5)]), ("dangling", 2, "object_refs")),
        (made("tool", object_marking_refs=[ident("marking-definition", 5)]), ("dangling", 2, "object_marking_refs")),
        (made("tool", extensions={ident("extension-definition", 5): {}}), ("dangling", 2, "extensions")),
        (made("tool", x_parts=[[{"deep_ref": ident("tool", 5)}]]), ("dangling", 2, "deep_ref")),
        (made("identity", 2, identity_class="individual"), ("natural-person", 2, "identity_class")),
        (made("tool", description="a\x00b"), ("control-character", 2, None)),
    ],
)
def test_a_fault_is_named_with_its_place(o: dict[str, object], said: tuple[str, int, str]) -> None:
    assert report(o) == [said]


def test_what_has_no_version_is_of_stix_2_0() -> None:
    o = made("campaign")
    del o["spec_version"]

    (problem,) = stix.Incidents.of([o]).unplaced
    assert (problem.code, problem.found, problem.allowed) == ("other-version", "2.0", "2.1")


def test_markings_of_the_standard_are_known_without_their_definitions() -> None:
    assert report(made("tool", object_marking_refs=list(STANDARD_MARKINGS))) == []


def test_custom_types_and_types_of_an_extension_are_known() -> None:
    new = made("case-file", extensions={ident("extension-definition"): {"extension_type": "new-sdo"}})

    assert report(made("x-case"), made("tool", x_case_ref="17"), new, made("extension-definition")) == []
    assert report(made("case-file")) == [("unknown-type", 2, "type")]


def test_what_stands_twice_is_named_and_versions_are_none_of_it() -> None:
    first, same, other = made("tool"), made("tool"), made("tool", name="B")
    newer = made("tool", modified="2025-01-01T00:00:00.000Z")

    assert report(first, newer) == []
    assert report(first, newer, same, other) == [("twice", 4, "id"), ("twice-differs", 5, "id")]


def test_a_missing_object_is_named_once_with_how_often() -> None:
    register = stix.Incidents.of([made("tool", at, created_by_ref=ident("identity", 9)) for at in range(1, 1001)])

    (problem,) = register.unplaced
    assert problem.row == 1 and problem.found == ident("identity", 9) and "1,000 times" in str(problem)


def test_many_faults_of_one_kind_are_counted() -> None:
    register = stix.Incidents.of([7] * 5_000)

    assert len(register.unplaced) == LISTED + 1 and "4,900 more objects" in str(register.unplaced[-1])


def test_the_newest_version_counts_and_a_revoked_object_does_not_stand() -> None:
    old, new = made("tool", name="Old"), made("tool", name="New", modified="2025-01-01T00:00:00.000Z")
    gone = made("malware", revoked=True, name="Gone")
    register = stix.Incidents.of([new, old, gone])

    assert register.name(ident("tool")) == "New" and register.of_type("tool", "malware") == (new,)
    assert register.name(ident("malware")) == "Gone" and register.name(ident("tool", 5)) == ident("tool", 5)


def test_what_was_made_later_is_not_seen_before() -> None:
    old, new = made("tool", name="Old"), made("tool", name="New", modified="2025-01-01T00:00:00.000Z")
    later = made("malware", created="2025-02-01T00:00:00.000Z", modified="2025-02-01T00:00:00.000Z")
    register = stix.Incidents.of([old, new, later, made("ipv4-addr")])

    before = register.known_at(dt.date(2024, 12, 31))

    assert before.name(ident("tool")) == "Old" and ident("malware") not in before.by_id and ident("ipv4-addr") in before.by_id
    assert register.known_at(dt.date(2025, 2, 1)) is register
