"""The power/interest grid: quadrants, actors on a line, ties, what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.stakeholders import QUADRANTS, grid

POINT = st.integers(0, 100)
SPAN = st.none() | st.tuples(POINT, POINT).map(sorted)


def quadrant(power: float, interest: float, line: float) -> str:
    if power >= line:
        return "key_player" if interest >= line else "keep_satisfied"
    return "keep_informed" if interest >= line else "minimal_effort"


@settings(deadline=None)
@given(st.lists(st.tuples(POINT, POINT), min_size=1, max_size=20), st.integers(1, 100))
def test_a_point_is_in_one_quadrant(points: list[tuple[int, int]], line: int) -> None:
    found = grid([p for p, _ in points], [i for _, i in points], threshold=line)

    assert [QUADRANTS[k] for k in found.settled] == [quadrant(p, i, line) for p, i in points]
    assert not found.on_line.any()
    same = {pair: [k for k, other in enumerate(points) if other == pair] for pair in points}
    assert set(found.tied) == {tuple(rows) for rows in same.values() if len(rows) > 1}


@settings(deadline=None)
@given(st.lists(st.tuples(SPAN, SPAN), min_size=1, max_size=8), st.integers(1, 100))
def test_ranges_touch_the_quadrants_of_their_corners(actors: list[tuple[list[int] | None, list[int] | None]], line: int) -> None:
    columns = [[actor[k] or [None, None] for actor in actors] for k in (0, 1)]
    found = grid(*columns, threshold=line)

    for i, (power, interest) in enumerate(actors):
        corners = {quadrant(p, q, line) for p in power or (0, 100) for q in interest or (0, 100)}
        assert {QUADRANTS[k] for k in range(4) if found.possible[i, k]} == corners
        assert found.missing[i].tolist() == [power is None, interest is None]
        crossing = [span is not None and span[0] < line <= span[1] for span in (power, interest)]
        assert found.on_line[i].tolist() == crossing


def test_the_two_lines_may_differ() -> None:
    assert QUADRANTS[grid([40], [60], threshold=(30, 70)).settled[0]] == "keep_satisfied"


@pytest.mark.parametrize(
    ("power", "interest", "threshold", "word"),
    [([101], [0], 50, "power"), ([1], [], 50, "interest"), ([1], [1], 0, "threshold"), ([1], [1], (50, 101), "threshold")],
)
def test_what_is_off_the_scale_is_refused(power: list[float], interest: list[float], threshold: float, word: str) -> None:
    with pytest.raises(BadValue, match=word):
        grid(power, interest, threshold=threshold)
