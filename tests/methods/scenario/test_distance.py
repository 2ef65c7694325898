"""How far scenarios lie apart, and in which order they stand beside each other."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.scenario.distance import distances, parting, side_by_side

TABLES = st.integers(1, 6).flatmap(lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=1, max_size=9))


@given(TABLES)
def test_a_distance_counts_the_descriptors_that_differ(rows) -> None:
    apart = distances(rows)

    for i, j in itertools.product(range(len(rows)), repeat=2):
        assert apart[i, j] == sum(a != b for a, b in zip(rows[i], rows[j], strict=True))


@given(TABLES)
def test_each_scenario_stands_once_and_the_order_does_not_hang_on_that_given(rows) -> None:
    order = side_by_side(rows)

    assert sorted(order) == list(range(len(rows)))
    assert rows[order[0]] == min(rows)
    turned = rows[::-1]
    assert [turned[at] for at in side_by_side(turned)] == [rows[at] for at in order]


@given(TABLES)
def test_no_stretch_turned_round_brings_neighbours_nearer(rows) -> None:
    apart = distances(rows)
    order = side_by_side(rows)
    way = sum(apart[a, b] for a, b in itertools.pairwise(order))
    for i, j in itertools.combinations(range(1, len(order)), 2):
        turned = [*order[:i], *order[i : j + 1][::-1], *order[j + 1 :]]
        assert way <= sum(apart[a, b] for a, b in itertools.pairwise(turned))


def test_what_is_no_table_of_variants_is_refused() -> None:
    for given_ in ([0, 1], [[0.5, 1.0]], np.zeros((1, 2, 2), int)):
        with pytest.raises(BadValue, match="scenarios"):
            distances(given_)


def test_no_scenario_and_one_have_an_order_too() -> None:
    assert side_by_side(np.zeros((0, 3), int)) == ()
    assert side_by_side([[1, 0]]) == (0,)
    assert distances([[1, 0]]).tolist() == [[0]]


@given(TABLES)
def test_the_descriptor_that_parts_differs_between_scenarios(rows) -> None:
    at = parting(rows)

    differing = [i for i, column in enumerate(zip(*rows, strict=True)) if len(set(column)) > 1]
    assert (at in differing) if differing else at is None


def test_the_descriptor_that_tells_most_of_the_others_parts_best() -> None:
    rows = [[0, 0, 1, 0], [1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 1]]

    assert parting(rows) == 1, "the first tells nothing of the others"
