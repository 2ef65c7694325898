"""The picture of a live room: made by a worker, shown to seats and to the host, told when it is new, gone when a vote is taken back."""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from web.conftest import small
from web.rooms_filled import filled, votes

from legation.rooms.deliberation.last_map import LastMap, last_map_of
from legation.rooms.deliberation.picture import shown_votes, worked_out
from legation.rooms.deliberation.state import Deliberation
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.rooms import picture_making, report_making, seats
from legation.web.rooms import pictures as pictures_module
from legation.web.rooms.arrays import unpacked
from legation.web.rooms.audience import AUDIENCE, Listener
from legation.web.rooms.browser import Browser
from legation.web.rooms.desk import DESK, Draft
from legation.web.rooms.next_statement import next_statement
from legation.web.rooms.pictures import APART, KNOWN, PICTURES, Pictures
from legation.web.runs import worker_process
from legation.web.runs.lease import take_run
from legation.web.runs.models import Run
from legation.web.runs.worker import Worker
from legation.web.stores.rooms.models import Room, RoomPicture, RoomSeat

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 40


@pytest.fixture
def filled_room() -> tuple[Room, list[str]]:
    """Return a room in which forty have voted."""
    host = Account.objects.create_user("host@example.org", name="Host")
    return filled(store.create(small(), host), host, PEOPLE)


def _made(room: Room) -> RoomPicture:
    """Let somebody look, and a worker make the picture."""
    PICTURES.look(room.pk)
    PICTURES._ordered.drop(room.pk)
    PICTURES.step()
    while Worker(rooms=True).once():
        pass
    PICTURES.step()
    return RoomPicture.objects.get(room=room)


def _browser(room: Room, seat: str, lang: str = "fr") -> Client:
    """Return the browser of a seat."""
    code = seats.new_door(room, timezone.now() + dt.timedelta(hours=1)).code
    client = Client(headers={"accept-language": lang})
    client.post(f"/join/{code}/sit")
    secret = client.cookies[f"seat-{room.pk}"].value
    digest = Browser(secret).digest
    RoomSeat.objects.filter(room=room, digest=digest).update(digest="")
    RoomSeat.objects.filter(room=room, seat=seat).update(digest=digest)
    return client


@pytest.mark.parametrize(("lang", "words"), [
    ("fr", ("2 groupes", "Ce que tous les groupes partagent", "Ce qui sépare les groupes", "vous êtes le plus près du groupe", "pour tout l’espace")),
    ("en", ("2 groups", "What every group shares", "What divides the groups", "you stand nearest to group", "stand for the whole room")),
])  # fmt: skip
def test_a_seat_sees_the_room_and_its_own_place(filled_room: tuple[Room, list[str]], lang: str, words: tuple[str, ...]) -> None:
    room, there = filled_room
    assert _made(room).number <= DESK.room(room.pk).number
    page = _browser(room, there[0], lang).get(f"/rooms/{room.pk}/seat/map").content.decode()
    assert [one for one in words if one not in page] == []
    assert "<table>" in page
    assert re.search(r"(sur|of) 40 (votants \(intervalle|who voted \(interval)", page), "a share stands with its base"
    assert 'role="img"' in page
    assert "Begin with what is agreed." in page
    assert re.search(r'<circle cx="\d+\.\d"', page), "a decimal point, whatever the language"
    assert not any(seat in page for seat in there)
    assert len(page.encode()) < 20_000


def test_the_map_says_in_the_readers_language_what_was_taken_back(filled_room: tuple[Room, list[str]]) -> None:
    room, there = filled_room
    _made(room)
    state = DESK.room(room.pk).state
    assert isinstance(state, Deliberation)
    state.statements["s0"].text = None
    page = _browser(room, there[0]).get(f"/rooms/{room.pk}/seat/map").content.decode()
    assert "(retiré par son auteur)" in page
    assert "withdrawn" not in page
    DESK.forget(room.pk)


def test_nothing_is_asked_for_once_more_until_enough_is_new(filled_room: tuple[Room, list[str]]) -> None:
    room, there = filled_room
    first = _made(room).number
    assert Run.objects.count() == 0, "no trace of the run is left"
    DESK.write(room.pk, there[0], [Draft(kind="voted", data={"statement": "s0", "value": 0}, key="again")])
    PICTURES._ordered.clear()
    PICTURES.step()
    assert not Run.objects.exists()
    state = DESK.room(room.pk).state
    assert state is not None
    blank = [one.id for one in state.seats.values() if one.role == "participant" and one.id not in there][:5]
    for seat in blank:
        DESK.write(room.pk, seat, votes(0, np.random.default_rng(1)))
    PICTURES.step()
    PICTURES.step()
    assert Run.objects.filter(kind="room").count() == 1
    assert take_run("of papers", rooms=False) is None
    assert _made(room).number > first


