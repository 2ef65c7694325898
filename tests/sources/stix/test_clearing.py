"""Who may see what: marks, what refers to the hidden, and the consent of victims."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stix_made import ident, made, says

from legation.dossier.records import MARKINGS
from legation.dossier.when import When
from legation.errors import WrongUse
from legation.sources import stix
from legation.sources.stix import extension
from legation.sources.stix.records import Coding, Consent
from legation.sources.stix.vocabulary import STANDARD_MARKINGS, TLP_EXTENSION, references

IDS = {marking: identity for identity, marking in reversed(STANDARD_MARKINGS.items())}
DAY = dt.date(2024, 6, 1)
BEFORE = dt.date(2024, 6, 30)
LATER = "2024-07-01T00:00:00.000Z"
EXTENSION_OF_OTHERS = ident("extension-definition", 4)


def marked(kind: str, number: int, marking: str, **own: Any) -> dict[str, Any]:
    return made(kind, number, object_marking_refs=[IDS[marking]], **own)


def left(objects: list[Any], marking: str, **how: Any) -> list[str]:
    return [o["id"] for o in stix.Incidents.of(objects).cleared(marking, **how).objects]


@pytest.mark.parametrize(("reader", "marking"), [(a, b) for a in MARKINGS for b in MARKINGS])
def test_a_reader_sees_up_to_their_marking(reader: str, marking: str) -> None:
    seen = left([marked("tool", 1, marking)], reader)

    assert bool(seen) == (MARKINGS.index(marking) <= MARKINGS.index(reader))


def test_the_highest_mark_counts_and_one_on_a_property_is_one() -> None:
    several = made("tool", 1, object_marking_refs=[IDS["TLP:CLEAR"], IDS["TLP:RED"]])
    part = marked("tool", 2, "TLP:CLEAR", granular_markings=[{"marking_ref": IDS["TLP:AMBER"], "selectors": ["name"]}])
    language = marked("tool", 3, "TLP:CLEAR", granular_markings=[{"lang": "fr", "selectors": ["name"]}])

    assert left([several, part, language], "TLP:GREEN") == [language["id"]]


@pytest.mark.parametrize("refs", [[ident("marking-definition", 8)], "TLP:CLEAR", [7], 7, [IDS["TLP:CLEAR"], {}]])
def test_a_mark_that_cannot_be_read_is_red(refs: Any) -> None:
    assert left([made("tool", 1, object_marking_refs=refs)], "TLP:AMBER+STRICT") == []
    assert left([made("tool", 1, object_marking_refs=refs)], "TLP:RED") != []


@pytest.mark.parametrize(
    ("own", "marking"),
    [
        ({"definition_type": "tlp", "definition": {"tlp": "white"}}, "TLP:CLEAR"),
        ({"definition_type": "TLP", "definition": {"TLP": "TLP:GREEN"}}, "TLP:GREEN"),
        ({"definition_type": "tlp", "name": "TLP:AMBER"}, "TLP:AMBER"),
        ({"extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": "amber+strict"}}}, "TLP:AMBER+STRICT"),
        ({"definition_type": "tlp", "definition": {"tlp": "green"}, "extensions": {TLP_EXTENSION: {"tlp_2_0": "red"}}}, "TLP:RED"),
        ({"definition_type": "tlp", "definition": {"tlp": ["white"]}}, "TLP:RED"),
        ({"definition_type": "x-acs", "definition": {"level": "S"}}, "TLP:RED"),
        ({"definition_type": "statement", "definition": {"statement": "(c)"}}, "TLP:GREEN"),
        ({"definition_type": "PAP", "definition": {"pap": "red"}}, "TLP:GREEN"),
        ({"definition_type": "statement", "extensions": {TLP_EXTENSION: {"tlp_2_0": "red"}}}, "TLP:RED"),
        ({"definition_type": "pap", "extensions": {TLP_EXTENSION: {"tlp_2_0": "amber"}}}, "TLP:AMBER"),
        ({"definition_type": "statement", "extensions": {TLP_EXTENSION: "red"}}, "TLP:RED"),
        ({"definition_type": "statement", "extensions": {EXTENSION_OF_OTHERS: {"tlp_2_0": "red"}}}, "TLP:GREEN"),
    ],
)
def test_definitions_in_the_bundle_are_read(own: dict[str, Any], marking: str) -> None:
    objects = [made("marking-definition", 5, **own), made("tool", 1, object_marking_refs=[ident("marking-definition", 5)])]

    seen = [reader for reader in MARKINGS if ident("tool") in left(objects, reader, unmarked="TLP:GREEN")]

    assert seen == list(MARKINGS[MARKINGS.index(marking) :])


def test_what_refers_to_the_hidden_goes_to_any_depth() -> None:
    red = marked("malware", 1, "TLP:RED")
    sight = made("sighting", 1, sighting_of_ref=red["id"])
    note = made("note", 1, object_refs=[sight["id"]])
    custom = made("x-case", 1, parts=[[{"about_ref": note["id"]}]])
    free = made("tool", 1)

    assert left([note, red, free, custom, sight], "TLP:AMBER") == [free["id"]]


def test_an_older_version_with_a_lower_mark_stays() -> None:
    old, new = marked("tool", 1, "TLP:GREEN", name="Old"), marked("tool", 1, "TLP:RED", name="New", modified="2025-01-01T00:00:00.000Z")
    note = made("note", 1, object_refs=[old["id"]])

    seen = stix.Incidents.of([old, new, note]).cleared("TLP:GREEN")

    assert seen.objects == (old, note) and seen.name(ident("tool")) == "Old"


def test_the_unmarked_has_the_marking_of_the_dossier() -> None:
    head = {"type": "bundle", "id": ident("bundle"), "x_title": "Secret"}
    incident = stix.extended(marked("incident", 1, "TLP:GREEN"), Coding(scale="global"), "2024-06-01T00:00:00.000Z")
    shown = [made("marking-definition", 1, definition_type="statement"), extension.MAKER, stix.definition(), incident]
    register = stix.Incidents.of([*shown, made("tool", 1), 7], head)

    seen = register.cleared("TLP:GREEN", unmarked="TLP:AMBER")

    assert list(seen.objects) == shown and seen.head == {"type": "bundle", "id": ident("bundle")} and seen.unplaced == ()
    assert register.cleared("TLP:AMBER", unmarked="TLP:AMBER") is register


def test_a_wrong_word_is_refused() -> None:
    register = stix.Incidents.of([])

    for call in (
        lambda: register.cleared("RED"),
        lambda: register.cleared("TLP:RED", "all"),
        lambda: register.cleared("TLP:RED", unmarked="x"),
    ):
        with pytest.raises(WrongUse):
            call()


@given(st.lists(st.tuples(st.sampled_from(MARKINGS), st.lists(st.integers(0, 7), max_size=3)), max_size=8), st.sampled_from(MARKINGS))
def test_deleting_the_hidden_first_changes_nothing(rows: list[tuple[str, list[int]]], reader: str) -> None:
    objects = [marked("x-case", at, mark, part_refs=[ident("x-case", to) for to in refs]) for at, (mark, refs) in enumerate(rows)]
    register = stix.Incidents.of(objects, {"type": "bundle"})

    seen = register.cleared(reader)

    above = {o["id"] for o, (mark, _) in zip(objects, rows, strict=True) if MARKINGS.index(mark) > MARKINGS.index(reader)}
    named = {target for o in seen.objects for _, target in references(o)}
    assert not above & (named | {o["id"] for o in seen.objects})
    assert stix.encode(seen.cleared(reader)) == stix.encode(seen)
    hidden = [o for o in objects if o not in seen.objects]
    assert all(o["id"] in above or {target for _, target in references(o)} & {h["id"] for h in hidden} for o in hidden)


def victim(consent: Consent | None = None, **own: Any) -> list[dict[str, Any]]:
    firm = made("identity", 3, name="Énergie du Nord", **own)
    hit = made("relationship", 3, relationship_type="targets", source_ref=ident("incident"), target_ref=firm["id"])
    return [made("incident", 1), firm if consent is None else stix.extended(firm, consent, "2024-06-01T00:00:00.000Z"), hit]


@pytest.mark.parametrize(
    ("consent", "partner", "public"),
    [
        (None, False, False),
        (Consent(naming="given", audience="public"), True, True),
        (Consent(naming="given", audience="partner"), True, False),
        (Consent(naming="given"), False, False),
        (Consent(naming="asked", audience="public"), False, False),
        (Consent(naming="withdrawn", audience="public"), False, False),
        (Consent(naming="given", audience="public", until=When("2024-05")), False, False),
        (Consent(naming="given", audience="public", said_on=When("2024-07")), False, False),
    ],
)
def test_a_victim_is_named_with_its_consent_alone(consent: Consent | None, partner: bool, public: bool) -> None:
    objects = victim(consent)

    named = [ident("identity", 3) in left(objects, "TLP:RED", audience=who, day=DAY) for who in ("desk", "partner", "public")]

    assert named == [True, partner, public]
    assert ident("incident") in left(objects, "TLP:RED", audience="public", day=DAY)
    assert (ident("relationship", 3) in left(objects, "TLP:RED", audience="public", day=DAY)) == public


def test_a_class_of_firms_is_no_victim_and_a_state_is_one() -> None:
    assert stix.victims(victim(identity_class="class")) == ()
    assert stix.victims(victim(identity_class="organization")) == (ident("identity", 3),)


def test_a_refusal_that_a_reader_may_not_see_counts() -> None:
    objects = victim(Consent(naming="given", audience="public"))
    red = stix.extended(objects[1], Consent(naming="withdrawn"), "2024-07-01T00:00:00.000Z") | {"object_marking_refs": [IDS["TLP:RED"]]}

    assert left([*objects, red], "TLP:GREEN", audience="public") == [ident("incident")]


@pytest.mark.parametrize("own", [{"revoked": True}, {"target_ref": ident("identity", 4)}, {"relationship_type": "related-to"}])
def test_a_victim_of_an_older_version_is_not_named(own: dict[str, Any]) -> None:
    incident, firm, hit = victim()
    objects = [incident, firm, hit, hit | {"modified": LATER} | own]

    named = {target for o in stix.Incidents.of(objects).cleared("TLP:RED", "partner").objects for target in (o["id"], o.get("target_ref"))}
    assert incident["id"] in named and firm["id"] not in named
    assert left(objects, "TLP:RED", audience="desk") == [o["id"] for o in objects]


@pytest.mark.parametrize("own", [{"revoked": True}, {"identity_class": "class"}])
def test_a_victim_of_which_a_later_version_says_otherwise_is_not_named(own: dict[str, Any]) -> None:
    incident, firm, hit = victim()

    assert left([incident, firm, hit, firm | {"modified": LATER} | own], "TLP:RED", audience="public") == [incident["id"]]


def test_the_consent_of_the_newest_version_counts() -> None:
    given = victim(Consent(naming="given", audience="public"))
    withdrawn = stix.extended(given[1], Consent(naming="withdrawn"), LATER)
    gone = given[1] | {"modified": LATER, "revoked": True}
    old = victim()[1]

    assert left([*given, withdrawn], "TLP:RED", audience="public") == [ident("incident")]
    assert left([withdrawn, *given], "TLP:RED", audience="public") == [ident("incident")]
    assert left([*given, gone], "TLP:RED", audience="public") == [ident("incident")]
    assert len(left([*given, old], "TLP:RED", audience="public")) == 4


def test_a_later_refusal_counts_on_every_day_before() -> None:
    given = victim(Consent(naming="given", audience="public"))
    refused = stix.extended(given[1], Consent(naming="refused"), LATER)
    told = made("note", 1, content="Énergie du Nord", object_refs=[ident("incident")])
    then = stix.Incidents.of([*given, refused, told]).known_at(BEFORE).known_at(BEFORE)

    assert refused not in then.objects and refused not in then.cleared("TLP:RED", "public", day=BEFORE).objects
    assert [o["id"] for o in then.cleared("TLP:RED", "public", day=BEFORE).objects] == [ident("incident"), told["id"]]
    assert [o["id"] for o in then.adding(made("tool", 2)).cleared("TLP:RED", "public").objects][-1] == ident("tool", 2)
    assert given[1]["id"] not in then.adding(made("tool", 2)).cleared("TLP:RED", "public").by_id
    assert says(stix.still_named(then, then.cleared("TLP:RED", "public"), "public")) == [("still-named", 2, "content")]
    assert len(then.cleared("TLP:RED", "desk").objects) == 4


def test_a_consent_that_came_later_names_nobody_before_and_a_later_victim_neither() -> None:
    incident, firm, hit = victim()
    agreed = stix.extended(firm, Consent(naming="given", audience="public"), LATER)
    late = hit | {"created": LATER, "modified": LATER}

    for objects in ([incident, firm, hit, agreed], [incident, firm, late]):
        then = stix.Incidents.of(objects).known_at(BEFORE)
        assert [o["id"] for o in then.cleared("TLP:RED", "public").objects] == [incident["id"]]


@pytest.mark.parametrize("where", [[ident("identity", 3)], [7, ident("location", 1), ident("identity", 3)], ident("identity", 3)])
def test_whoever_had_a_sighting_is_a_victim(where: Any) -> None:
    incident, firm, _ = victim()
    sight = made("sighting", 1, sighting_of_ref=incident["id"], where_sighted_refs=where)

    assert left([incident, firm, sight], "TLP:RED", audience="partner") == [incident["id"]]
    assert stix.victims([incident, {"type": "identity"}, firm, sight, 7]) == (firm["id"],)


def test_an_older_name_in_a_text_is_found() -> None:
    renamed = victim()[1] | {"modified": LATER, "name": "Nord SA"}
    whole = stix.Incidents.of([*victim(), renamed, made("note", 1, content="Énergie du Nord", object_refs=[ident("incident")])])

    assert says(stix.still_named(whole, whole.cleared("TLP:RED", "public"), "public")) == [("still-named", 2, "content")]


def test_a_name_in_a_text_is_found() -> None:
    whole = stix.Incidents.of(
        [*victim(), made("note", 1, content="Des serveurs d'ENERGIE DU NORD ont été chiffrés.", object_refs=[ident("incident")])]
    )
    seen = whole.cleared("TLP:CLEAR", "public")

    assert says(stix.still_named(whole, seen, "public")) == [("still-named", 2, "content")]
    assert stix.still_named(whole, whole, "desk") == ()
