"""What the unlocked desk knows in memory follows every change, and finds names in any script."""

from __future__ import annotations

import numpy as np
import pytest
from desk_people import a_household

from legation.consular.area import affected
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.people import forget_people, known_people, searched
from legation.web.consular.records.models import Person
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()
    yield
    forget_people()


def named(person: Person, given: str, family: str, **more: object) -> Person:
    person.identity = vault().seal(person, "identity", {"given": given, "family": family, "birth": "1980-01-31"} | more)
    person.version += 1
    person.save()
    return person


def test_everybody_is_known_with_place_and_days():
    household, people = a_household(people=2)
    known = known_people()

    assert sorted(known.ids) == sorted(one.pk for one in people)
    assert set(known.households) == {household.pk}
    assert known.longitude.tolist() == [1.0, 1.0]
    assert known.arrives.dtype == np.dtype("datetime64[D]")
    circle = {"type": "Circle", "coordinates": [1.0, 2.0], "radius_km": 5}
    found = affected(circle, "2026-08-01", "2026-08-02", known.longitude, known.latitude, known.arrives, known.leaves)
    assert found.inside.tolist() == [True, True]
    assert sorted(known.of_household(household.pk)) == sorted(known.ids)
    assert known_people() is known


def test_what_changes_is_known_at_once():
    _, (one,) = a_household()
    assert len(known_people()) == 1
    a_household(post="novara")
    assert known_people().at(["novara"]).sum() == 1
    named(one, "Amina", "Diallo")
    assert known_people().name(one.pk) == "Amina Diallo"
    one.delete()
    assert len(known_people()) == 1


def test_whose_key_is_destroyed_is_known_no_more():
    _, (one, other) = a_household(people=2)
    SubjectKey.objects.filter(pk=one.pk).delete()
    vault().forget()

    assert known_people().ids.tolist() == [other.pk]


def test_of_two_found_to_be_one_person_one_counts():
    _, (one, other) = a_household(people=2)
    Person.objects.filter(pk=other.pk).update(same_as=one.pk, version=2)
    known = known_people()

    assert known.ids.tolist() == [one.pk]
    assert known.position[other.pk] == known.position[one.pk]
    Person.objects.filter(pk=one.pk).delete()
    assert known_people().ids.tolist() == [other.pk]


def test_names_are_found_in_any_order_and_script():
    _, people = a_household(people=3)
    for person, names in zip(people, (("Ngọc-Anh", "LÊ"), ("Анна", "Каренина"), ("Thị", "Hoa")), strict=True):
        named(person, *names)
    known = known_people()

    assert known.find("le ngoc") == [people[0].pk]
    assert known.find("KARENIN") == [people[1].pk]
    assert known.find("nna") == []
    assert known.find("hoa", birth="1980") == [people[2].pk]
    assert known.find("hoa", birth="1981") == []
    assert known.find("hoa", among=np.zeros(3, bool)) == []
    assert known.find(" ") == []
    assert searched("O'Brien") == "obrien"
