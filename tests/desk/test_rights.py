"""What people ask about themselves: nobody is answered before it is known who asks; others stand by their role; a month."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from desk_people import a_crisis, a_household, a_message, a_report, an_event, clean_journal

from legation.consular.retention import CLASSES
from legation.errors import NotAvailable, WrongUse
from legation.web.consular.holds import place_hold, second_hold
from legation.web.consular.house import HOUSE
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.purging import purge
from legation.web.consular.records.models import BreakGlass, Household, LiveToken, Message, Person, Report
from legation.web.consular.rights.answering import GROUND, answer, identify, receive
from legation.web.consular.rights.everything import everything_on
from legation.web.consular.rights.models import RightsRequest
from legation.web.consular.vault import vault
from legation.web.stores.audit import trail

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = dt.datetime(2026, 8, 1, 23, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _declared(monkeypatch):
    HOUSE.post("lyndon")
    line = {"schedule": "DGP-2024-011", "approved_by": "archives"}
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, retention=dict.fromkeys(CLASSES, line)))
    clean_journal()
    yield
    clean_journal()


def identified(person: Person, kind: str) -> RightsRequest:
    request, code = receive(person, kind, NOW)
    assert identify(request, code, document_seen=True)
    return request


def test_everything_of_a_person_is_there_and_others_stand_by_their_role(people):
    crisis = a_crisis()
    household, (one, other) = a_household(people=2)
    other.identity = vault().seal(other, "identity", {"given": "Zorvexa", "family": "Other"})
    other.save()
    an_event(crisis, [one])
    an_event(crisis, [other])
    a_message(household, crisis)
    report = a_report(crisis)
    report.about = vault().seal(
        report, "about", {"seeks": one.pk, "words": "seen at the harbour", "caller": "Zorvexa Cousin", "tie": "cousin"}
    )
    report.save()
    a_report(crisis)
    LiveToken.objects.create(digest="a" * 64, kind="change", subject=household.pk, expires=NOW)
    trail.note("seen", route="person", account=people["officer"], thing=f"person={one.pk}")
    trail.note("changed", route="person.change", account=people["head"], thing=f"person={one.pk}")
    trail.note("changed", route="person.change", account=people["head"], thing=f"person={other.pk}")
    trail.flush()
    look = BreakGlass(subject=one.pk, post="novara", account=people["other-officer"], until=NOW)
    look.reason = vault().seal(look, "reason", "was brought to our hospital")
    look.save()
    found = everything_on(Person.objects.get(pk=one.pk))
    text = json.dumps(found)

    assert found["person"]["given"] == "given"
    assert found["contact"]["note"] == "contact"
    assert found["stay"]["place"] == "place"
    assert (found["others_in_household"], len(found["events"]), len(found["messages"]), len(found["links"])) == (1, 1, 1, 1)
    assert found["reports"] == [
        {"made": report.made.isoformat(timespec="seconds"), "kind": "call", "state": "open", "by": "third party",
         "said": {"seeks": one.pk, "words": "seen at the harbour"}},
    ]  # fmt: skip
    assert [(entry["page"], entry["by"]) for entry in found["looked"] if "page" in entry] == [
        ("person", "officer"),
        ("person.change", "head"),
    ]
    assert [(entry["by"], entry["reason"]) for entry in found["looked"] if "reason" in entry] == [
        ("officer", "was brought to our hospital")
    ]
    assert found["record"]["schedule"] == "DGP-2024-011"
    assert "Zorvexa" not in text
    assert other.pk not in text
    assert "@lyndon" not in text
    assert people["officer"].name not in text


@pytest.mark.parametrize("kind", ["access", "portability", "erasure", "objection"])
def test_nobody_is_answered_before_a_code_and_a_document(kind):
    household, (person,) = a_household()
    request, code = receive(person, kind, NOW)
    assert (request.due, request.state) == (dt.date(2026, 9, 1), "received")
    for attempt in ("", "000000", code[:-1]):
        assert not identify(request, attempt, document_seen=True)
    assert not identify(request, code.lower(), document_seen=False)
    with pytest.raises(WrongUse, match="establish who asks"):
        answer(request, NOW)
    assert Person.objects.filter(pk=person.pk).exists()
    assert "no_messages" not in vault().open(Household.objects.get(pk=household.pk), "contact")
    assert identify(request, code, document_seen=True)
    assert answer(request, NOW)


def test_ten_wrong_codes_close_a_request():
    _, (person,) = a_household()
    request, code = receive(person, "access", NOW)
    for _ in range(10):
        assert not identify(request, "000000", document_seen=True)

    with pytest.raises(NotAvailable, match="Ten wrong codes"):
        identify(RightsRequest.objects.get(pk=request.pk), code, document_seen=True)


def test_an_erasure_is_refused_where_a_hold_is_on_what_would_go_with_the_person(people):
    crisis, (_, (person,)) = a_crisis(), a_household()
    report = a_report(crisis)
    event = an_event(crisis, [person], kind="third_party")
    event.subject = report.pk
    event.about = vault().seal(event, "about", {"words": "seen"})
    event.save()
    second_hold(place_hold(report.pk, "a court", people["head"], NOW + dt.timedelta(days=9), NOW), people["protection"])
    assert answer(identified(person, "erasure"), NOW) == {"refused": GROUND}
    assert vault().open(Report.objects.get(), "about") == {"who": "report"}
    assert Person.objects.filter(pk=person.pk).exists()


def test_wrong_codes_that_are_tried_at_once_are_all_counted():
    _, (person,) = a_household()
    request, code = receive(person, "access", NOW)
    at_once = [RightsRequest.objects.get(pk=request.pk) for _ in range(11)]
    assert not any(identify(one, "000000", document_seen=True) for one in at_once[:10])
    assert RightsRequest.objects.get(pk=request.pk).wrong_codes == 10
    with pytest.raises(NotAvailable, match="Ten wrong codes"):
        identify(at_once[10], code, document_seen=True)


def test_an_erasure_destroys_the_person_and_the_household_with_the_last_one():
    household, (one, other) = a_household(people=2)
    assert answer(identified(one, "erasure"), NOW) == {"erased": True}
    assert list(Person.objects.values_list("pk", flat=True)) == [other.pk]
    assert answer(identified(other, "erasure"), NOW) == {"erased": True}

    assert not Household.objects.exists()
    requests = list(RightsRequest.objects.values_list("pk", flat=True))
    assert set(SubjectKey.objects.values_list("subject", flat=True)) == set(requests)
    with pytest.raises(WrongUse):
        answer(RightsRequest.objects.first(), NOW)
    gone, _ = a_household()
    request = identified(gone.people.get(), "access")
    gone.delete()
    with pytest.raises(NotAvailable, match="not there any more"):
        answer(request, NOW)
    assert household.pk


def test_an_erasure_is_refused_with_its_ground_while_a_hold_is_on_the_person(people):
    household, (person,) = a_household()
    second_hold(place_hold(household.pk, "a court", people["head"], NOW + dt.timedelta(days=9), NOW), people["protection"])
    request = identified(person, "erasure")

    assert answer(request, NOW) == {"refused": GROUND}
    assert request.state == "refused"
    assert vault().open(RightsRequest.objects.get(), "about") == {"ground": GROUND}
    assert Person.objects.exists()


def test_an_objection_ends_messages_and_takes_back_those_that_wait():
    household, (person,) = a_household()
    waiting, sent = a_message(household, None, state="queued"), a_message(household, None)
    answer(identified(person, "objection"), NOW)

    again = Household.objects.get(pk=household.pk)
    assert vault().open(again, "contact")["no_messages"] is True
    assert again.version == household.version + 1
    assert Message.objects.get(pk=waiting.pk).state == "expired"
    assert Message.objects.get(pk=sent.pk).state == "delivered"


def test_a_request_goes_a_year_after_its_answer_and_not_with_the_person():
    _, (person,) = a_household()
    request = identified(person, "erasure")
    answer(request, NOW)
    assert RightsRequest.objects.get().purge_at == dt.datetime(2027, 8, 2, tzinfo=dt.UTC)

    purge(dt.datetime(2027, 8, 1, 23, tzinfo=dt.UTC))
    assert RightsRequest.objects.exists()
    purge(dt.datetime(2027, 8, 2, tzinfo=dt.UTC))
    assert not RightsRequest.objects.exists()
    assert not SubjectKey.objects.filter(pk=request.pk).exists()


def test_a_right_that_is_none_is_refused():
    _, (person,) = a_household()
    with pytest.raises(WrongUse, match="must be one of"):
        receive(person, "rectify", NOW)
    assert not Report.objects.exists()
