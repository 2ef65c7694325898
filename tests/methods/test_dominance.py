"""Dominance by columns: equal to an enumeration that is written otherwise, with values that are not known."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.dominance import dominated, would_be_dominated

VALUE = st.one_of(st.none(), st.integers(0, 3), st.sampled_from([0.5, 1.5]))
ROWS = st.integers(1, 4).flatmap(
    lambda wide: st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.tuples(*[VALUE] * wide), max_size=7)
)


def beats(one, other) -> bool:
    """Written from the definition, column by column, with the two ways in which it fails."""
    better = 0
    for a, b in itertools.zip_longest(one, other):
        if a is None or b is None or a < b:
            return False
        better += a > b
    return better > 0


def by_force(rows):
    found = {}
    for name in rows:
        those = tuple(other for other in rows if other != name and beats(rows[other], rows[name]))
        if those:
            found[name] = those
    return found


@given(ROWS)
@settings(max_examples=600, deadline=None)
def test_it_equals_the_definition_on_random_rows(rows) -> None:
    assert dominated(rows) == by_force(rows)


@given(ROWS.filter(lambda rows: sum(value is None for row in rows.values() for value in row) <= 4), st.data())
@settings(max_examples=300, deadline=None)
def test_who_is_dominated_stays_so_whatever_is_learnt(rows, data) -> None:
    learnt = {name: tuple(data.draw(st.integers(-1, 4)) if v is None else v for v in values) for name, values in rows.items()}

    assert dominated(rows).keys() <= dominated(learnt).keys()


@given(ROWS)
@settings(max_examples=400, deadline=None)
def test_an_unknown_that_alone_changes_the_list_is_named_and_no_other_is_called_so(rows) -> None:
    """Every unknown is set to its best and to its worst, the rest as it is: the list changes where it is said to."""
    before = set(dominated(rows))
    changing = set()
    for name, values in rows.items():
        for k, value in enumerate(values):
            if value is None:
                for end in (-9, 9):
                    tried = {**rows, name: (*values[:k], end, *values[k + 1 :])}
                    changing |= {(name, k) for _ in set(by_force(tried)) ^ before}

    assert {(one.of, one.column) for one in would_be_dominated(rows) if one.alone} == changing


@given(ROWS.filter(lambda rows: sum(value is None for row in rows.values() for value in row) <= 5))
@settings(max_examples=300, deadline=None)
def test_an_unknown_changes_the_list_with_others_where_some_ends_of_all_do_and_nothing_else_is_said(rows) -> None:
    """Every way in which all unknowns stand at an end: who is then dominated and was not is said, and nobody else."""
    places = [(name, k) for name, values in rows.items() for k, value in enumerate(values) if value is None]
    later = set()
    for ends in itertools.product((-9, 9), repeat=len(places)):
        there = dict(zip(places, ends, strict=True))
        filled = {name: tuple(there.get((name, k), v) for k, v in enumerate(values)) for name, values in rows.items()}
        later |= {(row, by) for row, those in by_force(filled).items() for by in those}
    before = by_force(rows)
    new = {(row, by) for row, by in later if row not in before and any(name in (row, by) for name, _ in places)}

    assert {(one.row, one.by) for one in would_be_dominated(rows)} == new


def test_bad_rows_are_refused_by_name() -> None:
    for rows, word in (
        ({"a": (1, 2), "b": (1,)}, "b: 1"),
        ({"a": (float("nan"),)}, "of a"),
        ({"a": (True,)}, "of a"),
        ({"a": ("x",)}, "of a"),
    ):
        with pytest.raises(BadValue, match=word):
            dominated(rows)
    assert dominated({}) == {} and would_be_dominated({"a": (None,)}) == ()


def test_five_hundred_rows_are_compared_in_a_moment() -> None:
    rows = {f"f{k}": tuple((k * step) % 17 if (k + step) % 9 else None for step in (3, 5, 7, 11, 13, 2, 4)) for k in range(500)}
    start = time.process_time()
    dominated(rows)
    would_be_dominated(rows)

    assert time.process_time() - start < 3
