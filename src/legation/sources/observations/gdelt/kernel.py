"""The compiled reader of rows between tabs and of their numbers: one walk over a block. Imported only where a file is read.

Sixty-four bytes at a time become one number whose bits say where a tab, a line's end or a carriage return stands; only these are examined.
Where a row ends, the cells that are wanted are read at once. What a cell holds that is no plain number is left to a slower reader.

Each takes the bytes and the place of the cell, and says whether a number is there and all of it was read. What is written in another
way, or has more digits than can be read exactly here, is left to a slower reader.
"""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel
from legation.sources.observations.byte_kernels import key_of, same, word

__all__ = [
    "BAD",
    "CODE",
    "NUMBER",
    "ODD",
    "TEXT",
    "TIME",
    "WHOLE",
    "count_lines",
    "decimal",
    "rows_of_text",
    "whole",
]


_POWERS = 10.0 ** np.arange(23)
_EXACT = 2**53


@kernel
def whole(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read a whole number of up to 18 digits, with or without a minus sign."""
    at = start + 1 if start < end and text[start] == 45 else start
    found = np.int64(0)
    if at == end or end - at > 18:
        return found, False
    for i in range(at, end):
        digit = np.int64(text[i]) - 48
        if digit < 0 or digit > 9:
            return found, False
        found = found * 10 + digit
    return (-found if at > start else found), True


@kernel
def decimal(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read a number such as ``-7.25``: exact, since its digits as well as the power of ten are numbers that a double has."""
    at = start + 1 if start < end and text[start] == 45 else start
    digits, point = np.int64(0), -1
    if end - at > 18 or at == end or text[at] == 46 or text[end - 1] == 46:
        return 0.0, False
    for i in range(at, end):
        if text[i] == 46 and point < 0:
            point = i
            continue
        digit = np.int64(text[i]) - 48
        if digit < 0 or digit > 9:
            return 0.0, False
        digits = digits * 10 + digit
    if digits > _EXACT:
        return 0.0, False
    found = digits / _POWERS[end - 1 - point] if point >= 0 else np.float64(digits)
    return (-found if at > start else found), True


CODE, TEXT, WHOLE, TIME, NUMBER = range(5)
"""How a cell is read."""
BAD = ODD = 4
"""Numbers noted of a line that is no row (line, start, end, cells), and of a cell that is no plain number (column, row, start, end)."""
_EIGHTS, _MASK = np.uint64(0x0808080808080808), np.uint64(0xF8F8F8F8F8F8F8F8)
_LOW, _HIGH = np.uint64(0x7F7F7F7F7F7F7F7F), np.uint64(0x8080808080808080)
_TO_BITS = np.uint64(0x0102040810204080)
_SEQUENCE = np.uint64(0x03F79D71B4CB0A89)
_PLACES = np.zeros(64, np.uint64)
_PLACES[[((int(_SEQUENCE) << bit) & (2**64 - 1)) >> 58 for bit in range(64)]] = np.arange(64)
_ONE, _SEVEN, _EIGHT = np.uint64(1), np.uint64(7), np.uint64(8)
_LONG, _SPREAD = np.uint64(255 << 56), np.uint64(11_400_714_819_323_198_485)
_BYTES = np.uint64(0x0080808080808080)
_STRETCH = 131_072
"""Bytes whose marks are sought at once."""


@kernel
def count_lines(text):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return how many line ends there are."""
    found = 0
    for i in range(text.size):
        found += text[i] == 10
    return found


@kernel
def _marked(text, begin, end, marks):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Note where bytes 8 to 15 stand, a tab and the end of a line among them, and return how many there are."""
    count = 0
    for base in range(begin, end - 63, 64):
        mask = np.uint64(0)
        for eight in range(8):
            other = (word(text, np.uint64(base + 8 * eight)) ^ _EIGHTS) & _MASK
            none = ~((other & _LOW) + _LOW | other) & _HIGH
            mask |= ((none >> _SEVEN) * _TO_BITS >> np.uint64(56)) << np.uint64(8 * eight)
        while mask:
            marks[count] = base + np.int64(_PLACES[(mask & (~mask + _ONE)) * _SEQUENCE >> np.uint64(58)])
            mask &= mask - _ONE
            count += 1
    for at in range(end - (end - begin) % 64, end):
        if text[at] & 0xF8 == 8:
            marks[count] = at
            count += 1
    return count


@kernel
def _by_itself(text, begin, width, cells):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Look at one line byte by byte; return where it ends, where its text ends, its tabs, and whether a carriage return is within."""
    tabs, returns, stop = 0, 0, begin
    while stop < text.size and text[stop] != 10:
        if text[stop] == 9:
            if tabs < width:
                cells[tabs] = stop
            tabs += 1
        returns += text[stop] == 13
        stop += 1
    end = stop
    while end > begin and text[end - 1] == 13:
        end -= 1
        returns -= 1
    cells[width - 1] = end
    return stop, end, tabs, returns > 0


@kernel(forceinline=True)
def _is_row(text, marks, first, width):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether the next marks are the tabs of a row and the end of its line."""
    tabs = 0
    for mark in range(first, first + width - 1):
        tabs += text[marks[mark]] == 9
    return tabs == width - 1 and text[marks[first + width - 1]] == 10


@kernel(forceinline=True)
def _key(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return up to seven bytes themselves with their number in front, or the hash of more with 255 in front; never 0."""
    size = np.uint64(end - start)
    if size > _SEVEN:
        return key_of(text, start, end) | _LONG
    if start + 8 <= text.size:
        return word(text, np.uint64(start)) & ((_ONE << (_EIGHT * size)) - _ONE) | size << np.uint64(56)
    key = size << np.uint64(56)
    for i in range(start, end):
        key |= np.uint64(text[i]) << np.uint64(8 * (i - start))
    return key


@kernel
def _coded(text, start, end, key, slot, column, table, numbers, starts, ends, counts):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the number of a value among the different ones of its column, in the order they come."""
    size = end - start
    while table[column, slot] != 0:
        code = numbers[column, slot]
        first = starts[column, code]
        if table[column, slot] == key and (key < _LONG or (ends[column, code] - first == size and same(text, first, start, size))):
            return code
        slot = (slot + _ONE) & np.uint64(table.shape[1] - 1)
    code = np.int32(counts[column])
    table[column, slot], numbers[column, slot] = key, code
    starts[column, code], ends[column, code] = start, end
    counts[column] += 1
    return code


@kernel
def _beyond_ascii(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Whether a byte is above 127."""
    at, stop = np.uint64(start), np.uint64(end)
    seen = np.uint64(0)
    while at + _EIGHT <= stop:
        seen |= word(text, at)
        at += _EIGHT
    while at < stop:
        seen |= np.uint64(text[at])
        at += _ONE
    return seen & _HIGH != 0


@kernel
def rows_of_text(text, width, longest, layout, known, out, lines, bad, odd, unknown):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, C901
    """Read the rows of a text; return how many rows, lines that are none, odd cells and strange rows there are.

    Parameters
    ----------
    text : array of uint8
        Whole lines; the last may have no end.
    width : int
        Cells of a row.
    longest : int
        Bytes that a line may have.
    layout : (at, how, slot)
        Of each wanted column: its place in the row, how it is read, and its place among those that are read so.
    known : (table, numbers, starts, ends, counts)
        The different values of each column of codes: a hash table of their keys, all 0, with the number of each; where the first of each
        stands; and how many there are.
    out : (codes, starts, ends, wholes, numbers, valid)
        One line of each array for a column, one element for a row.
    lines : array
        Of each row its line, from 0.
    bad, odd, strange : arrays
        Lines that are no row; cells that are no plain number; rows, as (line, start, end), with a carriage return in their midst or with
        bytes above 127 in a wanted cell.
    """
    at, how, slot = layout  # taken apart once: doing it for each row would cost as much as reading it
    table, number, begins, stops, counts = known
    codes, starts, ends, wholes, numbers, valid = out
    marks, alone = np.empty(_STRETCH, np.int64), np.empty(width, np.int64)
    rows, bads, odds, stranges, line, begin = 0, 0, 0, 0, 0, 0
    while begin < text.size:
        stretch = min(begin + _STRETCH, text.size)
        count, mark, is_first = _marked(text, begin, stretch, marks), 0, True
        while begin < stretch and (is_first or stretch == text.size or mark + width <= count):
            is_first = False
            cells, first, returns = marks, mark, False
            if mark + width <= count and _is_row(text, marks, mark, width) and marks[mark + width - 1] - begin <= longest:
                stop = end = marks[mark + width - 1]
                tabs = width - 1
                mark += width
            else:
                cells, first = alone, 0
                stop, end, tabs, returns = _by_itself(text, begin, width, alone)
                while mark < count and marks[mark] <= stop:
                    mark += 1
            if end - begin > longest or (end > begin and tabs != width - 1):
                bad[bads, 0], bad[bads, 1], bad[bads, 2], bad[bads, 3] = line, begin, end, tabs + 1
                bads += 1
            elif end > begin:
                high = False
                for column in range(at.size):
                    cell = first + at[column]
                    left, right = cells[cell - 1] + 1 if cell > first else begin, cells[cell]
                    kind, place = how[column], slot[column]
                    if kind == CODE:
                        if right == left:
                            codes[place, rows] = -1
                            continue
                        key = _key(text, left, right)
                        start = (key * _SPREAD >> np.uint64(32)) & np.uint64(table.shape[1] - 1)
                        if table[place, start] == key and key < _LONG:  # nearly always: what is rarer is done elsewhere, or this is slow
                            code = number[place, start]
                        else:
                            code = _coded(text, left, right, key, start, place, table, number, begins, stops, counts)
                        high |= key & _BYTES != 0 if key < _LONG else _beyond_ascii(text, left, right)
                        codes[place, rows] = code
                    elif kind == TEXT:
                        starts[place, rows], ends[place, rows] = left, right
                        high |= _beyond_ascii(text, left, right)
                    else:
                        if kind == NUMBER:
                            numbers[place, rows], good = decimal(text, left, right)
                        else:
                            found, good = whole(text, left, right)
                            wholes[place, rows] = found
                            good &= kind == TIME or -(2**31) <= found < 2**31
                        valid[column, rows] = good
                        if not good and right > left:
                            odd[odds, 0], odd[odds, 1], odd[odds, 2], odd[odds, 3] = column, rows, left, right
                            odds += 1
                            high |= _beyond_ascii(text, left, right)
                if returns or high:
                    unknown[stranges, 0], unknown[stranges, 1], unknown[stranges, 2] = line, begin, end
                    stranges += 1
                lines[rows] = line
                rows += 1
            line += 1
            begin = stop + 1
    return rows, bads, odds, stranges
