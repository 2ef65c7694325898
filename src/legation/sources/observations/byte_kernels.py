"""Compiled work on bytes that several readers share: compared eight at a time, distinct values. Imported only to read a file."""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel

__all__ = [
    "distinct",
    "gather",
    "key_of",
    "same",
    "spread",
    "word",
]


@kernel
def word(text, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return eight bytes as one number: the compiler makes one load of it, because an index without a sign needs no check."""
    found = np.uint64(0)
    for i in range(8):
        found |= np.uint64(text[at + np.uint64(i)]) << np.uint64(8 * i)
    return found


@kernel
def key_of(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return a hash of some bytes, eight at a time."""
    at, stop = np.uint64(start), np.uint64(end)
    key = np.uint64(14_695_981_039_346_656_037) ^ (stop - at)
    while at + np.uint64(8) <= stop:
        key = (key ^ word(text, at)) * np.uint64(11_400_714_819_323_198_485)
        key ^= key >> np.uint64(29)
        at += np.uint64(8)
    while at < stop:
        key = (key ^ np.uint64(text[at])) * np.uint64(1_099_511_628_211)
        at += np.uint64(1)
    return key ^ (key >> np.uint64(32))


@kernel
def same(text, one, other, size):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Whether two runs of bytes are the same."""
    a, b, left = np.uint64(one), np.uint64(other), np.uint64(size)
    while left >= np.uint64(8):
        if word(text, a) != word(text, b):
            return False
        a += np.uint64(8)
        b += np.uint64(8)
        left -= np.uint64(8)
    while left > np.uint64(0):
        if text[a] != text[b]:
            return False
        a += np.uint64(1)
        b += np.uint64(1)
        left -= np.uint64(1)
    return True


@kernel
def distinct(text, start, end, longest, table, code, first, plain):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Give the distinct values of a column numbers in the order they come, and return how many there are.

    Parameters
    ----------
    text : array of uint8
    start, end : array of int32
        Where each value stands; a start below 0: none.
    longest : int
        A value longer than this is not plain.
    table : array of int32, all -1, its size a power of two and more than the values
    code, first, plain : arrays to be filled
        The number of each row's value (-1: none); of each value, the row that had it first, and whether it is printable ASCII without a
        backslash.
    """
    mask = table.size - 1
    hashes = np.empty(start.size, np.uint64)
    count = 0
    for row in range(start.size):
        begin, stop = start[row], end[row]
        if begin < 0:
            code[row] = -1
            continue
        key = key_of(text, begin, stop)
        slot = np.int64(key & np.uint64(mask))
        while True:
            known = table[slot]
            if known < 0:
                table[slot] = count
                hashes[count] = key
                first[count] = row
                good = stop - begin <= longest
                for i in range(begin, stop):
                    byte = text[i]
                    if byte < 32 or byte > 126 or byte == 92:
                        good = False
                plain[count] = good
                code[row] = count
                count += 1
                break
            if hashes[known] == key:
                origin = start[first[known]]
                if end[first[known]] - origin == stop - begin and same(text, origin, begin, stop - begin):
                    code[row] = known
                    break
            slot = (slot + 1) & mask
    return count


@kernel(forceinline=True)
def _copied(text, start, end, out, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Copy some bytes, eight at a time: the compiler makes one load and one store of them."""
    begin, stop, to = np.uint64(start), np.uint64(end), np.uint64(at)
    while begin + np.uint64(8) <= stop:
        found = word(text, begin)
        for i in range(8):
            out[to + np.uint64(i)] = np.uint8(found >> np.uint64(8 * i))
        begin += np.uint64(8)
        to += np.uint64(8)
    while begin < stop:
        out[to] = text[begin]
        begin += np.uint64(1)
        to += np.uint64(1)


@kernel
def gather(text, start, end, offsets, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Copy the values one behind the other; ``offsets`` says where each goes."""
    for row in range(start.size):
        _copied(text, start[row], end[row], out, offsets[row])


@kernel
def spread(text, start, end, code, offsets, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Copy the value of each row, by its number, one behind the other; a number below 0 has none."""
    for row in range(code.size):
        one = code[row]
        if one >= 0:
            _copied(text, start[one], end[one], out, offsets[row])