def test_pictures_are_apart_and_whoever_listens_is_told(filled_room: tuple[Room, list[str]]) -> None:
    room, there = filled_room
    heard: list[str] = []
    listener = Listener(room.pk, there[0], lambda kind, _number, _text: heard.append(kind))
    AUDIENCE.join(listener)
    try:
        _made(room)
    finally:
        AUDIENCE.leave(listener)
    assert heard == ["state", "picture"]
    fresh = Pictures()
    fresh.look(room.pk)
    fresh._known.clear()
    fresh._ordered.put(room.pk, 1e18)
    fresh.step()
    assert not Run.objects.exists()


def test_of_a_vote_that_is_taken_back_no_picture_is_left(filled_room: tuple[Room, list[str]]) -> None:
    room, there = filled_room
    _made(room)
    assert PICTURES.known(room.pk) is not None
    browser = _browser(room, there[1])
    DESK.write(room.pk, there[0], [Draft(kind="erased", data={"seat": there[0]}, key="leave")])
    assert PICTURES.known(room.pk) is None
    assert not RoomPicture.objects.exists()
    page = browser.get(f"/rooms/{room.pk}/seat/map").content.decode()
    assert "Rien ne peut encore être montré" in page
    assert _made(room).data["people"] is None


def test_before_there_is_a_picture_the_page_says_so(filled_room: tuple[Room, list[str]]) -> None:
    room, there = filled_room
    assert "Rien ne peut encore" in _browser(room, there[0]).get(f"/rooms/{room.pk}/seat/map").content.decode()


def test_what_a_seat_votes_on_next(filled_room: tuple[Room, list[str]]) -> None:
    """Before a model what the fewest have seen; with it what is uncertain; what is on the screen stays there."""
    room, there = filled_room
    left: list[dict[str, Any]] = [{"id": f"s{j}", "seen": 40 - (j == 7)} for j in range(12)]
    first = next_statement(left, {}, there[0], None)
    assert first is not None
    assert first["id"] == "s7"
    _made(room)
    shown = PICTURES.known(room.pk)
    assert shown is not None
    assert shown.routing is not None
    alike: list[dict[str, Any]] = [{"id": f"s{j}", "seen": 40} for j in range(12)]
    firsts = {one["id"] for seat in there if (one := next_statement(alike, {}, seat, shown))}
    assert not firsts & {"s0", "s1", "s2"}, "nobody doubts what all share"
    fresh: list[dict[str, Any]] = [*alike, {"id": "new", "seen": None}]
    assert [next_statement(fresh, {}, seat, shown) for seat in there[:5]] == [fresh[-1]] * 5
    assert next_statement(alike, {}, there[0], shown, at="s1") == alike[1]
    assert next_statement([], {}, there[0], shown) is None


