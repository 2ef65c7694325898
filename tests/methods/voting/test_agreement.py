"""Agreement: golden numbers of the General Assembly, a plain loop, properties, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from legation.errors import BadValue
from legation.methods.voting import agreement
from legation.methods.voting.agreement import MOST_ACTORS

TABLES = array_shapes(min_dims=2, max_dims=2, max_side=9).flatmap(lambda shape: arrays(np.int8, shape, elements=st.integers(0, 3)))

# Origin: unvotes 0.3.0, UN General Assembly voting data, sessions 50 and 72 (unanimous roll calls dropped; n common).


def by_loop(votes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The definition, pair by pair, roll call by roll call."""
    divided = [column for column in votes.T if len({int(v) for v in column if v}) > 1]
    n = len(votes)
    score, common = np.full((n, n), np.nan), np.zeros((n, n), dtype=int)
    for i in range(n):
        for j in range(n):
            shared = [1 - abs(int(c[i]) - int(c[j])) / 2 for c in divided if c[i] and c[j]]
            common[i, j] = len(shared)
            if shared:
                score[i, j] = sum(shared) / len(shared)
        score[i, i] = 1
    return score, common


def kappa_by_loop(votes: np.ndarray, i: int, j: int) -> float:
    divided = [c for c in votes.T if len({int(v) for v in c if v}) > 1 and c[i] and c[j]]
    share = [[sum(c[k] == code for c in divided) / len(divided) for code in (1, 2, 3)] for k in (i, j)]
    expected = sum(share[0][a] * share[1][b] * (1 - abs(a - b) / 2) for a in range(3) for b in range(3))
    plain = sum(1 - abs(int(c[i]) - int(c[j])) / 2 for c in divided) / len(divided)
    return (plain - expected) / (1 - expected)


def test_by_hand() -> None:
    """Roll call 4 is unanimous; actor 2 missed roll call 2."""
    result = agreement([[1, 1, 3, 1], [1, 2, 1, 1], [3, 0, 3, 1]])
    assert result.score.tolist() == [[1, 0.5, 0.5], [0.5, 1, 0], [0.5, 0, 1]]
    assert result.common.tolist() == [[3, 3, 2], [3, 3, 2], [2, 2, 2]]
    assert (result.dropped, result.method, result.resamples) == (1, "closed-form", 0)


def test_wilson_where_nobody_abstains() -> None:
    """Nine of ten alike, and phi = 1: Wilson (1927) gives 0.596, 0.982 for 9 of 10."""
    row = np.ones(10, dtype=np.int8)
    other = row.copy()
    other[0] = 3
    result = agreement([row, other, 4 - row])
    assert (result.low[0, 1], result.high[0, 1]) == pytest.approx((0.5958, 0.9821), abs=1e-4)


@given(TABLES)
def test_equals_the_loop(votes) -> None:
    score, common = by_loop(votes)
    result = agreement(votes)
    np.testing.assert_allclose(result.score, score, atol=1e-6)
    np.testing.assert_array_equal(result.common, common)


@given(TABLES)
def test_interval_holds_the_score(votes) -> None:
    result = agreement(votes)
    known = ~np.isnan(result.score)
    assert np.array_equal(known, ~np.isnan(result.low)) and np.array_equal(known, ~np.isnan(result.high))
    assert (result.low[known] <= result.score[known]).all() and (result.score[known] <= result.high[known]).all()
    assert (result.low[known] >= 0).all() and (result.high[known] <= 1).all()
    assert np.array_equal(result.score, result.score.T, equal_nan=True) and (np.diag(result.score) == 1).all()


@given(TABLES, st.randoms(use_true_random=False))
def test_order_of_actors_and_roll_calls_never_matters(votes, random) -> None:
    actors, calls = list(range(votes.shape[0])), list(range(votes.shape[1]))
    random.shuffle(actors)
    random.shuffle(calls)
    plain, moved = agreement(votes), agreement(votes[actors][:, calls])
    np.testing.assert_allclose(moved.score, plain.score[np.ix_(actors, actors)], atol=1e-6)
    np.testing.assert_allclose(moved.low, plain.low[np.ix_(actors, actors)], atol=1e-6)


@given(TABLES)
def test_an_actor_that_never_voted_changes_nothing(votes) -> None:
    more = agreement(np.vstack([votes, np.zeros_like(votes[:1])]))
    plain = agreement(votes)
    np.testing.assert_array_equal(more.score[:-1, :-1], plain.score)
    np.testing.assert_array_equal(more.high[:-1, :-1], plain.high)
    assert np.isnan(more.score[-1, :-1]).all() and more.score[-1, -1] == 1 and (more.common[-1] == 0).all()


