"""The fields of political and legal codebooks: written, read back, checked, and left out where they are wrong."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from stix_made import ident, made, says

from legation.dossier.when import When
from legation.errors import BadValue, WrongUse
from legation.sources import stix
from legation.sources.stix import extension
from legation.sources.stix.records import Claim, Coding, Contact, Duty, Failing, Intensity, LegalTest, Norm, Response, SharingAgreement

AT = "2024-06-01T00:00:00.000Z"
CODING = Coding(
    codebook="EuRepoC",
    coded_by="desk",
    coded_on=When("2024-06"),
    target_countries=("UKR", "DNK"),
    target_sectors=("critical_infrastructure", "company"),
    effects=("destruction", "disruption"),
    scale="global",
    affected=2_300,
    intensity=(Intensity(codebook="DCID 2.0", value=5, lowest=0, highest=10), Intensity(codebook="EuRepoC", value=9, lowest=0, highest=15)),
    responses=(Response(holder="Council of the EU", family="restrictive", date=When("2020-07-30"), names_state=False),),
    norms=(Norm(norm="f", holder="Desk", facts=("Hospitals stood still.",), gaps=("Intent",)),),
    law=(LegalTest(test="sovereignty", reading="open", holder="Legal adviser"),),
    known_failings=(Failing(what="Updates were late.", holder="Auditor", source="https://example.org"),),
    clock={"aware": dt.datetime(2024, 6, 1, 8, tzinfo=dt.UTC)},
)


def test_fields_are_written_and_read_back() -> None:
    new = stix.extended(made("incident"), CODING, AT)
    register = stix.Incidents.of([extension.MAKER, stix.definition(), made("incident"), new])

    again = stix.decode(stix.encode(register), "feed.json")

    assert says(again.unplaced) == [] and stix.coding(again, ident("incident")) == CODING
    assert "extensions" not in made("incident") and again.objects[2] == made("incident")


def test_every_field_of_every_record_is_documented() -> None:
    schema = stix.definition()["schema"]

    for record in (*extension.PROPERTIES.values(), *extension.OWN_TYPES.values(), Norm, Response, Failing, LegalTest, Intensity):
        assert all(f"{f.name}: " in schema for f in dataclasses.fields(record) if "kind" in f.metadata)


def test_a_wrong_value_is_named_and_not_used() -> None:
    table = {
        "extension_type": "property-extension",
        "scale": "huge",
        "affected": -1,
        "effects": ["disruption", 7],
        "coded_on": "2024-02-31",
        "clock": {"aware": "yesterday"},
        "norms": [{"norm": "z", "holder": "Desk"}, 7],
        "intensity": [{"codebook": "DCID 2.0", "value": "5"}, {"codebook": "DCID 2.0", "value": 12, "lowest": 0, "highest": 10}],
        "law": [{"test": "sovereignty", "reading": "met"}, {"test": "espionage", "reading": "open", "holder": "Desk"}],
        "ended": "2023",
        "started": "2024-02",
        "colour": "red",
        "harm_to_people": "None known.",
    }
    register = stix.Incidents.of([extension.MAKER, stix.definition(), made("incident", extensions={extension.ID: table})])

    assert sorted((column or "", code) for code, _, column in says(register.unplaced)) == [
        ("affected", "wrong-value"),
        ("clock", "wrong-value"),
        ("coded_on", "wrong-value"),
        ("colour", "unknown-field"),
        ("effects", "wrong-value"),
        ("ended", "wrong-value"),
        ("intensity.1.value", "wrong-value"),
        ("intensity.2.value", "wrong-value"),
        ("law.1.holder", "no-holder"),
        ("norms.1.norm", "wrong-value"),
        ("norms.2", "wrong-value"),
        ("scale", "wrong-value"),
    ]
    law = (LegalTest(test="espionage", reading="open", holder="Desk"),)
    kept = Coding(harm_to_people="None known.", started=When("2024-02"), law=law)
    assert stix.coding(register, ident("incident")) == kept


def test_fields_on_the_wrong_object_are_named_and_refused() -> None:
    register = stix.Incidents.of(
        [extension.MAKER, stix.definition(), made("report", object_refs=[extension.MAKER["id"]], extensions={extension.ID: {}})]
    )

    assert [code for code, _, _ in says(register.unplaced)] == ["no-place"] and stix.record_of(register.objects[2]) is None
    for call in (
        lambda: stix.extended(made("report"), CODING, AT),
        lambda: stix.extended(made("incident"), Claim(), AT),
        lambda: stix.new_object(CODING, AT),
    ):
        with pytest.raises(BadValue):
            call()


def test_objects_of_our_own_types() -> None:
    records = (
        Duty(name="Report", amount=72, unit="hour", runs_from="aware"),
        Contact(role="Duty officer", checked=When("2024-05")),
        SharingAgreement(name="MoU"),
    )
    objects = [stix.new_object(record, AT) for record in records]
    register = stix.Incidents.of([extension.MAKER, stix.definition(), *objects])

    assert says(register.unplaced) == [] and objects == [stix.new_object(record, AT) for record in records]
    assert [dataclasses.replace(stix.record_of(o), id="") for o in objects] == list(records)


def test_an_object_of_our_own_type_is_corrected_by_a_new_version() -> None:
    o = stix.new_object(Duty(name="Report", amount=72, unit="hour", runs_from="aware"), "2024-01-01T00:00:00.000Z") | {"x_own": 1}
    new = stix.extended(o, Duty(name="Report", amount=24, unit="hour", runs_from="aware", checked=When("2024-06")), AT)
    register = stix.Incidents.of([extension.MAKER, stix.definition(), o, new])

    (duty,) = map(stix.record_of, register.of_type("reporting-duty"))
    assert says(register.unplaced) == [] and (duty.amount, str(duty.checked), duty.id) == (24, "2024-06", o["id"])
    assert (new["created"], new["modified"], new["x_own"]) == ("2024-01-01T00:00:00.000Z", AT, 1)


def test_a_duty_runs_from_one_thing() -> None:
    o = stix.new_object(Duty(name="Report", amount=72, unit="hour", runs_from="aware", after_ref=ident("reporting-duty")), AT)
    register = stix.Incidents.of([extension.MAKER, stix.definition(), o])

    assert ("wrong-value", 3, "runs_from") in says(register.unplaced)
    assert stix.record_of(o).runs_from == "" == stix.record_of(o).after_ref


def test_an_unknown_incident_is_refused_with_those_there_are() -> None:
    with pytest.raises(WrongUse, match=ident("incident")):
        stix.coding(stix.Incidents.of([made("incident")]), "incident--1")
