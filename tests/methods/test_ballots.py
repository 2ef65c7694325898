"""Votes as they are cast: the last one counts, unseen is no pass, and faults are told by place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.ballots import flags, numbers, vote_table
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
        (of([(5, 0, 1)]), "participant must be 0 to 4 (got 5"),
        (of([(0, 4, 1)]), "statement must be 0 to 3 (got 4"),
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


CODES = "must be 1 (agree), -1 (disagree), 0 (pass)"


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ([[1], [1, 0]], "votes must be an array of shape (participants, statements) (got rows of unequal length)"),
        ([1, 0], "votes must be an array of shape (participants, statements) (got 1 dimension(s)); reshape it"),
        (
            [[1.0]],
            f"votes {CODES} and -128 (not seen) as whole numbers (got float64); turn what was not seen into -128",
        ),
        ([[1, 0], [0, 2]], f"votes {CODES} and -128 (not seen) (got 2 in row 1, column 1); correct it"),
        ([[1, -2], [0, 0]], f"votes {CODES} and -128 (not seen) (got -2 in row 0, column 1); correct it"),
        (np.zeros((0, 3), np.int8), "votes must be 1 to 1000000 participants (got 0); give the votes of one room"),
        (np.zeros((3, 0), np.int8), "votes must be 1 to 10000 statements (got 0); give the votes of one room"),
        (Ballots([0], [0], [1], (1_000_001, 1)), "votes must be 1 to 1000000 participants (got 1000001); give the votes of one room"),
        (Ballots([0], [0], [1], (1, 10_001)), "votes must be 1 to 10000 statements (got 10001); give the votes of one room"),
        (of([(0, 0, 1), (5, 0, 1)]), "participant must be 0 to 4 (got 5 in ballot 1); enlarge the shape or correct it"),
        (of([(-1, 0, 1)]), "participant must be 0 to 4 (got -1 in ballot 0); enlarge the shape or correct it"),
        (of([(0, 4, 1)]), "statement must be 0 to 3 (got 4 in ballot 0); enlarge the shape or correct it"),
        (of([(0, 0, 1), (0, 0, 2)]), f"value {CODES} and -128 (taken back) (got 2 in ballot 1); correct it"),
        (of([(0, 0, -2)]), f"value {CODES} and -128 (taken back) (got -2 in ballot 0); correct it"),
        (Ballots([0], [0, 1], [1, 1], (2, 2)), "participant must be 2 numbers, one for each (got 1); give as many"),
        (Ballots([0, 1], [0], [1, 1], (2, 2)), "statement must be 2 numbers, one for each (got 1); give as many"),
        (Ballots([0], [0], [1.0], (2, 2)), "value must be a list of whole numbers (got float64 in 1 dimension(s)); give one for each"),
        (Ballots([0], [0], [[1]], (2, 2)), "value must be a list of whole numbers (got int64 in 2 dimension(s)); give one for each"),
        (
            Ballots([0], [0], [1], (2, 2), [float("nan")]),
            "time must be one number or date for each of the 1 ballot(s) (got float64 of shape (1,))",
        ),
        (
            Ballots([0], [0], [1], (2, 2), [1, 2]),
            "time must be one number or date for each of the 1 ballot(s) (got int64 of shape (2,))",
        ),
        (Ballots([0], [0], [1], (2, 2), ["x"]), "time must be one number or date for each of the 1 ballot(s) (got <U1 of shape (1,))"),
    ],
)
def test_what_is_wrong_is_said_whole(votes, said):
    with pytest.raises(BadValue) as told:
        vote_table(votes)
    assert str(told.value) == said


@pytest.mark.parametrize("shape", [(1, 1), (1_000_000, 10_000)])
def test_rooms_of_the_least_and_of_the_largest_size_are_taken(shape):
    last = (shape[0] - 1, shape[1] - 1)
    table = vote_table(Ballots([last[0]], [last[1]], [-1], shape))

    assert (table.shape, table.count[last[0]], table.statement.tolist(), table.value.tolist()) == (shape, 1, [last[1]], [-1])


def test_a_table_has_its_types_and_is_given_back_as_it_is():
    table = vote_table([[1, UNSEEN, 0], [UNSEEN, UNSEEN, UNSEEN], [-1, 1, UNSEEN]])

    assert (table.start.tolist(), table.statement.tolist(), table.value.tolist()) == ([0, 2, 2, 4], [0, 2, 0, 1], [1, 0, -1, 1])
    assert [part.dtype for part in (table.start, table.statement, table.value, table.participant)] == [
        np.int64,
        np.int32,
        np.int8,
        np.int32,
    ]
    assert (table.count.tolist(), table.participant.tolist(), table.shape) == ([2, 0, 2], [0, 0, 2, 2], (3, 3))
    assert vote_table(table) is table
    assert table.matrix().dtype == np.int8
    cast = vote_table(of([(4, 3, 0), (0, 0, 1)]))
    assert [part.dtype for part in (cast.start, cast.statement, cast.value)] == [np.int64, np.int32, np.int8]


@given(CAST, st.permutations(range(5)), st.lists(st.integers(0, 3), unique=True))
def test_a_table_is_arranged_and_cut_as_its_matrix_would_be(rows, people, chosen):
    table = vote_table(of(rows))
    whole = table.matrix()

    arranged = table.arranged(np.array(people), np.array(chosen, np.int64))
    assert np.array_equal(arranged.matrix(), whole[people][:, chosen])
    assert [part.dtype for part in (arranged.start, arranged.statement, arranged.value)] == [np.int64, np.int32, np.int8]
    some = table.rows(np.array(people[:3]))
    assert np.array_equal(some.matrix(), whole[people[:3]])
    assert some.start.dtype == np.int64
    assert all(np.all(np.diff(arranged.statement[a:b]) > 0) for a, b in zip(arranged.start, arranged.start[1:], strict=False))


def test_times_stay_with_their_ballots():
    early, late = of([(0, 0, 1), (1, 1, 1)], time=[5, 6]), of([(0, 0, -1), (2, 2, 0)], time=[4, 7])

    both = early.then(late)
    assert both.time.tolist() == [5, 6, 4, 7]
    assert both.matrix()[0, 0] == 1, "the later in time counts, not the later row"
    left = both.without([1])
    assert (left.participant.tolist(), left.time.tolist(), left.shape) == ([0, 0, 2], [5, 4, 7], (5, 4))
    assert of([(0, 0, 1)]).then(of([(0, 0, 0)])).time is None
    assert of([(0, 0, 1)]).without([0]).time is None
    for one, other in ((early, of([(0, 0, 1)])), (of([(0, 0, 1)]), early)):
        with pytest.raises(BadValue) as told:
            one.then(other)
        assert (
            str(told.value) == "later must be ballots with times where the earlier have them, and without where not; give both or neither"
        )


def test_a_table_holds_one_vote_for_each_cell_and_none_that_was_taken_back():
    table = vote_table(of([(0, 0, 1), (0, 0, -1), (1, 1, 1), (1, 1, UNSEEN), (2, 3, 0)]))

    assert table.count.tolist() == [1, 0, 1, 0, 0]
    assert (table.statement.tolist(), table.value.tolist()) == ([0, 3], [-1, 0])


def test_many_votes_at_one_time_count_in_the_order_of_the_rows():
    """A sort that is not stable keeps the order of a few equal times, and loses that of a thousand."""
    random = np.random.default_rng(0)
    rows = np.column_stack([random.integers(0, 5, 1000), random.integers(0, 4, 1000), random.integers(-1, 2, 1000)])
    days = random.integers(0, 3, 1000)
    expected = np.full((5, 4), UNSEEN, np.int8)
    for _, at in sorted(zip(days, range(1000), strict=True)):
        expected[rows[at, 0], rows[at, 1]] = rows[at, 2]

    assert np.array_equal(of(rows, time=days).matrix(), expected)


def test_a_room_is_as_large_as_the_larger_of_its_parts_in_either_direction():
    assert of([(6, 1, 1)], (7, 2)).then(of([(2, 4, 1)], (3, 5))).shape == (7, 5)
    assert of([(2, 4, 1)], (3, 5)).then(of([(6, 1, 1)], (7, 2))).shape == (7, 5)


def test_a_vote_may_be_taken_back_and_dates_are_times():
    when = np.array(["2020-01-02", "2020-01-01"], "datetime64[D]")

    assert of([(0, 0, UNSEEN), (0, 0, 1)], time=when).matrix()[0, 0] == UNSEEN
    assert of([(0, 0, 1), (0, 0, -1)], time=[1, 1]).matrix()[0, 0] == -1, "ties are in the order of the rows"
    with pytest.raises(BadValue):
        vote_table(of([(0, 0, 1)], time=np.array(["NaT"], "datetime64[D]")))


def test_truth_values_are_one_for_each_or_none():
    assert flags("seed", None, 3).tolist() == [False, False, False]
    assert flags("seed", None, 3).dtype == bool
    assert flags("seed", [True, False], 2).tolist() == [True, False]
    for wrong, found in (([True], "bool of shape (1,)"), ([1, 0], "int64 of shape (2,)")):
        with pytest.raises(BadValue) as told:
            flags("seed", wrong, 2)
        assert str(told.value) == f"seed must be 2 truth values, one for each (got {found}); give True or False"


def test_numbers_are_whole_and_in_one_row():
    assert numbers("place", []).tolist() == []
    assert numbers("place", np.array([3, 4], np.uint8)).dtype == np.int64
    assert numbers("place", [3, 4], length=2).tolist() == [3, 4]
    for wrong in ([1.5], [[1]], [True]):
        with pytest.raises(BadValue, match="place must be a list of whole numbers"):
            numbers("place", wrong)


def test_an_arranged_table_is_its_matrix_in_another_order():
    table = vote_table([[1, UNSEEN, 0, -1], [UNSEEN, UNSEEN, UNSEEN, 1], [-1, 1, UNSEEN, 0]])
    whole = table.matrix()

    for people, chosen in (([2, 0, 1], [3, 0]), ([1, 2, 0], [2, 1, 0, 3]), ([0, 1, 2], []), ([0, 2, 1], [1])):
        arranged = table.arranged(np.array(people), np.array(chosen, np.int64))
        assert arranged.shape == (3, len(chosen))
        assert np.array_equal(arranged.matrix(), whole[people][:, chosen])
        assert [part.dtype for part in (arranged.start, arranged.statement, arranged.value)] == [np.int64, np.int32, np.int8]
        assert all(np.all(np.diff(arranged.statement[a:b]) > 0) for a, b in zip(arranged.start, arranged.start[1:], strict=False))
    for people in ([2], [1, 2], [2, 0, 1], []):
        some = table.rows(np.array(people, np.int64))
        assert (some.shape, some.start.dtype) == ((len(people), 4), np.int64)
        assert np.array_equal(some.matrix(), whole[people])
