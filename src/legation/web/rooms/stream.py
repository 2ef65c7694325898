"""The stream of rooms: what a seat gains, as it happens, over one connection a browser.

A plain ASGI application before Django: a thousand that wait hold no thread and no connection to the database. Each begins with the whole
picture of each of its rooms, and goes on with what that gains; who comes back begins anew, so nothing is missed, and nothing comes twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import random
import signal
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from django.db import DatabaseError, connections

from legation.rooms import Refused
from legation.web.rooms import ticket
from legation.web.rooms.audience import AUDIENCE, Listener
from legation.web.serving.bridge import Receive, Scope, Send
from legation.web.stores.rooms.models import Room

__all__ = ["EVENTS", "end_all", "end_with_server", "live"]

EVENTS = "/live/events"
QUEUE = 256
"""Messages that wait for a browser; of one that takes no more the picture is sent anew."""
BEAT = 15.0
"""Seconds of silence after which a comment is sent, so that nothing between takes the connection for dead."""
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
_END = object()


class _Stream:
    """One connection: messages of its rooms in a queue that never makes a writer wait."""

    def __init__(self, browser: str, loop: asyncio.AbstractEventLoop) -> None:
        self.browser, self._loop = browser, loop
        self._queue: asyncio.Queue[Any] = asyncio.Queue()
        self._numbers: dict[str, int] = {}

    def taker(self, room: str) -> Callable[[str, int, str], None]:
        """Return what takes the messages of a room, in any thread."""

        def take(event: str, number: int, text: str) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._put, room, event, number, text)

        return take

    def _put(self, room: str, event: str, number: int, text: str) -> None:
        if self._queue.qsize() >= QUEUE:
            self.end("resync")
            return
        self._numbers[room] = number
        position = ",".join(f"{name}:{at}" for name, at in self._numbers.items())
        self._queue.put_nowait(f'id: {position}\nevent: {event}\ndata: {{"room":"{room}","number":{number},"seen":{text}}}\n\n')

    def end(self, event: str = "end") -> None:
        """Send a last message; what waits before it is sent no more where it was too much."""
        if event == "resync":
            while not self._queue.empty():
                self._queue.get_nowait()
        self._queue.put_nowait(f"event: {event}\ndata: {{}}\n\n")
        self._queue.put_nowait(_END)

    async def pieces(self) -> AsyncIterator[str]:
        """Yield what is to be sent, until the end."""
        while True:
            try:
                async with asyncio.timeout(BEAT):
                    piece = await self._queue.get()
            except TimeoutError:
                yield ": still here\n\n"
                continue
            while piece is not _END and not self._queue.empty():
                following = self._queue.get_nowait()
                if following is _END:
                    yield piece
                    return
                piece += following
            if piece is _END:
                return
            yield piece


_streams: dict[str, _Stream] = {}
_loops: set[asyncio.AbstractEventLoop] = set()


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
    await _listen(*found, receive, send)


async def _listen(browser: str, seats: dict[str, str | None], receive: Receive, send: Send) -> None:
    loop = asyncio.get_running_loop()
    _loops.add(loop)
    stream = _Stream(browser, loop)
    if (other := _streams.get(browser)) is not None:
        other.end()  # one stream a browser: the newer one
    _streams[browser] = stream
    listeners = [Listener(room, seat, stream.taker(room)) for room, seat in seats.items()]
    gone = asyncio.ensure_future(_gone(receive))
    try:
        joined = await asyncio.to_thread(_join, listeners)
        if not joined:
            await _refuse(send, 401)
            return
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _send(send, f"retry: {random.randint(1_000, 5_000)}\n\n")  # noqa: S311 - so that they do not all come back at once
        over = loop.call_later(ticket.LASTS, stream.end)
        gone.add_done_callback(lambda _done: stream.end())
        async for piece in stream.pieces():
            if gone.done():
                break
            await _send(send, piece)
        over.cancel()
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        for listener in listeners:
            AUDIENCE.leave(listener)
        if _streams.get(browser) is stream:
            del _streams[browser]


def _join(listeners: list[Listener]) -> int:
    """Let each listen to its room as far as it may; return how many do."""
    joined = 0
    try:
        for listener in listeners:
            with contextlib.suppress(Refused, Room.DoesNotExist, DatabaseError):
                AUDIENCE.join(listener)
                joined += 1
    finally:
        connections.close_all()
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
    for loop in list(_loops):
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_end_here)


def _end_here() -> None:
    for stream in list(_streams.values()):
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
