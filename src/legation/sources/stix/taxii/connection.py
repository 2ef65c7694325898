"""One TAXII server: where it is, who we say we are, and one answer at a time, within limits."""

from __future__ import annotations

import base64
import http.client
import json
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from legation.errors import BadValue, CannotRead, WrongUse
from legation.language import Message
from legation.sources.capture.connection import Opener, Reply, Target, TooLarge, ask, is_public
from legation.sources.imports.json_text import read_json
from legation.version import VERSION

__all__ = ["MEDIA", "Login", "Server", "TaxiiAnswer", "Token"]

MEDIA = "application/taxii+json;version=2.1"
PAGE_LIMIT = 32 * 1024 * 1024
"""Bytes of one answer."""
_GIVEN = (200, 202, 206)
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_VISIBLE = re.compile(r"[\x21-\x7e]{1,8192}")
_SIGNS = re.compile(r"[^\x21-\x7e]|[\\<>\"]")


@dataclass(frozen=True, slots=True)
class Login:
    """A name and a password, for HTTP Basic."""

    user: str
    password: str = field(repr=False)

    def line(self) -> str:
        """Return what the request says."""
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Token:
    """A token, as a bearer shows it."""

    secret: str = field(repr=False)

    def line(self) -> str:
        """Return what the request says.

        Raises
        ------
        BadValue
            For a token that no request can carry; it is not shown.
        """
        if not _VISIBLE.fullmatch(self.secret):
            raise BadValue(Message("stix.taxii-token"))
        return f"Bearer {self.secret}"


@dataclass(frozen=True, slots=True)
class TaxiiAnswer:
    """What a server answered: the object of JSON, and the lines of the head by name in lower case."""

    value: dict[str, Any]
    head: Mapping[str, str]
    size: int


def _resolve(host: str, port: int) -> Sequence[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, kw_only=True)
class Server:
    """A TAXII 2.1 server that a person named.

    Attributes
    ----------
    url : str
        Where it is discovered, ``https://HOST[:PORT]/taxii2/``; ``http`` on this machine alone, as nothing leaves it then.
    identity : Login or Token, optional
        Sent to this host and port, and to none that the server names.
    inside : bool
        Whether the server may be within one's own network: without it only public addresses are called.
    context : SSLContext, optional
        The certificates that are trusted, and our own where the server asks for one; those of the system by default.
    seconds : float
        For one answer.
    opener, resolver : callable
        How a connection is made and a host looked up.
    """

    url: str
    identity: Login | Token | None = None
    inside: bool = False
    context: ssl.SSLContext | None = field(default=None, repr=False)
    seconds: float = 60.0
    opener: Opener = field(default=_connect, repr=False)
    resolver: Callable[[str, int], Sequence[str]] = field(default=_resolve, repr=False)

    def __post_init__(self) -> None:
        self._target(self.url)

    def get(self, address: str, query: str = "") -> TaxiiAnswer:
        """Return the answer to one request.

        Parameters
        ----------
        address : str
            Absolute, or as seen from the server's own; on the same host and port.
        query : str
            Already quoted.

        Raises
        ------
        WrongUse
            Where the address is not the server's, or is within a network and ``inside`` is not set.
        CannotRead
            Where no answer comes, or one that is none: too slow, too large, refused, moved, no JSON.
        """
        return self._answer(address, query, None)

    def post(self, address: str, value: dict[str, Any]) -> TaxiiAnswer:
        """Send an object of JSON to an address on the same host and port, and return the answer; raises as :meth:`get` does."""
        return self._answer(address, "", json.dumps(value, ensure_ascii=False, allow_nan=False).encode())

    def _answer(self, address: str, query: str, sent: bytes | None) -> TaxiiAnswer:
        own, to = self._target(self.url), self._target(urljoin(self.url, address), query)
        if (to.scheme, to.host, to.port) != (own.scheme, own.host, own.port):
            raise WrongUse(Message("stix.taxii-elsewhere", host=own.authority, found=to.authority))
        reply = self._reply(to, sent)
        if reply.status in (401, 403):
            raise CannotRead(Message("stix.taxii-refused", host=to.host, found=str(reply.status)))
        if 300 <= reply.status < 400:
            raise CannotRead(Message("stix.taxii-moved", host=to.host, found=reply.head.get("location", "—")[:120]))
        if reply.status not in _GIVEN:
            raise CannotRead(Message("stix.taxii-status", host=to.host, path=to.path[:120], found=str(reply.status)))
        value = read_json(reply.body, to.host)
        if type(value) is not dict:
            raise CannotRead(Message("stix.taxii-answer", host=to.host, path=to.path[:120], found=type(value).__name__))
        return TaxiiAnswer(value, reply.head, len(reply.body))

    def _target(self, url: str, query: str = "") -> Target:
        try:
            parts = urlsplit(url)
            port, host = parts.port, parts.hostname or ""
        except ValueError as error:
            raise WrongUse(Message("stix.taxii-address", found=url[:120])) from error
        here = parts.scheme == "http" and host in _HERE
        if (parts.scheme != "https" and not here) or not host or "@" in parts.netloc or _SIGNS.search(url):
            raise WrongUse(Message("stix.taxii-address", found=parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()[:120]))
        query_sent = query or parts.query
        path = (parts.path or "/") + (f"?{query_sent}" if query_sent else "")
        return Target(url, parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)

    def _addresses(self, to: Target) -> Sequence[str]:
        try:
            found = tuple(self.resolver(to.host, to.port))
        except (OSError, UnicodeError) as error:
            raise CannotRead(Message("stix.taxii-no-host", host=to.host)) from error
        if not found:
            raise CannotRead(Message("stix.taxii-no-host", host=to.host))
        if not self.inside and to.scheme == "https" and not all(map(is_public, found)):
            raise WrongUse(Message("stix.taxii-inside", host=to.host))
        return found[:3]

    def _reply(self, to: Target, sent: bytes | None) -> Reply:
        lines = {"User-Agent": f"Legation/{VERSION} (TAXII 2.1)", "Accept": MEDIA, "Accept-Encoding": "gzip", "Connection": "close"}
        if sent is not None:
            lines["Content-Type"] = MEDIA
        if self.identity is not None:
            lines["Authorization"] = self.identity.line()
        until = time.monotonic() + self.seconds
        context = self.context or ssl.create_default_context()
        failure: Exception = OSError()
        for address in self._addresses(to):
            try:
                return ask(to, address, self.opener, context, until=until, size=PAGE_LIMIT, wanted=_wanted, lines=lines, sent=sent)
            except TooLarge as error:
                raise CannotRead(Message("stix.taxii-too-large", host=to.host, megabytes=PAGE_LIMIT // 1024**2)) from error
            except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
                failure = error
                if sent is not None:  # it may have come: nothing is sent twice
                    break
        if time.monotonic() >= until or isinstance(failure, TimeoutError):
            raise CannotRead(Message("stix.taxii-too-slow", host=to.host, seconds=self.seconds)) from failure
        if isinstance(failure, ssl.SSLError):
            raise CannotRead(Message("stix.taxii-certificate", host=to.host)) from failure
        if isinstance(failure, OSError):
            raise CannotRead(Message("stix.taxii-no-connection", host=to.host)) from failure
        raise CannotRead(Message("stix.taxii-answer", host=to.host, path=to.path[:120], found=type(failure).__name__)) from failure


def _wanted(status: int, head: dict[str, str]) -> bool:
    return status in _GIVEN and "json" in head.get("content-type", "json")
