"""The clock of the machine is set ahead, and back again: nothing is gone, nobody is shut out, and nothing is done twice."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.utils import timezone

from legation.web.accounts import invitations
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.runs import worker
from legation.web.runs.lease import LeasedRun, OutputFile, take_run
from legation.web.runs.models import Output, Run
from legation.web.runs.worker import Worker

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("moments are compared by the database")]
YEAR = dt.timedelta(days=366)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that sets the clock by so much against the true one."""
    now, seconds = timezone.now, time.time

    def set_by(difference: dt.timedelta) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now() + difference)
        monkeypatch.setattr("time.time", lambda: seconds() + difference.total_seconds())

    return set_by


def waiting(site: Any) -> Run:
    fields = {"dossier": site.dossier, "owner": site.people["owner"], "revision": 1, "marking": "TLP:RED", "audience": "owner"}
    return Run.objects.create(**fields, kind="question", question="what-is-due", today=dt.date(2026, 1, 1), lang="en", key="k")


def test_who_had_signed_in_and_what_was_lent_is_valid_again(site: Any, set_clock: Any) -> None:
    _, secret = tokens.make(site.people["owner"], "for the test", tuple(SCOPES), days=7, dossiers=None)
    _, token = invitations.invite("new@example.org", site.people["administrator"])
    header = {"authorization": f"Bearer {secret}"}
    known = site.client("owner").cookies

    def state() -> tuple[int, int, bool]:
        client = site.client("anonymous")
        client.cookies = known.copy()
        program = site.client("anonymous").get("/api/v1/dossiers/small", headers=header)
        return client.get("/dossiers/small").status_code, program.status_code, invitations.find(token) is not None

    assert state() == (200, 200, True)
    set_clock(YEAR)
    assert state() == (302, 401, False)  # by that clock they are over
    set_clock(-YEAR)
    assert state() == (200, 200, True)
    set_clock(dt.timedelta())
    assert state() == (200, 200, True)


def test_nothing_is_removed_when_the_clock_jumps_ahead_for_less_than_an_hour(set_clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Persons, drafts, observations and entries of the trail that are over by a wrong clock would be gone for good."""
    called: list[int] = []
    monkeypatch.setattr(worker, "tidy", lambda: called.append(1))
    one = Worker(lambda *_: ())
    set_clock(YEAR)
    one._tidy()
    assert called == []
    set_clock(dt.timedelta())
    one._tidy()  # it was set back in time
    assert len(called) == 1
    set_clock(YEAR)
    one._tidy()
    assert len(called) == 1
    one._tidy()  # it says the same an hour later: it is right
    assert len(called) == 2


def test_what_is_over_by_a_clock_that_runs_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    one, called = Worker(lambda *_: ()), []
    monkeypatch.setattr(worker, "tidy", lambda: called.append(1))
    moment = worker._moment()
    monkeypatch.setattr(worker, "_moment", lambda: (moment[0] + 10 * 86_400, moment[1] + 10 * 86_400))
    one._tidy()
    assert called == [1]


@pytest.mark.parametrize("difference", [YEAR, -YEAR])
def test_a_run_that_is_computed_while_the_clock_is_set_is_done_once(site: Any, set_clock: Any, difference: dt.timedelta) -> None:
    """By the new clock its lease is over, or lies far ahead: another worker takes it, and only one of them writes."""
    run = waiting(site)
    first = take_run("first")
    assert first is not None
    set_clock(difference)
    second = take_run("second")
    assert second is not None
    ends = [LeasedRun(taken).finish("done", [OutputFile("answer.json", "application/json", b"{}")]) for taken in (first, second)]

    assert ends == [False, True]
    run.refresh_from_db()
    assert (run.state, Output.objects.filter(result__key="k").count()) == ("done", 1)
    set_clock(dt.timedelta())
    assert take_run("third") is None


@pytest.mark.parametrize("difference", [YEAR, -YEAR])
def test_rows_that_are_saved_meanwhile_follow_each_other(site: Any, set_clock: Any, difference: dt.timedelta) -> None:
    """Revisions are numbered and not sorted by their moments: the newest stays the newest."""
    client = site.client("owner")
    for number, by in enumerate((dt.timedelta(), difference, dt.timedelta()), start=2):
        set_clock(by)
        edits = f'[{{"table": "actors", "do": "add", "row": "x{number}", "values": {{"id": "x{number}", "name": "X", "kind": "ngo"}}}}]'
        client = site.client("owner")
        assert client.post("/dossiers/small/merge", {"edits": edits, "reason": "one more"}).status_code == 302
    site.dossier.refresh_from_db()
    assert site.dossier.head == 4
    rows = client.get("/dossiers/small/actors.json?all=1").content.decode()
    assert all(f"x{number}" in rows for number in (2, 3, 4))
