"""What a program that watches the site is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("the database is asked whether it answers")]


def test_it_is_well_and_says_nothing_more() -> None:
    answer = Client(headers={"host": "10.1.2.3"}).get("/health")

    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": True, "worker": True}
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_the_database_is_gone(monkeypatch) -> None:
    from django.db import connection

    def refused() -> None:
        raise OperationalError("no")

    monkeypatch.setattr(connection, "ensure_connection", refused)
    answer = Client().get("/health")

    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "database": False, "worker": False}


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
