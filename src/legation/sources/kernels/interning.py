"""Compiled work on fields that were found in a text: which values are the same, and their bytes in a row."""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel
from legation.sources.kernels.bytewise import key_of, same, word

__all__ = ["distinct", "gather", "spread"]


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
