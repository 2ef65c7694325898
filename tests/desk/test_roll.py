"""The roll call of the desk, what an officer sets, the manifest, and the situation report on a page and on paper."""

from __future__ import annotations

import datetime as dt

import pytest
from crisis_made import a_family, a_made_crisis
from django.utils import timezone

from legation.consular.roll_call import STATUSES
from legation.errors import NotAvailable
from legation.web.consular.crises.about import move_on
from legation.web.consular.crises.boarding import boarding_of, note_household
from legation.web.consular.crises.calls import call_of, in_triage_order
from legation.web.consular.crises.situation import change_of, situation_of
from legation.web.consular.crises.statuses import record_event, set_status
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Crisis, Event, Message, Person, Wave
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BOTH = ["lyndon", "novara"]


@pytest.fixture(autouse=True)
def _nobody_is_known() -> None:
    forget_people()


def reply(crisis, people, status, *, trusted=True, **named):
    return record_event(crisis, "reply", [one.pk for one in people], {"status": status, "words": "ok"}, trusted=trusted, **named)


def a_message(crisis, household, state, *, number=1):
    wave = Wave.objects.get_or_create(crisis=crisis, number=number, defaults={"text": "wave", "pressed": timezone.now()})[0]
    message = Message(wave=wave, household=household, channel="sms", lang="en", state=state)
    message.key = message.pk
    message.address = vault().seal(message, "address", {"to": "+33612345678", "token": "t"})
    message.save()
    return message


def test_messages_and_events_make_the_roll_call():
    first, (one, two) = a_family(people=2)
    second, (three,) = a_family()
    _, (four,) = a_family(nationalities=("BEL",))
    crisis = a_made_crisis()
    a_message(crisis, first, "delivered")
    a_message(crisis, second, "failed")
    reply(crisis, [one], "need_help")
    reply(crisis, [one], "safe")
    reply(crisis, [four], "safe", trusted=False)
    call = call_of(crisis, BOTH)

    assert call.result.status == {one.pk: "need_help", two.pk: "asked", three.pk: "unreachable", four.pk: "not_asked"}
    assert (call.result.to_confirm, call.result.reported) == ({one.pk}, {four.pk})
    assert call.result.households[first.pk] == "need_help"
    assert in_triage_order(call, [three.pk, two.pk, one.pk]) == [one.pk, three.pk, two.pk]
    assert call_of(crisis, BOTH) is call
    assert set(call_of(crisis, ["novara"]).people) == set()


def test_the_second_wave_that_arrives_makes_somebody_reached():
    household, (one,) = a_family()
    crisis = a_made_crisis()
    a_message(crisis, household, "failed")
    assert call_of(crisis, BOTH).result.status[one.pk] == "unreachable"
    a_message(crisis, household, "delivered", number=2)
    assert call_of(crisis, BOTH).result.status[one.pk] == "asked"


def test_who_is_outside_the_area_is_called_once_they_answer():
    _, (away,) = a_family(lon=40.0)
    crisis = a_made_crisis()
    assert call_of(crisis, BOTH).people == ()
    reply(crisis, [away], "safe")
    assert call_of(crisis, BOTH).result.status == {away.pk: "safe"}


def test_an_event_sent_again_counts_once_and_is_encrypted():
    _, people = a_family()
    crisis = a_made_crisis()
    assert reply(crisis, people, "injured", event="one")
    assert not reply(crisis, people, "safe", event="one")
    assert b"injured" not in bytes(Event.objects.get().about)
    assert call_of(crisis, BOTH).result.counts["injured"] == 1


