"""What reaches whoever listens to a room: after a cut, from another process, from the clock; and who does not read."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import random
import threading
import time
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from web.test_rooms_live import PEOPLE, _cookie, _draft, _room

from legation import moment
from legation.rooms import seen_by, verify
from legation.rooms.gains import applied
from legation.web.asgi import application
from legation.web.rooms import audience as audience_module
from legation.web.rooms import desk as desk_module
from legation.web.rooms import hearing, stream
from legation.web.rooms.audience import Audience, Listener
from legation.web.rooms.clock import write_due
from legation.web.rooms.desk import DESK, Desk
from legation.web.serving.header_limit import ABORT
from legation.web.stores.rooms import log
from legation.web.stores.rooms.models import Room

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.each_database("rooms are heard through the database")]


@pytest.fixture(autouse=True)
def forgotten() -> None:
    DESK.forget("room-one")


class Browser:
    """Somebody who listens, and notes every message."""

    def __init__(self, audience: Audience, room: str, seat: str | None, after: int = 0) -> None:
        self.seat, self.heard = seat, []
        self.picture: dict[str, Any] = {}
        self._audience = audience
        self._listener = Listener(room, seat, self._take, after)
        audience.join(self._listener)

    def _take(self, event: str, number: int, text: str) -> None:
        self.heard.append((event, number))
        if event != "end":
            self.picture = json.loads(text) if event == "state" else applied(self.picture, json.loads(text))

    @property
    def last(self) -> int:
        return self.heard[-1][1]

    def leave(self) -> None:
        self._audience.leave(self._listener)

    def back(self, room: str) -> None:
        self._listener = Listener(room, self.seat, self._take, self.last)
        self._audience.join(self._listener)


def _same(picture: dict[str, Any], expected: dict[str, Any]) -> bool:
    one, other = ({**each, "statements": sorted(each["statements"], key=str), "number": 0} for each in (picture, expected))
    return one == other


def test_whoever_was_cut_off_gets_each_later_message_once() -> None:
    desk = Desk()
    audience, room = Audience(desk), _room(desk)
    whole, cut = Browser(audience, room, "p1"), Browser(audience, room, "p1")
    desk.write(room, "p1", [_draft("voted", "a", statement="seed", value=1)])
    cut.leave()
    desk.write(room, "p1", [_draft("voted", "b", statement="seed", value=0)])
    desk.write(room, "p0", [_draft("stated", "c", statement="s1", text="Wait.", source="participant")])  # waits: nobody else's
    desk.write(room, "m", [_draft("judged", "d", statement="s1", verdict="in")])
    cut.back(room)
    desk.write(room, "p1", [_draft("voted", "e", statement="s1", value=1)])
    assert whole.heard == cut.heard == [("state", 12), ("gain", 13), ("gain", 14), ("gain", 16), ("gain", 17)]
    assert whole.picture == cut.picture


@pytest.mark.parametrize("away", ["long", "elsewhere", "from the future"])
def test_whoever_was_away_for_long_or_comes_to_another_process_begins_anew(away: str, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, now = Desk(), [0.0]
    audience, room = Audience(desk, lambda: now[0]), _room(desk)
    browser = Browser(audience, room, "p1")
    browser.leave()
    other = Desk() if away == "elsewhere" else desk
    now[0] = audience_module.AWAY + 1 if away == "long" else 1.0
    other.write(room, "p1", [_draft("voted", "a", statement="seed", value=1)])
    after = 10_000 if away == "from the future" else browser.last
    again = Browser(Audience(other) if away == "elsewhere" else audience, room, "p1", after)
    assert again.heard == [("state", 13)]
    assert again.picture["mine"] == {"seed": 1}


def test_more_messages_than_are_remembered_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audience_module, "BEHIND", 3)
    desk = Desk()
    audience, room = Audience(desk), _room(desk)
    near, far = Browser(audience, room, "p1"), Browser(audience, room, "p1")
    far.leave()
    for turn in range(5):
        if turn == 2:
            near.leave()
        desk.write(room, "p1", [_draft("voted", f"v{turn}", statement="seed", value=turn % 3 - 1)])
    near.back(room)
    far.back(room)
    assert near.heard == [("state", 12), *(("gain", number) for number in range(13, 18))]
    assert far.heard == [("state", 12), ("state", 17)]


@pytest.mark.parametrize("kind", ["erased", "withdrawn", "removed"])
def test_words_that_were_taken_back_are_not_sent_again(kind: str) -> None:
    desk = Desk()
    audience, room = Audience(desk), _room(desk)
    stays, away = Browser(audience, room, "p1"), Browser(audience, room, "p2")
    away.leave()
    desk.write(room, "p0", [_draft("stated", "s", statement="s1", text="Canary words", source="participant")])
    desk.write(room, "m", [_draft("judged", "j", statement="s1", verdict="in")])
    assert "Canary" in json.dumps(stays.picture)
    by, data = ("m", {"seat": "p0"}) if kind == "removed" else ("p0", {"seat": "p0"} if kind == "erased" else {"statement": "s1"})
    assert desk.write(room, by, [_draft(kind, "gone", **data)])[0].refused is None
    desk.write(room, "h", [_draft("stated", "t", statement="s2", text="After.", source="seed")])
    texts: list[str] = []
    audience.join(Listener(room, "p2", lambda event, _, text: texts.append(f"{event} {text}"), away.last))
    assert [text.partition(" ")[0] for text in texts] == ["state"]
    assert ("Canary" in texts[0]) == (kind == "removed")  # whose votes go; the words stay
    stays.leave()
    stays.back(room)
    assert stays.heard[-1] == ("gain", desk.room(room).number)  # who lacks nothing goes on


def test_a_room_that_nobody_listens_to_any_more_is_let_go() -> None:
    desk, now = Desk(), [0.0]
    audience, room = Audience(desk, lambda: now[0]), _room(desk)
    Browser(audience, room, "p1").leave()
    desk.write(room, "p1", [_draft("voted", "a", statement="seed", value=1)])
    assert audience.rooms == [room]
    now[0] = audience_module.AWAY + 1
    desk.write(room, "p1", [_draft("voted", "b", statement="seed", value=0)])
    assert audience.rooms == []


def test_an_author_does_not_learn_when_somebody_votes() -> None:
    desk = Desk()
    audience, room = Audience(desk), _room(desk)
    desk.write(room, "p0", [_draft("stated", "s", statement="s1", text="Mine.", source="participant")])
    desk.write(room, "m", [_draft("judged", "j", statement="s1", verdict="in")])
    author = Browser(audience, room, "p0")
    for person in PEOPLE[1:5]:
        desk.write(room, person, [_draft("voted", "v", statement="s1", value=1)])
    assert author.heard == [("state", 14)]
    desk.write(room, PEOPLE[5], [_draft("voted", "v", statement="s1", value=1)])  # the fifth: counts are shown
    assert author.picture["receipts"]["s1"]["agree"] == 5


def test_after_whatever_is_written_each_knows_what_it_may_know_and_no_more() -> None:
    """Messages add up to ``seen_by`` for every seat after each of many entries of every kind, with cuts."""
    desk, chance = Desk(), random.Random(25)
    audience, room = Audience(desk), _room(desk)
    browsers = {seat: Browser(audience, room, seat) for seat in (None, "h", "m", *PEOPLE)}
    away: set[str | None] = set()
    state: Any = desk.room(room).state
    for turn in range(110):
        who, some = chance.choice(PEOPLE), chance.choice(list(state.statements) or ["seed"])
        draft = chance.choice([
            (who, "voted", {"statement": some, "value": chance.choice((1, 0, -1))}),
            (who, "voted", {"statement": some, "value": chance.choice((1, 0, -1))}),
            (who, "stated", {"statement": f"s{turn}", "text": f"Words {turn}", "source": "participant"}),
            ("m", "judged", {"statement": some, "verdict": chance.choice(("in", "in", "out")), "reason": "other"}),
            (who, "flagged", {"statement": some, "reason": "insult"}),
            (who, "withdrawn", {"statement": some}),
            ("h", "moved", {"seat": who, "organisation": chance.choice(("fr", "de"))}),
            *([("h", "removed", {"seat": who})] if turn in (60, 90) else []),
            *([(who, "erased", {"seat": who})] if turn in (70, 100) else []),
        ])  # fmt: skip
        desk.write(room, draft[0], [_draft(draft[1], f"k{turn}", **draft[2])])
        state = desk.room(room).state
        for seat, browser in browsers.items():
            if browser.heard[-1][0] == "end":
                continue
            if chance.random() < 0.1:
                browser.back(room) if seat in away else browser.leave()
                away ^= {seat}
            if seat not in away:
                assert _same(browser.picture, seen_by(state, seat)), (turn, draft, seat)
                numbers = [number for _, number in browser.heard]
                assert numbers == sorted(set(numbers))


class Connection:
    """A stream as the server speaks with it; ``takes`` says after how many messages the browser takes nothing more."""

    def __init__(self, cookie: str, *headers: tuple[bytes, bytes], takes: int = 10_000) -> None:
        self.sent: list[dict[str, Any]] = []
        self.gone, self.broken, self._takes = asyncio.Event(), False, takes
        self._begun = False
        scope = {
            "type": "http", "path": stream.EVENTS, "method": "GET", "query_string": b"", ABORT: self.break_off,
            "headers": [(b"host", b"testserver"), (b"cookie", cookie.encode()), *headers],
        }  # fmt: skip
        self.task = asyncio.ensure_future(application(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if not self._begun:
            self._begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if len(self.sent) >= self._takes:
            await self.gone.wait()
            return
        self.sent.append(message)

    def break_off(self) -> None:
        self.broken = True
        self.gone.set()

    @property
    def text(self) -> str:
        return b"".join(one.get("body", b"") for one in self.sent).decode()

    async def until(self, text: str) -> None:
        async with asyncio.timeout(20):
            while text not in self.text:
                await asyncio.sleep(0.005)


def _write(*drafts: Any, seat: str = "p0") -> None:
    try:
        DESK.write("room-one", seat, drafts)
    finally:
        connections.close_all()


def _vote(key: str, value: int = 1) -> Any:
    return _draft("voted", key, statement="seed", value=value)


def test_a_browser_that_comes_back_says_what_it_has() -> None:
    room = _room()

    async def listened() -> tuple[str, str]:
        first = Connection(_cookie(room_one="p0"))
        await first.until("event: state")
        first.gone.set()
        await first.task
        await asyncio.to_thread(_write, _vote("a"))
        await asyncio.to_thread(_write, _vote("b", -1))
        second = Connection(_cookie(room_one="p0"), (b"last-event-id", b"room-one:12,other:7,:x"))
        await second.until(f"{room}:14")
        second.gone.set()
        await second.task
        return first.text, second.text

    first, second = asyncio.run(listened())
    assert first.count("\nevent: ") + first.startswith("event: ") == 1
    assert "event: state" not in second
    assert [line for line in second.splitlines() if line.startswith("id: ")] == [f"id: {room}:13", f"id: {room}:14"]


def test_the_newer_stream_of_a_seat_ends_the_older() -> None:
    _room()

    async def listened() -> tuple[str, str]:
        older = Connection(_cookie(room_one="p0"))
        await older.until("event: state")
        newer = Connection(_cookie(room_one="p0"))
        await newer.until("event: state")
        async with asyncio.timeout(20):
            await older.task
        newer.gone.set()
        await newer.task
        return older.text, newer.text

    older, newer = asyncio.run(listened())
    assert older.endswith("event: end\ndata: {}\n\n")
    assert "event: end" not in newer


def test_a_stream_that_never_reads_is_broken_off_and_holds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _room()
    monkeypatch.setattr(stream, "QUEUE", 4)
    monkeypatch.setattr(stream, "ENDS", 0.05)
    waited: list[int] = []

    async def listened() -> Connection:
        deaf = Connection(_cookie(room_one="p0"), takes=3)
        await deaf.until("event: state")
        for turn in range(12):
            await asyncio.to_thread(_write, _vote(f"v{turn}", turn % 3 - 1))
            waited.append(max((len(one._queue) for one in stream._all), default=0))
        async with asyncio.timeout(20):
            await deaf.task
        return deaf

    assert asyncio.run(listened()).broken
    assert max(waited) <= 4
    assert not stream._all


def test_a_stop_ends_the_streams_also_those_that_do_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    _room()
    monkeypatch.setattr(stream, "ENDS", 0.1)

    async def listened() -> float:
        reads, deaf = Connection(_cookie(room_one="p0")), Connection(_cookie(room_one="p1"), takes=3)
        await reads.until("event: state")
        await deaf.until("event: state")
        await asyncio.to_thread(_write, _vote("a"), seat="p1")
        begun = time.monotonic()
        stream.end_all()
        await asyncio.gather(reads.task, deaf.task)
        assert reads.text.endswith("event: end\ndata: {}\n\n")
        assert (reads.broken, deaf.broken) == (False, True)
        return time.monotonic() - begun

    assert asyncio.run(listened()) < 2


def _deadline(at: dt.datetime, *, day: bool = False) -> None:
    DESK.write("room-one", "h", [_draft("phase", f"d{at}{day}", phase="vote", deadline=moment.written(at), day=day)])


def test_what_falls_due_in_an_outage_is_written_once_by_whoever_comes_first() -> None:
    room = _room()
    until = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=0.2)
    _deadline(until)
    assert write_due(Desk()) == 0
    time.sleep(0.25)
    late = DESK.write(room, "p0", [_vote("late")])[0]
    assert late.refused is not None
    assert late.refused.code == "late"
    desks = [Desk() for _ in range(4)]
    for desk in desks:
        desk.room(room)

    def tick(desk: Desk) -> None:
        try:
            write_due(desk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=tick, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
        if connection.vendor == "sqlite":  # one process
            thread.join()
    for thread in threads:
        thread.join()
    entries = list(log.entries_after(room))
    assert [entry.kind for entry in entries].count("due") == 1
    assert entries[-1].key == "due:vote"
    assert verify(entries) is None
    assert Room.objects.get(pk=room).phase == "closed"
    assert write_due(Desk()) == 0


@pytest.mark.parametrize(
    ("day", "ends"), [("2026-03-29", "2026-03-29T22:00:00.000Z"), ("2026-10-25", "2026-10-25T23:00:00.000Z")]
)  # the clocks of Paris jump on both days
def test_a_night_of_summer_time_ends_the_day_once_and_a_clock_set_back_writes_nothing_twice(day: str, ends: str) -> None:
    at = moment.parse(ends)
    assert moment.ends(day, "Europe/Paris") == at
    clock = [at - dt.timedelta(hours=3)]
    desk = Desk(lambda: moment.written(clock[0]))
    room = _room(desk)
    desk.write(room, "h", [_draft("phase", "d", phase="vote", deadline=ends, day=True)])

    def vote(key: str) -> str:
        answer = desk.write(room, "p0", [_vote(key)])[0]
        return answer.refused.code if answer.refused is not None else "written"

    clock[0] = at - dt.timedelta(milliseconds=1)
    assert (vote("a"), write_due(desk, lambda: clock[0])) == ("written", 0)
    clock[0] -= dt.timedelta(hours=1)  # set back
    assert (vote("b"), write_due(desk, lambda: clock[0])) == ("written", 0)
    clock[0] = at
    assert vote("c") == "late"
    clock[0] = at + dt.timedelta(seconds=1)
    assert write_due(desk, lambda: clock[0]) == 1
    clock[0] -= dt.timedelta(hours=1)  # set back again: it stays closed
    assert (vote("d"), write_due(desk, lambda: clock[0])) == ("closed", 0)
    clock[0] += dt.timedelta(hours=2)
    assert write_due(desk, lambda: clock[0]) == 0
    entries = list(log.entries_after(room))
    assert [one.at for one in entries] == sorted(one.at for one in entries)
    assert [one.kind for one in entries].count("due") == 1


class Process:
    """A second process: a desk and an audience of its own, which hear by the database."""

    def __init__(self) -> None:
        self.desk, self._over = Desk(), False
        self.audience = Audience(self.desk)
        self._thread = threading.Thread(
            target=hearing.hear, args=(self.desk, self.audience), kwargs={"is_over": lambda: self._over}, daemon=True
        )

    def __enter__(self) -> Process:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._thread.join(20)
        assert not self._thread.is_alive()


def _until(what: Any) -> float:
    begun = time.monotonic()
    while not what():
        assert time.monotonic() < begun + 20
        time.sleep(0.005)
    return time.monotonic() - begun


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("one process serves on SQLite")
    monkeypatch.setattr(hearing, "EVERY", 0.3)


def _listeners() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN %%' AND pid <> pg_backend_pid()")
        return [pid for (pid,) in cursor.fetchall()]


@pytest.mark.usefixtures("listening")
def test_another_process_hears_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "EVERY", 30.0)  # by the notification alone
    room = _room()
    with Process() as other:
        browser = Browser(other.audience, room, "p0")
        _until(_listeners)
        for turn in range(20):
            DESK.write(room, "p0", [_vote(f"v{turn}", turn % 3 - 1)])
        _until(lambda: browser.last == 32)
    numbers = [number for _, number in browser.heard]
    assert numbers == sorted(set(numbers))


def test_who_writes_in_another_room_waits_only_where_one_writes_at_a_time() -> None:
    desk = Desk()
    names = [_room(desk, f"room-{at}") for at in range(2)]
    if connection.vendor == "sqlite":
        assert desk._turn(names[0]) is desk._turn(names[1])
        return
    names.append(next(name for name in (f"room-other-{at}" for at in range(999)) if desk._turn(name) is not desk._turn(names[0])))
    _room(desk, names[-1])
    begun, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def wait(_: Any) -> None:
        begun.set()
        go_on.wait(30)

    def in_one() -> None:
        desk.write(names[0], "p0", [_vote("v0")], wait)
        connections.close_all()

    def in_another() -> None:
        desk.write(names[-1], "p0", [_vote("v0")])
        done.set()
        connections.close_all()

    threads = [threading.Thread(target=one) for one in (in_one, in_another)]
    threads[0].start()
    assert begun.wait(30)
    threads[1].start()
    assert done.wait(20), "it waits for what is written in the first"
    go_on.set()
    for thread in threads:
        thread.join()


@pytest.mark.usefixtures("listening")
def test_what_nobody_told_of_is_found_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    room = _room()
    with Process() as other:
        browser = Browser(other.audience, room, "p0")
        _until(_listeners)
        monkeypatch.setattr(desk_module, "CHANNEL", "nobody_listens")
        DESK.write(room, "p0", [_vote("v")])
        assert _until(lambda: browser.last == 13) < 5


@pytest.mark.usefixtures("listening")
def test_a_process_cut_off_from_the_database_reads_on_when_it_is_there_again() -> None:
    room = _room()
    with Process() as other:
        browser = Browser(other.audience, room, "p0")
        (before,) = [_until(_listeners)] and _listeners()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        DESK.write(room, "p0", [_vote("v")])
        _until(lambda: browser.last == 13)
        _until(lambda: _listeners() not in ([], [before]))
        DESK.write(room, "p0", [_vote("w", 0)])
        _until(lambda: browser.last == 14)


def _flag(turn: int) -> Any:
    return _draft("flagged", f"f{turn}", statement="seed", reason="words " * 300)


def test_a_full_disk_refuses_and_what_was_acknowledged_stays() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the database lies elsewhere")
    room = _room()
    there = [one.number for one in DESK.write(room, "p0", [_vote("before")])]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            with pytest.raises(OperationalError, match="full"):
                for turn in range(20_000):  # pages that others left free in the file are filled first
                    there += [one.number for one in DESK.write(room, "p0", [_flag(turn)])]
            kept = len(there) - 1
            assert DESK.room(room).number == there[-1]
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    again = DESK.write(room, "p0", [_flag(kept)])[0]  # the browser sends it again
    assert again.number == there[-1] + 1
    entries = list(log.entries_after(room))
    assert verify(entries) is None
    assert [one.number for one in entries] == list(range(1, again.number + 1))
