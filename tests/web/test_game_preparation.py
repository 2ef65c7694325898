"""A negotiation is prepared in the browser: by whoever may see the mandate, in rooms that nobody else finds, with a page after five runs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from legation.dossier.models.negotiation import NEGOTIATION
from legation.web.rooms.desk import DESK, Draft
from legation.web.site.routing import ROUTES
from legation.web.stores.rooms.models import Room, RoomContent

pytestmark = pytest.mark.django_db

HERE = "/dossiers/small/preparation"
FLOOR = "43.125"
OTHERS = ("editor", "contributor", "reader", "guest")


@pytest.fixture
def talks(site: Any) -> Any:
    """A site whose dossier has a negotiation, and our limits in it."""
    client = site.client("owner")
    data = NEGOTIATION.template("en").encode()
    sent = {"way": "file", "title": "Talks", "file": SimpleUploadedFile("x.toml", data)}
    address = client.post("/dossiers/small/models/negotiation/begin", sent).url
    assert client.post(address.removesuffix("edit") + "keep", {"do": "save"}).status_code == 302
    limits = {"aim": "x", "deal-talks-party": "us", "deal-talks-floor": FLOOR, "deal-talks-red": ["scope.none"]}
    assert client.post("/dossiers/small/mandate/save", limits).status_code == 302
    return site


def begun(client: Client, side: str = "us", **more: str) -> Room:
    answer = client.post(f"{HERE}/begin", {"negotiation": "talks", "side": side, "style": "even", "minutes": "20"} | more)
    assert answer.status_code == 302, answer.content.decode()
    return Room.objects.get(pk=answer.url.split("/")[2])


def person_in(room: Room) -> str:
    with DESK.reading(room.pk) as live:
        return next(seat for seat, place in live.state.places.items() if not place.bot)


def played(client: Client, side: str = "us", package: tuple[int, ...] = (2, 0, 0)) -> Room:
    room = begun(client, side)
    written = DESK.write(room.pk, person_in(room), [Draft(kind="offered", data={"package": list(package)})])
    assert written[0].refused is None, written
    assert client.post(f"{HERE}/{room.pk}/end").status_code == 302
    room.refresh_from_db()
    return room


def test_a_run_seats_a_person_on_one_side_and_simulated_players_on_the_others(talks: Any) -> None:
    client = talks.client("owner")
    room = begun(client, style="hard")
    with DESK.reading(room.pk) as live:
        sides = {place.side: place.bot for place in live.state.places.values() if place.side}
        settings = live.state.settings

    assert sides == {"us": "", "them": "hard"}
    assert (room.prepares, settings["prepares"], settings["session"]) == ("talks", "talks", "rehearsal")
    assert settings["floors"]["us"] == 44
    assert f"seat-{room.pk}" in client.cookies


def test_what_the_others_want_is_drawn_anew(talks: Any) -> None:
    client = talks.client("owner")
    scores = [RoomContent.objects.get(entry__room=begun(client), entry__number=1).data["scores"] for _ in range(6)]

    assert len({json.dumps(one["us"]) for one in scores}) == 1
    assert len({json.dumps(one["them"]) for one in scores}) > 1


def test_after_five_runs_there_is_a_page_to_carry(talks: Any) -> None:
    client = talks.client("owner")
    for number in range(5):
        shown = client.get(HERE).content.decode()
        assert "The page to carry</h2>" not in shown
        assert client.get(f"{HERE}/page.pdf?negotiation=talks").url == HERE
        played(client, "them" if number == 2 else "us", (2, 0, 0) if number else (1, 1, 0))
    shown = client.get(HERE).content.decode()

    assert "The page to carry</h2>" in shown
    assert "5 runs, 4 of them as us." in shown
    assert "Sign nothing below 43.1 points." in shown
    assert "Never sign “What is reported: nothing”." in shown
    assert shown.count("EXERCISE EXERCISE EXERCISE") == 2
    page = client.get(f"{HERE}.json").json()
    assert [one["points"] for one in page["carried"]["offers"]] == [100]
    for form in ("pdf", "docx"):
        paper = client.get(f"{HERE}/page.{form}?negotiation=talks")
        assert paper.status_code == 200
        assert "EXERCISE-" in paper["Content-Disposition"]
        assert "no-store" in paper["Cache-Control"]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_finds_anything_of_it(talks: Any, role: str) -> None:
    room = played(talks.client("owner"))
    other = talks.client(role)
    pages = {
        HERE: 200,
        f"{HERE}/page.pdf": (302, 403),
        f"/dossiers/small/rooms/{room.pk}": (403, 404),
        f"/rooms/{room.pk}/seat/": (302, 403),
    }
    for address, status in pages.items():
        answer = other.get(address)
        assert answer.status_code in (status if isinstance(status, tuple) else (status,)), address
        assert not _leaks(answer.content.decode(errors="replace"), room), address
    for address in (f"{HERE}/begin", f"{HERE}/{room.pk}/end"):
        assert other.post(address, {"negotiation": "talks", "side": "us", "style": "even", "minutes": "20"}).status_code in (302, 403, 404)
    for address in ("/dossiers/small", "/dossiers/small/rooms", "/dossiers/small/mandate", "/dossiers/small/history", "/search?q=talks"):
        assert not _leaks(other.get(address).content.decode(errors="replace"), room), address
    assert Room.objects.filter(prepares="talks").count() == 1
    assert room.number == Room.objects.get().number


def _leaks(text: str, room: Room) -> bool:
    return any(one in text for one in (FLOOR, "43.1", room.pk, "EXERCISE-small"))


def test_no_page_or_file_of_its_room_is_found_by_others(talks: Any) -> None:
    room = played(talks.client("owner"))
    routes = [route for route in ROUTES.values() if "<slug:slug>/rooms/<slug:room>" in route.path and route.kind != "action"]
    plain = [route for route in routes if route.path.count("<") == 2]

    assert len(plain) > 3
    for role in OTHERS:
        other = talks.client(role)
        for route in plain:
            answer = other.get(reverse(route.name, kwargs={"slug": "small", "room": room.pk}))
            assert answer.status_code in (403, 404), (role, route.name)


def test_its_rooms_are_in_no_list_even_of_the_owners(talks: Any) -> None:
    client = talks.client("owner")
    room = played(client)

    assert room.pk not in client.get("/dossiers/small/rooms").content.decode()
    assert room.pk in client.get(HERE).content.decode()


def test_a_run_that_is_ended_is_opened_for_the_one_who_played(talks: Any) -> None:
    room = played(talks.client("owner"))
    with DESK.reading(room.pk) as live:
        assert (live.state.phase, live.state.revealed) == ("closed", True)
    page = talks.client("owner").get(f"/dossiers/small/rooms/{room.pk}").content.decode()
    assert "/debrief" in page
    assert "/game/return" not in page and "/game/log" not in page  # our limits stand in its log


def test_seeds_are_too_many_to_be_tried_out_by_the_time_that_players_take(talks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secrets.randbelow", lambda bound: bound - 1)
    with DESK.reading(begun(talks.client("owner")).pk) as live:
        assert live.state.settings["seed"] == 2**53 - 1


@pytest.mark.parametrize(("sent", "field"), [({"minutes": "0"}, "minutes"), ({"minutes": "many"}, "minutes"), ({"side": "nobody"}, "side")])
def test_what_is_wrong_is_said_and_opens_nothing(talks: Any, sent: dict[str, str], field: str) -> None:
    data = {"negotiation": "talks", "side": "us", "style": "even", "minutes": "20"} | sent
    answer = talks.client("owner").post(f"{HERE}/begin", data)

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode().partition(f'name="{field}"')[2].partition("</p>")[0]
    assert not Room.objects.exists()


def test_without_limits_there_is_nothing_to_prepare(site: Any) -> None:
    client = site.client("owner")

    assert "There is no mandate" in client.get(HERE).content.decode()
    assert client.post(f"{HERE}/begin", {"negotiation": "talks", "side": "us"}).url == HERE
    assert not Room.objects.exists()


def test_the_mandate_leads_there_in_both_languages(talks: Any) -> None:
    client = talks.client("owner")

    assert f'href="{HERE}?negotiation=talks"' in client.get("/dossiers/small/mandate").content.decode()
    client.cookies["language"] = "fr"
    shown = client.get(HERE, headers={"accept-language": "fr"}).content.decode()
    assert shown.count("EXERCI") >= 2
