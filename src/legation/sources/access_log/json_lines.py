"""Logs of one JSON object a line: Caddy, Traefik, nginx, Apache, and what names its fields as they do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

__all__ = ["Line", "json_name", "line_of"]

_ADDRESS, _TIME, _METHOD, _PATH, _QUERY, _STATUS, _BYTES, _REFERRER, _AGENT = range(9)
_NAMES = (
    "remote_addr client_ip clientip remote_ip remoteip ip clienthost clientaddr client remote_host c_ip address client.ip source.ip",
    "time_iso8601 time_local @timestamp timestamp startutc ts time datetime date msec startlocal",
    "request_method requestmethod method verb http.request.method http_method",
    "request_uri requestpath uri path url request_path url.original uri_path",
    "query_string args query querystring",
    "status status_code downstreamstatus originstatus response_status http.response.status_code code response",
    "body_bytes_sent bytes_sent downstreamcontentsize bytes size length response_size http.response.bytes bytessent responsesize",
    "http_referer http_referrer referrer referer request_referer http.request.referrer",
    "http_user_agent user_agent request_user-agent useragent agent user-agent user_agent.original http_useragent",
)
"""The names under which each field stands, the likeliest first."""
_RANKS = {name: (field, rank) for field, names in enumerate(_NAMES) for rank, name in enumerate(names.split())}
_MICRO = 1_000_000


class Line(NamedTuple):
    """What a line says: texts as bytes (empty: none), the time in microseconds since 1970, status and bytes (-1: none)."""

    address: bytes
    method: bytes
    path: bytes
    query: bytes
    referrer: bytes
    agent: bytes
    time: int
    zoned: bool
    status: int
    size: int


def json_name(record: Mapping[str, Any]) -> str:
    """Return the format whose names an object uses: ``caddy``, ``traefik_json`` or ``json``.

    Examples
    --------
    >>> json_name({"ClientHost": "203.0.113.9", "RequestPath": "/"}), json_name({"remote_addr": "203.0.113.9"})
    ('traefik_json', 'json')
    """
    if isinstance(record.get("request"), dict):
        return "caddy"
    return "traefik_json" if "ClientHost" in record or "RequestPath" in record else "json"


def line_of(text: bytes) -> Line | int:
    """Read a line, or return why it cannot be read: 1 no object that records a request, 2 its time, 3 its status, 4 its bytes.

    Examples
    --------
    >>> line_of(b'{"remote_addr": "203.0.113.9", "ts": 1715940303.5, "request": "GET / HTTP/2.0", "status": 200}').status
    200
    >>> line_of(b'{"remote_addr": "203.0.113.9", "time_iso')
    1
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return 1
    if not isinstance(record, dict):
        return 1
    found = _fields(record)
    method, path, status = found[_METHOD], found[_PATH], found[_STATUS]
    asked = record.get("request")
    if isinstance(asked, str) and " " in asked:
        method, path = _request(asked)
    elif isinstance(asked, str) and path is None:
        path = asked
    if path is None and status is None:
        return 1
    try:
        time, zoned = _time(found[_TIME])
    except (ValueError, OverflowError, TypeError):
        return 2
    code, size = _number(status), _number(found[_BYTES])
    if code is None or not (code <= 0 or 100 <= code <= 999):
        return 3
    if size is None or size < -1 or size >= 2**63:
        return 4
    return Line(
        _bytes(found[_ADDRESS]),
        _bytes(method),
        _bytes(path),
        _bytes(found[_QUERY]).removeprefix(b"?"),
        _bytes(found[_REFERRER]).partition(b"?")[0].partition(b"#")[0],
        _bytes(found[_AGENT]),
        time,
        zoned,
        code if code > 0 else -1,
        size,
    )


def _fields(record: dict[str, Any]) -> list[Any]:
    """Return the value of each field under the likeliest of its names; those of an inner object, its headers among them, have names too."""
    values: list[Any] = [None] * len(_NAMES)
    ranks = [len(_RANKS)] * len(_NAMES)
    for key, value in record.items():
        if isinstance(value, dict):
            pairs = list(_inner(key.lower(), value))
        elif value is None or value == "" or value == "-":
            continue
        else:
            pairs = [(key, value)]
        for name, one in pairs:
            place = _RANKS.get(name) or _RANKS.get(name.lower())
            if place is not None and place[1] < ranks[place[0]] and one not in (None, "", "-"):
                values[place[0]], ranks[place[0]] = one, place[1]
    return values


def _inner(outer: str, record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        name = key.lower()
        if outer == "request" and name == "headers" and isinstance(value, dict):
            yield from ((header, found[0]) for header, found in value.items() if isinstance(found, list) and found)
        elif isinstance(value, dict):
            yield from ((f"{outer}.{name}.{last.lower()}", one) for last, one in value.items())
        else:
            yield (name if outer == "request" else f"{outer}.{name}"), value


def _request(text: str) -> tuple[str | None, str]:
    method, _, rest = text.partition(" ")
    if not method.replace("-", "").replace("_", "").isalpha():
        return None, text
    path, _, protocol = rest.rpartition(" ")
    return method, path.strip() if protocol.startswith("HTTP/") else rest.strip()


def _bytes(value: Any) -> bytes:
    if value is None or isinstance(value, (dict, list, bool)):
        return b""
    return str(value).encode("utf-8", "surrogatepass")


def _number(value: Any) -> int | None:
    """Return a whole number, -1 where nothing is said, None where it is no number."""
    if value is None:
        return -1
    try:
        found = int(value)
    except (ValueError, OverflowError, TypeError):
        return None
    return found if abs(found) < 2**63 else None


def _time(value: Any) -> tuple[int, bool]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _counted(float(value)), True
    text = str(value).strip()
    if text.replace(".", "", 1).lstrip("-").isdigit():
        return _counted(float(text)), True
    when = _clf(text) if text[2:3] == "/" else datetime.fromisoformat(text)
    zoned = when.tzinfo is not None
    since = (when if zoned else when.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * _MICRO + since.microseconds, zoned


def _clf(text: str) -> datetime:
    return datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z")


def _counted(value: float) -> int:
    """Return microseconds of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size."""
    for unit, least in ((1e-3, 1e17), (1.0, 1e14), (1e3, 1e11)):
        if abs(value) >= least:
            return round(value * unit)
    return round(value * _MICRO)
