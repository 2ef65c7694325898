"""Which addresses a page may be fetched from (the public web, nothing inside our network), and one request within limits.

An address is read strictly and once: no user name, no port but 80 and 443, no way to write an IP address but the usual one. Whether a
machine is public is asked of its numbers, against the registers of the IANA as written out here, never of its name. An IPv6 address that
carries an IPv4 address (NAT64, 6to4, ISATAP) is no more public than that one; IPv4 written as IPv6 (``::ffff:9.9.9.9``) and Teredo are
refused.

The connection goes to an IP address that was checked before, so no name is looked up a second time; the certificate is still checked
against the name. A watch ends the connection when the whole time is over, however slowly the other side drips.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from legation.errors import WrongUse
from legation.language import Message
from legation.sources.capture.plain import one_line
from legation.version import VERSION

__all__ = [
    "USER_AGENT",
    "Opener",
    "Reply",
    "Target",
    "TooLarge",
    "ask",
    "is_public",
    "target",
]


ADDRESS_LIMIT = 2_000
_PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~-._?"
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"\d+|0x[0-9a-f]*")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"\ud800-\udfff]")
_LOCAL = frozenset(
    ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "arpa", "onion", "test", "invalid")
)
"""Last labels of names that never are on the public web; what they would resolve to is checked all the same."""

_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # a cloud's own wire server, on a public number
        "169.254.0.0/16",  # link-local, with the metadata of clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments, with Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)
_UNICAST = ipaddress.ip_network("2000::/3")
_CARRIERS = (("64:ff9b::/96", 0), ("2002::/16", 80))
"""IPv6 networks whose addresses carry an IPv4 address, and how many bits follow it: NAT64, 6to4."""
_CARRYING = tuple((ipaddress.IPv6Network(network), bits) for network, bits in _CARRIERS)
_ISATAP = (0x00005EFE, 0x02005EFE)


@dataclass(frozen=True, slots=True)
class Target:
    """An address on the web, in its parts.

    Attributes
    ----------
    url : str
        Written in one way: host in lower case and ASCII, no fragment, only signs that may stand in a request.
    scheme : str
        ``http`` or ``https``.
    host : str
        A name, or an IP address without brackets.
    port : int
    path : str
        Path and query, as the request names them.
    """

    url: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and, where it is not the usual one, port: what the ``Host`` line says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: str) -> bool:
    """Whether an IP address is on the public Internet.

    >>> is_public("9.9.9.9"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::10.0.0.1"), is_public("fe80::1%eth0")
    (True, False, False, False)
    """
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv4Address):
        return not any(number in network for network in _NOT_PUBLIC if network.version == 4)
    if number.scope_id:
        return False
    for network, bits in _CARRYING:
        if number in network:
            return is_public(str(ipaddress.IPv4Address(int(number) >> bits & 0xFFFFFFFF)))
    if int(number) >> 32 & 0xFFFFFFFF in _ISATAP and not is_public(str(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))):
        return False
    return number in _UNICAST and not any(number in network for network in _NOT_PUBLIC if network.version == 6)


def target(url: str) -> Target:
    """Return an address in its parts.

    Raises
    ------
    WrongUse
        Where it is none, or not one that may be fetched; the sentence says what is allowed.

    Examples
    --------
    >>> target("HTTPS://Www.Diplomatie.gouv.fr:443/é?q=1#top").url
    'https://www.diplomatie.gouv.fr/%C3%A9?q=1'
    """
    written = url.strip(" \t\r\n")
    shown = one_line(written, 120)
    if len(written) > ADDRESS_LIMIT or _FORBIDDEN.search(written):
        raise WrongUse(Message("capture.bad-address", url=shown))
    try:
        parts = urlsplit(written)
        port = parts.port
        host = _host(parts.hostname or "")
    except ValueError as error:
        raise WrongUse(Message("capture.bad-address", url=shown)) from error
    if parts.scheme not in _PORTS or not parts.netloc:
        raise WrongUse(Message("capture.bad-scheme", url=shown))
    if "@" in parts.netloc:
        raise WrongUse(Message("capture.credentials", host=host))
    if not host or ("[" in parts.netloc and ":" not in host):
        raise WrongUse(Message("capture.bad-host", url=shown))
    if port is not None and port not in _PORTS.values():
        raise WrongUse(Message("capture.bad-port", url=shown, found=str(port)))
    if host.rpartition(".")[2] in _LOCAL:
        raise WrongUse(Message("capture.not-public", host=host))
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    made = Target("", parts.scheme, host, _PORTS[parts.scheme] if port is None else port, path)
    return Target(f"{made.scheme}://{made.authority}{path}", made.scheme, made.host, made.port, path)


def _host(host: str) -> str:
    """Return a host in ASCII; empty where it is no name with a point and no IP address in its usual form."""
    if ":" in host:
        return "" if "%" in host else str(ipaddress.IPv6Address(host))
    if len(host) > 253:
        return ""
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    labels = name.lower().removesuffix(".").split(".")
    if _NUMERIC.fullmatch(labels[-1]):  # a browser takes it for an IPv4 address, however it is written
        return str(ipaddress.IPv4Address(".".join(labels)))
    return ".".join(labels) if len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) else ""


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
