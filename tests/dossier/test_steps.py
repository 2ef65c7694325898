"""Days of steps: rules by hand, and any steps against a walk from day to day that knows nothing of how they are counted."""

from __future__ import annotations

import calendar
import datetime as dt
import random
import time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.dossier.files.codec import problems_of
from legation.dossier.steps import MOST_AHEAD, Day, Step, cycles, days, occurrences
from legation.errors import BadValue
from legation.language import say

D = dt.date
EARLY, LATE = D(1, 1, 1), D(9999, 12, 31)
ONE_DAY = dt.timedelta(days=1)
ZONES = ("", "UTC", "America/Los_Angeles", "Europe/Paris", "Pacific/Auckland", "America/Sao_Paulo", "Asia/Kathmandu")


# --- the known answers ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("notice", "zone", "end", "utc_end"),
    [
        (D(2025, 5, 8), "America/Los_Angeles", D(2025, 5, 29), "2025-05-30T07:00:00Z"),
        (D(2024, 5, 9), "UTC", D(2024, 5, 30), "2024-05-31T00:00:00Z"),
        (D(2026, 5, 11), "America/Los_Angeles", D(2026, 6, 1), "2026-06-02T07:00:00Z"),
    ],
)
def test_three_petition_periods_of_icann_end_as_they_did(notice: D, zone: str, end: D, utc_end: str) -> None:
    steps = (Step("notice", notice), Step("petition", after="notice", days=21, zone=zone), Step("ccnso", D(2026, 5, 21), zone="UTC"))
    found = {day.id: day for day in days(steps, notice, D(2026, 12, 31))}

    assert found["petition"] == Day("petition", end, end, utc_end, "derived")
    assert found["ccnso"].end == D(2026, 5, 21)
    assert found["notice"] == Day("notice", notice, notice, "", "fixed")


def test_a_period_is_counted_from_its_last_day() -> None:
    steps = (Step("forum", (D(2026, 3, 7), D(2026, 3, 12))), Step("answer", after="forum", days=0), Step("late", after="answer", days=30))

    assert [(d.id, d.start, d.end) for d in days(steps, D(2026, 3, 12), LATE)] == [
        ("answer", D(2026, 3, 12), D(2026, 3, 12)),
        ("forum", D(2026, 3, 7), D(2026, 3, 12)),
        ("late", D(2026, 4, 11), D(2026, 4, 11)),
    ]


def test_what_follows_a_step_without_a_day_has_none() -> None:
    steps = (Step("fortieth"), Step("in-force", after="fortieth", days=90), Step("lost", after="nowhere", days=1), Step("x", after="lost"))

    assert days(steps, EARLY, LATE) == ()


def test_what_comes_again_keeps_the_day_of_the_month() -> None:
    monthly = days((Step("m", D(2026, 1, 31), every_months=1),), D(2026, 2, 1), D(2026, 6, 1))
    leap = days((Step("y", D(2024, 2, 29), every_months=12),), D(2025, 1, 1), D(2028, 12, 31))

    assert [d.end for d in monthly] == [D(2026, 2, 28), D(2026, 3, 31), D(2026, 4, 30), D(2026, 5, 31)]
    assert [d.end for d in leap] == [D(2025, 2, 28), D(2026, 2, 28), D(2027, 2, 28), D(2028, 2, 29)]
    assert {d.certainty for d in (*monthly, *leap)} == {"estimated"}


def test_what_follows_what_comes_again_comes_again_and_a_period_keeps_its_length() -> None:
    steps = (Step("pp", (D(2026, 11, 9), D(2026, 11, 27)), every_months=48), Step("report", after="pp", days=10))
    found = days(steps, D(2026, 11, 28), D(2031, 1, 1))

    assert [(d.id, d.start, d.end, d.certainty) for d in found] == [
        ("report", D(2026, 12, 7), D(2026, 12, 7), "derived"),
        ("pp", D(2030, 11, 9), D(2030, 11, 27), "estimated"),
        ("report", D(2030, 12, 7), D(2030, 12, 7), "estimated"),
    ]
    assert len(days(steps, D(2026, 11, 28), LATE)) == 1 + 2 * MOST_AHEAD
    assert [one.number for one in occurrences(steps[:1], D(2040, 1, 1), D(2048, 1, 1))] == [4, 5]


