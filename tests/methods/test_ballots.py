"""Votes as they are cast: the last one counts, unseen is no pass, and faults are told by place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.ballots import vote_table
from legation.methods.opinion import UNSEEN, Ballots, map_opinion, statements

CAST = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.sampled_from([1, -1, 0, UNSEEN])), max_size=40)


def of(rows, shape=(5, 4), time=None):
    columns = [np.array([row[i] for row in rows], np.int64) for i in range(3)]
    return Ballots(*columns, shape, time)


@given(CAST)
def test_the_last_vote_counts_as_in_a_loop(rows):
    expected = np.full((5, 4), UNSEEN, np.int8)
    for person, statement, vote in rows:
        expected[person, statement] = vote
    assert np.array_equal(of(rows).matrix(), expected)
    assert np.array_equal(vote_table(expected).matrix(), expected)


@given(CAST, st.randoms(use_true_random=False))
def test_with_times_the_order_of_rows_is_nothing(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = of([rows[i] for i in order], time=np.array(order, np.int64))
    assert np.array_equal(shuffled.matrix(), of(rows).matrix())


@given(CAST, st.integers(0, 40))
def test_votes_in_two_parts_are_the_votes_of_the_whole(rows, cut):
    assert np.array_equal(of(rows[:cut]).then(of(rows[cut:])).matrix(), of(rows).matrix())


def test_a_room_may_grow_and_a_ban_empties_a_row():
    cast = of([(0, 0, 1)], (1, 1)).then(of([(2, 3, -1)], (3, 4)))
    assert cast.matrix().shape == (3, 4)
    assert cast.without([0]).matrix().tolist() == [[UNSEEN] * 4, [UNSEEN] * 4, [UNSEEN, UNSEEN, UNSEEN, -1]]


@pytest.mark.parametrize(
    ("votes", "named"),
    [
        ([[2]], "got 2 in row 0, column 0"),
        ([[1.0]], "float64"),
        ([1, 0], "1 dimension"),
        ([[1], [1, 0]], "unequal length"),
        (np.zeros((0, 3), np.int8), "got 0"),
        (of([(5, 0, 1)]), "participant must be 0 to 4 (got 5)"),
        (of([(0, 4, 1)]), "statement must be 0 to 3 (got 4)"),
        (of([(0, 0, 3)]), "value"),
        (Ballots([0], [0, 1], [1, 1], (2, 2)), "participant must be 2 numbers"),
        (Ballots([0], [0], [1], (2, 2), [float("nan")]), "time"),
    ],
)
def test_a_wrong_vote_is_told_by_place(votes, named):
    with pytest.raises(BadValue, match="must be") as told:
        map_opinion(votes)
    assert named in str(told.value)


def test_the_arguments_stay_as_they_were():
    votes = np.array([[1, -1], [0, UNSEEN]], np.int8)
    before = votes.copy()
    map_opinion(votes)
    statements(votes, [0, 0])
    assert np.array_equal(votes, before)
