"""The half-life of blame: planted ones are found, counts that double change nothing, and little gives no number."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.text.blame import FEWEST_TEXTS, TARGETS, Confusion, HalfLife, Told, half_life

ATTACKER, FIRM = TARGETS[0], TARGETS[2]
EXACT = Confusion(read=np.eye(8, 9) * 1000, spurious=np.zeros(8), sentences=1000)
START = np.datetime64("2020-01-06")


def told(day: int, *targets: str, **values: str) -> Told:
    return Told(blamed=targets, day=str(START + day), **values)


def weekly(counts: list[int], target: str = ATTACKER) -> list[Told]:
    """Return so many sentences in each week, and a last day that ends the last week."""
    found = [told(7 * week, target) for week, count in enumerate(counts) for _ in range(count)]
    return [*found, told(7 * len(counts) - 1)]


def planted(days: float, count: int, weeks: int, seed: int) -> list[Told]:
    """Return sentences that fade with a half-life, up to the end of the weeks."""
    waits = np.random.default_rng(seed).exponential(days / math.log(2), count)
    return [*(told(int(wait), ATTACKER) for wait in waits if wait < 7 * weeks), told(7 * weeks - 1)]


@pytest.mark.parametrize("half", [7, 14, 28])
def test_a_planted_half_life_is_found_within_its_interval(half: int) -> None:
    found = [half_life(planted(half, 300, 26, seed), ATTACKER, mistakes=EXACT, draws=200) for seed in range(20)]

    assert np.median([one.days for one in found]) == pytest.approx(half, rel=0.1)
    assert sum(one.low <= half <= one.high for one in found) >= 16


def test_counts_that_halve_each_week_have_a_half_life_of_a_week() -> None:
    found = half_life(weekly([512, 256, 128, 64, 32, 16, 8, 4]), ATTACKER, mistakes=EXACT)

    assert found.days == pytest.approx(7, rel=1e-2)
    assert found.read == (512, 256, 128, 64, 32, 16, 8, 4)
    assert (found.peak, found.weeks) == ("2020-01-06", 8)


@given(st.lists(st.integers(0, 20), min_size=4, max_size=9).filter(lambda counts: sum(counts) > 60))
def test_doubling_the_counts_does_not_change_it(counts: list[int]) -> None:
    once, twice = (half_life(weekly(counts) * times, ATTACKER, mistakes=EXACT, draws=100) for times in (1, 2))

    assert (once.peak, once.weeks, once.lack) == (twice.peak, twice.weeks, twice.lack)
    assert once.days is None or once.days == pytest.approx(twice.days, rel=1e-6)


@given(st.permutations(weekly([12, 8, 6, 3, 2])))
def test_the_order_of_sentences_does_not_matter(shuffled: list[Told]) -> None:
    assert half_life(shuffled, ATTACKER, draws=100).days == pytest.approx(half_life(weekly([12, 8, 6, 3, 2]), ATTACKER, draws=100).days)


def test_what_was_misread_is_undone() -> None:
    """Of blame on attackers, which fades fast, a fifth is read as the firm's, which stays: the firm's true blame does not fade."""
    read = np.eye(8, 9) * 1000
    read[0, 0], read[0, 2] = 800, 200
    mistakes = Confusion(read=read, spurious=np.zeros(8), sentences=1000)
    attackers = [round(1000 * 0.5**week) for week in range(6)]
    seen = [told(7 * week, ATTACKER) for week, n in enumerate(attackers) for _ in range(round(0.8 * n))]
    seen += [told(7 * week, FIRM) for week, n in enumerate(attackers) for _ in range(round(0.2 * n) + 100)]
    seen.append(told(41))

    assert half_life(seen, FIRM, mistakes=EXACT).high < 60
    assert half_life(seen, FIRM, mistakes=mistakes).high > 200


def test_blame_that_does_not_fall_has_no_end() -> None:
    found = half_life(weekly([30] * 8), ATTACKER, mistakes=EXACT)

    assert math.isinf(found.high) and found.low > 14


def test_abstentions_are_counted_apart_and_blame_nobody() -> None:
    quiet = [Told(blamed=(), abstained=True, day=str(START + 3))] * 7
    found = half_life([*weekly([20, 10, 5, 2]), *quiet], ATTACKER, mistakes=EXACT)

    assert (found.abstained, found.sentences) == (7, 45)
    assert found.days == pytest.approx(half_life(weekly([20, 10, 5, 2]), ATTACKER, mistakes=EXACT).days)


def test_sentences_of_one_text_are_drawn_together() -> None:
    alone = weekly([40, 20, 10, 5, 3])
    bound = [Told(blamed=one.blamed, day=one.day, outlet="Herald", item=f"{one.day}/{at % 4}") for at, one in enumerate(alone)]
    free, tied = (half_life(rows, ATTACKER, mistakes=EXACT) for rows in (alone, bound))

    assert tied.days == pytest.approx(free.days)
    assert tied.high - tied.low > 1.5 * (free.high - free.low)


@pytest.mark.parametrize(
    ("rows", "lack"),
    [
        ([], "texts"),
        ([Told(blamed=(ATTACKER,))] * 50, "texts"),
        (weekly([FEWEST_TEXTS - 5, 2, 1, 1]), "texts"),
        ([Told(blamed=(ATTACKER,), day="2020-01-06", item="one")] * 50, "texts"),
        (weekly([30, 12, 5]), "weeks"),
    ],
)
def test_of_little_no_half_life_is_given(rows: list[Told], lack: str) -> None:
    found = half_life(rows, ATTACKER)

    assert (found.lack, found.days, found.low, found.high) == (lack, None, None, None)


def test_what_is_within_the_mistakes_is_no_blame() -> None:
    often_wrong = Confusion(read=np.eye(8, 9) * 1000, spurious=np.full(8, 500.0), sentences=1000)
    rows = [*weekly([10, 8, 6, 4]), *(told(day) for day in range(28) for _ in range(20))]

    assert half_life(rows, ATTACKER, mistakes=often_wrong).lack == "blame"


def test_far_days_take_no_time_and_a_hundred_centuries_are_read() -> None:
    found = half_life([*weekly([30, 10]), Told(blamed=(), day="9999-12-31")], ATTACKER, mistakes=EXACT)

    assert isinstance(found, HalfLife) and 1 <= found.low <= found.days <= found.high < 14


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([], {"target": "the bank"}),
        ([], {"draws": 10}),
        ([Told(blamed=("the bank",), day="2020-01-01")], {}),
        ([Told(blamed=(ATTACKER,), day="2020-13-01")], {}),
        ([Told(blamed=(ATTACKER,), day="2020")], {}),
        ([Told(blamed=(ATTACKER,), day="yesterday!")], {}),
    ],
)
def test_what_is_no_input_is_refused_by_name(rows: list[Told], values: dict[str, object]) -> None:
    with pytest.raises(BadValue, match="must be"):
        half_life(rows, **{"target": ATTACKER, **values})
