"""When something was said, as files write it: to the second, the day, the month or the year, and always in UTC.

A time without a zone is taken as UTC. What is known only to the month or the year stands at its last day, so that nothing is seen before it
was surely said. A date such as 03/04/2020 is nobody's guess: the order of day and month is told, or the date is refused.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from dataclasses import dataclass
from typing import Literal

from legation import language
from legation.dossier.when import When

__all__ = ["Order", "TextDate", "moment", "order_of"]

Order = Literal["dmy", "mdy", ""]
_MONTHS = (
    ("jan", "january", "janvier", "janv"),
    ("feb", "february", "fevrier", "fevr"),
    ("mar", "march", "mars"),
    ("apr", "april", "avril", "avr"),
    ("may", "mai"),
    ("jun", "june", "juin"),
    ("jul", "july", "juillet", "juil"),
    ("aug", "august", "aout"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "decembre"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_ZONES = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
}
_CLOCK = r"(?:[ ,t]+(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?\s*(?P<half>[ap]\.?m\.?)?)?"
_ZONE = r"(?:\s*(?P<zone>[a-z]{1,4}|[+-]\d{2}:?\d{2}))?"
_FORMS = tuple(
    re.compile(form + _CLOCK + _ZONE)
    for form in (
        r"(?:[a-z]{3,9}\.?,?\s+)?(?P<day>\d{1,2})(?:er|st|nd|rd|th)?[ -](?P<month>[a-z]{3,9})\.?[ -](?P<year>\d{4})",
        r"(?:[a-z]{3,9}\.?,?\s+)?(?P<month>[a-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<first>\d{1,2})[/.-](?P<last>\d{1,2})[/.-](?P<year>\d{4})",
    )
)
_TWITTER = re.compile(r"[a-z]{3} (?P<month>[a-z]{3}) (?P<day>\d{2}) (?P<time>\d{2}:\d{2}:\d{2}) (?P<zone>[+-]\d{4}) (?P<year>\d{4})")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
_LONGEST = 60
_SECONDS = {10: 1, 13: 1_000, 16: 1_000_000}


@dataclass(frozen=True, slots=True)
class TextDate:
    """A point in time and how exactly it is known.

    Attributes
    ----------
    time : datetime
        UTC; of a day, its beginning; of a month or year, the beginning of its last day.
    known : {"time", "day", "month", "year"}
    """

    time: dt.datetime
    known: Literal["time", "day", "month", "year"]


def moment(text: str, order: Order = "") -> TextDate | None:
    """Return the point in time that a text means; None where it means none, or where day and month could change places.

    Parameters
    ----------
    text : str
        ISO 8601, RFC 2822, seconds since 1970 (10, 13 or 16 digits), ``31 Oct. 2020 11:05 PM``, ``31/10/2020``, ``2020-10`` or ``2020``.
    order : {"dmy", "mdy", ""}
        What comes first where only digits stand; empty: told by a number above 12, or refused.

    Examples
    --------
    >>> moment("2017-09-19T10:30:00+02:00").time.isoformat(), moment("septembre 2017")
    ('2017-09-19T08:30:00+00:00', None)
    >>> moment("2017-09").time.date().isoformat(), moment("03/04/2020"), moment("03/04/2020", "dmy").time.month
    ('2017-09-30', None, 4)
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _digits(text) or _iso(text) or _written(language.fold(text), order) or _mail(text)
    except (ValueError, OverflowError, OSError):
        return None


def order_of(text: str) -> Order:
    """Return the order that a date of digits gives away by a number above 12; empty where it gives none.

    >>> order_of("31/10/2020 12:00"), order_of("10/31/2020"), order_of("03/04/2020")
    ('dmy', 'mdy', '')
    """
    found = _SLASHED.match(text)
    if not found:
        return ""
    first, second = int(found[1]), int(found[2])
    return "dmy" if first > 12 >= second else "mdy" if second > 12 >= first else ""


def _digits(text: str) -> TextDate | None:
    if not (text.isascii() and text.replace(".", "", 1).isdigit()):
        return None
    whole = text.partition(".")[0]
    if len(whole) in _SECONDS:
        return TextDate(
            dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(whole) * (1_000_000 // _SECONDS[len(whole)])), "time"
        )
    if _COMPACT.fullmatch(text):
        return TextDate(_start(dt.date.fromisoformat(text)), "day")
    return TextDate(_start(When(text).last), "year") if len(text) == 4 else None


def _iso(text: str) -> TextDate | None:
    if re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
        return TextDate(_start(When(text).last), "month")
    if not re.match(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    if len(text) == 10:
        return TextDate(_start(dt.date.fromisoformat(text)), "day")
    try:
        return TextDate(_utc(dt.datetime.fromisoformat(re.sub(r" (?:UTC|GMT|Z)$", "Z", text))), "time")
    except ValueError:
        return None


def _written(text: str, order: Order) -> TextDate | None:
    twitter = _TWITTER.fullmatch(text)
    if twitter:
        on = f"{twitter['year']}-{_MONTH[twitter['month']]:02}-{twitter['day']}" if twitter["month"] in _MONTH else ""
        return TextDate(_utc(dt.datetime.fromisoformat(f"{on}T{twitter['time']}{twitter['zone']}")), "time")
    found = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if not found:
        return None
    parts = found.groupdict()
    day = _day(parts, order or order_of(text))
    if day is None:
        return None
    if parts["hour"] is None:
        return TextDate(_start(day), "day") if not parts["zone"] else None
    hour, half = int(parts["hour"]), (parts["half"] or "").replace(".", "")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    offset = _offset(parts["zone"])
    if offset is None:
        return None
    time = dt.datetime(day.year, day.month, day.day, hour, int(parts["minute"]), int(parts["second"] or 0), tzinfo=dt.timezone(offset))
    return TextDate(_utc(time), "time")


def _day(parts: dict[str, str | None], order: Order) -> dt.date | None:
    year = int(parts["year"] or 0)
    if parts.get("first"):
        first, last = int(parts["first"] or 0), int(parts["last"] or 0)
        return dt.date(year, last, first) if order == "dmy" else dt.date(year, first, last) if order == "mdy" else None
    named = parts["month"] or ""
    month = int(named) if named.isdigit() else _MONTH.get(named, 0)
    return dt.date(year, month, int(parts["day"] or 0)) if month else None


def _offset(zone: str | None) -> dt.timedelta | None:
    if not zone:
        return dt.timedelta()
    if zone[0] in "+-":
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        return dt.timedelta(hours=hours, minutes=minutes) * (-1 if zone[0] == "-" else 1)
    return dt.timedelta(hours=_ZONES[zone]) if zone in _ZONES else None


def _mail(text: str) -> TextDate | None:
    return TextDate(_utc(email.utils.parsedate_to_datetime(text)), "time")


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _utc(time: dt.datetime) -> dt.datetime:
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)
