"""Arithmetic worked by hand, and what holds for all numbers."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.attribution import (
    corroborated,
    discounted,
    effective_count,
    trust,
    update,
)

RATIO = st.floats(1e-3, 1e3)
WEIGHT = st.floats(0, 1)


def test_the_cases_of_the_contract() -> None:
    assert update({"a": 0.2, "b": 0.8}, {"a": 4, "b": 1})["a"] == 0.5
    assert update({"a": 0.25, "b": 0.75}, {"a": 3})["a"] == 0.5
    assert update({"a": 0.25, "b": 0.75}, {"a": discounted(3, 0.5)})["a"] == pytest.approx(0.4)
    assert discounted(3, 0.5) == 2


def test_admiralty_grades() -> None:
    assert trust("B", 2) == pytest.approx(0.68)
    assert trust("F", 6) == 0.25
    assert trust("A", 1) == 1
    assert trust("G", 1) == 0


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=6), st.data())
def test_what_is_believed_adds_up_and_the_order_of_evidence_is_nothing(weights: list[float], data: st.DataObject) -> None:
    prior = {f"h{at}": weight / sum(weights) for at, weight in enumerate(weights)}
    ratios = [{name: data.draw(RATIO) for name in prior} for _ in range(2)]
    one = update(update(prior, ratios[0]), ratios[1])
    other = update(update(prior, ratios[1]), ratios[0])

    assert sum(one.values()) == pytest.approx(1)
    assert one == pytest.approx(other)
    assert update(prior, dict.fromkeys(prior, 7.0)) == pytest.approx(prior)


@given(RATIO, WEIGHT, WEIGHT)
def test_less_trust_says_less(ratio: float, one: float, other: float) -> None:
    low, high = sorted((one, other))

    assert abs(math.log(discounted(ratio, low))) <= abs(math.log(discounted(ratio, high))) + 1e-12


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_a_cluster_counts_between_one_and_one_over_rho(n: int, rho: float) -> None:
    count = effective_count(n, rho)

    assert 1 - 1e-12 <= count <= n * (1 + 1e-12)
    assert count * rho <= 1 + 1e-9 or n == 1
    assert effective_count(n + 1, rho) >= count - 1e-9


@given(st.lists(st.floats(0, 0.999), min_size=1, max_size=20), WEIGHT)
def test_several_origins_are_trusted_no_less_than_the_best(weights: list[float], rho: float) -> None:
    found = corroborated(weights, rho)

    assert max(weights) <= found <= 1
    assert found <= 1 - math.prod(1 - weight for weight in weights) + 1e-9


def test_repetition_barely_moves() -> None:
    assert corroborated([0.25] * 20) < 0.6
    assert corroborated([0.68] * 2, rho=1) == pytest.approx(0.68)
    assert corroborated([0.5, 0.5], rho=0) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("prior", "ratios"),
    [
        ({}, {}),
        ({"a": 0.5}, {}),
        ({"a": 1.2, "b": -0.2}, {}),
        ({"a": math.nan, "b": 1.0}, {}),
        ({"a": 1.0}, {"b": 2.0}),
        ({"a": 1.0}, {"a": -1.0}),
        ({"a": 1.0}, {"a": math.inf}),
        ({"a": 1.0}, {"a": 0.0}),
        ({"a": True, "b": 0.0}, {}),
    ],
)
def test_wrong_numbers_are_refused(prior: dict[str, float], ratios: dict[str, float]) -> None:
    with pytest.raises(BadValue, match=r"must be .* \(got"):
        update(prior, ratios)


@pytest.mark.parametrize("grade", [("H", 1), ("b", 2), ("", 1), ("A", 0), ("A", 7), ("A", True), ("A", "1"), (1, 1)])
def test_wrong_grades_are_refused(grade: tuple[str, int]) -> None:
    with pytest.raises(BadValue, match="must be"):
        trust(*grade)


def test_wrong_weights_and_counts_are_refused() -> None:
    for call in (
        lambda: discounted(-1, 0.5),
        lambda: discounted(1, 1.5),
        lambda: effective_count(-1),
        lambda: effective_count(3, 2),
    ):
        with pytest.raises(BadValue, match="must be"):
            call()


def test_huge_ratios_do_not_overflow() -> None:
    assert update({"a": 0.5, "b": 0.5}, {"a": 1e308, "b": 1e308}) == {"a": 0.5, "b": 0.5}


def test_permuted_hypotheses_are_permuted() -> None:
    prior, ratios = {"a": 0.2, "b": 0.3, "c": 0.5}, {"a": 2.0, "b": 0.5, "c": 1.5}
    first = update(prior, ratios)
    for names in itertools.permutations(prior):
        assert update({name: prior[name] for name in names}, ratios) == pytest.approx(first)
