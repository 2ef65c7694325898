"""What a desk adds to its matrix: values within ranges, a trust of its own, what to look for next, and how often it was right."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.attribution import Evidence, Knowledge, competing_hypotheses, look, measured, update

PRIOR = {"A": {"x": 0.25, "y": 0.75}}
CHANCE = st.lists(st.floats(0.01, 1), min_size=2, max_size=5).map(
    lambda parts: {f"h{at}": part / math.fsum(parts) for at, part in enumerate(parts)}
)


def test_a_value_within_its_range_is_the_middle() -> None:
    row = Evidence(claim="a", ratio={"x": (1.0, 3.0, 9.5)}, weight=1.0)
    found = competing_hypotheses(PRIOR, [row])

    assert found.probability["A"]["x"] == pytest.approx(0.5)
    assert 0.25 < found.low["A"]["x"] < 0.5 < found.high["A"]["x"] < 0.77


def test_a_trust_of_its_own_stands_in_place_of_the_grades() -> None:
    row = Evidence(claim="a", ratio={"x": 3}, weight=0.5, reliability="E", credibility=5)

    assert competing_hypotheses(PRIOR, [row]).probability["A"]["x"] == pytest.approx(0.4)


def test_the_parts_add_up_to_the_whole() -> None:
    rows = [Evidence(claim=str(at), ratio={"x": ratio}, cluster="r", weight=1.0) for at, ratio in enumerate((2, 2, 3))]
    found = competing_hypotheses(PRIOR, rows)

    assert (
        math.fsum(part["x"] for part in found.contribution.values())
        == pytest.approx(found.log_ratio["x"])
        == pytest.approx(1.4970, abs=1e-4)
    )


@pytest.mark.parametrize(
    "row", [{"ratio": {"x": (3.0, 2.0, 4.0)}}, {"ratio": {"x": (1.0, 2.0, 3.0, 4.0)}}, {"ratio": {"x": 2}, "weight": 1.5}]
)
def test_what_is_no_range_or_trust_is_refused(row) -> None:
    with pytest.raises(BadValue):
        competing_hypotheses(PRIOR, [Evidence(claim="a", **row)])


@given(CHANCE, st.data())
def test_looking_never_tells_less_than_nothing_and_keeps_the_mean(chance, data) -> None:
    found = {name: data.draw(st.floats(0.01, 0.99)) for name in chance}
    one = look(chance, found)

    assert 0 <= one.information <= math.log2(len(chance)) + 1e-9
    for name, value in chance.items():
        assert one.seen * one.if_seen[name] + (1 - one.seen) * one.if_not[name] == pytest.approx(value)
    assert one.if_seen == pytest.approx(update(chance, found))


@given(CHANCE, st.floats(0.01, 0.99))
def test_what_is_as_frequent_everywhere_tells_nothing(chance, usual) -> None:
    assert look(chance, {}, usual=usual).information == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("found", [{"x": 1.0}, {"x": 0.0}, {"z": 0.5}, {"x": math.nan}, {"x": True}])
def test_what_is_no_chance_of_a_find_is_refused(found) -> None:
    with pytest.raises(BadValue):
        look({"x": 0.5, "y": 0.5}, found)


def records(n: int) -> Knowledge:
    """Return ``n`` groups, each known by two reports of its own six techniques."""
    return Knowledge(
        groups={f"G{k:04}": {"techniques": {f"T{k}{at}": [f"r{k}a", f"r{k}b"] for at in range(6)}} for k in range(n)},
    )


def test_groups_that_share_nothing_are_told_apart() -> None:
    found = measured(records(6))

    assert found.incidents == 12
    assert found.first == found.third == 1
    assert sum(one.count for one in found.bins) == 24
    assert all(one.low <= one.share <= one.high for one in found.bins)
    assert found.first_low < 1


def test_measuring_says_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    measured(records(3), lambda done, total: told.append((done, total)))

    assert told[-1] == (6, 6)
