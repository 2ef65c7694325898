"""Every instance of :class:`legation.web.access.Access`, and every route of rooms, as everybody who may stand to a room or no more.

Accounts and their routes walk in ``test_routes_by_role.py``; here it is those who sit in rooms: by a code without an account, by a grant, and
those whom a code, a seat or a grant let in once.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from web.halls import EVERYBODY, LEFT_OUT, SITS, Hall, filled
from web.samples import address_of, made, room_of

from legation.web.access import DOSSIER, KINDS, OUT, ROOM, SITE, can, grants_of, role_in_site
from legation.web.rooms.desk import DESK
from legation.web.rooms.place import cookie_of
from legation.web.rooms.routes import SEAT_ROUTES, SeatRoute
from legation.web.site.routing import ROUTES
from legation.web.stores.rooms.models import RoomDoor, RoomReport, RoomSeat

pytestmark = [pytest.mark.django_db, pytest.mark.each_database("who sits where is read by queries of ours")]


@pytest.fixture
def hall(site: Any) -> Hall:
    return filled(site)


@functools.cache
def _forms(route: str) -> dict[str, Any]:
    drafts = [{"kind": "flagged", "data": {"statement": "seed-1", "reason": "insult"}, "key": "a1"}]
    return (
        {"data": {"drafts": drafts}, "content_type": "application/json"}
        if route == "room-entries"
        else {"data": {"kind": "flagged", "statement": "seed-1", "reason": "x"}}
    )


def seat_address(route: SeatRoute, room: str) -> str:
    report = RoomReport.objects.filter(room=room).values_list("number", flat=True).first() or 1
    more = {name: value for name, value in {"number": report, "name": "fr-html", "side": "france"}.items() if f":{name}>" in route.path}
    return reverse(route.name, kwargs={"room": room} | more)


def ask(client: Client, route: SeatRoute, room: str) -> Any:
    address = seat_address(route, room)
    with transaction.atomic():
        answer = client.post(address, **_forms(route.name)) if route.method == "POST" else client.get(address)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_of_thing_says_who_may(kind: str) -> None:
    access = KINDS[kind]
    assert access.roles
    for action, roles in access.table.items():
        assert roles, action
        assert roles <= set(access.roles), action
    with pytest.raises(KeyError):
        access.lets(None, "fly")
    assert not any(access.lets(None, action) for action in access.table)


def test_no_action_is_of_two_kinds() -> None:
    actions = [action for access in KINDS.values() for action in access.table]
    assert len(actions) == len(set(actions))


def test_everybody_is_to_the_room_what_the_table_says_and_to_nothing_else_more(hall: Hall, site: Any) -> None:
    for who in EVERYBODY:
        role = SITS.get(who) or {"host": "host", "moderator": "moderator"}.get(who) or (OUT if who in LEFT_OUT else None)
        rows = [ROOM.row(person, hall.room) for person in hall.persons(who)]
        assert [row.role for row in rows if row] == [role] * sum(map(bool, rows)), who
        assert any(rows) == (role is not None), who
        for action, roles in ROOM.table.items():
            assert any(ROOM.can(person, action, hall.room) for person in hall.persons(who)) == (role in roles), (who, action)
        browser = hall.persons(who)[0]
        assert (role_in_site(browser), grants_of(browser)) == ("anonymous", ())
        assert not any(can(browser, action, site.dossier) for action in DOSSIER.table), who
        assert {action for action in SITE.table if can(browser, action)} == {"visit", "sign-in"}


def test_every_route_of_a_seat_is_as_the_table_says(hall: Hall) -> None:
    wrong = []
    for who in EVERYBODY:
        for route in SEAT_ROUTES.values():
            answer = ask(hall.client(who), route, hall.room.pk)
            if who in LEFT_OUT and route.action == "leave":
                good = answer.status_code == 200
            elif who in LEFT_OUT and not route.as_json:
                good = (answer.status_code, answer.get("Location")) == (302, reverse("room-out", args=[hall.room.pk]))
            elif who not in SITS:
                is_shut = answer.status_code == 401 if route.as_json else answer.status_code == (403 if who in hall.secrets else 302)
                good = is_shut and b"agreed" not in answer.content
            elif SITS[who] in ROOM.table[route.action]:
                good = answer.status_code == 200 or (answer.status_code == 302 and answer.url != reverse("room-join"))
            else:
                good = answer.status_code == 403
            if not good:
                wrong.append((who, route.name, answer.status_code))
    assert not wrong, wrong
    assert len(SEAT_ROUTES) >= 4


def test_a_seat_opens_no_other_room_and_no_room_that_is_not_there(hall: Hall, site: Any) -> None:
    other = room_of(site.dossier, site.people["owner"])
    client = hall.client("participant")
    client.cookies[cookie_of(other.pk)] = hall.secrets["participant"]
    for room in (other.pk, "0" * 16, hall.room.pk[::-1], hall.room.pk.upper(), "x"):
        for route in SEAT_ROUTES.values():
            assert ask(client, route, room).status_code in (302, 401, 403, 404), (room, route.name)


def test_no_deed_of_a_seat_is_a_get_and_none_is_done_without_the_token_of_its_form(hall: Hall) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[cookie_of(hall.room.pk)] = hall.secrets["participant"]
    number = DESK.room(hall.room.pk).number
    for route in SEAT_ROUTES.values():
        address = seat_address(route, hall.room.pk)
        if route.method == "POST":
            assert strict.get(address).status_code == 405
            assert strict.post(address, **_forms(route.name)).status_code == 403
        else:
            assert hall.client("participant").post(address).status_code == 405
    assert strict.post(reverse("room-sit", args=[hall.room.doors.get().code])).status_code == 403
    assert strict.post(reverse("room-join"), {"code": hall.room.doors.get().code}).status_code == 403
    assert DESK.room(hall.room.pk).number == number


def test_a_public_seat_sees_nothing_of_the_dossier(hall: Hall, site: Any) -> None:
    client, samples = hall.client("participant"), made(site)
    walked = 0
    for route in ROUTES.values():
        if "<slug:slug>" in route.path:
            for as_json in (False, True) if route.kind == "page" else (False,):
                address = address_of(route, site, samples, as_json=as_json)
                with transaction.atomic():
                    answer = client.post(address) if route.kind == "action" else client.get(address)
                    transaction.set_rollback(True)
                assert answer.status_code in ((401,) if as_json else (302,)), (route.name, answer.status_code)
                walked += 1
    assert walked > 200
    said = client.get(reverse("room-seat", args=[hall.room.pk])).content + client.get(reverse("room-picture", args=[hall.room.pk])).content
    assert not [words for words in (b"small", b"France", b"Binding norms", b"SECRET", b"Owner", b"example.org") if words in said]


@pytest.mark.parametrize("shut", ["expired", "closed", "full"])
def test_a_door_that_is_shut_seats_nobody(hall: Hall, shut: str) -> None:
    door = hall.room.doors.get()
    change = {"expired": {"until": timezone.now() - dt.timedelta(seconds=1)}, "closed": {"closed": True}, "full": {"most": 0}}[shut]
    RoomDoor.objects.filter(pk=door.pk).update(**change)
    before = RoomSeat.objects.count(), DESK.room(hall.room.pk).number
    for who in (*SITS, "outsider", "nobody"):
        client = hall.client(who)
        client.cookies.pop(cookie_of(hall.room.pk), None)
        assert client.post(reverse("room-sit", args=[door.code])).status_code == (409 if shut == "full" else 404), who
    assert (RoomSeat.objects.count(), DESK.room(hall.room.pk).number) == before
