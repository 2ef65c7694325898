"""Consistent scenarios: the published models, brute force on mixed matrices, what changes nothing, and what is too large to list."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from methods.scenario.matrices import any_matrix, brute_force, everything, generated, kept_to, lacks, matrix, some_constraints

from legation.errors import BadValue, Cancelled
from legation.methods.scenario import CrossImpactMatrix, Fix, Forbid, Imply, balance, consistent, morphology
from legation.methods.scenario.consistent import solved
from legation.methods.scenario.system import islands, system


@given(st.data())
def test_brute_force_with_tolerance_and_constraints_by_both_searches(data) -> None:
    m = data.draw(any_matrix())
    tolerance = data.draw(st.integers(0, 4))
    constraints = data.draw(some_constraints(m))
    wanted = brute_force(m, tolerance, constraints)

    for search in ("propagation", "learning"):
        found = consistent(m, tolerance, constraints=constraints, search=search)
        assert found.scenarios.tolist() == wanted
        assert found.complete and found.counted and found.covered == 1 and found.count == len(wanted)
        assert found.inconsistency_by_descriptor.tolist() == [lacks(m, z) for z in wanted]
        assert found.inconsistency.tolist() == [max(lacks(m, z)) for z in wanted]


@given(any_matrix(), st.integers(1, 4), st.data())
def test_what_changes_nothing(m, by: int, data) -> None:
    """A constant on a block of one row, a positive factor, and another order of descriptors."""
    wanted = consistent(m, 1).scenarios.tolist()
    shifted = m.array.copy()
    for i in range(shifted.shape[0]):
        for j, (a, b) in enumerate(zip(m.offsets, m.offsets[1:], strict=False)):
            shifted[i, a:b] += (i * 7 + j * 3) % 5 - 2
    order = data.draw(st.permutations(range(len(m.sizes))))
    columns = np.concatenate([np.arange(m.offsets[i], m.offsets[i + 1]) for i in order])
    turned = matrix([m.sizes[i] for i in order], m.array[np.ix_(columns, columns)])

    assert consistent(matrix(m.sizes, shifted), 1).scenarios.tolist() == wanted
    assert consistent(matrix(m.sizes, by * m.array), by).scenarios.tolist() == wanted
    assert sorted(consistent(turned, 1).scenarios.tolist()) == sorted([z[i] for i in order] for z in wanted)


@given(any_matrix(3), any_matrix(3))
def test_two_matrices_side_by_side_are_islands(one, other) -> None:
    size = one.offsets[-1] + other.offsets[-1]
    J = np.zeros((size, size), int)
    J[: one.offsets[-1], : one.offsets[-1]] = one.array
    J[one.offsets[-1] :, one.offsets[-1] :] = other.array
    both = matrix([*one.sizes, *other.sizes], J)

    found = consistent(both)
    assert found.scenarios.tolist() == [a + b for a in brute_force(one) for b in brute_force(other)]
    assert len(islands(system(both, 0))) == len(islands(system(one, 0))) + len(islands(system(other, 0)))


@given(any_matrix(), st.integers(0, 20), st.integers(0, 12))
def test_too_many_to_list_are_counted_and_said_to_be_cut(m, most: int, tolerance: int) -> None:
    wanted = brute_force(m, tolerance)
    found = consistent(m, tolerance, most=most)

    assert found.count == len(wanted) and found.counted
    assert found.complete == (len(wanted) <= most)
    assert len(found.scenarios) == min(most, len(wanted))
    assert all(row in wanted for row in found.scenarios.tolist())


def test_more_scenarios_than_64_bits_number() -> None:
    found = consistent(matrix([3] * 63, np.zeros((189, 189), int)), most=10)

    assert found.count == 3**63 and found.counted and not found.complete
    assert found.scenarios.tolist() == [[0] * 60 + [a, b, c] for a in range(3) for b in range(3) for c in range(3)][:10]


def test_a_chain_of_seventy_is_solved_whatever_the_number_of_scenarios() -> None:
    J = np.zeros((140, 140), int)
    for i in range(69):
        J[2 * i, 2 * i + 2] = J[2 * i + 1, 2 * i + 3] = 1
    found = consistent(matrix([2] * 70, J))

    assert found.scenarios.tolist() == [[0] * 70, [1] * 70] and found.complete


def test_a_budget_that_runs_out_is_said_to_have_run_out() -> None:
    m = generated([3] * 18, 1.0, 4)
    cut = consistent(m, 3, nodes=200, search="propagation")
    whole = consistent(m, 3)

    assert not cut.complete and not cut.counted and 0 < cut.covered < 1 and cut.nodes == 200
    assert whole.complete and {tuple(z) for z in cut.scenarios.tolist()} <= {tuple(z) for z in whole.scenarios.tolist()}
    unlearned = consistent(m, 3, nodes=200, effort=1e-6)
    assert not unlearned.complete and unlearned.covered < 1


def test_an_island_without_scenarios_decides_whatever_the_others_are() -> None:
    J = np.zeros((40, 40), int)
    J[:4, :4] = [[0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0], [1, 0, 0, 0]]
    found = consistent(matrix([2] * 20, J), most=3)

    assert (found.count, found.counted, found.complete, len(found.scenarios)) == (0, True, True, 0)
    assert found.total_impact.shape == (0,) and found.inconsistency.shape == (0,)


def test_a_person_can_stop_a_search() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        consistent(generated([3] * 18, 1.0, 4), progress=stop)


def test_many_variants_go_without_tables() -> None:
    m = generated([12, 3, 11, 2], 1.0, 9)

    assert consistent(m, 4).scenarios.tolist() == brute_force(m, 4)


def test_large_judgements_stay_exact() -> None:
    m = generated([3, 2, 3, 2], 1.0, 3)
    wide = matrix(m.sizes, m.array * 300_000)

    assert consistent(wide, 300_000).scenarios.tolist() == brute_force(m, 1)
    assert solved(system(wide, 2**40))[0].shape == (36, 4)


@given(st.lists(st.integers(2, 4), min_size=1, max_size=5), st.integers(0, 2**32), st.integers(0, 3))
def test_morphology_against_looking_at_every_pair(sizes, seed: int, least: int) -> None:
    rng = np.random.default_rng(seed)
    at = np.cumsum([0, *sizes])
    grades = rng.integers(0, 4, (at[-1], at[-1]))
    grades = np.maximum(grades, grades.T)
    names = [f"D{i}" for i in range(len(sizes))], [[f"v{k}" for k in range(size)] for size in sizes]
    pairs = [(i, j) for j in range(len(sizes)) for i in range(j)]
    wanted = [
        list(z)
        for z in everything(matrix(sizes, np.zeros((at[-1], at[-1]), int)))
        if all(grades[at[i] + z[i], at[j] + z[j]] >= least for i, j in pairs)
    ]
    found = morphology(*names, grades, least=least)

    assert found.scenarios.tolist() == wanted and found.complete
    assert found.total.tolist() == [sum(grades[at[i] + z[i], at[j] + z[j]] for i, j in pairs) for z in wanted]
    assert [sum(variants) for variants in found.used] == [len(wanted)] * len(sizes)


def test_constraints_by_name() -> None:
    m = CrossImpactMatrix(descriptors=["talks", "trust"], variants=[["open", "shut"], ["high", "low"]], judgements=np.zeros((4, 4), int))

    assert consistent(m, constraints=[Fix("talks", ["open"])]).scenarios.tolist() == [[0, 0], [0, 1]]
    assert consistent(m, constraints=[Forbid(("talks", "shut"), ("trust", "high"))]).scenarios.tolist() == [[0, 0], [0, 1], [1, 1]]
    assert consistent(m, constraints=[Imply(("talks", "shut"), "trust", ["low"])]).count == 3
    assert kept_to((1, 1), [Imply((1, 1), 0, [1])])
    contradiction = [Fix("talks", ["open"]), Fix("talks", ["shut"])]
    assert consistent(m, constraints=contradiction).complete and not consistent(m, constraints=contradiction).count


SQUARE = np.zeros((4, 4), int)
TWO = {"descriptors": ["a", "b"], "variants": [["x", "y"], ["x", "y"]]}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"judgements": np.zeros((4, 5))}, "judgements must be a square of 4 x 4 (got 4 x 5)"),
        ({"judgements": [[0, 0], [0]]}, "rows of unequal length"),
        ({"judgements": np.full((4, 4), 0.5)}, "row 0 and column 0 must be whole numbers"),
        ({"judgements": np.full((4, 4), np.nan)}, "got nan"),
        ({"judgements": np.full((4, 4), 10**7)}, "must be whole numbers"),
        ({"judgements": SQUARE.astype(bool)}, "must be whole numbers (got bool"),
        ({"judgements": [["1"] * 4] * 4}, "must be whole numbers"),
        ({"descriptors": ["a", "a"]}, "'a' twice"),
        ({"descriptors": ["a", " "]}, "descriptors, number 1 must be a name"),
        ({"descriptors": []}, "name at least one"),
        ({"variants": [["x", "y"]]}, "one list of names for each of 2 descriptors"),
        ({"variants": [["x", "y"], ["x"]], "judgements": np.zeros((3, 3), int)}, "variants of b must be 2 to 60 (got 1)"),
        ({"variants": [["x", "y"], ["x", ""]]}, "variants of b, number 1 must be a name"),
        ({"variants": [["x", "y"], ["x", "x"]]}, "variants of b must have each name once"),
        ({"variants": [["x", "y"], ["x", 3]]}, "must be a name (got 3"),
    ],
)
def test_a_matrix_that_is_none_is_said_to_be_none(change, words: str) -> None:
    with pytest.raises(BadValue, match="must ") as error:
        CrossImpactMatrix(**{**TWO, "judgements": SQUARE, **change})
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda m: consistent(m, -1), "tolerance"),
        (lambda m: consistent(m, 0.5), "tolerance"),
        (lambda m: consistent(m, most=-1), "most"),
        (lambda m: consistent(m, nodes=0), "nodes"),
        (lambda m: consistent(m, effort=0), "effort"),
        (lambda m: consistent(m, search="luck"), "search"),
        (lambda m: consistent(m, constraints=[Fix("c", ["x"])]), "descriptor must be a, b"),
        (lambda m: consistent(m, constraints=[Fix("a", ["z"])]), "variant of a must be x, y"),
        (lambda m: consistent(m, constraints=[Fix("a", [])]), "name at least one"),
        (lambda m: consistent(m, constraints=[Forbid(("a", "x"), ("a", "y"))]), "'a' twice"),
        (lambda m: consistent(m, constraints=[Imply(("a", "x"), "a", ["y"])]), "'a' twice"),
        (lambda m: consistent(m, constraints=["a"]), "must be Fix, Forbid, Imply"),
        (lambda m: consistent(m, constraints=[Forbid("a", ("b", "x"))]), "a descriptor and a variant"),
        (lambda m: balance(m, [0]), "scenario must be one variant for each of 2"),
        (lambda m: balance(m, [0, 2]), "variant of b"),
        (lambda m: morphology(["a", "b"], [["x", "y"], ["x", "y"]], np.triu(np.ones((4, 4), int))), "the same grade both ways"),
    ],
)
def test_what_is_asked_wrongly_is_said(call, words: str) -> None:
    with pytest.raises(BadValue, match="must ") as error:
        call(CrossImpactMatrix(**TWO, judgements=SQUARE))
    assert words in str(error.value)


def test_arguments_are_never_changed() -> None:
    J = np.ones((4, 4), int)
    m = CrossImpactMatrix(**TWO, judgements=J)
    J[0, 0] = 9

    assert m.array[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        m.array[0, 0] = 2


def test_one_tolerance_for_all_descriptors() -> None:
    with pytest.raises(BadValue, match="one whole number"):
        consistent(matrix([2, 2], np.zeros((4, 4), int)), [0, 1])
