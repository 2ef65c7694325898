"""What a domain takes, and what it answers to what it cannot take."""

from __future__ import annotations

import math

import numpy as np
import pytest

from legation.errors import BadValue
from legation.methods.negotiation import Domain
from legation.methods.negotiation.grid import grid

ONE = [[0.5, 0.2], [0.1, 0.4]]


def test_names_and_floors_are_filled_in() -> None:
    domain = Domain(scores=[ONE, [[0.5], [0.6]]], reservation=[None, 0.2], discount=[0.9, None])

    assert domain.issue_names == ("issue 1", "issue 2")
    assert domain.option_names == (("1", "2"), ("1",))
    assert domain.reservation.tolist() == [-math.inf, 0.2]
    assert domain.discount.tolist() == [0.9, 1.0]
    assert domain.disagreement.tolist() == pytest.approx([0.7, 0.7])
    assert domain.highest.tolist() == [1.0, 1.0]


def test_the_arrays_given_are_neither_kept_nor_changed() -> None:
    given = np.array(ONE)
    domain = Domain(scores=[given])
    given[0, 0] = 9

    assert domain.utilities([0]).tolist() == [[0.5, 0.1]]
    with pytest.raises(ValueError, match="read-only"):
        domain.tables[0][0, 0] = 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scores": []}, "one issue or more"),
        ({"scores": "abc"}, "an array for each issue"),
        ({"scores": [[1, 2]]}, "issue 1 must be shape"),
        ({"scores": [[[], []]]}, "issue 1 must be shape"),
        ({"scores": [[["a", "b"]]]}, "issue 1 must be numbers"),
        ({"scores": [[[1, 2], [3]]]}, "issue 1 must be numbers"),
        ({"scores": [ONE, [[1, 2]]]}, "issue 2 must be 2 parties"),
        ({"scores": [[[math.nan, 1]]]}, "party 1, option 1"),
        ({"scores": [[[1, math.inf]]]}, "party 1, option 2"),
        ({"scores": [[[1, 1e13]]]}, "party 1, option 2"),
        ({"scores": [ONE], "reservation": [0.1]}, "reservation must be one number for each of 2"),
        ({"scores": [ONE], "reservation": [0.1, math.nan]}, "reservation of party 2"),
        ({"scores": [ONE], "reservation": [0.1, math.inf]}, "reservation of party 2"),
        ({"scores": [ONE], "reservation": [0.1, "x"]}, "reservation of party 2"),
        ({"scores": [ONE], "discount": [0, 1]}, "discount of party 1"),
        ({"scores": [ONE], "discount": [1, 1.1]}, "discount of party 2"),
        ({"scores": [ONE], "party_names": ["A", "A"]}, "'A' twice"),
        ({"scores": [ONE], "party_names": ["A"]}, "must be 2 names"),
        ({"scores": [ONE], "issue_names": ["A", "B"]}, "must be 1 names"),
        ({"scores": [ONE], "option_names": [["A"]]}, "must be 2 names"),
        ({"scores": [ONE], "option_names": []}, "names for each of 1 issues"),
    ],
)
def test_bad_input_is_named(given: dict, said: str) -> None:
    with pytest.raises(BadValue, match=said):
        Domain(**given)


@pytest.mark.parametrize("package", [[2], [-1], [0, 0], [0.5], ["a"], []])
def test_packages_that_are_not_there(package: list) -> None:
    with pytest.raises(BadValue):
        Domain(scores=[ONE]).utilities(package)


@pytest.mark.parametrize(
    ("scores", "scale", "exact"),
    [
        ([[[1, 2]]], 1, True),
        ([[[0.25, 2]]], 100, True),
        ([[[0.1 + 0.2, 0.3]]], 10, True),
        ([[[0.333333333333, 0.5]]], 10**12, True),
        ([[[1 / 3, 2 / 7]]], 21, True),
        ([[[math.pi, math.e]]], 10**12, False),
        ([[[1e12, 0.123456789]]], 10**6, False),
    ],
)
def test_units(scores: list, scale: float, exact: bool) -> None:
    found = grid(Domain(scores=scores))

    assert (found.scale, found.exact) == (scale, exact)
    assert np.abs(found.scores[0].T / found.scale - np.array(scores[0])).max() <= 0.5 / scale * (1 + 1e-9) * (not exact) + 1e-15


def test_thirds_tie_with_a_whole() -> None:
    thirds = grid(Domain(scores=[[[1 / 3, 0]]] * 3 + [[[1.0, 0]]]))

    assert sum(int(table[0, 0]) for table in thirds.scores[:3]) == int(thirds.scores[3][0, 0])
