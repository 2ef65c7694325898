"""A request through the bridge from the event loop to the threads of the pages, and past it to a stream."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.test import override_settings
from django.urls import re_path
from hypothesis import given
from hypothesis import strategies as st

from legation.web import asgi
from legation.web.serving import bridge
from legation.web.serving.bridge import PIECE, LimitedStream, Threads, environ_of


def scope(path: str = "/", method: str = "GET", headers: tuple[tuple[bytes, bytes], ...] = ()) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"a=1",
        "scheme": "http",
        "headers": list(headers),
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 4711),
    }


def exchange(
    application: Any, scope: dict[str, Any], pieces: tuple[bytes, ...] = (b"",)
) -> tuple[int, dict[bytes, bytes], list[bytes], int]:
    """Return status, headers, the pieces of the answer, and how many pieces of the body were taken."""
    sent: list[dict[str, Any]] = []
    waiting = list(pieces)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # the browser waits for its answer
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    bodies = [message.get("body", b"") for message in sent[1:]]
    assert [message.get("more_body", False) for message in sent[1:]] == [True] * (len(bodies) - 1) + [False]
    return sent[0]["status"], dict(sent[0]["headers"]), bodies, len(pieces) - len(waiting)


class Echo:
    """A WSGI application that answers with what it was sent, and remembers its environment and whether it was closed."""

    def __init__(self, answer: list[bytes] | None = None) -> None:
        self.answer, self.environ, self.closed = answer, {}, False

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        self.environ = environ
        start("200 OK", [("Content-Type", "text/plain"), ("Set-Cookie", " a=b")])
        self._pieces = iter(self.answer if self.answer is not None else [environ["wsgi.input"].read()])
        return self

    def __iter__(self) -> Any:
        return self._pieces

    def close(self) -> None:
        self.closed = True


@given(st.lists(st.binary(max_size=64), min_size=1, max_size=8))
def test_a_body_arrives_whole_in_whatever_pieces(pieces: list[bytes]) -> None:
    echo = Echo()
    status, headers, bodies, _ = exchange(Threads(echo, threads=1, limit=1000), scope(method="POST"), tuple(pieces))

    assert (status, b"".join(bodies), echo.closed) == (200, b"".join(pieces), True)
    assert echo.environ["CONTENT_LENGTH"] == str(len(b"".join(pieces)))
    assert headers[b"set-cookie"] == b"a=b"


def test_a_large_answer_is_handed_on_piece_by_piece() -> None:
    echo = Echo([b"x" * 1000] * (3 * PIECE // 1000))
    _, _, bodies, _ = exchange(Threads(echo, threads=1, limit=10), scope())

    assert len(b"".join(bodies)) == 1000 * (3 * PIECE // 1000)
    assert max(map(len, bodies)) < PIECE + 1000
    assert echo.closed


def test_an_announced_body_above_the_limit_is_not_read_before_the_answer() -> None:
    echo = Echo([b"no"])
    status, _, bodies, _ = exchange(
        Threads(echo, threads=1, limit=10), scope(method="POST", headers=((b"content-length", b"11"),)), (b"x" * 11,)
    )

    assert (status, b"".join(bodies)) == (200, b"no")
    assert echo.environ["CONTENT_LENGTH"] == "11"
    assert echo.environ["wsgi.input"].closed


def test_a_body_that_did_not_announce_itself_is_counted_and_cut() -> None:
    echo = Echo([b"no"])
    _, _, _, taken = exchange(Threads(echo, threads=1, limit=10), scope(method="POST"), (b"x" * 6,) * 100)

    assert echo.environ["CONTENT_LENGTH"] == "12"
    assert taken < 6  # two until the limit, then as much again is thrown away, no more


def test_a_browser_that_goes_away_while_it_sends_gets_nothing_done() -> None:
    echo = Echo()

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_message: dict[str, Any]) -> None:
        raise AssertionError

    asyncio.run(Threads(echo, threads=1, limit=10)(scope(method="POST"), receive, send))
    assert echo.environ == {}


def test_one_header_cannot_pass_for_another_and_cookies_are_joined() -> None:
    echo = Echo()
    headers = ((b"x_forwarded_proto", b"https"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-twice", b"1"), (b"x-twice", b"2"))
    exchange(Threads(echo, threads=1, limit=10), scope("/é", headers=headers))

    assert "HTTP_X_FORWARDED_PROTO" not in echo.environ
    assert echo.environ["HTTP_COOKIE"] == "a=1; b=2"
    assert echo.environ["HTTP_X_TWICE"] == "1,2"
    assert echo.environ["PATH_INFO"].encode("latin-1").decode() == "/é"
    assert echo.environ["REMOTE_ADDR"] == "192.0.2.7"


class Ticks:
    """A stream of two events, which remembers what it was asked; below ``/live/`` it also answers a websocket."""

    def __init__(self) -> None:
        self.scopes: list[dict[str, Any]] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.scopes.append(scope | {"got": await receive()})
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            return
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        for number in range(2):
            await send({"type": "http.response.body", "body": f"data: {number}\n\n".encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})


urlpatterns = [re_path(r"^(page|live|live/ticks|xlive/ticks)$", lambda _request, _name: StreamingHttpResponse([b"page"]))]


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> Ticks:
    stream = Ticks()
    monkeypatch.setitem(asgi.STREAMS, "/live/", stream)
    return stream


def test_a_prefix_goes_to_its_stream_and_past_django(ticks: Ticks) -> None:
    status, headers, bodies, _ = exchange(asgi.application, scope("/live/ticks"))

    assert (status, bodies) == (200, [b"data: 0\n\n", b"data: 1\n\n", b""])
    assert headers == {b"content-type": b"text/event-stream"}  # no middleware of the pages has seen it
    assert [one["path"] for one in ticks.scopes] == ["/live/ticks"]


@pytest.mark.parametrize("address", ["/page", "/live", "/xlive/ticks"])
def test_everything_else_is_a_page(ticks: Ticks, address: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        status, headers, bodies, _ = exchange(asgi.application, scope(address, headers=((b"host", b"localhost"),)))

    assert (status, [body for body in bodies if body], ticks.scopes) == (200, [b"page"], [])
    assert b"content-security-policy" in {name.lower() for name in headers}


def test_without_a_stream_its_address_is_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "STREAMS", {})
    with override_settings(ROOT_URLCONF=__name__):
        _, _, bodies, _ = exchange(asgi.application, scope("/live/ticks", headers=((b"host", b"localhost"),)))

    assert [body for body in bodies if body] == [b"page"]


@pytest.mark.parametrize(("address", "said"), [("/live/ticks", "websocket.accept"), ("/page", "websocket.close"), ("/", "websocket.close")])
def test_a_websocket_reaches_its_stream_or_is_refused(ticks: Ticks, address: str, said: str) -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asgi.application(scope(address) | {"type": "websocket"}, receive, send))

    assert [message["type"] for message in sent] == [said]
    assert len(ticks.scopes) == (said == "websocket.accept")


def test_the_table_of_streams_is_one_that_can_be_read_in_any_order() -> None:
    for prefix in asgi.STREAMS:
        assert prefix.startswith("/"), prefix
        assert prefix.endswith("/"), prefix
        assert [other for other in asgi.STREAMS if other != prefix and other.startswith(prefix)] == []


def test_no_handler_of_django_answers_by_the_event_loop() -> None:
    assert [name for name, found in vars(asgi).items() if isinstance(found, ASGIHandler)] == []
    assert not any(isinstance(stream, ASGIHandler) for stream in asgi.STREAMS.values())


def test_neither_http_nor_websocket_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"must be http or websocket \(got lifespan\)"):
        exchange(asgi.application, {"type": "lifespan"})


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_above_the_limit_reaches_no_stream(announced: bool) -> None:
    """Below ``/live/`` as elsewhere: the application sees the length and no byte of it."""
    seen: list[Any] = []

    async def stream(scope: dict[str, Any], receive: Any, send: Any) -> None:
        seen.append((dict(scope["headers"])[b"content-length"], await receive()))
        await send({"type": "http.response.start", "status": 413, "headers": []})
        await send({"type": "http.response.body", "body": b"too large"})

    pieces = (b"x" * 60, b"x" * 60, b"x" * 60)
    headers = ((b"content-length", b"180"),) if announced else ((b"transfer-encoding", b"chunked"),)
    status, _, _, taken = exchange(LimitedStream(stream, limit=100), scope("/live/ticks", "POST", headers), pieces)

    assert (status, taken) == (413, 0 if announced else 2)
    assert seen == [(b"180" if announced else b"120", {"type": "http.request", "body": b"", "more_body": False})]


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=5))
def test_a_body_within_the_limit_reaches_a_stream_as_it_was_sent(pieces: list[bytes]) -> None:
    seen: list[bytes] = []

    async def stream(_scope: dict[str, Any], receive: Any, send: Any) -> None:
        more = True
        while more:
            message = await receive()
            seen.append(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    exchange(LimitedStream(stream, limit=1000), scope("/live/ticks", "POST"), tuple(pieces))

    assert b"".join(seen) == b"".join(pieces)


def test_every_stream_is_counted(ticks: Ticks) -> None:
    """Whoever stands in the table: a body above the limit reaches no stream."""
    headers = ((b"content-length", str(10**12).encode()),)
    _, _, _, taken = exchange(asgi.application, scope("/live/ticks", "POST", headers), (b"x" * 100,))

    assert taken == 0
    assert [one["got"]["body"] for one in ticks.scopes] == [b""]


@pytest.mark.parametrize("charset", ["hex", "unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "idna", "rot13", '"hex"'])
def test_a_form_is_read_as_utf_8_whatever_it_says(charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--x--\r\n'
    for said in (f"charset={charset}", f"charset*=utf-8''{charset}"):
        lines = ((b"content-type", f"multipart/form-data; {said}; boundary=x".encode()), (b"content-length", str(len(body)).encode()))
        for build in (_wsgi, _asgi):
            request = build(scope(method="POST", headers=lines), body)
            assert (request.GET["a"], request.POST["name"]) == ("1", "\\ud800"), (said, build)


def _wsgi(scope: dict[str, Any], body: bytes) -> HttpRequest:
    return WSGIRequest(environ_of(scope, io.BytesIO(body), len(body)))


def _asgi(scope: dict[str, Any], body: bytes) -> HttpRequest:
    found: list[HttpRequest] = []

    async def stream(handed: Any, _receive: Any, send: Any) -> None:
        found.append(ASGIRequest(handed, io.BytesIO(body)))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    exchange(LimitedStream(stream, limit=10_000), scope, (body,))
    return found[0]


@pytest.mark.parametrize("limit", ["SILENCE", "WHOLE"])
def test_a_body_that_does_not_come_is_waited_for_so_long(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, limit, 0.2)
    pages = Echo()
    sent: list[dict[str, Any]] = []
    waiting = [b"a"] * (1 if limit == "SILENCE" else 50)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.05 if waiting else 60)
        return {"type": "http.request", "body": waiting.pop(), "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(asyncio.wait_for(Threads(pages, threads=1, limit=1000)(scope(method="POST"), receive, send), 5))

    assert sent[0]["status"] == 408
    assert not pages.environ
