"""Cooperation and conflict by period: sums, shares, intervals that cover, and what is not known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.relations import Days, balance, shift
from legation.methods.share import share_interval


def drawn(rng, days, rate, total=500, tone=1.0):
    stories = rng.poisson(rate, days)
    conflict = rng.binomial(stories, 0.4)
    return Days(
        stories=stories,
        cooperation=stories - conflict,
        conflict=conflict,
        scaled=stories,
        goldstein=np.clip(rng.normal(tone * stories, np.sqrt(stories) * 2), -10 * stories, 10 * stories),
        total=np.full(days, total),
    )


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_sums_of_the_periods_are_those_of_the_days(seed, periods):
    rng = np.random.default_rng(seed)
    days = drawn(rng, 20, 3.0)
    period = np.sort(rng.integers(0, periods, 20))

    found = balance(days, period, periods, draws=100)

    for name in ("stories", "cooperation", "conflict", "total"):
        assert getattr(found, name).tolist() == [int(getattr(days, name)[period == k].sum()) for k in range(periods)]
    known = found.conflict_share[found.days > 0]
    assert ((known[:, 1] >= 0) & (known[:, 1] <= known[:, 0]) & (known[:, 0] <= known[:, 2]) & (known[:, 2] <= 1)).all()
    assert np.isnan(found.conflict_share[found.days == 0]).all()


def test_no_share_is_surer_than_independent_stories_let_it_be():
    same = [2] * 30
    days = Days(stories=same, cooperation=same, conflict=[0] * 30, scaled=same, goldstein=[1.0] * 30, total=[100] * 30)

    found = balance(days, [0] * 30)

    assert tuple(found.cooperation_share[0, 1:]) == pytest.approx(share_interval(60, 3000))
    assert tuple(found.conflict_share[0, 1:]) == pytest.approx(share_interval(0, 3000))


def test_few_days_have_no_interval_of_tone():
    days = Days(stories=[3, 2], cooperation=[3, 2], conflict=[0, 0], scaled=[3, 2], goldstein=[9.0, 1.0], total=[50, 50])

    found = balance(days, [0, 0])

    assert found.goldstein[0, 0] == 2.0
    assert np.isnan(found.goldstein[0, 1:]).all()


def test_stories_without_a_place_on_the_scale_do_not_count_as_zero():
    days = Days(stories=[4] * 6, cooperation=[4] * 6, conflict=[0] * 6, scaled=[1] * 6, goldstein=[5.0] * 6, total=[9] * 6)

    assert balance(days, [0] * 6).goldstein[0, 0] == 5.0


def test_intervals_cover():
    """Over 200 drawn months the 95 % intervals of tone and share hold the truth in 90 to 99 of a hundred."""
    rng = np.random.default_rng(11)
    held = np.zeros(2)
    for _ in range(200):
        days = drawn(rng, 30, 4.0)
        found = balance(days, [0] * 30, draws=200, seed=1)
        held += [
            found.goldstein[0, 1] <= 1.0 <= found.goldstein[0, 2],
            found.conflict_share[0, 1] <= 1.6 / 500 <= found.conflict_share[0, 2],
        ]

    assert (held / 200 >= 0.9).all(), held
    assert (held / 200 <= 0.99).all(), held


def test_a_shift_is_found_and_none_is_not():
    rng = np.random.default_rng(3)
    late = np.arange(120) >= 90
    alarms = 0
    for seed in range(100):
        ratio, low, high = shift(drawn(rng, 120, 3.0), late, draws=200, seed=seed).conflict
        alarms += low > 1 or high < 1
        assert low <= ratio <= high
    assert alarms <= 9
    more = drawn(rng, 120, np.where(late, 9.0, 3.0))
    ratio, low, high = shift(more, late).conflict
    assert low > 1.5
    assert high < 6


def test_a_source_that_grows_is_no_conflict_that_grows():
    rng = np.random.default_rng(5)
    late = np.arange(200) >= 100
    grown = drawn(rng, 200, np.where(late, 12.0, 4.0))
    days = Days(**{**{n: getattr(grown, n) for n in Days.__slots__}, "total": np.where(late, 1500, 500)})

    ratio, low, high = shift(days, late).conflict

    assert low < 1 < high
    assert ratio == pytest.approx(1, abs=0.25)


def test_same_seed_same_bytes():
    days = drawn(np.random.default_rng(1), 60, 3.0)

    first, again = (balance(days, [0] * 30 + [1] * 30, seed=4) for _ in range(2))

    assert first.goldstein.tobytes() == again.goldstein.tobytes()


def test_nothing_to_compare_with_is_not_a_number():
    days = Days(stories=[1] * 12, cooperation=[1] * 12, conflict=[0] * 11 + [1], scaled=[1] * 12, goldstein=[0.0] * 12, total=[9] * 12)

    assert np.isnan(shift(days, [False] * 11 + [True]).conflict).all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"stories": [1.5, 1]}, "whole"),
        ({"conflict": [2, 0]}, "at most as many"),
        ({"total": [0, 5]}, "at most as many"),
        ({"goldstein": [11.0, 0]}, "-10 to 10"),
        ({"goldstein": [float("nan"), 0]}, "finite"),
        ({"cooperation": [1]}, "one length"),
    ],
)
def test_impossible_days_are_refused(wrong, said):
    right = {"stories": [1, 1], "cooperation": [1, 0], "conflict": [0, 1], "scaled": [1, 1], "goldstein": [1.0, -1.0], "total": [5, 5]}

    with pytest.raises(BadValue, match=said):
        Days(**{**right, **wrong})


def test_periods_that_do_not_fit_are_refused():
    days = drawn(np.random.default_rng(1), 4, 3.0)

    for period, periods in (([0, 0, 0], None), ([0, -1, 0, 0], None), ([0, 1, 2, 3], 3)):
        with pytest.raises(BadValue):
            balance(days, period, periods)
    with pytest.raises(BadValue):
        shift(days, [True] * 4)
