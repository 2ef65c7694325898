"""The calendar of the fora, read back by a parser written from RFC 5545 alone."""

from __future__ import annotations

import datetime as dt
import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.briefing.data import fora_calendar
from legation.dossier import Dossier, Info, Process, When, Wording
from legation.questions import Case

_ESCAPED = re.compile(r"\\(.)")


def parsed(data: bytes) -> list[dict[str, tuple[str, str]]]:
    """Return the events of a calendar: by property its parameters and its value, unescaped. Fails where the file breaks a rule."""
    text = data.decode("utf-8")
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    stack: list[str] = []
    events: list[dict[str, tuple[str, str]]] = []
    for line in text[:-2].replace("\r\n ", "").split("\r\n"):
        found = re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", line)
        assert found, line
        name, parameters, value = found.groups()
        if name == "BEGIN":
            stack.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert stack.pop() == value
        elif stack[-1] == "VEVENT":
            assert name not in events[-1]
            plain = _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
            events[-1][name] = (parameters, plain)
        else:
            assert stack == ["VCALENDAR"]
    assert not stack
    assert all({"UID", "DTSTAMP", "DTSTART"} <= event.keys() for event in events)
    return events


def case(*rows: Process, today: dt.date = dt.date(2026, 1, 1)) -> Case:
    return Case(dossier=Dossier(info=Info(id="matter", marking="TLP:GREEN"), processes=rows), today=today)


def step(row: str, when: str | None, what: str = "", forum: str = "A forum", **more: str) -> Process:
    return Process(id=row, forum=Wording(forum), step=Wording(what), deadline=When(when) if when else None, **more)


def test_a_step_is_an_event_of_a_whole_day() -> None:
    (event,) = parsed(fora_calendar(case(step("a", "2026-12-31", "Report, adopted; or not")), "fr"))

    assert event["DTSTART"] == (";VALUE=DATE", "20261231") and event["DTEND"] == (";VALUE=DATE", "20270101")
    assert event["SUMMARY"][1].replace("\xa0", " ").replace("\u202f", " ") == "A forum : Report, adopted; or not"
    assert event["DTSTAMP"][1] == "20260101T000000Z"
    assert (event["DESCRIPTION"][1], event["CLASS"][1]) == ("TLP:GREEN", "CONFIDENTIAL")


def test_what_is_known_to_the_month_stands_on_its_last_day_and_says_so() -> None:
    (event,) = parsed(fora_calendar(case(step("a", "2028-02", marking="TLP:CLEAR")), "en"))

    assert event["DTSTART"][1] == "20280229" and "February 2028" in event["DESCRIPTION"][1] and event["CLASS"][1] == "PUBLIC"


def test_events_stand_by_date_and_without_one_there_is_none() -> None:
    rows = (step("late", "2027-01-01"), step("none", None), step("soon", "2026-02-01"))

    assert [event["DTSTART"][1] for event in parsed(fora_calendar(case(*rows), "en"))] == ["20260201", "20270101"]
    assert parsed(fora_calendar(case(), "en")) == []


def test_an_identifier_stays_when_a_row_is_corrected_and_no_two_are_the_same() -> None:
    first, other = step("a", "2026-05-01"), step("b", "2026-05-01")
    moved = step("c", "2026-06-01", supersedes="a")
    before = parsed(fora_calendar(case(first, other), "en"))
    after = parsed(fora_calendar(case(first, other, moved), "en"))

    assert len({event["UID"][1] for event in before}) == 2
    assert {event["UID"][1] for event in before} == {event["UID"][1] for event in after}
    assert {event["UID"][1] for event in after} == {
        "73d123afca14a021da2a7ae4393d2183b55fa45f@legation",
        f"{hashlib.sha256(b'matter/processes/b').hexdigest()[:40]}@legation",
    }, "programs that took the file before know its events again"
    assert {event["DTSTART"][1] for event in after} == {"20260501", "20260601"}


@given(st.text(max_size=300), st.text(min_size=1, max_size=120))
def test_any_words_come_back_as_they_were(what: str, forum: str) -> None:
    """Line ends become one, and characters that no text has become blanks."""
    try:
        (what + forum).encode()
    except UnicodeEncodeError:
        return
    rows = case(step("a", "9999-12-31", what, forum))
    (event,) = parsed(fora_calendar(rows, "en"))

    assert fora_calendar(rows, "en") == fora_calendar(rows, "en")
    letters = [c for c in what if c.isalnum()]
    assert letters == [c for c in event["SUMMARY"][1] if c.isalnum()][-len(letters) :] if letters else True
    assert "DTEND" not in event


@pytest.mark.parametrize("word", ["BEGIN:VEVENT", "a\r\nEND:VEVENT\r\nBEGIN:VALARM", "x\x00y\x1bz", "é" * 90, "😀" * 40, "\\n,;:\\"])
def test_words_that_look_like_the_format_stay_words(word: str) -> None:
    (event,) = parsed(fora_calendar(case(step("a", "2026-05-01", word)), "en"))

    assert [c for c in event["SUMMARY"][1] if c.isalnum()] == [c for c in f"A forum: {word}" if c.isalnum()]
