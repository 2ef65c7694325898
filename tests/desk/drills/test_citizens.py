"""Citizens of a drill: the same for one seed, in several scripts, and of no real number or address."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter

import numpy as np
import pytest

from legation.consular.area import affected
from legation.consular.contact import email, phone
from legation.web.consular.drills.citizens import seeded
from legation.web.consular.drills.truth import truth
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Household
from legation.web.consular.vault import vault

TODAY = dt.date(2026, 12, 1)
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WHERE = {"longitude": -28.0, "latitude": 41.0, "radius_km": 60.0, "place": "Karse", "today": TODAY}


def test_one_seed_is_one_drill():
    assert seeded(3, 50, **WHERE) == seeded(3, 50, **WHERE)
    assert seeded(3, 50, **WHERE) != seeded(4, 50, **WHERE)


def test_every_number_and_address_is_reserved_for_fiction():
    households, made = seeded(1, 2_000, **WHERE)

    for one in households:
        assert all(number.startswith("+3363998") and phone(number) == number for number in one.contact["phones"])
        assert all(address.endswith("@example.org") and email(address) == address for address in one.contact["emails"])
    assert all(call.number.startswith("+1 202 555 01") for call in made.calls)
    addresses = [address for one in households for address in one.contact["phones"] + one.contact["emails"]]
    assert len(set(addresses)) == len(addresses)


def test_they_are_in_several_scripts_and_some_are_wrong_twice_or_spoofed():
    households, made = seeded(1, 2_000, **WHERE)
    letters = "".join(citizen.identity["given"][0] for one in households for citizen in one.people)
    scripts = {unicodedata.name(letter).split()[0] for letter in letters}
    answers = [(one, answer) for one in made.households.values() for answer in one.answers]

    assert {"LATIN", "ARABIC", "CYRILLIC", "CJK"} <= scripts
    assert sum(len(one.people) for one in households) == len(made.people) == 2_000
    assert any(answer.is_spoofed for _, answer in answers)
    assert any(answer.times == 2 for _, answer in answers)
    assert {answer.wave for _, answer in answers} == {1, 2}
    assert any(one.failing for one in made.households.values())
    assert Counter(about["status"] for about in made.people.values()).keys() == {"injured", "need_help", "want_out", "safe", "left"}
    assert made.calls


@pytest.mark.parametrize("place", [(-28.0, 41.0), (179.9, 0.0), (10.0, -79.0)])
def test_whom_it_hits_is_in_the_circle_and_others_are_not(place):
    households, made = seeded(2, 600, **{**WHERE, "longitude": place[0], "latitude": place[1]})
    rows = [(one.stay, made.people[one.people[0].id]["is_hit"]) for one in households]
    circle = {"type": "Circle", "coordinates": list(place), "radius_km": 60.0}
    columns = [[np.nan if stay[name] is None else stay[name] for stay, _ in rows] for name in ("lon", "lat")]
    days = [[stay[name] for stay, _ in rows] for name in ("arrives", "leaves")]
    found = affected(circle, TODAY, TODAY, *columns, *days)

    assert (found.inside | found.unplaced).tolist() == [is_hit for _, is_hit in rows]


def test_the_desk_knows_them_as_it_knows_people_who_registered(drill):
    known, made = known_people(), truth()

    assert len(known) == drill.people == len(made.people)
    assert set(known.position) == set(made.people)
    household = Household.objects.exclude(pk="").first()
    contact = vault().open(household, "contact")
    kind, value = ("phone", contact["phones"][0]) if contact["phones"] else ("email", contact["emails"][0])
    assert vault().find(kind, value) == [household.pk]
    assert not Household.objects.filter(purge_at=None).exists()
