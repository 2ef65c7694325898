"""Swing: by hand, order of the signs, properties, the replay and its average precision, bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from legation.errors import BadValue
from legation.methods.voting import average_precision, swing, swing_backtest, voted_alike

CODES = st.integers(0, 3)
TABLES = array_shapes(min_dims=2, max_dims=2, max_side=7).flatmap(lambda shape: arrays(np.int8, shape, elements=CODES))
CASES = TABLES.flatmap(lambda t: st.tuples(st.just(t), st.none() | arrays(np.int8, (len(t), 5), elements=CODES)))


def test_formula_by_hand() -> None:
    """Actor 0: votes 1, 2, -, 1: two changes in two steps, the later weighing 1, the earlier 0.8; present, not absent last."""
    series, history = np.array([[1, 2, 0, 1], [1, 1, 1, 1], [3, 3, 2, 0]]), np.array([[1, 3], [1, 3], [3, 1]])
    result = swing(series, history)
    assert result.changes.tolist() == [2, 0, 1] and result.steps.tolist() == [2, 3, 2]
    assert result.present.tolist() == [1, 1, 2]
    margin = 1 - voted_alike(history, [1, 1, 2]).probability[[0, 1, 2], [0, 0, 1]]
    np.testing.assert_allclose(result.margin, margin)

    def chance(share: float, own: float, abstains: int, absent: int, steps: int) -> float:
        logit = -0.798 + 0.467 * math.log(share / (1 - share)) + 0.309 * math.log(own / (1 - own))
        return 1 / (1 + math.exp(-(logit + 1.224 * abstains + 0.377 * absent - 0.333 * math.log1p(steps))))

    expected = [
        chance(1.85 / 2.8, margin[0], 0, 0, 2),
        chance(0.05 / (1 + 1 + 0.8 + 0.64), margin[1], 0, 0, 3),
        chance(1.05 / 2.8, margin[2], 1, 1, 2),
    ]
    np.testing.assert_allclose(result.probability, expected)


@given(CASES)
def test_ranges(case) -> None:
    series, history = case
    result = swing(series, history)
    voted = (series > 0).any(axis=1)
    assert np.array_equal(np.isnan(result.probability), ~voted) and np.array_equal(np.isnan(result.margin), ~voted)
    assert ((result.probability[voted] > 0) & (result.probability[voted] < 1)).all()
    assert (result.likely[voted] != result.present[voted]).all() and np.isin(result.likely[voted], (1, 2, 3)).all()
    assert (result.likely[~voted] == 0).all() and (result.present[~voted] == 0).all()
    assert (result.changes <= result.steps).all()


@given(CASES, st.randoms(use_true_random=False))
def test_order_of_actors_never_matters(case, random) -> None:
    series, history = case
    order = list(range(len(series)))
    random.shuffle(order)
    plain, moved = swing(series, history), swing(series[order], None if history is None else history[order])
    np.testing.assert_allclose(moved.probability, plain.probability[order], atol=1e-9)


@given(CASES)
def test_an_actor_that_never_voted_changes_nothing(case) -> None:
    series, history = case
    more = swing(
        np.vstack([series, np.zeros_like(series[:1])]), None if history is None else np.vstack([history, np.zeros_like(history[:1])])
    )
    np.testing.assert_allclose(more.probability[:-1], swing(series, history).probability, atol=1e-9)
    assert np.isnan(more.probability[-1])


def test_past_changes_and_odd_company_raise_the_chance() -> None:
    rng = np.random.default_rng(0)
    line = rng.integers(1, 4, (2, 40))[np.arange(20) % 2]
    series = np.tile(np.where(np.arange(20) % 2, 3, 1)[:, None], 4)
    series[0, 1] = 2  # changed before
    series[2] = 3  # votes with the other camp
    result = swing(series, line)
    assert result.probability[0] > result.probability[4] and result.probability[2] > result.probability[4]
    assert result.likely[2] == 1


def test_one_vote_and_no_history() -> None:
    result = swing([[1], [2], [3], [0]])
    assert np.isfinite(result.probability[:3]).all() and result.steps.tolist() == [0, 0, 0, 0]
    assert swing([[2]]).likely.tolist() == [1]


@pytest.mark.parametrize(
    ("actual", "score", "expected"),
    [
        ([1, 0, 1, 0], [4, 3, 2, 1], (1 + 2 / 3) / 2),
        ([0, 1], [1, 1], 0.5),  # a tie is one step
        ([1, 1, 0], [3, 2, 1], 1.0),
        ([1], [0], 1.0),
    ],
)
def test_average_precision(actual, score, expected) -> None:
    assert average_precision(actual, score) == pytest.approx(expected)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=1, max_size=30))
def test_average_precision_by_loop(pairs) -> None:
    """Over distinct thresholds from above: recall gained times precision."""
    total, found, before = sum(a for a, _ in pairs), 0.0, 0.0
    for threshold in sorted({s for _, s in pairs}, reverse=True):
        above = [a for a, s in pairs if s >= threshold]
        recall = sum(above) / total if total else 0
        found += (recall - before) * sum(above) / len(above)
        before = recall
    actual, score = zip(*pairs, strict=True)
    if total:
        assert average_precision(actual, score) == pytest.approx(found)
    else:
        assert math.isnan(average_precision(actual, score))


def test_replay() -> None:
    series, following = np.array([[1, 1, 1], [1, 2, 1], [3, 3, 3], [0, 0, 0], [2, 2, 2]]), [1, 2, 3, 1, 0]
    seen = []
    replay = swing_backtest([(series, None, following)] * 2, progress=lambda a, b: seen.append((a, b)))
    assert (replay.scored, replay.changed, replay.average_precision) == (6, pytest.approx(1 / 3), 1.0)
    assert replay.by_number == 1 and replay.actual.tolist() == [0, 1, 0, 0, 1, 0] and seen == [(0, 2), (1, 2), (2, 2)]


def test_replay_where_nobody_changed() -> None:
    replay = swing_backtest([([[1], [3]], None, [1, 3])])
    assert math.isnan(replay.average_precision) and math.isnan(replay.likely_right) and replay.changed == 0


@pytest.mark.parametrize(
    ("series", "history", "words"),
    [
        (np.zeros((2, 0), dtype=int), None, "series must be one vote"),
        ([[1], [4]], None, "series.*got 4"),
        ([[1], [2]], [[1]], "history must be the 2"),
        ([[1], [2]], [[1], [9]], "history.*got 9"),
        (np.zeros((0, 2), dtype=int), None, "one actor or more"),
        ([1, 2], None, "got 1 dimension"),
    ],
)
def test_bad_input(series, history, words) -> None:
    with pytest.raises(BadValue, match=words):
        swing(series, history)


def test_bad_replay_and_ranking() -> None:
    with pytest.raises(BadValue, match="cases must be"):
        swing_backtest([])
    with pytest.raises(BadValue, match="following must be one code"):
        swing_backtest([([[1], [3]], None, [1])])
    with pytest.raises(BadValue, match="score must be"):
        average_precision([True], [1, 2])
    with pytest.raises(BadValue, match="got nan"):
        average_precision([True], [float("nan")])
