"""The second round in a seat and before its host, and what whoever lost a seat reads, as axe-core and a narrow screen see it.

In French on a telephone; with ``LEGATION_LONG=1`` in both languages, on a screen too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browsing import ready, ways
from django.test import Client
from playwright.sync_api import Browser
from web.browser.watched import Watched, beside
from web.halls import host_writes
from web.test_rooms_hosting import FORM

from legation.web.accounts.models import Account
from legation.web.rooms.browser import Browser as Sitting
from legation.web.rooms.place import cookie_of
from legation.web.stores.rooms.models import Room, RoomSeat

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SYNTHESIS = "Publier le budget chaque année, et nommer un seul interlocuteur par ministère."


def _room(site: Any) -> tuple[Room, list[Client]]:
    """Return a room in its second round, with a synthesis and a message in two versions, and twelve people who sit in it."""
    host = site.client("editor")
    assert host.post("/dossiers/small/rooms/open", FORM | {"inside": "seat"}).status_code == 302
    room = Room.objects.get()
    people = [Client() for _ in range(12)]
    for person in people:
        person.post(f"/join/{room.doors.get().code}/sit")
    at = f"/dossiers/small/rooms/{room.pk}"
    for phase in ("vote", "second"):
        host.post(f"{at}/phase", {"phase": phase})
    host.post(f"{at}/second/ask", {"what": "synthesis", "synthesis": SYNTHESIS})
    host.post(
        f"{at}/second/ask", {"what": "versions", "first": "Nous parlons d’une seule voix.", "second": "Chacun parle, et nous écoutons."}
    )
    return room, people


def _looked(window: Watched, pictures: Path, name: str, faults: list[Any]) -> None:
    window.page.evaluate("document.querySelectorAll('main details').forEach((e) => { e.open = true; })")
    found = window.serious() + window.wide()
    faults += [(name, one) for one in found]
    window.page.screenshot(path=pictures / f"second-{name}.png", full_page=True)


@ways("lang, width", ("fr", 360), ("fr", 1280), ("en", 360), ("en", 1280))
def test_the_second_round_has_no_serious_fault_and_stays_within_its_screen(
    browser: Browser, live_server: Any, site: Any, pictures: Path, lang: str, width: int
) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    room, people = _room(site)
    faults: list[Any] = []
    seat, host_page = f"/rooms/{room.pk}/seat/", f"/dossiers/small/rooms/{room.pk}"
    Account.objects.filter(pk=site.people["editor"].pk).update(language=lang)
    with beside(browser, live_server.url, width=width, locale={"fr": "fr-FR", "en": "en-GB"}[lang], timezone_id="Europe/Paris") as window:
        page = window.page

        def sit(person: Client) -> None:
            cookie = {"name": cookie_of(room.pk), "value": person.cookies[cookie_of(room.pk)].value, "url": f"{live_server.url}{seat}"}
            page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dict is one

        def see(name: str, address: str) -> None:
            answer = page.goto(address)
            assert answer is not None
            assert answer.status == 200, name
            if address.startswith("/dossiers"):
                ready(page)
            assert page.evaluate("document.documentElement.lang") == lang
            _looked(window, pictures, f"{name}-{lang}-{width}", faults)

        session = site.client("editor").cookies["legation-session"].value
        page.context.add_cookies([{"name": "legation-session", "value": session, "url": live_server.url}])
        sit(people[0])
        see("seat", seat)
        see("host", f"{host_page}/second")
        for person in people:
            words = person.get(seat).content.decode()
            for name in sorted(set(re.findall(r'data-statement="(second-\w+)"', words))):
                person.post(f"{seat}write", {"kind": "voted", "statement": name, "value": "1"})
        see("voted", seat)
        host_writes(room, "phase", phase="closed")
        see("host-closed", f"{host_page}/second")
        see("closed", seat)
        see("result", f"{host_page}/result")
        see("deadline", f"/dossiers/small/rooms/{_open_room(site)}/deadline")
        assert page.locator("main select[name=zone]").input_value() == "Europe/Paris"
        host_writes(room, "removed", seat=_seat_of(people[1], room), reason="off topic")
        sit(people[1])
        see("out", seat)
        page.context.clear_cookies(name=cookie_of(room.pk))
        see("elsewhere", seat)
        window.complaints = [said for said in window.complaints if "404" not in said]  # this server has no streams
    assert not faults, "\n".join(map(str, faults))


def _open_room(site: Any) -> str:
    site.client("editor").post("/dossiers/small/rooms/open", FORM)
    return str(Room.objects.exclude(phase="closed").get().pk)


def _seat_of(person: Client, room: Room) -> str:
    return RoomSeat.objects.get(room=room, digest=Sitting(person.cookies[cookie_of(room.pk)].value).digest).seat
