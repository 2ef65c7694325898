"""Local times, days and instants, against the calendars of zones that are known to be odd, and against a plain search."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from source_trees import tree_of

import legation
from legation import moment
from legation.errors import BadValue

ODD = (
    "Europe/Paris",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Havana",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "UTC",
)


@pytest.mark.parametrize(
    ("day", "zone", "begins"),
    [
        ("2026-03-29", "Europe/Paris", "2026-03-28T23:00:00.000Z"),
        # The clocks pass over midnight.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"),
        # They go back at one minute past midnight, to the day before: it is over when that is over.
        ("2006-10-29", "America/St_Johns", "2006-10-29T03:30:00.000Z"),
        # They show midnight twice, both times of the day that begins.
        ("2020-11-01", "America/Havana", "2020-11-01T04:00:00.000Z"),
        # Samoa left 30 December 2011 out.
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"),
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"),
    ],
)
def test_a_day_begins_where_its_zone_says(day: str, zone: str, begins: str) -> None:
    assert moment.written(moment.starts(day, zone)) == begins


@settings(max_examples=200)
@given(day=st.dates(dt.date(1980, 1, 1), dt.date(2037, 12, 1)), zone=st.sampled_from(ODD))
def test_a_day_is_over_once_the_calendar_never_shows_it_again(day: dt.date, zone: str) -> None:
    there, begins = ZoneInfo(zone), moment.starts(day, zone)
    assert (begins - dt.timedelta(seconds=1)).astimezone(there).date() < day
    assert all((begins + dt.timedelta(minutes=15 * quarter)).astimezone(there).date() >= day for quarter in range(200))
    assert moment.ends(day, zone) == moment.starts(day + dt.timedelta(days=1), zone)


@settings(max_examples=200)
@given(
    at=st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2037, 12, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    zone=st.sampled_from(ODD),
)
def test_what_the_clocks_show_leads_back_to_its_instant(at: dt.datetime, zone: str) -> None:
    shown = at.astimezone(ZoneInfo(zone))
    local = shown.replace(tzinfo=None, fold=0)
    assert moment.instant(local, zone, shown.fold) == at
    try:
        assert moment.instant(local, zone) == at
    except moment.TwoSuchTimes as two:
        assert at in two.both
        assert two.both[0] < two.both[1]


def test_a_time_that_the_clocks_pass_over_is_refused_with_the_next_one() -> None:
    with pytest.raises(moment.NoSuchTime, match="2026-03-29 01:00 UTC") as refused:
        moment.instant("2026-03-29T02:30", "Europe/Paris")
    assert refused.value.next == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)


def test_a_time_that_the_clocks_show_twice_is_refused_with_both() -> None:
    both = (dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC))
    with pytest.raises(moment.TwoSuchTimes) as refused:
        moment.instant("2026-10-25T02:30", "Europe/Paris")
    assert refused.value.both == both
    assert tuple(moment.instant("2026-10-25T02:30", "Europe/Paris", fold) for fold in (0, 1)) == both


@pytest.mark.parametrize(
    "text", ["", "2026-03-02", "2026-03-02T09:00", "2026-02-30T09:00Z", "2026-03-02T25:00Z", "0001-01-01T00:00+12:00", "٢٠٢٦-03-02T09:00Z"]
)
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="Z or its distance"):
        moment.parse(text)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: moment.instant("2026-03-02T09:00Z", "Europe/Paris"), "local time"),
        (lambda: moment.instant("2026-03-02T09:00", "Europe/Atlantis"), "IANA"),
        (lambda: moment.instant("2026-03-02T09:00", "../etc/passwd"), "IANA"),
        (lambda: moment.instant("2026-10-25T02:30", "Europe/Paris", 2), "fold"),
        (lambda: moment.starts("2026-02-30", "Europe/Paris"), "YYYY-MM-DD"),
        (lambda: moment.ends("9999-12-31", "Europe/Paris"), "YYYY-MM-DD"),
        (lambda: moment.written(dt.datetime(2026, 3, 2)), "distance"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_meant_is_said(call: object, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        call()  # type: ignore[operator]


def test_no_other_module_turns_local_times_into_instants() -> None:
    root = Path(legation.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(tree_of(path.read_text("utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module == "zoneinfo")
        or (isinstance(node, ast.Import) and any(one.name == "zoneinfo" for one in node.names))
    }
    assert found == {"moment.py"}


@given(
    st.integers(0, 2**31).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC)),
    st.sampled_from(moment.zones()),
)
def test_what_the_clocks_show_leads_back_to_the_instant(at: dt.datetime, zone: str) -> None:
    shown = moment.local(at, zone)

    try:
        assert moment.instant(shown, zone) == at
    except moment.TwoSuchTimes as two:
        assert at in two.both


def test_a_time_without_its_distance_from_utc_is_shown_by_no_clocks() -> None:
    with pytest.raises(BadValue):
        moment.local(dt.datetime(2026, 1, 1), "UTC")  # noqa: DTZ001


def test_a_day_is_as_long_as_it_is_in_utc_and_a_moment_has_no_length() -> None:
    first, last = moment.span("2026-03-29")
    assert first == moment.parse("2026-03-29T00:00Z")
    assert last == moment.ends("2026-03-29", "UTC") - dt.timedelta(microseconds=1)
    assert moment.span("2026-03-29T02:30+02:00") == (moment.parse("2026-03-29T00:30Z"),) * 2
    for text in ("2026-02-30", "2026-03", "", "2026-03-29T02:30", 7):
        with pytest.raises(BadValue):
            moment.span(text)  # type: ignore[arg-type]
