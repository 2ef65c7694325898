"""Organisations in a room: seated by the host with a weight that all see, each by a code that leads to one seat, once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from web.test_rooms_hosting import FORM

from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import Room

pytestmark = pytest.mark.django_db


def _opened(site: Any, inside: str) -> tuple[Client, Room]:
    host = site.client("editor", "en")
    host.post("/dossiers/small/rooms/open", FORM | {"inside": inside})
    return host, Room.objects.get()


def _seat(host: Client, room: Room, organisation: str, weight: str) -> int:
    form = {"organisation": organisation, "weight": weight}
    return int(host.post(f"/dossiers/small/rooms/{room.pk}/organisations/seat", form).status_code)


@pytest.mark.parametrize("inside", ["organisation", "seat"])
def test_an_organisation_sits_by_its_own_code_and_all_see_what_it_counts_for(site: Any, inside: str) -> None:
    host, room = _opened(site, inside)
    address = f"/dossiers/small/rooms/{room.pk}"
    for organisation, weight in (("nobody", "1"), ("FRA", "0"), ("FRA", "1e3"), ("FRA", "99999"), ("FRA", "")):
        assert _seat(host, room, organisation, weight) == 422
    assert _seat(host, room, "FRA", "3") == 302
    code = re.search(r"/join/([A-Z]{10})/", host.get(f"{address}/organisations").content.decode())
    assert code is not None
    assert code[1] not in host.get(address).content.decode()  # the hall has another one
    assert "By your organisation." in Client(headers={"accept-language": "en"}).get(f"/join/{code[1]}/").content.decode()
    france, other, person = (Client(headers={"accept-language": "en"}) for _ in range(3))
    assert france.post(f"/join/{code[1]}/sit").status_code == 302
    assert other.post(f"/join/{code[1]}/sit").status_code == 409  # once
    assert code[1] not in host.get(f"{address}/organisations").content.decode()
    person.post(f"/join/{room.doors.exclude(role__startswith='seat:').get().code}/sit")
    assert _seat(host, room, "FRA", "2") == 302
    state: Any = DESK.room(room.pk).state
    (seat,) = (one for one in state.seats.values() if one.organisation)
    assert (seat.organisation, seat.weight, seat.role) == ("FRA", 2, "participant")
    page = person.get(f"/rooms/{room.pk}/seat/").content.decode()
    assert "One organisation in the room" in page
    assert re.search(r"France <span class=\"source\">counts for 2</span>", page)
    france.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Meet in the regions", "anyway": "yes"})
    (said,) = (one for one in state.statements.values() if one.author == seat.id)
    host.post(f"{address}/judge", {"statement": said.id, "verdict": "in"})
    host.post(f"{address}/phase", {"phase": "vote"})
    for name in ("seed-1", "seed-2"):
        person.post(f"/rooms/{room.pk}/seat/write", {"kind": "voted", "statement": name, "value": "1"})
    assert "From France" in person.get(f"/rooms/{room.pk}/seat/").content.decode()
    host.post(f"{address}/door", {})
    assert room.doors.filter(closed=False).count() == 1  # closing the hall's door closes no organisation's


def test_in_an_anonymous_room_no_organisation_sits(site: Any) -> None:
    host, room = _opened(site, "anonymous")
    assert "No organisation sits here" in host.get(f"/dossiers/small/rooms/{room.pk}/organisations").content.decode()
    assert _seat(host, room, "FRA", "3") == 422
    state: Any = DESK.room(room.pk).state
    assert not [one for one in state.seats.values() if one.organisation]


def test_a_code_that_nobody_used_is_given_anew(site: Any) -> None:
    host, room = _opened(site, "organisation")
    address = f"/dossiers/small/rooms/{room.pk}/organisations"
    assert _seat(host, room, "FRA", "3") == 302
    old = room.doors.get(role__startswith="seat:")
    assert "Give a new code" not in host.get(address).content.decode()
    room.doors.filter(pk=old.pk).update(until=timezone.now())
    assert "Give a new code" in host.get(address).content.decode()
    for _ in range(2):
        assert host.post(f"{address}/seat", {"organisation": "FRA", "renew": "yes"}).status_code == 302
    new = room.doors.get(role__startswith="seat:")
    assert (new.code != old.code, new.role) == (True, old.role)
    assert new.code in host.get(address).content.decode()
    assert Client().post(f"/join/{old.code}/sit").status_code != 302
    assert Client().post(f"/join/{new.code}/sit").status_code == 302
    assert "Give a new code" not in host.get(address).content.decode()


def test_an_organisation_is_called_in_the_language_of_each_reader_whatever_that_of_the_host(site: Any) -> None:
    host, room = _opened(site, "organisation")
    assert _seat(host, room, "DEU", "2") == 302

    for lang, name in (("en", "Germany"), ("fr", "Allemagne")):
        site.people["editor"].language = lang
        site.people["editor"].save()
        page = host.get(f"/dossiers/small/rooms/{room.pk}/organisations").content.decode()
        assert f"{name}</" in page or f">{name}" in page, lang
