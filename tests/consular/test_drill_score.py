"""The score of a drill: each finding with what was true and what was known, the same in any order of events."""

from __future__ import annotations

import datetime as dt
import random

from legation.consular.drill_score import Said, drill_score
from legation.consular.roll_call import Event

START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
TRUTH = {"a": "injured", "b": "need_help", "c": "safe", "d": "injured"}


def at(minutes: float) -> dt.datetime:
    return START + dt.timedelta(minutes=minutes)


EVENTS = [
    Event("1", at(12), "asked", ["a", "b", "c", "d"], channel="sms"),
    Event("2", at(13), "failed", ["d"], channel="sms"),
    Event("3", at(20), "reply", ["a"], "safe", trusted=True),
    Event("4", at(30), "reply", ["b"], "need_help", trusted=True),
    Event("5", at(90), "officer", ["a"], "injured"),
    Event("6", at(40), "reply", ["c"], "safe", trusted=True),
    Event("7", at(45), "reply", ["d"], "safe"),
]
REPORTS = [Said("a", at(50), "injured"), Said("d", at(55), "injured"), Said("c", at(400), "safe")]


def score(**changed):
    given = {"started": START, "closed": at(180), "first_wave": at(12), "late": dt.timedelta(minutes=60)} | changed
    return drill_score(TRUTH, given.pop("events", EVENTS), given.pop("reports", REPORTS), **given)


def test_who_was_taken_for_safe_is_named_with_when_it_was_put_right():
    (one,) = score().wrongly_safe

    assert (one.person, one.at, one.true, one.known, one.until) == ("a", at(20), "injured", "safe", at(90))


def test_who_was_found_late_is_named_with_what_was_known_at_the_end_of_the_hour():
    found = {one.person: one for one in score().found_late}

    assert found.keys() == {"a", "d"}
    assert (found["a"].at, found["a"].known, found["a"].until) == (at(60), "safe", at(90))
    assert (found["d"].known, found["d"].until) == ("unreachable", None)  # an answer that is not trusted sets nothing


def test_a_report_is_lost_where_nobody_followed_it_up():
    made = score()

    assert [(one.person, one.true) for one in made.reports_lost] == [("d", "injured")]
    assert (made.reports, made.in_need, made.people) == (2, 3, 4)  # what comes after the close does not count


def test_a_drill_in_which_nothing_was_done():
    made = score(events=[], first_wave=None)

    assert made.first_wave_minutes is None
    assert made.wrongly_safe == ()
    assert [one.known for one in made.found_late] == ["not_asked"] * 3
    assert len(made.reports_lost) == 2


def test_the_order_of_arrival_does_not_matter_nor_what_comes_after_the_close():
    shuffled = [*EVENTS, Event("9", at(600), "officer", ["d"], "injured"), Event("8", at(5), "officer", ["stranger"], "safe")]
    random.Random(1).shuffle(shuffled)

    assert score(events=shuffled) == score()


def test_a_drill_that_is_closed_early_counts_until_its_close():
    made = score(closed=at(25), reports=[])

    assert {one.at for one in made.found_late} == {at(25)}
    assert len(made.found_late) == 3
