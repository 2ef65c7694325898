"""Hypergames: what each side sees, by looking up each real state in its own game."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.conflict.by_definition import of_options
from methods.conflict.cases import PRISONERS, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import DEFAULT, GraphModel, hypergame, stability

SEEDS = st.integers(0, 1_000_000)


@given(SEEDS, st.integers(2, 4))
def test_without_views_it_is_the_conflict_itself(seed: int, makers: int) -> None:
    g = random_options(seed, makers).g
    found, plain = hypergame(g, {}), stability(g)

    assert (found.sees == np.arange(g.count)).all()
    assert all((found.stable[n] == plain.stable[n]).all() and found.equilibria[n] == plain.equilibria[n] for n in DEFAULT)


@given(SEEDS)
def test_each_side_judges_by_its_own_game(seed: int) -> None:
    """X does not know option c of Y and believes in an option d; Y sees all, with other preferences of X than the true ones."""
    draw = np.random.default_rng(seed)
    options = {"X": ["a", "b"], "Y": ["c", "e"]}
    whole = [format(code, "04b")[::-1] for code in range(16)]
    real_states = [s for s in whole if draw.random() < 0.8] or whole
    real = GraphModel.from_options(options, real_states, payoffs={m: draw.integers(0, 9, len(real_states)) for m in options})
    x_states = [s for s in whole if draw.random() < 0.8] or whole
    x_pay = draw.integers(0, 9, (2, len(x_states)))
    x_view = GraphModel.from_options({"X": ["a", "b"], "Y": ["e", "d"]}, x_states, payoffs=dict(zip("XY", x_pay, strict=True)))
    y_pay = draw.integers(0, 9, (2, len(real_states)))
    y_view = GraphModel.from_options(options, real_states, payoffs=dict(zip("XY", y_pay, strict=True)))
    found = hypergame(real, {"X": x_view, "Y": y_view})

    as_x = of_options([0, 0, 1, 1], ["both"] * 4, x_states, x_pay.tolist())
    as_y = of_options([0, 0, 1, 1], ["both"] * 4, real_states, y_pay.tolist())
    for s, state in enumerate(real_states):
        seen = state[0] + state[1] + state[3] + "0"
        assert found.sees[0, s] == (x_states.index(seen) if seen in x_states else -1)
        assert found.sees[1, s] == s
        for notion in DEFAULT:
            assert found.stable[notion][0, s] == (seen in x_states and as_x.stable(0, x_states.index(seen), notion))
            assert found.stable[notion][1, s] == as_y.stable(1, s, notion)
            assert (s in found.equilibria[notion]) == (found.stable[notion][0, s] and found.stable[notion][1, s])
    assert found.own[0].equilibria == stability(x_view).equilibria


def test_what_one_thinks_cannot_be_surprises_it() -> None:
    real = GraphModel.from_options({"A": ["arm"], "B": ["strike"]}, payoffs={"A": [2, 3, 0, 1], "B": [3, 0, 2, 1]})
    trusting = GraphModel.from_options({"A": ["arm"], "B": ["strike"]}, ["00", "10"], payoffs={"A": [1, 0], "B": [0, 0]})
    found = hypergame(real, {"A": trusting})

    assert found.sees[0].tolist() == [0, 1, -1, -1]
    assert not found.stable["nash"][0, 2:].any() and found.equilibria["nash"] == (0,)


@pytest.mark.parametrize(
    ("views", "words"),
    [
        ({"Nobody": PRISONERS}, "views"),
        ({"Prisoner 1": GraphModel(decision_makers=["Prisoner 1"], moves=[[[0]]], payoffs=[[0]])}, "from_options"),
        ({"Prisoner 1": GraphModel.from_options({"Other": ["x"]}, payoffs={"Other": [0, 1]})}, "decision maker"),
    ],
)
def test_what_cannot_be_seen_is_named(views, words) -> None:
    with pytest.raises(BadValue, match=words):
        hypergame(PRISONERS, views)
    with pytest.raises(BadValue, match="from_options"):
        hypergame(random_matrices(1, 2).g, {})
