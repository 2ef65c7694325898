"""The trail: what is written, that it stays as it is, and who reads it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from legation.web.accounts.models import Account
from legation.web.dossiers.models import Grant
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("the database itself guards the trail")]


@pytest.fixture(autouse=True)
def nothing_gathered(db: None) -> None:
    trail.gathered.forget()
    cache.clear()


def written(**filters: Any) -> list[tuple[Any, ...]]:
    trail.flush()
    return list(Entry.objects.filter(**filters).order_by("pk").values_list("kind", "name", "dossier", "route", "object", "status"))


def test_who_saw_what_is_written(site: Any) -> None:
    site.client("reader").get("/dossiers/small")
    site.client("reader").get("/dossiers/small.json")

    assert written(dossier="small") == [("seen", "Reader", "small", "dossier", "", 200)]


def test_a_page_seen_again_within_ten_minutes_is_one_entry(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(trail.time, "monotonic", lambda: now[0])
    reader = site.client("reader")
    for _ in range(5):
        reader.get("/dossiers/small")
    now[0] += 601
    reader.get("/dossiers/small")
    site.client("editor").get("/dossiers/small")

    assert [entry[1] for entry in written(route="dossier")] == ["Reader", "Reader", "Editor"]


def test_reading_writes_nothing_until_it_is_flushed(site: Any, django_assert_num_queries: Any) -> None:
    reader = site.client("reader")
    reader.get("/dossiers/small")
    assert not Entry.objects.filter(route="dossier").exists()

    assert trail.flush() == 1
    assert Entry.objects.filter(route="dossier").count() == 1


def test_a_change_is_written_at_once_with_its_object_and_a_refused_one_says_so(site: Any) -> None:
    from legation.web.dossiers.models import Grant

    grant = Grant.objects.get(account=site.people["reader"])
    site.client("owner").post(f"/dossiers/small/sharing/{grant.pk}/change", {"role": "reader", "marking": "TLP:CLEAR"})
    site.client("owner").post(f"/dossiers/small/sharing/{grant.pk}/change", {"role": "king", "marking": "TLP:CLEAR"})

    found = list(Entry.objects.filter(route="sharing.change").order_by("pk").values_list("kind", "object", "status", "revision"))
    assert found == [("changed", f"grant={grant.pk}", 302, 1), ("changed", f"grant={grant.pk}", 422, 1)]


def test_signing_in_out_and_failing_are_written_without_what_was_typed() -> None:
    password = "a sentence that is long enough"
    Account.objects.create_user("p@example.org", password, name="P")
    client = Client()
    client.post("/account/login/", {"login": "p@example.org", "password": "SECRET-GUESS"})
    client.post("/account/login/", {"login": "nobody@example.org", "password": "x"})
    client.post("/account/login/", {"login": "p@example.org", "password": password})
    client.post("/account/logout/")

    assert [(entry[0], entry[1]) for entry in written()] == [
        ("not-signed-in", "P"),
        ("not-signed-in", ""),
        ("signed-in", "P"),
        ("signed-out", "P"),
    ]
    rows = str(list(Entry.objects.values()))
    assert "SECRET-GUESS" not in rows
    assert "nobody@" not in rows
    assert "127.0.0.1" not in rows
    assert len(set(Entry.objects.values_list("address", flat=True))) == 1


def test_what_was_exported_is_written(site: Any) -> None:
    b"".join(site.client("owner").get("/dossiers/small/audit/trail.csv").streaming_content)

    assert ("taken", "Owner", "small", "audit.csv", "", 200) in written()


def refused(change: Any) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError as error:
        return "audit_entry" in str(error)
    return False


def test_the_database_refuses_to_alter_or_remove_an_entry(site: Any) -> None:
    trail.note("changed", route="x")
    entry = Entry.objects.get(route="x")

    assert refused(lambda: Entry.objects.filter(pk=entry.pk).update(name="somebody else"))
    assert refused(lambda: Entry.objects.filter(pk=entry.pk).delete())
    assert refused(lambda: Entry.objects.all().delete())
    entry.name = "somebody else"
    assert refused(entry.save)
    assert Entry.objects.get(pk=entry.pk).name == ""


def test_what_is_older_than_the_trail_is_kept_can_go() -> None:
    now = timezone.now()
    for days in (364, 368):
        Entry.objects.create(time=now - dt.timedelta(days=days), kind="seen", route=f"{days}")

    assert trail.drop_old() == 1
    assert [entry.route for entry in Entry.objects.all()] == ["364"]
    assert refused(lambda: Entry.objects.update(name="x"))


def test_owners_read_their_dossier_and_administrators_the_site(site: Any) -> None:
    site.client("reader").get("/dossiers/small")
    site.client("administrator").post(f"/accounts/{site.people['member'].pk}/change", {"do": "make-guest"})

    of_dossier = site.client("owner").get("/dossiers/small/audit.json").json()
    of_site = site.client("administrator").get("/audit.json").json()

    assert {entry["route"] for entry in of_dossier["entries"]} == {"dossier"}
    assert "accounts.change" in {entry["route"] for entry in of_site["entries"]}
    assert "dossier" not in {entry["route"] for entry in of_site["entries"]}
    assert "small" not in str(of_site)
    assert site.client("editor").get("/dossiers/small/audit").status_code == 403


def test_each_part_of_a_dossier_is_called_by_its_name(site: Any) -> None:
    for place in ("sharing", "history/compare", "settings", "positions"):
        site.client("owner").get(f"/dossiers/small/{place}")
    trail.flush()

    page = site.client("owner").get("/dossiers/small/audit.json").json()

    assert {entry["place"] for entry in page["entries"]} == {"Sharing", "Revisions", "Settings", "Positions"}


def test_the_trail_is_filtered_and_turned_page_by_page(site: Any) -> None:
    owner, reader = site.people["owner"], site.people["reader"]
    for n in range(150):
        trail.note("changed", route="r", account=reader if n % 2 else owner, dossier="small", thing=str(n))
    client = site.client("owner")

    first = client.get("/dossiers/small/audit.json").json()
    second = client.get("/dossiers/small/audit.json" + first["older"]).json()
    of_reader = client.get(f"/dossiers/small/audit.json?account={reader.pk}&kind=changed").json()

    assert len(first["entries"]) == 100
    shown = [entry["object"] for entry in first["entries"] + second["entries"] if entry["route"] == "r"]
    assert shown == [str(n) for n in reversed(range(150))]
    assert {entry["name"] for entry in of_reader["entries"]} == {"Reader"}
    assert client.get("/dossiers/small/audit.json?from=2090-01-01").json()["entries"] == []


@pytest.mark.parametrize("query", ["account=x", "kind=all", "from=soon", "before=-1", "account=" + "9" * 30])
def test_a_filter_that_is_none_is_refused(site: Any, query: str) -> None:
    assert site.client("owner").get(f"/dossiers/small/audit?{query}").status_code == 400


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "＠SUM（A1）"])
def test_no_name_becomes_a_formula_in_a_spreadsheet(site: Any, name: str) -> None:
    trail.note("changed", route="r", account=Account(pk=site.people["owner"].pk, name=name), dossier="small")

    body = b"".join(site.client("owner").get("/dossiers/small/audit/trail.csv").streaming_content).decode()
    cells = [row["name"] for row in csv.DictReader(io.StringIO(body)) if row["route"] == "r"]
    lines = b"".join(site.client("owner").get("/dossiers/small/audit/trail.jsonl").streaming_content).decode()

    assert cells == [f"'{name}"]
    assert name in [json.loads(line)["name"] for line in lines.splitlines()]


def test_what_the_database_does_not_take_waits(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    trail.note("seen", route="r")

    def broken(*args: Any, **more: Any) -> None:
        raise DatabaseError

    with monkeypatch.context() as patched:
        patched.setattr(Entry.objects, "bulk_create", broken)
        assert trail.flush() == 0
    assert trail.flush() == 1


def test_who_was_not_let_in_stands_in_the_trail(site: Any) -> None:
    reader, stranger = site.client("reader"), site.client("member")
    for _ in range(3):
        assert reader.get("/dossiers/small/sharing").status_code == 403
        assert stranger.get("/dossiers/small").status_code == 404
        assert stranger.get("/dossiers/nowhere").status_code == 404
    site.client("anonymous").get("/dossiers/small/sharing")
    trail.flush()
    refused = Entry.objects.filter(kind="refused").order_by("pk").values_list("account", "dossier", "route", "object", "status")

    assert list(refused) == [
        (site.people["reader"].pk, "small", "sharing", "", 403),
        (site.people["member"].pk, "", "dossier", "dossier=small", 404),
        (site.people["member"].pk, "", "dossier", "dossier=nowhere", 404),
    ]


def test_who_was_made_the_owner_stands_in_the_trail_by_number(site: Any) -> None:
    Grant.objects.filter(dossier=site.dossier, role="owner").delete()
    sent = {"dossier": "small", "account": str(site.people["member"].pk)}

    assert site.client("administrator").post("/accounts/heir", sent).status_code == 302
    assert Entry.objects.get(route="accounts.heir", object__startswith="account").object == f"account={site.people['member'].pk}"
