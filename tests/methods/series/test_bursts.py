"""Bursts: the cheapest path against all paths, planted bursts, missing periods, bad input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from legation.errors import BadValue
from legation.methods.series import bursts
from legation.methods.series.bursts import _path
from legation.methods.series.periods import checked_periods


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=8), st.sampled_from([1.5, 2.0, 3.0]), st.sampled_from([0.0, 0.5, 1.0]))
def test_the_cheapest_of_all_paths(counts: list[int], scale: float, stickiness: float) -> None:
    """Kleinberg's cost written out over every sequence of states, with the full binomial likelihood."""
    totals = np.full(len(counts), 12)
    base = sum(counts) / totals.sum()
    if not 0 < base < 1:
        return
    raised, up = min(scale * base, (1 + base) / 2), stickiness * np.log(len(counts))

    def cost(states) -> float:
        chance = np.where(np.array(states) == 1, raised, base)
        climbs = sum(b > a for a, b in itertools.pairwise((0, *states)))
        return float(-binom.logpmf(counts, totals, chance).sum() + up * climbs)

    state, _ = _path(np.array([counts], float), checked_periods(counts, totals), scale, up)
    assert cost(state[0].astype(int).tolist()) == pytest.approx(min(cost(s) for s in itertools.product((0, 1), repeat=len(counts))))


def test_a_planted_burst_and_its_weight() -> None:
    rng = np.random.default_rng(0)
    totals = rng.integers(80, 120, 90)
    counts = rng.binomial(totals, np.where((np.arange(90) >= 40) & (np.arange(90) < 47), 0.2, 0.05))
    found = bursts(counts, totals)
    (one,) = found.found
    assert (one.start, one.end) == (40, 46) and one.count == counts[40:47].sum() and one.chance < 0.02
    assert one.share == pytest.approx(one.count / one.total) and found.excess < 1.5
    ratio = np.log(found.raised / found.base), np.log((1 - found.raised) / (1 - found.base))
    assert one.weight == pytest.approx(one.count * ratio[0] + (one.total - one.count) * ratio[1])


def test_what_is_missing_costs_nothing() -> None:
    counts, totals = [2, 1, 3, 2, 19, 22, 2, 1, 2, 3], [100] * 10
    gap = bursts([*counts[:5], np.nan, *counts[5:]], [*totals[:5], 100, *totals[5:]])
    assert gap.missing == (5,) and [(b.start, b.end, b.weight) for b in gap.found] == [(4, 6, bursts(counts, totals).found[0].weight)]
    assert bursts([1, 0], [10, 0]).missing == (1,)


def test_uneven_series_say_that_bursts_mean_little() -> None:
    rng = np.random.default_rng(1)
    chance = rng.beta(1, 19, 100)
    found = bursts(rng.binomial(100, chance), [100] * 100)
    assert found.excess > 3 and found.false_alarm_rate > 0.9 and all(one.chance > 0.02 for one in found.found)


def test_nothing_and_everything() -> None:
    assert bursts([], []).found == () == bursts([0, 0, 0], [5, 5, 5]).found == bursts([5, 5], [5, 5]).found


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: bursts([3], [2]), "counts must be up to the total .got 3 of 2 in period 0"),
        (lambda: bursts([-1], [2]), "0 or more"),
        (lambda: bursts([0.5], [2]), "whole numbers"),
        (lambda: bursts([np.inf], [2]), "whole numbers"),
        (lambda: bursts([[1]], [[2]]), r"shape \(1, 1\)"),
        (lambda: bursts(["x"], [2]), "whole numbers"),
        (lambda: bursts([1, 2], [2]), "totals must be one for each"),
        (lambda: bursts([1], [2], scale=1), "scale, stickiness, draws"),
        (lambda: bursts([1], [2], seed=-1), "seed must be"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
