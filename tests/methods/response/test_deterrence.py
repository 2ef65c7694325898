"""Deterrence: edges by hand, the share against drawing, and that a dearer or likelier answer never deters less."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.response import Threat, deterrence

TENTHS = st.integers(0, 200).map(lambda x: x / 10)
RANGES = st.tuples(TENTHS, TENTHS).map(sorted).map(tuple)
BELIEFS = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted).map(lambda pair: (pair[0] / 100, pair[1] / 100))


def one(benefit, effort, cost, belief, **more):
    return deterrence(benefit, effort, [Threat(id="x", cost=cost, belief=belief, **more)])[0]


def drawn(benefit, effort, cost, belief, count=200_000) -> float:
    rng = np.random.default_rng(7)
    b, k, c, p = (rng.uniform(*ends, count) for ends in (benefit, effort, cost, belief))
    return float((p * c + k > b).mean())


@pytest.mark.parametrize(
    "box",
    [
        ((4, 6), (1, 1), (8, 10), (0.2, 0.8)),
        ((0, 10), (0, 3), (0, 20), (0, 1)),
        ((5, 5), (0, 0), (10, 10), (0, 1)),
        ((5, 5), (0, 4), (10, 10), (0.3, 0.3)),
        ((0, 1e-9), (0, 0), (0, 1), (0, 1)),
        ((-3, 2), (0, 1), (0, 2), (0, 0.5)),
        ((2, 8), (1, 2), (0, 40), (0.0, 0.05)),
    ],
)
def test_the_share_is_that_of_drawn_points(box) -> None:
    assert one(*box).share == pytest.approx(drawn(*box), abs=0.005)


def test_a_belief_alone_in_doubt_gives_a_share_by_hand() -> None:
    assert one((5, 5), (0, 0), (10, 10), (0, 1)).share == pytest.approx(0.5)
    assert one((5, 5), (1, 1), (10, 10), (0.2, 0.7)).share == pytest.approx(0.6)
    # b even on 0..10, p even on 0..1, c = 10: P(10 p > b) = 1/2
    assert one((0, 10), (0, 0), (10, 10), (0, 1)).share == pytest.approx(0.5)
    # c even on 0..1, p even on 0..1, b = 1/2: 1/2 - ln(2)/2
    assert one((0.5, 0.5), (0, 0), (0, 1), (0, 1)).share == pytest.approx(0.5 - np.log(2) / 2, abs=1e-9)


@given(RANGES, RANGES, RANGES, BELIEFS)
def test_the_edges_are_those_of_the_ranges(benefit, effort, cost, belief) -> None:
    found = one(benefit, effort, cost, belief)
    assert 0 <= found.share <= 1
    if found.all_above is not None and found.all_above < 1:
        p = (found.all_above + 1) / 2
        if p > found.all_above + 1e-6:
            assert one(benefit, effort, cost, (p, p)).verdict == "always"
    if found.none_below is not None and found.none_below > 0:
        p = found.none_below * 0.999
        assert one(benefit, effort, cost, (p, p)).verdict == "never"
    if found.none_below is None:
        assert one(benefit, effort, cost, (1, 1)).verdict == "never"


@given(RANGES, RANGES, RANGES, BELIEFS, TENTHS)
def test_a_dearer_answer_deters_no_less_and_a_larger_benefit_no_more(benefit, effort, cost, belief, more) -> None:
    found = one(benefit, effort, cost, belief)
    assert one(benefit, effort, (cost[0] + more, cost[1] + more), belief).share >= found.share - 1e-4
    assert one((benefit[0] + more, benefit[1] + more), effort, cost, belief).share <= found.share + 1e-4
    assert found.share >= found.without - 1e-4


def test_indifference_does_not_deter() -> None:
    assert one((5, 5), (0, 0), (5, 5), (1, 1)).verdict == "never"
    assert one((5, 5), (0, 0), (5.001, 5.001), (1, 1)).verdict == "always"


def test_a_threat_that_costs_us_more_than_it_is_worth_is_not_credible() -> None:
    ranges = ((1, 2), (0, 0), (9, 9), (1, 1))
    assert one(*ranges, worth=(3, 4), price=(1, 2)).credible == "always"
    assert one(*ranges, worth=(1, 2), price=(2, 4)).credible == "never"
    assert one(*ranges, worth=(1, 3), price=(2, 4)).credible == "depends"
    assert one(*ranges).credible == ""


@pytest.mark.parametrize(
    "box",
    [
        ((6, 4), (1, 1), (8, 10), (0.2, 0.8)),
        ((4, 6), (-1, 1), (8, 10), (0.2, 0.8)),
        ((4, 6), (1, 1), (-8, 10), (0.2, 0.8)),
        ((4, 6), (1, 1), (8, 10), (0.2, 1.8)),
        ((4, float("inf")), (1, 1), (8, 10), (0.2, 0.8)),
        ((4, 6), (1, 1), (8, float("nan")), (0.2, 0.8)),
        ((4, 6, 7), (1, 1), (8, 10), (0.2, 0.8)),
        ((4, True), (1, 1), (8, 10), (0.2, 0.8)),
    ],
)
def test_ranges_that_are_none_are_refused(box) -> None:
    with pytest.raises(BadValue, match="must be"):
        one(*box)
