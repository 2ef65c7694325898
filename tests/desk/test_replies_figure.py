"""The curve of replies: it begins with the first wave and rises in steps, never before somebody answered."""

from __future__ import annotations

import datetime as dt

import pytest

from legation.consular.roll_call import STATUSES
from legation.figures.render import svg
from legation.web.consular.crises import situation_figure
from legation.web.consular.crises.situation import Situation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BEGUN = dt.datetime(2026, 12, 2, 10, 0, tzinfo=dt.UTC)


def _at(minutes):
    return BEGUN + dt.timedelta(minutes=minutes)


def _drawn(monkeypatch, waves, until=30):
    curve = tuple((_at(minute), (minute >= 5) + 3 * (minute >= 22)) for minute in range(0, until + 1, 5))
    counts = dict.fromkeys(STATUSES, 0) | {"safe": curve[-1][1]}
    nothing = dict.fromkeys(
        ("to_confirm", "reported", "partners", "without_place", "unconfirmed", "messages_unknown", "leaving", "ready", "households"), 0
    )
    about = {"people": 10, "unaccounted": 10 - curve[-1][1], "before": {}, "expected": None, "curve": curve, "counts": counts}
    situation = Situation(at=_at(until), waves=tuple(map(_at, waves)), **nothing, **about)
    if monkeypatch is not None:
        monkeypatch.setattr(situation_figure, "multiples", lambda panels, **about: (panels, about))
    return situation_figure.replies_figure(situation)


def test_it_begins_at_the_first_wave_with_what_was_known_by_then(monkeypatch):
    (panel,), about = _drawn(monkeypatch, waves=(12, 20))
    (course,) = panel.courses
    assert course.form == "steps"
    assert [(round(one.at * 60), one.value) for one in course.readings] == [(0, 1), (3, 1), (8, 1), (13, 4), (18, 4)]
    assert [round(one.at * 60) for one in panel.instants] == [0, 8]
    assert about["ticks"][0][1] == "10:12"


def test_without_a_wave_it_begins_with_the_crisis(monkeypatch):
    (panel,), _ = _drawn(monkeypatch, waves=())
    assert [(round(one.at * 60), one.value) for one in panel.courses[0].readings][:2] == [(0, 0), (5, 1)]
    assert panel.instants == ()


def test_there_is_none_within_a_minute_of_the_first_wave(monkeypatch):
    assert _drawn(monkeypatch, waves=(30,)) is None


def test_it_is_drawn_with_its_waves():
    drawn = svg(_drawn(None, waves=(12, 20)), "fr")
    for words in ("vague 1", "vague 2", "10:12", "avec nouvelles"):
        assert words in drawn, words
