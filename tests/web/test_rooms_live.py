"""Live rooms: what is written at once, twice, by whom; what reaches whom; what stays after a seat is erased."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import pytest
from django.db import connections
from django.http import HttpResponse

from legation.rooms import seen_by, verify
from legation.rooms.gains import applied
from legation.web.asgi import application
from legation.web.dossiers.models import Dossier
from legation.web.rooms import ticket
from legation.web.rooms.audience import Audience, Listener
from legation.web.rooms.desk import DESK, Desk, Draft, _Work
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room, RoomContent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database("entries are numbered by locks of the database")]

PEOPLE = tuple(f"p{number}" for number in range(8))


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Each test has a database of its own; the desk of the process is one."""
    DESK.forget("room-one")


def _room(desk: Desk = DESK, name: str = "room-one") -> str:
    dossier = Dossier.objects.create(slug=name, title={"en": "Talks"})
    Room.objects.create(id=name, dossier=dossier, kind="deliberation")
    said = [("opened", {"smallest": 5, "inside": "anonymous", "leaves": "chatham", "question": "What now?"})]
    said += [("seated", {"seat": "m", "role": "moderator"}), *(("seated", {"seat": one, "role": "participant"}) for one in PEOPLE)]
    said += [("stated", {"statement": "seed", "text": "Begin.", "source": "seed"}), ("phase", {"phase": "vote"})]
    desk.write(name, "h", [Draft(kind=kind, data=data, key=f"k{at}") for at, (kind, data) in enumerate(said)])
    return name


def _draft(kind: str, key: str, **data: Any) -> Draft:
    return Draft(kind=kind, data=data, key=key)


def test_what_many_write_at_once_is_one_chain_and_each_is_answered() -> None:
    desk = Desk()
    room = _room(desk)
    answers: dict[str, list[Any]] = {}

    def write(person: str) -> None:
        try:
            for turn in range(6):
                answers.setdefault(person, []).extend(
                    desk.write(room, person, [_draft("voted", f"v{turn}", statement="seed", value=turn % 3 - 1)])
                )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(person,)) for person in PEOPLE]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    entries = list(log.entries_after(room))
    assert verify(entries) is None
    assert len(entries) == 12 + 6 * len(PEOPLE)
    given = [one for said in answers.values() for one in said]
    assert sorted(one.number for one in given) == list(range(13, 61))
    assert {one.number: one.hash for one in given}.items() <= {one.number: one.hash for one in entries}.items()


def test_what_waits_for_several_rooms_is_written_together_and_one_that_fails_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    rooms = [_room(desk, f"room-{name}") for name in ("one", "two", "three")]
    works = [_Work(room, "p0", [_draft("voted", "k", statement="seed", value=1)]) for room in rooms]
    desk._commit(works)
    assert [work.answers[0].number for work in works] == [13, 13, 13]
    append, broken = log.append, "room-two"

    def fails(room: Room, *given: Any, **more: Any) -> None:
        if room.pk == broken:
            raise OSError("No space left on device")
        append(room, *given, **more)

    monkeypatch.setattr(log, "append", fails)
    works = [_Work(room, "p0", [_draft("voted", "l", statement="seed", value=1)]) for room in rooms]
    desk._commit(works)
    monkeypatch.undo()
    assert [type(work.failed) for work in works] == [type(None), OSError, type(None)]
    assert [len(work.answers) for work in works if work.failed is None] == [1, 1]
    assert [desk.room(room).number for room in rooms] == [14, 13, 14]
    assert [verify(log.entries_after(room)) for room in rooms] == [None, None, None]


def test_the_same_key_is_written_once_and_another_draft_under_it_is_refused() -> None:
    room = _room()
    first = DESK.write(room, "p0", [_draft("voted", "k", statement="seed", value=1), _draft("voted", "k", statement="seed", value=1)])
    assert first[0] == first[1]
    assert DESK.write(room, "p0", [_draft("voted", "k", statement="seed", value=1)]) == (first[0],)
    again = Desk().write(room, "p0", [_draft("voted", "k", statement="seed", value=-1), _draft("voted", "l", statement="seed", value=-1)])
    assert again[0].refused is not None
    assert again[0].refused.code == "conflict"
    assert again[1].number == first[0].number + 1


