"""Counts that leave: small ones as a range, the rest to five, totals from the truth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.consular.cells import FEW, counts_as_shown, shown
from legation.errors import BadValue


@given(st.integers(5, 10**6))
def test_a_count_is_shown_to_the_nearest_five(count: int) -> None:
    assert abs(int(shown(count)) - count) <= 2
    assert int(shown(count)) % 5 == 0


def test_few_people_are_a_range_and_none_is_none() -> None:
    assert [shown(count) for count in range(6)] == ["0", FEW, FEW, FEW, FEW, "5"]


def test_a_total_is_rounded_from_the_truth() -> None:
    made = counts_as_shown({"safe": 7, "asked": 7, "injured": 4})

    assert made.cells == {"safe": "5", "asked": "5", "injured": FEW}
    assert made.total == "20"


def test_a_count_below_nothing_is_refused() -> None:
    with pytest.raises(BadValue, match="count must be 0 or more"):
        shown(-1)
