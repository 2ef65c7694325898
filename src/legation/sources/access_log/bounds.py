"""Where a field of a line begins and ends, in compiled functions. None looks past the end of the line."""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel
from legation.sources.kernels.bytewise import word

__all__ = ["bounds", "fits"]

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
