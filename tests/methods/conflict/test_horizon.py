"""Limited moves against a recursion that follows the definition move by move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.conflict.by_definition import Conflict
from methods.conflict.cases import PRISONERS, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import GraphModel, limited_moves, stability

SEEDS = st.integers(0, 1_000_000)


def anticipated(plain: Conflict, i: int, s: int, left: int) -> tuple[int, float]:
    """The end that is expected where i is to move, and its payoff for i; strict preferences."""
    if not left:
        return s, plain.pay[i][s]
    ends = [anticipated(plain, 1 - i, t, left - 1)[0] for t in plain.moves[i][s]]
    best = max(ends, key=lambda end: plain.pay[i][end], default=s)
    return (best, plain.pay[i][best]) if plain.pay[i][best] > plain.pay[i][s] else (s, plain.pay[i][s])


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.booleans(), st.integers(1, 4))
def test_as_defined_where_preferences_are_strict(seed: int, of_options: bool, moves: int) -> None:
    pair = random_options(seed, 2) if of_options else random_matrices(seed, 2)
    draw = np.random.default_rng(seed)
    pay = [draw.permutation(pair.g.count).tolist() for _ in range(2)]
    plain = Conflict(pair.plain.moves, pay)
    found = limited_moves(pair.g.with_payoffs(pay), moves)

    wanted = [[anticipated(plain, i, s, moves)[0] for s in plain.states] for i in (0, 1)]
    assert found.final.tolist() == wanted and not found.tied
    assert found.stable.tolist() == [[end == s for s, end in enumerate(row)] for row in wanted]
    assert found.equilibria == tuple(s for s in plain.states if wanted[0][s] == wanted[1][s] == s)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.booleans())
def test_one_move_is_nash(seed: int, of_options: bool) -> None:
    g = (random_options(seed, 2) if of_options else random_matrices(seed, 2)).g

    assert limited_moves(g, 1).equilibria == stability(g, ["nash"]).equilibria["nash"]


def test_equally_good_moves_are_told() -> None:
    moves = [[[0, 1, 1], [0, 0, 0], [0, 0, 0]], [[0] * 3] * 3]
    g = GraphModel(decision_makers=["A", "B"], moves=moves, payoffs=[[0, 1, 1], [0, 0, 0]])

    assert limited_moves(g, 1).tied


@pytest.mark.parametrize("moves", [0, -1, 1.5, True, 1001, None])
def test_how_far_both_look_is_a_whole_number(moves) -> None:
    with pytest.raises(BadValue, match="moves"):
        limited_moves(PRISONERS, moves)


def test_two_decision_makers_only() -> None:
    with pytest.raises(BadValue, match=r"must be 2 \(got 3"):
        limited_moves(random_matrices(3, 3).g, 1)
