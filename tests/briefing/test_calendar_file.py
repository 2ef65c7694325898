"""The writer of calendars: what it writes is read back by the library unchanged, and is what the library itself writes, only sooner."""

from __future__ import annotations

import datetime as dt
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Alarm, Calendar, Event, vText

from legation.briefing.calendar import CalendarEvent, calendar_file

STAMP = dt.datetime(2026, 1, 1, 3, 4, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 29)


def event(**more: object) -> CalendarEvent:
    return CalendarEvent(**({"uid": "a@legation", "stamp": STAMP, "start": DAY, "end": DAY, "summary": "A step"} | more))  # type: ignore[arg-type]


def read(data: bytes) -> list[tuple[object, ...]]:
    """Return of each event what a calendar program shows and knows it by."""
    events: list[Any] = Calendar.from_ical(data).walk("VEVENT")
    return [
        (str(e["uid"]), e["dtstart"].dt, e["dtend"].dt if "dtend" in e else None, str(e["summary"]), str(e.get("status", "")))
        for e in events
    ]


def seen(text: str) -> str:
    """Return what is left of a text, by a rule of its own: a run of signs that are not seen or turn the line is one blank."""
    unseen = {*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), *"\u061c\u200e\u200f\u2028\u2029\ufeff\ufff9\ufffa\ufffb\ufffe\uffff"}
    unseen |= {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x2070)), *map(chr, range(0xD800, 0xE000))}
    out = ""
    for sign in text:
        out += sign if sign not in unseen else "" if out.endswith("\0") else "\0"
    return out.replace("\0", " ")


ANY = st.text(st.one_of(st.characters(codec=None), st.sampled_from('\r\n\0\x0b\x85\u2028\u202e\u2066\ufeff\\Nn;,:"^ é😀')), max_size=160)
DATES = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(ANY, ANY, DATES, st.integers(0, 40), st.booleans()), max_size=6), ANY)
def test_any_names_come_back_and_none_breaks_out_of_its_line(rows: list[tuple[str, str, dt.date, int, bool]], name: str) -> None:
    events, expected = [], []
    for number, (summary, more, start, length, tentative) in enumerate(rows):
        end = min(start.toordinal() + length, dt.date.max.toordinal())
        last = dt.date.fromordinal(end)
        events.append(event(uid=f"{number}@x", start=start, end=last, summary=summary, description=(more, "x"), is_tentative=tentative))
        after = None if last == dt.date.max else last + dt.timedelta(days=1)
        expected.append((f"{number}@x", start, after, seen(summary), "TENTATIVE" if tentative else ""))
    data = calendar_file(name, events)

    assert read(data) == expected
    described = [str(e["description"]) for e in Calendar.from_ical(data).walk("VEVENT")]
    assert described == [f"{seen(more)}\nx" for _, more, *_ in rows]
    assert data.count(b"\r\nX-WR-CALNAME:") == 1
    assert data == calendar_file(name, events)
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize("sign", ["a", "é", "\\", "^", ";", ",", "\\n", "—a", "ab^", "a\\", "😀"])
@pytest.mark.parametrize("length", [1, 30, 64, 65, 66, 67, 300])
def test_the_file_is_what_the_library_writes(sign: str, length: int) -> None:
    text = (sign * length)[:length]
    whole = Calendar()
    for name, value in (("prodid", "-//Legation//Legation//EN"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        whole.add(name, value)
    whole["x-wr-calname"] = vText(text)
    whole.add("x-published-ttl", "PT6H")
    for number in range(3):
        one = Event()
        one.add("uid", f"{number}@x")
        one.add("summary", text)
        one.add("dtstamp", STAMP)
        one.add("dtstart", STAMP)
        one.add("class", "PUBLIC")
        one.add("transp", "TRANSPARENT")
        one.add("status", "TENTATIVE")
        one.add("categories", [text])
        one.add("description", f"x{text}\nb")
        one.add("sequence", 7)
        one.add("last-modified", STAMP)
        one.add("url", "https://example.org/a")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", text)
        alarm.add("trigger", -dt.timedelta(days=1))
        one.add_component(alarm)
        whole.add_component(one)
    same = {"stamp": STAMP, "start": STAMP, "end": None, "summary": text, "category": text, "description": (f"x{text}", "b")}
    more = {"is_public": True, "is_tentative": True, "url": "https://example.org/a", "sequence": 7, "remind": dt.timedelta(days=1)}

    assert calendar_file(text, [event(uid=f"{n}@x", **same, **more) for n in range(3)], refresh="PT6H") == whole.to_ical()


def test_of_whole_days_the_end_is_the_day_after_and_of_the_last_there_is_none() -> None:
    (first, last) = read(calendar_file("x", [event(end=DAY + dt.timedelta(days=2)), event(start=dt.date.max, end=dt.date.max)]))

    assert first[1:3] == (DAY, dt.date(2026, 6, 1))
    assert last[1:3] == (dt.date.max, None)


def test_an_event_that_is_not_public_is_confidential() -> None:
    words = re.findall(rb"CLASS:(\w+)", calendar_file("x", [event(), event(is_public=True)]))

    assert words == [b"CONFIDENTIAL", b"PUBLIC"]


def test_thousands_of_events_are_written_in_a_breath() -> None:
    lines = ("12 December 2026", "A forum with a name", "TLP:GREEN")
    events = [
        event(uid=f"{n}@x", summary=f"Step: décision {n}", description=lines, category="Step", url=f"https://example.org/{n}", sequence=3)
        for n in range(5000)
    ]
    calendar_file("x", [])
    began = time.process_time()
    data = calendar_file("x", events)

    assert time.process_time() - began < 2.5
    assert data.count(b"BEGIN:VEVENT") == 5000
