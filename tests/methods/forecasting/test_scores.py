"""Published scores, definitions worked by hand, and what holds for all forecasts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.forecasting import (
    MINIMUM,
    absolute_error,
    brier,
    calibration,
    coverage,
    interval_score,
    log_score,
    murphy,
    skill,
)

RAIN = [0.7, 0.9, 0.8, 0.4, 0.2, 0, 0, 0, 0, 0.1]
RAINED = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
"""The ten occasions of Brier (1950), table 1; his score over both classes, rain and no rain, is 0.19."""
PAIRS = st.lists(st.tuples(st.sampled_from([k / 10 for k in range(11)]), st.booleans()), min_size=MINIMUM, max_size=80)


def test_the_score_of_brier_1950() -> None:
    assert 2 * brier(RAIN, RAINED).mean() == pytest.approx(0.19, abs=1e-12)


@given(st.floats(0.01, 0.99), st.floats(0, 1))
def test_who_states_the_true_chance_expects_the_best_score(true: float, other: float) -> None:
    for score in (brier, log_score):
        expected = [true * score([p], [1])[0] + (1 - true) * score([p], [0])[0] for p in (true, other)]

        assert expected[0] <= expected[1] + 1e-12


def test_the_log_score_is_bounded() -> None:
    assert log_score([0.0, 1.0], [1, 0]).tolist() == pytest.approx([-math.log(0.001)] * 2)
    assert log_score([1 / math.e], [1])[0] == pytest.approx(1.0)


def test_the_interval_score_as_defined() -> None:
    """Gneiting & Raftery (2007), equation 43: of the replayed forecast of 74/247, [28, 117] at 80 %, which came out at 19."""
    assert interval_score([28, 28, 28], [117, 117, 117], [19, 50, 120])[:].tolist() == pytest.approx([89 + 10 * 9, 89, 89 + 10 * 3])
    assert interval_score([0.0], [10.0], [12.0], 0.9)[0] == pytest.approx(10 + 20 * 2)


@given(st.floats(0.05, 0.95), st.integers(0, 2**31))
def test_the_quantiles_have_the_best_interval_score(level: float, seed: int) -> None:
    drawn = np.sort(np.random.default_rng(seed).normal(size=400))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])

    def mean(a: float, b: float) -> float:
        return float(interval_score(np.full(400, a), np.full(400, b), drawn, level).mean())

    assert all(mean(low, high) <= mean(low - d, high + e) + 0.02 for d, e in ((0.3, 0), (0, 0.3), (0.3, 0.3)))


def test_coverage_counts_the_ends_as_held() -> None:
    found = coverage([0, 0, 0], [1, 1, 1], [0, 1, 1.1])

    assert (found.held, found.of) == (2, 3)
    assert found.low < 2 / 3 < found.high
    assert (coverage([], [], []).low, coverage([], [], []).high) == (0, 1)


def test_the_absolute_error() -> None:
    assert absolute_error([73, 79], [19, 77]).tolist() == [54, 2]


@given(PAIRS)
def test_the_parts_of_murphy_add_up_as_a_count_by_hand_does(pairs: list[tuple[float, bool]]) -> None:
    p, o = [a for a, _ in pairs], [b for _, b in pairs]
    found = murphy(p, o)
    base = sum(o) / len(o)
    reliability = resolution = 0.0
    for stated in set(p):
        group = [b for a, b in pairs if a == stated]
        reliability += len(group) * (stated - sum(group) / len(group)) ** 2 / len(p)
        resolution += len(group) * (sum(group) / len(group) - base) ** 2 / len(p)

    assert found.reliability == pytest.approx(reliability)
    assert found.resolution == pytest.approx(resolution)
    assert found.brier == pytest.approx(found.reliability - found.resolution + found.uncertainty, abs=1e-12)
    assert found.brier == pytest.approx(brier(p, o).mean())


@given(PAIRS, st.integers(2, 20))
def test_every_forecast_is_in_one_bin(pairs: list[tuple[float, bool]], bins: int) -> None:
    found = calibration([a for a, _ in pairs], [b for _, b in pairs], bins=bins)

    assert sum(one.n for one in found) == len(pairs)
    assert sum(one.happened for one in found) == sum(b for _, b in pairs)
    assert all(one.start - 1e-9 <= one.stated <= one.end + 1e-9 and one.low <= one.share <= one.high for one in found)


def test_too_few_are_refused_with_how_many_are_missing() -> None:
    for refused in (calibration, murphy):
        with pytest.raises(BadValue, match=r"got 17.; resolve 3 more first"):
            refused([0.5] * 17, [1] * 17)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 100)), min_size=5, max_size=30))
def test_skill_as_by_hand(pairs: list[tuple[float, float]]) -> None:
    ours, base = [a for a, _ in pairs], [b for _, b in pairs]
    found = skill(ours, base, draws=200)

    assert found.n == len(pairs)
    assert found.value == pytest.approx(1 - sum(ours) / sum(base))
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.high <= 1
    assert skill(ours, base, draws=200) == found


def test_skill_of_equals_is_nothing_and_of_few_has_no_interval() -> None:
    same = skill([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])

    assert (same.value, same.low, same.high) == (0, 0, 0)
    assert (skill([1], [2]).value, skill([1], [2]).low) == (0.5, None)
    assert skill([1, 2], [0, 0]).value is None
    assert skill([1] * 5, [0, 0, 0, 0, 1]).low is None


def test_the_interval_of_skill_covers_as_it_says() -> None:
    """Against 300 fresh samples: the true skill, 0.5, is held in about 95 %."""
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        base = rng.gamma(4, 1, 40)
        found = skill(base * rng.uniform(0, 1, 40), base, draws=300)
        held += (found.low or 0) <= 0.5 <= (found.high or 0)

    assert 0.88 <= held / 300 <= 0.99


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: brier([1.2], [1]),
        lambda: brier([0.5], [2]),
        lambda: brier([0.5, 0.5], [1]),
        lambda: brier([math.nan], [1]),
        lambda: log_score([0.5], [1], bound=0.5),
        lambda: absolute_error([math.inf], [1]),
        lambda: interval_score([2], [1], [1]),
        lambda: interval_score([0], [1], [1], 1.0),
        lambda: interval_score([[0]], [[1]], [[1]]),
        lambda: calibration([0.5] * 20, [1] * 20, bins=1),
        lambda: skill([], []),
        lambda: skill([-1], [1]),
        lambda: skill([1], [1], draws=5),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: object) -> None:
    with pytest.raises(BadValue, match=r" must be .* \(got .*\); "):
        wrong()  # type: ignore[operator]
