"""What a site lets go of by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from legation.web.runs import worker
from legation.web.stores.drafts import storage
from legation.web.stores.people import store

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("rows go when their time is over")]


def test_each_step_is_done_and_counted(site):
    site.client("owner")
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(days=1))

    assert worker.tidy() == {
        "results": 0,
        "drafts": 0,
        "persons": 0,
        "trail": 0,
        "files": 0,
        "observations": 0,
        "monitors": 0,
        "sessions": 1,
        "rooms": 0,
        "classes": 0,
        "letters": 0,
        "reminders": 0,
    }
    assert not Session.objects.exists()


def test_a_step_that_fails_does_not_stop_the_others(site, monkeypatch):
    site.client("owner")
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(days=1))

    def fails(*_):
        raise OperationalError

    monkeypatch.setattr(storage, "sweep", fails)
    monkeypatch.setattr(store, "erase_overdue", fails)

    done = worker.tidy()
    assert (done["drafts"], done["persons"], done["sessions"]) == (-1, -1, 1)
