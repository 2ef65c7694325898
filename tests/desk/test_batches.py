"""Rows of many ids: the pass over a table finds what statements find, and a deletion that is cut leaves the rest in its place."""

from __future__ import annotations

import pytest
from desk_people import a_crisis, a_household, an_event

from legation.web.consular import batches
from legation.web.consular.batches import delete_rows, values_there
from legation.web.consular.links import doomed
from legation.web.consular.records.models import Household, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_pass_over_the_table_finds_what_statements_find(monkeypatch):
    crisis = a_crisis()
    households = [a_household(people=2) for _ in range(5)]
    an_event(crisis, households[0][1])
    gone = {households[0][0].pk, *(one.pk for one in households[1][1])}
    named = set(values_there(Person, ["pk", "household_id"], gone)), doomed(gone)
    monkeypatch.setattr(batches, "_MANY", 1)

    assert (set(values_there(Person, ["pk", "household_id"], gone)), doomed(gone)) == named
    assert {pk for pk, *_ in named[0]} == {one.pk for _, people in households[:2] for one in people}


def test_rows_are_deleted_in_statements_of_a_few(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(batches, "_EACH", 2)
    everybody = sorted(one.pk for _ in range(3) for one in a_household(people=2)[1])
    with django_assert_num_queries(5):  # three statements, and a savepoint round them
        delete_rows(Person, "pk", everybody[:5])

    assert list(Person.objects.values_list("pk", flat=True)) == everybody[5:]
    delete_rows(Person, "pk", set())
    assert Person.objects.count() == 1
    assert Household.objects.count() == 3


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_what_is_cut_leaves_whole_transactions(monkeypatch):
    monkeypatch.setattr(batches, "_EACH", 1)
    monkeypatch.setattr(batches, "_TOGETHER", 2)
    everybody = sorted(one.pk for one in a_household(people=5)[1])
    with pytest.raises(UnicodeEncodeError):
        delete_rows(Person, "pk", [*everybody, "\ud800"])  # a lone surrogate, which no database takes

    assert sorted(Person.objects.values_list("pk", flat=True)) == everybody[4:]