def test_two_processes_write_one_chain() -> None:
    """Two desks stand for two processes: each reads what the other wrote before it writes."""
    one, other = Desk(), Desk()
    room = _room(one)
    for turn in range(4):
        desk = (one, other)[turn % 2]
        assert desk.write(room, "p1", [_draft("voted", f"t{turn}", statement="seed", value=1)])[0].number == 13 + turn
    assert verify(log.entries_after(room)) is None
    assert one.room(room).number == other.room(room).number == 16


def test_what_cannot_be_committed_is_not_known_to_the_room_either(monkeypatch: pytest.MonkeyPatch) -> None:
    room = _room()
    monkeypatch.setattr(log, "append", lambda *_, **__: (_ for _ in ()).throw(OSError("No space left on device")))
    with pytest.raises(OSError, match="No space"):
        DESK.write(room, "p0", [_draft("voted", "k", statement="seed", value=1)])
    monkeypatch.undo()
    assert DESK.room(room).number == 12
    assert DESK.write(room, "p0", [_draft("voted", "k", statement="seed", value=1)])[0].number == 13


def test_what_each_gains_adds_up_to_what_it_may_see() -> None:
    desk = Desk()
    audience, room = Audience(desk), _room(desk)
    pictures: dict[str | None, dict[str, Any]] = {}
    ended: list[str | None] = []

    def listener(seat: str | None) -> Listener:
        def take(event: str, number: int, text: str) -> None:
            if event == "end":
                ended.append(seat)
            else:
                pictures[seat] = json.loads(text) if event == "state" else applied(pictures[seat], json.loads(text))

        return Listener(room, seat, take)

    for seat in (None, "h", "m", *PEOPLE):
        audience.join(listener(seat))

    def check() -> None:
        state = desk.room(room).state
        assert state is not None
        for seat, picture in pictures.items():
            if seat not in ended:
                expected = seen_by(state, seat)
                assert {one["id"]: one for one in picture.pop("statements")} == {one["id"]: one for one in expected["statements"]}
                picture["statements"] = expected["statements"]
                assert {**picture, "number": 0} == {**expected, "number": 0}

    desk.write(room, "p0", [_draft("stated", "s", statement="s1", text="Canary", source="participant")])
    check()
    assert "Canary" not in json.dumps([pictures[seat] for seat in (None, "h", "p1")])
    desk.write(room, "m", [_draft("judged", "j", statement="s1", verdict="in")])
    check()
    heard = pictures["p7"]["number"]
    desk.write(room, "p6", [_draft("voted", "first", statement="seed", value=-1)])
    assert pictures["p7"]["number"] == heard  # that somebody voted is nobody else's to know
    for person in PEOPLE:
        desk.write(room, person, [_draft("voted", "a", statement="s1", value=1), _draft("voted", "b", statement="seed", value=-1)])
        check()
    desk.write(room, "p2", [_draft("flagged", "f", statement="s1", reason="insult")])
    desk.write(room, "m", [_draft("judged", "j2", statement="s1", verdict="out", reason="insult")])
    check()
    desk.write(room, "m", [_draft("removed", "r", seat="p3", reason="insult")])
    check()
    assert ended == ["p3"]


def test_who_is_erased_leaves_the_chain_and_nothing_else() -> None:
    room = _room()
    DESK.write(room, "p0", [_draft("stated", "s", statement="s1", text="Canary words", source="participant")])
    DESK.write(room, "m", [_draft("judged", "j", statement="s1", verdict="in")])
    DESK.write(room, "p0", [_draft("voted", "v", statement="seed", value=1), _draft("erased", "e", seat="p0")])
    assert verify(log.entries_after(room)) is None
    assert "Canary" not in json.dumps(list(RoomContent.objects.values_list("data", flat=True)))
    assert seen_by(Desk().room(room).state, "p1") == seen_by(DESK.room(room).state, "p1")  # type: ignore[arg-type]


