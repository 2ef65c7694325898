"""A block of lines cut into fields: by a layout in the compiled kernel, or line by line where each is a JSON object."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from legation.sources.observations.access_log.formats import LogLayout

__all__ = [
    "ADDRESS",
    "AGENT",
    "METHOD",
    "PATH",
    "QUERY",
    "REFERRER",
    "Cut",
    "JsonLine",
    "by_layout",
    "json_name",
    "line_of",
    "of_json",
]


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


class JsonLine(NamedTuple):
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


def line_of(text: bytes) -> JsonLine | int:
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
    request = record.get("request")
    if isinstance(request, str) and " " in request:
        method, path = _request(request)
    elif isinstance(request, str) and path is None:
        path = request
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
    return JsonLine(
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
        return _epoch_times(float(value)), True
    text = str(value).strip()
    if text.replace(".", "", 1).lstrip("-").isdigit():
        return _epoch_times(float(text)), True
    when = _clf(text) if text[2:3] == "/" else datetime.fromisoformat(text)
    zoned = when.tzinfo is not None
    since = (when if zoned else when.replace(tzinfo=UTC)) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * _MICRO + since.microseconds, zoned


def _clf(text: str) -> datetime:
    return datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z")


def _epoch_times(value: float) -> int:
    """Return microseconds of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their size."""
    for unit, least in ((1e-3, 1e17), (1.0, 1e14), (1e3, 1e11)):
        if abs(value) >= least:
            return round(value * unit)
    return round(value * _MICRO)


ADDRESS, METHOD, PATH, QUERY, REFERRER, AGENT = range(6)
_NO_DAY = -(2**62)
_NEWLINE = 10
_AGAIN = re.compile(  # a name is looked at from its first letter alone: from each of them, a long word takes the square of its length
    rb"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:.]{2,40}|(?:(?<![\w.-])|(?<=^.))[\w.-]+)"
    rb" \S+ [^\[\"]{1,64} \[\d\d/[A-Za-z]{3}/\d{4}:"
)
_PART_OF_ADDRESS = re.compile(rb"[0-9A-Fa-f.:]$")


@dataclass(slots=True)
class Cut:
    """Where the fields of each line stand; one element for each line that is neither empty nor a comment.

    Attributes
    ----------
    text : bytes
    start, end : array (lines, 6) of int32
        Address, method, path, query, referrer, agent; a start of -1: none.
    left, right : array of int32
        Where the line itself stands.
    line : array of int32
        Its number in the block, from 1.
    time : array of int64
        Microseconds since 1970, UTC.
    status, size : array
        -1: none.
    zones : array of int8
        The third bit: the time named no zone.
    state : array of int8
        0 read, 1 no such field, 2 time, 3 status, 4 bytes, 5 too long, 6 no HTTP request, 8 read after a line that was cut off.
    """

    text: bytes
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    line: NDArray[np.int32]
    time: NDArray[np.int64]
    status: NDArray[np.int32]
    size: NDArray[np.int64]
    zones: NDArray[np.int8]
    state: NDArray[np.int8]


def by_layout(text: bytes, layout: LogLayout, day: int = _NO_DAY) -> Cut:
    """Cut lines by a layout; a line that holds the whole of another gives that other (see :func:`_mend`)."""
    cut = _run(text, layout, day)
    again = np.flatnonzero((cut.state != 0) & (cut.state != 5))
    return _mend(cut, layout, again) if len(again) and layout.has("clf-time") else cut


def _run(text: bytes, layout: LogLayout, day: int = _NO_DAY) -> Cut:
    from legation.sources.observations.access_log.kernel import fields_of_lines

    program = layout.program
    seen = np.frombuffer(text, np.uint8)
    breaks = np.flatnonzero(seen == _NEWLINE)
    if text and not text.endswith(b"\n"):
        breaks = np.append(breaks, len(text))
    out = _room(len(breaks))
    day = _NO_DAY if layout.has("date") else day
    count = fields_of_lines(seen, breaks, *program, layout.rest, layout.absolute, layout.space, day, out)
    return Cut(text, out[0][:count], out[1][:count], *(one[:count] for one in out[2:]))


def _room(lines: int) -> tuple[NDArray[Any], ...]:
    wide = [np.empty((lines, 6), np.int32) for _ in range(2)]
    return (*wide, *(np.empty(lines, kind) for kind in (np.int32,) * 3 + (np.int64, np.int32, np.int64, np.int8, np.int8)))


def _mend(cut: Cut, layout: LogLayout, rows: NDArray[np.int64]) -> Cut:
    """Read the second half of lines that a writer glued behind one that it had cut off, and lines behind the NUL bytes that a crash leaves.

    What stood before is not read: the line is marked with state 8. An address that touches the cut is not sure, and is left out.
    """
    pieces = {}
    for row in rows.tolist():
        line = cut.text[cut.left[row] : cut.right[row]]
        found = _second(line)
        if found:
            pieces[row] = found
    cut.state[cut.state == 7] = 0
    if not pieces:
        return cut
    more = _run(b"\n".join(pieces.values()), layout)
    good = more.state == 0
    good |= more.state == 7
    where = np.array(list(pieces), np.int64)
    if len(more.state) != len(where):
        return cut
    where, far = where[good], len(cut.text)
    cut.text += more.text
    for new, old in ((more.start, cut.start), (more.end, cut.end)):
        old[where] = np.where(new[good] < 0, -1, new[good] + far)
    for name in ("time", "status", "size", "zones"):
        getattr(cut, name)[where] = getattr(more, name)[good]
    cut.state[where] = 8
    return cut


def _second(line: bytes) -> bytes:
    """Return the last whole beginning of a line within a line; empty where there is none."""
    nul = line.rfind(b"\0")
    if nul >= 0 and _AGAIN.match(line, nul + 1):
        return line[nul + 1 :]
    last = None
    for last in _AGAIN.finditer(line, 1):  # noqa: B007 - the last one counts
        pass
    if last is None:
        return b""
    touches = last.start() > 0 and _PART_OF_ADDRESS.search(line[: last.start()])
    rest = line[last.start() :]
    return b"-" + rest[rest.index(b" ") :] if touches else rest


def of_json(text: bytes) -> Cut:
    """Cut lines of JSON: the values go one behind the other into a text of their own, behind the lines."""
    lines = text.split(b"\n")
    out = _room(len(lines))
    starts, ends, left, right, number, time, status, size, zones, state = out
    values: list[bytes] = []
    sizes: list[int] = []
    row = at = 0
    for count, line in enumerate(lines, 1):
        begin, at = at, at + len(line) + 1
        if not line.strip() or line.startswith(b"#"):
            continue
        left[row], right[row], number[row] = begin, begin + len(line), count
        found = 5 if len(line) > _longest() else line_of(line)
        if isinstance(found, int):
            state[row], time[row], status[row], size[row], zones[row] = found, 0, -1, -1, 0
            sizes += (0,) * 6
        else:
            state[row], time[row], status[row], size[row], zones[row] = 0, found.time, found.status, found.size, 3 if found.zoned else 7
            texts = found[:6]
            values += texts
            sizes += map(len, texts)
        row += 1
    widths = np.array(sizes, np.int32).reshape(row, 6)
    finish = len(text) + np.cumsum(widths, dtype=np.int32).reshape(row, 6)
    starts, ends = np.where(widths > 0, finish - widths, np.int32(-1)), finish
    return Cut(text + b"".join(values), starts, ends, *(one[:row] for one in (left, right, number, time, status, size, zones, state)))


@functools.cache
def _longest() -> int:
    from legation.sources.observations.access_log.blocks import LIMIT

    return LIMIT
