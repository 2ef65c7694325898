"""One issue on a line: against trying every text of a fine grid under random rules."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.bargaining import agenda_setter, core, win_set
from legation.methods.rule import quota, security_council, share_of_members
from legation.methods.rule.tree import holds


@st.composite
def games(draw):
    names = "ABCDE"[: draw(st.integers(1, 5))]
    weights = {name: draw(st.integers(1, 4)) for name in names}
    needed = draw(st.integers(1, sum(weights.values())))
    return quota(weights, needed), {name: 2.0 * draw(st.integers(0, 10)) for name in names}


def beats(rule, position, new: float, old: float) -> bool:
    return holds(rule, {name: "yes" if abs(at - new) < abs(at - old) else "no" for name, at in position.items()})


GRID = [place / 2 for place in range(-10, 51)]


@settings(deadline=None)
@given(games(), st.sampled_from(GRID[10:51]))
def test_equal_to_trying_every_text(game, text: float) -> None:
    rule, position = game
    found = win_set(rule, position, text)

    for new in GRID:
        if new != text:
            assert beats(rule, position, new, text) == (found.low < new < found.high), new
    inside = core(rule, position)
    stable = [old for old in GRID if not any(beats(rule, position, new, old) for new in GRID)]
    assert [old for old in GRID if inside.low is not None and inside.low <= old <= inside.high] == stable
    assert (found.length == 0) == (text in stable)


@settings(deadline=None)
@given(games(), st.sampled_from(GRID[10:51]), st.data())
def test_the_proposer_gets_no_less_than_what_stands_and_no_more_than_the_rule_carries(game, standing: float, data) -> None:
    rule, position = game
    proposer = data.draw(st.sampled_from(sorted(position)))
    found = agenda_setter(rule, position, proposer, standing)

    carried = [new for new in GRID if new == standing or beats(rule, position, new, standing)]
    best = min(abs(position[proposer] - new) for new in carried)
    assert found.gain >= 0 and found.low <= found.text <= found.high
    assert abs(position[proposer] - found.text) <= best  # the edge itself is taken: who is indifferent accepts


def test_vetoes_widen_the_core() -> None:
    position = dict(zip("PQRST", (0, 20, 50, 80, 100), strict=True)) | {f"e{k}": 45 + k for k in range(10)}
    found = core(security_council("PQRST", [f"e{k}" for k in range(10)]), position)

    assert (found.low, found.high) == (0, 100)
    assert core(share_of_members(position, "1/2", strict=True), position).low == 50  # the eighth of fifteen


def test_a_rule_by_which_two_sides_win_has_no_core() -> None:
    assert core(quota({"A": 1, "B": 1}, 1), {"A": 0, "B": 10}).low is None


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: core(quota({"A": 1, "B": 1}, 2), {"A": 1}), "none for B"),
        (lambda: core(quota({"A": 1}, 1), {"A": float("nan")}), "position of A"),
        (lambda: win_set(quota({"A": 1}, 1), {"A": 1}, float("inf")), "text"),
        (lambda: agenda_setter(quota({"A": 1}, 1), {"A": 1}, "B", 2), "proposer"),
    ],
)
def test_what_cannot_be_is_named(make, words) -> None:
    with pytest.raises(BadValue) as error:
        make()

    assert words in str(error.value)


def test_every_order_of_the_members_is_the_same() -> None:
    position = {"A": 1, "B": 5, "C": 9}
    answers = {core(quota(dict.fromkeys(order, 1), 2), position).low for order in itertools.permutations("ABC")}

    assert answers == {5.0}
