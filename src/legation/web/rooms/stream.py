"""The stream of rooms: what a seat gains, as it happens, over one connection a browser.

A plain ASGI application before Django: a thousand that wait hold no thread and no connection to the database. Each begins with the whole
picture of each of its rooms, and goes on with what that gains. Who comes back and names the last message that it has gets those that came
meanwhile, where they are still remembered, else the picture anew: so nothing is missed, and nothing comes twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import random
import re
import signal
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connections

from legation.rooms import Refused
from legation.web.rooms import ticket
from legation.web.rooms.audience import AUDIENCE, Listener
from legation.web.serving.bridge import Receive, Scope, Send
from legation.web.serving.header_limit import ABORT
from legation.web.stores.rooms.models import Room

__all__ = ["EVENTS", "end_all", "end_with_server", "live"]

EVENTS = "/live/events"
QUEUE = 256
"""Messages that wait for a browser; of one that takes no more the picture is sent anew."""
BEAT = 15.0
"""Seconds of silence after which a comment is sent, so that nothing between takes the connection for dead."""
TAKES, ENDS = 15.0, 1.0
"""How long a browser may take nothing while something is to be sent, and the last message: then its connection is broken off [s]."""
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
_POSITION = re.compile(r"([0-9a-z-]{1,24}):([0-9]{1,9})", re.ASCII)
_POOL = ThreadPoolExecutor(2, thread_name_prefix="rooms")
"""Where a room is read that nobody has listened to yet: its threads are few, and stay."""


class _Post:
    """Messages on their way from the threads that write to the streams of a loop, which is woken once for all that wait."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: deque[tuple[_Stream, str, str, int, str]] = deque()
        self._called = False

    def put(self, stream: _Stream, room: str, event: str, number: int, text: str) -> None:
        """Hand a message on; in any thread."""
        self._waiting.append((stream, room, event, number, text))
        if not self._called:
            self._called = True
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._deliver)

    def _deliver(self) -> None:
        self._called = False  # before the first is taken: what comes from here on wakes the loop again
        while self._waiting:
            stream, room, event, number, text = self._waiting.popleft()
            stream.put(room, event, number, text)


class _Stream:
    """One connection: messages of its rooms in a queue that never makes a writer wait."""

    def __init__(self, post: _Post, abort: Callable[[], None] | None) -> None:
        self._post, self._abort = post, abort
        self._queue: deque[str] = deque()
        self._there = asyncio.Event()
        self._numbers: dict[str, int] = {}
        self._over = False
        self._breaking: asyncio.TimerHandle | None = None

    def taker(self, room: str, after: int) -> Callable[[str, int, str], None]:
        """Return what takes the messages of a room, in any thread."""
        if after:
            self._numbers[room] = after
        return functools.partial(self._post.put, self, room)

    def put(self, room: str, event: str, number: int, text: str) -> None:
        """Take a message of a room, on the loop."""
        if self._over:
            return
        if len(self._queue) >= QUEUE:
            self.end("resync")
            return
        if number:  # 0: a message that no entry brought
            self._numbers[room] = number
        position = ",".join(f"{name}:{at}" for name, at in self._numbers.items())
        self._queue.append(f'id: {position}\nevent: {event}\ndata: {{"room":"{room}","number":{number},"seen":{text}}}\n\n')
        self._there.set()

    def end(self, event: str = "end") -> None:
        """Send a last message; what waits before it is sent no more where it was too much."""
        if self._over:
            return
        if event == "resync":
            self._queue.clear()
        self._queue.append(f"event: {event}\ndata: {{}}\n\n")
        self._over = True
        self._there.set()
        self._breaking = asyncio.get_running_loop().call_later(ENDS, self.break_off)

    def break_off(self) -> None:
        """End the connection although what was sent was not taken."""
        if self._abort is not None:
            self._abort()

    def close(self) -> None:
        """Have done: nothing is left to be taken."""
        self._over = True
        if self._breaking is not None:
            self._breaking.cancel()

    async def pieces(self) -> AsyncIterator[str]:
        """Yield what is to be sent, until the end."""
        while True:
            if not self._queue:
                if self._over:
                    return
                self._there.clear()
                try:
                    async with asyncio.timeout(BEAT):
                        await self._there.wait()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
            piece = "".join(self._queue)
            self._queue.clear()
            yield piece


