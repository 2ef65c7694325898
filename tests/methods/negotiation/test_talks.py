"""Simulated talks: what is agreed is really accepted, and the same seed gives the same talks."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.negotiation import DELEGATES, Domain, alternating_offers, frontier, single_text, table_of
from legation.methods.rule import quota

CHANCE = np.random.default_rng(7)
TWO = Domain(scores=CHANCE.integers(0, 30, (4, 2, 4)), reservation=[40, 40], discount=[0.5, 1])
THREE = Domain(scores=CHANCE.integers(0, 30, (4, 3, 4)), reservation=[35, 35, 35], party_names=["A", "B", "C"])


@pytest.mark.parametrize("kinds", list(itertools.product(DELEGATES, repeat=2)))
def test_what_is_agreed_is_below_nobodys_floor(kinds: tuple[str, str]) -> None:
    table = table_of(TWO)
    first, again = (alternating_offers(table, kinds, steps=60, seed=3) for _ in range(2))

    assert first.moves == again.moves
    assert first.package == again.package
    if first.package is not None:
        assert first.rational
        assert (first.utilities >= TWO.reservation - 1e-9).all()
        assert first.utilities.tolist() == TWO.utilities(first.package)[0].tolist()
        assert first.moves[-1].agreed
        assert first.moves[-1].package == first.package
        on_it = (np.abs(frontier(TWO).utilities - first.utilities).max(axis=1) < 1e-9).any()
        assert (first.distance == 0) == on_it
    else:
        assert (first.step, first.rational) == (60, False)
        assert np.isnan(first.distance)


def test_who_concedes_later_gets_more() -> None:
    table = table_of(TWO)
    hard, soft = (alternating_offers(table, [kind, "linear"], steps=200).utilities[0] for kind in ("boulware", "conceder"))

    assert hard > soft


def test_time_costs_what_the_discount_says() -> None:
    found = alternating_offers(TWO, ["boulware", "boulware"], steps=50)

    assert found.discounted.tolist() == pytest.approx((found.utilities * np.array([0.5 ** (found.step / 50), 1])).tolist())


def test_three_parties_must_all_accept() -> None:
    found = alternating_offers(THREE, ["linear", "conceder", "boulware"], steps=100)

    assert found.rational
    assert found.moves[-1].party != found.moves[-2].party


def test_no_deal_where_nobody_can_agree() -> None:
    split = Domain(scores=[[[1, 0], [0, 1]]], reservation=[0.6, 0.6])
    for kinds in itertools.product(DELEGATES, repeat=2):
        assert alternating_offers(split, kinds, steps=20).package is None
        assert alternating_offers(Domain(scores=split.scores, reservation=[0, 2]), kinds, steps=20).package is None


def test_a_delegate_of_ones_own() -> None:
    found = alternating_offers(TWO, [DELEGATES["conceder"], "linear"], steps=40)

    assert found.package == alternating_offers(TWO, ["conceder", "linear"], steps=40).package


@pytest.mark.parametrize(
    ("kinds", "more", "said"),
    [
        (["linear"], {}, "each of 2 parties"),
        ("linear", {}, "each of 2 parties"),
        (["linear", "kind"], {}, "got 'kind'"),
        (["linear", "linear"], {"steps": 0}, "steps"),
        (["linear", "linear"], {"seed": -1}, "seed"),
    ],
)
def test_bad_calls_are_named(kinds: object, more: dict, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        alternating_offers(TWO, kinds, **more)


def test_talks_on_too_many_packages_are_refused() -> None:
    with pytest.raises(BadValue, match="at most 1000000"):
        alternating_offers(Domain(scores=[[range(11), range(11)]] * 6), ["linear", "linear"])


def test_a_single_text_never_gets_worse_for_climbers() -> None:
    start = np.unravel_index(int(np.argmin(np.add(*table_of(TWO).utilities))), TWO.sizes)
    found = single_text(TWO, start=start, steps=300, seed=2)
    carried = [move.package for move in found.moves if move.agreed]
    worth = TWO.utilities([start, *carried])

    assert carried
    assert (np.diff(worth, axis=0) >= 0).all()
    assert found.moves == single_text(TWO, start=start, steps=300, seed=2).moves


def test_annealers_leave_where_climbers_are_stuck() -> None:
    stuck = Domain(scores=[[[6, 0], [0, 1]], [[0, 1], [6, 0]]])
    tries = range(20)

    assert {single_text(stuck, start=[1, 1], seed=seed).package for seed in tries} == {(1, 1)}
    assert (0, 0) in {single_text(stuck, ["annealer"] * 2, start=[1, 1], seed=seed).package for seed in tries}


def test_a_rule_carries_over_one_party() -> None:
    """Two of three want the first option; the third loses and is outvoted."""
    domain = Domain(scores=[[[1, 0], [1, 0], [0, 1]]], party_names=["A", "B", "C"])
    majority = quota({"A": 1, "B": 1, "C": 1}, 2)

    assert single_text(domain, start=[1], rule=majority, steps=20).package == (0,)
    assert single_text(domain, start=[1], steps=20).package == (1,)


def test_a_text_below_a_floor_is_not_signed() -> None:
    found = single_text(Domain(scores=[[[1, 0], [0, 1]]], reservation=[1, 1]), start=[0], steps=5)

    assert found.package is None
    assert len(found.moves) == 5


@pytest.mark.parametrize("more", [{"voters": ["climber"]}, {"voters": ["x"] * 3}, {"heat": 2}, {"steps": 0}, {"start": [9, 0, 0, 0]}])
def test_bad_calls_on_a_text_are_named(more: dict) -> None:
    with pytest.raises(BadValue):
        single_text(THREE, **more)