async def _stream(cookie: str, *, headers: tuple[tuple[bytes, bytes], ...] = (), pieces: int = 1, act: Any = None) -> tuple[int, str]:
    """Return the status of a stream and what came over it until ``pieces`` messages had come."""
    sent: list[dict[str, Any]] = []
    enough, gone = asyncio.Event(), asyncio.Event()
    begun = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if not begun.is_set():
            begun.set()
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        text = b"".join(one.get("body", b"") for one in sent).decode()
        if text.count("\nevent: ") + text.startswith("event: ") >= pieces or (
            message["type"].endswith("body") and not message.get("more_body")
        ):
            enough.set()

    scope = {
        "type": "http", "path": "/live/events", "method": "GET", "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"cookie", cookie.encode()), *headers],
    }  # fmt: skip
    task = asyncio.ensure_future(application(scope, receive, send))
    if act is not None:
        while not any(b"event: state" in one.get("body", b"") for one in sent):
            await asyncio.sleep(0.01)
        await asyncio.to_thread(act)
    async with asyncio.timeout(30):
        await enough.wait()
        gone.set()
        await task
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent).decode()


def _cookie(**seats: str | None) -> str:
    response = HttpResponse()
    ticket.give(response, {name.replace("_", "-"): seat for name, seat in seats.items()})
    return "; ".join(f"{name}={morsel.value}" for name, morsel in response.cookies.items())


def test_a_browser_hears_what_its_seat_gains() -> None:
    room = _room()

    def vote() -> None:
        try:
            DESK.write(room, "p0", [_draft("voted", "v", statement="seed", value=1)])
        finally:
            connections.close_all()

    status, text = asyncio.run(_stream(_cookie(room_one="p0"), pieces=2, act=vote))
    assert status == 200
    assert f"id: {room}:12\nevent: state" in text
    assert f'id: {room}:13\nevent: gain\ndata: {{"room":"{room}","number":13,"seen":{{"number":13,"mine":{{"set":{{"seed":1}}}}}}}}' in text


@pytest.mark.parametrize(
    ("status", "headers"),
    [(403, ((b"sec-fetch-site", b"cross-site"),)), (403, ((b"origin", b"https://elsewhere.example"),)), (200, ((b"origin", b"https://testserver"),))],
)  # fmt: skip
def test_another_site_hears_nothing(status: int, headers: tuple[tuple[bytes, bytes], ...]) -> None:
    _room()
    assert asyncio.run(_stream(_cookie(room_one="p0"), headers=headers))[0] == status


@pytest.mark.parametrize(
    "cookie", ["", "x", "legation-live-room-one=", "legation-live-room-one=" + "a" * 9_000, "legation-live-room-one=eyJ:b:c"]
)
def test_without_a_good_ticket_nobody_listens(cookie: str) -> None:
    assert asyncio.run(_stream(cookie)) == (401, "")


def test_a_ticket_for_a_seat_that_is_not_there_opens_nothing() -> None:
    _room()
    assert asyncio.run(_stream(_cookie(room_one="stranger", no_room="p0"))) == (401, "")


def test_what_must_be_there_with_an_entry_is_written_with_it_or_neither_is() -> None:
    name = _room()
    before, seen = DESK.room(name).number, list[int]()

    def breaks(_: object) -> None:
        raise ValueError

    draft = Draft(kind="phase", data={"phase": "vote"}, key="one")
    with pytest.raises(ValueError):
        DESK.write(name, "h", [draft], breaks)
    assert DESK.room(name).number == before
    (refused,) = DESK.write(name, "h", [draft], only_if=lambda state: state.number < before)
    assert refused.refused is not None and refused.refused.code == "conflict"
    (written,) = DESK.write(name, "h", [draft], lambda answers: seen.append(answers[0].number))
    assert seen == [written.number] == [before + 1]
