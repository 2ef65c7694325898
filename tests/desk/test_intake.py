"""What the front sealed is applied once, in any order of its bundles; what cannot be read stops nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from desk_people import a_crisis, a_household, a_message, clean_journal
from sealed_made import NOW, a_link, a_registration, a_reply, sealed

from legation.web.consular import intake
from legation.web.consular.by_itself import BY_ITSELF
from legation.web.consular.house import HOUSE
from legation.web.consular.intake import apply, apply_again
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.records.models import BlindIndex, Event, Household, LiveToken, Person, PutAside, Received
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=False)
HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clean():
    yield
    clean_journal()


def test_a_registration_becomes_a_household_that_nobody_has_confirmed():
    assert dict(apply([sealed(1, "registration", a_registration())], NOW)) == {"registered": 1}
    (household,) = Household.objects.all()
    people = list(Person.objects.order_by("made"))

    assert (household.state, household.record_class, household.post) == ("unconfirmed", "unconfirmed", "lyndon")
    assert household.purge_at == dt.datetime(2026, 8, 10, tzinfo=dt.UTC)
    contact = vault().open(household, "contact")
    assert (contact["phones"], contact["languages"], contact["do_not_contact"]) == (["+33612345678"], ["fr"], ["CHL"])
    assert {vault().open(one, "identity")["given"] for one in people} == {"Amina", "Bruno"}
    assert vault().open(people[0], "stay")["lat"] == -33.0
    assert vault().find("phone", "+33612345678") == [household.pk]
    assert vault().find("email", "amina@example.org") == [household.pk]


def test_each_number_is_applied_once():
    one = sealed(1, "registration", a_registration())
    apply([one], NOW)
    assert dict(apply([one, sealed(2, "registration", a_registration())], NOW)) == {"before": 1, "registered": 1}
    assert Household.objects.count() == 2
    assert apply([one], NOW, epoch=2)["registered"] == 1


def test_what_cannot_be_opened_or_read_is_put_aside_and_stops_nothing():
    good = sealed(9, "registration", a_registration())
    other_kind = dataclasses.replace(sealed(1, "registration", a_registration()), kind="reply")
    bad = [
        other_kind,
        dataclasses.replace(sealed(2, "reply", a_reply()), sealed=b"\x00" * 40),
        sealed(3, "registration", b"\xff\xfe"),
        sealed(4, "registration", [1]),
        sealed(5, "registration", a_registration(people=[])),
        sealed(6, "registration", a_registration(people=[{"given": "a\u202eb", "family": "", "birth": "", "nationalities": []}])),
        sealed(7, "registration", a_registration(stay={"country": "CHL", "place": None, "arrives": "2026-08-10", "leaves": "2026-08-01"})),
        sealed(8, "reply", a_reply(status="fine")),
        sealed(10, "registration", b"[" * 100_000),
        sealed(11, "registration", a_registration(form=2)),
    ]
    outcomes = apply([*bad, good], NOW)

    assert (outcomes["registered"], outcomes["aside"]) == (1, 10)
    assert PutAside.objects.count() == 10
    assert set(PutAside.objects.values_list("reason", flat=True)) == {"sealed", "form"}
    assert Received.objects.filter(outcome="aside").count() == 10


def test_one_whose_writing_fails_is_put_aside_alone(monkeypatch):
    real = intake.store

    def failing(box, households, now):
        if any(member.given == "Boom" for one in households for member in one.members):
            raise RuntimeError("a fault")
        real(box, households, now)

    monkeypatch.setattr(intake, "store", failing)
    boom = a_registration(people=[{"given": "Boom", "family": "", "birth": "", "nationalities": []}])
    outcomes = apply([sealed(1, "registration", a_registration()), sealed(2, "registration", boom)], NOW)

    assert (outcomes["registered"], outcomes["aside"]) == (1, 1)
    assert PutAside.objects.get().reason == "fault"


def test_a_link_confirms_changes_and_withdraws():
    apply([sealed(1, "registration", a_registration())], NOW)
    household = Household.objects.get()
    token = a_link(household, "t" * 22, kind="registration")
    content = {"form": 1, "language": "fr", "at": NOW.isoformat(), "token": token}

    assert apply([sealed(2, "change", content | {"changed": {}}, token=token)], NOW)["confirmed"] == 1
    household.refresh_from_db()
    assert (household.state, household.record_class) == ("confirmed", "trip")
    assert household.purge_at == dt.datetime(2026, 9, 10, tzinfo=dt.UTC)
    changed = content | {"changed": {"leaves": "2026-08-20", "phone": "+33699999999", "words": "a child was born"}}
    assert apply([sealed(3, "change", changed, token=token)], NOW)["changed"] == 1
    household.refresh_from_db()
    assert household.purge_at == dt.datetime(2026, 9, 20, tzinfo=dt.UTC)
    assert vault().find("phone", "+33612345678") == []
    assert "a child was born" in vault().open(household, "contact")["notes"]
    wrong = content | {"changed": {"leaves": "2026-01-01"}}
    assert apply([sealed(4, "change", wrong, token=token)], NOW)["noted"] == 1
    assert vault().open(household.people.first(), "stay")["leaves"] == "2026-08-20"
    assert apply([sealed(5, "withdrawal", content, token=token)], NOW)["withdrawn"] == 1
    assert (Household.objects.count(), Person.objects.count(), BlindIndex.objects.count(), LiveToken.objects.count()) == (0, 0, 0, 0)
    assert SubjectKey.objects.count() == 0


def test_a_digest_without_its_token_speaks_for_nobody():
    household, _ = a_household()
    crisis = a_crisis()
    token = a_link(household, "t" * 22, crisis)
    stolen = dataclasses.replace(sealed(1, "reply", a_reply(token="guess"), token=token))

    assert apply([stolen], NOW)["unknown-link"] == 1
    assert apply([sealed(2, "withdrawal", {"form": 1, "token": token}, token=token)], NOW)["unknown-link"] == 1
    assert Event.objects.count() == 0


def test_an_answer_by_link_is_trusted_and_by_code_is_reported():
    household, people = a_household(people=2)
    crisis = a_crisis()
    token = a_link(household, "t" * 22, crisis)
    message = a_message(household, crisis)
    type(message).objects.filter(pk=message.pk).update(code="XYQKP8")
    apply([sealed(1, "reply", a_reply(token=token), token=token), sealed(2, "code", a_reply("injured", code="XYQKP8"))], NOW)

    by_link, by_code = Event.objects.order_by("channel").reverse()
    assert (by_link.trusted, by_code.trusted) == (True, False)
    assert sorted(by_link.people) == sorted(one.pk for one in people)
    assert vault().open(by_link, "about")["status"] == "safe"
    assert "token" not in vault().open(by_link, "about")
    assert apply([sealed(3, "code", a_reply(code="000000"))], NOW)["unknown-code"] == 1
    assert apply([sealed(4, "reply", a_reply(token=token), token=token, at=NOW + dt.timedelta(days=40))], NOW + dt.timedelta(days=41))[
        "reported"
    ]


def test_nobody_is_taken_for_safe_on_a_guess():
    household, people = a_household(people=2)
    crisis = a_crisis()
    for person, given in zip(people, ("Amina", "Bruno"), strict=True):
        person.identity = vault().seal(person, "identity", {"given": given, "family": "Diallo"})
        person.save()
    token = a_link(household, "t" * 22, crisis)
    replies = [a_reply(covers="some", words="bruno is here", token=token), a_reply(covers="me", token=token)]
    apply([sealed(number, "reply", one, token=token) for number, one in enumerate(replies, 1)], NOW)

    named, vague = sorted(Event.objects.all(), key=lambda one: len(one.people))
    assert (named.people, named.trusted) == ([people[1].pk], True)
    assert (len(vague.people), vague.trusted) == (2, False)


def test_a_registration_link_answers_open_crises_of_the_post():
    household, _ = a_household()
    token = a_link(household, "t" * 22, kind="registration")
    assert apply([sealed(1, "reply", a_reply(token=token), token=token)], NOW)["no-crisis"] == 1
    a_crisis()
    a_crisis("novara")
    assert apply([sealed(2, "reply", a_reply(token=token), token=token)], NOW)["answered"] == 1
    assert Event.objects.count() == 1


def test_a_thousand_answers_are_applied_in_seconds():
    household, _ = a_household()
    crisis = a_crisis()
    token = a_link(household, "t" * 22, crisis)
    came = [sealed(number, "reply", a_reply(token=token), token=token) for number in range(1, 1001)]
    begun = time.process_time()
    assert apply(came, NOW)["answered"] == 1000
    assert time.process_time() - begun < 6


@pytest.fixture
def without_key(monkeypatch):
    """What takes the sealing keys away from the open keyring, and gives them back."""
    box, ring = vault(), vault().keyring

    def keyring(*, is_there: bool) -> None:
        monkeypatch.setattr(box, "_keyring", ring if is_there else dataclasses.replace(ring, sealing={9: bytes(range(32))}))

    yield keyring
    monkeypatch.setattr(box, "_keyring", ring)


def test_what_was_put_aside_is_applied_once_its_key_is_there(without_key):
    crisis, (household, (person,)) = a_crisis(), a_household()
    a_link(household, "T" * 22, crisis)
    came = [
        sealed(1, "registration", a_registration()),
        sealed(2, "reply", a_reply(token="T" * 22), token="T" * 22),
        sealed(3, "registration", [1]),
    ]
    without_key(is_there=False)
    assert apply(came, NOW) == {"aside": 3}
    assert apply_again(NOW + HOUR) == {}
    assert (PutAside.objects.count(), SubjectKey.objects.count()) == (3, 3)
    without_key(is_there=True)
    assert apply_again(NOW + HOUR) == {"registered": 1, "answered": 1}
    assert Event.objects.get().at == NOW
    assert Event.objects.get().people == [person.pk]
    assert dict(Received.objects.values_list("number", "outcome")) == {
        10**12 + 1: "registered",
        10**12 + 2: "answered",
        10**12 + 3: "aside",
    }
    assert apply(came, NOW + HOUR) == {"before": 3}
    assert apply_again(NOW + HOUR) == {}
    assert (PutAside.objects.count(), Household.objects.count()) == (1, 2)


def test_what_was_put_aside_is_applied_once_the_house_has_a_line_for_it(monkeypatch):
    assert HOUSE.posts
    with monkeypatch.context() as without:
        without.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, retention={}))
        assert apply([sealed(1, "registration", a_registration())], NOW)["aside"] == 1
        assert apply_again(NOW) == {}
        assert (PutAside.objects.get().reason, SubjectKey.objects.count()) == ("fault", 0)
    assert apply_again(NOW) == {"registered": 1}
    assert apply_again(NOW) == {}


def test_what_another_process_has_applied_meanwhile_is_not_applied_again(without_key, monkeypatch):
    came = [sealed(number, "registration", a_registration()) for number in (1, 2)]
    without_key(is_there=False)
    assert apply(came, NOW) == {"aside": 2}
    without_key(is_there=True)
    write_again, others = intake._Batch.write_again, []

    def with_another_process(batch, row):
        write_again(batch, row)
        if not others:
            others.append("begun")
            others.append(apply_again(NOW))

    monkeypatch.setattr(intake._Batch, "write_again", with_another_process)
    assert apply_again(NOW) == {"registered": 1}
    assert others == ["begun", {"registered": 1}]
    assert (PutAside.objects.count(), Household.objects.count()) == (0, 2)


def test_a_change_that_comes_late_overwrites_nothing_that_was_changed_since(without_key):
    household, _ = a_household(start=dt.date(2027, 8, 6))
    a_link(household, "T" * 22, kind="registration")
    Household.objects.update(changed=NOW - HOUR)
    old, new = ({"form": 1, "language": "fr", "token": "T" * 22, "changed": {"phone": phone}} for phone in ("+33612345670", "+33612345671"))
    first = sealed(1, "change", old, token="T" * 22)
    without_key(is_there=False)
    assert apply([first], NOW)["aside"] == 1
    without_key(is_there=True)
    apply([sealed(2, "change", new, token="T" * 22, at=NOW + HOUR)], NOW + HOUR)
    assert apply_again(NOW + 2 * HOUR) == {"changed": 1}
    contact = vault().open(Household.objects.get(), "contact")
    assert contact["phones"] == ["+33612345671"]
    assert "[+33612345670]" in contact["notes"]


def test_the_desk_tries_again_each_hour_and_when_the_keyring_changes(without_key, monkeypatch):
    tried: list[dt.datetime] = []
    monkeypatch.setattr(intake, "_TRIED", [])
    monkeypatch.setattr(intake, "apply_again", tried.append)
    for _ in range(3):
        intake.try_again()
    assert len(tried) in (1, 2)  # an hour may begin meanwhile
    before = len(tried)
    without_key(is_there=False)
    intake.try_again()
    assert len(tried) > before
    assert (intake.EVERY, intake.try_again) in BY_ITSELF
