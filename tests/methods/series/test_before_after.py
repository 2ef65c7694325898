"""Before and after: effects planted and found, weights against another program, placebos, coverage, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from legation.errors import BadValue
from legation.methods.series import before_after
from legation.methods.series.counterfactual import compatible, gap, weights


def world(seed: int, effect: float, *, others: int = 7, length: int = 50, at: int = 38) -> np.ndarray:
    """Return counts of one series (first row) and others that share a tide; errors echo."""
    rng = np.random.default_rng(seed)
    tide, error = np.zeros(length), np.zeros((others + 1, length))
    for t in range(1, length):
        tide[t] = 0.7 * tide[t - 1] + 0.2 * rng.normal()
        error[:, t] = 0.4 * error[:, t - 1] + 0.1 * rng.normal(size=others + 1)
    level = np.log(80) + rng.uniform(0.5, 1, (others + 1, 1)) * tide + error
    level[0, at:] += effect
    return rng.poisson(np.exp(level))


@pytest.mark.parametrize("method", ["synthetic", "difference"])
def test_intervals_cover_what_was_planted(method) -> None:
    runs = [world(seed, 0.3) for seed in range(30)]
    found = [before_after(run[0], None, run[1:], at=38, method=method, scale="log") for run in runs]
    assert np.mean([one.low <= 0.3 <= one.high for one in found]) >= 0.85
    assert abs(np.mean([one.effect for one in found]) - 0.3) < 0.05 and np.mean([one.p_value <= 0.05 for one in found]) > 0.6


def test_where_nothing_was_done_nothing_is_found() -> None:
    runs = [world(seed, 0.0) for seed in range(100, 130)]
    found = [before_after(run[0], None, run[1:], at=38, scale="log") for run in runs]
    assert np.mean([one.p_value <= 0.05 for one in found]) <= 0.17
    assert np.mean([one.other_rank <= 1 / 8 for one in found]) <= 0.3
    assert all(one.low <= 0 <= one.high for one in found if one.p_value > 0.1)


def test_difference_in_differences_by_hand() -> None:
    ours, theirs = [10] * 20 + [16] * 5, [[20] * 20 + [22] * 5, [4, 6] * 10 + [5] * 5]
    found = before_after(ours, None, theirs, at=20, method="difference")
    assert found.effect == pytest.approx(6 - 1) and found.weights.tolist() == [0.5, 0.5]
    assert found.other_rank == pytest.approx(1 / 3) and found.before == 20 and found.after == 5


def test_weights_equal_those_of_another_program() -> None:
    rng = np.random.default_rng(3)
    others = rng.normal(size=(4, 30)).cumsum(axis=1)
    ours = 0.6 * others[0] + 0.4 * others[2] + 5 + 0.1 * rng.normal(size=30)
    pull = np.sqrt(6) * np.diff(others, axis=1).var() * 30 * 0.01
    middle = others - others.mean(axis=1, keepdims=True)

    def cost(w) -> float:
        return float((((ours - ours.mean()) - w @ middle) ** 2).sum() + pull * (w**2).sum())

    best = minimize(cost, np.full(4, 0.25), bounds=[(0, 1)] * 4, constraints={"type": "eq", "fun": lambda w: w.sum() - 1}, tol=1e-12)
    assert weights(ours, others, 6, synthetic=True) == pytest.approx(best.x, abs=1e-3)


def test_order_of_the_others_does_not_matter_and_gaps_are_named() -> None:
    run = world(1, 0.5).astype(float)
    run[0, 3] = np.nan
    run[4, 9] = np.nan
    run[2, 3] = np.nan
    order = np.array([3, 1, 0, 2, 6, 5, 4])
    one, other = (before_after(run[0], None, run[1:][rows], at=38, scale="log") for rows in (np.arange(7), order))
    assert one.effect == pytest.approx(other.effect) and one.weights[order] == pytest.approx(other.weights, abs=1e-6, nan_ok=True)
    assert one.missing == (3,) and one.left_out == (3,) and np.isnan(one.counterfactual[3]) and np.isnan(one.weights[3])
    assert one.weights[np.isfinite(one.weights)].sum() == pytest.approx(1)


def test_shares_take_totals_and_a_single_other_has_no_rank() -> None:
    rng = np.random.default_rng(2)
    totals = rng.integers(200, 400, (2, 40))
    chance = np.vstack([np.where(np.arange(40) < 30, 0.2, 0.35), np.full(40, 0.2)])
    counts = rng.binomial(totals, chance)
    found = before_after(counts[0], totals[0], counts[1:], totals[1:], at=30)
    assert found.low < 0.15 < found.high and found.p_value < 0.05 and found.other_rank is None and np.isnan(found.other_effects).all()
    assert found.earlier_rank is not None and 0 < found.earlier_rank <= 1 and found.fit < 0.1


def test_the_ring_written_out() -> None:
    y = np.random.default_rng(9).normal(size=12)
    p = compatible(y, np.zeros((1, 12)), 9, np.array([0.4]), synthetic=False)[0]
    left = y - np.where(np.arange(12) < 9, 0, 0.4)
    left -= left.mean()
    means = [abs(np.roll(left, -shift)[9:].mean()) for shift in range(12)]
    assert p == pytest.approx(np.mean([one >= means[0] - 1e-12 for one in means]))
    assert gap(y, np.zeros((1, 12)), 9, synthetic=False)[0][:9].mean() == pytest.approx(0)


def test_arguments_stay_as_they_were() -> None:
    run = world(5, 0.2)
    copy = run.copy()
    before_after(run[0], None, run[1:], at=38)
    assert (run == copy).all()


RUN = world(0, 0.0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: before_after(RUN[0], None, RUN[1:], at=10),
            "16 or more known periods before, 20 in all and one after .got 10, 50 and 40",
        ),
        (lambda: before_after(RUN[0], None, RUN[1:], at=50), "got 50, 50 and 0"),
        (lambda: before_after(RUN[0], None, RUN[1:, :40], at=30), "others must be 50 periods each"),
        (lambda: before_after(RUN[0], None, [], at=30), "one or more without gaps .got none of 0"),
        (lambda: before_after(RUN[0], None, [[np.nan] * 50], at=30), "got none of 1"),
        (lambda: before_after(RUN[0], None, 3, at=30), "one row of counts"),
        (lambda: before_after(RUN[0], RUN[0] + 1, RUN[1:], at=30), "other_totals must be given with totals only"),
        (lambda: before_after(RUN[0], RUN[0] + 1, RUN[1:], RUN[1:3], at=30), "one row for each of 7 others .got 2"),
        (lambda: before_after(RUN[0], None, RUN[1:], at=30, method="magic"), "synthetic . difference"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
