"""People in rooms: each with an open stream and a connection for what it sends; when what was sent came to each who must hear it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from legation.rooms.gains import applied

__all__ = ["Crowd", "Person", "join"]

HOST = "127.0.0.1"
TOKEN = "r00ms" + "a" * 27
"""The token against forgery that these browsers chose, in cookie and header."""
PATIENCE = 30.0
SHARES = (("vote", 0.7), ("statement", 0.2), ("chair", 0.1))
REMEMBERED, LONG = 200, 20_000
"""Messages whose reading is remembered, each of fewer bytes."""
BACK = 5.0
"""Within how many seconds whoever was cut off comes back."""


@dataclass
class Answer:
    """What came back: its status, the cookies that it set, where it leads, its body."""

    status: int
    cookies: dict[str, str]
    location: str
    body: bytes


class Line:
    """A connection that stays open for requests, one after the other."""

    def __init__(self, port: int) -> None:
        self._port, self._turn = port, asyncio.Lock()
        self._pair: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, cookie: str, body: bytes = b"", kind: str = "application/json") -> Answer:
        """Send a request; once more where the server had closed the connection meanwhile, as a browser does: what is posted has its key."""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost:{self._port}\r\nCookie: legation-csrf={TOKEN}; {cookie}\r\n"
        if body:
            head += f"X-CSRFToken: {TOKEN}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        async with self._turn, asyncio.timeout(PATIENCE):
            used = self._pair is not None
            try:
                return await self._asked(f"{head}\r\n".encode() + body)
            except (asyncio.IncompleteReadError, ConnectionError):
                self.close()
                if not used:
                    raise
                return await self._asked(f"{head}\r\n".encode() + body)

    async def _asked(self, request: bytes) -> Answer:
        if self._pair is None:
            self._pair = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._pair
        writer.write(request)
        said = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"(?i)content-length: (\d+)", said)
        got = await reader.readexactly(int(length[1])) if length else await _chunks(reader)
        if re.search(r"(?i)connection: close", said):
            self.close()
        cookies = dict(re.findall(r"(?i)set-cookie: ([^=]+)=([^;]*)", said))
        place = re.search(r"(?i)\r\nlocation: (\S+)", said)
        return Answer(int(said[9:12]), cookies, place[1] if place else "", got)

    def close(self) -> None:
        if self._pair is not None:
            self._pair[1].close()
            self._pair = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    got = []
    while size := int((await reader.readline()).strip(), 16):
        got.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(got)


class Person:
    """Somebody in a seat, who listens."""

    def __init__(self, crowd: Crowd, room: str, seat: str, secret: str) -> None:
        self.crowd, self.room, self.seat = crowd, room, seat
        self.cookie = f"seat-{room}={secret}"
        self.line = Line(crowd.port)
        self.picture: dict[str, Any] = {}
        self.last, self.votes, self.statuses = "", {}, Counter[str]()
        self.began = asyncio.Event()
        self.ticket = ""
        self._writer: asyncio.StreamWriter | None = None

    async def renew(self) -> None:
        """Get a ticket."""
        answer = await self.line.ask("GET", f"/rooms/{self.room}/seat/picture", self.cookie)
        self.ticket = "; ".join(f"{name}={text}" for name, text in answer.cookies.items() if name.startswith("legation-live"))

    async def listen(self) -> None:
        """Hear until cut off or ended; the first time with a new ticket."""
        if not self.ticket:
            await self.renew()
        reader, self._writer = await asyncio.open_connection(HOST, self.crowd.port)
        last = f"Last-Event-ID: {self.last}\r\n" if self.last else ""
        self._writer.write(
            f"GET /live/events HTTP/1.1\r\nHost: localhost:{self.crowd.port}\r\nCookie: {self.ticket}\r\n{last}\r\n".encode()
        )
        said = await reader.readuntil(b"\r\n\r\n")
        self.statuses[said[9:12].decode()] += 1
        self.began.set()
        rest = b""
        with contextlib.suppress(OSError, EOFError, ValueError):
            while size := int((await reader.readline()).strip() or b"0", 16):
                rest += await reader.readexactly(size + 2)
                *whole, rest = rest[:-2].split(b"\n\n")
                now = time.perf_counter()
                for message in whole:
                    self._take(message, now)
        self._writer.close()

    def cut(self) -> None:
        """Lose the connection."""
        if self._writer is not None:
            self._writer.transport.abort()

    def _take(self, message: bytes, now: float) -> None:
        lines = dict(line.split(b": ", 1) for line in message.split(b"\n") if b": " in line and not line.startswith(b":"))
        event = lines.get(b"event", b"").decode()
        if not event:
            return
        self.statuses[event] += 1
        if event not in ("state", "gain"):
            return
        before, self.last = self.last, lines[b"id"].decode()
        number, known = int(self.last.rpartition(":")[2]), int(before.rpartition(":")[2] or 0)
        self.statuses["disordered"] += number < known
        self.statuses["doubled"] += event == "gain" and number == known
        seen = self.crowd.read(lines[b"data"])
        if self.crowd.checks and (event == "state" or self.picture):
            self.picture = seen if event == "state" else applied(self.picture, seen)
        self.crowd.heard(self, seen, event, now)


@dataclass
class Crowd:
    """All people of all rooms, what is on its way to them, and how long it took."""

    port: int
    rooms: list[dict[str, Any]]
    host_cookie: str
    checks: bool = False
    people: list[Person] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    on_its_way: dict[tuple[Any, ...], tuple[float, set[str]]] = field(default_factory=dict)
    _judged: set[tuple[str, str]] = field(default_factory=set)
    _read: dict[bytes, Any] = field(default_factory=dict)
    _sent: int = 0
    """How many were sent: each bears a key of its own, also where people talk a second time."""

    def __post_init__(self) -> None:
        self.people = [Person(self, room["id"], seat, secret) for room in self.rooms for seat, secret in room["seats"]]
        self._in = {room["id"]: [one for one in self.people if one.room == room["id"]] for room in self.rooms}
        self._statements = {room["id"]: list(room["statements"]) for room in self.rooms}
        self._hosts = [Line(self.port) for _ in range(10)]
        self._chance = random.Random(25)
        self._listening: dict[Person, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Open all streams."""
        for at in range(0, len(self.people), 50):
            some = self.people[at : at + 50]
            for one in some:
                self._listening[one] = asyncio.ensure_future(one.listen())
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(one.began.wait() for one in some))

    async def close(self) -> None:
        """Close all connections."""
        for one in self.people:
            one.cut()
            one.line.close()
        await asyncio.gather(*self._listening.values(), return_exceptions=True)
        for line in self._hosts:
            line.close()

    async def talk(self, a_second: float, seconds: float, *, cuts: float = 0.0) -> None:
        """Send so much a second; a share of the connections is cut at some moment and comes back."""
        cutting = [asyncio.ensure_future(self._cut(one, self._chance.uniform(0, max(0, seconds - BACK)))) for one in self._some(cuts)]
        begun, sending = time.perf_counter(), set()
        for number in range(int(a_second * seconds)):
            await asyncio.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
            self._sent += 1
            sending.add(task := asyncio.ensure_future(self._send(self._sent)))
            task.add_done_callback(sending.discard)
        await asyncio.gather(*sending, *cutting)
        end = time.perf_counter() + PATIENCE
        while self.on_its_way and time.perf_counter() < end:
            await asyncio.sleep(0.05)

    def read(self, data: bytes) -> Any:
        """Return what a message says that somebody sees; one that many get is read once."""
        if (found := self._read.get(data)) is None:
            found = json.loads(data)["seen"]
            if len(self._read) >= REMEMBERED:
                self._read.clear()
            if len(data) < LONG:
                self._read[data] = found
        return found

    def forget(self) -> None:
        """Count from here on."""
        self.late, self.answers = [], []

    @property
    def lost(self) -> int:
        """How many have not heard what they must hear."""
        return sum(len(seats) for _, seats in self.on_its_way.values())

    def heard(self, person: Person, seen: dict[str, Any], event: str, now: float) -> None:
        """Note what has come to a person."""
        statements, mine = seen.get("statements", {}), seen.get("mine", {})
        rows = statements if isinstance(statements, list) else statements.get("set", ())
        votes = mine if event == "state" else mine.get("set", {})
        gone: Iterable[str] = () if isinstance(statements, list) else statements.get("gone", ())
        if event == "state":
            there = {row["id"] for row in rows if row["verdict"] == "in"}
            gone = [way[2] for way in self.on_its_way if way[:2] == ("out", person.room) and way[2] not in there]
        for name, value in votes.items():
            self._came(("vote", person.seat, name, value), person, now)
        for row in rows:
            self._came(("statement", person.room, row["id"]), person, now)
            if row["verdict"] == "out":
                self._came(("out", person.room, row["id"]), person, now)
        for name in gone:
            self._came(("out", person.room, name), person, now)

    def _came(self, way: tuple[Any, ...], person: Person, now: float) -> None:
        found = self.on_its_way.get(way)
        if found is None or person.seat not in found[1]:
            return
        self.late.append(now - found[0])
        found[1].discard(person.seat)
        if not found[1]:
            del self.on_its_way[way]

    def _some(self, share: float) -> list[Person]:
        return self._chance.sample(self.people, int(share * len(self.people)))

    async def _cut(self, person: Person, after: float) -> None:
        await asyncio.sleep(after)
        person.cut()
        with contextlib.suppress(Exception):
            await self._listening[person]
        await asyncio.sleep(self._chance.uniform(0, BACK))
        self._listening[person] = asyncio.ensure_future(person.listen())

    async def _send(self, number: int) -> None:
        what = self._chance.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
        person = self._chance.choice(self.people)
        room = person.room
        everyone = {one.seat for one in self._in[room]}
        if what == "chair":
            left = [name for name in self._statements[room] if (room, name) not in self._judged and not name.startswith("seed-")]
            if not left:
                what = "statement"
            else:
                name = left[0]
                self._judged.add((room, name))
                self._statements[room].remove(name)
                body = f"statement={name}&verdict=out&reason=off+topic&key=j{number}".encode()
                way = ("out", room, name)
                self.on_its_way[way] = (time.perf_counter(), everyone)
                form = "application/x-www-form-urlencoded"
                ask = self._hosts[number % 10].ask("POST", f"/dossiers/rooms/rooms/{room}/judge", self.host_cookie, body, form)
                await self._answered(way, ask, 302)
                return
        if what == "statement":
            name = f"{number:x}-{person.seat}"
            way = ("statement", room, name)
            self.on_its_way[way] = (time.perf_counter(), everyone)
            data: dict[str, Any] = {"statement": name, "text": f"Statement {number} of a room.", "language": "en", "source": "participant"}
            if await self._post(person, way, "stated", data, number):
                self._statements[room].append(name)
            return
        name = self._chance.choice(self._statements[room])
        value = self._chance.choice([one for one in (1, 0, -1) if one != person.votes.get(name)])
        person.votes[name] = value
        way = ("vote", person.seat, name, value)
        self.on_its_way[way] = (time.perf_counter(), {person.seat})
        await self._post(person, way, "voted", {"statement": name, "value": value}, number)

    async def _post(self, person: Person, way: tuple[Any, ...], kind: str, data: dict[str, Any], number: int) -> bool:
        body = json.dumps({"drafts": [{"kind": kind, "data": data, "key": f"{number:x}"}]}).encode()
        return await self._answered(way, person.line.ask("POST", f"/rooms/{person.room}/seat/entries", person.cookie, body), 200)

    async def _answered(self, way: tuple[Any, ...], ask: Any, wanted: int) -> bool:
        begun = time.perf_counter()
        try:
            answer = await ask
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            self.refused[type(error).__name__] += 1
            return False
        self.answers.append(time.perf_counter() - begun)
        code = ""
        if answer.status == wanted == 200:
            code = json.loads(answer.body)["written"][0].get("code", "")
        if answer.status != wanted or code:
            self.refused[f"{way[0]}: {code or answer.status}"] += 1
            self.on_its_way.pop(way, None)
            return False
        return True


async def join(port: int, code: str, after: float) -> float:
    """Come by a link after some seconds, sit down; return how long it took until the first statement was there [s]."""
    await asyncio.sleep(after)
    begun, line = time.perf_counter(), Line(port)
    try:
        assert (await line.ask("GET", f"/join/{code}/", "")).status == 200
        sat = await line.ask("POST", f"/join/{code}/sit", "", b"x=1", "application/x-www-form-urlencoded")
        assert sat.status == 302, sat
        cookie = "; ".join(f"{name}={text}" for name, text in sat.cookies.items() if name.startswith("seat-"))
        page = await line.ask("GET", sat.location, cookie)
        assert b"data-statement" in page.body, page.status
    finally:
        line.close()
    return time.perf_counter() - begun
