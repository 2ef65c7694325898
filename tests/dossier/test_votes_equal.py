"""Two columns of votes are equal when their rows are, whatever the order in which names were first met."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import TABLES, Votes
from legation.dossier.tables.cells import write_cells, write_votes

ROWS = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("xy"), st.integers(0, 6), st.integers(0, 3)), max_size=6)


def columns(rows: list[tuple[str, str, int, int]]) -> Votes:
    return Votes.of([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], [r[3] for r in rows])


@given(ROWS, ROWS)
def test_equal_as_their_rows_are(first: list[tuple[str, str, int, int]], second: list[tuple[str, str, int, int]]) -> None:
    assert (columns(first) == columns(second)) == (columns(first).rows() == columns(second).rows())


@given(ROWS)
def test_names_in_another_order_or_unused_do_not_matter(rows: list[tuple[str, str, int, int]]) -> None:
    votes = columns(rows)
    names = ("unused", *reversed(votes.actors))
    other = dataclasses.replace(votes, actors=names, actor=(len(names) - 1 - votes.actor).astype("int32"))

    assert other.rows() == votes.rows()
    assert other == votes
    assert votes == other


@given(ROWS, st.booleans())
def test_columns_are_written_as_their_records_are(rows: list[tuple[str, str, int, int]], numbered: bool) -> None:
    votes = columns(rows)
    if numbered:
        votes = dataclasses.replace(votes, ids=tuple(f"v{at}" if at % 2 else "" for at in range(len(rows))))

    assert write_votes(TABLES["votes"], votes) == write_cells(TABLES["votes"], votes.rows())


def test_ids_count() -> None:
    rows = [("A", "x", 1, 0)]

    assert columns(rows) != Votes.of(["A"], ["x"], [1], [0], ["v1"])
    assert columns(rows) != 3
