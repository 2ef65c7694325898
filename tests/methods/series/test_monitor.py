"""Monitors: false alarms as rare as said, planted shifts found, states that run on, missing days, bad input."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.series import watch
from legation.methods.series.calibration import alarms_in
from legation.methods.series.unevenness import drawn_counts

RNG = np.random.default_rng(0)
TOTALS = RNG.integers(50, 300, 200).astype(float)
COUNTS = drawn_counts(RNG, np.where(np.arange(200) < 150, 0.05, 0.1) * TOTALS, TOTALS, 1.5)
FIRST = watch(COUNTS[:120], TOTALS[:120], baseline=100, direction="both", week=2, false_alarms=0.02, runs=100)
WHOLE = watch(COUNTS, TOTALS, baseline=100, direction="both", week=2, false_alarms=0.02, runs=100)


def test_false_alarms_are_as_rare_as_asked() -> None:
    """Twenty uneven series, each with a baseline of its own, 200 periods at one false alarm in fifty."""
    rng = np.random.default_rng(7)
    alarms, stated = [], []
    for seed in range(20):
        found = watch(drawn_counts(rng, np.full(320, 6.0), None, 1.6), baseline=120, false_alarms=0.02, runs=100, seed=seed)
        alarms.append(len(found.alarms) / 200)
        stated.append((found.false_alarm_low, found.false_alarm_high))
    error = 3 * np.std(alarms) / np.sqrt(20)
    low, high = np.mean(stated, axis=0)
    assert low - error <= np.mean(alarms) <= high + error and low <= 0.021 and high >= 0.019


def test_a_shift_is_found_about_when_it_says() -> None:
    rng = np.random.default_rng(8)
    waits, stated = [], []
    for seed in range(10):
        series = drawn_counts(rng, np.where(np.arange(300) < 120, 8.0, 12.0), None, 1.3)
        found = watch(series, baseline=120, runs=100, seed=seed, false_alarms=1 / 100)
        waits.append(found.alarms[0].at - 119 if found.alarms else np.inf)
        stated.append(found.delay)
    assert np.median(waits) <= 2 * np.median(stated) + 2 and np.median(stated) < 12
    assert np.quantile(waits, 0.8) < 40


def test_an_alarm_names_its_start_and_size() -> None:
    first = next(one for one in WHOLE.alarms if one.at >= 150)
    assert first.direction == "up" and 148 <= first.since <= first.at <= 156 and not first.again
    assert first.observed == COUNTS[first.since : first.at + 1].sum() and first.low < first.ratio < first.high
    assert all(one.statistic > WHOLE.threshold for one in WHOLE.alarms) and WHOLE.statistic.shape == (100,)
    assert any(one.again for one in WHOLE.alarms if one.at > first.at)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(120, 200), max_size=4))
def test_laid_down_and_taken_up_anywhere_it_is_one_watch(cuts: list[int]) -> None:
    """Through JSON, in any number of pieces, some of them empty."""
    alarms, statistic, state = list(FIRST.alarms), [FIRST.statistic], FIRST.state
    edges = [120, *sorted(cuts), 200]
    for start, end in itertools.pairwise(edges):
        part = watch(COUNTS[start:end], TOTALS[start:end], state=json.loads(json.dumps(state, allow_nan=False)))
        alarms += part.alarms
        statistic.append(part.statistic)
        state = part.state
    assert alarms == list(WHOLE.alarms) and np.array_equal(np.concatenate(statistic), WHOLE.statistic) and state == WHOLE.state


def test_the_sum_written_out() -> None:
    """Page's sum for Poisson counts of a known level, by hand."""
    found = watch([4, 6, 5, 5] * 15 + [5, 12, 3, 9], baseline=60, runs=100)
    total, sums = 0.0, []
    for count in (5, 12, 3, 9):
        total = max(0.0, total + count * np.log(1.5) - 5 * 0.5)
        sums.append(total)
    assert found.rate == 5 and found.excess == 1 and found.alarms == () and found.statistic == pytest.approx(sums)
    assert alarms_in((np.array([[1.0, 2.0, -5.0, 3.0]]), np.array([[0.0, 0.0, 4.0, 0.0]])), 2.5).tolist() == [3.0]


def test_missing_is_not_zero() -> None:
    base, later = [4, 6, 5, 5] * 15, [5, 12, 3, 9, 12]
    plain = watch(base + later, baseline=60, runs=100, direction="both")
    gaps = watch([*base, 5, 12, np.nan, np.nan, 3, 9, 12], baseline=60, runs=100, direction="both")
    assert gaps.missing == (62, 63) and np.isnan(gaps.statistic[2:4]).all()
    assert gaps.statistic[~np.isnan(gaps.statistic)] == pytest.approx(plain.statistic)
    none = watch([*base, *[np.nan] * 30], [100] * 90, baseline=60, runs=100, direction="down")
    assert none.alarms == () and len(none.missing) == 30


def test_days_of_the_week_raise_no_alarm() -> None:
    rng = np.random.default_rng(4)
    usual = np.tile([30, 30, 30, 30, 30, 4, 4], 30)
    series = rng.poisson(usual)
    found = watch(series, baseline=105, week=0, false_alarms=0.01, runs=100, direction="both", shift=1.3)
    assert len(found.alarms) <= 4 and found.days[0] > 1.2 > 0.4 > found.days[6] and found.excess < 1.3
    assert watch(series, baseline=105, runs=100).excess > 5


def test_numbers_of_numpy_and_progress() -> None:
    told: list[tuple[int, int]] = []
    found = watch(
        COUNTS, TOTALS, baseline=np.int64(100), week=np.int64(2), shift=np.float32(1.5), direction="both", false_alarms=np.float32(0.02),
        runs=100, progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert json.loads(json.dumps(found.state)) == found.state and told[-1] == (4, 4) and [a for a, _ in told] == sorted(a for a, _ in told)


def test_a_baseline_that_moved_says_so() -> None:
    assert watch([3] * 40 + [9] * 40 + [6], baseline=80, runs=100, false_alarms=0.01).baseline_alarms > 0


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: watch([1] * 60), "baseline must be a number of periods, 28 or more .got None"),
        (lambda: watch([5] * 20, baseline=20), "got 20 with 100"),
        (lambda: watch([0] * 60, baseline=60), "got 60 with 0"),
        (lambda: watch([5] * 60, [5] * 60, baseline=60), "a share below 1"),
        (lambda: watch([5] * 60, baseline=60, false_alarms=0.5), "false_alarms must be"),
        (lambda: watch([5] * 60, baseline=60, direction="left"), "up . down . both"),
        (lambda: watch([5] * 60, baseline=60, week=7), "shift, runs, week"),
        (lambda: watch([5], baseline=3, state=FIRST.state), "baseline must be given with no state"),
        (lambda: watch([5], state=FIRST.state), "totals must be as in the first call .got none"),
        (lambda: watch([5], [9], state={}), "make 1"),
        (lambda: watch([5], [9], state={**FIRST.state, "rate": None}), "unchanged"),
        (lambda: watch([5], [9], state={**FIRST.state, "days": [1.0]}), "unchanged"),
        (lambda: watch([5], [9], state={**FIRST.state, "extra": 1}), "unchanged"),
        (lambda: watch([5], [9], state={**FIRST.state, "standing": {**FIRST.state["standing"], "last": "x"}}), "unchanged"),
        (lambda: watch([5], [9], state={**FIRST.state, "standing": {**FIRST.state["standing"], "since": [-4, 0]}}), "unchanged"),
        (lambda: watch([5], [9], state={**FIRST.state, "standing": 1}), "unchanged"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
