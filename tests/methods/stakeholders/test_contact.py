"""Forgotten actors: by weight and silence, what is not known, bad input."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.stakeholders import forgotten

SPAN = st.none() | st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted)


@settings(deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(0, 1000), SPAN, SPAN), min_size=1, max_size=10), st.integers(0, 500), st.integers(1, 100))
def test_weight_and_silence_are_both_needed(
    actors: list[tuple[int | None, list[int] | None, list[int] | None]], within: int, line: int
) -> None:
    days, weight, other = zip(*actors, strict=True)
    found = forgotten(days, [w or [None, None] for w in weight], other=[o or [None, None] for o in other], within=within, threshold=line)

    for i, (since, *weights) in enumerate(actors):
        silent = since is None or since > within
        sure = any(w is not None and w[0] >= line for w in weights)
        may = any(w is not None and w[1] >= line for w in weights)
        assert found.surely[i] == (silent and sure)
        assert found.perhaps[i] == (silent and may and not sure)
        assert found.never[i] == (since is None)
    assert set(found.order) == {i for i in range(len(actors)) if found.surely[i] or found.perhaps[i]}


def test_the_weightiest_and_the_longest_silent_come_first() -> None:
    found = forgotten([300, 400, None, 500, 900], [[80] * 2, [80] * 2, [80] * 2, [40, 99], [20] * 2], within=90)

    assert found.order == (2, 1, 0, 3)


@pytest.mark.parametrize(
    ("days", "weight", "within"), [([-1], [50], 1), ([1, 2], [50], 1), ([1], [50], -1), (["x"], [50], 1), ([1], [150], 1)]
)
def test_what_cannot_be_is_refused(days: list[float], weight: list[float], within: int) -> None:
    with pytest.raises(BadValue):
        forgotten(days, weight, within=within)
