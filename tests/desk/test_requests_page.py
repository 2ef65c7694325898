"""The page of requests: ids and days without content; who asks is established first; only a head gives what is stored."""

from __future__ import annotations

import json
import re

import pytest
from desk_people import a_household, clean_journal

from legation.web.consular.access import ROLES
from legation.web.consular.records.models import Person
from legation.web.consular.rights.models import RightsRequest

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _clean():
    clean_journal()
    yield
    clean_journal()


def taken_in(client, person: Person, kind: str) -> tuple[RightsRequest, str]:
    page = client.post("/requests/receive", {"person": person.pk, "kind": kind}).content.decode()
    return RightsRequest.objects.order_by("-received").first(), re.search(r"the code (\w{6}) by", page)[1]


@pytest.mark.parametrize("role", ["", *ROLES])
def test_heads_and_protection_see_it_and_nobody_else(browser, role):
    answer = browser(role).get("/requests")

    assert (answer.status_code == 200) is (role in ("head", "protection"))


def test_a_head_gives_a_file_once_it_is_known_who_asks(browser):
    _, (person,) = a_household()
    head = browser("head")
    request, code = taken_in(head, person, "access")
    assert code not in head.get("/requests").content.decode()
    assert head.post(f"/requests/{request.pk}/answer").status_code == 400
    assert head.post(f"/requests/{request.pk}/identify", {"code": "000000", "document": "seen"}).status_code == 400
    assert head.post(f"/requests/{request.pk}/identify", {"code": code}).status_code == 400
    assert head.post(f"/requests/{request.pk}/identify", {"code": code, "document": "seen"}).status_code == 302
    assert browser("protection").post(f"/requests/{request.pk}/answer").status_code == 400
    answer = head.post(f"/requests/{request.pk}/answer")

    assert (answer["Content-Disposition"].split(";")[0], answer["Cache-Control"]) == ("attachment", "no-store")
    assert json.loads(answer.content)["person"]["given"] == "given"
    page = head.get("/requests").content.decode()
    assert "answered" in page
    assert "given</" not in page
    assert "desk-retention." not in page


def test_protection_erases_without_seeing_anything(browser):
    _, (person,) = a_household()
    client = browser("protection")
    request, code = taken_in(client, person, "erasure")
    client.post(f"/requests/{request.pk}/identify", {"code": code, "document": "seen"})
    assert client.post(f"/requests/{request.pk}/answer").status_code == 302

    assert not Person.objects.exists()


def test_a_head_of_another_post_reaches_no_request_and_no_person(browser):
    _, (person,) = a_household()
    request, _ = taken_in(browser("head"), person, "access")
    other = browser("other-head")

    assert request.pk not in other.get("/requests").content.decode()
    for what in ("identify", "answer"):
        assert other.post(f"/requests/{request.pk}/{what}").status_code == 404
    assert other.post("/requests/receive", {"person": person.pk, "kind": "access"}).status_code == 400
    assert browser("head").post("/requests/receive", {"person": "nobody", "kind": "access"}).status_code == 400
    assert browser("head").post("/requests/receive", {"person": person.pk, "kind": "leave"}).status_code == 400
