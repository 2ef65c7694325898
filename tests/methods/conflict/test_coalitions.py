"""Coalitions against the definitions, and their improvements with the moves that lead there."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.conflict.cases import ELMIRA, PRISONERS, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import DEFAULT, GraphModel, coalition_improvements, coalition_stability, stability

SEEDS = st.integers(0, 1_000_000)
MAKERS = st.integers(2, 4)


@given(SEEDS, MAKERS, st.booleans())
def test_coalitions_as_defined(seed: int, makers: int, of_options: bool) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    found = coalition_stability(pair.g)
    groups = [h for size in pair.plain.makers for h in itertools.combinations(pair.plain.makers, size + 1)]

    assert found.coalitions == tuple(tuple(pair.g.decision_makers[i] for i in h) for h in groups)
    for notion in DEFAULT:
        wanted = [[pair.plain.coalition_stable(h, s, notion) for s in pair.plain.states] for h in groups]
        assert found.stable[notion].tolist() == wanted, notion
        assert found.equilibria[notion] == tuple(s for s in pair.plain.states if all(row[s] for row in wanted))


@given(SEEDS, MAKERS)
def test_one_alone_is_as_without_coalitions(seed: int, makers: int) -> None:
    g = random_options(seed, makers).g
    alone = coalition_stability(g, [[name] for name in g.decision_makers])

    assert all((alone.stable[notion] == stability(g).stable[notion]).all() for notion in DEFAULT)


@given(SEEDS, MAKERS, st.booleans(), st.data())
def test_improvements_are_reached_by_moves_of_members(seed: int, makers: int, of_options: bool, data) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    g, plain = pair.g, pair.plain
    members = sorted(data.draw(st.sets(st.sampled_from(list(plain.makers)), min_size=1)))
    s = data.draw(st.sampled_from(list(plain.states)))
    found = coalition_improvements(g, [g.decision_makers[i] for i in members], s)

    led = plain.led(s, members, lambda j, x: plain.moves[j][x])
    assert [one.state for one in found] == sorted(t for t in led if all(plain.pay[i][t] > plain.pay[i][s] for i in members))
    for one in found:
        here, last = s, None
        for step in one.chain:
            j = g.number(step.decision_maker)
            assert j in members and j != last and step.before == here and step.after in plain.moves[j][here]
            here, last = step.after, j
        assert here == one.state


def test_nobody_moves_twice_in_a_row_but_again_later() -> None:
    """A, B, A leads to the end that both prefer; A alone twice in a row does not count as a chain."""
    a, b = [[0] * 4 for _ in range(4)], [[0] * 4 for _ in range(4)]
    a[0][1] = b[1][2] = a[2][3] = 1
    g = GraphModel(decision_makers=["A", "B"], moves=[a, b], payoffs=[[1, 0, 0, 2], [1, 0, 0, 2]])
    found = coalition_improvements(g, ["A", "B"], 0)

    assert [(one.state, [step.decision_maker for step in one.chain]) for one in found] == [(3, ["A", "B", "A"])]
    assert 0 not in coalition_stability(g, [["A", "B"]], ["nash"]).equilibria["nash"]
    assert 0 in stability(g).equilibria["nash"]


def test_elmira_ministry_and_plant_move_together() -> None:
    """Kilgour, Hipel, Fang and Peng (2001): delay under the insisting town holds against each alone, not against the two together."""
    delay, settled = ELMIRA.state("01001"), ELMIRA.state("10101")
    held = stability(ELMIRA).equilibria["nash"]

    assert {delay, settled} <= set(held)
    assert [one.state for one in coalition_improvements(ELMIRA, ["Ministry", "Uniroyal"], delay)] == [settled]
    assert coalition_improvements(ELMIRA, ["Ministry", "Uniroyal"], settled) == ()
    assert delay not in coalition_stability(ELMIRA, notions=["nash"]).equilibria["nash"]


@pytest.mark.parametrize(
    ("coalitions", "notions", "words"),
    [([[]], DEFAULT, "coalition"), (["A"], DEFAULT, "coalition"), ([["Nobody"]], DEFAULT, "decision maker"), (None, ["sim"], "notions")],
)
def test_what_cannot_be_asked_is_named(coalitions, notions, words) -> None:
    with pytest.raises(BadValue, match=words):
        coalition_stability(PRISONERS, coalitions, notions)


def test_too_many_states_or_coalitions_are_refused() -> None:
    wide = GraphModel.from_options({"A": [f"o{k}" for k in range(12)]}, payoffs={"A": range(4096)})
    with pytest.raises(BadValue, match="2048"):
        coalition_stability(wide)
    many = GraphModel(decision_makers=[f"D{i}" for i in range(11)], moves=[[[0]]] * 11, payoffs=[[0]] * 11)
    with pytest.raises(BadValue, match="2\\^11"):
        coalition_stability(many)
