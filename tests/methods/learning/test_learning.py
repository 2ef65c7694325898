"""A game of cards and its paths; the gain of those who played it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from legation.errors import BadValue
from legation.methods.learning import Card, CardGame, Effect, Option, When, beside, dearest, learned, paths, play

SAY = Option(id="say", effects=(Effect(measure="true", by=2, when=When(truths=("ours",))), Effect(measure="useful", by=1)))
DENY = Option(id="deny", effects=(Effect(measure="true", by=-2, when=When(truths=("ours",))),))
OPEN = Option(id="open", effects=(Effect(measure="useful", by=3, when=When(after=("first.say",))), Effect(measure="true", by=1)))
SHUT = Option(id="shut", effects=(Effect(measure="useful", by=-1, when=When(without=("first.say",))),))
GAME = CardGame(
    truths=("ours", "theirs"),
    measures={"true": 0, "useful": 1},
    cards=(Card(id="first", options=(SAY, DENY)), Card(id="second", options=(OPEN, SHUT))),
)
BOTH = ("true", "useful")


def test_effects_depend_on_the_truth_and_on_choices_before() -> None:
    assert play(GAME, "ours", ["say", "open"]) == {"true": 3, "useful": 5}
    assert play(GAME, "theirs", ["deny", "open"]) == {"true": 1, "useful": 1}
    assert play(GAME, "ours", ["deny", "shut"]) == {"true": -2, "useful": 0}
    assert play(GAME, "ours", []) == {"true": 0, "useful": 1}


def test_every_path_comes_once_and_as_it_is_played() -> None:
    every = paths(GAME, "ours")

    assert [one.options for one in every] == [("say", "open"), ("say", "shut"), ("deny", "open"), ("deny", "shut")]
    assert all(one.measures == play(GAME, "ours", one.options) for one in every)


def test_a_path_beside_all() -> None:
    every = paths(GAME, "ours")
    best, worst = beside(every, every[0], BOTH), beside(every, every[3], BOTH)

    assert (best.below, best.below_on_all, best.above_on_all) == ((75, 75), 75, 0)
    assert (worst.below, worst.below_on_all, worst.above_on_all) == ((0, 0), 0, 75)
    assert (best.lowest, best.highest) == ((-2, 0), (3, 5))


def test_the_choice_that_cost_most() -> None:
    every = paths(GAME, "ours")
    found = dearest(GAME, every, every[2], BOTH)

    assert found is not None
    assert (found.card, found.option, found.by) == (0, "say", (4, 4))
    assert dearest(GAME, every, every[0], BOTH) is None


@pytest.mark.parametrize("options", [["none"], ["say", "open", "say"]])
def test_an_option_that_there_is_not_is_refused(options: list[str]) -> None:
    with pytest.raises(BadValue):
        play(GAME, "ours", options)
    with pytest.raises(BadValue):
        play(GAME, "nobody's", [])


@pytest.mark.parametrize(
    "effect",
    [
        Effect(measure="none", by=1),
        Effect(measure="true", by=1, when=When(truths=("none",))),
        Effect(measure="true", by=1, when=When(after=("a.z",))),
    ],
)
def test_an_effect_on_what_nobody_declared_is_refused(effect: Effect) -> None:
    with pytest.raises(BadValue, match="not declared"):
        CardGame(truths=("any",), measures={"true": 0}, cards=(Card(id="a", options=(Option(id="x", effects=(effect,)),)),))


def test_two_of_one_id_and_too_many_paths_are_refused() -> None:
    twice = (Option(id="x"), Option(id="x"))
    with pytest.raises(BadValue, match="one id"):
        CardGame(truths=("any",), measures={}, cards=(Card(id="a", options=twice),))
    many = tuple(Card(id=str(n), options=tuple(Option(id=str(i)) for i in range(10))) for n in range(6))
    with pytest.raises(BadValue, match="1000000 paths"):
        CardGame(truths=("any",), measures={}, cards=many)
    with pytest.raises(BadValue):
        beside((), paths(GAME, "ours")[0], BOTH)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=3, max_size=40))
def test_the_interval_is_that_of_a_paired_test(pairs: list[tuple[int, int]]) -> None:
    counts = {pair: pairs.count(pair) for pair in pairs}
    found = learned(counts)
    differences = np.array([after - before for before, after in pairs], dtype=float)

    assert found.people == len(pairs)
    assert math.isclose(found.gain, differences.mean(), abs_tol=1e-12)
    assert math.isclose(found.after - found.before, found.gain, abs_tol=1e-12)
    if differences.std() > 0:
        low, high = stats.ttest_rel([b for _, b in pairs], [a for a, _ in pairs]).confidence_interval(0.95)
        assert math.isclose(found.low, low, abs_tol=1e-9)
        assert math.isclose(found.high, high, abs_tol=1e-9)
    else:
        assert math.isclose(found.low, found.high)


def test_a_gain_of_nobody_is_none_and_of_one_has_no_interval() -> None:
    for counts in ({}, {(1, 2): 0}, {(1, 2): -1}):
        with pytest.raises(BadValue):
            learned(counts)
    with pytest.raises(BadValue):
        learned({(1, 2): 3}, level=1.0)
    assert math.isnan(learned({(1, 4): 1}).low)