def test_a_derived_step_may_have_a_rhythm_of_its_own() -> None:
    steps = (Step("a", D(2026, 1, 1), every_months=1), Step("b", after="a", days=9, every_months=12), Step("c", after="b", days=1))
    found = [d for d in days(steps, D(2026, 1, 1), D(2027, 6, 1)) if d.id in "bc"]

    assert [(d.id, d.end, d.certainty) for d in found] == [
        ("b", D(2026, 1, 10), "derived"),
        ("c", D(2026, 1, 11), "derived"),
        ("b", D(2027, 1, 10), "estimated"),
        ("c", D(2027, 1, 11), "estimated"),
    ]


# --- what cannot be ------------------------------------------------------------------------------------------------------------------
def test_a_circle_is_named_in_its_order() -> None:
    steps = (Step("c", after="a"), Step("x", after="c"), Step("b", after="c"), Step("a", after="b"))
    with pytest.raises(BadValue, match="a > b > c > a") as found:
        days(steps, EARLY, LATE)

    assert "a > b > c > a" in say(found.value.message, "fr")
    with pytest.raises(BadValue, match="me > me"):
        days((Step("me", after="me"),), EARLY, LATE)
    assert cycles({"a": "b", "b": "a", "c": "d", "d": "c", "e": "a"}) == (("a", "b"), ("c", "d"))


@pytest.mark.parametrize(
    "steps",
    [
        (Step("a", D(2026, 1, 1), after="b"),),
        (Step("a", D(2026, 1, 1)), Step("a")),
        (Step("a", (D(2026, 1, 2), D(2026, 1, 1))),),
        (Step("a", (D(2026, 1, 2),)),),  # type: ignore[arg-type]
        (Step("a", "2026-01-01"),),  # type: ignore[arg-type]
        (Step("a", dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),),
        (Step("a", after="b", days=-1),),
        (Step("a", after="b", days=True),),
        (Step("a", after="b", days=1.5),),  # type: ignore[arg-type]
        (Step("a", D(2026, 1, 1), every_months=-12),),
        (Step("a", zone="Mars/Olympus"),),
        (Step("a", zone="../../etc/passwd"),),
        (Step("a", zone=None),),  # type: ignore[arg-type]
    ],
)
def test_what_no_step_can_be_is_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(BadValue):
        days(steps, EARLY, LATE)


def test_an_unknown_zone_is_named_and_a_window_has_an_order() -> None:
    with pytest.raises(BadValue, match="Mars/Olympus"):
        days((Step("a", zone="Mars/Olympus"),), EARLY, LATE)
    with pytest.raises(BadValue, match="2026-01-02"):
        days((), D(2026, 1, 2), D(2026, 1, 1))
    with pytest.raises(BadValue):
        days((), dt.datetime(2026, 1, 2, tzinfo=dt.UTC), LATE)


def test_outside_the_calendar_there_is_no_day() -> None:
    steps = (
        Step("last", LATE, zone="America/Los_Angeles"),
        Step("first", EARLY, zone="Pacific/Kiritimati"),
        Step("beyond", after="last", days=1),
        Step("far", after="first", days=10**30),
        Step("again", after="far", every_months=1),
        Step("rare", D(9998, 1, 1), every_months=10**9),
        Step("long", (EARLY, LATE), every_months=1),
    )

    assert [(d.id, d.utc_end) for d in days(steps, EARLY, LATE)] == [("first", ""), ("rare", ""), ("last", ""), ("long", "")]


def test_ten_thousand_steps_that_follow_one_another_take_no_recursion_and_little_time() -> None:
    steps = [Step("s0", D(2026, 1, 1)), *(Step(f"s{i}", after=f"s{i - 1}", days=1, zone="America/Los_Angeles") for i in range(1, 10_000))]
    random.Random(1).shuffle(steps)
    began = time.process_time()
    found = days(steps, EARLY, LATE)

    assert time.process_time() - began < 0.5
    assert [d.id for d in found] == [f"s{i}" for i in range(10_000)]
    assert found[-1].end == D(2026, 1, 1) + 9_999 * ONE_DAY
    circle = [Step(f"s{i}", after=f"s{(i + 1) % 10_000}") for i in range(10_000)]
    with pytest.raises(BadValue, match="s0 > s1 > s2"):
        days(circle, EARLY, LATE)


