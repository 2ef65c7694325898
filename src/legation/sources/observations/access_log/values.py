"""Times, numbers and addresses as logs write them, in compiled functions: microseconds since 1970, UTC."""

from __future__ import annotations

import numpy as np

from legation.methods.kernel import kernel

__all__ = [
    "calendar_date",
    "clf_time",
    "clock",
    "epoch",
    "ipv4",
    "iso_time",
    "number",
]


_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = np.array([int.from_bytes(name.encode(), "big") for name in _NAMES])
_LENGTHS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@kernel
def number(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return a whole number of up to 18 digits; -1 where it is none."""
    if end <= start or end - start > 18:
        return np.int64(-1)
    found = np.int64(0)
    for i in range(start, end):
        digit = text[i] - np.int64(48)
        if digit < 0 or digit > 9:
            return np.int64(-1)
        found = found * 10 + digit
    return found


@kernel
def _day(year, month, day):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return days since 1970-01-01, or -2**40 where the calendar has no such day."""
    if year < 0 or month < 1 or month > 12 or day < 1:
        return -(2**40)
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    if day > _LENGTHS[month - 1] + (1 if leap and month == 2 else 0):
        return -(2**40)
    y = year - 1 if month <= 2 else year
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


@kernel
def _tail(text, at, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Read a fraction and a zone; return microseconds to add, whether all was read, and whether a zone was named."""
    extra = np.int64(0)
    if at < end and (text[at] == 46 or text[at] == 44):
        at += 1
        weight = 100_000
        while at < end and 48 <= text[at] <= 57:
            extra += (text[at] - np.int64(48)) * weight
            weight //= 10
            at += 1
    if at < end and text[at] == 32:
        at += 1
    if at == end:
        return extra, True, False
    if end - at == 1 and (text[at] == 90 or text[at] == 122):
        return extra, True, True
    sign = 1 if text[at] == 43 else -1 if text[at] == 45 else 0
    hours = number(text, at + 1, at + 3) if end - at >= 5 else -1
    skip = 1 if end - at == 6 and text[at + 3] == 58 else 0
    minutes = number(text, at + 3 + skip, end) if end - at == 5 + skip else -1
    if sign == 0 or hours < 0 or hours > 14 or minutes < 0 or minutes > 59:
        return extra, False, False
    return extra - sign * (hours * 3600 + minutes * 60) * 1_000_000, True, True


@kernel
def _seconds(text, at, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the second of the day of ``HH:MM:SS``, or -1; a leap second counts as the first of the next minute."""
    if end - at < 8 or text[at + 2] != 58 or text[at + 5] != 58:
        return -1
    hours, minutes, seconds = number(text, at, at + 2), number(text, at + 3, at + 5), number(text, at + 6, at + 8)
    if hours < 0 or hours > 23 or minutes < 0 or minutes > 59 or seconds < 0 or seconds > 60:
        return -1
    return hours * 3600 + minutes * 60 + seconds


@kernel
def clf_time(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read ``17/May/2015:10:05:03 +0000``; return the time, whether it is one, and whether it named its zone (else UTC is taken)."""
    if end - start < 20 or text[start + 2] != 47 or text[start + 6] != 47 or text[start + 11] != 58:
        return np.int64(0), False, False
    key = ((text[start + 3] | np.int64(32)) << 16) + ((text[start + 4] | np.int64(32)) << 8) + (text[start + 5] | np.int64(32))
    month = np.int64(0)
    for i in range(12):
        if _MONTHS[i] == key:
            month = np.int64(i + 1)
    day = _day(number(text, start + 7, start + 11), month, number(text, start, start + 2))
    seconds = _seconds(text, start + 12, end)
    extra, good, zone = _tail(text, start + 20, end)
    return (day * 86_400 + seconds) * 1_000_000 + extra, good and seconds >= 0 and day != -(2**40), zone


@kernel
def calendar_date(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read ``2015-05-17``."""
    if end - start != 10 or text[start + 4] != 45 or text[start + 7] != 45:
        return np.int64(0), False
    day = _day(number(text, start, start + 4), number(text, start + 5, start + 7), number(text, start + 8, end))
    return day * 86_400_000_000, day != -(2**40)


@kernel
def clock(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read ``10:05:03`` with or without a fraction."""
    seconds = _seconds(text, start, end)
    extra, good, zone = _tail(text, start + 8, end)
    return seconds * 1_000_000 + extra, good and seconds >= 0 and not zone


@kernel
def iso_time(text, start, end):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read ``2015-05-17T10:05:03.5+02:00``; as :func:`clf_time`."""
    if end - start < 19 or (text[start + 10] != 84 and text[start + 10] != 32):
        return np.int64(0), False, False
    day, good = calendar_date(text, start, start + 10)
    seconds = _seconds(text, start + 11, end)
    extra, whole, zone = _tail(text, start + 19, end)
    return day + seconds * 1_000_000 + extra, good and whole and seconds >= 0, zone


@kernel
def epoch(text, start, end, unit):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read ``1431857103.216`` counted in units of ``unit`` microseconds; a fraction counts below."""
    negative = end > start and text[start] == 45
    begin = start + 1 if negative else start
    point = begin
    while point < end and text[point] != 46:
        point += 1
    whole = number(text, begin, point)
    if whole < 0 or whole > 9_000_000_000_000_000 // unit:
        return np.int64(0), False
    found = whole * unit
    weight = unit
    for i in range(point + 1, end):
        digit = number(text, i, i + 1)
        if digit < 0:
            return np.int64(0), False
        weight //= 10
        found += digit * weight
    return -found if negative else found, True


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
