"""Share of voice: by hand, a loud source counts once, intervals cover, missing sources are named, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import stdtrit

from legation.errors import BadValue
from legation.methods.debate import share_of_voice
from legation.methods.debate.voice import _t


def test_both_estimators_by_hand() -> None:
    counts, totals = [[[6, 2]], [[10, 30]]], [[20], [1000]]
    rates = share_of_voice(counts, totals)
    assert rates.rate[0] == pytest.approx([(0.3 + 0.01) / 2, (0.1 + 0.03) / 2])
    assert rates.share[0] == pytest.approx([0.31 / 0.44, 0.13 / 0.44]) and rates.few
    assert share_of_voice(counts, totals, estimator="shares").share[0] == pytest.approx([(0.75 + 0.25) / 2, 0.5])


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 50))
def test_who_publishes_more_of_the_same_counts_no_more(seed: int, times: int) -> None:
    rng = np.random.default_rng(seed)
    totals = rng.integers(10, 100, (5, 2))
    counts = rng.binomial(totals[..., None], rng.uniform(0, 0.5, (5, 2, 3)))
    counts[0, :, 0] = 1
    louder = np.array([times, 1, 1, 1, 1])
    for estimator in ("rates", "shares"):
        plain = share_of_voice(counts, totals, estimator=estimator, draws=100)
        loud = share_of_voice(counts * louder[:, None, None], totals * louder[:, None], estimator=estimator, draws=100)
        assert loud.share == pytest.approx(plain.share)
        assert plain.share.sum(axis=1) == pytest.approx(1) and (plain.low <= plain.share).all() and (plain.share <= plain.high).all()
        order = [2, 0, 1]
        assert share_of_voice(counts[..., order], totals, estimator=estimator, draws=100).share == pytest.approx(plain.share[:, order])


def test_missing_sources_are_named_and_silent_periods_have_no_share() -> None:
    counts = np.array([[[1, 3], [0, 0]], [[2, 2], [np.nan, np.nan]], [[4, 0], [0, 0]]])
    found = share_of_voice(counts, [[10, 10], [10, 10], [0, 10]], draws=100)
    assert found.missing == ((1, 1), (2, 0)) and found.sources.tolist() == [2, 2]
    assert found.share[0] == pytest.approx([3 / 8, 5 / 8]) and np.isnan(found.share[1]).all() and np.isnan(found.low[1]).all()


def test_one_source_says_nothing_of_others() -> None:
    found = share_of_voice([[[30, 10]]], [[100]], draws=100)
    assert found.share[0] == pytest.approx([0.75, 0.25]) and found.low[0].tolist() == [0, 0] and found.high[0].tolist() == [1, 1]


def test_intervals_cover_over_sources() -> None:
    """Sources of different size and taste, the truth being their mean rate; 12 of them are seen."""
    rng = np.random.default_rng(1)
    inside = []
    for seed in range(25):
        rate = rng.beta(4, 60, (12, 2)) * [1.5, 1.0]
        totals = rng.integers(50, 2000, (12, 1))
        found = share_of_voice(rng.binomial(totals[..., None], rate[:, None, :]), totals, draws=100, seed=seed)
        inside.append(found.low[0, 0] <= 0.6 <= found.high[0, 0])
        assert not found.few
    assert np.mean(inside) >= 0.8


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: share_of_voice([[1]], [[2]]), "shapes .sources, periods, actors."),
        (lambda: share_of_voice([[[3]]], [[2]]), "got more"),
        (lambda: share_of_voice([[[-1]]], [[2]]), "whole numbers"),
        (lambda: share_of_voice([[[0.5]]], [[2]]), "whole numbers"),
        (lambda: share_of_voice([[[1]]], [[2]], estimator="fans"), "rates . shares"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()


@pytest.mark.parametrize("most", [1, 40, 41, 200])
def test_quantiles_are_those_of_scipy_to_the_last_bit(most: int) -> None:
    free = np.arange(1, most + 1)
    assert _t(free).tolist() == stdtrit(free, 0.975).tolist()
