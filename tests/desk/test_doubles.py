"""Two registrations that may be of one person are proposed; a person merges them, and can part them again."""

from __future__ import annotations

import json

import pytest
from desk_people import a_crisis, a_household
from sealed_made import NOW, a_link, a_reply, sealed

from legation.web.consular.intake import apply
from legation.web.consular.people import forget_people, known_people
from legation.web.consular.records.models import DifferentPeople, Event, Household, Person
from legation.web.consular.taking import doubles
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()


def named(given: str, family: str, birth: str, post: str = "lyndon") -> tuple[Household, Person]:
    household, (person,) = a_household(post)
    person.identity = vault().seal(person, "identity", {"given": given, "family": family, "birth": birth, "documents": []})
    person.version += 1
    person.save()
    return household, person


def pairs(client) -> list[set[str]]:
    found = json.loads(client.get("/posts/lyndon/doubles.json").content)
    return [{one["first"]["id"], one["second"]["id"]} for one in found["pairs"]]


def test_a_pair_is_merged_counts_once_and_is_parted(browser):
    officer = browser("officer")
    _, one = named("Mohammed", "Khalil", "1980-03-04")
    other_household, other = named("خليل", "محمد", "1980-03-04")
    named("Amina", "Diallo", "1999-01-01")
    assert pairs(officer) == [{one.pk, other.pk}]
    assert "Mohammed Khalil" in officer.get("/posts/lyndon/doubles").content.decode()

    assert officer.post("/posts/lyndon/doubles/same", {"stays": one.pk, "goes": other.pk}).status_code == 302
    assert len(known_people()) == 2
    assert pairs(officer) == []
    crisis = a_crisis()
    token = a_link(other_household, "t" * 22, crisis)
    apply([sealed(1, "reply", a_reply(token=token), token=token)], NOW)
    assert Event.objects.get().people == [one.pk]
    assert officer.post("/posts/lyndon/doubles/same", {"stays": one.pk, "goes": other.pk}).status_code >= 400
    assert officer.post("/posts/lyndon/doubles/part", {"person": other.pk}).status_code == 302
    assert len(known_people()) == 3
    assert vault().open(Person.objects.get(pk=other.pk), "identity")["given"] == "خليل"


def test_two_people_are_not_proposed_again(browser):
    officer = browser("officer")
    _, one = named("Mohammed", "Khalil", "1980-03-04")
    _, other = named("Mohamed", "Khalil", "1980-03-04")
    assert officer.post("/posts/lyndon/doubles/different", {"first": one.pk, "second": other.pk}).status_code == 302
    assert pairs(officer) == []
    one.delete()
    assert DifferentPeople.objects.count() == 0


def test_a_post_with_many_is_compared_in_a_thread(browser, monkeypatch):
    begun = []

    class Waiting:
        def __init__(self, target, args, kwargs, **named):
            self.run = lambda: target(*args, **kwargs)

        def start(self):
            begun.append(self)

    monkeypatch.setattr(doubles, "_MANY", 1)
    monkeypatch.setattr(doubles, "_COMPARISONS", doubles._Comparisons())
    monkeypatch.setattr(doubles.threading, "Thread", Waiting)
    monkeypatch.setattr(doubles.connections, "close_all", list)
    named("Mohammed", "Khalil", "1980-03-04")
    named("Mohamed", "Khalil", "1980-03-04")
    officer = browser("officer")
    assert json.loads(officer.get("/posts/lyndon/doubles.json").content)["is_comparing"] is True
    begun[0].run()
    assert len(pairs(officer)) == 1


@pytest.mark.parametrize("role", ["reception", "honorary", "crisis", "hotline", "warden", "protection", "administrator", "other-officer"])
def test_nobody_else_merges(browser, role):
    _, one = named("Mohammed", "Khalil", "1980-03-04")
    _, other = named("Mohamed", "Khalil", "1980-03-04")
    client = browser(role)
    assert client.get("/posts/lyndon/doubles").status_code in (403, 404)
    assert client.post("/posts/lyndon/doubles/same", {"stays": one.pk, "goes": other.pk}).status_code in (403, 404)
    if role == "other-officer":
        assert client.post("/posts/novara/doubles/same", {"stays": one.pk, "goes": other.pk}).status_code >= 400
    assert not Person.objects.exclude(same_as="").exists()
