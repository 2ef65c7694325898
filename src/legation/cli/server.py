"""A Legation site as the command line uses it: the standard library's client, one place, one token, nothing sent elsewhere."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import ssl
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from unicodedata import category
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from legation.errors import CannotRead, LegationError, NotAvailable, WrongUse
from legation.language import Lang, Message
from legation.system_words import system_words

__all__ = [
    "Server",
    "connect",
    "is_loopback",
    "token_file",
]


_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
"""What the client of HTTP raises where a proxy refuses."""


def is_loopback(host: str) -> bool:
    """Return whether a host name or address is that of the machine itself.

    >>> [is_loopback(host) for host in ("localhost", "127.8.0.1", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


TIME = 40.0
"""Seconds without a word from the server after which it is given up."""
LIMIT = 600 * 1024 * 1024
"""The largest answer that is read [bytes]."""
_SENTENCES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Server:
    """A site, and the token by which it is asked. The token stands in no message and no representation."""

    address: str
    lang: Lang
    _token: str
    _opener: OpenerDirector

    def __repr__(self) -> str:
        return f"Server({self.address!r})"

    def get(self, path: str, **query: str) -> Any:
        """Return what is read, as plain data."""
        return self._plain(self._sent("GET", path, query))

    def post(self, path: str, body: Any) -> Any:
        """Send plain data and return the answer."""
        return self._plain(self._sent("POST", path, {}, json.dumps(body, ensure_ascii=False).encode("utf-8")))

    def file(self, path: str, **query: str) -> bytes:
        """Return what is read, as it is."""
        return self._sent("GET", path, query)

    def _sent(self, method: str, path: str, query: Mapping[str, str], data: bytes | None = None) -> bytes:
        address = f"{self.address}/api/v1/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "*/*", "Accept-Language": self.lang, "User-Agent": "legation"}
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = Request(address, data=data, headers=headers, method=method)  # noqa: S310 - the scheme was checked
        try:
            with self._opener.open(request, timeout=TIME) as response:
                read: bytes = response.read(LIMIT + 1)
        except HTTPError as error:
            with error:
                raise self._refused(error.code, error.read(_SENTENCES)) from None
        except (URLError, OSError, HTTPException) as error:
            raise CannotRead(Message("server.no-answer", address=self.address, why=_why(error))) from error
        if len(read) > LIMIT:
            raise CannotRead(Message("server.too-large", address=self.address, allowed=LIMIT // 2**20))
        return read

    def _plain(self, data: bytes) -> Any:
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            raise CannotRead(Message("server.not-a-site", address=self.address)) from error

    def _refused(self, status: int, data: bytes) -> LegationError:
        """Return what the site said, as one of our errors."""
        try:
            said = json.loads(data)
            why = _clean(str(said["error"]))
            places = [_place(problem) for problem in said.get("problems") or ()]
            lacking = {problem["code"] for problem in said.get("problems") or ()} == {"need"}
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return CannotRead(Message("server.not-a-site" if status == 404 else "server.failed", address=self.address, status=str(status)))
        match status:
            case 401:
                return CannotRead(Message("server.bad-token", address=self.address))
            case 403:
                return CannotRead(Message("server.not-allowed", address=self.address))
            case 404:
                return CannotRead(Message("server.not-there", address=self.address))
            case 409:
                return NotAvailable(Message("server.said", why=why))
            case 422 if lacking:
                return NotAvailable(Message("server.said", why=why))
            case 400 | 422:
                return WrongUse(Message("server.said", why=" ".join(places) or why))
            case _:
                return CannotRead(Message("server.said", why=why))


def connect(address: str, lang: Lang) -> Server:
    """Return a site by its address, with the token of ``LEGATION_TOKEN`` or of the file.

    Raises
    ------
    WrongUse
        Where the address is none, or would carry the token in clear over a network; where there is no token, or others could read its file.
    """
    try:
        parts = urlsplit(address.rstrip("/"))
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in ("https", "http") or not host or parts.query or parts.fragment or "@" in parts.netloc:
        raise WrongUse(Message("server.address", found=_clean(address)))
    if parts.scheme == "http" and not is_loopback(host):
        raise WrongUse(Message("server.in-clear", found=_clean(address)))
    handlers: list[Any] = [HTTPSHandler(context=ssl.create_default_context()), _SameSite()]
    if is_loopback(host):
        handlers.append(ProxyHandler({}))
    return Server(parts.geturl(), lang, _token(), build_opener(*handlers))


def token_file() -> Path:
    """Return where the token lies."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "legation" / "token"


def _token() -> str:
    given = os.environ.get("LEGATION_TOKEN", "").strip()
    if given:
        return _checked(given, "LEGATION_TOKEN")
    place = token_file()
    try:
        with place.open("rb") as file:
            if os.name == "posix" and stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise WrongUse(Message("server.token-open", path=str(place)))
            written = file.read(4096)
    except FileNotFoundError:
        raise WrongUse(Message("server.no-token", path=str(place))) from None
    return _checked(written.decode("utf-8", "replace").strip(), str(place))


def _checked(token: str, where: str) -> str:
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise WrongUse(Message("server.odd-token", path=where))
    return token


class _SameSite(HTTPRedirectHandler):
    """Follows a redirect within the site; to any other place it is refused, so the token goes nowhere else."""

    def redirect_request(self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if (old.scheme, old.netloc) != (new.scheme, new.netloc) or req.get_method() != "GET":
            here, there = f"{old.scheme}://{old.netloc}", _clean(new.netloc or newurl)
            raise CannotRead(Message("server.redirected", address=here, to=there))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _why(error: OSError | HTTPException) -> Message:
    """Return why no answer came; a proxy says by a number of HTTP why it opens no tunnel."""
    if isinstance(error, HTTPException) and not isinstance(error, OSError):
        return Message("system.no-http")
    reason = error.reason if isinstance(error, URLError) else error
    refused = _TUNNEL.search(str(reason))
    if refused:
        return Message("system.proxy", number=refused[1])
    return system_words(reason) if isinstance(reason, OSError) else Message("system.other")


def _place(problem: Mapping[str, Any]) -> str:
    """Return a problem in one line: its field, and what the site says of it."""
    field = problem.get("column")
    return _clean(f"{field}: {problem['remedy']}" if field else str(problem["remedy"]))


def _clean(text: str) -> str:
    r"""Return text without what would steer a terminal.

    >>> _clean("no\x1b[31m such\ndossier")
    'no[31m such dossier'
    """
    printable = (sign if sign.isprintable() or category(sign) == "Zs" else " " if sign.isspace() else "" for sign in text)
    return "".join(printable)[:2000]
