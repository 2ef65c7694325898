"""Routing: Polis' priority by hand, what an answer says, the least share of every statement, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.opinion import UNSEEN, extremity, next_statements, priority, routing


def drawn(seed: int = 0, people: int = 60, statements: int = 12) -> np.ndarray:
    """Return votes of two camps, half of them unseen."""
    rng = np.random.default_rng(seed)
    side = np.sign(rng.normal(size=(people, statements)) + np.outer(rng.choice([-1, 1], people), rng.normal(0, 1.5, statements)))
    side[rng.random(side.shape) < 0.1] = 0
    return np.where(rng.random(side.shape) < 0.5, side, UNSEEN).astype(np.int8)


def test_priority_by_hand() -> None:
    """S 5, A 3, D 1, one pass, E 0.5: (1 - 2/7) * 1.5 * 4/7 * (1 + 8 / 2), squared; nobody saw the second."""
    votes = [[1, UNSEEN], [1, UNSEEN], [1, UNSEEN], [-1, UNSEEN], [0, UNSEEN]]
    expected = [((5 / 7) * 1.5 * (4 / 7) * 5) ** 2, ((1 / 2) * 2.0 * (1 / 2) * 9) ** 2]
    np.testing.assert_allclose(priority(votes, extremity=[0.5, 1.0]), expected, rtol=1e-12)
    assert priority(votes, extremity=[0.5, 1], moderated=[True, False], meta=[True, True]).tolist() == [0, 49]


def test_extremity_is_that_of_the_imputed_table() -> None:
    """Against principal components of the table with means in its gaps, a moderated column being all passes."""
    votes, out = drawn(), np.arange(12) == 4
    full = np.where(votes == UNSEEN, np.nan, votes.astype(float))
    full[:, 4] = 0
    mean = np.nanmean(full, axis=0)
    axes = np.linalg.svd(np.where(np.isnan(full), 0, full - mean))[2][:2]
    expected = np.sqrt(12) * np.linalg.norm((-1 + mean) * axes, axis=0)
    found = extremity(votes, out)
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert found[4] == 0
    np.testing.assert_allclose(priority(votes, moderated=out), priority(votes, moderated=out, extremity=expected))


def test_polis_draws_by_weight() -> None:
    votes = np.full((4_000, 3), UNSEEN, np.int8)
    found = routing(votes, rule="polis", share=0.0, extremity=[0, 1, 3])
    first = np.bincount([found.next(person)[0] for person in range(4_000)], minlength=3) / 4_000
    np.testing.assert_allclose(first, np.array([1, 4, 16]) / 21, atol=0.03)


@pytest.mark.parametrize("rule", ["information", "polis"])
def test_only_what_is_open_and_unseen(rule) -> None:
    votes, out = drawn(), np.arange(12) % 5 == 0
    found = routing(votes, rule=rule, moderated=out)
    for person in range(10):
        shown = found.next(person, 20)
        assert sorted(shown) == np.flatnonzero((votes[person] == UNSEEN) & ~out).tolist()
        assert shown[:2].tolist() == next_statements(votes, person, 2, rule=rule, moderated=out).tolist()


def test_an_answer_says_most_where_it_is_open_and_little_is_known() -> None:
    """Nobody doubts the first statement, the second is contested and well known, the third contested and little known."""
    rng = np.random.default_rng(0)
    votes = rng.choice([-1, 1], (200, 3)).astype(np.int8)
    votes[:, 0] = 1
    votes[8:, 2] = UNSEEN
    votes[199] = UNSEEN
    gain = routing(votes, share=0.0).gain(199)
    assert gain[2] > gain[1] > gain[0] >= 0
    assert routing(votes, share=0.0).next(199).tolist() == [2]
    assert np.isnan(routing(votes, rule="polis").gain(199)).all()


@settings(deadline=None, max_examples=15)
@given(st.integers(2, 7), st.integers(1, 2), st.sampled_from([0.2, 0.5]), st.integers(0, 2**32))
def test_no_statement_starves(statements, each, share, seed) -> None:
    """Newcomers answer what they are shown: no statement falls below its least share, whatever Polis' weights are."""
    reach = np.zeros(statements)
    reach[0] = 1e6  # without the least share, nobody would see anything else first
    votes = np.full((60, statements), UNSEEN, np.int8)
    for person in range(60):
        shown = next_statements(votes, person, each, rule="polis", share=share, extremity=reach, seed=seed)
        votes[person, shown] = 1
        seen = (votes != UNSEEN).sum(axis=0)
        assert seen.min() >= share * seen.sum() / statements - 1
    assert seen.min() >= 1


