"""The check of a table of votes, and the surface of the package."""

from __future__ import annotations

import numpy as np
import pytest

import legation.methods.voting as voting
from legation.errors import BadValue
from legation.methods.voting.votes import contested_columns, one_hot, vote_column, vote_matrix


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int16, np.int32, np.int64, np.uint64])
def test_any_integers_become_int8(kind) -> None:
    table = vote_matrix(np.array([[1, 0], [3, 2]], dtype=kind))
    assert table.dtype == np.int8 and table.tolist() == [[1, 0], [3, 2]]


def test_a_copy() -> None:
    votes = np.array([[1, 2]], dtype=np.int8)
    assert not np.shares_memory(vote_matrix(votes), votes)


def test_no_roll_call_is_a_table() -> None:
    assert vote_matrix([[], []]).shape == (2, 0)


@pytest.mark.parametrize("value", [np.array([True, False]), np.array([1.0, 2.0]), ["1", "2"], [None, 1], [257, 1]])
def test_what_is_not_a_code(value) -> None:
    with pytest.raises(BadValue, match="outcome must be"):
        vote_column(value, "outcome")


def test_unanimous_and_empty_roll_calls_are_left_out() -> None:
    votes = np.array([[1, 1, 0, 2], [1, 3, 0, 0], [1, 1, 0, 2]], dtype=np.int8)
    assert contested_columns(votes).tolist() == [[1], [3], [1]]


def test_missing_is_in_no_indicator() -> None:
    assert one_hot(np.array([0, 1, 2, 3], dtype=np.int8)).sum(axis=0).tolist() == [0, 1, 1, 1]


def test_exports() -> None:
    assert len(set(voting.__all__)) == len(voting.__all__)
    assert {"agreement", "before_the_vote", "blocs", "cross", "swing", "voted_alike"} <= set(voting.__all__)
    assert all(hasattr(voting, name) for name in voting.__all__)
