"""Judgements that are not sure, and those on which a scenario hangs: against changing every judgement by every amount."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.scenario.matrices import any_matrix, brute_force, generated, matrix, some_constraints

from legation.errors import BadValue
from legation.methods.scenario import (
    by_confidence,
    by_experts,
    consistent,
    minimax_regret,
    possibly_consistent,
    sensitivity,
    surely_consistent,
    survival,
)


@given(st.integers(0, 2**32), st.integers(0, 2), st.integers(0, 1))
def test_intervals_against_every_corner(seed: int, tolerance: int, at: int) -> None:
    """Sure is consistent in all corners of the intervals, possible in one or more."""
    m = generated([2, 2], 1.0, seed % 1000)
    rng = np.random.default_rng(seed)
    wide = rng.integers(0, 3, (4, 4)) * (rng.random((4, 4)) < 0.6)
    low, high = m.array - wide * at, m.array + wide
    moved = [tuple(cell) for cell in np.argwhere(low < high)]
    corners = []
    for ends in itertools.product((False, True), repeat=len(moved)):
        J = low.copy()
        for cell, up in zip(moved, ends, strict=True):
            J[cell] = high[cell] if up else low[cell]
        corners.append({tuple(z) for z in brute_force(matrix(m.sizes, J), tolerance)})

    assert surely_consistent(m, low, high, tolerance).scenarios.tolist() == [list(z) for z in sorted(set.intersection(*corners))]
    assert possibly_consistent(m, low, high, tolerance).scenarios.tolist() == [list(z) for z in sorted(set.union(*corners))]


@given(any_matrix(), st.integers(0, 2))
def test_intervals_without_width_are_the_judgements(m, tolerance: int) -> None:
    for found in (surely_consistent(m, m.array, m.array, tolerance), possibly_consistent(m, m.array, m.array, tolerance)):
        assert found.scenarios.tolist() == brute_force(m, tolerance) and found.complete


@settings(deadline=None, max_examples=20)
@given(any_matrix(4), st.integers(0, 2**32))
def test_experts_are_not_averaged(m, seed: int) -> None:
    rng = np.random.default_rng(seed)
    several = [m.array, *(m.array + rng.integers(-1, 2, m.array.shape) for _ in range(2))]
    wanted = [brute_force(matrix(m.sizes, J)) for J in several]
    found = by_experts(m, several)

    assert found.counts == tuple(map(len, wanted))
    shares = dict(zip(map(tuple, found.scenarios.tolist()), found.share, strict=True))
    assert shares == {tuple(z): sum(z in one for one in wanted) / 3 for one in wanted for z in one}
    assert np.all(np.diff(found.share) <= 0) and np.array_equal(found.low, found.share)
    assert found.holds.shape == (3, len(found.scenarios))


def test_sure_judgements_are_not_drawn_and_guesses_are() -> None:
    m = generated([3, 3, 3, 3], 1.0, 8)
    fixed = by_confidence(m, np.zeros_like(m.array), 1, draws=5)
    assert fixed.scenarios.tolist() == consistent(m, 1).scenarios.tolist() and set(fixed.share) <= {1.0}

    guessed, known = (by_confidence(m, np.full_like(m.array, level), draws=200, seed=2) for level in (1, 5))
    now = {tuple(z) for z in consistent(m).scenarios.tolist()}
    assert len(guessed.scenarios) > len(known.scenarios)
    sure = dict(zip(map(tuple, known.scenarios.tolist()), known.share, strict=True))
    loose = dict(zip(map(tuple, guessed.scenarios.tolist()), guessed.share, strict=True))
    assert sum(sure.get(z, 0) for z in now) > sum(loose.get(z, 0) for z in now)
    assert (guessed.low < guessed.share).all() and (guessed.share < guessed.high).all()
    again = by_confidence(m, np.full_like(m.array, 1), draws=200, seed=2)
    assert np.array_equal(again.share, guessed.share), "the same seed, the same shares"


def test_a_draw_on_the_edge_falls_on_either_side_half_of_the_time() -> None:
    """One judgement alone decides: of a value 0 between two variants, each is best in half of the draws."""
    m = matrix([2, 2], np.zeros((4, 4), int))
    confidence = np.zeros((4, 4), int)
    confidence[0:2, 2] = 3
    found = by_confidence(m, confidence, draws=2000, seed=1)
    share = dict(zip(map(tuple, found.scenarios.tolist()), found.share, strict=True))

    assert all(0.46 < share[z] < 0.54 for z in itertools.product(range(2), repeat=2))


@given(any_matrix(3), st.integers(0, 2), st.integers(1, 3), st.data())
def test_every_judgement_changed_by_every_amount(m, tolerance: int, reach: int, data) -> None:
    constraints = data.draw(some_constraints(m))
    found = sensitivity(m, tolerance, reach=reach, constraints=constraints)
    place = [(i, k) for i, size in enumerate(m.sizes) for k in range(size)]
    now = {tuple(z) for z in brute_force(m, tolerance, constraints)}
    assert found.consistent == len(now) and found.complete

    wanted, counts = {}, {}
    for source, target in itertools.product(range(len(place)), repeat=2):
        if place[source][0] == place[target][0]:
            continue
        row = {0: len(now)}
        for by in sorted((by for by in range(-reach, reach + 1) if by), key=abs):
            J = m.array.copy()
            J[source, target] += by
            then = {tuple(z) for z in brute_force(matrix(m.sizes, J), tolerance, constraints)}
            row[by] = len(then)
            way = (place[source], place[target], by > 0)
            if then != now and way not in wanted:
                wanted[way] = (by, tuple(sorted(now - then)), tuple(sorted(then - now)))
        counts[source, target] = tuple(row[by] for by in range(-reach, reach + 1))
    assert {(one.source, one.target, one.by > 0): (one.by, one.destroys, one.creates) for one in found.levers} == wanted
    assert [abs(one.by) for one in found.levers] == sorted(abs(one.by) for one in found.levers)
    assert all(counts[cell] == tornado for cell, tornado in found.counts.items())
    assert all(set(row) == {len(now)} for cell, row in counts.items() if cell not in found.counts)


def test_plans_against_scenarios() -> None:
    m = generated([3, 2, 3], 1.0, 5)
    rows = consistent(m, 8).scenarios
    needs = {"none": [], "one": [(0, [0, 1])], "two": [("D1", ["v1"]), (2, [0])]}
    found = survival(m, rows, needs)

    for at, (name, asked) in enumerate(needs.items()):
        numbers = [(int(str(d).strip("D")), [int(str(v).strip("v")) for v in several]) for d, several in asked]
        met = [[z[d] in several for d, several in numbers] for z in rows.tolist()]
        assert found.activities[at] == name and found.needs[at] == len(asked)
        assert found.survives[at].tolist() == [all(one) for one in met]
        assert found.count[at] == sum(all(one) for one in met)
        least = min(map(sum, met))
        assert found.worst[at] == tuple(i for i, one in enumerate(met) if sum(one) == least)
        assert found.unmet[at] == tuple(sum(not one[i] for one in met) for i in range(len(asked)))
    assert found.standing.tolist() == found.survives.sum(axis=0).tolist()
    assert found.worst_scenarios == tuple(np.flatnonzero(found.standing == found.standing.min()).tolist())


@given(st.lists(st.lists(st.integers(-5, 5), min_size=3, max_size=3), min_size=1, max_size=5))
def test_regret_by_definition_with_all_ties(payoff) -> None:
    found = minimax_regret(payoff)
    regret = [[max(row[s] for row in payoff) - own[s] for s in range(3)] for own in payoff]

    assert found.regret.tolist() == regret
    assert found.best == tuple(i for i, row in enumerate(regret) if max(row) == min(map(max, regret)))
    assert found.at == tuple(tuple(s for s in range(3) if row[s] == max(row)) for row in regret)
    for i, own in enumerate(payoff):
        assert found.dominated[i] == tuple(j for j, o in enumerate(payoff) if o != own and all(a >= b for a, b in zip(o, own, strict=True)))


M = matrix([2, 2], np.zeros((4, 4), int))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: surely_consistent(M, M.array + 1, M.array), "low, row 0 and column 0"),
        (lambda: surely_consistent(M, M.array[:3], M.array), "low must be a square"),
        (lambda: possibly_consistent(M, M.array, M.array, -1), "tolerance"),
        (lambda: by_experts(M, []), "judgements"),
        (lambda: by_experts(M, [M.array, M.array[:2]]), "judgements of expert 1"),
        (lambda: by_confidence(M, M.array + 6), "confidence must be 0 to 5"),
        (lambda: by_confidence(M, M.array, draws=0), "draws"),
        (lambda: by_confidence(M, M.array, sigma={1: 1.0}), "sigma"),
        (lambda: sensitivity(M, reach=0), "reach"),
        (lambda: sensitivity(M, -1), "tolerance"),
        (lambda: survival(M, np.zeros((0, 2)), {"a": []}), "scenarios"),
        (lambda: survival(M, [[0, 5]], {"a": []}), "scenarios"),
        (lambda: survival(M, [[0, 0]], {}), "activities"),
        (lambda: survival(M, [[0, 0]], {"a": [("D9", ["v0"])]}), "descriptor"),
        (lambda: survival(M, [[0, 0]], {"a": [("D0", [])]}), "name at least one"),
        (lambda: minimax_regret([]), "payoff"),
        (lambda: minimax_regret([[np.nan]]), "payoff"),
    ],
)
def test_what_is_asked_wrongly_is_said(call, words: str) -> None:
    with pytest.raises(BadValue, match="must be") as error:
        call()
    assert words in str(error.value)
