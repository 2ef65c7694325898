"""Where succession leads: the published basins, every rule against following each scenario by hand, islands, and drawn starts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from methods.scenario.matrices import any_matrix, brute_basins, everything, generated, matrix, next_of

from legation.errors import BadValue
from legation.methods.scenario import attractors, consistent, successor

RULES = ("global", "incremental", "sequential")


@given(any_matrix(4), st.sampled_from(RULES), st.sampled_from(["keep", "lowest"]))
def test_every_scenario_followed_by_hand(m, rule: str, ties: str) -> None:
    found = attractors(m, rule, ties)

    assert list(zip(found.basins, found.cycles, strict=True)) == brute_basins(m, rule, ties)
    assert sum(found.basins) == found.starts == m.n_scenarios
    assert all(successor(m, z, rule, ties) == next_of(m, z, rule, ties) for z in everything(m))


@given(any_matrix(4), st.sampled_from(RULES))
def test_all_rules_rest_where_the_judgements_support_each_other(m, rule: str) -> None:
    fixed = sorted(cycle[0] for cycle in attractors(m, rule).cycles if len(cycle) == 1)

    assert [list(z) for z in fixed] == consistent(m).scenarios.tolist()


def ring(sizes, sign: int = -1) -> np.ndarray:
    """Return judgements that push each variant of the first descriptor on: a cycle as long as it has variants, or twice that."""
    size = sizes[0]
    J = np.zeros((2 * size, 2 * size), int)
    for k in range(size):
        J[k, size + k] = 1
        J[size + k, (k + 1) % size] = 1
    return J


@given(st.lists(st.sampled_from([2, 3, 4]), min_size=2, max_size=2), any_matrix(1), st.sampled_from(RULES), st.booleans())
def test_cycles_of_islands_run_together(rings, loose, rule: str, mixed: bool) -> None:
    parts = [ring([size, size]) for size in rings] + [loose.array]
    sizes = [size for size in rings for _ in range(2)] + list(loose.sizes)
    at = np.cumsum([0, *map(len, parts)])
    J = np.zeros((at[-1], at[-1]), int)
    for part, a, b in zip(parts, at, at[1:], strict=False):
        J[a:b, a:b] = part
    order = list(range(0, len(sizes), 2)) + list(range(1, len(sizes), 2)) if mixed else list(range(len(sizes)))
    first = np.cumsum([0, *sizes])
    columns = np.concatenate([np.arange(first[i], first[i + 1]) for i in order])
    m = matrix([sizes[i] for i in order], J[np.ix_(columns, columns)])

    found = attractors(m, rule)
    assert list(zip(found.basins, found.cycles, strict=True)) == brute_basins(m, rule, "keep")
    assert any(len(cycle) > 1 for cycle in found.cycles), "rings do not rest"


def test_an_island_that_never_rests_keeps_others_from_moving_one_by_one() -> None:
    """A ring pulls harder than what the other descriptors lack: under the incremental rule they never move, and no product says so."""
    J = np.zeros((10, 10), int)
    J[:6, :6] = ring([3, 3]) * 3
    J[6:8, 8] = 1
    m = matrix([3, 3, 2, 2], J)
    found = attractors(m, "incremental")

    assert list(zip(found.basins, found.cycles, strict=True)) == brute_basins(m, "incremental", "keep")
    assert any(z[3] == 1 for cycle in found.cycles for z in cycle)
    assert not attractors(m, "incremental", largest=30, draws=50).exact


def test_islands_reach_beyond_any_table() -> None:
    m = generated([3] * 8, 1.0, 2)
    one = attractors(m)
    J = np.zeros((5 * 24, 5 * 24), int)
    for part in range(5):
        J[part * 24 : part * 24 + 24, part * 24 : part * 24 + 24] = m.array
    found = attractors(matrix([3] * 40, J), most=10**5)

    assert found.exact and found.complete and sum(found.basins) == 3**40 == found.starts
    assert max(found.basins) >= one.basins[0] ** 5 // max(len(cycle) for cycle in one.cycles) ** 4


def test_more_attractors_than_are_listed() -> None:
    found = attractors(matrix([3] * 10, np.zeros((30, 30), int)), most=7)

    assert (found.count, found.complete, len(found.cycles), found.basins) == (3**10, False, 7, [1] * 7)


def test_drawn_starts_have_intervals_that_hold_the_truth() -> None:
    m = generated([3] * 9, 1.0, 21)
    exact, drawn = attractors(m), attractors(m, largest=100, draws=4000, seed=3)

    assert not drawn.exact and not drawn.complete and drawn.starts == 4000 and sum(drawn.basins) + drawn.unsettled == 4000
    truth = dict(zip(exact.cycles, exact.share, strict=True))
    assert set(drawn.cycles) <= set(truth), "starts lead to attractors only, each from its smallest scenario"
    held = [low <= truth[cycle] <= high for cycle, low, high in zip(drawn.cycles, drawn.low, drawn.high, strict=True)]
    assert sum(held) >= len(held) - 1
    assert attractors(m, largest=100, draws=4000, seed=3) == drawn, "the same seed, the same answer"


@settings(deadline=None, max_examples=20)
@given(any_matrix(4), st.sampled_from(RULES), st.sampled_from(["keep", "lowest"]))
def test_walks_from_drawn_starts_end_where_the_count_says(m, rule: str, ties: str) -> None:
    exact, drawn = attractors(m, rule, ties), attractors(m, rule, ties, largest=1, draws=60)

    assert drawn.exact is False and drawn.unsettled == 0
    assert set(drawn.cycles) <= set(exact.cycles)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rule": "local"}, "rule must be global | incremental | sequential"),
        ({"ties": "highest"}, "ties must be keep | lowest"),
        ({"largest": 0}, "largest"),
        ({"most": 0}, "most"),
        ({"draws": 0}, "draws"),
    ],
)
def test_what_is_asked_wrongly_is_said(wrong, words: str) -> None:
    with pytest.raises(BadValue, match="must be") as error:
        attractors(matrix([2, 2], np.zeros((4, 4), int)), **wrong)
    assert words in str(error.value)