_streams: dict[tuple[str, str], _Stream] = {}
"""The stream of each seat: the newest one."""
_posts: WeakKeyDictionary[asyncio.AbstractEventLoop, _Post] = WeakKeyDictionary()
_all: set[_Stream] = set()


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a browser that listens."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    if scope["type"] != "http" or scope["path"] != EVENTS or scope["method"] != "GET":
        await _refuse(send, 404)
        return
    if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none") or not _is_own(headers):
        await _refuse(send, 403)
        return
    found = ticket.read(headers.get(b"cookie", ""))
    if found is None:
        await _refuse(send, 401)
        return
    last = {room: int(number) for room, number in _POSITION.findall(headers.get(b"last-event-id", "")[:1_000])}
    await _listen(found, last, receive, send, scope.get(ABORT))


async def _listen(seats: ticket.Ticket, last: dict[str, int], receive: Receive, send: Send, abort: Callable[[], None] | None) -> None:
    loop = asyncio.get_running_loop()
    stream = _Stream(_posts.setdefault(loop, _Post(loop)), abort)
    places = [(room, seat) for room, seat in seats.items() if seat is not None]
    for place in places:
        if (other := _streams.get(place)) is not None:
            other.end()  # one stream a browser: the newer one
        _streams[place] = stream
    _all.add(stream)
    listeners = [Listener(room, seat, stream.taker(room, last.get(room, 0)), last.get(room, 0)) for room, seat in seats.items()]
    gone = asyncio.ensure_future(_gone(receive))
    over = loop.call_later(ticket.LASTS, stream.end)
    gone.add_done_callback(lambda _done: stream.end())
    try:
        if not await loop.run_in_executor(_POOL, _join, listeners):
            await _refuse(send, 401)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _send(send, f"retry: {random.randint(1_000, 5_000)}\n\n")  # noqa: S311 - so that they do not all come back at once
        await _give(stream, send, gone)
    finally:
        stream.close()
        over.cancel()
        gone.cancel()
        for listener in listeners:
            AUDIENCE.leave(listener)
        _all.discard(stream)
        for place in places:
            if _streams.get(place) is stream:
                del _streams[place]


async def _give(stream: _Stream, send: Send, gone: asyncio.Future[None]) -> None:
    """Send what the stream has until its end; break the connection off where the browser takes nothing of it."""
    async for piece in stream.pieces():
        if gone.done():
            return
        try:
            async with asyncio.timeout(TAKES):
                await _send(send, piece)
        except TimeoutError:
            stream.break_off()
            return
    await send({"type": "http.response.body", "body": b""})


def _join(listeners: list[Listener]) -> int:
    """Let each listen to its room as far as it may; return how many do."""
    joined = 0
    try:
        for listener in listeners:
            with contextlib.suppress(Refused, Room.DoesNotExist, DatabaseError):
                AUDIENCE.join(listener)
                joined += 1
    finally:
        connections.close_all()  # none was made for a room that is known here
    return joined


async def _gone(receive: Receive) -> None:
    """Return when the browser has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _is_own(headers: dict[bytes, str]) -> bool:
    """Whether a request that names where its page is from names this site."""
    origin = headers.get(b"origin", "")
    return not origin or origin.partition("://")[2] == headers.get(b"host", "")


async def _send(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0"), (b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})


def end_all() -> None:
    """End every stream of this process; callable in any thread."""
    for loop in list(_posts):
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_end_here)


def _end_here() -> None:
    for stream in list(_all):
        stream.end()


def end_with_server() -> None:
    """End the streams when the server is told to stop: it waits for answers that have begun, and these have no end of their own."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, functools.partial(_stop, before))


def _stop(before: Callable[[int, Any], Any], number: int, frame: Any) -> None:
    end_all()
    before(number, frame)
