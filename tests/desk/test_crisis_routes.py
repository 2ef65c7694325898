"""Every route of a crisis, by every role, at its own post and at another: what the table of actions does not let, nobody gets."""

from __future__ import annotations

import pytest
from crisis_made import a_family, a_made_crisis, all_approved

from legation.web.consular.access import ROLES, TABLE
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Crisis, Event, Message, Text, Wave
from legation.web.consular.routing import DESK

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
POST, OTHER_POST = "lyndon", "novara"
OURS = sorted(name for name in DESK.declared if name.split(".")[0] in ("crises", "texts"))
EVERYWHERE = ("crisis", "protection", "administrator")


def an_address(name: str, post: str, crisis: str, person: str) -> str:
    path = DESK.declared[name].path
    for field, value in (
        ("<slug:post>", post),
        ("<slug:crisis>", crisis),
        ("<slug:person>", person),
        ("<slug:warden>", "0" * 32),
        ("<int:number>", "1"),
        ("<slug:name>", "wave"),
    ):
        path = path.replace(field, value)
    path = path.replace("<slug:language>", "en").replace("<slug:state>", "BEL")
    assert "<" not in path, path
    return f"/{path}"


def test_each_route_lets_in_whom_its_action_lets_in_and_nobody_else(browser):
    forget_people()
    _, (person,) = a_family()
    all_approved()
    crisis = a_made_crisis()
    before = (Event.objects.count(), Wave.objects.count(), Message.objects.count(), Text.objects.count())
    wrong = []
    for role in ("", *ROLES):
        client = browser(role)
        for name in OURS:
            route = DESK.declared[name]
            for post in (POST, OTHER_POST):
                lets_in = role in TABLE[route.action]
                if "<slug:post>" in route.path and post == OTHER_POST:
                    lets_in = lets_in and role in EVERYWHERE
                for end in ("", ".json") if route.kind == "page" else ("",):
                    address = an_address(name, post, crisis.pk, person.pk) + end
                    answer = client.post(address, {}) if route.kind == "action" else client.get(address)
                    refused = answer.status_code in (401, 403) or (answer.status_code == 302 and "/login" in answer["Location"])
                    if refused == lets_in and not (answer.status_code == 404 and not lets_in):
                        wrong.append((role, name, post, answer.status_code))
                    if not lets_in and b"Earthquake" in answer.content:
                        wrong.append((role, name, post, "told"))
    assert wrong == []
    assert (Event.objects.count(), Wave.objects.count(), Message.objects.count(), Text.objects.count()) == before
    assert Crisis.objects.get().state == "declared"


def test_what_is_changed_is_never_changed_by_reading(browser):
    for name in OURS:
        if DESK.declared[name].kind == "action":
            assert browser("head").get(an_address(name, POST, "0" * 32, "0" * 32)).status_code == 405, name
