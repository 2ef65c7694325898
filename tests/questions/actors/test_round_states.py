"""Where an approach stands at a moment: by hand, and against an oracle that walks hour by hour."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.questions.actors.rounds.states import STATES, Report, Terms, Version, progress

START = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
DAY = 24


def hour(number: float) -> dt.datetime:
    return START + dt.timedelta(hours=number)


TERMS = Terms(
    versions=(Version(1, hour(8), is_substance=True), Version(2, hour(12)), Version(3, hour(20), is_substance=True)),
    deadline=hour(18),
    silent_after=dt.timedelta(hours=4),
    closed=hour(30),
)


def spoke(at: float, **more: Any) -> Report:
    return Report(id=f"r{at}", at=hour(at), **more)


@pytest.mark.parametrize(
    ("at", "reports", "read", "expected"),
    [
        (8, [], {}, {"state": "waiting"}),
        (9, [], {1: hour(9)}, {"state": "read", "version": 1}),
        (14, [], {1: hour(9), 2: hour(13)}, {"state": "read", "version": 2}),
        (18, [], {1: hour(9)}, {"state": "read", "post_is_silent": False}),
        (
            18.01,
            [],
            {1: hour(9)},
            {"state": "late", "version": 1, "post_is_silent": True, "is_owed": True, "they_are_silent": False, "since": hour(18)},
        ),
        (19, [spoke(18)], {}, {"state": "asked", "post_is_silent": False, "is_owed": False}),
        (19, [spoke(18, is_reached=False)], {}, {"state": "tried", "post_is_silent": False, "is_owed": True}),
        (14, [spoke(10)], {}, {"state": "asked", "they_are_silent": False, "version": 1}),
        (14.01, [spoke(10)], {}, {"state": "asked", "they_are_silent": True}),
        (14.01, [spoke(10), spoke(14, is_reached=False)], {}, {"state": "asked", "they_are_silent": True, "report": "r10"}),
        (19, [spoke(10), spoke(13, is_answer=True)], {}, {"state": "answered", "version": 2, "ask_again": False}),
        (20, [spoke(10, is_answer=True)], {}, {"state": "answered", "version": 1, "ask_again": True, "is_owed": True}),
        (22, [spoke(10, is_answer=True), spoke(21)], {}, {"state": "asked", "version": 3, "since": hour(21), "ask_again": False}),
        (22, [spoke(10, is_answer=True), spoke(21, version=2)], {}, {"state": "answered", "version": 1, "ask_again": True}),
        (22, [spoke(10, is_answer=True), spoke(21, is_reached=False)], {}, {"state": "answered", "ask_again": True}),
        (40, [spoke(31, is_answer=True)], {}, {"state": "late", "set_apart": ("r31",)}),
        (40, [spoke(30, is_answer=True)], {}, {"state": "answered", "set_apart": ()}),
        (9, [spoke(10, is_answer=True)], {1: hour(11)}, {"state": "waiting"}),
    ],
)
def test_by_hand(at: float, reports: list[Report], read: dict[int, dt.datetime], expected: dict[str, Any]) -> None:
    found = progress(hour(at), TERMS, reports, read)

    assert {name: getattr(found, name) for name in expected} == expected


def test_a_report_after_the_closing_counts_once_it_is_admitted() -> None:
    late = spoke(31, is_answer=True)

    assert progress(hour(32), TERMS, [late]).state == "late"
    assert progress(hour(32), TERMS, [late], admitted={late.id}).state == "answered"
    taken_back = progress(hour(12), TERMS, [spoke(11, is_answer=True)], closed=hour(10))
    assert (taken_back.state, taken_back.set_apart) == ("waiting", ("r11",)), "one approach can be closed before its round"
    assert not progress(hour(19), TERMS, closed=hour(10)).post_is_silent, "whoever was relieved before the deadline owes no report"


reports = st.lists(
    st.builds(
        Report,
        id=st.uuids().map(str),
        at=st.integers(0, DAY).map(hour),
        version=st.integers(0, 3),
        is_reached=st.booleans(),
        is_answer=st.just(value=False),
    ).flatmap(lambda one: st.booleans().map(lambda answers: dataclasses.replace(one, is_answer=answers and one.is_reached))),
    max_size=6,
)
hours = st.none() | st.integers(0, DAY).map(hour)
terms = st.builds(
    Terms,
    versions=st.lists(st.tuples(st.integers(0, DAY).map(hour), st.booleans()), max_size=3).map(
        lambda made: tuple(Version(number, at, is_substance=flag) for number, (at, flag) in enumerate(sorted(made), 1))
    ),
    deadline=hours,
    silent_after=st.none() | st.integers(1, 6).map(lambda count: dt.timedelta(hours=count)),
    closed=hours,
)


def oracle(
    at: int, terms: Terms, rows: list[Report], read: dict[int, dt.datetime], admitted: set[str]
) -> tuple[str, bool, bool, list[str]]:
    """Walk the hours: keep for each version what was said under it, and drop all when a version of substance comes."""
    now_answered, now_asked, before, apart, tried = False, None, "", [], False
    asked_before = None
    number = epoch = 0
    later: list[Report] = []
    for step in range(at + 1):
        for version in terms.versions:
            if version.at == hour(step):
                number = version.number
                if version.is_substance:
                    epoch = number
    for step in range(at + 1):
        there = max((v.number for v in terms.versions if v.at <= hour(step)), default=0)
        for row in sorted((r for r in rows if r.at == hour(step)), key=lambda r: r.id):
            if terms.closed is not None and row.at > terms.closed and row.id not in admitted:
                apart.append(row.id)
                continue
            later.append(row)
            if not row.is_reached:
                tried = True
            elif (row.version or there) >= epoch:
                now_answered = now_answered or row.is_answer
                now_asked = now_asked if row.is_answer or now_asked is not None else step
            elif row.is_answer:
                before = "answered"
            else:
                before = before or "asked"
                asked_before = step if asked_before is None else asked_before

    def silent(since: int | None) -> bool:
        return since is not None and terms.silent_after is not None and hour(at) - hour(since) > terms.silent_after

    if now_answered:
        return "answered", False, False, apart
    if now_asked is not None:
        return "asked", silent(now_asked), False, apart
    if before:
        return before, before == "asked" and silent(asked_before), True, apart
    if tried:
        return "tried", False, False, apart
    owed = terms.deadline is not None and hour(at) > terms.deadline and not (terms.closed is not None and terms.closed < terms.deadline)
    if owed:
        return "late", False, False, apart
    return ("read" if any(when <= hour(at) for when in read.values()) else "waiting"), False, False, apart


@settings(max_examples=400)
@given(st.integers(0, DAY), terms, reports, st.dictionaries(st.integers(1, 3), st.integers(0, DAY).map(hour)), st.randoms(), st.data())
def test_it_equals_a_walk_through_the_hours(
    at: int, terms: Terms, rows: list[Report], read: dict[int, dt.datetime], random: Any, data: st.DataObject
) -> None:
    admitted = set(data.draw(st.lists(st.sampled_from([row.id for row in rows]), unique=True))) if rows else set()
    found = progress(hour(at), terms, rows, read, admitted=admitted)

    assert (found.state, found.they_are_silent, found.ask_again, list(found.set_apart)) == oracle(at, terms, rows, read, admitted)
    assert found.state in STATES and not (found.post_is_silent and found.they_are_silent)
    shuffled = rows[:]
    random.shuffle(shuffled)
    assert progress(hour(at), terms, shuffled, read, admitted=admitted) == found, "the order of rows does not matter"


@given(st.integers(0, DAY), terms, reports)
def test_what_comes_later_changes_nothing(at: int, terms: Terms, rows: list[Report]) -> None:
    known = [row for row in rows if row.at <= hour(at)]

    assert progress(hour(at), terms, rows) == progress(hour(at), terms, known)
