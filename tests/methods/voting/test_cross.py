"""Cross table: counts against a loop, members, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.voting import VOTES, cross

PAIRS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


def test_by_hand() -> None:
    table = cross([1, 1, 3, 0, 1], [1, 3, 1, 2, 1])
    assert VOTES == ("missing", "yes", "abstain", "no")
    assert table.count.tolist() == [[0, 0, 1, 0], [0, 2, 0, 1], [0, 0, 0, 0], [0, 1, 0, 0]]
    assert table.members[1][1].tolist() == [0, 4] and table.members[0][2].tolist() == [3]


@given(PAIRS)
def test_every_actor_is_in_the_cell_of_its_votes(pairs) -> None:
    first, second = np.array(pairs, dtype=np.int8).T
    table = cross(first, second)
    assert table.count.sum() == len(pairs) and table.count.shape == (4, 4)
    for a in range(4):
        for b in range(4):
            assert table.members[a][b].tolist() == [k for k, pair in enumerate(pairs) if pair == (a, b)]
            assert table.count[a, b] == len(table.members[a][b])


@given(PAIRS)
def test_swapping_the_votes_transposes(pairs) -> None:
    first, second = np.array(pairs).T
    assert np.array_equal(cross(first, second).count, cross(second, first).count.T)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ([1], [1, 2], "votes_b must be one code for each of the 1"),
        ([], [], "votes_a.*got 0"),
        ([1], [9], "votes_b.*got 9"),
        ([[1]], [1], "votes_a"),
    ],
)
def test_bad_input(first, second, words) -> None:
    with pytest.raises(BadValue, match=words):
        cross(first, second)
