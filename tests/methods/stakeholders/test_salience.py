"""Salience classes: the table of the article, every way to fill an unknown, bad input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.stakeholders import CLASSES, salience

TABLE = {
    (False, False, False): "non_stakeholder",
    (True, False, False): "dormant",
    (False, True, False): "discretionary",
    (False, False, True): "demanding",
    (True, True, False): "dominant",
    (True, False, True): "dangerous",
    (False, True, True): "dependent",
    (True, True, True): "definitive",
}
"""Mitchell, Agle & Wood 1997, figure 2: power, legitimacy, urgency."""

GRADE = st.none() | st.floats(0, 1)
SPAN = st.tuples(GRADE, GRADE).map(lambda p: tuple(sorted(p)) if None not in p else p)


@pytest.mark.parametrize("held", TABLE)
def test_the_eight_classes_are_those_of_the_article(held: tuple[bool, bool, bool]) -> None:
    found = salience(*[[attribute] for attribute in held])

    assert CLASSES[found.settled[0]] == TABLE[held]
    assert found.possible[0].sum() == 1
    assert found.least[0] == found.most[0] == sum(held)


@settings(deadline=None)
@given(st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3))
def test_possible_classes_are_those_of_every_way_to_fill_the_unknown(attributes: list[bool | None]) -> None:
    ways = itertools.product(*[[True, False] if a is None else [a] for a in attributes])
    wanted = {TABLE[way] for way in ways}

    found = salience(*[[a] for a in attributes])

    assert {CLASSES[k] for k in np.flatnonzero(found.possible[0])} == wanted
    assert (found.settled[0] >= 0) == (len(wanted) == 1)


@settings(deadline=None)
@given(st.lists(st.tuples(SPAN, SPAN, SPAN), min_size=1, max_size=6), st.floats(0.01, 1))
def test_every_point_of_a_span_lies_in_a_possible_class(actors: list[tuple[tuple[float | None, float | None], ...]], line: float) -> None:
    columns = [[actor[k] for actor in actors] for k in range(3)]
    found = salience(*columns, threshold=line)

    assert found.possible.any(axis=1).all()
    for i, actor in enumerate(actors):
        ends = [(0.0 if low is None else low, 1.0 if high is None else high) for low, high in actor]
        for point in itertools.product(*ends):
            name = TABLE[tuple(value >= line for value in point)]
            assert found.possible[i, CLASSES.index(name)]
        assert found.least[i] <= found.most[i]


def test_the_order_of_actors_changes_nothing_else() -> None:
    power, standing, urgency = [0.9, 0.1, None], [True, None, False], [0.5, 0.5, 0.49]
    found = salience(power, standing, urgency)
    turned = salience(power[::-1], standing[::-1], urgency[::-1])

    assert (turned.possible[::-1] == found.possible).all()


@pytest.mark.parametrize(
    ("attributes", "threshold", "word"),
    [
        (([1.2], [0], [0]), 0.5, "power"),
        (([1], [0, 1], [0]), 0.5, "legitimacy"),
        (([1], [0], [[0.7, 0.2]]), 0.5, "urgency"),
        (([1], [0], [-0.1]), 0.5, "urgency"),
        (([1], [0], ["much"]), 0.5, "urgency"),
        (([1], [0], [1]), 0.0, "threshold"),
        (([1], [0], [1]), float("nan"), "threshold"),
    ],
)
def test_what_is_off_the_scale_is_refused(attributes: tuple[list[object], ...], threshold: float, word: str) -> None:
    with pytest.raises(BadValue, match=word):
        salience(*attributes, threshold=threshold)  # type: ignore[arg-type]


def test_nobody_has_no_class() -> None:
    assert salience([], [], []).settled.shape == (0,)
