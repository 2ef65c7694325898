"""Near-duplicates: what is reported is exact, what was planted is found, copies do not multiply."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from legation.errors import BadValue
from legation.methods.text.likeness import near_duplicates, resemblance, sketch_of
from legation.methods.text.likeness.near import _lowest, bands_for

WORDS = [f"word{k}" for k in range(400)]
TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=9).map(" ".join), max_size=12)


def runs(text: str, run: int = 3) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + run]) for at in range(max(1, len(words) - run + 1))} if words else set()


def jaccard(one: str, other: str) -> float:
    a, b = runs(one), runs(other)
    return len(a & b) / len(a | b)


def changed(text: str, words: int, rng: np.random.Generator) -> str:
    found = text.split()
    for at in rng.choice(len(found), words, replace=False):
        found[at] = f"new{rng.integers(10**9)}"
    return " ".join(found)


@given(TEXTS)
def test_pairs_are_exact_and_groups_are_what_pairs_connect(texts: list[str]) -> None:
    found = near_duplicates(texts, 0.6)
    pairs = list(zip(found.first.tolist(), found.second.tolist(), strict=True))

    assert pairs == sorted(set(pairs))
    assert all(one < other for one, other in pairs)
    assert found.exact.tolist() == pytest.approx([jaccard(texts[a], texts[b]) for a, b in pairs])
    assert (found.exact >= 0.6).all()
    assert {row for group in found.groups for row in group} == {row for pair in pairs for row in pair}
    assert all(found.group[row] == number for number, group in enumerate(found.groups) for row in group)
    assert found.without_words == tuple(row for row, text in enumerate(texts) if not runs(text))


def test_planted_pairs_are_found_and_others_are_not() -> None:
    rng = np.random.default_rng(0)
    base = [" ".join(rng.choice(WORDS, 40)) for _ in range(600)]
    texts = [*base, *(changed(text, 1, rng) for text in base[:300])]
    found = near_duplicates(texts, 0.8)
    pairs = set(zip(found.first.tolist(), found.second.tolist(), strict=True))

    assert len(pairs & {(k, 600 + k) for k in range(300)}) == 300
    assert pairs == {(k, 600 + k) for k in range(300)}
    assert found.estimated == pytest.approx(found.exact, abs=0.2)
    assert found.recall >= 0.995
    assert found.complete


def test_the_stated_recall_is_that_of_a_simulation() -> None:
    """Pairs of sets exactly at the threshold: the share that agrees on a band."""
    for threshold in (0.5, 0.8):
        bands, rows, recall = bands_for(threshold)
        agree = np.random.default_rng(1).random((20_000, bands, rows)) < threshold
        assert agree.all(axis=2).any(axis=1).mean() == pytest.approx(recall, abs=0.003)


def test_copies_are_one_group_without_a_pair_for_each_two() -> None:
    texts = (
        ["The very same words, said again and again."] * 500
        + ["the very same WORDS said again and again"]
        + ["other words are said here today"]
    )
    found = near_duplicates(texts)

    assert found.groups == (tuple(range(501)),)
    assert len(found.first) == 500
    assert (found.exact == 1).all()
    assert found.group[501] == -1


def test_a_crowd_of_texts_that_are_nearly_alike_is_one_group_and_said_to_be_incomplete() -> None:
    rng = np.random.default_rng(2)
    base = " ".join(rng.choice(WORDS, 60))
    found = near_duplicates([changed(base, 1, rng) for _ in range(400)], 0.7)

    assert len(found.groups) == 1
    assert len(found.groups[0]) == 400
    assert not found.complete
    assert len(found.first) < 400 * 399 / 2


def test_the_order_of_texts_changes_rows_alone_and_the_seed_changes_nothing_that_is_certain() -> None:
    rng = np.random.default_rng(3)
    base = [" ".join(rng.choice(WORDS, 30)) for _ in range(50)]
    texts = [*base, *(changed(text, 1, rng) for text in base)]
    order = rng.permutation(100)
    one, other = near_duplicates(texts), near_duplicates([texts[k] for k in order], seed=7)
    pairs = {frozenset(pair) for pair in zip(order[other.first].tolist(), order[other.second].tolist(), strict=True)}

    assert {frozenset(pair) for pair in zip(one.first.tolist(), one.second.tolist(), strict=True)} == pairs


def test_nothing_at_all_and_options_outside_their_range() -> None:
    assert near_duplicates([]).groups == ()
    assert near_duplicates([None, "", "!"]).without_words == (0, 1, 2)
    for wrong in ({"threshold": 0.1}, {"threshold": 1.1}, {"run": 0}, {"seed": -1}):
        with pytest.raises(BadValue, match="near_duplicates must be"):
            near_duplicates(["a"], **wrong)  # type: ignore[arg-type]


def test_sketches_of_short_texts_are_exact() -> None:
    texts = ["a b c d e f g", "a b c d e f h", "x y", "a b c"]
    for one, other in itertools.product(texts, texts):
        shared, all_of = runs(one, 5) & runs(other, 5), runs(one, 5) | runs(other, 5)
        assert resemblance(sketch_of(one.split()), sketch_of(other.split())) == pytest.approx(len(shared) / len(all_of))
    assert resemblance(sketch_of([]), sketch_of([])) == 0


@pytest.mark.parametrize(("n", "count"), [(1, 0), (8, 5), (300, 90), (300, 280), (300, 2_000)])
def test_texts_that_are_connected_have_the_lowest_of_them(n: int, count: int) -> None:
    pairs = np.random.default_rng(count).integers(0, n, (2, count))
    _, label = connected_components(coo_array((np.ones(count), (pairs[0], pairs[1])), shape=(n, n)), directed=False)
    first: dict[int, int] = {}
    assert _lowest(pairs, n).tolist() == [first.setdefault(one, text) for text, one in enumerate(label.tolist())]


def test_a_chain_of_texts_in_any_order_is_one_group() -> None:
    order = np.random.default_rng(1).permutation(4_999)
    assert not _lowest(np.array([np.arange(4_999), np.arange(1, 5_000)])[:, order], 5_000).any()
