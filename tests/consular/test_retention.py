"""How long each class of record is stored, to the instant, in zones whose clocks change at midnight."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.consular.retention import CLASSES, LINES, NOT_PUBLIC_ARCHIVES, Line, Period, missing, period, purge_at
from legation.errors import LegationError

ZONES = (
    "America/Havana",
    "America/Santiago",
    "Asia/Beirut",
    "Africa/Cairo",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Europe/Paris",
)


@pytest.mark.parametrize(
    ("record_class", "length"),
    {
        "unconfirmed": "7 days",
        "trip": "30 days",
        "resident": "30 days",
        "reply": "90 days",
        "report": "90 days",
        "message": "90 days",
        "case": "2 years",
        "case-grave": "10 years",
        "appointment": "90 days",
        "request": "1 year",
        "audit": "365 days",
        "drill": "7 days",
    }.items(),
)
def test_each_class_has_its_period(record_class: str, length: str) -> None:
    assert str(LINES[record_class].period) == length
    assert len(CLASSES) == 12


@pytest.mark.parametrize(
    ("day_after", "zone", "at"),
    [
        ("2026-03-29", "Asia/Beirut", "2026-03-28T22:00"),
        ("2026-04-24", "Africa/Cairo", "2026-04-23T22:00"),
        ("2026-09-06", "America/Santiago", "2026-09-06T04:00"),
        ("2026-11-01", "America/Havana", "2026-11-01T04:00"),
        ("2026-03-08", "America/Havana", "2026-03-08T05:00"),
        ("2010-11-07", "America/St_Johns", "2010-11-07T02:30"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00"),
        ("2026-04-05", "America/Santiago", "2026-04-05T04:00"),
        ("2026-03-02", "Europe/Paris", "2026-03-01T23:00"),
    ],
)
def test_a_day_begins_where_midnight_is_passed_over_or_comes_twice(day_after: str, zone: str, at: str) -> None:
    start = dt.date.fromisoformat(day_after) - dt.timedelta(31)

    assert purge_at("trip", start, zone) == dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)


@given(zone=st.sampled_from(ZONES), day=st.dates(dt.date(1990, 1, 1), dt.date(2037, 1, 1)), record_class=st.sampled_from(CLASSES))
def test_from_that_instant_on_the_calendar_shows_the_day_after_and_not_a_second_before(zone: str, day: dt.date, record_class: str) -> None:
    at = purge_at(record_class, day, zone)
    last = LINES[record_class].period.after(day)

    assert at.utcoffset() == dt.timedelta()
    assert at.astimezone(ZoneInfo(zone)).date() > last
    assert (at - dt.timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date() <= last


@pytest.mark.parametrize(
    ("length", "day", "end"),
    [
        ("1 months", "2026-01-31", "2026-02-28"),
        ("1 months", "2028-01-31", "2028-02-29"),
        ("1 months", "2026-03-31", "2026-04-30"),
        ("13 months", "2026-12-31", "2028-01-31"),
        ("11 months", "2026-01-15", "2026-12-15"),
        ("1 year", "2028-02-29", "2029-02-28"),
        ("4 years", "2028-02-29", "2032-02-29"),
        ("30 days", "2026-02-15", "2026-03-17"),
    ],
)
def test_months_and_years_are_those_of_the_calendar(length: str, day: str, end: str) -> None:
    assert period(length).after(dt.date.fromisoformat(day)) == dt.date.fromisoformat(end)


def test_a_post_has_lines_of_its_own() -> None:
    own = {"trip": dataclasses.replace(LINES["trip"], period=period("6 months"))}

    assert purge_at("trip", dt.date(2026, 8, 31), "UTC", own) == dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
    with pytest.raises(LegationError, match="class resident"):
        purge_at("resident", dt.date(2026, 8, 31), "UTC", own)


@pytest.mark.parametrize(
    ("record_class", "day", "zone", "said"),
    [
        ("passport", dt.date(2026, 1, 1), "UTC", "class passport are stored, so none may be"),
        (None, dt.date(2026, 1, 1), "UTC", "so none may be"),
        ("trip", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "UTC", "YYYY-MM-DD"),
        ("trip", "2026-01-01", "UTC", "YYYY-MM-DD"),
        ("trip", dt.date(2026, 1, 1), "Europe/Nowhere", "IANA"),
        ("trip", dt.date(9999, 12, 1), "UTC", "beyond the year 9999"),
        ("case-grave", dt.date(9995, 12, 1), "UTC", "beyond the year 9999"),
    ],
)
def test_what_cannot_be_counted_is_refused(record_class: str, day: dt.date, zone: str, said: str) -> None:
    with pytest.raises(LegationError, match=said):
        purge_at(record_class, day, zone)


@pytest.mark.parametrize("text", ["", "30", "0 days", "-1 days", "1.5 years", "two years", "30 days ", "999999 days", None])
def test_another_period_is_refused(text: str) -> None:
    with pytest.raises(LegationError, match="30 days"):
        period(text)
    with pytest.raises(LegationError, match="30 days"):
        Period(0, "days")


def test_a_line_that_shreds_names_its_schedule_or_says_why_it_has_none() -> None:
    line = dataclasses.replace(LINES["case"], approver="archives")

    def said(changed: Line) -> list[str]:
        return [one.id.rpartition(".")[2] for one in missing("case", changed)]

    assert said(line) == ["no-schedule"]
    assert said(dataclasses.replace(line, schedule=NOT_PUBLIC_ARCHIVES)) == ["no-reason"]
    assert said(dataclasses.replace(line, schedule=NOT_PUBLIC_ARCHIVES, reason="an association")) == []
    assert said(dataclasses.replace(line, schedule="L212-2", approver="")) == ["no-approver"]
    assert missing("drill", LINES["drill"]) == ()
    assert {name for name in CLASSES if "shred" in LINES[name].then} == {"unconfirmed", "trip", "resident", "case", "case-grave", "request"}
