"""The people store: who sees whom, what a person is handed, and that what is erased is gone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry
from legation.web.stores.people import erased, store
from legation.web.stores.people import store as retention
from legation.web.stores.people.models import DETAILS, Person, Tombstone

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("erased rows leave the file")]
NAME = "Zéphyrine Quatrebarbes"


def person(site: Any, **more: Any) -> Person:
    given = {"name": NAME, "basis": "consent", "source": "card", "retain_until": dt.date(2099, 1, 1), **more}
    return Person.objects.create(dossier=site.dossier, **given)


def form(**more: Any) -> dict[str, Any]:
    return {
        "name": NAME,
        "function": "Counsellor",
        "actor": "FRA",
        "basis": "consent",
        "source": "card",
        "retain_until": "2099-01-01",
        **more,
    }


def test_a_person_is_added_shown_and_changed(site: Any) -> None:
    editor = site.client("editor")
    answer = editor.post("/dossiers/small/people/add", form(contact="+33 1 00 00 00 00"))
    one = Person.objects.get()
    assert answer.url == f"/dossiers/small/people/{one.key}"

    page = editor.get(answer.url).content.decode()
    assert NAME in page
    assert "France" in page
    editor.post(f"/dossiers/small/people/{one.key}/save", form(function="Ambassador"))

    assert Person.objects.get().function == "Ambassador"


def test_the_key_says_nothing_of_the_person(site: Any) -> None:
    first, second = person(site), person(site)

    assert first.key != second.key
    assert first.key.startswith("person-")
    assert len(first.key) == len("person-") + 16


@pytest.mark.parametrize("role", ["contributor", "reader", "guest", "named"])
def test_only_owners_and_editors_see_people(site: Any, role: str) -> None:
    one = person(site)
    for address in ("people", "people/new", f"people/{one.key}"):
        assert site.client(role).get(f"/dossiers/small/{address}").status_code == 403


def test_who_is_protected_is_seen_by_owners_alone_and_never_exported(site: Any) -> None:
    one = person(site, protected=True)

    assert NAME in site.client("owner").get("/dossiers/small/people").content.decode()
    assert NAME not in site.client("editor").get("/dossiers/small/people").content.decode()
    assert site.client("editor").get(f"/dossiers/small/people/{one.key}").status_code == 404
    assert site.client("editor").post(f"/dossiers/small/people/{one.key}/save", form()).status_code == 404
    assert store.people_of(site.dossier, "owner", for_export=True) == []
    assert store.people_of(site.dossier, "reader") == []


def test_an_editor_cannot_set_or_lift_protection(site: Any) -> None:
    site.client("editor").post("/dossiers/small/people/add", form(protected="on"))

    assert Person.objects.get().protected is False


@pytest.mark.parametrize(
    "more",
    [
        {"name": ""},
        {"basis": "because"},
        {"source": ""},
        {"retain_until": ""},
        {"retain_until": "soon"},
        {"actor": "NOBODY"},
        {"name": "x" * 201},
        {"contact": "x" * 1001},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(site: Any, more: dict[str, str]) -> None:
    answer = site.client("editor").post("/dossiers/small/people/add", form(**more))

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "Counsellor" in answer.content.decode()
    assert not Person.objects.exists()


def test_there_is_no_field_for_an_opinion_or_a_score() -> None:
    fields = {field.name for field in Person._meta.get_fields()}

    assert fields == {*DETAILS, "id", "dossier", "key", "by", "made", "changed"}


def test_a_person_is_handed_everything_that_is_held(site: Any) -> None:
    one = person(site, function="Counsellor", contact="call", channel="by letter", protected=True)
    site.client("owner").get(f"/dossiers/small/people/{one.key}")
    trail.flush()

    exported = site.client("owner").get(f"/dossiers/small/people/{one.key}/export").json()

    for name in DETAILS:
        value = getattr(one, name)
        assert exported[name] == (value.isoformat() if isinstance(value, dt.date) else value), name
    assert ("seen", "people.one") in {(entry["kind"], entry["what"]) for entry in exported["trail"]}
    assert site.client("editor").get(f"/dossiers/small/people/{one.key}/export").status_code == 403


def test_an_erased_person_leaves_a_tombstone_without_a_name(site: Any) -> None:
    one = person(site)
    site.client("owner").get(f"/dossiers/small/people/{one.key}")

    answer = site.client("owner").post(f"/dossiers/small/people/{one.key}/erase", {"reason": "request"})

    assert answer.status_code == 302
    stone = Tombstone.objects.get()
    assert (stone.key, stone.reason, stone.by) == (one.key, "request", site.people["owner"])
    assert site.client("owner").get(f"/dossiers/small/people/{one.key}").status_code == 404
    page = site.client("owner").get("/dossiers/small/people").content.decode()
    assert one.key in page
    assert NAME not in page
    trail.flush()
    assert not any(NAME in str(list(row)) for row in Entry.objects.values_list())


def test_an_editor_does_not_erase(site: Any) -> None:
    one = person(site)

    assert site.client("editor").post(f"/dossiers/small/people/{one.key}/erase", {"reason": "request"}).status_code == 403
    assert site.client("owner").post(f"/dossiers/small/people/{one.key}/erase", {"reason": "whim"}).status_code == 400
    assert Person.objects.exists()


def test_a_person_goes_the_day_after_its_time(site: Any) -> None:
    day = dt.date(2030, 5, 1)
    one = person(site, retain_until=day)
    retained = person(site, retain_until=day + dt.timedelta(days=1))

    assert retention.erase_overdue(day) == 0
    assert retention.erase_overdue(day + dt.timedelta(days=1)) == 1
    assert retention.erase_overdue(day + dt.timedelta(days=1)) == 0

    assert list(Person.objects.all()) == [retained]
    assert (Tombstone.objects.get().key, Tombstone.objects.get().reason) == (one.key, "retention")
    assert Entry.objects.filter(route="people.erase", object=f"person={one.key}").count() == 1


def test_the_bytes_of_an_erased_name_are_gone_from_the_file(tmp_path: Path) -> None:
    """In a site of its own, on disk: neither the database, nor its free pages, nor its log holds the name."""
    import os
    import subprocess
    import sys

    program = f"""
