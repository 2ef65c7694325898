"""The drawings of a vote: what each member's chances are, what they have in common, and how often their interval holds."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.voting import before_the_vote, draw_votes


def world(seed: int, actors: int = 40, rollcalls: int = 121, shock: float = 0.7) -> np.ndarray:
    """Return roll calls with two dimensions of lean and a shock to everybody, some members out of the room."""
    rng = np.random.default_rng(seed)
    place = rng.normal(size=(actors, 2))
    lean = place @ rng.normal(size=(2, rollcalls)) + shock * rng.normal(size=rollcalls) + 0.4 * rng.normal(size=(actors, rollcalls))
    votes = np.where(lean > 0.15, 1, np.where(lean < -0.15, 3, 2))
    away = rng.random((actors, rollcalls)) < 1 / (1 + np.exp(2 + rng.normal(size=rollcalls)))
    return np.where(away, 0, votes).astype(np.int8)


def known(outcome: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    said = np.zeros_like(outcome)
    shown = rng.choice(np.flatnonzero(outcome), count, replace=False)
    said[shown] = outcome[shown]
    return said


def test_each_member_keeps_its_own_chances_whatever_moves_together() -> None:
    votes = world(1)
    said = known(votes[:, -1], 8, np.random.default_rng(1))
    found = draw_votes(votes[:, :-1], said, draws=20_000, seed=3)
    here = found.votes > 0
    np.testing.assert_allclose(here.mean(axis=0), found.presence, atol=0.02)
    for code in (1, 2, 3):
        share = ((found.votes == code) & here).sum(axis=0) / here.sum(axis=0)
        np.testing.assert_allclose(share, found.probability[:, code - 1], atol=0.02)
    np.testing.assert_array_equal(found.probability, before_the_vote(votes[:, :-1], said).probability)
    declared = np.flatnonzero(said)
    assert (np.where(here[:, declared], found.votes[:, declared], said[declared]) == said[declared]).all()


def test_members_who_vote_alike_are_drawn_alike_and_independence_is_an_option() -> None:
    votes = world(2)
    said = np.zeros(len(votes), np.int8)
    together, alone = (draw_votes(votes, said, draws=4000, independent=flag) for flag in (False, True))

    def pairs(found) -> np.ndarray:
        lean = (found.votes == 1).astype(float) - (found.votes == 3)
        return np.corrcoef(lean.T)[np.triu_indices(len(votes), 1)]

    past = np.corrcoef((votes == 1).astype(float) - (votes == 3))[np.triu_indices(len(votes), 1)]
    assert np.corrcoef(past, pairs(together))[0, 1] > 0.85
    assert np.abs(pairs(alone)).max() < 0.08
    assert together.margin().std() > 2 * alone.margin().std()
    assert (alone.common, alone.bloc, alone.coming, alone.replayed, alone.independent) == (0, 0, 0, 0, True)


@pytest.mark.slow
def test_the_interval_holds_what_came_in_a_made_world() -> None:
    rng = np.random.default_rng(5)
    held = {False: [], True: []}
    for seed in range(40):
        votes = world(100 + seed)
        said = known(votes[:, -1], 6, rng)
        margin = int((votes[:, -1] == 1).sum()) - int((votes[:, -1] == 3).sum())
        for independent in held:
            seen = draw_votes(votes[:, :-1], said, draws=400, independent=independent, seed=seed).margin()
            low, high = np.quantile(seen, [0.05, 0.95])
            held[independent].append(low <= margin <= high)
    assert 0.82 <= np.mean(held[False]) <= 0.98
    assert np.mean(held[True]) < 0.8


def test_the_same_seed_gives_the_same_drawings_and_blocs_may_be_given() -> None:
    votes = world(7, actors=20)
    said = known(votes[:, -1], 4, np.random.default_rng(1))
    first, again = (draw_votes(votes, said, draws=50, seed=9).votes for _ in range(2))
    np.testing.assert_array_equal(first, again)
    camps = np.arange(20) % 2
    assert draw_votes(votes, said, draws=50, blocs=camps).blocs.tolist() == camps.tolist()
    assert (first != draw_votes(votes, said, draws=50, seed=10).votes).any()


@pytest.mark.parametrize("history", [np.zeros((5, 0), np.int8), np.ones((5, 3), np.int8), world(1, actors=5, rollcalls=9)])
def test_little_history_takes_the_usual_spreads_and_says_so(history) -> None:
    found = draw_votes(history, [1, 0, 0, 0, 3], draws=100)
    assert found.replayed == 0
    assert found.common > 0
    assert found.votes.shape == (100, 5)


def test_one_actor_and_everybody_declared() -> None:
    assert set(np.unique(draw_votes([[1, 1]], [3], draws=200).votes)) <= {0, 3}
    found = draw_votes(world(3, actors=6, rollcalls=40), [1, 1, 2, 3, 3, 3], draws=200)
    assert set(np.unique(found.votes[:, 0])) <= {0, 1}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"draws": 0}, "draws"),
        ({"seed": -1}, "seed"),
        ({"blocs": [0, 1]}, "blocs"),
        ({"blocs": [0, -1, 1]}, "blocs"),
        ({"titles": [0]}, "titles"),
        ({"declared": [1]}, "declared"),
        ({"declared": [1, 4, 0]}, "declared"),
    ],
)
def test_bad_input(change, named) -> None:
    given = {"votes": [[1, 1], [2, 2], [3, 3]], "declared": [1, 0, 0]} | change
    with pytest.raises(BadValue, match=named):
        draw_votes(given.pop("votes"), given.pop("declared"), **given)
