"""A block of lines cut into fields: by a layout in the compiled kernel, or line by line where each is a JSON object."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from legation.sources.access_log.layout import Layout

__all__ = ["ADDRESS", "AGENT", "METHOD", "PATH", "QUERY", "REFERRER", "Cut", "by_layout", "of_json"]

ADDRESS, METHOD, PATH, QUERY, REFERRER, AGENT = range(6)
_NO_DAY = -(2**62)
_NEWLINE = 10
_AGAIN = re.compile(
    rb"(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:.]{2,40}|[\w.-]+) \S+ [^\[\"]{1,64} \[\d\d/[A-Za-z]{3}/\d{4}:"
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


def by_layout(text: bytes, layout: Layout, day: int = _NO_DAY) -> Cut:
    """Cut lines by a layout; a line that holds the whole of another gives that other (see :func:`_mend`)."""
    cut = _run(text, layout, day)
    again = np.flatnonzero((cut.state != 0) & (cut.state != 5))
    return _mend(cut, layout, again) if len(again) and layout.has("clf-time") else cut


def _run(text: bytes, layout: Layout, day: int = _NO_DAY) -> Cut:
    from legation.sources.access_log.kernel import fields_of_lines

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


def _mend(cut: Cut, layout: Layout, rows: NDArray[np.int64]) -> Cut:
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
    from legation.sources.access_log.json_lines import line_of

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
    from legation.sources.access_log.blocks import LIMIT

    return LIMIT
