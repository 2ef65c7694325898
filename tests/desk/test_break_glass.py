"""A record of another post is opened for a reason, for an hour, by whoever knows exactly whom; it is written first, and the post is told."""

from __future__ import annotations

import datetime as dt

import pytest
from desk_people import a_household
from django.utils import timezone

from legation.web.consular.pages.people import other
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import BreakGlass
from legation.web.consular.vault import vault
from legation.web.stores.audit.models import Entry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()


def opened(client, household, **changed):
    number = vault().open(household, "contact")["phones"][0]
    return client.post("/posts/novara/other/open", {"by": "phone", "words": number, "reason": "found unconscious at the airport"} | changed)


def test_it_is_written_before_it_is_shown_and_the_post_is_told(browser):
    household, _ = a_household()
    officer = browser("other-officer")
    answer = opened(officer, household)
    row = BreakGlass.objects.get()
    assert answer["Location"] == f"/posts/novara/other/{row.pk}"
    assert (row.post, vault().open(row, "reason")) == ("lyndon", "found unconscious at the airport")
    assert dt.timedelta(minutes=59) < row.until - row.made <= dt.timedelta(minutes=60)
    assert Entry.objects.filter(route="people.other.open", dossier="lyndon").count() == 1
    shown = officer.get(answer["Location"])
    assert b"given family" in shown.content
    told = browser("head").get("/posts/lyndon/people").content.decode()
    assert "other-officer" in told or "officer novara" in told
    assert "officer novara" not in browser("reception").get("/posts/lyndon/people").content.decode()


def test_it_closes_after_an_hour_and_is_nobody_elses(browser):
    household, _ = a_household()
    address = opened(browser("other-officer"), household)["Location"]
    assert browser("other-head").get(address).status_code == 404
    assert browser("other-head").get(f"{address}.json").status_code == 404
    BreakGlass.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert browser("other-officer").get(address).status_code == 404


def test_without_a_reason_or_a_number_nothing_is_opened(browser):
    household, _ = a_household()
    officer = browser("other-officer")
    for changed in ({"reason": "x"}, {"words": "12"}, {"words": "+33600000000"}, {"words": "family", "by": "name"}):
        assert opened(officer, household, **changed).status_code == 422
    assert BreakGlass.objects.count() == 0


def test_where_it_cannot_be_written_nothing_is_shown(browser, monkeypatch):
    household, _ = a_household()

    def full(*values, **named):
        raise OSError("no space")

    monkeypatch.setattr(other.BreakGlass, "save", full)
    client = browser("other-officer")
    client.raise_request_exception = False
    answer = opened(client, household)
    assert answer.status_code == 500
    assert b"given" not in answer.content


@pytest.mark.parametrize("role", ["reception", "honorary", "crisis", "hotline", "warden", "protection", "administrator"])
def test_no_other_role_opens_any(browser, role):
    household, _ = a_household("novara")
    number = vault().open(household, "contact")["phones"][0]
    sent = {"by": "phone", "words": number, "reason": "found unconscious at the airport"}
    assert browser(role).post("/posts/lyndon/other/open", sent).status_code == 403
    assert browser(role).get("/posts/lyndon/other").status_code == 403
    assert BreakGlass.objects.count() == 0
