"""Somebody with an account sits down in a room of a dossier that is open to them; in an anonymous one they are let in by the code alone."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client

from legation.web.rooms.desk import DESK
from legation.web.stores.rooms.models import RoomSeat

from .test_rooms_hosting import opened

pytestmark = pytest.mark.django_db


def test_a_member_takes_a_seat_once_and_finds_it_again(site: Any) -> None:
    room, _ = opened(site, inside="seat")
    at, member = f"/dossiers/small/rooms/{room.pk}", site.client("contributor")
    before = member.get(at).content.decode()
    assert f'action="{at}/sit"' in before
    told = before.partition(f'action="{at}/sit"')[0]
    assert all(words in told for words in ("The desk", "To hear", "The ministry", "French law", "not by whom", "30 days after the end"))

    way = member.post(f"{at}/sit", follow=True)
    assert (way.status_code, [status for _, status in way.redirect_chain]) == (200, [307, 302])
    assert way.redirect_chain[-1][0] == f"/rooms/{room.pk}/seat/"
    assert member.get(f"/rooms/{room.pk}/seat/").status_code == 200
    there = DESK.room(room.pk).number
    assert member.post(f"{at}/sit").url == at
    page = member.get(at).content.decode()
    assert f'href="/rooms/{room.pk}/seat/"' in page and f"{at}/sit" not in page
    assert DESK.room(room.pk).number == there
    assert RoomSeat.objects.get(account=site.people["contributor"]).role == "participant"
    again = site.client("contributor").get(at).content.decode()
    assert f'href="/rooms/{room.pk}/seat/"' in again and f"{at}/sit" not in again  # no cookie of a seat is sent to the pages of a dossier


def test_in_an_anonymous_room_the_account_leads_to_no_seat(site: Any) -> None:
    room, _ = opened(site, inside="anonymous")
    at, member = f"/dossiers/small/rooms/{room.pk}", site.client("contributor")
    page = member.get(at).content.decode()
    assert 'href="/join/"' in page and room.doors.get().code not in page

    before = DESK.room(room.pk).number, RoomSeat.objects.exclude(digest="").count()
    assert member.post(f"{at}/sit").url == at
    assert (DESK.room(room.pk).number, RoomSeat.objects.exclude(digest="").count()) == before
    assert not RoomSeat.objects.filter(account=site.people["contributor"]).exists()


@pytest.mark.parametrize("role", ["guest", "member", "anonymous"])
def test_who_does_not_see_the_rooms_takes_no_seat(site: Any, role: str) -> None:
    room, _ = opened(site, inside="seat")
    before = RoomSeat.objects.count()

    assert site.client(role).post(f"/dossiers/small/rooms/{room.pk}/sit").status_code in (302, 403, 404)
    assert RoomSeat.objects.count() == before


def test_who_came_by_a_code_first_has_that_seat_and_no_second(site: Any) -> None:
    room, _ = opened(site, inside="seat")
    member = site.client("contributor")
    member.post(f"/join/{room.doors.get().code}/sit")
    before = RoomSeat.objects.count()
    assert member.post(f"/dossiers/small/rooms/{room.pk}/sit", follow=True).redirect_chain[-1][0] == f"/rooms/{room.pk}/seat/"
    assert RoomSeat.objects.count() == before


def test_what_lets_an_account_in_does_so_for_a_moment_by_post_and_as_it_was_made(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    room, host = opened(site, inside="seat")
    way = site.client("contributor").post(f"/dossiers/small/rooms/{room.pk}/sit").url
    before, browser = RoomSeat.objects.count(), Client()
    assert browser.get(way).status_code == 405
    assert browser.post(f"{way[:-1]}{'A' if way[-1] != 'A' else 'B'}").url == "/join/"
    with monkeypatch.context() as later:
        now = time.time()
        later.setattr(time, "time", lambda: now + 60)
        assert browser.post(way).url == "/join/"
    host.post(f"/dossiers/small/rooms/{room.pk}/phase", {"phase": "closed"})
    browser.post(way)
    assert RoomSeat.objects.count() == before
