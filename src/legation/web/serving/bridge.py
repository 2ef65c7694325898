"""Django's pages behind an asynchronous server: each request is answered by a thread of a fixed pool.

One hop to a thread for a whole request, where the usual bridges make one for each piece of body and answer. The body is counted while it
is read, also where its length was not announced, and put aside on disk where it is large. What is above the limit is not read: the pages
see its length and answer 413 (:class:`legation.web.serving.middleware.BodyLimit`).
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.http import parse_header_parameters

from legation.web.site.values import LARGEST_INT, parse_int

__all__ = ["LimitedStream", "Receive", "Scope", "Send", "Threads"]

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

IN_MEMORY = 256 * 1024
PIECE = 1024 * 1024
SILENCE, WHOLE = 30.0, 900.0
"""How long a piece of a body is waited for, and the whole of it [s]: after that the browser counts as gone."""
IN_ONE_DOSSIER = 3
"""How many requests that change one dossier have a thread: one saves, the next are made ready meanwhile; a long one stops no other."""
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_DOSSIER = re.compile(r"/(?:api/v1/)?dossiers/([^/]+)/")
_CHECK = re.compile(r"/(?:import|take)/(?:(?:[0-9]+/)?choose|check|recognise)$")
"""What reads a file that was brought, for as long as that takes, and saves nothing in the dossier."""
_MADE = "new"
"""What stands in the place of a dossier where one is being made (``dossiers/new/...``): none of those waits for another."""
PATIENCE = 10.0
"""How long what is above the limit is thrown away [s], so that a browser that is still sending comes to read the answer."""


@dataclass(slots=True)
class _Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    rest: Iterator[bytes] | None


class Threads:
    """A WSGI application as an ASGI application.

    Who saves in a dossier waits for who saves there already. Those who wait would hold the threads that all pages need, so that ten people
    who save would leave none for fifty who read: they wait on the loop, in the order in which they came.

    Parameters
    ----------
    application : WSGI application
    threads : int
        How many requests are answered at once; the others wait.
    limit : int
        The largest body that is read [bytes].
    in_memory : int
        Up to which size a body stays in memory [bytes]: as large as ``limit`` where nothing may reach the disk.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int, limit: int, in_memory: int = IN_MEMORY) -> None:
        self.application = application
        self.limit = limit
        self.in_memory = in_memory
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self.turns = _Turns(max(1, threads // 2))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        loop = asyncio.get_running_loop()
        with SpooledTemporaryFile(self.in_memory) as body:
            size, complete = await _read(scope, receive, send, body, self.limit)
            if size < 0:
                return
            body.seek(0)
            async with self.turns.of(scope):
                answer = await loop.run_in_executor(self.pool, self._run, environ_of(scope, body, size))
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
            while answer.rest is not None:
                await send({"type": "http.response.body", "body": answer.body, "more_body": True})
                answer.body, answer.rest = await loop.run_in_executor(self.pool, _gathered, answer.rest)
            if not complete:
                await send({"type": "http.response.body", "body": answer.body, "more_body": True})
                answer.body = b""
                await self._drop(receive)
            await send({"type": "http.response.body", "body": answer.body})

    async def _drop(self, receive: Receive) -> None:
        """Throw away what a browser still sends: as much again as the limit, then no more."""
        dropped = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while dropped <= self.limit:
                    message = await receive()
                    dropped += len(message.get("body", b""))
                    if not message.get("more_body"):
                        return

    def _run(self, environ: dict[str, Any]) -> _Answer:
        """Run the application, in a thread."""
        begun: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], object]:
            begun[:] = [int(status[:3]), [(name.lower().encode("latin-1"), value.strip().encode("latin-1")) for name, value in headers]]
            return lambda _piece: None

        pieces = self.application(environ, start)
        body, rest = _gathered(_closing(pieces))
        return _Answer(begun[0], begun[1], body, rest)


