"""Whoever is in charge of data protection reads week by week which records of other posts were opened, and is told of each week once."""

from __future__ import annotations

import datetime as dt
import json
from smtplib import SMTPRecipientsRefused

import pytest
from desk_people import a_household
from django.core import mail
from django.utils import timezone

from legation.web.accounts import letters
from legation.web.accounts.models import Account
from legation.web.consular.access import ROLES
from legation.web.consular.openings import monday_of, openings_of, tell_protection, unread_weeks
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Assignment, BreakGlass, OpeningsWeek
from legation.web.consular.shredding import shred
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WEEK = dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def _nobody_yet():
    forget_people()


def opened(browser, *, weeks_ago: int = 1):
    household, _ = a_household()
    number = vault().open(household, "contact")["phones"][0]
    sent = {"by": "phone", "words": number, "reason": "found unconscious at the airport"}
    assert browser("other-officer").post("/posts/novara/other/open", sent).status_code == 302
    row = BreakGlass.objects.latest("pk")
    BreakGlass.objects.filter(pk=row.pk).update(made=row.made - weeks_ago * WEEK)
    return BreakGlass.objects.get(pk=row.pk), household


@pytest.mark.parametrize("role", ["", *ROLES])
def test_protection_alone_sees_the_list(browser, role):
    row, _ = opened(browser)
    client, lets_in = browser(role), role == "protection"
    monday = monday_of(row.made).isoformat()
    for address in ("/openings", "/openings.json", f"/openings?week={monday}"):
        answer = client.get(address)
        assert (answer.status_code == 200) is lets_in, address
        assert (b"found unconscious" in answer.content) is lets_in, address
    assert (client.post(f"/openings/{monday}/read").get("Location") == "/openings") is lets_in
    assert OpeningsWeek.objects.filter(read__isnull=False).exists() is lets_in


def test_a_week_is_read_once_it_is_over_and_who_read_it_stays(browser, people):
    row, household = opened(browser)
    opened(browser, weeks_ago=0)
    now, client = timezone.now(), browser("protection")
    assert unread_weeks(now) == [monday_of(row.made)]
    assert "The list of openings of one week is to be read." in client.get("/").content.decode()
    assert "openings" not in browser("officer").get("/").content.decode()
    found = json.loads(client.get("/openings.json").content)
    assert [(one["by"], one["post"], one["reason"], one["record"]) for one in found["entries"]] == [
        ("officer novara", "lyndon", "found unconscious at the airport", household.pk)
    ]
    assert client.post(f"/openings/{monday_of(now).isoformat()}/read").status_code == 404
    assert client.post("/openings/nonsense/read").status_code == 404
    assert client.post(f"/openings/{monday_of(row.made).isoformat()}/read").status_code == 302
    assert unread_weeks(now) == []
    page = client.get(f"/openings?week={monday_of(row.made).isoformat()}").content.decode()
    assert "Read by protection" in page
    client.post("/language", {"language": "fr"})
    assert "desk-openings." not in client.get("/openings").content.decode()


def test_an_opening_stays_in_the_list_when_its_account_goes_and_its_reason_goes_with_the_record(browser, people):
    row, household = opened(browser)
    people["other-officer"].delete()
    assert [one.name for one in openings_of(monday_of(row.made))] == ["officer novara"]
    shred([household.pk], timezone.now())
    found = json.loads(browser("protection").get("/openings.json").content)
    assert all("unconscious" not in str(one) for one in found["entries"])


def test_protection_is_told_of_a_week_once_in_words_that_name_nobody(browser, people):
    row, household = opened(browser)
    opened(browser, weeks_ago=0)
    mail.outbox.clear()
    assert tell_protection() == 1
    assert tell_protection() == 0
    (letter,) = mail.outbox
    assert letter.to == ["protection@lyndon.example.org"]
    for word in ("novara", "lyndon", "unconscious", household.pk, "officer"):
        assert word not in letter.subject + letter.body
    assert OpeningsWeek.objects.get().monday == monday_of(row.made)


def test_an_address_that_is_refused_stops_nobody_and_repeats_nothing(browser, people, monkeypatch):
    opened(browser)
    for name in ("first", "third"):
        one = Account.objects.create(email=f"{name}@lyndon.example.org", name=name, language="fr", password="!")
        Assignment.objects.create(account=one, role="protection")
    taken = []

    def refusing(_subject, _words, _sender, to):
        if to == ["protection@lyndon.example.org"]:
            raise SMTPRecipientsRefused({})
        taken.extend(to)
        return 1

    monkeypatch.setattr(letters, "send_mail", refusing)
    assert (tell_protection(), tell_protection()) == (2, 0)
    assert sorted(taken) == ["first@lyndon.example.org", "third@lyndon.example.org"]


def test_while_no_letter_leaves_a_week_waits(browser, people, monkeypatch):
    opened(browser)

    def nobody_there(*_):
        raise ConnectionRefusedError

    with monkeypatch.context() as without:
        without.setattr(letters, "send_mail", nobody_there)
        assert tell_protection() == 0
    assert tell_protection() == 1


def test_a_week_without_openings_and_one_that_was_read_are_told_to_nobody(browser):
    row, _ = opened(browser)
    mail.outbox.clear()
    browser("protection").post(f"/openings/{monday_of(row.made).isoformat()}/read")
    assert tell_protection() == 0
    assert mail.outbox == []
