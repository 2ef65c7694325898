"""Compiled work on the fields that were found: which values are the same, their bytes in a row, and addresses of the fourth version."""

from __future__ import annotations

import numba
import numpy as np

from legation.sources.access_log.bytewise import key_of, same

__all__ = ["distinct", "gather", "ipv4"]


@numba.njit(cache=True, nogil=True)
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


@numba.njit(cache=True, nogil=True)
def gather(text, start, end, offsets, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Copy the values one behind the other; ``offsets`` says where each goes."""
    for row in range(start.size):
        at = offsets[row]
        for i in range(start[row], end[row]):
            out[at] = text[i]
            at += 1


@numba.njit(cache=True, nogil=True)
def ipv4(text, start, end, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Write the first 24 bits of each dotted address, with or without a port; -1 where it is none."""
    for row in range(start.size):
        out[row] = -1
        value, part, digits, found, good = 0, 0, 0, 0, start[row] >= 0
        i = start[row]
        while good and i < end[row]:
            byte = text[i]
            if 48 <= byte <= 57:
                good = digits < 3 and not (digits > 0 and part == 0)
                part = part * 10 + (byte - np.int64(48))
                digits += 1
            elif byte == 46 and digits > 0 and part < 256 and found < 3:
                value = value * 256 + part
                part, digits = 0, 0
                found += 1
            else:
                break
            i += 1
        if not good or found != 3 or digits == 0 or part > 255:
            continue
        if i < end[row]:
            if text[i] != 58 or end[row] - i > 6:
                continue
            for j in range(i + 1, end[row]):
                good = good and 48 <= text[j] <= 57
            if not good:
                continue
        out[row] = value
