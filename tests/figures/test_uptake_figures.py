"""Who used a phrase when, and its share by period: every size, both languages, ties on one day, names that stay apart."""

import datetime as dt

import numpy as np
import pytest
from figures.examples import GROUPS, SAID, actors
from figures.sheet import apart, marks, on_the_sheet

from legation.errors import BadValue
from legation.figures.adoption import Adoption, FirstUse, adoption
from legation.figures.day_axis import DayAxis
from legation.figures.period_shares import PeriodShare, ShareRow, period_shares

LANGS = ("en", "fr")
FIRST, LAST = dt.date(2013, 9, 15), dt.date(2019, 9, 15)
SINCE = dt.date(2016, 9, 15)


def uses_of(n, days=None):
    rng = np.random.default_rng(n)
    made = []
    for at, actor in enumerate(actors(n)):
        day = FIRST + dt.timedelta(days=int(rng.integers(0, 2192) if days is None else 365 * rng.integers(0, days)))
        when = "ours" if at == 0 else "before" if day < SINCE else "after" if day > SINCE else "same-day"
        made.append(FirstUse(actor=actor, day=day, when=when, target=at % 7 == 3))
    return tuple(made)


def drawn(*phrases):
    return adoption(phrases, first=FIRST, last=LAST, **SAID)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("n", "days"), [(0, None), (1, None), (2, 1), (9, None), (40, None), (200, None), (200, 6), (30, 1)])
def test_every_number_of_actors_is_drawn_whole(n, days, lang):
    figure = drawn(Adoption(name=GROUPS[0], since=SINCE, uses=uses_of(n, days)), Adoption(name="x", since=None, uses=()))

    apart(on_the_sheet(figure, lang))


def test_each_actor_is_there_once_whether_as_a_mark_or_within_a_bar():
    uses = uses_of(200, 6)
    found = marks(drawn(Adoption(name="x", since=SINCE, uses=uses)))

    single = [datum["actor"] for datum in found if datum.get("actor")]
    together = [actor for datum in found if "actors" in datum for actor in datum["actors"]]
    assert sorted(single + together) == sorted(use.actor.id for use in uses)
    assert all(datum["when"] == "ours" or "fill" in datum for datum in found if "when" in datum)


def test_marks_rise_with_time_and_who_came_before_is_hollow():
    found = [datum for datum in marks(drawn(Adoption(name="x", since=SINCE, uses=uses_of(9)))) if datum.get("actor")]
    order = sorted(found, key=lambda datum: datum["day"])

    assert [datum["y"] for datum in order] == sorted((datum["y"] for datum in found), reverse=True)
    assert len({datum["fill"] for datum in found if datum["when"] == "before"} & {d["fill"] for d in found if d["when"] == "after"}) == 0


def test_what_cannot_be_drawn_is_answered():
    twice = uses_of(2)
    with pytest.raises(BadValue):
        drawn()
    with pytest.raises(BadValue):
        drawn(Adoption(name="x", since=None, uses=(twice[0], twice[0])))
    with pytest.raises(BadValue):
        adoption([Adoption(name="x", since=None, uses=twice)], first=LAST, last=LAST, **SAID)
    with pytest.raises(BadValue):
        period_shares([], **SAID)
    with pytest.raises(BadValue):
        period_shares([ShareRow(name="x", since=None, periods=periods_of(1, low=0.9))], **SAID)


def periods_of(n, low=None, scale=1.0):
    rng = np.random.default_rng(n)
    made = []
    for at in range(n):
        start = FIRST + dt.timedelta(days=30 * at)
        share = float(rng.uniform(0.01, 0.4)) * scale if at % 6 != 4 else float("nan")
        ends = (0.0, 1.0) if share != share else (share * 0.5 if low is None else low, min(1.0, share * 1.6))
        made.append(PeriodShare(start=start, end=start + dt.timedelta(days=29), share=share, low=ends[0], high=ends[1]))
    return tuple(made)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("n", [1, 2, 24, 240])
def test_every_number_of_periods_is_drawn_whole(n, lang):
    beside = ((GROUPS[1], periods_of(n, scale=0.5)), ("sustainable development", periods_of(n, scale=0.01)), ("far", periods_of(n)))
    rows = [
        ShareRow(name=GROUPS[0], since=SINCE, periods=periods_of(n), beside=beside),
        ShareRow(name="rare", since=None, periods=periods_of(n, scale=0.001), beside=beside),
    ]
    apart(on_the_sheet(period_shares(rows, **SAID), lang))


def test_a_phrase_to_compare_with_that_is_far_more_usual_is_told_and_not_drawn():
    far = ShareRow(name="rare", since=None, periods=periods_of(6, scale=0.01), beside=(("usual", periods_of(6)),))
    near = ShareRow(name="rare", since=None, periods=periods_of(6), beside=(("usual", periods_of(6)),))

    points = [sum("share" in datum for datum in marks(period_shares([row], **SAID))) for row in (far, near)]
    assert points == [5, 10]


def test_days_stand_in_order_and_ticks_inside():
    axis = DayAxis(FIRST, LAST, 10.0, 600.0)

    assert axis.at(FIRST) == 10.0
    assert axis.at(LAST) == 600.0
    assert all(FIRST <= day <= LAST for day in axis.ticks())
    assert DayAxis(FIRST, FIRST, 0.0, 100.0).at(FIRST) == 50.0
    assert len(DayAxis(dt.date(1, 1, 1), dt.date(9999, 12, 31), 0.0, 600.0).ticks()) < 120
