"""Bytes looked at eight at a time, in compiled functions."""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["key_of", "same", "word"]


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
