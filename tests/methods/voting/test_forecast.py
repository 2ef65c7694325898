"""voted_alike and before_the_vote: against plain Gaussian conditioning, properties, figures on real votes, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from legation.errors import BadValue
from legation.methods.voting import before_the_vote, persistence, voted_alike
from legation.methods.voting.resemblance import calibrated, resemblance

CODES = st.integers(0, 3)
TABLES = array_shapes(min_dims=2, max_dims=2, max_side=8).flatmap(lambda shape: arrays(np.int8, shape, elements=CODES))
CASES = TABLES.flatmap(lambda table: st.tuples(st.just(table), arrays(np.int8, len(table), elements=CODES)))


def camps(n_actors: int = 30, n_calls: int = 40, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Three camps in turn with 10 % random votes; the last column apart."""
    rng = np.random.default_rng(seed)
    line = rng.integers(1, 4, (3, n_calls + 1))[np.arange(n_actors) % 3]
    votes = np.where(rng.random(line.shape) < 0.1, rng.integers(0, 4, line.shape), line).astype(np.int8)
    return votes[:, :-1], votes[:, -1]


def by_conditioning(votes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The same model by its full covariance, one actor at a time: mean and variance given the other known votes."""
    model = resemblance(votes)
    n, _, rank = model.loading.shape
    flat = model.loading.reshape(2 * n, rank)
    covariance = flat @ flat.T
    for i in range(n):
        covariance[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] += model.own[i]
    mean, result = model.mean.reshape(-1), []
    for i in range(n):
        others = [j for j in range(n) if j != i and known[j]]
        place = [2 * j + side for j in others for side in (0, 1)]
        z = np.array([float(known[j] == code) for j in others for code in (1, 3)])
        own = [2 * i, 2 * i + 1]
        gain = covariance[np.ix_(own, place)] @ np.linalg.inv(covariance[np.ix_(place, place)])
        variance = np.trace(covariance[np.ix_(own, own)] - gain @ covariance[np.ix_(place, own)])
        result.append(calibrated((mean[own] + gain @ (z - mean[place]))[None], np.array([variance]))[0])
    return np.array(result)


@given(CASES)
def test_closed_form_equals_leaving_each_actor_out(case) -> None:
    votes, outcome = case
    np.testing.assert_allclose(voted_alike(votes, outcome).probability, by_conditioning(votes, outcome), atol=1e-7)


@given(CASES)
def test_probabilities(case) -> None:
    votes, outcome = case
    result = voted_alike(votes, outcome)
    assert np.isfinite(result.probability).all() and (result.probability > 0).all()
    np.testing.assert_allclose(result.probability.sum(axis=1), 1)
    assert np.array_equal(result.predicted, result.probability.argmax(axis=1) + 1)
    scored = [i for i, code in enumerate(outcome) if code]
    assert result.scored == len(scored)
    if scored:
        assert result.accuracy == pytest.approx(np.mean([result.predicted[i] == outcome[i] for i in scored]))
        assert result.baseline == pytest.approx(max(list(outcome[scored]).count(c) for c in (1, 2, 3)) / len(scored))
        assert result.log_loss == pytest.approx(-np.mean([np.log(result.probability[i, outcome[i] - 1]) for i in scored]))
    else:
        assert np.isnan([result.accuracy, result.baseline, result.log_loss]).all()


@given(CASES, CODES, st.integers(0, 7))
def test_own_outcome_does_not_enter(case, code, row) -> None:
    votes, outcome = case
    row %= len(outcome)
    other = outcome.copy()
    other[row] = code
    np.testing.assert_allclose(voted_alike(votes, outcome).probability[row], voted_alike(votes, other).probability[row], atol=1e-9)


@given(CASES, st.randoms(use_true_random=False))
def test_order_of_actors_and_roll_calls_never_matters(case, random) -> None:
    votes, outcome = case
    actors, calls = list(range(votes.shape[0])), list(range(votes.shape[1]))
    random.shuffle(actors)
    random.shuffle(calls)
    plain, moved = voted_alike(votes, outcome), voted_alike(votes[actors][:, calls], outcome[actors])
    np.testing.assert_allclose(moved.probability, plain.probability[actors], atol=1e-7)


@given(CASES)
def test_an_actor_that_never_voted_changes_nothing(case) -> None:
    votes, outcome = case
    more = voted_alike(np.vstack([votes, np.zeros_like(votes[:1])]), np.append(outcome, 0))
    np.testing.assert_allclose(more.probability[:-1], voted_alike(votes, outcome).probability, atol=1e-9)


@given(CASES)
def test_before_the_vote_is_the_same_model_for_those_who_have_not_declared(case) -> None:
    votes, declared = case
    result = before_the_vote(votes, declared)
    silent = declared == 0
    np.testing.assert_allclose(result.probability[silent], voted_alike(votes, declared).probability[silent])
    for row in np.flatnonzero(declared):
        assert result.probability[row].tolist() == [float(declared[row] == code) for code in (1, 2, 3)]
        assert result.predicted[row] == declared[row]
    assert result.declared == np.count_nonzero(declared)


def test_camps_are_followed() -> None:
    votes, outcome = camps()
    result = voted_alike(votes, outcome)
    assert result.accuracy > 0.8 > result.baseline
    declared = np.where(np.arange(30) < 3, outcome, 0)
    followed = before_the_vote(votes, declared).predicted
    assert (followed == np.tile(outcome[:3], 10)).mean() > 0.9


def test_without_history_the_declared_votes_count() -> None:
    empty = np.zeros((30, 0), dtype=int)
    assert before_the_vote(empty, np.zeros(30, dtype=int)).predicted.tolist() == [1] * 30  # the usual vote of assemblies
    assert before_the_vote(empty, [3] * 20 + [0] * 10).predicted.tolist() == [3] * 30


def test_nobody_declared_gives_the_usual_vote() -> None:
    votes = np.array([[1] * 9 + [3], [3] * 10, [2] * 10, [1] * 10])
    assert before_the_vote(votes, [0, 0, 0, 0]).predicted.tolist() == [1, 3, 2, 1]


@pytest.mark.parametrize("shape", [(1, 0), (1, 1), (1, 5), (2, 0), (2, 1), (2, 3), (5, 1)])
@pytest.mark.parametrize("fill", [0, 1, 3])
@pytest.mark.parametrize("outcome", [0, 2, 3])
def test_small_tables(shape, fill, outcome) -> None:
    votes, codes = np.full(shape, fill), np.full(shape[0], outcome)
    for result in (voted_alike(votes, codes), before_the_vote(votes, codes)):
        assert np.isfinite(result.probability).all() and np.allclose(result.probability.sum(axis=1), 1)


def test_more_roll_calls_than_the_rank() -> None:
    """With m > 2 n the model keeps 2 n columns; the answer is that of the full covariance."""
    votes, outcome = camps(4, 60)
    assert resemblance(votes).loading.shape == (4, 2, 10)
    np.testing.assert_allclose(voted_alike(votes, outcome).probability, by_conditioning(votes, outcome), atol=1e-7)


def test_arguments_stay_as_they_were() -> None:
    votes, outcome = camps(6, 6)
    votes.setflags(write=False)
    outcome.setflags(write=False)
    voted_alike(votes, outcome)
    before_the_vote(votes, outcome)


def test_many_actors() -> None:
    rng = np.random.default_rng(0)
    result = voted_alike(rng.integers(0, 4, (3000, 6)), rng.integers(0, 4, 3000))
    assert result.probability.shape == (3000, 3) and np.isfinite(result.probability).all()


@pytest.mark.parametrize(
    ("previous", "expected"),
    [([1, 0, 3, 3], [1, 3, 3, 3]), ([[1, 0], [3, 2], [0, 0]], [1, 2, 1]), ([0, 0], [0, 0]), (np.zeros((2, 0), dtype=int), [0, 0])],
)
def test_persistence(previous, expected) -> None:
    assert persistence(previous).tolist() == expected


@pytest.mark.parametrize("method", [voted_alike, before_the_vote])
@pytest.mark.parametrize(
    ("votes", "outcome", "words"),
    [
        ([[1], [5]], [1, 1], "votes .*got 5"),
        ([[1], [1]], [1, 7], "got 7"),
        ([[1], [1]], [1], "2 actor"),
        ([[1], [1]], [[1], [1]], "got 2 dimension"),
        (np.zeros((0, 2), dtype=int), np.zeros(0, dtype=int), "one actor or more"),
        ([[float("nan")]], [1], "got float64"),
    ],
)
def test_bad_input(method, votes, outcome, words) -> None:
    with pytest.raises(BadValue, match=words):
        method(votes, outcome)
