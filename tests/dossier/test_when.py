"""A date as far as it is known: which days it may mean, what had happened by a day, and what is no date."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.dossier.when import When, as_date

NO_FORM = ("", "18", "201", "20180", "2018-1", "2018-11-1", "2018-11-", "2018-11-08T10:00", " 2018", "2018\n", "٢٠١٨")
NO_DAY = ("2018-13", "2018-00", "2018-02-30", "2018-11-00", "0000")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", (2018, 1, 1), (2018, 12, 31)),
        ("2018-01", (2018, 1, 1), (2018, 1, 31)),
        ("2016-02", (2016, 2, 1), (2016, 2, 29)),
        ("2018-02", (2018, 2, 1), (2018, 2, 28)),
        ("2018-12", (2018, 12, 1), (2018, 12, 31)),
        ("2018-11-08", (2018, 11, 8), (2018, 11, 8)),
        ("2016-02-29", (2016, 2, 29), (2016, 2, 29)),
    ],
)
def test_the_first_and_the_last_day_that_it_may_mean(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    when = When(text)

    assert (when.first, when.last) == (dt.date(*first), dt.date(*last))
    assert (str(when), when.text) == (text, text)


@pytest.mark.parametrize("text", NO_FORM)
def test_what_has_another_form_is_refused_with_those_that_are_read(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY") as told:
        When(text)
    assert str(told.value) == f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD"


@pytest.mark.parametrize("text", NO_DAY)
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"year|month|day"):
        When(text)


@pytest.mark.parametrize("text", ["2018", "2018-06", "2018-06-15"])
def test_it_had_happened_by_its_last_day_and_is_over_the_day_after(text: str) -> None:
    when, day = When(text), dt.timedelta(days=1)

    assert [when.by(when.last + n * day) for n in (-1, 0, 1)] == [False, True, True]
    assert [when.is_over(when.last + n * day) for n in (-1, 0, 1)] == [False, False, True]


def test_the_earlier_last_day_comes_first_and_of_one_day_the_less_exact() -> None:
    order = ["2017-12-31", "2018-06-29", "2018-06", "2018-06-30", "2018", "2018-12", "2018-12-31"]

    assert [str(when) for when in sorted(map(When, reversed(order)))] == order
    assert When("2018-06") < When("2018-06-30") and not When("2018-06") < When("2018-06")
    assert When("2018-06") <= When("2018-06") and When("2018-06") != When("2018-06-30")
    assert When("2018").__lt__("2019") is NotImplemented
    with pytest.raises(TypeError):
        assert When("2018") < dt.date(2019, 1, 1)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [("2018", "2018", "2018"), ("2018-08", "August 2018", "août 2018"), ("2018-08-05", "5 August 2018", "5 août 2018")],
)
def test_it_is_said_as_far_as_it_is_known(text: str, english: str, french: str) -> None:
    said = [When(text).in_language(lang).replace("\u00a0", " ").replace("\u202f", " ") for lang in ("en", "fr")]

    assert said == [english, french]


def test_a_caller_means_a_day() -> None:
    assert as_date("2019-11") == as_date(When("2019-11")) == dt.date(2019, 11, 30)
    assert as_date("2019") == dt.date(2019, 12, 31)
    assert as_date(dt.date(2019, 11, 1)) == dt.date(2019, 11, 1)
    moment = as_date(dt.datetime(2019, 11, 1, 23, 59))  # noqa: DTZ001 - a day has no zone
    assert (moment, type(moment)) == (dt.date(2019, 11, 1), dt.date)
    with pytest.raises(ValueError, match="soon"):
        as_date("soon")


@pytest.mark.parametrize(("text", "is_day"), [("2018-11-08", True), ("2018-11", False), ("2018", False)])
def test_whether_it_is_known_to_the_day(text: str, is_day: bool) -> None:
    assert When(text).is_day is is_day
