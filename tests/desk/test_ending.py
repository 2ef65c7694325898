"""A registration is asked about once, 30 days before its last day, and has ended the day after it; who is at stake is told by dates."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from crisis_made import a_family, a_made_crisis, all_approved
from desk_people import a_household
from sealed_made import a_link, sealed

from legation.web.consular import run_clock
from legation.web.consular.by_itself import BY_ITSELF
from legation.web.consular.crises import sending
from legation.web.consular.crises.calls import call_of
from legation.web.consular.house import HOUSE, Post
from legation.web.consular.intake import apply
from legation.web.consular.people import known_people
from legation.web.consular.records.models import Household, LiveToken, Message, Person
from legation.web.consular.retention import house_lines, last_day, stored_until
from legation.web.consular.taking import ending
from legation.web.consular.taking.ending import let_end, state_at
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LAST = dt.date(2026, 12, 20)
ASKED = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def household() -> Household:
    made, people = a_household(start=LAST)
    for person in people:
        person.stay = vault().seal(person, "stay", vault().open(person, "stay") | {"leaves": LAST.isoformat()})
        person.save()
    Household.objects.update(made=dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    return Household.objects.get(pk=made.pk)


def states() -> set[str]:
    return {*Household.objects.values_list("state", flat=True), *Person.objects.values_list("state", flat=True)}


def test_a_registration_is_asked_once_thirty_days_before_and_ends_the_day_after(household, letters):
    all_approved()
    known_people()
    assert (let_end(ASKED - SECOND), states()) == ((0, 0), {"confirmed"})
    assert (let_end(ASKED), states()) == ((1, 1), {"expiring"})
    assert set(known_people().states) == {"expiring"}
    assert (let_end(ASKED + SECOND), let_end(ASKED + dt.timedelta(days=20))) == ((0, 0), (0, 0))
    sending.send_waves()
    (letter,) = letters.read()
    assert letter["Subject"] == "A question about your dates"
    over = dt.datetime(2026, 12, 21, tzinfo=dt.UTC)
    assert (let_end(over - SECOND), states()) == ((0, 0), {"expiring"})
    assert (let_end(over), states()) == ((1, 0), {"ended"})
    assert household.purge_at == Household.objects.get().purge_at == dt.datetime(2027, 1, 20, tzinfo=dt.UTC)
    assert LiveToken.objects.get().expires == household.purge_at


@pytest.mark.parametrize(("longer", "state"), [("2027-11-30", "confirmed"), ("2026-12-22", "expiring")])
def test_new_dates_by_the_link_bring_it_back_and_nobody_is_asked_again_at_once(household, letters, longer, state):
    all_approved()
    a_link(household, "T" * 22, kind="registration", days=400)
    now = dt.datetime(2026, 12, 21, tzinfo=dt.UTC)
    let_end(ASKED)
    let_end(now)
    assert states() == {"ended"}
    content = {"form": 1, "language": "fr", "token": "T" * 22, "changed": {"leaves": longer}}
    assert apply([sealed(2, "change", content, token="T" * 22, at=now)], now)["changed"] == 1
    assert states() == {state}
    assert let_end(now) == (0, 0)
    assert Message.objects.count() == 1
    assert let_end(dt.datetime(2027, 11, 1, tzinfo=dt.UTC)) == ((1, 1) if state == "confirmed" else (1, 0))


@pytest.mark.parametrize(("days", "state"), [(-40, "confirmed"), (0, "expiring")])
def test_what_a_clock_ahead_has_ended_comes_back_with_the_right_time(household, days, state):
    assert (let_end(ASKED + dt.timedelta(days=400)), states()) == ((1, 0), {"ended"})
    assert (let_end(ASKED + dt.timedelta(days=days)), states()) == ((1, 0), {state})


def test_a_clock_that_jumped_since_retention_last_ran_asks_nobody(household, letters, monkeypatch):
    all_approved()
    runs = iter((ASKED - dt.timedelta(days=40), ASKED - dt.timedelta(days=20)))
    monkeypatch.setattr(run_clock, "last_run", lambda _house: next(runs))
    assert (let_end(ASKED), states()) == ((0, 0), {"confirmed"})
    assert (let_end(ASKED), states()) == ((1, 1), {"expiring"})


def test_who_registers_for_less_than_a_month_is_not_asked(household, letters):
    all_approved()
    Household.objects.update(made=ASKED)
    assert (let_end(ASKED + SECOND), states()) == ((0, 0), {"confirmed"})
    assert (let_end(ASKED + dt.timedelta(days=31)), states()) == ((1, 0), {"ended"})


def test_in_a_drill_and_without_an_approved_text_nobody_is_asked(household, letters, settings, monkeypatch):
    assert let_end(ASKED) == (1, 0)
    all_approved()
    monkeypatch.setattr(ending, "_PASSED", ending.Passed())
    settings.CONSULAR_DRILL = True
    assert let_end(ASKED) == (0, 0)
    settings.CONSULAR_DRILL = False
    assert let_end(ASKED) == (0, 1)


def test_who_has_not_confirmed_or_has_no_date_is_left_alone():
    a_household(start=None)
    Household.objects.all().update(purge_at=None)
    household, _ = a_household(record_class="unconfirmed", start=LAST)
    Household.objects.filter(pk=household.pk).update(state="unconfirmed")
    assert let_end(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)) == (0, 0)


def test_whose_registration_ended_while_a_crisis_lasts_is_still_called_and_who_withdrew_is_not():
    _, (one,) = a_family()
    other, (gone,) = a_family()
    Household.objects.update(state="ended")
    Person.objects.update(state="ended", version=9)
    Person.objects.filter(pk=gone.pk).update(state="withdrawn", version=10)
    assert call_of(a_made_crisis(), ["lyndon"]).people == (one.pk,)
    assert other.pk


@pytest.mark.parametrize("period", ["30 days", "1 months", "6 months", "2 years"])
@pytest.mark.parametrize("zone", ["America/Santiago", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Europe/Paris"])
def test_the_last_day_is_that_of_the_clock_whatever_the_period_and_zone(monkeypatch, period, zone):
    assert HOUSE.posts
    line = {"schedule": "DGP-2024-011", "approved_by": "archives", "period": period}
    house = dataclasses.replace(HOUSE._house, posts=(*HOUSE.posts, Post(id="there", zone=zone)), retention={"trip": line})
    monkeypatch.setattr(HOUSE, "_house", house)
    assert str(house_lines()["trip"].period.count) in period
    for number in range(0, 400, 7):
        day = dt.date(2026, 1, 30) + dt.timedelta(days=number)
        until = stored_until("trip", day, "there")
        found = last_day("trip", until, "there")
        assert found >= day
        assert stored_until("trip", found, "there") == until
        made = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
        assert state_at("trip", until, "there", made, until) == "ended"


def test_the_desk_does_it_by_itself():
    assert let_end in [work for _, work in BY_ITSELF]
