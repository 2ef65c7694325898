"""What goes with a subject, and what stays where a hold is on one."""

from __future__ import annotations

import datetime as dt

import pytest
from desk_people import a_crisis, a_household, a_message, a_report, an_event

from legation.web.consular.links import doomed, link_fields, tables
from legation.web.consular.records.models import BlindIndex, Crisis, Event, Hold, Household, LiveToken, Message, Person, Report, Text, Wave

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def named(rows):
    return {model.__name__: len(pks) for model, pks in rows.items()}


def test_tables_that_point_come_before_what_they_point_to():
    order = list(tables())

    assert order.index(Message) < order.index(Wave) < order.index(Crisis)
    assert order.index(Person) < order.index(Household)
    assert link_fields(Message) == ("wave_id", "household_id")
    assert link_fields(Text) == ()


def test_a_household_goes_with_its_people_indexes_links_and_messages_and_nobody_else():
    crisis = a_crisis()
    household, people = a_household(people=2)
    other, _ = a_household()
    a_message(household, crisis)
    a_message(other, crisis)
    an_event(crisis, people)
    LiveToken.objects.create(digest="a" * 64, kind="change", subject=people[0].pk, expires=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    Hold.objects.create(subject=household.pk, reason=b"x", expires=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))

    assert named(doomed([household.pk])) == {
        "Household": 1, "Person": 2, "Message": 1, "BlindIndex": 4, "LiveToken": 1, "Hold": 1, "Event": 1,
    }  # fmt: skip


def test_an_event_stays_while_one_of_its_people_does():
    crisis = a_crisis()
    _, (one, other) = a_household(people=2)
    an_event(crisis, [one, other])

    assert Event not in doomed([one.pk])
    assert Event in doomed([one.pk, other.pk])


def test_a_crisis_goes_with_everything_in_it_but_not_the_people():
    crisis = a_crisis()
    household, people = a_household()
    an_event(crisis, people)
    a_report(crisis)
    a_message(household, crisis)

    assert named(doomed([crisis.pk])) == {"Crisis": 1, "Event": 1, "Report": 1, "Message": 1, "Wave": 1}


def test_what_a_hold_is_on_stays_with_whatever_it_belongs_to():
    crisis = a_crisis()
    household, people = a_household()
    other, others = a_household()
    an_event(crisis, people)
    an_event(crisis, others)
    a_message(household, crisis)
    a_message(other, crisis)
    a_report(crisis)
    on_hold = frozenset({household.pk, people[0].pk})

    rows = doomed([crisis.pk, other.pk, household.pk], on_hold)
    assert named(rows) == {"Event": 1, "Message": 1, "Report": 1, "Household": 1, "Person": 1, "BlindIndex": 3}
    assert household.pk not in rows[Household]
    assert Crisis not in rows
    assert Report in rows
    assert BlindIndex in rows


def test_a_report_goes_with_the_last_person_that_it_is_of():
    crisis = a_crisis()
    _, (one, other) = a_household(people=2)
    report = a_report(crisis)
    event = an_event(crisis, [one, other], kind="third_party")
    Event.objects.filter(pk=event.pk).update(subject=report.pk)

    assert Report not in doomed([one.pk])
    assert doomed([one.pk, other.pk])[Report] == {report.pk}
