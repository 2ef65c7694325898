"""What an assumption carries, against survival and regret worked out anew on the scenarios that are left; a case by hand; bad tables."""

from __future__ import annotations

import time

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.scenario import load_bearing, minimax_regret, regret_ranges


def test_each_assumption_is_that_of_the_scenarios_left_in_two_thousand_draws() -> None:
    random = np.random.default_rng(29)
    met = {"carried": 0, "changed": 0, "nothing left": 0}
    for _ in range(2000):
        plans, assumptions, scenarios = random.integers(1, 5), random.integers(0, 4), random.integers(1, 7)
        survives = random.random((plans, scenarios)) < 0.5
        holds = random.random((assumptions, scenarios)) < 0.6
        worth = random.integers(-3, 4, (plans, scenarios))
        found = load_bearing(survives, holds.reshape(assumptions, scenarios), worth)
        assert found.best == minimax_regret(worth).best
        for a in range(assumptions):
            left = [s for s in range(scenarios) if not holds[a, s]]
            assert (found.holds_in[a], found.left[a]) == (scenarios - len(left), len(left))
            if not left:
                met["nothing left"] += 1
                assert (found.carried[a], found.best_without[a], found.carries(a)) == ((), None, False)
                continue
            carried = tuple(p for p in range(plans) if any(survives[p]) and not any(survives[p, s] for s in left))
            best = minimax_regret(worth[:, left]).best
            assert found.carried[a] == carried
            assert found.best_without[a] == best
            assert found.carries(a) == (bool(carried) or best != found.best)
            met["carried"] += bool(carried)
            met["changed"] += best != found.best
    assert min(met.values()) > 100, met


def test_without_worth_only_survival_is_judged() -> None:
    found = load_bearing([[1, 0], [0, 0]], [[1, 0], [0, 0], [1, 1]])

    assert found.carried == ((0,), (), ())  # the second plan survived nowhere before, so nothing carries it
    assert (found.best, found.best_without, found.changes) == ((), (None, None, None), (False, False, False))
    assert found.left == (1, 2, 0)


def test_plans_that_are_equal_stay_best_together() -> None:
    found = load_bearing(np.ones((3, 4)), [[1, 0, 0, 1]], np.full((3, 4), 2.5))

    assert (found.best, found.best_without, found.carries(0)) == ((0, 1, 2), ((0, 1, 2),), False)


@pytest.mark.parametrize(
    ("survives", "holds", "worth"),
    [
        ([[1, 0]], [[1, 0, 1]], None),
        (np.ones((2, 0)), np.ones((1, 0)), None),
        ([1, 0], [[1, 0]], None),
        ([[1, 2]], [[1, 0]], None),
        ([[1, 0]], [[1, 0]], [[1.0, np.nan]]),
        ([[1, 0]], [[1, 0]], [[1.0]]),
        ([[1, 0]], [[1, 0]], [["x", "y"]]),
    ],
)
def test_tables_that_say_nothing_are_refused(survives, holds, worth) -> None:
    with pytest.raises(BadValue):
        load_bearing(survives, holds, worth)


def test_two_hundred_plans_in_a_thousand_scenarios_take_less_than_a_second() -> None:
    random = np.random.default_rng(1)
    survives, holds = random.random((200, 1000)) < 0.5, random.random((100, 1000)) < 0.5
    low = random.normal(size=(200, 1000))
    before = time.process_time()
    load_bearing(survives, holds, low)
    regret_ranges(low, low + 1)

    assert time.process_time() - before < 1
