"""The clock of an incident, points of contact and agreements."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stix_made import ident, made, says

from legation.dossier.when import When
from legation.errors import WrongUse
from legation.sources import stix
from legation.sources.stix.duties import ends
from legation.sources.stix.records import UNITS, Coding, Contact, Duty, SharingAgreement

AWARE = dt.datetime(2024, 5, 31, 18, tzinfo=dt.UTC)  # a Friday
AT = "2024-06-01T00:00:00.000Z"


def on_clock(coding: Coding, at: dt.datetime) -> dict[str, tuple[str, str]]:
    incident = stix.extended(made("incident"), coding, AT)
    found = stix.due(stix.standard_duties().adding(incident), ident("incident"), at)
    return {f"{one.duty.basis}: {one.duty.name}": (one.state, one.until.isoformat() if one.until else "") for one in found}


def test_the_standard_duties_are_whole_and_as_the_code_defines_them() -> None:
    duties = stix.standard_duties()

    assert says(duties.unplaced) == [] and stix.definition() in duties.objects
    for duty in map(stix.record_of, duties.of_type("reporting-duty")):
        assert duty.name and duty.name_fr and duty.basis and duty.source.startswith("https://") and duty.addressee_fr and duty.applies_to_fr
        assert duty.amount and duty.unit and bool(duty.runs_from) != bool(duty.after_ref) and duty.checked is None


def test_due_dates_run_from_the_moment_or_the_duty_before() -> None:
    found = on_clock(Coding(clock={"aware": AWARE, "material": AWARE}), AWARE + dt.timedelta(hours=30))

    assert found["Directive (EU) 2022/2555, Art. 23(4)(a): Early warning of a significant incident"] == (
        "late",
        "2024-06-01T18:00:00+00:00",
    )
    assert found["Directive (EU) 2022/2555, Art. 23(4)(b): Notification of a significant incident"] == (
        "running",
        "2024-06-03T18:00:00+00:00",
    )
    assert found["Directive (EU) 2022/2555, Art. 23(4)(d): Final report on a significant incident"] == ("waiting", "")
    assert found["17 CFR 249.308, Form 8-K, Item 1.05: Disclosure of a material incident to investors"] == (
        "running",
        "2024-06-06T18:00:00+00:00",
    )


def test_what_is_done_starts_the_next_and_is_said_to_be_late_or_not() -> None:
    duties = {stix.record_of(o).basis: o["id"] for o in stix.standard_duties().of_type("reporting-duty") if "2022/2555" in o["basis"]}
    notified = duties["Directive (EU) 2022/2555, Art. 23(4)(b)"]
    coding = Coding(clock={"aware": AWARE}, done={notified: AWARE + dt.timedelta(hours=73)})

    after = on_clock(coding, AWARE + dt.timedelta(days=20))
    before = on_clock(coding, AWARE + dt.timedelta(hours=1))

    name = "Directive (EU) 2022/2555, Art. 23(4)(b): Notification of a significant incident"
    assert after[name][0] == "done_late" and before[name][0] == "running"
    assert after["Directive (EU) 2022/2555, Art. 23(4)(d): Final report on a significant incident"] == (
        "running",
        "2024-07-03T19:00:00+00:00",
    )


def test_a_duty_of_ones_own_replaces_nothing_and_runs_too() -> None:
    own = stix.new_object(Duty(name="Tell the minister", amount=2, unit="day", runs_from="aware"), AT)
    incident = stix.extended(made("incident"), Coding(clock={"aware": AWARE}), AT)

    (one,) = stix.due(stix.Incidents.of([incident, own]), ident("incident"), AWARE)

    assert (one.duty.name, one.until, one.state) == ("Tell the minister", AWARE + dt.timedelta(days=2), "running")


def test_hours_are_not_counted_to_a_moment_without_a_zone() -> None:
    with pytest.raises(WrongUse):
        stix.due(stix.Incidents.of([made("incident")]), ident("incident"), AWARE.replace(tzinfo=None))


@given(st.integers(0, 7 * 10**9), st.integers(0, 60), st.sampled_from(UNITS))
def test_a_longer_time_never_ends_sooner(seconds: int, amount: int, unit: str) -> None:
    begun = dt.datetime.fromtimestamp(seconds, dt.UTC)

    assert begun <= ends(begun, amount, unit) <= ends(begun, amount + 1, unit)


def test_contacts_and_agreements() -> None:
    register = stix.Incidents.of(
        [
            stix.new_object(Contact(organisation="CERT", role="Duty officer", country="DNK", checked=When("2024-01-10")), AT),
            stix.new_object(Contact(organisation="Ministry", role="Cyber desk", country="FRA"), AT),
            stix.new_object(
                SharingAgreement(name="MoU", partners=("DNK",), marking="TLP:AMBER", start=When("2024"), end=When("2025-06")), AT
            ),
            stix.new_object(SharingAgreement(name="Talks", partners=("DNK",)), AT),
        ]
    )
    day = dt.date(2024, 6, 1)

    assert [one.role for one in stix.contacts(register, "DNK")] == ["Duty officer"]
    assert [stix.is_fresh(one, day) for one in stix.contacts(register)] == [True, False]
    assert [one.name for one in stix.agreements(register, dt.date(2025, 6, 30))] == ["MoU", "Talks"]
    assert [one.name for one in stix.agreements(register, dt.date(2025, 7, 1))] == ["Talks"]
    assert [one.name for one in stix.may_share(register, "DNK", "TLP:GREEN", day)] == ["MoU"]
    assert stix.may_share(register, "DNK", "TLP:RED", day) == () == stix.may_share(register, "FRA", "TLP:CLEAR", day)
