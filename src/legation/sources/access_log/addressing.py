"""Addresses of the fourth version, read by a compiled function."""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel

__all__ = ["ipv4"]


@kernel
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
