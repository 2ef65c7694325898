"""Chains: earliest steps and paths against a search by layers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.conflict.by_definition import Conflict
from methods.conflict.cases import PRISONERS, random_matrices, random_options

from legation.errors import BadValue
from legation.methods.conflict import GraphModel, chains

SEEDS = st.integers(0, 1_000_000)
MAKERS = st.integers(2, 4)


def every_chain(plain: Conflict, start: int, movers: list[int], *, improving: bool, length: int) -> list[tuple[tuple[int, int], ...]]:
    """All chains of a length, as pairs of mover and state."""
    found: list[tuple[tuple[int, int], ...]] = [()]
    for _ in range(length):
        longer = []
        for chain in found:
            here, last = (chain[-1][1], chain[-1][0]) if chain else (start, None)
            for j in movers:
                if j != last:
                    longer += [(*chain, (j, t)) for t in (plain.improves(j, here) if improving else plain.moves[j][here])]
        found = longer
    return found


def layers(plain: Conflict, start: int, movers: list[int], *, improving: bool) -> list[int]:
    earliest = {start: 0}
    pairs = {(start, -1)}
    seen = set(pairs)
    step = 0
    while pairs:
        step += 1
        way = plain.improves if improving else (lambda j, x: plain.moves[j][x])
        pairs = {(t, j) for x, last in pairs for j in movers if j != last for t in way(j, x)} - seen
        seen |= pairs
        for t, _ in pairs:
            earliest.setdefault(t, step)
    return [earliest.get(s, -1) for s in plain.states]


@given(SEEDS, MAKERS, st.booleans(), st.booleans(), st.data())
def test_the_earliest_step_is_that_of_layers(seed: int, makers: int, improving: bool, of_options: bool, data) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    movers = data.draw(st.sets(st.sampled_from(list(pair.plain.makers))))
    start = data.draw(st.sampled_from(list(pair.plain.states)))
    wanted = layers(pair.plain, start, sorted(movers), improving=improving)
    names = [pair.g.decision_makers[i] for i in movers]
    found = chains(pair.g, start, names, improving=improving)
    short = chains(pair.g, start, names, improving=improving, most=2)

    assert found.earliest.tolist() == wanted
    assert short.earliest.tolist() == [step if step <= 2 else -1 for step in wanted]
    assert found.reached == tuple(s for s, step in enumerate(wanted) if step > 0)


@given(SEEDS, st.integers(2, 3), st.booleans(), st.booleans())
def test_shortest_paths_are_all_of_them(seed: int, makers: int, improving: bool, of_options: bool) -> None:
    pair = random_options(seed, makers) if of_options else random_matrices(seed, makers)
    g, everybody = pair.g, list(pair.plain.makers)
    found = chains(g, 0, improving=improving)
    for state in found.reached:
        length = int(found.earliest[state])
        if length > 3:
            continue
        wanted = {c for c in every_chain(pair.plain, 0, everybody, improving=improving, length=length) if c[-1][1] == state}
        paths = found.paths(state, most=100_000)
        given_ = [tuple((g.number(step.decision_maker), step.after) for step in path) for path in paths]
        assert set(given_) == wanted and len(given_) == len(wanted)
        assert all(path[0].before == 0 and all(a.after == b.before for a, b in itertools.pairwise(path)) for path in paths)
        assert found.path(state) in paths
        assert len(found.paths(state, most=1)) == 1


def test_the_start_and_what_is_not_reached_have_no_path() -> None:
    found = chains(PRISONERS, "00", improving=True)

    assert found.path(0) == found.path(found.start) == () == found.paths(found.start)
    assert found.earliest.min() >= -1


def test_nobody_moves_twice_in_a_row() -> None:
    """B alone could go on from 1 to 2; in a chain A would have to move between, and cannot."""
    up = [[0, 1, 0], [0, 0, 1], [0, 0, 0]]
    g = GraphModel(decision_makers=["A", "B"], moves=[[[0] * 3] * 3, up], payoffs=[[0, 0, 0], [0, 1, 2]])

    assert chains(g, 0).earliest.tolist() == [0, 1, -1]


@pytest.mark.parametrize(
    ("arguments", "words"), [((9,), "state"), ((0, ["X"]), "decision maker"), ((0, None, -1), "most"), ((0, None, True), "most")]
)
def test_what_cannot_be_asked_is_named(arguments, words) -> None:
    start, makers, most = (*arguments, None, None)[:3]
    with pytest.raises(BadValue, match=words):
        chains(PRISONERS, start, makers, most=most)
