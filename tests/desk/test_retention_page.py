"""The page of retention: for heads and protection, dates and counts without a name; two persons for a hold."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from desk_people import a_household, clean_journal

from legation.web.consular.access import ROLES
from legation.web.consular.holds import on_hold
from legation.web.consular.purging import purge
from legation.web.consular.records.models import Hold, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _clean():
    clean_journal()
    yield
    clean_journal()


def tomorrow() -> str:
    return (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)).isoformat()


@pytest.mark.parametrize("role", ["", *ROLES])
def test_heads_and_protection_see_it_and_nobody_else(browser, role):
    answer = browser(role).get("/retention")

    assert (answer.status_code == 200) is (role in ("head", "protection"))


def test_it_says_in_both_languages_what_is_due_and_what_went_without_a_name(browser):
    a_household(people=2, start=dt.date(2026, 8, 6))
    client = browser("protection")
    page = client.get("/retention").content.decode()
    assert "Retention has not run yet." in page
    assert re.search(r'trips</th>.*?<td class="num">2</td></tr>', page, re.DOTALL)
    assert "On hold" not in page
    assert "the schedule agreed with the archives" in page
    purge(dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    page = client.get("/retention").content.decode()
    assert "1 December 2026, 00:00" in page
    assert "6 September 2026" in page
    client.post("/language", {"language": "fr"})
    for text in (page, client.get("/retention").content.decode()):
        assert "family" not in text
        assert "desk-retention." not in text


def test_a_hold_needs_two_persons_of_whom_each_may_hold_at_that_post(browser, people):
    household, (person,) = a_household()
    _, (other,) = a_household("novara")
    head, second = browser("head"), browser("protection")
    form = {"subject": person.pk, "reason": "a court asked", "expires": tomorrow()}
    assert head.post("/retention/hold", form).status_code == 302
    hold = Hold.objects.get()
    now = dt.datetime.now(dt.UTC)
    assert on_hold(now) == frozenset()
    assert head.post(f"/retention/hold/{hold.pk}/agree").status_code == 400
    assert browser("other-head").post(f"/retention/hold/{hold.pk}/agree").status_code == 400
    assert browser("officer").post(f"/retention/hold/{hold.pk}/agree").status_code == 403
    assert "Agree</button>" in second.get("/retention").content.decode()
    assert second.post(f"/retention/hold/{hold.pk}/agree").status_code == 302

    assert on_hold(now) == {person.pk, household.pk}
    page = head.get("/retention").content.decode()
    assert "agreed by two persons" in page
    assert "a court asked" not in page
    for wrong in (
        form | {"subject": other.pk},
        form | {"subject": "nobody"},
        form | {"reason": " "},
        form | {"expires": "2020-01-01"},
        form | {"expires": "soon"},
    ):
        answer = head.post("/retention/hold", wrong)
        assert answer.status_code == 400
        assert 'role="alert"' in answer.content.decode()
    assert Hold.objects.count() == 1
    assert Person.objects.count() == 2


def test_a_hold_of_two_persons_stays_when_the_account_of_either_goes(browser, people):
    household, (person,) = a_household()
    browser("head").post("/retention/hold", {"subject": person.pk, "reason": "a court asked", "expires": tomorrow()})
    hold = Hold.objects.get()
    browser("protection").post(f"/retention/hold/{hold.pk}/agree")
    people["protection"].delete()
    assert on_hold(dt.datetime.now(dt.UTC)) == {person.pk, household.pk}
    people["head"].delete()
    assert on_hold(dt.datetime.now(dt.UTC)) == {person.pk, household.pk}
    assert browser("other-head").post(f"/retention/hold/{hold.pk}/agree").status_code == 400