def test_nor_under_the_information_rule() -> None:
    votes = np.full((30, 4), UNSEEN, np.int8)
    for person in range(30):
        votes[person, next_statements(votes, person, share=0.5)] = 1 - 2 * (person % 2)
    seen = (votes != UNSEEN).sum(axis=0)
    assert seen.min() >= 0.5 * 30 / 4 - 1


def test_without_the_least_share_a_statement_can_starve() -> None:
    votes = np.full((20, 2), UNSEEN, np.int8)
    for person in range(20):
        votes[person, next_statements(votes, person, rule="polis", share=0.0, extremity=[1e6, 0])] = 1
    assert (votes[:, 1] == UNSEEN).all()


def test_seed_and_person_decide_the_draw() -> None:
    votes = np.full((2, 50), UNSEEN, np.int8)
    found = routing(votes, rule="polis")
    assert found.next(0, 50, seed=1).tolist() == found.next(0, 50, seed=1).tolist()
    assert found.next(0, 50, seed=1).tolist() != found.next(0, 50, seed=2).tolist()
    assert found.next(0, 50, seed=1).tolist() != found.next(1, 50, seed=1).tolist()


def test_newcomers_are_placed_without_a_refit() -> None:
    """Whoever answers like one camp is foreseen like it; somebody of the room is placed where the fit has them."""
    votes = drawn(people=200)
    found = routing(votes)
    again = found.placing(votes[:20])
    for person in range(0, 20, 4):
        np.testing.assert_allclose(again.gain(person), found.gain(person), atol=0.01)
    newcomer = np.full((1, 12), UNSEEN, np.int8)
    newcomer[0, :3] = votes[0, votes[0] != UNSEEN][:3]
    assert not set(found.placing(newcomer).next(0, 12).tolist()) & {0, 1, 2}
    assert len(found.placing(newcomer).next(0, 12)) == 9


def test_newcomers_are_owed_by_what_has_been_seen_since() -> None:
    votes = drawn()
    seen = np.full(12, 50)
    seen[7] = 1
    for rule in ("information", "polis"):
        found = routing(votes, rule=rule).placing(np.full((1, 12), UNSEEN, np.int8), seen)
        assert found.next(0)[0] == 7
        assert found.seen.tolist() == seen.tolist()


def test_newcomers_vote_on_the_same_statements() -> None:
    with pytest.raises(BadValue, match=r"same 12 statements .got 3"):
        routing(drawn()).placing([[1, 0, 1]])


def test_nothing_left() -> None:
    assert next_statements([[1, 0]], 0, 3).tolist() == []
    assert next_statements([[UNSEEN, UNSEEN]], 0, 3, moderated=[True, True]).tolist() == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"participant": 2}, "participant must be 0 to 0 .got 2"),
        ({"n": 0}, "n must be 1 or more"),
        ({"rule": "best"}, "must be information and polis .got 'best'"),
        ({"share": 0.9}, "share must be 0 to 0.5"),
        ({"extremity": [1.0]}, "extremity must be 2 numbers"),
        ({"extremity": [1.0, np.nan]}, "extremity must be 2 numbers"),
        ({"moderated": [True]}, "moderated must be 2 truth values"),
        ({"seed": -1}, "seed must be 0 or more"),
    ],
)
def test_bad_input(arguments, sentence) -> None:
    with pytest.raises(BadValue, match=sentence):
        next_statements([[1, UNSEEN]], **{"participant": 0, **arguments})
