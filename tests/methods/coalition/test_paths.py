"""Probability, effects and the path against counting every drawing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.rule_trees import rules

from legation.errors import BadValue
from legation.methods.coalition import paths_to_pass
from legation.methods.rule import quota, security_council, share_of_members, share_of_voting
from legation.methods.rule.tree import holds, members_of

WORDS = ("absent", "yes", "abstain", "no")


def share(rule, members, votes, aim, **turned) -> float:
    """Return the share of drawings with our outcome, some members turned."""
    passed = [holds(rule, {**{name: WORDS[code] for name, code in zip(members, row, strict=True)}, **turned}) for row in votes.tolist()]
    return float(np.mean(passed if aim == "adopt" else [not one for one in passed]))


@given(rules(), st.integers(0, 2**32 - 1), st.sampled_from(["adopt", "defeat"]))
def test_equal_to_counting_every_drawing(rule, seed, aim) -> None:
    members = members_of(rule)
    votes = np.random.default_rng(seed).integers(0, 4, (40, len(members))).astype(np.int8)
    found = paths_to_pass(rule, members, votes, aim=aim, steps=3)
    assert found.probability == share(rule, members, votes, "adopt")
    assert found.low <= found.probability <= found.high
    for name in members:
        with_yes = share(rule, members, votes, "adopt", **{name: "yes"})
        assert found.yes[name] == pytest.approx(with_yes)
        assert found.effect[name] == pytest.approx(with_yes - share(rule, members, votes, "adopt", **{name: "no"}))
    vote, turned, ours = "yes" if aim == "adopt" else "no", {}, share(rule, members, votes, aim)
    for step in found.path:
        others = [name for name in members if name not in turned]
        best = max(share(rule, members, votes, aim, **turned, **{name: vote}) for name in others)
        turned[step.member] = vote
        assert step.probability == pytest.approx(best)
        assert step.probability == pytest.approx(share(rule, members, votes, aim, **turned))
        assert step.probability >= ours
        ours = step.probability


def test_a_permanent_member_decides_more_than_an_elected_one() -> None:
    permanent, elected = ["P1", "P2", "P3", "P4", "P5"], [f"E{i}" for i in range(1, 11)]
    rng = np.random.default_rng(1)
    votes = rng.choice([1, 2, 3], p=[0.8, 0.15, 0.05], size=(4000, 15)).astype(np.int8)
    found = paths_to_pass(security_council(permanent, elected), [*permanent, *elected], votes)
    assert found.effect["P1"] > 0.5 > 5 * found.effect["E1"]
    assert {step.member for step in found.path[:5]} == set(permanent)


def test_signal_tells_of_the_others_where_effect_does_not() -> None:
    """Two who always vote alike, and two who toss coins: what one of the pair does says what the other does."""
    rng = np.random.default_rng(2)
    pair, coins = rng.integers(0, 2, (2000, 1)), rng.integers(0, 2, (2000, 2))
    votes = np.where(np.hstack([pair, pair, coins]), 1, 3)
    found = paths_to_pass(share_of_members("ABCD", "1/2", strict=True), "ABCD", votes)
    assert found.signal["A"] == found.signal["B"] > found.effect["A"] + 0.2
    assert found.signal["C"] == pytest.approx(found.effect["C"], abs=0.05)
    always = paths_to_pass(share_of_members("AB", "1/2"), "AB", np.ones((100, 2), int))
    assert math.isnan(always.signal["A"])


def test_a_path_goes_on_where_one_vote_changes_nothing_yet() -> None:
    found = paths_to_pass(quota(dict.fromkeys("ABCDE", 1), 3), "ABCDE", [[3] * 5] * 10, steps=4, open_to="BDE")
    assert [(step.member, step.probability) for step in found.path] == [("B", 0.0), ("D", 0.0), ("E", 1.0)]
    assert paths_to_pass(quota(dict.fromkeys("ABCDE", 1), 3), "ABCDE", [[1] * 5] * 10).path == ()


def test_the_interval_of_the_margin_holds_its_share() -> None:
    votes = np.where(np.random.default_rng(3).random((5000, 101)) < 0.6, 1, 3)
    found = paths_to_pass(share_of_voting("1/2", strict=True), [str(i) for i in range(101)], votes, steps=0)
    margin = 2 * (votes == 1).sum(axis=1) - 101
    assert 0.88 <= ((margin >= found.margin_low) & (margin <= found.margin_high)).mean() <= 0.95
    assert found.margin == pytest.approx(margin.mean())
    assert found.path == ()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"aim": "win"}, "aim"),
        ({"level": 1.0}, "level"),
        ({"steps": -1}, "steps"),
        ({"open_to": ["X"]}, "'X'"),
        ({"codes": ("absent", "no")}, "yes and no"),
        ({"votes": np.zeros((0, 3), int)}, "none"),
        ({"votes": [[1, 1]]}, "each of 3"),
        ({"members": "ABB"}, "differ"),
    ],
)
def test_bad_input(change, named) -> None:
    given = {"rule": share_of_voting("1/2", strict=True), "members": "ABC", "votes": [[1, 2, 3]]} | change
    with pytest.raises(BadValue, match=named):
        paths_to_pass(given.pop("rule"), given.pop("members"), given.pop("votes"), **given)
