"""Camps that were planted are found, noise is not firm, and who changed is told apart from who is only unsure."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.relations import camps, changed_sides, excess_cooperation


def planted(camp, rng, stories=30, inside=0.8, across=0.4):
    camp = np.asarray(camp)
    total = rng.poisson(stories, (len(camp), len(camp)))
    good = rng.binomial(total, np.where(camp[:, None] == camp[None, :], inside, across))
    np.fill_diagonal(good, 0)
    np.fill_diagonal(total, 0)
    return good, total - good


def test_planted_camps_are_found_and_firm():
    good, bad = planted([0] * 7 + [1] * 5, np.random.default_rng(1))

    found = camps(good, bad, draws=30)

    assert found.membership.tolist() == [0] * 7 + [1] * 5
    assert found.sizes.tolist() == [7, 5]
    assert found.stability.min() > 0.95


def test_chance_makes_no_firm_camps():
    good, bad = planted([0] * 12, np.random.default_rng(2), stories=6)

    assert camps(good, bad, draws=40).stability.mean() < 0.8


def test_who_changed_and_who_did_not():
    before = planted([0] * 6 + [1] * 6, np.random.default_rng(3))
    after = planted([0] * 5 + [1] * 7, np.random.default_rng(4))

    found = changed_sides(before, after, draws=30)

    assert np.flatnonzero(found.changed).tolist() == [5]
    assert found.firmness[5] > 0.9
    assert found.after.sizes[found.after.membership].tolist() == [5] * 5 + [7] * 7


def test_who_is_alone_for_want_of_stories_did_not_change():
    before = planted([0] * 6 + [1] * 6, np.random.default_rng(3))
    nothing = np.zeros((12, 12), int)

    assert not changed_sides(before, (nothing, nothing), draws=5).changed.any()


@settings(max_examples=20)
@given(st.integers(0, 1000))
def test_the_order_of_the_actors_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    good, bad = planted([0] * 5 + [1] * 4, rng, stories=60)
    order = rng.permutation(9)

    first, other = camps(good, bad, draws=1).membership, camps(good[np.ix_(order, order)], bad[np.ix_(order, order)], draws=1).membership

    assert ((first[order][:, None] == first[order][None, :]) == (other[:, None] == other[None, :])).all()


def test_excess_by_hand():
    """12 of 16 stories of the first pair, 3 of 14 of the second: usual is half; (12 - 8) / 21 and (3 - 7) / 19."""
    good = [[0, 12, 0], [0, 0, 1], [0, 2, 0]]
    bad = [[0, 4, 0], [0, 0, 6], [0, 5, 0]]

    excess, usual = excess_cooperation(good, bad)

    assert usual == 0.5
    assert excess[0, 1] == excess[1, 0] == pytest.approx(4 / 21)
    assert excess[1, 2] == pytest.approx(-4 / 19)
    assert excess[0, 2] == 0


def test_progress_reaches_its_end():
    told = []
    good, bad = planted([0] * 3 + [1] * 3, np.random.default_rng(1))

    changed_sides((good, bad), (good, bad), draws=4, progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (10, 10)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    ("good", "bad", "more"),
    [
        ([[0, 1]], [[0, 1]], {}),
        ([[0, -1], [0, 0]], [[0, 0], [0, 0]], {}),
        ([[0, 1], [0, 0]], [[0]], {}),
        (np.zeros((401, 401)), np.zeros((401, 401)), {}),
        ([[0]], [[0]], {"draws": 0}),
        ([[0]], [[0]], {"resolution": 0}),
    ],
)
def test_what_is_no_square_of_counts_is_refused(good, bad, more):
    with pytest.raises(BadValue):
        camps(good, bad, **more)


def test_two_periods_of_different_actors_are_refused():
    with pytest.raises(BadValue):
        changed_sides(([[0]], [[0]]), ([[0, 0], [0, 0]], [[0, 0], [0, 0]]))
