"""The bounds of regret against every corner of the ranges, and against the exact method where ranges are points."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.scenario import minimax_regret, regret_ranges

SHAPES = ((1, 3), (2, 2), (2, 3), (3, 2), (4, 1), (3, 3))


def corners(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the worth at every corner of the ranges: each cell at one of its ends."""
    ends = np.array(list(itertools.product((0, 1), repeat=low.size)), bool).reshape(-1, *low.shape)
    return np.where(ends, high, low)


def drawn(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    shape = SHAPES[random.integers(len(SHAPES))]
    low = random.integers(-5, 6, shape).astype(float)
    return low, low + random.integers(0, 5, shape) * (random.random(shape) < 0.7)


def test_bounds_are_those_of_all_corners_in_two_thousand_models() -> None:
    random = np.random.default_rng(28)
    for _ in range(2000):
        low, high = drawn(random)
        worth = corners(low, high)
        largest = (worth.max(axis=1, keepdims=True) - worth).max(axis=2)
        found = regret_ranges(low, high)
        np.testing.assert_array_equal(found.least, largest.min(axis=0))
        np.testing.assert_array_equal(found.largest, largest.max(axis=0))
        best_somewhere = set(np.flatnonzero((largest == largest.min(axis=1, keepdims=True)).any(axis=0)).tolist())
        assert not best_somewhere & set(found.ruled_out)
        always = set(np.flatnonzero((largest == largest.min(axis=1, keepdims=True)).all(axis=0)).tolist())
        assert set(found.surely_best) <= always
        others = [np.delete(found.least, p) for p in range(len(low))]
        assert found.ruled_out == tuple(p for p in range(len(low)) if found.least[p] > found.largest.min())
        assert found.surely_best == tuple(p for p, rest in enumerate(others) if all(found.largest[p] <= one for one in rest))


@given(st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(st.floats(-1e6, 1e6), min_size=n, max_size=n), min_size=1, max_size=6)))
def test_points_have_the_regret_of_the_exact_method(payoff: list[list[float]]) -> None:
    found, exact = regret_ranges(payoff, payoff), minimax_regret(payoff)
    np.testing.assert_array_equal(found.least, exact.largest)
    np.testing.assert_array_equal(found.largest, exact.largest)
    assert set(found.surely_best) == set(exact.best)
    assert set(found.ruled_out) == set(range(len(payoff))) - set(exact.best)


@given(st.integers(0, 2**32 - 1))
def test_a_wider_range_rules_out_no_more(seed: int) -> None:
    random = np.random.default_rng(seed)
    low, high = drawn(random)
    wider = random.integers(0, 3, low.shape)
    narrow, wide = regret_ranges(low, high), regret_ranges(low - wider, high + wider)
    assert (wide.least <= narrow.least).all()
    assert (wide.largest >= narrow.largest).all()
    assert set(wide.ruled_out) <= set(narrow.ruled_out)
    assert set(wide.surely_best) <= set(narrow.surely_best)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ([], [], "low must be"),
        ([[1.0]], [[float("nan")]], "high must be"),
        ([[float("-inf")]], [[1.0]], "low must be"),
        ([1.0, 2.0], [1.0, 2.0], "low must be"),
        ([["x"]], [[1.0]], "low must be"),
        ([[1.0], [1.0, 2.0]], [[1.0]], "low must be"),
        ([[1.0, 2.0]], [[1.0]], "one shape"),
        ([[0.0, 3.0]], [[0.0, 2.0]], "plan 0 in scenario 1 must be low to high [(]got 3 to 2[)]"),
    ],
)
def test_bad_tables_are_refused(low: object, high: object, told: str) -> None:
    with pytest.raises(BadValue, match=told):
        regret_ranges(low, high)  # type: ignore[arg-type]


def test_where_the_largest_regret_may_be_is_told_for_each_plan() -> None:
    found = regret_ranges([[4, 4], [0, 5], [0, 0]], [[6, 5], [2, 9], [1, 1]])

    assert found.at == ((1,), (0,), (1,))
    assert regret_ranges([[1, 1], [1, 1]], [[1, 1], [1, 1]]).at == ((0, 1), (0, 1))
