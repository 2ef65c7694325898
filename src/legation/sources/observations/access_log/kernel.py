"""The compiled reader of lines, and where each field begins and ends. Imported only where a log is read.

A layout is a program of fields: what the field is (``kind``), how it ends (``mode`` and the text behind it, ``mark``). The kernel runs the
program over each line of a block and notes where the fields stand; it never looks past the end of a line, so that a line that was cut off
costs itself alone. What other readers need too stands in :mod:`legation.sources.observations.byte_kernels`.
"""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel
from legation.sources.observations.access_log.values import calendar_date, clf_time, clock, epoch, iso_time, number
from legation.sources.observations.byte_kernels import word

__all__ = [
    "LIMIT",
    "bounds",
    "fields_of_lines",
    "fits",
]


_ONES = np.uint64(0x0101_0101_0101_0101)
_TOPS = np.uint64(0x8080_8080_8080_8080)
_QUOTES = np.uint64(0x2222_2222_2222_2222)
_BACKSLASHES = np.uint64(0x5C5C_5C5C_5C5C_5C5C)


@kernel
def fits(text, at, end, marks, op, size):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Whether the first ``size`` bytes of a field's mark stand at a place."""
    if at + size > end:
        return False
    for i in range(size):  # noqa: SIM110 - compiled, a loop is the fastest
        if text[at + i] != marks[op, i]:
            return False
    return True


@kernel
def _until(text, start, end, byte):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return where a byte stands next; ``end`` where it does not. An index without a sign needs no check."""
    at, stop, wanted = np.uint64(start), np.uint64(end), np.uint8(byte)
    while at < stop and text[at] != wanted:
        at += np.uint64(1)
    return np.int64(at)


@kernel
def _quote(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return where the next quote stands that no backslash excuses; ``end`` or beyond where there is none."""
    at, stop = np.uint64(start), np.uint64(end)
    while at < stop:
        while at + np.uint64(8) <= stop:
            eight = word(text, at)
            quotes, backslashes = eight ^ _QUOTES, eight ^ _BACKSLASHES
            if ((quotes - _ONES) & ~quotes | (backslashes - _ONES) & ~backslashes) & _TOPS:
                break
            at += np.uint64(8)
        while at < stop and text[at] != 34 and text[at] != 92:
            at += np.uint64(1)
        if at >= stop or text[at] == 34:
            break
        at += np.uint64(2)
    return np.int64(at)


@kernel
def _quoted(text, at, end, marks, op, size, rest, space):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return where a quoted field ends (-1: nowhere), and whether a quote stands inside it that no backslash excuses."""
    odd = False
    i = _quote(text, at, end)
    while i < end:
        if size:
            if fits(text, i, end, marks, op, size):
                return i, odd
        elif i + 1 == end or (rest and text[i + 1] == space):
            return i, odd
        odd = True
        i = _quote(text, i + 1, end)
    return np.int64(-1), odd


@kernel
def bounds(text, at, end, mode, marks, op, size, last, rest, space):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return start, end and next place of a field, and whether a stray quote stands in it; an end of -1: the line has no such field."""
    if at > end:
        return at, np.int64(-1), at, False
    if mode == 1:
        stop, odd = _quoted(text, at, end, marks, op, size, rest, space)
        return at, stop, stop + (1 if last else size), odd
    if mode == 2:
        if at < end and text[at] == 34:
            stop, odd = _quoted(text, at + 1, end, marks, op, np.int64(0), space > 0, space)
            if stop >= 0:
                return at + 1, stop, stop + 2, odd
        if at < end and text[at] == 91:
            stop = _until(text, at, end, 93)
            while stop + 1 < end and text[stop + 1] != space:
                stop = _until(text, stop + 1, end, 93)
            if stop < end:
                return at + 1, stop, stop + 2, False
        stop = _until(text, at, end, space)
        return at, stop, stop + 1, False
    if last:
        stop = _until(text, at, end, space) if rest else end
        return at, stop, stop, False
    stop = _until(text, at, end, marks[op, 0])
    while stop < end and not fits(text, stop, end, marks, op, size):
        stop = _until(text, stop + 1, end, marks[op, 0])
    return at, stop if stop < end else np.int64(-1), stop + size, False


LIMIT = 65_536
"""The longest line that is read, in bytes."""


@kernel
def _request(text, start, end, absolute, row, starts, ends):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, C901
    """Split ``GET /path HTTP/1.1``; what is no such line is kept whole as the path, without a method. Return whether a request is there."""
    while end > start and text[end - 1] == 32:
        end -= 1
    if end == start or (end - start == 1 and text[start] == 45):
        return not absolute
    stop = start
    while stop < end and (65 <= (text[stop] & 223) <= 90 or text[stop] == 45 or text[stop] == 95):
        stop += 1
    if absolute and stop == start + 1 and text[start] == 45:
        return False
    begin = start
    if stop > start and stop - start <= 24 and stop < end and text[stop] == 32:
        starts[row, 1], ends[row, 1] = start, stop
        begin = stop + 1
        while begin < end and text[begin] == 32:
            begin += 1
        finish = end
        while finish > begin and text[finish - 1] != 32:
            finish -= 1
        if end - finish >= 6 and text[finish] == 72 and text[finish + 1] == 84 and text[finish + 4] == 47:
            while finish > begin and text[finish - 1] == 32:
                finish -= 1
            end = finish
        if absolute and end - begin > 8 and text[begin] == 104 and text[begin + 3] == 112:
            colon = begin + 4
            while colon < end and text[colon] != 58:
                colon += 1
            slash = colon + 3
            while slash < end and text[slash] != 47:
                slash += 1
            if slash < end:
                begin = slash
    starts[row, 2], ends[row, 2] = begin, end
    return True