class _Turns:
    """Turns of those who change dossiers: so many at once in one dossier, and so many in all of them together.

    A file may take a minute to be checked: that has one place of its own in a dossier, so that nobody who saves there waits for it, and no
    more than half of all turns, so that nobody who saves elsewhere does.
    """

    def __init__(self, at_once: int) -> None:
        self._all = asyncio.Semaphore(at_once)
        self._checks = asyncio.Semaphore(max(1, at_once // 2))
        self._places: dict[tuple[str, int], _Place] = {}

    @contextlib.asynccontextmanager
    async def of(self, scope: Scope) -> AsyncIterator[None]:
        """Let a request go on when it is its turn: at once, where it only reads or is of no dossier."""
        found = None if scope["method"] in _READING else _DOSSIER.match(scope["path"])
        if found is None:
            yield
            return
        name, is_check = found[1], _CHECK.search(scope["path"]) is not None
        own = contextlib.nullcontext() if name == _MADE else self._in(name, 1 if is_check else IN_ONE_DOSSIER)
        async with own, self._checks if is_check else contextlib.nullcontext(), self._all:
            yield

    @contextlib.asynccontextmanager
    async def _in(self, name: str, at_once: int) -> AsyncIterator[None]:
        """Wait for a turn in one dossier, among those of which so many go on at once."""
        place = self._places.setdefault((name, at_once), _Place(asyncio.Semaphore(at_once)))
        place.there += 1
        try:
            async with place.turns:
                yield
        finally:
            place.there -= 1
            if not place.there:
                del self._places[name, at_once]


@dataclass(slots=True)
class _Place:
    """A dossier as it is named in addresses, and how many are there to change it."""

    turns: asyncio.Semaphore
    there: int = 0


class LimitedStream:
    """An ASGI application that never sees a body above the limit: its pages see the length and answer 413, as those in threads do.

    Parameters
    ----------
    application : ASGI application
    limit : int
        The largest body that is read [bytes].
    """

    def __init__(self, application: Callable[[Scope, Receive, Send], Awaitable[None]], *, limit: int) -> None:
        self.application = application
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then hand the request on."""
        with SpooledTemporaryFile(IN_MEMORY) as body:
            size, complete = await _read(scope, receive, send, body, self.limit)
            if size < 0:
                return
            if not complete:
                body.truncate(0)
            body.seek(0)
            more = True

            async def again() -> dict[str, Any]:
                nonlocal more
                if not more:
                    return await receive()
                piece = body.read(PIECE)
                more = len(piece) == PIECE
                return {"type": "http.request", "body": piece, "more_body": more}

            headers = [(n, _in_utf8(v.decode("latin-1")).encode("latin-1") if n == b"content-type" else v) for n, v in scope["headers"]]
            headers = [(name, value) for name, value in headers if name != b"content-length"]
            await self.application({**scope, "headers": [*headers, (b"content-length", str(size).encode())]}, again, send)


async def _read(scope: Scope, receive: Receive, send: Send, body: IO[bytes], limit: int) -> tuple[int, bool]:
    """Read the body; return its size and whether that was all of it. A size of -1: the browser has gone, or is too slow."""
    announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    size = parse_int(announced.decode("latin-1"), LARGEST_INT)
    if size > limit:
        return size, False
    size = 0
    until = asyncio.get_running_loop().time() + WHOLE
    while True:
        try:
            remaining = until - asyncio.get_running_loop().time()
            async with asyncio.timeout(min(SILENCE, remaining)):
                message = await receive()
        except TimeoutError:
            await send({"type": "http.response.start", "status": 408, "headers": [(b"connection", b"close"), (b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return -1, True
        if message["type"] == "http.disconnect":
            return -1, True
        piece = message.get("body", b"")
        size += len(piece)
        if size > limit:
            return size, False
        body.write(piece)
        if not message.get("more_body"):
            return size, True


def environ_of(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """Return a request as WSGI describes it."""
    host, port = scope.get("server") or ("localhost", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if b"_" in name:
            continue  # a_b and a-b are one name in WSGI: nobody passes a header for another
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}" if key in environ else text
    environ["CONTENT_LENGTH"] = str(size)
    if "CONTENT_TYPE" in environ:
        environ["CONTENT_TYPE"] = _in_utf8(environ["CONTENT_TYPE"])
    return environ


def _in_utf8(content_type: str) -> str:
    """Return what a body is, without an encoding other than UTF-8: some bring in halves of characters, some break the reader of forms.

    >>> _in_utf8("multipart/form-data; boundary=x; charset=UTF-8"), _in_utf8("multipart/form-data; boundary=x; charset=hex")
    ('multipart/form-data; boundary=x; charset=UTF-8', 'multipart/form-data; boundary="x"')
    """
    try:
        kind, about = parse_header_parameters(content_type)
    except (ValueError, LookupError):
        return content_type.partition(";")[0]
    if about.get("charset", "utf-8").lower() in ("utf-8", "utf8", "us-ascii"):
        return content_type
    return f'{kind}; boundary="{about["boundary"]}"' if "boundary" in about else kind


def _closing(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give the pieces of an answer, then tell the application that it has been taken."""
    try:
        yield from pieces
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def _gathered(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes] | None]:
    """Return the next piece of fair size, and what follows, None at the end."""
    got, size = [], 0
    for piece in pieces:
        got.append(piece)
        size += len(piece)
        if size >= PIECE:
            return b"".join(got), pieces
    return b"".join(got), None
