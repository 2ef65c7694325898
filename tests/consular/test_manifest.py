"""Who goes aboard: the order, households whole, and why others are passed over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.consular.manifest import Unit, manifest
from legation.errors import LegationError

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def unit(name: str, seats: int = 1, priority: int = 1, minute: int = 0, *, ready: bool = True) -> Unit:
    return Unit(name, seats, priority, START + dt.timedelta(minutes=minute), ready)


def test_priority_then_the_time_asked_then_the_id() -> None:
    units = [unit("d", priority=2), unit("c", minute=5), unit("b"), unit("a"), unit("e", priority=3, minute=-9)]

    assert manifest(units, 9).aboard == ("a", "b", "c", "d", "e")


def test_a_household_is_not_split_and_a_smaller_one_takes_the_seats() -> None:
    found = manifest([unit("a", 3), unit("b", 4), unit("c", 2), unit("d", 1, ready=False), unit("e", 1)], 5)

    assert found.aboard == ("a", "c")
    assert found.passed_over == (("b", "no seats"), ("d", "not ready"), ("e", "no seats"))


def test_who_is_not_ready_is_said_to_be_so_even_without_seats() -> None:
    assert manifest([unit("a", ready=False)], 0).passed_over == (("a", "not ready"),)
    assert manifest([], 0) == manifest([], 9)


UNITS = st.lists(
    st.builds(unit, st.sampled_from("abcdefgh"), st.integers(1, 6), st.integers(1, 3), st.integers(0, 3), ready=st.booleans()),
    unique_by=lambda one: one.id,
)


@given(UNITS, st.integers(0, 12), st.randoms())
def test_everyone_is_somewhere_once_and_no_seat_is_given_twice(units: list[Unit], seats: int, chance: Any) -> None:
    found = manifest(units, seats)
    by_id = {one.id: one for one in units}
    shuffled = chance.sample(units, len(units))

    assert found == manifest(shuffled, seats)
    assert sorted([*found.aboard, *(one for one, _ in found.passed_over)]) == sorted(by_id)
    assert sum(by_id[one].seats for one in found.aboard) <= seats
    for one, reason in found.passed_over:
        key = (by_id[one].priority, by_id[one].asked_at, one)
        before = sum(by_id[other].seats for other in found.aboard if (by_id[other].priority, by_id[other].asked_at, other) < key)
        assert (reason == "not ready") == (not by_id[one].ready)
        assert reason == "not ready" or before + by_id[one].seats > seats


@pytest.mark.parametrize(
    ("units", "seats", "said"),
    [
        ([], -1, "0 or more"),
        ([], 2.5, "0 or more"),
        ([unit("a", 0)], 1, "household a"),
        ([unit("a"), unit("a")], 9, "a is there twice"),
        ([unit("a"), Unit("b", 1, 1, dt.datetime(2026, 3, 2), True)], 9, "distance from UTC"),  # noqa: DTZ001
    ],
)
def test_what_cannot_be_is_refused(units: list[Unit], seats: Any, said: str) -> None:
    with pytest.raises(LegationError, match=said):
        manifest(units, seats)
