"""Values of rows that are erased stay in no place of the database's own: neither in its pages nor in what it knows of its tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.database_files import analyzed, bytes_in_files

from legation.web.stores.overwriting import draw_no_samples
from legation.web.stores.people import store
from legation.web.stores.people.models import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.each_database("what a database keeps of the values of a column is its own"),
]
NAME = "Quombrella"


def _persons(site: Any) -> list[Person]:
    given = {"dossier": site.dossier, "basis": "consent", "source": NAME, "retain_until": dt.date(2030, 1, 1), "contact": NAME}
    return [Person.objects.create(name=f"{NAME} {at}", organisation=f"{NAME} {at % 3}", **given) for at in range(12)]


def test_of_an_erased_person_nothing_is_left_in_what_the_database_knows_of_its_tables(site: Any) -> None:
    persons = _persons(site)
    analyzed()
    assert NAME.encode() in bytes_in_files()
    for one in persons:
        store.erase(one, site.people["owner"], "request")
    assert NAME.encode() not in bytes_in_files()


def test_samples_that_were_drawn_before_are_forgotten(site: Any) -> None:
    """Of a site that was there before; SQLite draws none."""
    if connection.vendor == "sqlite":
        with CaptureQueriesContext(connection) as asked, connection.schema_editor() as schema:
            draw_no_samples(schema, Person, "name")
        assert not [one for one in asked.captured_queries if "ALTER" in one["sql"]]
        return
    _persons(site)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_person ALTER COLUMN name SET STATISTICS -1")
    analyzed()
    assert _samples() > 0
    with connection.schema_editor() as schema:
        draw_no_samples(schema, Person, "name")
    assert _samples() == 0
    analyzed()
    assert _samples() == 0


def _samples() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'people_person' AND attname = 'name'")
        return int(cursor.fetchone()[0])
