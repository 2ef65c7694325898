"""Warm paths: against every simple path tried one by one, exact large counts, bad input."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.stakeholders import reach

SIZE = 6
TIES = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1), st.integers(1, 3)), max_size=16)


def tried(ties: list[tuple[int, int, int]], origin: int, target: int) -> tuple[int, list[tuple[int, ...]]]:
    """Return the least cost and every path of that cost, by trying every order of every set of actors between."""
    price: dict[tuple[int, int], int] = {}
    for start, end, cost in ties:
        price[start, end] = min(cost, price.get((start, end), cost))
    if origin == target:
        return 0, [(origin,)]
    found: list[tuple[int, tuple[int, ...]]] = []
    between = [node for node in range(SIZE) if node not in (origin, target)]
    for length in range(len(between) + 1):
        for middle in itertools.permutations(between, length):
            path = (origin, *middle, target)
            steps = list(itertools.pairwise(path))
            if all(step in price for step in steps):
                found.append((sum(price[step] for step in steps), path))
    least = min((cost for cost, _ in found), default=-1)
    return least, sorted(path for cost, path in found if cost == least)


def columns(ties: list[tuple[int, int, int]]) -> list[list[int]]:
    return [[tie[k] for tie in ties] for k in range(3)]


@settings(deadline=None)
@given(TIES, st.integers(0, SIZE - 1))
def test_costs_counts_and_paths_are_those_of_trying_all(ties: list[tuple[int, int, int]], origin: int) -> None:
    found = reach(SIZE, *columns(ties), origin=origin)

    for target in range(SIZE):
        least, paths = tried(ties, origin, target)
        assert found.cost[target] == least
        assert found.count[target] == len(paths)
        assert list(found.paths(target, 1000)) == paths
        assert list(found.paths(target, 2)) == paths[:2]
        assert set(found.before[target]) == {path[-2] for path in paths if len(path) > 1}


@settings(deadline=None)
@given(TIES, st.permutations(range(SIZE)))
def test_renaming_actors_renames_the_answer(ties: list[tuple[int, int, int]], names: list[int]) -> None:
    found = reach(SIZE, *columns(ties), origin=0)
    renamed = reach(SIZE, *columns([(names[a], names[b], c) for a, b, c in ties]), origin=names[0])

    for i in range(SIZE):
        assert (renamed.cost[names[i]], renamed.count[names[i]]) == (found.cost[i], found.count[i])


@settings(deadline=None)
@given(TIES)
def test_a_lonely_actor_more_changes_nothing(ties: list[tuple[int, int, int]]) -> None:
    found, more = reach(SIZE, *columns(ties), origin=0), reach(SIZE + 1, *columns(ties), origin=0)

    assert more.count[:SIZE] == found.count
    assert more.count[SIZE] == 0


def test_counts_are_exact_beyond_any_machine_number() -> None:
    layers = 80  # a chain of diamonds: two ways round each
    source, target = [], []
    for k in range(layers):
        a, b, c, d = 3 * k, 3 * k + 1, 3 * k + 2, 3 * k + 3
        source += [a, a, b, c]
        target += [b, c, d, d]
    found = reach(3 * layers + 1, source, target, origin=0)

    assert found.count[3 * layers] == 2**layers
    assert len(found.paths(3 * layers, 5)) == 5
    assert len(set(found.paths(3 * layers, 5))) == 5


def test_a_long_chain_is_walked_without_recursion() -> None:
    n = 5000
    found = reach(n, list(range(n - 1)), list(range(1, n)), origin=0)

    assert found.paths(n - 1) == (tuple(range(n)),)


@pytest.mark.parametrize(
    ("ties", "cost", "origin", "word"),
    [
        (([0], [9]), None, 0, "target"),
        (([-1], [1]), None, 0, "source"),
        (([0], [1, 2]), None, 0, "one length"),
        (([0], [1]), [0], 0, "cost"),
        (([0], [1]), [1.5], 0, "cost"),
        (([0], [1]), None, 3, "origin"),
    ],
)
def test_what_is_no_network_is_refused(ties: tuple[list[int], list[int]], cost: list[float] | None, origin: int, word: str) -> None:
    with pytest.raises(BadValue, match=word):
        reach(3, *ties, cost, origin=origin)