def test_the_page_counts_every_status_and_lists_those_without_news(browser):
    _, (one, two) = a_family(people=2)
    a_family("novara")
    crisis = a_made_crisis()
    reply(crisis, [one], "safe")
    here = f"/posts/lyndon/crises/{crisis.pk}/roll"
    found = browser("head").get(f"{here}.json").json()
    assert [(one["count"]) for one in found["counts"]] == [0, 0, 0, 1, 0, 0, 0, 1]
    assert (found["people"], found["unaccounted"], [one["id"] for one in found["entries"]]) == (2, 1, [two.pk])
    assert browser("crisis").get(f"{here}.json").json()["people"] == 3
    assert browser("head").get(f"{here}?show=nonsense").status_code == 404
    page = browser("head").get(f"{here}?show=all").content.decode()
    assert "Person0" in page
    file = browser("head").get(f"{here}.pdf?show=without-news")
    assert file.content.startswith(b"%PDF-")
    assert browser("hotline").get(here).status_code == 403
    assert browser("reception").get(f"{here}.pdf").status_code == 403


def test_an_officer_sets_a_status_once_they_have_read_what_came(browser):
    _, (one,) = a_family(do_not_contact=["LBN"])
    crisis = a_made_crisis()
    here = f"/posts/lyndon/crises/{crisis.pk}/roll/{one.pk}"
    officer = browser("officer")
    page = officer.get(here).content.decode()
    assert "Lebanon" in page
    assert "LBN" not in page
    sent = {"version": str(Person.objects.get(pk=one.pk).version), "seen": "0", "status": "safe", "words": "seen by me"}
    reply(crisis, [one], "injured")
    assert officer.post(f"{here}/set", sent).status_code == 409 or call_of(crisis, BOTH).result.status[one.pk] == "injured"
    assert call_of(crisis, BOTH).result.status[one.pk] == "injured"

    sent["seen"] = "1"
    assert officer.post(f"{here}/set", sent).status_code == 302
    assert call_of(crisis, BOTH).result.status[one.pk] == "safe"
    assert officer.post(f"{here}/set", sent | {"status": "left", "seen": "2"}).status_code != 302
    assert browser("other-officer").post(f"/posts/novara/crises/{crisis.pk}/roll/{one.pk}/set", sent).status_code == 404
    assert officer.post(f"{here}/set", sent | {"status": "dead"}).status_code == 400


def test_of_a_closed_crisis_nothing_is_set(people):
    _, (one,) = a_family()
    crisis = a_made_crisis()
    for state in ("stood-down", "closed"):
        move_on(crisis, crisis.version, state)
    with pytest.raises(NotAvailable):
        set_status(crisis, one.pk, "safe", "", people["officer"], version=one.version, seen=0)


def test_households_go_aboard_in_their_order_and_are_not_split(browser, people):
    first, members = a_family(people=3)
    second, (two,) = a_family()
    _, (three,) = a_family()
    crisis = a_made_crisis()
    reply(crisis, members[:1], "want_out")
    reply(crisis, [two], "injured")
    reply(crisis, [three], "safe")
    boarding = boarding_of(crisis, call_of(crisis, BOTH), 3)
    assert list(boarding.result.passed_over) == [(second.pk, "not ready"), (first.pk, "not ready")]
    here = f"/posts/lyndon/crises/{crisis.pk}/manifest"
    for household in (first, second):
        sent = {"household": household.pk, "seats": "3", "ready": "on", "priority": "0", "seen": ""}
        assert browser("officer").post(f"{here}/note", sent)["Location"] == f"{here}?seats=3"
    boarding = boarding_of(crisis, call_of(crisis, BOTH), 3)
    assert (boarding.result.aboard, boarding.result.passed_over) == ((second.pk,), ((first.pk, "no seats"),))
    page = browser("officer").get(f"{here}?seats=4").content.decode()
    assert "4 of 4 seats are taken" in page
    assert browser("officer").get(f"{here}.pdf?seats=4").content.startswith(b"%PDF-")
    with pytest.raises(NotAvailable):
        note_household(crisis, first, ready=True, priority=1, seen_ready=False, by=people["head"])
    assert browser("officer").post(f"{here}/note", {"household": "nobody"}).status_code == 404