import os, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
import datetime as dt
from legation.dossier import decode
from legation.web.accounts.models import Account
from legation.web.dossiers import store as dossiers
from legation.web.stores.people import store
from legation.web.stores.people.models import Person
owner = Account.objects.create_user("o@example.org", None, name="O")
dossier = dossiers.create(decode({{"dossier.toml": b'id = "d"'}}), owner)
people = [Person.objects.create(dossier=dossier, name={NAME!r} + str(n), contact={NAME!r} * 20, basis="consent", source="s",
          retain_until=dt.date(2030, 1, 1)) for n in range(60)]
print("before", sum(path.read_bytes().count({NAME!r}.encode()) for path in __import__("pathlib").Path(os.environ["LEGATION_DATA"]).glob("*sqlite3*")))
for person in people:
    person.name = {NAME!r} + " changed"
    person.save()
for person in people:
    store.erase(person, owner, "request")
print("after", sum(path.read_bytes().count({NAME!r}.encode()) for path in __import__("pathlib").Path(os.environ["LEGATION_DATA"]).glob("*sqlite3*")))
"""
    environment = {**os.environ, "LEGATION_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "legation.web.settings"}
    environment.pop("LEGATION_DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    counts = dict(line.split() for line in done.stdout.splitlines() if line.startswith(("before", "after")))

    assert int(counts["before"]) >= 60
    assert int(counts["after"]) == 0


@pytest.mark.django_db(transaction=True)
def test_erasing_outside_a_transaction_rewrites_what_it_can(site: Any) -> None:
    one = person(site)

    store.erase(one, site.people["owner"], "not_needed")

    with connection.cursor() as cursor:
        cursor.execute('SELECT COUNT(*) FROM "people_person"')
        assert cursor.fetchone()[0] == 0


def test_who_was_erased_is_noted_beside_the_data_without_a_name(
    site: Any, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks
) -> None:
    settings.DATA = tmp_path
    one = person(site)
    with django_capture_on_commit_callbacks(execute=True):
        store.erase(one, site.people["owner"], "request")

    (line,) = (tmp_path / erased.FILE).read_text("utf-8").splitlines()
    assert [(found.key, found.dossier, found.reason) for found in erased.read(tmp_path)] == [(one.key, "small", "request")]
    assert NAME not in line
    assert (tmp_path / erased.FILE).stat().st_mode & 0o077 == 0


def test_a_line_that_was_cut_off_hides_no_other(site: Any, tmp_path: Path) -> None:
    first, second = (erased.Erased(f"person-{n:016x}", "small", "2026-01-01T00:00:00+00:00", "request") for n in (1, 2))
    erased.note(tmp_path, [first])
    with (tmp_path / erased.FILE).open("a") as out:
        out.write('{"key": "person-00')
    erased.note(tmp_path, [first, second])

    assert erased.read(tmp_path) == [first, second]
    back = person(site, key=first.key)
    assert erased.apply([first, second], connection) == 1
    assert not Person.objects.filter(pk=back.pk).exists()
    assert set(Tombstone.objects.values_list("key", flat=True)) == {first.key, second.key}
    assert erased.apply([first, second], connection) == 0
