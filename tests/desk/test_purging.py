"""Runs of retention: everything goes in its hour, in zones whose clocks change that night; holds; dry runs; a clock that jumps."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from desk_people import a_crisis, a_household, a_message, a_report, an_event, clean_journal

from legation.consular.retention import CLASSES, LINES
from legation.errors import WrongUse
from legation.web.consular import hourly, purging
from legation.web.consular.holds import on_hold, place_hold, second_hold
from legation.web.consular.hourly import last_fault, run_once
from legation.web.consular.house import HOUSE, Post, house_folder
from legation.web.consular.keystore.models import SubjectKey
from legation.web.consular.purging import due, purge
from legation.web.consular.records.models import (
    BlindIndex,
    BreakGlass,
    Crisis,
    Event,
    Hold,
    Household,
    LiveToken,
    Message,
    Person,
    Purge,
    PutAside,
    Report,
)
from legation.web.consular.retention import stored_until
from legation.web.consular.run_clock import FILE, last_run
from legation.web.consular.vault import vault
from legation.web.stores.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOUR = dt.timedelta(hours=1)
NIGHTS = {
    "America/Santiago": dt.date(2026, 9, 6),  # midnight does not exist
    "Africa/Cairo": dt.date(2026, 4, 24),
    "Asia/Beirut": dt.date(2026, 3, 29),
    "America/Havana": dt.date(2026, 11, 1),  # midnight comes twice
    "Europe/Paris": dt.date(2026, 10, 25),  # two o'clock comes twice
    "Asia/Kathmandu": dt.date(2026, 8, 1),  # a quarter of an hour off
}
FIRST_INSTANTS = {
    "America/Santiago": dt.datetime(2026, 9, 6, 4, tzinfo=dt.UTC),
    "Africa/Cairo": dt.datetime(2026, 4, 23, 22, tzinfo=dt.UTC),
    "Asia/Beirut": dt.datetime(2026, 3, 28, 22, tzinfo=dt.UTC),
    "America/Havana": dt.datetime(2026, 11, 1, 4, tzinfo=dt.UTC),
    "Europe/Paris": dt.datetime(2026, 10, 24, 22, tzinfo=dt.UTC),
    "Asia/Kathmandu": dt.datetime(2026, 7, 31, 18, 15, tzinfo=dt.UTC),
}
"""Reckoned by hand from the rules of these zones."""


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    HOUSE.post("lyndon")
    posts = tuple(Post(id=zone.rpartition("/")[2].lower(), zone=zone) for zone in NIGHTS)
    every = {name: {"schedule": "DGP-2024-011", "approved_by": "archives"} for name in CLASSES}
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, posts=(*posts, *HOUSE.posts), retention=every))
    clean_journal()
    yield
    clean_journal()


def before(night: dt.date, record_class: str) -> dt.date:
    """The day on which the clock of a class starts that ends in a night."""
    period = LINES[record_class].period
    if period.unit == "days":
        return night - dt.timedelta(days=period.count + 1)
    last = night - dt.timedelta(days=1)
    return last.replace(year=last.year - period.count)


@pytest.mark.parametrize("zone", NIGHTS)
def test_every_class_goes_in_its_hour_whatever_the_clocks_do_that_night(zone: str, people, monkeypatch) -> None:
    night, post = NIGHTS[zone], zone.rpartition("/")[2].lower()
    officer = people["officer"]
    first = sorted(HOUSE.posts, key=lambda one: one.id != post)  # what is of no post goes by the clocks of the first
    monkeypatch.setattr(HOUSE, "_house", dataclasses.replace(HOUSE._house, posts=tuple(first)))
    rows: dict[str, list[tuple[type, str]]] = {}
    for name in ("unconfirmed", "trip", "resident"):
        household, people = a_household(post, record_class=name, start=before(night, name))
        rows[name] = [(Household, household.pk), (Person, people[0].pk), (SubjectKey, people[0].pk), (SubjectKey, household.pk)]
    late = dt.datetime.combine(before(night, "audit"), dt.time(22, 30), ZoneInfo(zone))
    look = BreakGlass.objects.create(subject="c" * 32, post=post, account=officer, reason=b"", until=late)
    BreakGlass.objects.filter(pk=look.pk).update(made=late)
    hold = Hold.objects.create(subject="c" * 32, reason=b"", expires=late)
    entry, next_day = (Entry.objects.create(kind="seen", route="person", time=at) for at in (late, late + 2 * HOUR))
    rows["audit"] = [(BreakGlass, look.pk), (Hold, hold.pk), (Entry, entry.pk)]
    stays, people = a_household(post, start=night + dt.timedelta(days=400))
    for name in (
        "case",
        "case-grave",
        "appointment",
        "request",
    ):  # tables of their own come later: whatever has a class and an instant goes
        report = a_report(None, purge_at=stored_until(name, before(night, name), post))
        Report.objects.filter(pk=report.pk).update(record_class=name)
        rows[name] = [(Report, report.pk), (SubjectKey, report.pk)]
    noon = dt.datetime.combine(before(night, "reply"), dt.time(12), ZoneInfo(zone))
    crisis = a_crisis(post, closed=noon)
    event, report, message = an_event(crisis, people), a_report(crisis), a_message(stays, crisis)
    outside = a_message(stays, None)
    Message.objects.filter(pk=outside.pk).update(changed=noon)
    rows["reply"] = [(Crisis, crisis.pk), (Event, event.pk), (SubjectKey, event.pk), (SubjectKey, crisis.pk)]
    rows["report"] = [(Report, report.pk), (SubjectKey, report.pk)]
    rows["message"] = [(Message, message.pk), (Message, outside.pk)]
    drill = house_folder() / "drills" / "made-up"
    drill.mkdir(parents=True, exist_ok=True)
    closed = dt.datetime.combine(before(night, "drill"), dt.time(12), ZoneInfo(HOUSE.posts[0].zone))
    (drill / "drill.toml").write_text(f"closed = {closed.isoformat()}", "utf-8")

    tick = (FIRST_INSTANTS[zone] - 5 * HOUR).replace(minute=0)
    went: dict[tuple[type, str], dt.datetime] = {}
    while tick <= FIRST_INSTANTS[zone] + 2 * HOUR:
        purge(tick, is_confirmed=True)
        for model, pk in {place for places in rows.values() for place in places} - went.keys():
            if not model.objects.filter(pk=pk).exists():
                went[model, pk] = tick
        tick += HOUR

    for name, places in rows.items():
        for place in places:
            assert FIRST_INSTANTS[zone] <= went[place] < FIRST_INSTANTS[zone] + HOUR, (name, place)
    assert {one.record_class for one in Purge.objects.all()} >= rows.keys()
    assert Household.objects.filter(pk=stays.pk).exists()
    assert Entry.objects.filter(pk=next_day.pk).exists()
    assert not drill.exists()


def test_a_list_has_classes_dates_and_counts_and_no_name() -> None:
    a_household(people=2, start=dt.date(2026, 8, 6))
    a_household(people=1, start=dt.date(2026, 8, 9))
    now = stored_until("trip", dt.date(2026, 8, 9), "lyndon")
    assert [(one.record_class, one.count) for one in due(now)] == [("trip", 3)]
    assert Person.objects.count() == 3
    (made,) = [one for one in purge(now) if one.count]

    assert (made.record_class, made.first, made.last, made.count, made.on_hold) == ("trip", dt.date(2026, 9, 6), dt.date(2026, 9, 9), 3, 0)
    listed = Purge.objects.get()
    assert (listed.at, listed.record_class, listed.first, listed.last, listed.count) == (now, "trip", made.first, made.last, 3)
    assert (Person.objects.count(), BlindIndex.objects.count(), SubjectKey.objects.count()) == (0, 0, 0)
    assert Entry.objects.filter(route="retention.purge").count() == 1
    assert [one for one in purge(now + HOUR) if one.count] == []


def test_a_household_stays_while_one_of_its_people_does() -> None:
    household, (one, other) = a_household(people=2)
    Person.objects.filter(pk=other.pk).update(purge_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    purge(household.purge_at)
    assert list(Person.objects.values_list("pk", flat=True)) == [other.pk]
    assert Household.objects.count() == 1

    purge(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), is_confirmed=True)
    assert (Person.objects.count(), Household.objects.count(), SubjectKey.objects.count()) == (0, 0, 0)
    assert one.pk


def test_a_hold_of_two_persons_is_passed_over_and_said_and_taken_at_the_first_run_after(people) -> None:
    household, (person,) = a_household()
    _, (other,) = a_household()
    now = household.purge_at
    end = now + dt.timedelta(days=20)
    hold = place_hold(person.pk, "a court asked for it", people["head"], end, now)
    assert on_hold(now) == frozenset()
    with pytest.raises(WrongUse, match="other than the one"):
        second_hold(hold, people["head"])
    second_hold(hold, people["protection"])
    with pytest.raises(WrongUse, match="already"):
        second_hold(hold, people["officer"])
    assert on_hold(now) == {household.pk, person.pk}
    (listed,) = due(now)
    assert (listed.count, listed.on_hold) == (1, 2)
    purge(now)

    assert list(Person.objects.values_list("pk", flat=True)) == [person.pk]
    assert vault().open(person, "identity")["given"] == "given"
    assert vault().open(Hold.objects.get(), "reason") == "a court asked for it"
    purge(end - HOUR)
    assert Person.objects.exists()
    purge(end)
    assert not Person.objects.exists()
    assert not SubjectKey.objects.filter(pk__in=[person.pk, other.pk, household.pk]).exists()


def test_a_hold_that_is_agreed_while_it_is_reckoned_who_goes_is_passed_over_too(people, monkeypatch) -> None:
    household, (person,) = a_household()
    _, (other,) = a_household()
    now = household.purge_at
    hold = place_hold(person.pk, "a court asked for it", people["head"], now + dt.timedelta(days=20), now)
    due_rows = purging._due_rows

    def meanwhile(at):
        if Hold.objects.filter(agreed=None).exists():
            second_hold(hold, people["protection"])
        return due_rows(at)

    monkeypatch.setattr(purging, "_due_rows", meanwhile)
    assert [(one.count, one.on_hold) for one in purge(now)] == [(1, 2)]
    assert list(Person.objects.values_list("pk", flat=True)) == [person.pk]
    assert vault().open(person, "identity")["given"] == "given"
    assert not SubjectKey.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize(("reason", "days"), [("", 10), ("  ", 10), ("a court", 0), ("a court", -1), ("a court", 367)])
def test_a_hold_has_a_reason_and_ends_within_a_year(people, reason: str, days: int) -> None:
    _, (person,) = a_household()
    now = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)

    with pytest.raises(WrongUse):
        place_hold(person.pk, reason, people["head"], now + dt.timedelta(days=days), now)


def test_in_a_crisis_that_is_over_a_hold_spares_its_subject_alone(people) -> None:
    closed = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
    crisis = a_crisis(closed=closed)
    household, one = a_household(start=dt.date(2027, 8, 1))
    _, other = a_household(start=dt.date(2027, 8, 1))
    spared, gone = an_event(crisis, one), an_event(crisis, other)
    report = a_report(crisis)
    now = closed + dt.timedelta(days=100)
    second_hold(place_hold(one[0].pk, "a court", people["head"], now + dt.timedelta(days=9), now), people["protection"])
    purge(now)

    assert list(Event.objects.values_list("pk", flat=True)) == [spared.pk]
    assert not Report.objects.filter(pk=report.pk).exists()
    assert vault().open(Crisis.objects.get(), "about") == {"name_en": "crisis"}
    purge(now + dt.timedelta(days=9))
    assert not Crisis.objects.exists()
    assert not Event.objects.exists()
    assert gone.pk
    assert household.pk


def test_a_clock_that_jumps_destroys_nothing_until_somebody_has_looked() -> None:
    household, _ = a_household()
    purge(household.purge_at - dt.timedelta(days=40))
    later = household.purge_at

    with pytest.raises(WrongUse, match="Compare the clock"):
        purge(later)
    assert not run_once(later)
    assert "Compare the clock" in str(last_fault())
    with pytest.raises(WrongUse):
        purge(household.purge_at - dt.timedelta(days=50))
    assert Household.objects.exists()
    purge(later, is_confirmed=True)
    assert not Household.objects.exists()
    assert run_once(later + HOUR)
    assert last_fault() is None
    assert last_run(house_folder()) == later + HOUR
    (house_folder() / FILE).write_text("nothing readable", "utf-8")
    assert last_run(house_folder()) is None


def test_links_that_have_ended_go_with_each_run_and_looks_after_a_year(people) -> None:
    now = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
    for name, days in (("a", -1), ("b", 1)):
        LiveToken.objects.create(digest=name * 64, kind="change", subject="c" * 32, expires=now + dt.timedelta(days=days))
    look = BreakGlass.objects.create(subject="c" * 32, post="lyndon", account=people["officer"], reason=b"", until=now)
    BreakGlass.objects.filter(pk=look.pk).update(made=now - dt.timedelta(days=364))
    purge(now)

    assert list(LiveToken.objects.values_list("digest", flat=True)) == ["b" * 64]
    assert BreakGlass.objects.exists()
    purge(now + dt.timedelta(days=2))
    assert not BreakGlass.objects.exists()


def test_a_submission_that_could_not_be_opened_goes_after_its_days() -> None:
    now = dt.datetime(2026, 8, 1, tzinfo=dt.UTC)
    for number, days in ((1, 0), (2, 1)):
        PutAside.objects.create(number=number, kind="reply", at=now, key_version=1, sealed=b"x", purge_at=now + dt.timedelta(days=days))
    purge(now)

    assert list(PutAside.objects.values_list("number", flat=True)) == [2]
    assert [(one.record_class, one.count) for one in Purge.objects.all()] == [("unconfirmed", 1)]


def test_the_desk_makes_a_run_of_each_hour_once(monkeypatch) -> None:
    runs: list[dt.datetime] = []
    monkeypatch.setattr(hourly, "run_once", lambda now: not runs.append(now))
    monkeypatch.setattr(hourly, "_HOURS", [])
    hourly.hourly()
    hourly.hourly()

    assert 1 <= len(runs) <= 2
    assert len({one.hour for one in runs}) == len(runs)
