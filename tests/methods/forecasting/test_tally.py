"""A tally scored member by member, against a count by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.forecasting import tally_score

VOTES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=40)


@given(VOTES)
def test_a_sharp_tally_scores_the_share_that_it_had_wrong(pairs: list[tuple[int, int]]) -> None:
    said, came = [a for a, _ in pairs], [b for _, b in pairs]
    found = tally_score(np.eye(3)[said], came)
    voted = [(a, b - 1) for a, b in pairs if b]

    assert found.n == len(voted)
    assert found.brier == pytest.approx(sum(a != b for a, b in voted) / len(voted) if voted else 0)
    assert found.margin == said.count(0) - said.count(2)
    assert found.result == came.count(1) - came.count(3)
    assert found.error == abs(found.margin - found.result)


def test_knowing_nothing_costs_a_third_and_who_is_away_is_not_in_the_margin() -> None:
    found = tally_score(np.full((4, 3), 1 / 3), [1, 2, 3, 0])

    assert found.n == 3
    assert found.brier == pytest.approx(1 / 3)
    assert found.margin == pytest.approx(0)
    assert tally_score([[1, 0, 0], [1, 0, 0]], [1, 0], [1, 0]).margin == 1


@pytest.mark.parametrize(
    ("probability", "vote", "presence"),
    [([[1, 0]], [1], None), ([[1, 1, 0]], [1], None), ([[1, 0, 0]], [4], None), ([[1, 0, 0]], [1], [2.0]), ([[1, 0, 0]], [1], [1, 1])],
)
def test_what_makes_no_sense_is_refused(probability: object, vote: object, presence: object) -> None:
    with pytest.raises(BadValue):
        tally_score(probability, vote, presence)  # type: ignore[arg-type]