def test_in_a_larger_room_the_rest_is_looked_for_beside_the_map(
    filled_room: tuple[Room, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_making, "AT_ONCE", 0)
    known, state = picture_making._Known(), DESK.room(filled_room[0].pk).state
    assert isinstance(state, Deliberation)
    room = shown_votes(state)
    assert picture_making._search(known, room).slate is None
    for thread in threading.enumerate():
        if thread.name == "search":
            thread.join(60)
    found = picture_making._search(known, room)
    assert found.slate is not None
    assert found.routing is not None
    assert picture_making._search(known, room, room.number) is found
    assert picture_making._search(known, room, room.number + 1).slate is None, "not of votes that were taken back since"
    assert known.next_search > time.monotonic(), "it rests before it looks again"


@pytest.mark.each_database("a map is read where another process wrote it")
def test_groups_keep_their_numbers_whichever_process_makes_the_next_picture(filled_room: tuple[Room, list[str]]) -> None:
    """The smaller camp becomes the larger: one process, two that take turns, and one that was started anew number the groups alike."""
    room, there = filled_room
    rng, row = np.random.default_rng(3), _made(room)
    stood, seen = _stood(row), [row.data]
    second = int(stood.once.group[stood.seats.index(there[1])] == 1)  # the camp that is the second group
    blank = _blank(room, there)
    for at in range(0, 20, 5):
        for seat in blank[at : at + 5]:
            DESK.write(room.pk, seat, votes(second, rng))
        picture_making._KNOWN.clear()  # as in another process, or after a restart
        seen.append(_made(room).data)
    sizes = [[group["people"] for group in one["groups"]] for one in seen]
    assert [sum(one) for one in sizes] == [40, 45, 50, 55, 60]
    assert all(one[1] > one[0] for one in sizes[1:]), "without the map of before the larger group would be the first"
    ways = [np.array([one["groups"][1][at] - one["groups"][0][at] for at in "xy"]) for one in seen]
    assert all(way @ ways[0] > 0.9 * np.linalg.norm(way) * np.linalg.norm(ways[0]) for way in ways), "the map is not turned round"


def test_where_seats_stood_is_read_by_no_page_and_goes_with_the_picture(filled_room: tuple[Room, list[str]]) -> None:
    room, there = filled_room
    _made(room)
    stood = _stood(RoomPicture.objects.get(room=room))
    assert set(stood.seats) == set(there)
    page = _browser(room, there[1]).get(f"/rooms/{room.pk}/seat/map").content.decode()
    assert not [seat for seat in stood.seats if seat in page]
    with CaptureQueriesContext(connection) as queries:
        PICTURES._known.clear()
        assert PICTURES.look(room.pk) is not None
    read = [query["sql"] for query in queries if "rooms_roompicture" in query["sql"]]
    assert read
    assert not [sql for sql in read if '"map"' in sql]
    DESK.write(room.pk, there[0], [Draft(kind="erased", data={"seat": there[0]}, key="leave")])
    assert not RoomPicture.objects.exists()
    assert there[0] not in _stood(_again(room, there)).seats


def _again(room: Room, there: list[str]) -> RoomPicture:
    """Let more vote, so that there is a picture again."""
    rng = np.random.default_rng(5)
    for at, seat in enumerate(_blank(room, there)[:10]):
        DESK.write(room.pk, seat, votes(at % 2, rng))
    return _made(room)


def _stood(row: RoomPicture) -> LastMap:
    return last_map_of(unpacked(bytes(row.map)))


def _blank(room: Room, there: list[str]) -> list[str]:
    """Return the seats in which nobody has voted."""
    state: Any = DESK.room(room.pk).state
    return [one.id for one in state.seats.values() if one.role == "participant" and one.id not in there]


def test_the_host_sees_what_seats_see(site: Any) -> None:
    room, _ = filled(site.dossier, site.people["owner"], PEOPLE)
    _made(room)
    page = site.client("reader", "en").get(f"/dossiers/small/rooms/{room.pk}/map").content.decode()
    assert "2 groups" in page
    assert "nearest" not in page
    assert re.search(r'id="picture"[^>]*hx-trigger="every 15s" hx-select="#picture"[^>]*>.*<h1>2 groups', page), (
        "headline and map renew themselves"
    )
    assert site.client("member", "fr").get(f"/dossiers/small/rooms/{room.pk}/map").status_code == 404


@pytest.mark.parametrize("taken", ["erased", "removed"])
def test_a_picture_of_votes_taken_back_while_it_was_made_is_not_shown(
    filled_room: tuple[Room, list[str]], monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    room, there = filled_room
    seat = there[0] if taken == "erased" else RoomSeat.objects.get(room=room, role="host").seat
    data = {"seat": there[0]} | ({"reason": "spam"} if taken == "removed" else {})
    during = [Draft(kind=taken, data=data, key="leave")]

    def slow(*given: Any) -> Any:
        if during:
            (written,) = DESK.write(room.pk, seat, [during.pop()])
            assert written.refused is None
        return worked_out(*given)

    monkeypatch.setattr(picture_making, "worked_out", slow)
    PICTURES.look(room.pk)
    PICTURES._ordered.drop(room.pk)
    PICTURES.step()
    assert Worker(rooms=True).once()
    assert during == []
    assert not RoomPicture.objects.exists()
    assert not Run.objects.exists()
    state = DESK.room(room.pk).state
    assert isinstance(state, Deliberation)
    assert _made(room).number >= state.taken_back > 0


def test_a_picture_that_fails_is_not_asked_for_at_every_step(filled_room: tuple[Room, list[str]]) -> None:
    room, _ = filled_room
    pictures = Pictures()
    pictures.look(room.pk)
    pictures.step()
    assert Run.objects.update(state="failed") == 1
    for _ in range(3):
        pictures.step()
    assert [run.state for run in Run.objects.all()] == ["failed"]
    pictures._ordered.put(room.pk, time.monotonic() - APART)
    pictures.step()
    assert [run.state for run in Run.objects.all()] == ["waiting"]


def test_a_picture_that_made_room_for_others_is_read_again_and_told_once(
    filled_room: tuple[Room, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    room, _ = filled_room
    _made(room)
    told: list[str] = []
    monkeypatch.setattr(AUDIENCE, "tell_picture", told.append)
    pictures = Pictures()
    shown = pictures.look(room.pk)
    assert shown is not None
    pictures._known.clear()
    pictures.step()
    assert pictures.known(room.pk) is not None
    assert told == []
    for at in range(KNOWN):
        pictures._known.put(at, shown)
    assert pictures.known(room.pk) is None
    assert pictures.look(room.pk) is not None


def test_a_process_has_one_worker_for_pictures_and_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[bool] = []

    def start(*, rooms: bool) -> object:
        started.append(rooms)
        return object()

    monkeypatch.setattr(worker_process, "_ROOMS", [])
    monkeypatch.setattr(worker_process, "start_worker", start)
    threads = [threading.Thread(target=worker_process.rooms_worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert started == [True]
    assert {vars(module)["rooms_worker"] for module in (pictures_module, report_making)} == {worker_process.rooms_worker}
