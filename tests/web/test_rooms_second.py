"""The second round before its host and in a seat, without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from web.test_rooms_hosting import FORM

from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import Room

pytestmark = pytest.mark.django_db


def _page(client: Client, room: Room) -> str:
    return client.get(f"/dossiers/small/rooms/{room.pk}/second").content.decode()


def test_the_room_votes_on_what_its_host_words_and_each_on_one_version(site: Any) -> None:
    host = site.client("editor", "en")
    host.post("/dossiers/small/rooms/open", FORM | {"seats": "30"})
    room = Room.objects.get()
    address = f"/dossiers/small/rooms/{room.pk}"
    people = [Client(headers={"accept-language": "en"}) for _ in range(24)]
    for person in people:
        person.post(f"/join/{room.doors.get().code}/sit")
    assert "The second round has not begun" in _page(host, room)
    assert host.post(f"{address}/second/ask", {"what": "synthesis", "synthesis": "Too early"}).status_code == 409
    host.post(f"{address}/phase", {"phase": "vote"})
    host.post(f"{address}/phase", {"phase": "second"})
    assert host.post(f"{address}/second/ask", {"what": "synthesis", "synthesis": " "}).status_code == 422
    too_long = host.post(f"{address}/second/ask", {"what": "versions", "first": "Kept words", "second": "x" * 281})
    assert too_long.status_code == 422
    assert "Kept words" in too_long.content.decode()
    assert host.post(f"{address}/second/ask", {"what": "synthesis", "synthesis": "Begin small."}).status_code == 302
    assert host.post(f"{address}/second/ask", {"what": "versions", "first": "Version one", "second": "Version two"}).status_code == 302
    seat = f"/rooms/{room.pk}/seat/"
    drawn = []
    for at, person in enumerate(people):
        page = person.get(seat).content.decode()
        assert "0 / 2" in page
        drawn.append("Version one" in page)
        assert drawn[-1] != ("Version two" in page)
        assert "in one of its two versions" in page
        for name in set(re.findall(r'data-statement="(second-\w+)"', page)):
            person.post(f"{seat}write", {"kind": "voted", "statement": name, "value": "1" if at % 4 or drawn[-1] else "-1"})
    assert 4 <= sum(drawn) <= 20
    assert "agree of" in _page(host, room)
    host.post(f"{address}/phase", {"phase": "closed"})
    page = _page(host, room)
    assert re.search(r"100% agree with the first version \(\d+ voted\)", page.replace("\u202f", " ").replace("\u00a0", " "))
    assert "95" in page
    state: Any = DESK.room(room.pk).state
    assert len([one for one in state.statements.values() if one.second]) == 3
    ended = people[0].get(seat).content.decode()
    assert all(words in ended for words in ("Version one", "Version two", "Second round", "Begin small."))


def test_a_text_that_is_gone_is_said_to_be_gone_and_a_room_without_a_title_has_its_id(site: Any) -> None:
    host = site.client("editor", "en")
    host.post("/dossiers/small/rooms/open", FORM | {"inside": "seat", "after": "on"})
    room = Room.objects.get()
    address, code = f"/dossiers/small/rooms/{room.pk}", room.doors.get().code
    person = Client(headers={"accept-language": "en"})
    person.post(f"/join/{code}/sit")
    person.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": "Canary words of mine", "anyway": "yes"})
    other = Client(headers={"accept-language": "en"})
    other.post(f"/join/{code}/sit")
    host.post(f"{address}/phase", {"phase": "vote"})
    (own,) = [one.id for one in DESK.room(room.pk).state.statements.values() if one.source == "participant"]  # type: ignore[union-attr]
    other.post(f"/rooms/{room.pk}/seat/write", {"kind": "voted", "statement": own, "value": "1"})
    host.post(f"{address}/answer", {f"taken:{own}": "yes", f"why:{own}": "Because."})
    person.post(f"/rooms/{room.pk}/seat/write", {"kind": "erased"})
    host.post(f"{address}/phase", {"phase": "closed"})
    pages = [site.client("reader", "en").get(f"{address}/result"), host.get(f"{address}/result"), other.get(f"/rooms/{room.pk}/seat/")]
    for page in pages:
        assert "(withdrawn by its author)" in page.content.decode()
    Room.objects.update(title={})
    pages = [host.get(address), host.get("/dossiers/small/rooms"), other.get(f"/rooms/{room.pk}/seat/"), Client().get(f"/join/{code}/")]
    for page in pages:
        assert f">{room.pk}</" in page.content.decode()
