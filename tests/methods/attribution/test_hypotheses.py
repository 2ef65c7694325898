"""A desk's matrix: worked by hand, against :func:`update`, and what holds for all matrices."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.attribution import Evidence, competing_hypotheses, update

NAMES = ("x", "y", "z")
RANGE = st.tuples(st.floats(0.1, 10), st.floats(0.1, 10)).map(lambda pair: (min(pair), max(pair)))
ROW = st.builds(
    Evidence,
    claim=st.sampled_from("abcdef"),
    ratio=st.fixed_dictionaries(dict.fromkeys(NAMES, RANGE)),
    origin=st.sampled_from("123456789"),
    cluster=st.sampled_from(("", "report", "vendor")),
    reliability=st.sampled_from("ABCDEF"),
    credibility=st.integers(1, 6),
)
MATRIX = st.lists(ROW, max_size=6, unique_by=lambda row: (row.claim, row.origin))
PRIOR = {"A": {"x": 0.2, "y": 0.3, "z": 0.5}, "B": {"x": 0.6, "y": 0.2, "z": 0.2}}


def plain(**ratio: float) -> Evidence:
    return Evidence(claim="a", ratio=ratio, reliability="A", credibility=1)


def test_the_published_arithmetic() -> None:
    prior = {"A": {"x": 0.25, "y": 0.75}}
    half = replace(plain(x=3), reliability="F", credibility=1)

    assert competing_hypotheses(prior, [plain(x=3)]).probability["A"]["x"] == pytest.approx(0.5)
    assert competing_hypotheses(prior, [half]).probability["A"]["x"] == pytest.approx(0.4)
    cluster = [replace(plain(x=ratio), claim=str(at), cluster="r") for at, ratio in enumerate((2, 2, 3))]
    assert competing_hypotheses(prior, cluster).log_ratio["x"] == pytest.approx(1.4970, abs=1e-4)


def test_one_origin_that_says_four_twenty_times() -> None:
    prior = {"A": {"x": 0.5, "y": 0.5}}
    once = competing_hypotheses(prior, [plain(x=4)])
    often = competing_hypotheses(prior, [plain(x=4)] * 20)
    several = competing_hypotheses(prior, [replace(plain(x=4), origin=str(at), cluster="one tool") for at in range(20)])

    assert once.log_ratio["x"] == often.log_ratio["x"] == pytest.approx(math.log(4))
    assert often.claims == ("a",)
    assert several.log_ratio["x"] <= math.log(4) / 0.33 + 1e-9


@given(MATRIX, st.integers(0, 10))
def test_what_holds_for_all_matrices(rows: list[Evidence], seed: int) -> None:
    found = competing_hypotheses(PRIOR, rows, draws=100, seed=seed)

    for analyst, chance in found.probability.items():
        assert sum(chance.values()) == pytest.approx(1)
        for name, value in chance.items():
            assert found.low[analyst][name] <= value <= found.high[analyst][name]
        expected = update(PRIOR[analyst], {name: math.exp(value) for name, value in found.log_ratio.items()})
        assert chance == pytest.approx(expected, abs=1e-9)
    assert all(0 <= count <= len(rows) for count in found.inconsistent.values())
    again = competing_hypotheses(PRIOR, rows + rows, draws=100, seed=seed)
    assert again.probability == found.probability
    backwards = competing_hypotheses(PRIOR, rows[::-1], draws=100, seed=seed)
    for analyst in PRIOR:
        assert backwards.probability[analyst] == pytest.approx(found.probability[analyst])


@given(MATRIX)
def test_leaving_one_out_is_the_matrix_without_it(rows: list[Evidence]) -> None:
    rows = [replace(row, claim=f"{row.claim}{row.origin}") for row in rows]
    found = competing_hypotheses(PRIOR, rows, draws=100)
    for at, row in enumerate(rows):
        shorter = competing_hypotheses(PRIOR, rows[:at] + rows[at + 1 :], draws=100)
        assert found.without[row.claim]["A"] == pytest.approx(shorter.probability["A"])


def test_heuers_count_stands_beside_the_posterior() -> None:
    rows = [replace(plain(x=1, y=1, z=0.2), claim=str(at)) for at in range(3)] + [plain(x=0.1, y=1, z=1)]
    found = competing_hypotheses(PRIOR, rows)

    assert found.inconsistent == {"x": 1, "y": 0, "z": 3}
    assert max(found.probability["A"], key=found.probability["A"].get) == "y"


def test_ranges_give_intervals_and_numbers_do_not() -> None:
    wide = competing_hypotheses(PRIOR, [plain(x=(1, 16))])
    narrow = competing_hypotheses(PRIOR, [plain(x=4)])

    assert wide.probability["A"] == pytest.approx(narrow.probability["A"])
    assert narrow.low["A"] == pytest.approx(narrow.high["A"])
    assert wide.low["A"]["x"] < narrow.probability["A"]["x"] < wide.high["A"]["x"]
    assert wide == competing_hypotheses(PRIOR, [plain(x=(1, 16))])


@pytest.mark.parametrize(
    ("priors", "rows"),
    [
        ({}, []),
        ({"A": {"x": 0.5}}, []),
        ({"A": {"x": 1.0}, "B": {"y": 1.0}}, []),
        (PRIOR, [plain(w=2)]),
        (PRIOR, [plain(x=0)]),
        (PRIOR, [plain(x=math.nan)]),
        (PRIOR, [plain(x=(3, 2))]),
        (PRIOR, [plain(x=2), plain(x=3)]),
        (PRIOR, [replace(plain(x=2), reliability="Q")]),
    ],
)
def test_wrong_matrices_are_refused(priors: dict[str, dict[str, float]], rows: list[Evidence]) -> None:
    with pytest.raises(BadValue, match="must be"):
        competing_hypotheses(priors, rows)
    with pytest.raises(BadValue, match="draws"):
        competing_hypotheses(PRIOR, [], draws=1)
