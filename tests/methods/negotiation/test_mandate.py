"""Weights from rankings that a known mandate gave, and what offers tell of a known floor."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.negotiation import elicit, leak


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 5))
def test_the_true_weights_are_never_ruled_out(seed: int, issues: int) -> None:
    chance = np.random.default_rng(seed)
    truth, cards = chance.dirichlet(np.ones(issues)), chance.random((12, issues))
    found = elicit(cards, ranking=np.argsort(-(cards @ truth)).tolist(), draws=500)

    assert found.inconsistent == ()
    assert (found.least <= truth + 1e-7).all()
    assert (found.most >= truth - 1e-7).all()
    assert found.central.sum() == pytest.approx(1)
    assert (found.least - 1e-7 <= found.low).all()
    assert (found.low <= found.central).all()
    assert (found.central <= found.high).all()
    assert (found.high <= found.most + 1e-7).all()


def test_more_answers_leave_less_open() -> None:
    chance = np.random.default_rng(4)
    truth, cards = np.array([0.5, 0.3, 0.15, 0.05]), chance.random((20, 4))
    order = np.argsort(-(cards @ truth)).tolist()
    few, many = elicit(cards, ranking=order[::5]), elicit(cards, ranking=order)

    assert (many.most - many.least).sum() < (few.most - few.least).sum() / 2
    assert np.abs(many.central - truth).max() < 0.05


def test_an_order_of_three_issues_has_the_known_middle() -> None:
    """Where w1 >= w2 >= w3 the mean of all weights is (11, 5, 2) / 18: the rank-order centroid."""
    found = elicit(np.eye(3), ranking=[0, 1, 2], draws=20_000)

    assert found.central == pytest.approx(np.array([11, 5, 2]) / 18, abs=0.01)


def test_contradictions_are_named_and_left_out() -> None:
    found = elicit(np.eye(3), ranking=[0, 1, 2], pairs=[(2, 0), (0, 2)])

    assert found.inconsistent
    assert set(found.inconsistent) <= {(0, 1), (1, 2), (2, 0), (0, 2)}
    assert found.answers == 4 - len(found.inconsistent)
    assert found.central.sum() == pytest.approx(1)
    assert elicit([[0.2, 0.9], [0.1, 0.8], [0.9, 0.1]], ranking=[1, 0, 2]).inconsistent == ((1, 0),)


def test_dominated_cards_say_nothing_and_one_issue_is_all() -> None:
    assert elicit([[1, 1], [0, 0]], ranking=[0, 1]).most.tolist() == [1, 1]
    assert elicit([[1], [0]], ranking=[0, 1]).central.tolist() == [1]
    assert elicit([[1, 0.5], [0, 0]], ranking=[1, 0]).inconsistent == ((1, 0),)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"ranking": [0]},
        {"ranking": [0, 0]},
        {"ranking": [0, 1, 0]},
        {"ranking": [0, 5]},
        {"pairs": [(1, 1)]},
        {"pairs": [(0, 1, 2)]},
        {"ranking": [0, 1], "draws": 0},
    ],
)
def test_bad_answers_are_named(more: dict) -> None:
    with pytest.raises(BadValue):
        elicit(np.eye(3), **more)


@pytest.mark.parametrize("cards", [[], [1, 2], [[2, 0], [0, 1]], [[np.nan, 0], [0, 1]]])
def test_bad_cards_are_named(cards: list) -> None:
    with pytest.raises(BadValue, match="cards"):
        elicit(cards, ranking=[0, 1])


def test_offers_of_the_model_reveal_its_floor() -> None:
    times = np.linspace(0.05, 0.9, 12)
    offers = 1 - (1 - 0.4) * times**2
    found = leak(offers, times, lowest=0, highest=1)

    assert found.low <= 0.4 <= found.high
    assert found.high <= found.ceiling == offers.min()
    widths = found.after_offer[:, 2] - found.after_offer[:, 0]
    assert widths[-1] < widths[0] / 3


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.floats(1, 50))
def test_the_floor_is_never_above_an_offer_and_follows_the_scale(offers: list[float], scale: float) -> None:
    times = np.linspace(0, 1, len(offers) + 1)[1:]
    found = leak(offers, times, lowest=0, highest=1, candidates=[0.5])
    scaled = leak(np.array(offers) * scale + 3, times, lowest=3, highest=3 + scale, candidates=[0.5 * scale + 3])

    assert 0 <= found.low <= found.median <= found.high <= found.ceiling
    assert (found.after_offer <= np.minimum.accumulate(offers)[:, None]).all()
    assert found.after_next[0, 2] <= min(0.5, found.ceiling)
    assert scaled.median == pytest.approx(found.median * scale + 3, abs=1e-2 * scale)


@pytest.mark.parametrize(
    ("offers", "times", "more"),
    [
        ([], [], {}),
        ([0.5], [0.1, 0.2], {}),
        ([1.5], [0.1], {}),
        ([float("nan")], [0.1], {}),
        ([0.5, 0.4], [0.3, 0.2], {}),
        ([0.5], [1.2], {}),
        ([0.5], [0.5], {"now": 0.4}),
        ([0.5], [0.5], {"noise": 0}),
        ([0.5], [0.5], {"candidates": [-1]}),
        ([0.5], [0.5], {"lowest": 1, "highest": 1}),
    ],
)
def test_bad_offers_are_named(offers: list, times: list, more: dict) -> None:
    with pytest.raises(BadValue):
        leak(offers, times, **{"lowest": 0, "highest": 1, **more})
