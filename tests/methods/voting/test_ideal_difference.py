"""How far points are apart: coverage, what is sure, what cannot be compared; the second dimension's share; which roll calls are on a topic."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t

from legation.errors import BadValue
from legation.methods.voting import IdealPoints, difference, ideal_points, on_topic


def simulated(seed: int, n: int = 24, sessions: int = 3, each: int = 20, *, drift: float = 0.2, second: float = 0.0) -> SimpleNamespace:
    """Draw points, mean 0 and standard deviation 1, and votes on random roll calls; the last actor goes from end to end."""
    chance = np.random.default_rng(seed)
    theta = np.empty((n, sessions))
    theta[:, 0] = chance.standard_normal(n)
    for at in range(1, sessions):
        theta[:, at] = np.sqrt(1 - drift) * theta[:, at - 1] + np.sqrt(drift) * chance.standard_normal(n)
    theta[-1] = np.linspace(-2.5, 2.5, sessions)
    theta = (theta - theta.mean()) / theta.std()
    slope, cut, other = (chance.standard_normal((sessions, each)) for _ in range(3))
    side = chance.standard_normal((n, 1, 1))
    z = 1.4 * slope * theta[:, :, None] + second * other * side + chance.standard_normal((n, sessions, each))
    value = 1 + (z >= cut) + (z >= cut + 0.5)
    actor, session, call = np.nonzero(np.ones(value.shape, bool))
    return SimpleNamespace(theta=theta, columns=(actor, session * each + call, session, value[actor, session, call]))


@pytest.fixture(scope="module")
def fitted() -> IdealPoints:
    return ideal_points(*simulated(1, each=60).columns, drift=0.2, seed=1)


def test_the_interval_is_that_of_the_errors_of_the_difference(fitted: IdealPoints) -> None:
    """Independent: one pair by hand."""
    found = difference(fitted, [3, 5], [0, 1], [3, 9], [2, 1])
    errors = [math.fsum((fitted.errors[d, 3, 2] - fitted.errors[d, 3, 0]) ** 2 for d in range(20)) / 20]
    half = math.sqrt(errors[0]) * t.ppf(0.95, 20)

    assert found.value[0] == pytest.approx(fitted.theta[3, 2] - fitted.theta[3, 0])
    assert found.high[0] - found.value[0] == pytest.approx(half) == found.value[0] - found.low[0]
    assert found.compared == 2


def test_turning_a_pair_turns_the_difference(fitted: IdealPoints) -> None:
    one, other = difference(fitted, [3], [0], [9], [2]), difference(fitted, [9], [2], [3], [0])

    assert (one.value[0], one.low[0], one.high[0]) == (-other.value[0], -other.high[0], -other.low[0])
    assert one.sure.tolist() == other.sure.tolist()


def test_points_keep_the_intervals_that_the_errors_give(fitted: IdealPoints) -> None:
    half = np.sqrt((fitted.errors**2).mean(axis=0)) * t.ppf(0.95, fitted.draws)

    np.testing.assert_allclose(fitted.high - fitted.theta, half, atol=1e-12)


def test_who_goes_from_end_to_end_is_sure_to_have_moved_and_more_pairs_make_it_harder(fitted: IdealPoints) -> None:
    rows = np.arange(24)
    moved = difference(fitted, rows, 0 * rows, rows, 0 * rows + 2)
    wide = difference(fitted, rows, 0 * rows, rows, 0 * rows + 2, family=10**9)

    assert moved.sure[-1] and np.abs(moved.value).argmax() == 23
    assert wide.sure.sum() < moved.sure.sum() <= np.sum((moved.low > 0) | (moved.high < 0))


@pytest.mark.slow
def test_intervals_of_moves_hold_the_truth_so_often() -> None:
    """Nominal 0.90; the truth drawn from the model with the drift that it is fitted with, without the actor that crosses."""
    inside = []
    for seed in range(24):
        made = simulated(200 + seed)
        found = ideal_points(*made.columns, drift=0.2, seed=seed)
        rows = np.arange(23)
        moved = difference(found, rows, 0 * rows, rows, 0 * rows + 2)
        sign = np.sign((found.theta * made.theta).sum())
        truth = sign * (made.theta[:23, 2] - made.theta[:23, 0])
        inside.append((moved.low <= truth) & (truth <= moved.high))

    assert 0.85 <= np.mean(inside) <= 0.95


def test_what_nothing_links_is_no_difference_and_without_draws_there_is_none() -> None:
    actor, call, session, value = simulated(2, 24, 2).columns
    apart = (actor < 12) == (session == 0)
    found = ideal_points(actor[apart], call[apart], session[apart], value[apart], draws=10)
    pairs = difference(found, [0, 0], [0, 0], [1, 20], [0, 1])

    assert np.isfinite(pairs.value[0]) and np.isnan(pairs.value[1]) and not pairs.sure[1] and pairs.compared == 1
    with pytest.raises(BadValue, match="draws"):
        difference(ideal_points(actor, call, session, value, draws=0), [0], [0], [1], [0])


def test_the_likelihood_without_a_dimension_is_that_of_the_shares() -> None:
    made = simulated(3, 12, 2, 10)
    _, call, _, value = made.columns
    total, votes = 0.0, 0
    for one in np.unique(call):
        cast = value[call == one].tolist()
        if len(set(cast)) > 1:
            total += sum(cast.count(kind) * math.log(cast.count(kind) / len(cast)) for kind in set(cast))
            votes += len(cast)
    found = ideal_points(*made.columns, draws=0)

    assert found.without_log_likelihood_per_vote == pytest.approx(total / votes)
    assert found.without_log_likelihood_per_vote < found.log_likelihood_per_vote and found.second_share is None


def test_the_second_share_is_larger_where_there_is_a_second_dimension() -> None:
    plain, both = (ideal_points(*simulated(4, 40, 2, 40, second=s).columns, draws=0, dimensions=2).second_share for s in (0.0, 1.5))

    assert plain is not None and both is not None and 0 <= plain < 0.2 < both < 1


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("ICT", "Use of ICTs by States", True),
        ("ict", "Conflict diamonds", False),
        ("ICT", "The ICT-environment", True),
        ("cyber*", "Cybersécurité", True),
        ("securite", "Cyber-sécurité", True),
        ("death penalty", "The death-penalty: moratorium", True),
        ("death penalty", "penalty of death", False),
        ("oeuvre", "L’œuvre", True),
        ("nuclear*weapon", "nuclear-weapon", False),
        ("a.c", "abc", False),
    ],
)
def test_a_topic_is_found_by_whole_words(word: str, text: str, found: bool) -> None:
    assert on_topic([text], ["quite another", word]).tolist() == [found]


@given(st.lists(st.text(max_size=20), max_size=5), st.text("abcé 'œ-", min_size=1, max_size=6))
def test_any_text_is_searched_and_a_word_is_found_in_itself(texts: list[str], word: str) -> None:
    if not any(sign.isalnum() for sign in word):
        with pytest.raises(BadValue):
            on_topic(texts, [word])
        return
    assert on_topic([*texts, word], [word])[-1]
    assert on_topic(texts, [word]).shape == (len(texts),)


def test_no_word_is_no_topic() -> None:
    for words in ([], ["*"], [" - "]):
        with pytest.raises(BadValue, match="words"):
            on_topic(["a"], words)