# --- any steps -----------------------------------------------------------------------------------------------------------------------
def walked(steps: list[Step], as_of: D, until: D) -> list[tuple[str, D, D, str, str]]:
    """Return the same days by walking: a day at a time after an event, a month at a time through a rhythm."""
    by_id = {step.id: step for step in steps}

    def later(day: D, count: int) -> D:
        for _ in range(count):
            day += ONE_DAY
        return day

    def month_later(day: D, wanted: int) -> D:
        year, month = day.year, day.month
        month += 1
        if month == 13:
            year, month = year + 1, 1
        return D(year, month, min(wanted, calendar.monthrange(year, month)[1]))

    def all_of(step: Step) -> list[tuple[D, D, str]]:
        """Return every occurrence up to a year after the window, the known one first."""
        if step.date is not None:
            first, last = step.date if isinstance(step.date, tuple) else (step.date, step.date)
            known = [(first, last, "fixed")]
        elif step.after in by_id:
            known = [
                (later(last, step.days),) * 2 + ("estimated" if c == "estimated" else "derived",)
                for _, last, c in all_of(by_id[step.after])
            ]
        else:
            return []
        if known and step.every_months:
            first, last, certainty = known[0]
            known, at, wanted = [(first, last, certainty)], first, first.day
            while at <= until + 400 * ONE_DAY:
                for _ in range(step.every_months):
                    at = month_later(at, wanted)
                known.append((at, later(at, (last - first).days), "estimated"))
        return known

    def utc_end(day: D, zone: str) -> str:
        if not zone:
            return ""
        at = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) - 2 * ONE_DAY
        while at.astimezone(ZoneInfo(zone)).date() <= day:
            at += dt.timedelta(minutes=15)
        return f"{at:%Y-%m-%dT%H:%M:%SZ}"

    found = []
    for step in steps:
        ahead = 0
        for first, last, certainty in all_of(step):
            if last < as_of:
                continue
            ahead += certainty == "estimated"
            if first <= until and ahead <= MOST_AHEAD:
                found.append((step.id, first, last, utc_end(last, step.zone), certainty))
    return sorted(found, key=lambda one: (one[2], one[0], one[1]))


@st.composite
def any_steps(draw: st.DrawFn) -> list[Step]:
    count = draw(st.integers(1, 7))
    dates = st.dates(D(2015, 1, 1), D(2030, 12, 31))
    steps = []
    for i in range(count):
        kind = draw(st.sampled_from(["day", "period", "after", "after", "none"]))
        months = draw(st.sampled_from([0, 0, 0, 1, 5, 12, 48]))
        zone = draw(st.sampled_from(ZONES))
        if kind == "day":
            steps.append(Step(f"s{i}", draw(dates), every_months=months, zone=zone))
        elif kind == "period":
            first = draw(dates)
            steps.append(Step(f"s{i}", (first, first + draw(st.integers(0, 40)) * ONE_DAY), every_months=months, zone=zone))
        elif kind == "after":
            to = draw(st.sampled_from([*(f"s{k}" for k in range(i)), "unknown"]))
            steps.append(Step(f"s{i}", after=to, days=draw(st.integers(0, 400)), every_months=months, zone=zone))
        else:
            steps.append(Step(f"s{i}", zone=zone))
    return draw(st.permutations(steps))


@settings(max_examples=150, deadline=None)
@given(any_steps(), st.dates(D(2014, 1, 1), D(2035, 1, 1)), st.integers(0, 2500))
def test_any_steps_are_what_a_walk_from_day_to_day_finds(steps: list[Step], as_of: D, length: int) -> None:
    until = as_of + length * ONE_DAY

    assert [(d.id, d.start, d.end, d.utc_end, d.certainty) for d in days(steps, as_of, until)] == walked(steps, as_of, until)


def test_a_circle_of_rows_that_supersede_one_another_is_named_as_one_of_steps_is() -> None:
    rows = b"id,name,supersedes\nd,D,b\nb,B,c\nc,C,b\n"

    (found,) = problems_of({"dossier.toml": b'id = "x"', "actors.csv": rows})
    assert (found.code, found.row, found.found) == ("cycle-of-supersession", 3, "b > c > b")
