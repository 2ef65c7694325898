"""Sensitivity: every swap of neighbours, solved again by definition."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.conflict.by_definition import Conflict
from methods.conflict.cases import PRISONERS, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import DEFAULT, sensitivity, stability

SEEDS = st.integers(0, 1_000_000)


def equilibria(plain: Conflict, notion: str) -> set[int]:
    return {s for s in plain.states if all(plain.stable(i, s, notion) for i in plain.makers)}


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.integers(2, 3), st.booleans())
def test_every_swap_as_solved_by_definition(seed: int, makers: int, of_options: bool) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    g, plain = pair.g, pair.plain
    base = {notion: equilibria(plain, notion) for notion in DEFAULT}
    wanted, tried = {}, 0
    for i in plain.makers:
        levels = sorted(set(plain.pay[i]))
        for low, high in itertools.pairwise(levels):
            for above in (s for s in plain.states if plain.pay[i][s] == high):
                for below in (s for s in plain.states if plain.pay[i][s] == low):
                    tried += 1
                    pay = [list(row) for row in plain.pay]
                    pay[i][above], pay[i][below] = low, high
                    new = {notion: equilibria(Conflict(plain.moves, pay), notion) for notion in DEFAULT}
                    gained = {n: tuple(sorted(new[n] - base[n])) for n in DEFAULT if new[n] - base[n]}
                    lost = {n: tuple(sorted(base[n] - new[n])) for n in DEFAULT if base[n] - new[n]}
                    if gained or lost:
                        wanted[g.decision_makers[i], above, below] = (gained, lost)
    found = sensitivity(g)

    assert found.tried == tried
    assert {(s.decision_maker, s.above, s.below): (s.gained, s.lost) for s in found.swaps} == wanted


def test_all_swaps_are_told_or_none() -> None:
    with pytest.raises(BadValue, match=r"must be 3 \(got 6"):
        sensitivity(PRISONERS, most=3)
    assert sensitivity(PRISONERS, most=6).tried == 6


def test_progress_is_told_and_may_stop() -> None:
    told: list[tuple[int, int]] = []
    sensitivity(PRISONERS, ["nash"], progress=lambda done, total: told.append((done, total)))

    assert told[0] == (0, 6) and told[-1] == (6, 6)
    assert stability(PRISONERS, ["nash"]).equilibria["nash"] == (0,)
