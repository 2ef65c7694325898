"""Blocs: planted camps are found, noise is not; order and silent actors never matter."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.voting import blocs
from legation.methods.voting.blocs import excess_agreement


def planted(n_actors: int, n_calls: int, camps: int, seed: int, noise: float = 0.15) -> np.ndarray:
    """Camps in turn (0, 1, 0, 1 ...) that vote together but for a share of random votes; 10 % missing."""
    rng = np.random.default_rng(seed)
    line = rng.integers(1, 4, (camps, n_calls))[np.arange(n_actors) % camps]
    votes = np.where(rng.random((n_actors, n_calls)) < noise, rng.integers(1, 4, (n_actors, n_calls)), line)
    votes[rng.random((n_actors, n_calls)) < 0.1] = 0
    return votes.astype(np.int8)


@pytest.mark.parametrize("camps", [2, 3])
@pytest.mark.parametrize(("n_actors", "n_calls"), [(12, 40), (40, 60)])
def test_planted_camps(camps, n_actors, n_calls) -> None:
    result = blocs(planted(n_actors, n_calls, camps, seed=n_actors), resamples=30)
    assert result.supported == camps
    for camp in range(camps):
        assert len(set(result.membership[camp::camps].tolist())) == 1
    assert result.stability.min() > 0.8 and result.sizes.sum() == n_actors


@pytest.mark.parametrize("seed", range(8))
def test_noise_has_no_blocs(seed) -> None:
    rng = np.random.default_rng(seed)
    shape = [(15, 30), (30, 20)][seed % 2]
    result = blocs(rng.integers(seed % 4 // 2, 4, shape), resamples=10, seed=seed)
    assert result.supported == 0 and result.modularity > 0 and result.strength <= result.strength_by_chance


def test_one_camp_with_noise_has_no_blocs() -> None:
    assert blocs(planted(30, 40, 1, seed=5), resamples=10).supported == 0


def test_two_opposite_camps() -> None:
    votes = np.ones((6, 12), dtype=np.int8)
    votes[2:, :] = 3
    result = blocs(votes)
    assert result.membership.tolist() == [1, 1, 0, 0, 0, 0] and result.sizes.tolist() == [4, 2]
    assert result.stability.tolist() == [1] * 6 and result.supported == 2


def test_equal_sizes_are_numbered_by_first_actor() -> None:
    votes = np.ones((6, 12), dtype=np.int8)
    votes[[0, 3, 4]] = 3
    assert blocs(votes, resamples=2).membership.tolist() == [0, 1, 1, 0, 0, 1]


def test_weight_of_a_pair_by_hand() -> None:
    """Votes 1, 1, 3 on one roll call: two random voters agree in one of three pairs; (1 - 1/3) / (1 + 5) and (0 - 1/3) / 6."""
    weight = excess_agreement(np.array([[1], [1], [3]], dtype=np.int8))
    assert (weight[0, 1], weight[0, 2]) == pytest.approx((2 / 18, -1 / 18))


@pytest.mark.parametrize("seed", range(3))
def test_order_of_actors_never_matters(seed) -> None:
    votes = planted(14, 30, 3, seed, noise=0.4)
    votes[3] = votes[5]  # twins
    order = np.random.default_rng(seed).permutation(14)
    plain, moved = blocs(votes, resamples=15, seed=1), blocs(votes[order], resamples=15, seed=1)
    assert np.array_equal(moved.stability, plain.stability[order])
    assert np.array_equal(
        moved.membership[:, None] == moved.membership, (plain.membership[:, None] == plain.membership)[np.ix_(order, order)]
    )
    assert (moved.supported, moved.strength, moved.strength_by_chance) == (plain.supported, plain.strength, plain.strength_by_chance)
    assert plain.membership[3] == plain.membership[5]


def test_an_actor_that_never_voted_changes_nothing() -> None:
    votes = planted(14, 30, 2, 0, noise=0.3)
    plain, more = blocs(votes, resamples=15), blocs(np.insert(votes, 4, 0, axis=0), resamples=15)
    assert more.membership[4] == -1 and more.stability[4] == 0
    assert np.array_equal(np.delete(more.membership, 4), plain.membership)
    assert np.array_equal(np.delete(more.stability, 4), plain.stability)
    assert more.supported == plain.supported


def test_same_seed_same_answer() -> None:
    votes = planted(14, 20, 3, 2, noise=0.5)
    assert blocs(votes, resamples=9, seed=4).stability.tolist() == blocs(votes, resamples=9, seed=4).stability.tolist()


def test_resolution_splits() -> None:
    votes = planted(24, 40, 3, 1, noise=0.3)
    assert (
        blocs(votes, 4.0, resamples=2).sizes.size > blocs(votes, 1.0, resamples=2).sizes.size >= blocs(votes, 0.01, resamples=2).sizes.size
    )


@pytest.mark.parametrize(
    ("votes", "membership"),
    [
        ([[1, 2]], [0]),
        ([[0, 0]], [-1]),
        (np.zeros((2, 0), dtype=int), [-1, -1]),
        ([[1], [1], [1]], [0, 0, 0]),
        ([[1], [3]], [0, 1]),
        ([[1, 0, 1], [1, 0, 3], [0, 2, 0], [0, 2, 0]], [0, 1, 2, 3]),  # two that voted on nothing contested
    ],
)
def test_too_little_to_group(votes, membership) -> None:
    result = blocs(votes, resamples=3)
    assert result.membership.tolist() == membership and result.supported == 0
    assert ((result.stability >= 0) & (result.stability <= 1)).all()


def test_progress() -> None:
    seen = []
    blocs([[1, 3], [3, 1], [1, 3]], resamples=2, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 42) and seen[-1] == (42, 42) and [d for d, _ in seen] == sorted(d for d, _ in seen)


def test_too_many_actors() -> None:
    with pytest.raises(BadValue, match="votes must be 2000 actors"):
        blocs(np.ones((10_000, 2), dtype=np.int8))


@pytest.mark.parametrize("option", [{"resolution": 0}, {"resolution": float("nan")}, {"resamples": 0}, {"seed": -1}, {"seed": True}])
def test_bad_options(option) -> None:
    with pytest.raises(BadValue, match=f"{next(iter(option))} must be"):
        blocs([[1, 2], [2, 3]], **option)
