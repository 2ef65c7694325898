"""Who would leave: against drawing positions from the range, with reflection, and with what is not known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.coalition import leaving

POINT = st.floats(0, 100)
WHOLE = st.integers(0, 100)


@given(st.tuples(POINT, POINT, POINT).map(sorted), POINT, POINT)
def test_the_share_is_that_of_positions_drawn_from_the_range(range_, text: float, other: float) -> None:
    low, value, high = range_
    found = leaving([value], text, other, low=[low], high=[high])

    z = np.random.default_rng(0).standard_normal(20_000)
    drawn = value + np.where(z < 0, value - low, high - value) / 1.2815515655446004 * z
    prefers = np.abs(drawn - text) > np.abs(drawn - other) + 1e-9
    near = np.abs(np.abs(drawn - text) - np.abs(drawn - other)) <= 1e-6
    assert prefers.mean() - 0.015 <= found.share[0] <= (prefers | near).mean() + 0.015
    assert (found.reasons[0] == ("text",)) == (abs(value - text) > abs(value - other))


@settings(deadline=None)
@given(st.lists(st.tuples(WHOLE, WHOLE, WHOLE).map(sorted), min_size=1, max_size=6), WHOLE, WHOLE)
def test_the_scale_turned_round_is_the_same(ranges, text: int, other: int) -> None:
    low, value, high = np.array(ranges, float).T
    one, two = (
        leaving(value, text, other, low=low, high=high),
        leaving(100 - value, 100 - text, 100 - other, low=100 - high, high=100 - low),
    )

    assert two.worse == pytest.approx(one.worse)
    clear = np.abs(value - (text + other) / 2) > 1e-6
    assert two.share[clear] == pytest.approx(one.share[clear], abs=1e-6)


def test_every_reason_and_who_has_most_comes_first() -> None:
    found = leaving(
        [80, 20, 60, np.nan, 90],
        80,
        [10, 10, 90, 10, 10],
        salience=[50, 50, np.nan, 50, 50],
        red_line=[[np.nan, 70], [np.nan, 50], [np.nan, np.nan], [np.nan, np.nan], [60, 100]],
        inside=[0.9, 0.4, np.nan, 0.2, 0.7],
        outside=[0.5, 0.8, np.nan, 0.6, 0.7],
    )

    assert found.reasons == (("red_line",), ("text", "red_line", "votes"), (), ("votes",), ())
    assert found.order == (1, 0, 3)
    assert found.stake[1] == 25
    assert np.isnan(found.worse[3]) and np.isnan(found.stake[2]) and np.isnan(found.pull[2])
    assert np.isnan(found.share).all(), "no range, no share"


def test_a_range_without_width_is_sure() -> None:
    found = leaving([20, 50, 80], 90, 10, low=[20, 50, 80], high=[20, 50, 80])

    assert found.share.tolist() == [1, 0.5, 0]
    assert leaving([20], 40, 40, low=[10], high=[30]).share.tolist() == [0]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: leaving([], 50, 10), "position"),
        (lambda: leaving([101], 50, 10), "position of member 0"),
        (lambda: leaving([50], 500, 10), "text"),
        (lambda: leaving([50], 50, [1, 2]), "alternative"),
        (lambda: leaving([50], 50, 10, low=[60], high=[70]), "range of member 0"),
        (lambda: leaving([50], 50, 10, inside=[2]), "inside of member 0"),
        (lambda: leaving([50], 50, 10, red_line=[[80, 20]]), "red_line"),
    ],
)
def test_what_cannot_be_is_named(make, words) -> None:
    with pytest.raises(BadValue) as error:
        make()

    assert words in str(error.value)
