"""Prediction of unseen votes: held-out votes of real rooms, planted chances, invariance, ranges, cells, bad input."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from legation.errors import BadValue, Cancelled
from legation.methods.opinion import UNSEEN, Ballots, predict_stance

CODES = st.sampled_from([1, 0, -1, UNSEEN])
ROOMS = array_shapes(min_dims=2, max_dims=2, max_side=8).flatmap(lambda shape: arrays(np.int8, shape, elements=CODES))


def room(seed: int = 0, people: int = 200, statements: int = 40, seen: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Return votes and the chances that they were drawn from, by the model's own law."""
    rng = np.random.default_rng(seed)
    side = rng.normal(0, 1.5, statements) + rng.normal(size=(people, 2)) @ rng.normal(0, 1.2, (2, statements))
    none = rng.normal(-2, 0.7, statements) + rng.normal(0, 0.8, (people, 1))
    agree, passing = 1 / (1 + np.exp(-side)), 1 / (1 + np.exp(-none))
    chance = np.stack([(1 - passing) * (1 - agree), passing, (1 - passing) * agree], axis=2)
    votes = (rng.random((people, statements, 1)) > chance.cumsum(axis=2)).sum(axis=2) - 1
    return np.where(rng.random(votes.shape) < seen, votes, UNSEEN).astype(np.int8), chance


def test_nearer_to_the_truth_than_the_statements_shares() -> None:
    votes, truth = room()
    found = predict_stance(votes)
    unseen = votes == UNSEEN
    count = np.stack([(votes == code).sum(axis=0) for code in (-1, 0, 1)], axis=1)
    share = (count + 1) / (count.sum(axis=1, keepdims=True) + 3)

    def loss(chance):
        return -(truth * np.log(chance)).sum(axis=2)[unseen].mean()

    best = loss(truth)
    assert loss(found.probability) - best < 0.6 * (loss(np.broadcast_to(share, truth.shape)) - best)
    assert found.check.votes > 200 and found.check.loss < found.check.loss_by_statement
    assert found.importance[1] > 5 * found.importance[2]  # two dimensions were planted


def test_ranges_hold_the_true_chance_about_as_often_as_they_say() -> None:
    held = []
    for seed in range(3):
        votes, truth = room(seed)
        found = predict_stance(votes)
        held.append(((found.low <= truth) & (truth <= found.high))[votes == UNSEEN].mean())
    assert 0.65 < np.mean(held) < 0.9


def test_a_higher_level_is_wider_and_more_votes_are_narrower() -> None:
    votes, _ = room()
    found, wider = predict_stance(votes), predict_stance(votes, level=0.95)
    assert (wider.high - wider.low > found.high - found.low).all()
    seen = (votes != UNSEEN).sum(axis=1)
    newcomer = predict_stance(np.vstack([votes, np.full_like(votes[:1], UNSEEN)]))
    width = (newcomer.high - newcomer.low)[:, :, 2].mean(axis=1)
    assert seen.min() > 5 and width[-1] > width[:-1].max()


def test_the_result_says_that_it_is_predicted() -> None:
    found = predict_stance(room()[0])
    assert type(found).__name__ == "PredictedStance"
    assert not any("count" in field.name for field in fields(found))


@given(ROOMS)
def test_chances_in_any_room(votes) -> None:
    before = votes.copy()
    found = predict_stance(votes)
    assert found.probability.shape == (*votes.shape, 3) and found.probability.dtype == np.float32
    np.testing.assert_allclose(found.probability.sum(axis=2), 1, atol=1e-6)
    assert (found.probability > 0).all() and np.isfinite(found.spread).all()
    assert (found.low <= found.probability + 1e-6).all() and (found.probability <= found.high + 1e-6).all()
    assert (votes == before).all()


def test_no_vote_at_all() -> None:
    found = predict_stance(np.full((3, 2), UNSEEN, np.int8))
    np.testing.assert_allclose(found.probability[:, :, 0], found.probability[:, :, 2], atol=1e-6)
    assert found.check.votes == 0 and np.isnan(found.check.loss) and found.check.stretch == (1.0, 1.0)


@pytest.mark.parametrize("votes", [[[1]], [[0, 0], [0, 0]], [[1, 1], [1, 1]], [[UNSEEN, 1]]])
def test_rooms_without_variance(votes) -> None:
    found = predict_stance(votes)
    assert np.isfinite(found.probability).all() and (found.high - found.low > 0.05).all()


def test_order_of_rows_and_columns_never_matters() -> None:
    votes, _ = room(people=80)
    rng = np.random.default_rng(1)
    rows, columns = rng.permutation(80), rng.permutation(40)
    plain, moved = predict_stance(votes), predict_stance(votes[rows][:, columns])
    np.testing.assert_allclose(moved.probability, plain.probability[rows][:, columns], atol=1e-4)
    np.testing.assert_allclose(moved.low, plain.low[rows][:, columns], atol=1e-4)
    assert moved.check.votes == plain.check.votes > 0


def test_negated_votes_exchange_agree_and_disagree() -> None:
    votes, _ = room(people=80)
    plain, negated = predict_stance(votes), predict_stance(np.where(votes == UNSEEN, votes, -votes))
    np.testing.assert_allclose(negated.probability, plain.probability[:, :, ::-1], atol=1e-4)
    np.testing.assert_allclose(negated.high, plain.high[:, :, ::-1], atol=1e-4)


def test_cells_are_those_of_the_whole_and_ballots_those_of_the_table() -> None:
    votes, _ = room(people=60)
    rows, columns = np.array([5, 0, 59, 5]), np.array([3, 39, 0, 3])
    whole = predict_stance(votes, seed=3)
    named = predict_stance(votes, seed=3, cells=(rows, columns))
    who, what = np.nonzero(votes != UNSEEN)
    cast = predict_stance(Ballots(who, what, votes[who, what], votes.shape), seed=3, cells=(rows, columns))
    np.testing.assert_allclose(named.probability, whole.probability[rows, columns], atol=1e-6)
    np.testing.assert_array_equal(cast.probability, named.probability)
    assert predict_stance(votes, cells=([], [])).probability.shape == (0, 3)


def test_same_bytes_again() -> None:
    votes, _ = room(people=60)
    assert predict_stance(votes, seed=1).probability.tobytes() == predict_stance(votes, seed=1).probability.tobytes()


def test_a_large_room_needs_cells() -> None:
    votes = np.full((7_100, 7_100), UNSEEN, np.int8)
    with pytest.raises(BadValue, match=r"7,100 x 7,100.; name in cells"):
        predict_stance(votes)


def test_stopped() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        predict_stance(room()[0], progress=stop)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"votes": [[2, 0]]}, "got 2 in row 0, column 0"),
        ({"votes": [[0.5, 1.0]]}, "whole numbers"),
        ({"votes": [1, 0]}, "1 dimension"),
        ({"votes": [[1, 0]], "level": 1.0}, "level must be above 0 and below 1 .got 1.0"),
        ({"votes": [[1, 0]], "cells": ([0], [2])}, r"columns\) must be 0 to 1 .got 2 in place 0"),
        ({"votes": [[1, 0]], "cells": ([-1], [0])}, r"rows\) must be 0 to 0 .got -1"),
        ({"votes": [[1, 0]], "cells": ([0, 0], [0])}, "must be 2 numbers"),
        ({"votes": [[1, 0]], "cells": [[0]]}, "a pair"),
    ],
)
def test_bad_input(arguments, sentence) -> None:
    with pytest.raises(BadValue, match=sentence):
        predict_stance(**arguments)
