"""Change points: every cut tried, two published series, coverage and false alarms by simulation, bad input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.series import change_points
from legation.methods.series.segments import binomial_costs, cheapest_cuts, gaussian_costs, lowest_cost, poisson_costs, rank_costs
from legation.methods.series.unevenness import drawn_counts, successive_excess

NILE = """1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260 1220 1030 1100
774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864 862 698 845 744 796 1040 759 781 865
845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746
919 718 714 740"""
"""Flow of the Nile at Aswan, 1871-1970 (Cobb 1978, doi:10.1093/biomet/65.2.243): it fell after 1898."""

MINES = """4 5 4 0 1 4 3 4 0 6 3 3 4 0 2 6 3 3 5 4 5 3 1 4 4 1 5 5 3 4 2 5 2 2 3 4 2 1 3 2 2 1 1 1 1 3 0 0 1 0 1 1 0 0 3 1 0 3 2 2 0 1 1 1 0 1 0 1
0 0 0 2 1 0 0 0 1 1 0 2 3 3 1 1 2 1 1 1 1 2 4 2 0 0 1 4 0 0 0 1 0 0 0 0 0 1 0 0 1 0 1"""
"""British coal-mining disasters by year from 1851 (Jarrett 1979; Carlin, Gelfand, Smith 1992, doi:10.2307/2347570: changed after year 41)."""


def every_cut(costs, penalty: float, shortest: int) -> tuple[float, tuple[int, ...]]:
    """Return the lowest cost over all ways to cut, and that way."""
    length = len(costs.weight) - 1
    ways = []
    for size in range(length):
        for cuts in itertools.combinations(range(1, length), size):
            edges = (0, *cuts, length)
            if all(b - a >= shortest for a, b in itertools.pairwise(edges)):
                ways.append((sum(float(costs.of(a, b, series=0)) for a, b in itertools.pairwise(edges)) + penalty * size, cuts))
    return min(ways)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=6, max_size=9), st.sampled_from([0.5, 2.0, 6.0]), st.sampled_from([1, 2]), st.sampled_from("bpgr")
)
def test_the_best_of_all_cuts(values: list[int], penalty: float, shortest: int, kind: str) -> None:
    series, ones = np.array([values], float), np.ones(len(values))
    costs = {
        "b": lambda: binomial_costs(series, ones * 9, np.ones(1)),
        "p": lambda: poisson_costs(series, ones, np.ones(1)),
        "g": lambda: gaussian_costs(series),
        "r": lambda: rank_costs(series),
    }[kind]()
    best, _ = every_cut(costs, penalty, shortest)
    assert lowest_cost(costs, penalty, shortest)[0][0] == pytest.approx(best, abs=1e-6)
    edges = (0, *cheapest_cuts(costs, penalty, shortest), len(values))
    found = sum(float(costs.of(a, b, series=0)) for a, b in itertools.pairwise(edges)) + penalty * (len(edges) - 2)
    assert found == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_cuts_as_ruptures_where_its_pruning_is_exact(seed: int) -> None:
    """Stretches of one period or more: with longer ones ruptures 1.1.10 misses the best cut in about one short series of thirty."""
    ruptures = pytest.importorskip("ruptures")
    rng = np.random.default_rng(seed)
    series = rng.normal(size=80) + np.repeat([0.0, 2.0, -1.0, 0.5], 20)
    costs = gaussian_costs(series[None])
    peer = ruptures.Pelt(model="l2", min_size=1, jump=1).fit(series).predict(pen=8.0 * float(costs.unit[0]))
    assert cheapest_cuts(costs, 8.0, 1) == peer[:-1]


@pytest.mark.parametrize("model", ["normal", "rank"])
def test_the_nile_fell_after_1898(model) -> None:
    """Published interval of Bai and Perron as strucchange prints it: 25 to 32 of 100, about 28."""
    flow = np.array(NILE.split(), float)
    assert len(flow) == 100 and flow.mean() == pytest.approx(919.35)
    (one,) = change_points(flow, model=model, draws=20).changes
    assert one.at == 28 and one.low >= 24 and one.high <= 33
    assert (one.before, one.after) == pytest.approx((1097.75, 849.9722), abs=1e-3)


def test_fewer_mine_disasters_after_1891() -> None:
    """One change after year 41, from 3.1 to 0.9 a year; a lower penalty finds a second about 1947, as Green (1995) did."""
    disasters = [int(n) for n in MINES.split()]
    (one,) = change_points(disasters, penalty=12.0, draws=20).changes
    assert one.at == 41 and one.low >= 30 and one.high <= 47 and (one.before, one.after) == pytest.approx((3.1, 0.9), abs=0.02)
    assert [change.at for change in change_points(disasters, draws=20).changes] == [41, 96]


def test_intervals_cover_and_false_alarms_are_as_said() -> None:
    """Uneven shares that move from 10 to 15 % after 40 of 80 periods; and that do not move."""
    rng = np.random.default_rng(5)
    inside, alarms, stated = [], 0, []
    for seed in range(25):
        totals = rng.integers(50, 200, 80).astype(float)
        moved = change_points(drawn_counts(rng, np.where(np.arange(80) < 40, 0.1, 0.15) * totals, totals, 1.5), totals, draws=20).changes
        inside += [one.low <= 40 <= one.high for one in moved if len(moved) == 1]
        even = change_points(drawn_counts(rng, 0.1 * totals, totals, 1.5), totals, draws=20, seed=seed)
        alarms += bool(even.changes)
        stated.append(even.false_alarm_rate)
    assert len(inside) > 15 and np.mean(inside) >= 0.85
    assert abs(alarms / 25 - np.mean(stated)) < 0.12 and np.mean(stated) < 0.15


def test_missing_periods_keep_their_places() -> None:
    values = [3, 2, 4, np.nan, 3, 2, 3, 9, 8, np.nan, 11, 9, 10, 9]
    found = change_points(values, [40] * 14, draws=20)
    assert found.missing == (3, 9) and [one.at for one in found.changes] == [7]


def test_unevenness_is_told_from_a_shift() -> None:
    rng = np.random.default_rng(2)
    mean = np.where(np.arange(200) < 100, 10.0, 30.0)
    even, uneven = (drawn_counts(rng, np.tile(mean, (100, 1)), None, excess) for excess in (1.0, 3.0))
    assert successive_excess(even, np.ones(200), binomial=False).mean() < 1.15
    assert 2.7 < successive_excess(uneven, np.ones(200), binomial=False).mean() < 3.3


def test_a_calibrated_penalty_and_an_echo() -> None:
    rng = np.random.default_rng(3)
    found = change_points(rng.normal(size=60), model="normal", penalty="calibrated", draws=200)
    assert 0.02 <= found.false_alarm_rate <= 0.1 and abs(found.echo) < 0.4
    walk = np.cumsum(rng.normal(size=60))
    assert change_points(walk, model="normal", penalty=1e6, draws=20).echo > 0.5
    assert change_points([4] * 9).changes == ()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: change_points([1, 2, 3, 4, 5]), "must be 6 or more periods that are known \\(got 5"),
        (lambda: change_points([1] * 9, model="mean"), "counts . normal . rank"),
        (lambda: change_points([1] * 9, [2] * 9, model="rank"), "totals must be given with model counts only"),
        (lambda: change_points([1] * 9, penalty="aic"), "bic . calibrated"),
        (lambda: change_points([1] * 9, penalty=-1), "a number above 0"),
        (lambda: change_points([1] * 9, draws=2), "shortest, draws"),
        (lambda: change_points([[1.0]], model="normal"), "one list of finite numbers"),
        (lambda: change_points([np.inf] * 9, model="rank"), "one list of finite numbers"),
    ],
)
def test_bad_input(call, sentence: str) -> None:
    with pytest.raises(BadValue, match=sentence):
        call()