def test_the_situation_is_counts_with_what_changed_and_what_is_not_known():
    _, (one, two) = a_family(people=2)
    a_family(lon=None, lat=None)
    _, (partner,) = a_family(nationalities=("BEL",))
    crisis = a_made_crisis()
    now = timezone.now()
    Crisis.objects.filter(pk=crisis.pk).update(declared=now - dt.timedelta(hours=4))
    crisis.refresh_from_db()
    reply(crisis, [one], "safe", at=now - dt.timedelta(hours=3))
    reply(crisis, [two], "injured", at=now - dt.timedelta(minutes=5))
    found = situation_of(crisis, call_of(crisis, BOTH), now)

    assert (found.people, found.with_news, found.unaccounted, found.partners, found.without_place) == (3, 2, 1, 1, 1)
    assert (change_of(found, "injured"), change_of(found, "safe"), change_of(found, "not_asked")) == (1, 0, -1)
    assert (found.curve[0][1], found.curve[-1][1]) == (0, 2)
    assert found.expected is None
    assert partner.pk not in str(found)


def test_replies_are_expected_from_three_waves_of_the_past_and_from_no_fewer():
    household, (one, two) = a_family(people=2)
    now = timezone.now()

    def a_past_crisis():
        crisis = a_made_crisis()
        message = a_message(crisis, household, "delivered")
        Wave.objects.filter(crisis=crisis).update(pressed=now - dt.timedelta(hours=2))
        Message.objects.filter(pk=message.pk).update(changed=now - dt.timedelta(hours=2))
        reply(crisis, [one], "safe", at=now - dt.timedelta(hours=1))
        return crisis

    *_, last = (a_past_crisis() for _ in range(3))
    assert situation_of(last, call_of(last, BOTH), now).expected is None
    last = a_past_crisis()
    expected = situation_of(last, call_of(last, BOTH), now).expected
    assert expected is not None
    assert (expected.waves, 1 <= expected.low <= expected.median <= expected.high <= 2) == (3, True)
    assert two.pk not in str(expected)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_report_is_shown_and_printed_without_a_name(browser, settings, lang):
    _, (one, two) = a_family(people=2)
    crisis = a_made_crisis()
    Crisis.objects.filter(pk=crisis.pk).update(declared=timezone.now() - dt.timedelta(hours=3))
    reply(crisis, [one], "safe")
    head = browser("head")
    head.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    here = f"/posts/lyndon/crises/{crisis.pk}/report"
    page = head.get(here, headers={"Accept-Language": lang}).content.decode()
    assert "Person" not in page
    assert "<svg" in page
    assert head.get(f"{here}.pdf").content.startswith(b"%PDF-")
    settings.CONSULAR_DRILL = True
    assert "EXERCI" in head.get(f"{here}.pdf")["Content-Disposition"]
    assert two.pk not in page


def test_nationals_of_partners_are_listed_for_their_state_but_who_does_not_wish_it(browser):
    a_family(nationalities=("BEL",))
    a_family(nationalities=("BEL", "DEU"), do_not_contact=["BEL"])
    a_family(nationalities=("FRA", "BEL"))
    crisis = a_made_crisis()
    here = f"/posts/lyndon/crises/{crisis.pk}/partners"
    found = browser("officer").get(f"{here}.json").json()
    assert (found["total"], [(one["state"], one["count"]) for one in found["states"]]) == (2, [("Belgium", 2), ("Germany", 1)])
    assert browser("officer").get(f"{here}/BEL.pdf").content.startswith(b"%PDF-")
    assert browser("officer").get(f"{here}/FRA.pdf").status_code == 404
    assert browser("hotline").get(f"{here}/BEL.pdf").status_code == 403


def test_every_status_has_its_words():
    from legation.language import Message as Sentence

    for lang in ("en", "fr"):
        assert all(Sentence(f"desk-roll.status.{status}").in_language(lang) for status in STATUSES)
