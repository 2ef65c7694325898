"""A page of the public web, fetched because a person asked for it.

The address is read strictly (:mod:`.address`), its host is looked up once, *every* address that the look-up gives must be public, and the
connection goes to one of those. Each redirect is treated in the same way. Nothing is sent along: no cookie, no referer, no password.
No proxy of the environment is used; a site that needs one gives an ``opener`` that goes through it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import queue
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.sources.capture.connection import Opener, Reply, Target, TooLarge, ask, is_public, target
from legation.sources.capture.evidence import SIZE_LIMIT, Captured, capture
from legation.sources.capture.media import MEDIA

__all__ = ["Fetched", "Resolver", "capture_page", "fetch"]

Resolver = Callable[[str, int], Sequence[str]]
"""What looks a host up: name and port to IP addresses."""
SECONDS = 30.0
REDIRECTS = 5
_TRIES = 3
_MOVED = frozenset((301, 302, 303, 307, 308))
_ALSO = ("application/xhtml+xml", "text/xml", "text/markdown", "text/tab-separated-values", "application/octet-stream", "")
_TYPES = frozenset((*MEDIA, *_ALSO))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as the server sent it.

    Attributes
    ----------
    url, final_url : str
        The address that was asked for, and the one that answered.
    status : int
    media_type : str
        What the server calls it.
    data : bytes
        The body, unpacked.
    hops : tuple of str
        Every address on the way, the first and the last included.
    """

    url: str
    final_url: str
    status: int
    media_type: str
    data: bytes
    hops: tuple[str, ...]

    @property
    def name(self) -> str:
        """The last part of the address, or the host."""
        path, _, _ = self.final_url.partition("?")
        last = unquote(path.rstrip("/").rpartition("/")[2])
        return last or target(self.final_url).host


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host, as the system knows them."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to an IP address."""
    return socket.create_connection((address, port), timeout=seconds)


def fetch(
    url: str, *, resolver: Resolver = resolve, opener: Opener = connect, context: ssl.SSLContext | None = None, seconds: float = SECONDS
) -> Fetched:
    """Fetch a page of the public web.

    Parameters
    ----------
    url : str
        ``http`` or ``https``, port 80 or 443, no user name.
    resolver, opener : callable
        How a host is looked up, and how a connection to a *checked* IP address is made.
    context : SSLContext, optional
        The certificates that are trusted; the system's by default.
    seconds : float
        For the whole, redirects included.

    Raises
    ------
    WrongUse
        Where the address is not one that may be fetched: not the web, or inside a network.
    CannotRead
        Where the page does not come: too slow, too large, of a kind that is not kept, moved too often, or refused by the server.
    """
    until = time.monotonic() + seconds
    to = target(url)
    context = context or ssl.create_default_context()
    hops = [to.url]
    while True:
        try:
            reply = _reply(to, _addresses(to, resolver, until), opener, context, until)
        except TimeoutError as error:
            raise CannotRead(Message("capture.too-slow", host=to.host, allowed=seconds)) from error
        if reply.status not in _MOVED or "location" not in reply.head:
            break
        if len(hops) > REDIRECTS:
            raise CannotRead(Message("capture.too-many-redirects", url=hops[0], allowed=REDIRECTS))
        moved = _next(to, reply.head["location"])
        if to.scheme == "https" and moved.scheme == "http":
            raise CannotRead(Message("capture.downgrade", host=to.host, found=moved.host))
        to = moved
        hops.append(to.url)
    if reply.status != 200:
        raise CannotRead(Message("capture.status", host=to.host, found=str(reply.status)))
    media_type = _type(reply.head)
    if media_type not in _TYPES:
        raise CannotRead(Message("capture.not-fetched-kind", host=to.host, found=media_type[:80]))
    if not reply.body:
        raise CannotRead(Message("capture.empty", name=to.host))
    return Fetched(url=hops[0], final_url=to.url, status=reply.status, media_type=media_type, data=reply.body, hops=tuple(hops))


def capture_page(fetched: Fetched, *, day: dt.date) -> Captured:
    """Make evidence of a fetched page; see :func:`capture`."""
    return capture(fetched.data, fetched.name, fetched.media_type, fetched.url, day=day, final_url=fetched.final_url, status=fetched.status)


def _next(to: Target, location: str) -> Target:
    """Return where a redirect leads; it is checked like any address."""
    with contextlib.suppress(ValueError, UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        moved = urljoin(to.url, location)
    except ValueError as error:
        raise WrongUse(Message("capture.bad-address", url=location[:120])) from error
    return target(moved)


def _type(head: dict[str, str]) -> str:
    return head.get("content-type", "").partition(";")[0].strip().lower()


def _addresses(to: Target, resolver: Resolver, until: float) -> Sequence[str]:
    """Look a host up once; refuse it if any of its addresses is not public, as a name that changes its mind has some of both."""
    answer: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            answer.put(tuple(resolver(to.host, to.port)))
        except (OSError, UnicodeError) as error:
            answer.put(error)

    threading.Thread(target=look_up, daemon=True).start()  # the system's look-up knows no time limit
    try:
        found = answer.get(timeout=max(0.01, until - time.monotonic()))
    except queue.Empty as error:
        raise TimeoutError from error
    if isinstance(found, Exception) or not found:
        raise CannotRead(Message("capture.no-such-host", host=to.host))
    if not all(map(is_public, found)):
        raise WrongUse(Message("capture.not-public", host=to.host))
    return found[:_TRIES]


def _reply(to: Target, addresses: Sequence[str], opener: Opener, context: ssl.SSLContext, until: float) -> Reply:
    failure: Exception = OSError()
    for address in addresses:
        try:
            return ask(to, address, opener, context, until=until, size=SIZE_LIMIT, wanted=_wanted)
        except TooLarge as error:
            raise CannotRead(Message("capture.too-large-page", host=to.host, allowed=SIZE_LIMIT // 1024 // 1024)) from error
        except ssl.SSLError as error:
            if time.monotonic() < until:
                raise CannotRead(Message("capture.bad-certificate", host=to.host)) from error
            failure = error
        except (http.client.HTTPException, zlib.error, ValueError) as error:
            if time.monotonic() < until:
                raise CannotRead(Message("capture.bad-answer", host=to.host)) from error
            failure = error
        except OSError as error:
            failure = error
        if time.monotonic() >= until:
            break
    if time.monotonic() >= until or isinstance(failure, TimeoutError):
        raise TimeoutError from failure
    raise CannotRead(Message("capture.no-connection", host=to.host)) from failure


def _wanted(status: int, head: dict[str, str]) -> bool:
    return status == 200 and _type(head) in _TYPES