@given(TABLES)
def test_bootstrap(votes) -> None:
    plain, result = agreement(votes), agreement(votes, method="bootstrap", resamples=50, seed=3)
    np.testing.assert_array_equal(result.score, plain.score)
    known = ~np.isnan(result.score)
    assert (result.low[known] <= result.score[known]).all() and (result.score[known] <= result.high[known]).all()
    again = agreement(votes, method="bootstrap", resamples=50, seed=3)
    np.testing.assert_array_equal(result.low, again.low)


def test_bootstrap_and_formula_are_of_one_mind() -> None:
    rng = np.random.default_rng(0)
    votes = rng.integers(0, 4, (12, 120))
    a, b = agreement(votes), agreement(votes, method="bootstrap", resamples=400)
    pairs = np.triu_indices(12, 1)
    assert np.abs((a.high - a.low)[pairs] / (b.high - b.low)[pairs] - 1).mean() < 0.1
    assert (b.method, b.resamples) == ("bootstrap", 400)


def test_chance_corrected() -> None:
    votes = np.random.default_rng(1).integers(0, 4, (6, 40))
    result = agreement(votes, chance_corrected=True)
    for i in range(6):
        for j in range(6):
            if i != j:
                assert result.score[i, j] == pytest.approx(kappa_by_loop(votes, i, j), abs=1e-5)
                assert result.low[i, j] <= result.score[i, j] <= result.high[i, j]
    assert result.method == "closed-form, chance-corrected"


def test_chance_corrected_where_chance_is_certain() -> None:
    result = agreement([[1, 1], [1, 1], [3, 3]], chance_corrected=True)
    assert np.isnan(result.score[0, 1]) and result.score[0, 2] == 0 and (np.diag(result.score) == 1).all()


def test_coverage() -> None:
    """Nominal 95 %; 300 tables of votes that agree independently with known chances."""
    rng = np.random.default_rng(7)
    held = total = 0
    for _ in range(300):
        step = rng.choice(3, size=(20, 60), p=(0.6, 0.25, 0.15))  # distance to the first actor, in half points
        votes = np.vstack([np.ones(60, dtype=int), 1 + step])
        votes = votes[:, step.any(axis=0)]
        result = agreement(votes)
        held += ((result.low[0, 1:] <= 0.725) & (result.high[0, 1:] >= 0.725)).sum()
        total += 20
    assert 0.93 <= held / total <= 0.98


@pytest.mark.parametrize("shape", [(1, 0), (3, 0), (1, 1), (2, 1), (3, 4)])
def test_nothing_to_compare(shape) -> None:
    result = agreement(np.zeros(shape, dtype=np.int8))
    assert result.common.sum() == 0 and (np.diag(result.score) == 1).all()
    assert np.isnan(result.score[~np.eye(shape[0], dtype=bool)]).all()


def test_many_actors_in_single_precision() -> None:
    votes = np.tile(np.array([[1], [3], [2]]), (1400, 2))
    result = agreement(votes)
    assert result.score.dtype == np.float32 and result.score[0, :3].tolist() == [1, 0, 0.5]


def test_arguments_stay_as_they_were() -> None:
    votes = np.array([[1, 2, 0], [3, 2, 1]])
    votes.setflags(write=False)
    agreement(votes, method="bootstrap", resamples=2)


def test_progress_and_cancel() -> None:
    seen = []
    agreement([[1, 3], [3, 1]], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ([[1, 4]], "got 4"),
        ([[1, -1]], "got -1"),
        ([[1.5, 1]], "got float64"),
        ([["yes"]], "integer codes"),
        ([1, 2], "got 1 dimension"),
        ([[1], [1, 2]], "unequal length"),
        (np.zeros((0, 3), dtype=int), "one actor or more"),
        (np.zeros((MOST_ACTORS + 1, 1), dtype=np.int8), "20000 actors at most"),
        ([[300]], "got 300"),
    ],
)
def test_bad_votes(votes, words) -> None:
    with pytest.raises(BadValue, match=words) as caught:
        agreement(votes)
    assert str(caught.value).startswith("votes must be")


@pytest.mark.parametrize("option", [{"method": "exact"}, {"resamples": 1}, {"resamples": 2.5}, {"seed": -1}])
def test_bad_options(option) -> None:
    with pytest.raises(BadValue, match=f"{next(iter(option))} must be"):
        agreement([[1, 2], [2, 3]], **option)
