"""One request on one connection, within limits on time and size.

The connection goes to an IP address that was checked before, so no name is looked up a second time; the certificate is still checked
against the name. A watch ends the connection when the whole time is over, however slowly the other side drips.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from legation.sources.capture.address import Target
from legation.version import VERSION

__all__ = ["USER_AGENT", "Opener", "Reply", "TooLarge", "ask"]

Opener = Callable[[str, int, float], socket.socket]
"""What makes a connection: IP address, port, seconds to a socket. The one place to go through a proxy."""
USER_AGENT = f"Legation/{VERSION} (page saved at a person's request)"
_READ_SECONDS = 10.0
_CHUNK = 64 * 1024
_LINES = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}


class TooLarge(Exception):
    """The body, packed or unpacked, is larger than what is allowed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: status, lines of the head by name in lower case, body unpacked (empty where it was not read)."""

    status: int
    head: dict[str, str]
    body: bytes


class _Connection(http.client.HTTPConnection):
    """A connection that is already made."""

    def __init__(self, host: str, made: socket.socket) -> None:
        super().__init__(host)
        self.sock = made

    def connect(self) -> None:
        raise http.client.NotConnected


Wanted = Callable[[int, dict[str, str]], bool]
"""Told status and head, says whether the body is to be read."""


def ask(
    to: Target,
    address: str,
    opener: Opener,
    context: ssl.SSLContext,
    *,
    until: float,
    size: int,
    wanted: Wanted,
    lines: Mapping[str, str] = _LINES,
    sent: bytes | None = None,
) -> Reply:
    """Send one request and return the reply.

    Parameters
    ----------
    to : Target
    address : str
        The checked IP address of its host.
    opener : callable
    context : SSLContext
    until : float
        When the whole must be over, by ``time.monotonic`` [s].
    size : int
        Bytes of the body at most, packed and unpacked.
    wanted : callable
    lines : mapping of str to str
        What the request says besides its host.
    sent : bytes, optional
        A body to be posted; without one the request asks, and sends nothing.

    Raises
    ------
    OSError, http.client.HTTPException, zlib.error
        Where the connection fails, is too slow or talks nonsense.
    TooLarge
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    made = opener(address, to.port, min(_READ_SECONDS, left))
    with made, _ended(made, until):
        made.settimeout(_READ_SECONDS)
        line = context.wrap_socket(made, server_hostname=to.host) if to.scheme == "https" else made
        with contextlib.closing(line):
            connection = _Connection(to.host, line)
            connection.putrequest("GET" if sent is None else "POST", to.path, skip_host=True, skip_accept_encoding=True)
            length = {} if sent is None else {"Content-Length": str(len(sent))}
            for name, value in {"Host": to.authority, **lines, **length}.items():
                connection.putheader(name, value)
            connection.endheaders(sent)
            with connection.getresponse() as response:
                head = {name.lower(): value for name, value in response.getheaders()}
                body = _body(response, head, size) if wanted(response.status, head) else b""
                if time.monotonic() >= until:
                    raise TimeoutError
                return Reply(response.status, head, body)


@contextlib.contextmanager
def _ended(made: socket.socket, until: float) -> Iterator[None]:
    """End a connection at a point in time. A copy of it is kept, because TLS takes the socket over."""
    copy = made.dup()

    def end() -> None:
        with contextlib.suppress(OSError):
            copy.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(max(0.0, until - time.monotonic()), end)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        copy.close()


def _body(response: http.client.HTTPResponse, head: dict[str, str], size: int) -> bytes:
    if head.get("content-length", "0").isdigit() and int(head.get("content-length", "0")) > size:
        raise TooLarge
    packed = head.get("content-encoding", "identity").strip().lower()
    if packed not in ("identity", "gzip", "x-gzip", ""):
        raise http.client.UnknownTransferEncoding
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if "gzip" in packed else None
    body, came = bytearray(), 0
    while chunk := response.read(_CHUNK):
        came += len(chunk)
        while chunk:
            plain = chunk if unpack is None else unpack.decompress(chunk, _CHUNK)
            body += plain
            if came > size or len(body) > size:
                raise TooLarge
            chunk = b"" if unpack is None else unpack.unconsumed_tail
    if response.length or (unpack is not None and not unpack.eof):  # the connection ended before the page did
        raise http.client.IncompleteRead(b"")
    return bytes(body)
