"""Where a need is added: an address that opens for whoever may add it, and none for whoever may not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import RequestFactory

from legation.dossier.records import TABLES
from legation.questions import questions
from legation.questions.base.needs import needs_of
from legation.web.access import grant_of
from legation.web.site.doors import door_of
from legation.web.site.page import PageRequest, case_at
from legation.web.site.path_lines import path_here, path_lines

pytestmark = pytest.mark.django_db


def request_of(site: Any, role: str) -> PageRequest:
    http = RequestFactory().get("/")
    http.user = site.people[role]
    return PageRequest(http, site.people[role], "en", site.dossier, grant_of(site.people[role], site.dossier))  # type: ignore[arg-type]


def places() -> list[str]:
    named = {
        place for q in questions().values() for one in (*q.needs, *q.also_needs) for place in str(getattr(one, "place", one)).split("|")
    }
    return sorted({*TABLES, *named} - {""})


@pytest.mark.parametrize("place", places())
def test_each_place_has_a_door_that_opens_for_an_owner(site: Any, place: str) -> None:
    address = door_of(request_of(site, "owner"), place)

    assert address
    assert site.client("owner").get(address).status_code == 200


@pytest.mark.parametrize("role", ["editor", "contributor", "reader", "guest"])
def test_a_door_that_is_shown_opens(site: Any, role: str) -> None:
    request, client = request_of(site, role), site.client(role)
    shown = {place: address for place in places() if (address := door_of(request, place))}

    assert all(client.get(address).status_code == 200 for address in set(shown.values()))
    assert set(shown) == ({"evidence", "positions"} if role == "contributor" else set() if role in ("reader", "guest") else set(shown))


def test_nobody_is_led_to_change_a_closed_dossier(site: Any) -> None:
    type(site.dossier).objects.filter(pk=site.dossier.pk).update(closed=True)
    site.dossier.refresh_from_db()

    assert [place for place in places() if place != "mandate" and door_of(request_of(site, "owner"), place)] == []


def test_several_places_lead_to_the_first_that_is_open(site: Any) -> None:
    assert door_of(request_of(site, "owner"), "objectives|activities").endswith("/rows/objectives/new")
    assert door_of(request_of(site, "owner"), "evidence|lake:texts").endswith("/evidence/add")
    assert door_of(request_of(site, "owner"), "readings").endswith("/evidence/readings")
    assert door_of(request_of(site, "owner"), "groups").endswith("/rows/groups/new")
    assert door_of(request_of(site, "owner"), "lake:requests").endswith("/observations?kind=requests#add")
    assert door_of(request_of(site, "owner"), "lake:texts").endswith("/observations?kind=documents#add")
    assert door_of(request_of(site, "owner"), "scenario").endswith("/models/scenario/new")
    assert door_of(request_of(site, "owner"), "room").endswith("/import")


def test_a_step_leads_to_where_texts_are_read_and_back(site: Any) -> None:
    request = request_of(site, "owner")
    readings = request.href("evidence.readings")

    steps = path_lines(request, path_here(request, "incident")).steps
    links = [link.href for step in steps for link in (*step.missing, *step.more) if "readings" in link.href]

    assert links == [f"{readings}?next=%2F"]


def test_each_missing_need_of_each_question_has_a_door_for_an_owner(site: Any) -> None:
    request = request_of(site, "owner")
    case = case_at(request.revision, request.scope, dt.date(2026, 1, 1))
    needs = [need for q in questions().values() for need in needs_of(case, q) if need.place and not need.is_there]

    assert len(needs) > 10
    assert all(door_of(request, need.place) for need in needs)
