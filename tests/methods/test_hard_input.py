"""What people of other programs hand over: numbers of numpy, votes of nobody, rows of unequal length; right, or refused by name."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.bargaining import challenge, spatial_model
from legation.methods.coalition import cheapest, cheapest_blocking
from legation.methods.conflict import GraphModel
from legation.methods.power import banzhaf, quota
from legation.methods.rule import outcome
from legation.methods.scenario import CrossImpactMatrix, attractors

RULE = quota({"A": 3, "B": 2, "C": 1}, 4)
STILL = np.zeros((4, 4), bool)


@pytest.mark.parametrize("search", [cheapest, cheapest_blocking])
@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ({"A": "Yes"}, "vote of A"),
        ({"Q": "yes"}, "'Q'"),
        ([("A", "yes"), ("A", "no")], "vote of A"),
        (["A"], "pairs"),
        ([("A", "yes", "no")], "pairs"),
        ({1: "yes"}, "pairs"),
    ],
)
def test_votes_of_nobody_or_in_two_ways(search, votes, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        search(RULE, {"B": 1}, votes=votes)
    with pytest.raises(BadValue, match=words):
        outcome(RULE, votes)


def test_numbers_of_numpy_and_fractions() -> None:
    assert cheapest(RULE, {"A": np.int64(1), "B": np.float32(1), "C": Fraction(1, 2)}, best=np.int64(2)).coalitions[0].cost == 1.5
    assert banzhaf(quota({"A": np.float32(0.7), "B": 0.2}, 0.7)).swings == {"A": 2, "B": 0}
    line = ([0, 40, 100], [50, 50, 50], [1, 1, 2])
    whole, typed = (challenge(*line, rounds=r, status_quo=q) for r, q in ((3, 0.5), (np.int64(3), np.float32(0.5))))
    assert np.array_equal(whole.position, typed.position)
    assert spatial_model(*line, turns=np.int64(2)).position.shape == (3, 3, 1)


@pytest.mark.parametrize("change", [{"rounds": True}, {"rounds": 2.0}, {"status_quo": True}, {"status_quo": 1.5}])
def test_what_is_no_setting_of_a_challenge(change) -> None:
    with pytest.raises(BadValue, match=next(iter(change))):
        challenge([0, 40, 100], [50, 50, 50], [1, 1, 2], **change)


def test_many_challengers_fit_in_memory() -> None:
    run = challenge(np.linspace(0, 100, 300), np.full(300, 50.0), np.ones(300), rounds=1)

    assert run.position.shape == (2, 300)
    assert run.median[0] == pytest.approx(50, abs=0.5)


def test_every_attractor_is_listed_by_itself() -> None:
    loose = CrossImpactMatrix(descriptors=[f"d{i}" for i in range(10)], variants=[["x", "y"]] * 10, judgements=np.zeros((20, 20), int))
    found = attractors(loose)

    assert (len(found.cycles), sum(found.basins), found.exact, found.complete) == (1024, 1024, True, True)


@pytest.mark.parametrize(
    ("moves", "payoffs", "words"),
    [
        ([STILL, [[0], [0, 1], [0], [0]]], [[1] * 4] * 2, "moves of Y"),
        ([STILL, STILL], [None, [1] * 4], "payoffs of X"),
        ([STILL, STILL], [[1, 2, 3], [1, 2, 3, 4]], "payoffs of X"),
        ([None, STILL], [None, [1] * 4], "payoffs"),
    ],
)
def test_a_conflict_whose_parts_do_not_fit_names_whose(moves, payoffs, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        GraphModel(decision_makers=["X", "Y"], moves=moves, payoffs=payoffs)


def test_a_tie_of_nothing_is_none() -> None:
    with pytest.raises(BadValue, match="X"):
        GraphModel.from_options({"X": ["o"], "Y": ["p"]}, rankings={"X": ["00", [], "10", "01", "11"], "Y": ["00", "10", "01", "11"]})
