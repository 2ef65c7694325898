"""A room before its host: opened by a form, let in by a sheet, moderated, closed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import Room

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Forum on norms", "question": "What should come first?", "seeds": "Begin with what is agreed.\n\nPublish a budget.",
    "inside": "anonymous", "leaves": "chatham", "seats": "8", "host": "The desk", "interest": "To hear", "machine": "The ministry", "law": "French law",
}  # fmt: skip


def opened(site: Any, **more: str) -> tuple[Room, Any]:
    client = site.client("editor", "fr")
    answer = client.post("/dossiers/small/rooms/open", FORM | more)
    assert answer.status_code == 302
    return Room.objects.get(), client


def test_from_the_form_to_the_sheet_the_vote_and_the_end(site: Any) -> None:
    room, host = opened(site)
    page = host.get(f"/dossiers/small/rooms/{room.pk}").content.decode()
    code = room.doors.get().code
    assert f"{code[:5]} {code[5:]}" in page
    sheet = host.get(f"/dossiers/small/rooms/{room.pk}/sheet").content.decode()
    assert "<svg" in sheet
    assert f"/join/{code}/" in sheet
    told = Client().get(f"/join/{code}/").content.decode()
    assert all(words in told for words in ("The desk", "To hear", "The ministry", "French law", "What should come first?"))
    person = Client()
    person.post(f"/join/{code}/sit")
    person.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Something new and different"})
    waiting = host.get(f"/dossiers/small/rooms/{room.pk}/queue").content.decode()
    statement = re.search(r'name="statement" value="([0-9a-f]+)"', waiting)
    assert statement is not None
    refused = host.post(f"/dossiers/small/rooms/{room.pk}/judge", {"statement": statement[1], "verdict": "out"})
    assert refused.status_code == 409
    assert host.post(f"/dossiers/small/rooms/{room.pk}/judge", {"statement": statement[1], "verdict": "in"}).status_code == 302
    assert host.post(f"/dossiers/small/rooms/{room.pk}/phase", {"phase": "vote"}).status_code == 302
    person.post(f"/rooms/{room.pk}/seat/write", {"kind": "voted", "statement": "seed-1", "value": "1"})
    log = host.get(f"/dossiers/small/rooms/{room.pk}/log.csv").content.decode()
    assert "Something new" in log
    assert host.post(f"/dossiers/small/rooms/{room.pk}/phase", {"phase": "closed"}).status_code == 302
    state = DESK.room(room.pk).state
    assert state is not None
    assert state.phase == "closed"
    assert host.post(f"/dossiers/small/rooms/{room.pk}/door", {}).status_code == 302
    assert Client().post(f"/join/{code}/sit").status_code == 404


@pytest.mark.parametrize(("role", "see", "hold"), [("owner", 200, 302), ("editor", 200, 302), ("contributor", 200, 403), ("reader", 200, 403), ("guest", 403, 403), ("member", 404, 404), ("anonymous", 302, 302)])  # fmt: skip
def test_who_sees_rooms_and_who_holds_them(site: Any, role: str, see: int, hold: int) -> None:
    room, _ = opened(site)
    client = site.client(role)
    assert client.get(f"/dossiers/small/rooms/{room.pk}").status_code == see
    assert client.post(f"/dossiers/small/rooms/{room.pk}/phase", {"phase": "vote"}).status_code == hold
    state = DESK.room(room.pk).state
    assert state is not None
    assert (state.phase == "vote") == (role in ("owner", "editor"))
    if hold == 403:
        page = client.get(f"/dossiers/small/rooms/{room.pk}").content.decode()
        assert room.doors.get().code not in page.replace(" ", "")


def test_what_the_form_lacks_is_said(site: Any) -> None:
    client = site.client("editor")
    assert client.post("/dossiers/small/rooms/open", FORM | {"question": ""}).status_code == 422
    assert client.post("/dossiers/small/rooms/open", FORM | {"seats": "many"}).status_code == 422
    for leaves in ("attributed", "organisation"):  # by whom it was said, where nobody is anybody
        refused = client.post("/dossiers/small/rooms/open", FORM | {"leaves": leaves})
        assert (refused.status_code, "nothing can be attributed" in refused.content.decode()) == (422, True)
    assert not Room.objects.exists()


def test_what_becomes_of_oneself_is_told_before_joining_and_a_room_without_its_law_is_not_opened(site: Any) -> None:
    client = site.client("editor")
    for name in ("host", "interest", "machine", "law"):
        assert client.post("/dossiers/small/rooms/open", FORM | {name: ""}).status_code == 422
    assert not Room.objects.exists()
    for safety, leaves, words in (("", "chatham", "not by whom"), ("on", "organisation", "with the organisation")):
        room, _ = opened(site, inside="seat", safety=safety, leaves=leaves)
        browser = Client()
        browser.cookies["legation-language"] = "en"
        told = browser.get(f"/join/{room.doors.get().code}/").content.decode()
        assert "30 days after the end" in told
        assert words in told
        assert ("No group below ten" in told) == bool(safety)
        assert ("Counts of 10 people" in told) == bool(safety)
        Room.objects.all().delete()


def test_a_door_that_has_run_out_still_leads_to_what_came_of_the_room(site: Any) -> None:
    room, host = opened(site)
    at, first = f"/dossiers/small/rooms/{room.pk}", room.doors.get()
    browser = Client()
    browser.post(f"/join/{first.code}/sit")
    room.doors.update(until=timezone.now())
    page = host.get(at).content.decode()
    assert "1 seat is taken." in page and "voted" not in page  # also while no door is open; and nothing of fewer than hide one

    host.post(f"{at}/door", {"do": "new"})
    second = room.doors.exclude(pk=first.pk).get()
    assert Client().get(f"/join/{first.code}/").status_code == 404
    host.post(f"{at}/door", {"do": "new"})
    host.post(f"{at}/phase", {"phase": "closed"})
    assert [Client().get(f"/join/{one.code}/").status_code for one in (first, second)] == [200, 404]
    assert browser.get(f"/join/{first.code}/").status_code == 302
    Room.objects.update(is_cut=True)
    assert browser.get(f"/join/{first.code}/").status_code == 200


def test_of_how_many_have_voted_the_page_says_at_least(site: Any) -> None:
    room, host = opened(site)
    at, code = f"/dossiers/small/rooms/{room.pk}", room.doors.get().code
    host.post(f"{at}/phase", {"phase": "vote"})
    for _ in range(7):
        browser = Client()
        browser.post(f"/join/{code}/sit")
        browser.post(f"/rooms/{room.pk}/seat/write", {"kind": "voted", "statement": "seed-1", "value": "1"})
    assert "7 seats are taken. At least 5 have voted." in host.get(at).content.decode()


def test_signs_that_nobody_sees_are_left_out_of_what_a_room_begins_with(site: Any) -> None:
    room, _ = opened(site, question="\ufeffWhat first?", seeds="\ufeffBegin here.\n\u202e\nAnd\u2066 there.\u2069")
    state: Any = DESK.room(room.pk).state
    assert state.settings["question"] == "What first?"
    assert [one.text for one in state.statements.values()] == ["Begin here.", "And there."]
