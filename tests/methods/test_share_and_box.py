"""An interval for a counted share against its definition, and what of an outline lies within a rectangle."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.bargaining.plane import area, within
from legation.methods.share import TEST, share_interval


def test_the_published_interval() -> None:
    # Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3: 81/263, 15/148, 0/20, 1/29
    for count, of, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
        assert share_interval(count, of, TEST) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_its_ends_are_the_shares_from_which_the_count_is_just_likely_enough(case: tuple[int, int]) -> None:
    count, of = case
    low, high = share_interval(count, of, TEST)

    assert 0 <= low <= count / of <= high <= 1 and high - low > 0
    for end in (low, high):
        if 0 < end < 1:
            assert abs(count / of - end) == pytest.approx(1.959963984540054 * math.sqrt(end * (1 - end) / of), rel=1e-6)
    assert share_interval(of - count, of, TEST) == pytest.approx((1 - high, 1 - low))


def test_a_count_that_cannot_be_is_named() -> None:
    with pytest.raises(BadValue, match="count"):
        share_interval(3, 2)


@given(st.floats(-30, 130), st.floats(-30, 130), st.floats(1, 80))
def test_a_square_cut_by_the_scales_has_the_area_that_is_left(x: float, y: float, side: float) -> None:
    square = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    left = max(0.0, min(100.0, x + side) - max(0.0, x)) * max(0.0, min(100.0, y + side) - max(0.0, y))

    assert area(within(square, (0, 0), (100, 100))) == pytest.approx(left, abs=1e-6)
    assert area(square) == pytest.approx(side * side)


def test_parts_that_the_edge_separates_count_both() -> None:
    fork = [(50, 90), (10, 120), (0, 50), (10, 50), (20, 95), (80, 95), (90, 50), (100, 50), (90, 120)]
    inside = within(fork, (0, 0), (100, 60))

    assert area(inside) == pytest.approx(sum(area(within(fork, low, high)) for low, high in (((0, 0), (50, 60)), ((50, 0), (100, 60)))))
    assert all(0 <= x <= 100 and 0 <= y <= 60 for x, y in inside)
