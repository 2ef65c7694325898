"""Groups of a graph, and the same groups found again."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.methods.partition import by_size, leiden, matched


def modularity(weight, label):
    """Return the modularity by its definition, over all pairs of places."""
    whole = weight + weight.T
    strength, total = whole.sum(axis=1), whole.sum()
    same = label[:, None] == label[None, :]
    return float(((whole - np.outer(strength, strength) / total) * same).sum() / total)


@pytest.mark.parametrize("seed", range(4))
def test_no_partition_of_six_is_better(seed):
    weight = np.triu(np.random.default_rng(seed).integers(0, 5, (6, 6)), 1).astype(float)

    label, found = leiden(weight, trials=5)

    best = max(modularity(weight, np.array(each)) for each in itertools.product(range(4), repeat=6))
    assert found == pytest.approx(modularity(weight, label))
    assert found == pytest.approx(best)


def test_who_has_no_tie_is_alone():
    label, _ = leiden([[0, 1, 0], [0, 0, 0], [0, 0, 0]])

    assert label[0] == label[1] != label[2]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.permutations(range(5)))
def test_a_group_under_another_number_is_the_same(label, names):
    before, after = np.array(label), np.array([names[k] for k in label])

    assert matched(before, after)[after].tolist() == before.tolist()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20))
def test_sizes_fall(label):
    numbered, sizes = by_size(np.array(label))

    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)
    assert np.bincount(numbered).tolist() == sizes.tolist()
    assert len({(a, b) for a, b in zip(label, numbered.tolist(), strict=True)}) == len(sizes)
