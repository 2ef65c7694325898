"""Events of a calendar as lines of iCalendar (RFC 5545): what the library writes, without its objects for each of thousands of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

__all__ = ["alarm_lines", "day_line", "event_lines", "moment_line", "text_line"]

_LONGEST = 74
"""Signs of a line; a longer one is folded."""


def event_lines(lines: Sequence[str]) -> str:
    r"""Return an event of some lines.

    >>> event_lines(["SUMMARY:A", day_line("DTSTART", dt.date(2020, 1, 2))])
    'BEGIN:VEVENT\r\nSUMMARY:A\r\nDTSTART;VALUE=DATE:20200102\r\nEND:VEVENT\r\n'
    """
    return "\r\n".join(("BEGIN:VEVENT", *map(_folded, lines), "END:VEVENT", ""))


def text_line(name: str, text: str) -> str:
    r"""Return a line of text.

    >>> text_line("SUMMARY", "One; two\nthree")
    'SUMMARY:One\\; two\\nthree'
    """
    escaped = text.replace("\\N", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return f"{name}:" + "\\n".join(escaped.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def day_line(name: str, day: dt.date) -> str:
    """Return a line of a whole day.

    >>> day_line("DTEND", dt.date(2020, 1, 2))
    'DTEND;VALUE=DATE:20200102'
    """
    return f"{name};VALUE=DATE:{day.year:04}{day.month:02}{day.day:02}"


def moment_line(name: str, moment: dt.datetime) -> str:
    """Return a line of a moment.

    >>> moment_line("DTSTAMP", dt.datetime(2020, 1, 2, 3, 4, tzinfo=dt.UTC))
    'DTSTAMP:20200102T030400Z'
    """
    return f"{name}:{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def alarm_lines(text: str, days: int) -> tuple[str, ...]:
    """Return the lines of a reminder that is shown some days before an event begins.

    >>> alarm_lines("Due", 1)
    ('BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Due', 'TRIGGER:-P1D', 'END:VALARM')
    """
    return "BEGIN:VALARM", "ACTION:DISPLAY", text_line("DESCRIPTION", text), f"TRIGGER:-P{days}D", "END:VALARM"


def _folded(line: str) -> str:
    if not line.isascii():
        from icalendar.parser import Contentline

        folded: bytes = Contentline(line).to_ical()  # type: ignore[no-untyped-call]
        return folded.decode()
    pieces = []
    while len(line) > _LONGEST:
        at = _LONGEST - (line[_LONGEST - 1] in "\\^")  # what an escape begins stays in one line
        pieces.append(line[:at])
        line = line[at:]
    return "\r\n ".join((*pieces, line))
