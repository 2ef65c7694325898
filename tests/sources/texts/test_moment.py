"""Dates as files write them; what could be two dates is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.sources.observations.texts.dates import moment, order_of


@pytest.mark.parametrize(
    ("text", "iso", "known"),
    [
        ("2020-10-31T23:05:00Z", "2020-10-31T23:05:00", "time"),
        ("2020-10-31T23:05:00+02:00", "2020-10-31T21:05:00", "time"),
        ("2020-10-31 23:05:00 EST", "2020-11-01T04:05:00", "time"),
        ("31-Oct-2020 11:05PM", "2020-10-31T23:05:00", "time"),
        ("October 31, 2020 12:05 a.m.", "2020-10-31T00:05:00", "time"),
        ("1er août 2019", "2019-08-01T00:00:00", "day"),
        ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24", "time"),
        ("Tue, 03 Nov 2020 10:00:00 +0100", "2020-11-03T09:00:00", "time"),
        ("31/10/2020 14:05", "2020-10-31T14:05:00", "time"),
        ("1604185500", "2020-10-31T23:05:00", "time"),
        ("1604185500000", "2020-10-31T23:05:00", "time"),
        ("20201031", "2020-10-31T00:00:00", "day"),
        ("2020-02", "2020-02-29T00:00:00", "month"),
        ("2020", "2020-12-31T00:00:00", "year"),
    ],
)
def test_forms_of_dates(text: str, iso: str, known: str) -> None:
    found = moment(text)

    assert found is not None
    assert (found.time.isoformat(), found.known) == (f"{iso}+00:00", known)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "03/04/2020",
        "2020-13-01",
        "31/31/2020",
        "0000",
        "99999999999999999999",
        "2020-10-31 10:00 XYZ",
        "0001-01-01T00:00:00+14:00",
        "9" * 500,
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert moment(text) is None


@given(st.text(max_size=60))
def test_any_text_is_answered_in_utc(text: str) -> None:
    found = moment(text)

    assert found is None or found.time.utcoffset() == dt.timedelta()


@given(st.dates(dt.date(1000, 1, 1)))
@settings(deadline=None)
def test_an_order_that_is_told_is_kept(day: dt.date) -> None:
    for order, form in (("dmy", "%d/%m/"), ("mdy", "%m/%d/")):
        text = f"{day.strftime(form)}{day.year:04}"
        found = moment(text, order)  # type: ignore[arg-type]

        assert found is not None
        assert found.time.date() == day
        assert order_of(text) in ("", order)
