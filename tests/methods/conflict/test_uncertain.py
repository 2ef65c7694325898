"""Unknown and strong preferences, word for word over sets."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.conflict.by_definition import Conflict
from methods.conflict.cases import PRISONERS, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import DEFAULT, READINGS, stability, strength, under_unknown

SEEDS = st.integers(0, 1_000_000)


def stable_unknown(plain: Conflict, open_: list[set[tuple[int, int]]], reading: str, i: int, s: int, notion: str) -> bool:
    """Li, Hipel, Kilgour and Fang (2004), definitions 5 to 8 and their like, for one state."""

    def unknown(j: int, a: int, b: int) -> bool:
        return (a, b) in open_[j] or (b, a) in open_[j]

    def prefers(j: int, a: int, b: int) -> bool:
        return not unknown(j, a, b) and plain.pay[j][b] > plain.pay[j][a]

    def improves_or_unknown(j: int, x: int) -> set[int]:
        return {t for t in plain.moves[j][x] if prefers(j, x, t) or unknown(j, x, t)}

    def deters(y: int) -> bool:
        return (not unknown(i, s, y) and plain.pay[i][y] <= plain.pay[i][s]) or (reading in "cd" and unknown(i, s, y))

    wants = improves_or_unknown(i, s) if reading in "ac" else {t for t in plain.moves[i][s] if prefers(i, s, t)}
    if notion == "nash":
        return not wants
    others = [j for j in plain.makers if j != i]
    way = improves_or_unknown if notion in ("seq", "sseq") else (lambda j, x: plain.moves[j][x])
    return all(
        any(deters(y) and (notion in ("gmr", "seq") or all(deters(z) for z in plain.moves[i][y])) for y in plain.led(x, others, way))
        for x in wants
    )


def draw_unknown(seed: int, plain: Conflict) -> list[set[tuple[int, int]]]:
    draw = np.random.default_rng(seed)
    pairs = list(itertools.combinations(plain.states, 2))
    return [{pair for pair in pairs if draw.random() < 0.2} for _ in plain.makers]


@given(SEEDS, st.integers(2, 4), st.booleans())
def test_unknown_preferences_as_defined(seed: int, makers: int, of_options: bool) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    g, plain = pair.g, pair.plain
    open_ = draw_unknown(seed, plain)
    told = {name: sorted(pairs) for name, pairs in zip(g.decision_makers, open_, strict=True)}
    found = {reading: under_unknown(g, told, reading) for reading in READINGS}

    for reading in READINGS:
        for notion in DEFAULT:
            wanted = [[stable_unknown(plain, open_, reading, i, s, notion) for s in plain.states] for i in plain.makers]
            assert found[reading].stable[notion].tolist() == wanted, (reading, notion)
    for notion in DEFAULT:
        for bold, careful in (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")):
            assert not (found[bold].stable[notion] & ~found[careful].stable[notion]).any()


@given(SEEDS, st.integers(2, 4), st.sampled_from(READINGS))
def test_where_all_is_known_nothing_changes(seed: int, makers: int, reading: str) -> None:
    g = random_options(seed, makers).g
    found, plain = under_unknown(g, {}, reading), stability(g)

    assert all((found.stable[n] == plain.stable[n]).all() for n in DEFAULT) and found.equilibria == plain.equilibria


@given(SEEDS, st.integers(2, 4), st.booleans())
def test_strength_as_defined(seed: int, makers: int, of_options: bool) -> None:
    """Hamouda, Kilgour and Hipel (2004): a sanction is strong where it is much less preferred, and so is all that one can flee to."""
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    g, plain = pair.g, pair.plain
    width = int(np.random.default_rng(seed).integers(1, 6))
    grade = [[pay // width for pay in row] for row in plain.pay]
    found = strength(g, dict(zip(g.decision_makers, grade, strict=True)))
    for notion in DEFAULT:
        for i in plain.makers:
            others = [j for j in plain.makers if j != i]
            way = plain.improves if notion in ("seq", "sseq") else (lambda j, x: plain.moves[j][x])
            for s in plain.states:
                much = lambda y, i=i, s=s: grade[i][y] < grade[i][s]  # noqa: E731
                strong = all(
                    notion != "nash"
                    and any(much(y) and (notion in ("gmr", "seq") or all(map(much, plain.moves[i][y]))) for y in plain.led(x, others, way))
                    for x in plain.improves(i, s)
                )
                assert found.strong[notion][i, s] == strong, (notion, i, s)
                assert (found.strong[notion][i, s] or found.weak[notion][i, s]) == plain.stable(i, s, notion)
                assert not (found.strong[notion][i, s] and found.weak[notion][i, s])
        assert found.strong_equilibria[notion] == tuple(np.flatnonzero(found.strong[notion].all(axis=0)).tolist())


def test_without_grades_only_what_nobody_would_leave_is_strong() -> None:
    found = strength(PRISONERS, {})

    assert (found.strong["seq"] == stability(PRISONERS).stable["nash"]).all()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: under_unknown(PRISONERS, {}, "e"), "reading"),
        (lambda: under_unknown(PRISONERS, {"Nobody": []}, "a"), "decision maker"),
        (lambda: under_unknown(PRISONERS, {"Nobody": [(0, 1)]}, "a"), "decision maker"),
        (lambda: under_unknown(PRISONERS, {"Prisoner 1": [(0, 9)]}, "a"), "state"),
        (lambda: under_unknown(PRISONERS, {"Prisoner 1": [(0, "00")]}, "a"), "twice"),
        (lambda: under_unknown(PRISONERS, {}, "a", ["sim"]), "notions"),
        (lambda: under_unknown(PRISONERS, {}, "a", []), "notions"),
        (lambda: strength(PRISONERS, {"Nobody": [0] * 4}), "grades"),
        (lambda: strength(PRISONERS, {"Prisoner 1": [0] * 3}), "grades"),
        (lambda: strength(PRISONERS, {"Prisoner 1": [0, 1, 2, 1]}), "grades"),
    ],
)
def test_what_cannot_be_asked_is_named(call, words) -> None:
    with pytest.raises(BadValue, match=words):
        call()
