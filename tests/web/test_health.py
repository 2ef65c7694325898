"""What a program that watches the site is told."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from legation.web.runs import lease, worker_alive
from legation.web.serving import condition

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("the database is asked whether it answers")]


@pytest.fixture(autouse=True)
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(condition, "_found", [])


def test_it_is_well_and_says_nothing_more() -> None:
    answer = Client(headers={"host": "10.1.2.3"}).get("/health")

    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": True, "writes": True, "worker": True}
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_the_database_is_gone(monkeypatch) -> None:
    from django.db import connection

    def refused() -> None:
        raise OperationalError("no")

    monkeypatch.setattr(connection, "ensure_connection", refused)
    answer = Client().get("/health")

    assert Client().get("/health/ready").status_code == 503
    assert (Client().get("/health/live").status_code, Client().get("/health/live").json()) == (200, {"ok": True})
    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": False, "writes": False, "worker": False}


def test_a_run_that_nobody_takes_is_noticed(site) -> None:
    from legation.web.runs.models import Run

    run = Run.objects.create(
        dossier=site.dossier,
        owner=site.people["owner"],
        revision=1,
        marking="TLP:RED",
        audience="owner",
        kind="question",
        today=dt.date(2026, 1, 1),
        lang="en",
        key="k",
    )
    assert Client().get("/health").json()["worker"]
    Run.objects.filter(pk=run.pk).update(made=timezone.now() - dt.timedelta(minutes=5))
    answer = Client().get("/health")
    assert (answer.status_code, answer.json()["worker"]) == (200, False)
    Run.objects.filter(pk=run.pk).update(state="running", lease_until=timezone.now() + dt.timedelta(minutes=1))
    assert Client().get("/health").json()["worker"]


def test_a_database_that_takes_nothing_is_noticed_and_pages_are_still_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("legation.web.serving.attempts.AttemptCache.set", refused)
    for address in ("/health", "/health/ready"):
        answer = Client().get(address)
        assert (answer.status_code, answer.json()["writes"], answer.json()["database"]) == (200, False, True)
    monkeypatch.undo()
    monkeypatch.setattr(condition, "_found", [])
    assert Client().get("/health").json()["writes"]


def test_asking_often_writes_no_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    monkeypatch.setattr("legation.web.serving.attempts.AttemptCache.set", lambda *words: written.append(words))
    for _ in range(5):
        Client().get("/health")
    assert len(written) == 1


def test_a_worker_that_is_gone_is_noticed_at_once(settings, tmp_path) -> None:
    settings.DATA = tmp_path
    assert Client().get("/health").json()["worker"]  # none was ever started here
    held = worker_alive.hold(tmp_path)
    assert Client().get("/health").json()["worker"]
    os.close(held)
    assert not Client().get("/health").json()["worker"]


def test_a_run_whose_lease_lies_far_ahead_is_taken_after_the_clock_was_set_back(site) -> None:
    from legation.web.runs.models import Run

    fields = {"dossier": site.dossier, "owner": site.people["owner"], "revision": 1, "marking": "TLP:RED", "audience": "owner"}
    run = Run.objects.create(**fields, kind="question", today=dt.date(2026, 1, 1), lang="en", key="k", state="running", attempts=1)
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() + dt.timedelta(minutes=5))
    assert lease.take_run("other") is None
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() + dt.timedelta(days=1))
    taken = lease.take_run("other")
    assert (taken.pk, taken.attempts) == (run.pk, 2)
