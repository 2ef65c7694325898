"""The page of requests: ids and days without content; who asks is established first; only a head gives what is stored."""

from __future__ import annotations

import json
import re

import pytest
from crisis_made import all_approved
from desk_people import a_household, clean_journal

from legation.web.consular.access import ROLES
from legation.web.consular.crises import sending
from legation.web.consular.records.models import Message, Person
from legation.web.consular.rights.answering import identify
from legation.web.consular.rights.everything import everything_on
from legation.web.consular.rights.models import RightsRequest
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _clean():
    clean_journal()
    yield
    clean_journal()


def test_a_code_goes_to_the_address_on_file_and_nobody_here_sees_it(browser, letters):
    household, (person,) = a_household()
    all_approved()
    page = browser("head").post(
        "/requests/receive", {"person": person.pk, "kind": "access", "email": "new@example.net", "to": "new@example.net"}
    )
    contact = vault().open(household, "contact")
    household.contact = vault().seal(household, "contact", contact | {"emails": ["new@example.net"], "phones": []})
    household.save()
    sending.send_waves()

    (letter,) = letters.read()
    code = re.search(r"your code: (\w{6}) ", letter.get_content())[1]
    assert (letter["To"], letter["Subject"]) == (contact["emails"][0], "Your code")
    assert "by e-mail to the registered contact" in page.content.decode()
    assert code not in page.content.decode()
    request = RightsRequest.objects.get()
    assert identify(request, code, document_seen=True)
    given = json.dumps(everything_on(Person.objects.get()))
    assert code not in given
    assert contact["emails"][0] in given


def test_the_code_of_who_objected_is_given_by_hand(browser, letters):
    household, (person,) = a_household()
    all_approved()
    household.contact = vault().seal(household, "contact", vault().open(household, "contact") | {"no_messages": True})
    household.save()
    page = browser("head").post("/requests/receive", {"person": person.pk, "kind": "access"}).content.decode()
    assert "asked for no more messages" in page
    assert re.search(r"the code \w{6} by", page)
    assert not Message.objects.exists()


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
