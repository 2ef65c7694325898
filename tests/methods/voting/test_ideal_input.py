"""Ideal points of what is no record of votes: refused by name."""

from __future__ import annotations

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.voting import ideal_points

GOOD = ([1, 2, 3, 1, 2, 3], ["a", "a", "a", "b", "b", "b"], [1, 1, 1, 1, 1, 1], [1, 2, 3, 3, 1, 1])


@pytest.mark.parametrize(
    ("place", "column", "words"),
    [
        (3, [0, 2, 3, 3, 1, 1], "value.*got 0"),
        (3, [1, 2, 4, 3, 1, 1], "value.*got 4"),
        (3, [1, 2, np.nan, 3, 1, 1], "value.*got nan"),
        (3, [1, 2, 2.5, 3, 1, 1], "value.*got 2.5"),
        (3, ["yes"] * 6, "value"),
        (3, [True] * 6, "value"),
        (3, [[1, 2], [3, 1], [1, 1]], "value"),
        (3, [[1], [1, 2]], "value"),
        (3, [], "value"),
        (3, [1, 2, 3], "actor.*3 votes .got 6"),
        (0, [1, 2, 3], "actor.*6 votes .got 3"),
        (0, 7, "actor.*got 7"),
        (1, np.array(7), "roll_call.*array"),
        (0, [1, 2, None, 1, 2, 3], "actor.*empty"),
        (0, [1.0, 2.0, float("nan"), 1.0, 2.0, 3.0], "actor.*empty"),
        (0, [1, "x", 3, 1, 2, 3], "actor.*kinds"),
        (0, [[1], [2], [3], [1], [2], [3]], "actor"),
        (0, [1, 1, 3, 1, 2, 3], "one vote of an actor.*1 on 'a'"),
        (1, ["a"] * 6, "one vote"),
        (2, [1, 1, 2, 1, 1, 1], "one session for 'a' .got 1 and 2"),
        (3, [1] * 6, "two roll calls.*got 0 of 2"),
        (3, [1, 1, 1, 3, 1, 1], "two roll calls.*got 1 of 2"),
    ],
)
def test_bad_columns_are_refused_by_name(place: int, column: list, words: str) -> None:
    columns = list(GOOD)
    columns[place] = column
    with pytest.raises(BadValue, match=words):
        ideal_points(*columns)


@pytest.mark.parametrize(
    "change",
    [
        {"drift": 0},
        {"drift": -1},
        {"drift": 1.5},
        {"drift": float("nan")},
        {"drift": "0.05"},
        {"prior": "flat"},
        {"anchors": (1,)},
        {"anchors": (1, 1)},
        {"anchors": (1, 9)},
        {"anchors": "12"},
        {"bridges": [("a", "b")]},
        {"bridges": {"x": "y"}},
        {"seed": -1},
        {"seed": 1.5},
        {"draws": 5},
        {"draws": -1},
        {"dimensions": 3},
        {"start": 4},
    ],
)
def test_bad_options_are_refused_by_name(change: dict) -> None:
    with pytest.raises(BadValue, match=next(iter(change))):
        ideal_points(*GOOD, **change)


def test_one_actor_alone_stands_nowhere() -> None:
    with pytest.raises(BadValue, match="actor"):
        ideal_points([1, 1, 1], [1, 2, 3], [1, 1, 1], [1, 2, 3])
