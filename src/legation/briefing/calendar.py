"""The one writer of calendars (iCalendar, RFC 5545): what a dossier exports and what other programs subscribe to."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from legation.briefing.markings.labels import label_of
from legation.dossier import MARKINGS
from legation.language import Lang, Message, say
from legation.questions.strategy.dates import Dated

if TYPE_CHECKING:
    import icalendar

__all__ = ["CalendarEvent", "calendar_file", "event_of", "uid"]

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]+")
"""What no line of a text holds: line ends, control characters, signs that turn the order of others around, and half characters."""
_FOLDED = 75
"""Octets from which on a line is folded (RFC 5545, section 3.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """An event of whole days, or an instant.

    Attributes
    ----------
    uid : str
        What calendar programs know it by: it stays when the event changes.
    stamp : datetime
        When this was written down.
    start : date or datetime
        Its first day; or the instant, in UTC.
    end : date or None
        Its last day; None for an instant.
    summary, category : str
        One line each: a line end in them becomes a blank.
    description : tuple of str
        Lines.
    is_public : bool
        Whether everybody may read it; other events are confidential.
    is_tentative : bool
        Whether it is only expected.
    url : str
    sequence : int or None
        Number of the version, where versions are counted; ``stamp`` is then also when it was last changed.
    remind : timedelta or None
        How long before it begins a reminder is shown.
    """

    uid: str
    stamp: dt.datetime
    start: dt.date
    end: dt.date | None = None
    summary: str
    category: str = ""
    description: tuple[str, ...] = ()
    is_public: bool = False
    is_tentative: bool = False
    url: str = ""
    sequence: int | None = None
    remind: dt.timedelta | None = None


def uid(*parts: str) -> str:
    """Return the identifier of an event from what tells it apart from every other: it stays as long as that does.

    Examples
    --------
    >>> uid("matter", "processes", "igf", "process")
    '4ed43673086e96c338db287b1b17e98de5f0148c@legation'
    """
    return f"{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:40]}@legation"


def event_of(
    one: Dated, lang: Lang, *, identity: str, stamp: dt.datetime, summary: Message | str, about: Iterable[Message | str], marking: str
) -> CalendarEvent:
    """Return a date of a matter as an event: an instant in UTC, whatever the clocks of its zone do, else its days.

    Parameters
    ----------
    one : Dated
    lang : {"en", "fr"}
    identity : str
        See :func:`uid`.
    stamp : datetime
        When this was written down.
    summary : Message or str
    about : iterable of Message or str
        Lines that stand between the instant, where there is one, and how sure the day is; empty ones are none.
    marking : str
        Of the row, else of the dossier: the last line, and whether everybody may read it.
    """
    start, end = one.days
    lines = (*([one.shown] if one.at is not None else []), *(words for words in about if words), *one.about, label_of(marking).wording)
    return CalendarEvent(
        uid=identity,
        stamp=stamp,
        start=start if one.at is None else one.at,
        end=end if one.at is None else None,
        summary=say(summary, lang),
        category=say(one.label, lang),
        description=tuple(say(words, lang) for words in lines),
        is_public=marking == MARKINGS[0],
        is_tentative=one.is_expected,
    )


def calendar_file(name: str, events: Iterable[CalendarEvent], refresh: str = "") -> bytes:
    r"""Return a calendar as a file. The same events give the same bytes.

    Parameters
    ----------
    name : str
        As calendar programs show it.
    events : iterable of CalendarEvent
    refresh : str, optional
        How often programs may ask for it again, as a duration of the format: ``PT6H``.

    References
    ----------
    RFC 5545, Internet Calendaring and Scheduling Core Object Specification, 2009. DOI 10.17487/RFC5545

    Examples
    --------
    >>> stamp, day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.date(2026, 5, 29)
    >>> event = CalendarEvent(uid="a@b", stamp=stamp, start=day, end=day, summary="Petitions;\r\nclose", is_tentative=True)
    >>> calendar_file("Dates", [event]).decode().split("\r\n")[7:10]
    ['SUMMARY:Petitions\\; close', 'DTSTART;VALUE=DATE:20260529', 'DTEND;VALUE=DATE:20260530']
    """
    writer = _Writer()
    calendar = writer.calendar()
    calendar.add("prodid", "-//Legation//Legation//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar["X-WR-CALNAME"] = writer.text(_line(name))
    if refresh:
        calendar.add("x-published-ttl", refresh)
    calendar.subcomponents = [writer.event(one) for one in events]
    return _bytes(calendar.to_ical())


def _line(text: str) -> str:
    """Return a text as one line that says what is seen of it."""
    return _UNSEEN.sub(" ", text)


class _Writer:
    """The objects of icalendar, which takes a quarter of a second to load; those that many events share are made once."""

    def __init__(self) -> None:
        import icalendar

        self.icalendar = icalendar
        self.calendar, self.text = _classes()
        self._made: dict[Any, Any] = {}

    def event(self, one: CalendarEvent) -> icalendar.Event:
        """Return an event with its reminder."""
        event = self.icalendar.Event()
        for name, value in self._properties(one):
            event[name] = value
        if one.remind is not None:
            alarm = self.icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm["DESCRIPTION"] = self.text(_line(one.summary))
            alarm.add("trigger", -one.remind)
            event.add_component(alarm)
        return event

    def _properties(self, one: CalendarEvent) -> Iterator[tuple[str, Any]]:
        yield "UID", self.text(one.uid)
        yield "SUMMARY", self.text(_line(one.summary))
        yield "DTSTAMP", self._once(self._instant, one.stamp)
        if isinstance(one.start, dt.datetime):
            yield "DTSTART", self._once(self._instant, one.start)
        else:
            yield "DTSTART", self._once(self._day, one.start)
            last = one.end or one.start
            if last < dt.date.max:
                yield "DTEND", self._once(self._day, last + dt.timedelta(days=1))  # the end of an event of whole days is the day after
        yield "CLASS", self._once(self.text, "PUBLIC" if one.is_public else "CONFIDENTIAL")
        yield "TRANSP", self._once(self.text, "TRANSPARENT")
        if one.is_tentative:
            yield "STATUS", self._once(self.text, "TENTATIVE")
        if one.category:
            yield "CATEGORIES", self._once(self.text, _line(one.category))
        if one.description:
            yield "DESCRIPTION", self.text("\n".join(map(_line, one.description)))
        if one.sequence is not None:
            yield "SEQUENCE", self._once(self.icalendar.vInt, one.sequence)
            yield "LAST-MODIFIED", self._once(self._instant, one.stamp)
        if one.url:
            yield "URL", self.icalendar.vUri(_line(one.url))

    def _once(self, make: Callable[[Any], Any], value: Any) -> Any:
        key = (make, value)
        if key not in self._made:
            self._made[key] = make(value)
        return self._made[key]

    def _day(self, day: dt.date) -> icalendar.vDate:
        made = self.icalendar.vDate(day)
        made.params["VALUE"] = "DATE"
        return made

    def _instant(self, at: dt.datetime) -> icalendar.vDatetime:
        return self.icalendar.vDatetime(at.astimezone(dt.UTC))


@functools.cache
def _classes() -> tuple[type[icalendar.Calendar], type[icalendar.vText]]:
    """Return the library's calendar and text, which differ from it in nothing but these: speed, and a backslash before N."""
    from icalendar import Calendar, Parameters, vText
    from icalendar.parser import Contentline

    class Text(vText):
        r"""A text that comes back as it was: where the library takes a backslash before N for a line end, it stays one."""

        def to_ical(self) -> bytes:
            if "\\N" not in self:
                return super().to_ical()
            return rb"\\N".join(vText(part).to_ical() for part in self.split("\\N"))

    class Line(Contentline):
        """A line that is looked through sign by sign only where it has to be folded."""

        def to_ical(self) -> bytes:
            data = self.encode()
            return data if len(data) < _FOLDED else _bytes(super().to_ical())  # type: ignore[no-untyped-call]

    class Quick(Calendar):
        """A calendar that makes a line once which stands in many events."""

        def to_ical(self, sorted: bool = True) -> bytes:  # noqa: A002, FBT001, FBT002 - as in the library
            self.lines: dict[Any, Contentline] = {}
            return _bytes(super().to_ical(sorted))

        def content_line(self, name: str, value: Any, sorted: bool = True) -> Contentline:  # noqa: A002, FBT001, FBT002 - as in the library
            key = (name, value if isinstance(value, bytes) else id(value))  # the calendar has all its values while it is written
            if key not in self.lines:
                self.lines[key] = Line.from_parts(name, getattr(value, "params", None) or Parameters(), value, sorted)
            return self.lines[key]

    return Quick, Text


def _bytes(data: bytes) -> bytes:
    """Return what the library gives without a type."""
    return data
