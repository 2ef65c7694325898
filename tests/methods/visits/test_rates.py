"""Intervals of counts beside published ones, and the coverage of changes on simulated days."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from legation.errors import BadValue
from legation.methods.visits import count_interval, rate_change


def test_intervals_are_those_of_garwood() -> None:
    """Garwood (1936), as printed in Johnson, Kotz & Kemp, and by scipy's quantiles of chi-squared."""
    for count, low, high in ((0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390), (50, 37.11, 65.92)):
        assert count_interval(count) == pytest.approx((low, high), rel=2e-3)
    for count in (3, 700, 250_000):
        expected = (stats.chi2.ppf(0.05, 2 * count) / 2, stats.chi2.ppf(0.95, 2 * count + 2) / 2)
        assert count_interval(count, 0.9) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("waves", [0.0, 0.4])
def test_an_interval_of_a_change_covers_the_truth(waves: float) -> None:
    """Weeks that differ by a common factor make chance alone too narrow; the interval knows."""
    draw = np.random.default_rng(5)
    held = poisson = 0
    for _ in range(400):
        weeks = np.exp(draw.normal(0, waves, 26)).repeat(7) if waves else np.ones(182)
        days = draw.poisson(20 * weeks * np.where(np.arange(182) < 91, 1, 1.5))
        found = rate_change(days[:91], days[91:])
        assert found is not None
        held += found.low <= 1.5 <= found.high
        narrow = 1.96 * math.sqrt(1 / days[:91].sum() + 1 / days[91:].sum())
        poisson += abs(math.log(found.ratio / 1.5)) <= narrow
    assert 0.92 <= held / 400 <= 0.985
    assert waves == 0 or poisson / 400 < 0.6


def test_a_change_is_the_ratio_of_rates_and_days_that_are_not_known_count_nowhere() -> None:
    found = rate_change([4, math.nan, 6, 5], [10, 10, 10])
    assert found is not None
    assert (found.ratio, found.before, found.after, found.days_before, found.days_after, found.block) == (2.0, 5.0, 10.0, 3, 3, 1)
    assert found.low < 2 < found.high


def test_nothing_on_one_side_has_a_bound_on_the_other() -> None:
    found = rate_change([0] * 10, [5] * 10)
    assert found is not None
    assert found.direction == 1
    both = rate_change([0] * 5, [0] * 5)
    assert both is not None
    assert both.low < 1 < both.high
    assert rate_change([1, 2], [3] * 9) is None


@given(
    before=st.lists(st.integers(0, 500), min_size=3, max_size=40),
    after=st.lists(st.integers(0, 500), min_size=3, max_size=40),
)
def test_the_other_way_round_is_the_inverse(before: list[int], after: list[int]) -> None:
    one, other = rate_change(before, after), rate_change(after, before)
    assert one is not None
    assert other is not None
    assert one.low <= one.ratio <= one.high
    assert one.ratio * other.ratio == pytest.approx(1)
    assert one.low * other.high == pytest.approx(1)
    wider = rate_change(before, after, level=0.99)
    assert wider is not None
    assert wider.low <= one.low <= one.high <= wider.high


@pytest.mark.parametrize("bad", [[-1, 2, 3], [math.inf, 1, 2]])
def test_counts_below_zero_are_refused(bad: list[float]) -> None:
    with pytest.raises(BadValue, match="0 or more"):
        rate_change(bad, [1, 2, 3])
    with pytest.raises(BadValue, match="0 or more"):
        count_interval(bad[0])
    with pytest.raises(BadValue, match="level"):
        rate_change([1, 2, 3], [1, 2, 3], level=1)