@kernel
def _past_host(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return where the path of an address begins, with or without a scheme before the host; ``end`` where a host stands alone."""
    at = start
    while at < end and text[at] != 47 and text[at] != 63 and text[at] != 35:
        at += 1
    if at + 1 < end and at > start and text[at - 1] == 58 and text[at] == 47 and text[at + 1] == 47:
        at += 2
        while at < end and text[at] != 47:
            at += 1
        return at
    for i in range(start, at):
        if text[i] == 46 or text[i] == 58:
            return at if at < end and text[at] == 47 else end
    return start


@kernel
def _place(text, kind, start, end, row, starts, ends, zones, time, status, size, absolute):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, C901
    """Note one field of a row; return its state: 0 read, else the reason why not."""
    empty = end <= start or (end - start == 1 and text[start] == 45)
    if kind == 1 or kind == 2:
        if kind == 2:
            begin = end
            while begin > start and text[begin - 1] != 32:
                begin -= 1
            start = begin
        if not empty:
            starts[row, 0], ends[row, 0] = start, end
        return 0
    if kind == 19:
        start = start if empty else _past_host(text, start, end)
        empty, kind = empty or start == end, 5
    if kind == 3:
        return 0 if _request(text, start, end, absolute, row, starts, ends) else 6
    if kind <= 8:
        column = kind - 3
        if column == 3 and not empty and text[start] == 63:
            start += 1
            empty = start == end
        if empty:
            return 0
        if column == 4:
            for i in range(start, end):
                if text[i] == 63 or text[i] == 35:
                    end = i
                    break
            if start == end:
                return 0
        starts[row, column], ends[row, column] = start, end
        return 0
    if kind == 9:
        if empty or (end - start == 2 and text[start] == 45 and text[start + 1] == 49):
            return 0
        found = number(text, start, end)
        if found == 0:
            return 0
        if found < 100 or found > 999:
            return 3
        status[row] = found
        return 0
    if kind == 10:
        if empty:
            return 0
        found = number(text, start + 1 if text[start] == 43 else start, end)
        if found < 0:
            return 4
        size[row] = found
        return 0
    return _when(text, kind, start, end, row, zones, time)


@kernel
def _when(text, kind, start, end, row, zones, time):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Note the time of a row; a date and a clock of their own are added. Return 2 where it is no time."""
    zone = True
    if kind == 11:
        found, good, zone = clf_time(text, start, end)
    elif kind == 12:
        found, good, zone = iso_time(text, start, end)
    elif kind <= 15:
        found, good = epoch(text, start, end, 1_000_000 if kind == 13 else 1_000 if kind == 14 else 1)
    elif kind == 16:
        found, good = calendar_date(text, start, end)
    else:
        found, good = clock(text, start, end)
    if not good:
        return 2
    if kind >= 16:
        time[row] += found
        zones[row] += 1 if kind == 16 else 2 if kind == 17 else 6
    else:
        time[row] = found
        zones[row] = 3 if zone else 7
    return 0


@kernel
def fields_of_lines(text, breaks, kinds, modes, marks, sizes, head, head_size, rest, absolute, space, day, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, C901
    """Run a layout over the lines of a block, which end at ``breaks``; return how many rows were noted.

    ``out`` = (starts, ends (rows x 6 columns), left, right, line, time, status, size, zones, state), one element for each line. States: 0
    read, 1 no such field, 2 time, 3 status, 4 bytes, 5 too long, 6 no HTTP request, 7 read with a stray quote, to be looked at.
    """
    starts, ends, left, right, line, time, status, size, zones, state = out
    row, begin = np.int64(0), np.int64(0)
    for at_line in range(breaks.size):
        newline = breaks[at_line]
        end = newline
        while end > begin and (text[end - 1] == 13 or text[end - 1] == 32):
            end -= 1
        following = newline + 1
        if end == begin or text[begin] == 35:
            begin = following
            continue
        left[row], right[row], line[row] = begin, end, at_line + 1
        time[row], status[row], size[row], zones[row] = 0, -1, -1, 0
        if day != -(2**62):
            time[row] = day
            zones[row] = 1
        for column in range(6):
            starts[row, column] = ends[row, column] = -1
        if end - begin > LIMIT:
            found = 5
        else:
            found = 0 if fits(text, begin, end, head, 0, head_size) else 1
            at = begin + head_size
            is_odd = False
            for op in range(kinds.size):
                if found:
                    break
                last = op == kinds.size - 1
                start, stop, at, odd = bounds(text, at, end, modes[op], marks, op, sizes[op], last and sizes[op] == 0, rest, space)
                is_odd |= odd
                if stop < 0:
                    found = 1
                elif kinds[op]:
                    found = _place(text, kinds[op], start, stop, row, starts, ends, zones, time, status, size, absolute)
            if not found and not rest and at < end:
                found = 1
            if not found and zones[row] & 3 != 3:
                found = 2
            if not found and is_odd:
                found = 7
        state[row] = found
        row += 1
        begin = following
    return row
