"""The cheapest coalitions against trying every change of every member."""

from __future__ import annotations

import importlib
import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.rule_trees import rules

from legation.errors import BadValue
from legation.methods.coalition import cheapest, cheapest_blocking
from legation.methods.rule import at_least, eu_council, quota, security_council, share_of_voting
from legation.methods.rule.tree import VOTES, holds, members_of

WAYS = ("yes", "no", "abstain", "absent")


@given(rules(), st.data())
def test_equal_to_trying_everything(rule, data) -> None:
    members = members_of(rule)
    cast = {name: data.draw(st.sampled_from(WAYS)) for name in members}
    cost = {
        name: data.draw(st.dictionaries(st.sampled_from(WAYS), st.integers(0, 9).map(float), max_size=2))
        for name in data.draw(st.lists(st.sampled_from(members), unique=True, max_size=4))
    }
    for search, wanted in ((cheapest, True), (cheapest_blocking, False)):
        ways = [[(None, 0.0), *((vote, price) for vote, price in to.items() if vote != cast[name])] for name, to in cost.items()]
        tried = [
            (sum(price for _, price in some), {name: vote for name, (vote, _) in zip(cost, some, strict=True) if vote})
            for some in itertools.product(*ways)
        ]
        enough = [(price, made) for price, made in tried if holds(rule, cast | made) is wanted]
        found = search(rule, cost, votes=cast, best=3)
        if not enough:
            assert not found.coalitions
            continue
        first = found.coalitions[0]
        assert first.cost == pytest.approx(min(price for price, _ in enough), abs=1e-6)
        assert found.proven
        for one in found.coalitions:
            assert holds(rule, cast | one.votes) is wanted
            assert not any(holds(rule, cast | {k: v for k, v in one.votes.items() if k != name}) is wanted for name in one.votes)
        for name, regret in found.regret.items():
            others = [price for price, made in enough if name not in made]
            assert regret == pytest.approx(min(others) - first.cost if others else math.inf, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_proven_is_proven_where_costs_are_large_and_nearly_equal(seed: int) -> None:
    random = np.random.default_rng(seed)
    weights = {f"m{k}": int(w) for k, w in enumerate(random.integers(5000, 9999, 11))}
    cost = {name: 1e5 + weight + float(random.integers(0, 40)) for name, weight in weights.items()}
    needed = sum(weights.values()) * 6 // 10
    sets = (some for size in range(12) for some in itertools.combinations(weights, size))
    least = min(sum(cost[name] for name in some) for some in sets if sum(weights[name] for name in some) >= needed)
    found = cheapest(quota(weights, needed), cost, best=1)

    assert found.proven and found.coalitions[0].cost == pytest.approx(least, abs=1e-3, rel=0)


def test_a_no_becomes_an_abstention_and_an_absent_friend_comes_in() -> None:
    rule = share_of_voting("1/2", "ABCDE", strict=True)
    votes = {"A": "yes", "B": "yes", "C": "no", "D": "no", "E": "absent"}
    found = cheapest(rule, {"C": {"yes": 5, "abstain": 2}, "D": {"abstain": 3}, "E": {"yes": 1}}, votes=votes)

    assert [(one.votes, one.cost) for one in found.coalitions] == [
        ({"E": "yes"}, 1.0),
        ({"C": "abstain"}, 2.0),
        ({"D": "abstain"}, 3.0),
        ({"C": "yes"}, 5.0),
    ]
    assert found.regret == {"E": 1.0}


def test_a_large_coalition_is_weighed_where_it_costs_most() -> None:
    rule = at_least(70, [f"m{k}" for k in range(80)])
    found = cheapest(rule, {f"m{k}": float(k) for k in range(80)}, best=1)

    assert found.coalitions[0].cost == sum(range(70))
    assert found.regret == {f"m{k}": 70.0 - k for k in range(30, 70)}


def test_of_very_many_members_fewer_regrets_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {f"m{k}": float(9 - k) for k in range(8)}
    whole = cheapest(quota(dict.fromkeys(costs, 1), 4), costs)
    monkeypatch.setattr(importlib.import_module("legation.methods.coalition.cheapest"), "_SEARCHED", 16)  # two searches among eight
    fewer = cheapest(quota(dict.fromkeys(costs, 1), 4), costs)

    assert fewer.coalitions == whole.coalitions
    assert len(whole.regret) == 4
    assert fewer.regret == {name: whole.regret[name] for name in ("m4", "m5")}


def test_one_veto_is_the_cheapest_block() -> None:
    rule = security_council("PQRST", "ABCDEFGHIJ")
    found = cheapest_blocking(rule, dict.fromkeys("PABCDEFGHIJ", 1.0), best=1)

    assert found.coalitions[0].votes == {"P": "no"}
    assert cheapest_blocking(rule, dict.fromkeys("ABCDEFGHIJ", 1.0), best=1).coalitions[0].cost == 7


def test_blocking_the_council_takes_four() -> None:
    people = {f"M{number:02}": 10 + number**3 for number in range(20)}
    found = cheapest_blocking(eu_council(people), dict.fromkeys(people, 1.0), best=2)

    assert [len(one.votes) for one in found.coalitions] == [4, 4]
    assert "M19" in found.coalitions[0].votes


@pytest.mark.parametrize(
    ("cost", "best", "words"),
    [
        ({"A": -1}, 1, "cost of A"),
        ({"A": float("nan")}, 1, "cost of A"),
        ({"C": 1}, 1, "got 'C'"),
        ({"A": {"perhaps": 1}}, 1, VOTES[0]),
        ({"A": 1}, 0, "1 or more"),
    ],
)
def test_what_cannot_be_is_named(cost, best, words) -> None:
    with pytest.raises(BadValue) as error:
        cheapest(quota({"A": 1, "B": 1}, 2), cost, best=best)

    assert words in str(error.value)
