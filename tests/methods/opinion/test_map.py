"""The map: planted groups found again, nothing hangs on order, names or sign, and too little is said to be too little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import BadValue
from legation.methods.ballots import vote_table
from legation.methods.opinion import UNSEEN, Ballots, few, map_opinion
from legation.methods.opinion.canonical import canonical_order
from legation.methods.opinion.choice import LEVEL, needed
from legation.methods.opinion.profiles import same_pairs


def planted(n=240, m=40, k=3, seed=0, seen=0.5, passes=0.12):
    """Groups with an opinion of their own on each statement; some votes are never cast."""
    rng = np.random.default_rng(seed)
    group = rng.integers(k, size=n)
    lean = rng.normal(size=m) + rng.normal(0, 1.2, size=(k, m))
    votes = np.where(lean[group] + rng.normal(size=(n, m)) > 0, 1, -1).astype(np.int8)
    votes[rng.random((n, m)) < passes] = 0
    votes[rng.random((n, m)) > seen] = UNSEEN
    return votes, group


def cloud(n, m=60, seed=0):
    """People spread evenly round a middle on two axes: no groups."""
    rng = np.random.default_rng(seed)
    lean = rng.normal(size=(n, 2)) @ rng.normal(size=(2, m))
    return np.where(lean + rng.normal(size=(n, m)) > 0, 1, -1).astype(np.int8)


def negated(votes):
    return np.where(votes == UNSEEN, UNSEEN, -votes).astype(np.int8)


@pytest.fixture(scope="module")
def room():
    votes, group = planted()
    return votes, group, map_opinion(votes)


def test_planted_groups_are_found(room):
    _, group, found = room
    assert found.k == 3
    assert same_pairs(group, found.group) > 0.85
    assert found.size.tolist() == sorted(found.size.tolist(), reverse=True) == np.bincount(found.group).tolist()
    assert found.publishable.all()
    assert np.all((found.stability >= 0) & (found.stability <= 1))
    assert [one.k for one in found.evidence] == [2, 3, 4, 5]
    assert max(found.evidence, key=lambda one: one.silhouette).k == 3


@pytest.mark.parametrize("seed", range(4))
def test_order_names_and_sign_change_nothing(room, seed):
    votes, _, found = room
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(votes)), rng.permutation(votes.shape[1])
    other = map_opinion(negated(votes[rows][:, columns]))
    assert same_pairs(found.group[rows], other.group) == 1.0
    assert np.array_equal(other.stability, found.stability[rows])
    assert np.array_equal(other.position, found.position[rows])
    assert np.array_equal(other.evidence, found.evidence)


def test_groups_of_equal_size_are_numbered_by_the_smallest_row():
    side = np.tile([1, -1], 20)
    votes = np.where(np.random.default_rng(1).random((40, 12)) < 0.9, side[:, None], -side[:, None])
    assert map_opinion(votes).group[0] == 0
    assert map_opinion(votes[::-1]).group[0] == 0


def test_ballots_and_matrix_and_two_parts_give_the_same(room):
    votes, _, found = room
    row, column = np.nonzero(votes != UNSEEN)
    cast = Ballots(row, column, votes[row, column], votes.shape)
    half = len(row) // 2
    parts = Ballots(row[:half], column[:half], votes[row, column][:half], votes.shape).then(
        Ballots(row[half:], column[half:], votes[row, column][half:], votes.shape)
    )
    for form in (cast, parts):
        assert np.array_equal(map_opinion(form).group, found.group)


def test_what_is_moderated_out_counts_for_nothing(room):
    votes, _, _ = room
    out = np.zeros(votes.shape[1], bool)
    out[::4] = True
    other = votes.copy()
    other[:, out] = np.random.default_rng(5).choice([-1, 0, 1], size=other[:, out].shape)
    one, two = map_opinion(votes, out), map_opinion(other, out)
    assert np.array_equal(one.group, two.group)
    assert np.array_equal(one.position, two.position)
    assert not one.axis[out].any()


def test_no_group_is_below_the_smallest_size_even_with_two():
    votes, _ = planted(n=120, k=2, seed=3)
    votes[:3] = np.random.default_rng(4).choice([-1, 1], size=(3, votes.shape[1]))
    found = map_opinion(votes)
    assert found.size.min() >= 5
    wanted = map_opinion(votes, min_group=50)
    assert wanted.k < 2 or wanted.size.min() >= 50


def test_who_voted_too_little_is_on_the_map_without_a_group(room):
    votes, _, _ = room
    votes = votes.copy()
    votes[0] = UNSEEN
    votes[1, 6:] = UNSEEN
    votes[1, :6] = 1
    found = map_opinion(votes)
    assert found.group[:2].tolist() == [-1, -1]
    assert np.isnan(found.position[0]).all()
    assert np.isfinite(found.position[1]).all()
    assert np.isnan(found.stability[:2]).all()


def test_votes_at_random_support_no_groups():
    for seed in range(5):
        rng = np.random.default_rng(seed)
        votes = np.where(rng.random((150, 25)) < rng.random(25), 1, -1)
        found = map_opinion(votes)
        assert (found.k, found.reason) == (1, "no-structure")
        assert set(found.group.tolist()) == {0}


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_small_crowd_without_groups_shows_none_and_says_why(seed):
    found = map_opinion(cloud(26, seed=seed))
    assert (found.k, found.size.tolist()) == (1, [26])
    assert found.reason in ("weak-split", "small-room")
    assert found.needed > found.strongest
    assert (found.reason == "weak-split") == (found.strongest < LEVEL)
    assert np.isnan(found.stability).all()


@pytest.mark.parametrize("people", [16, 26, 40])
def test_a_small_room_of_two_clear_camps_shows_them(people):
    side = np.repeat([1, -1], people // 2)
    votes = np.where(np.random.default_rng(1).random((people, 12)) < 0.85, side[:, None], -side[:, None])
    found = map_opinion(votes)
    assert (found.k, found.reason) == (2, None)
    assert same_pairs(found.group, (side > 0).astype(np.int64)) == 1.0


@given(
    people=st.integers(1, 40),
    statements=st.integers(1, 12),
    lift=st.sampled_from([0.0, 0.5, 3.0]),
    drawn=st.integers(0, 10**6),
    seeds=st.lists(st.integers(0, 2**63 - 1), min_size=2, max_size=2),
)
def test_no_seed_changes_a_map_and_a_map_without_groups_says_why(people, statements, lift, drawn, seeds):
    rng = np.random.default_rng(drawn)
    lean = rng.normal(size=statements) + rng.normal(0, lift, (2, statements))
    votes = np.where(lean[rng.integers(2, size=people)] + rng.normal(size=(people, statements)) > 0, 1, -1).astype(np.int8)
    votes[rng.random(votes.shape) < 0.2] = UNSEEN
    one, other = (map_opinion(votes, seed=seed) for seed in seeds)
    assert (one.k, one.reason, one.evidence) == (other.k, other.reason, other.evidence) or repr(one.evidence) == repr(other.evidence)
    for name in ("group", "stability", "position", "axis", "size"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
    assert (one.reason is None) == (one.k >= 2)
    taken = [found for found in one.evidence if found.k == one.k]
    assert all(found.strength >= one.needed >= LEVEL for found in taken)


def test_a_room_needs_more_strength_the_smaller_it_is():
    levels = [needed(people) for people in range(1, 2000)]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] == LEVEL
    assert needed(25) == pytest.approx(0.7)


def test_other_draws_move_a_strength_about_as_far_as_its_error_says(monkeypatch):
    votes, _ = planted(n=80, k=2, seed=5)
    found = []
    for draws in range(8):
        monkeypatch.setattr("legation.methods.opinion.map.DRAWS", draws)
        found.append(map_opinion(votes).evidence[0])
    error = np.mean([one.strength_error for one in found])
    assert 0 < error < 0.04
    assert np.std([one.strength for one in found]) < 2 * error


@pytest.mark.parametrize(
    ("votes", "k", "reason"),
    [
        (np.tile([1, -1, 0, 1, UNSEEN], (31, 4)), 1, "all-alike"),
        (np.tile([1, -1], (31, 1)), 1, "all-alike"),
        (np.vstack([np.tile([1, -1], (31, 5)), np.tile([-1, 1], (1, 5))]), 1, "no-groups"),
        (np.repeat([[1], [-1]], 20, axis=0), 0, "few-statements"),
        ([[1]], 0, "few-people"),
        ([[1, -1, 0]] * 14, 0, "few-people"),
        (np.full((30, 5), UNSEEN), 0, "few-people"),
        ([[0]] * 30, 0, "few-statements"),
        ([[0, 0]] * 30, 1, "all-alike"),
        ([[1, -1, 1]] * 30, 1, "all-alike"),
    ],
)
def test_too_little_is_no_claim(votes, k, reason):
    found = map_opinion(votes)
    assert (found.k, found.reason) == (k, reason)
    assert np.isnan(found.stability).all()
    assert (found.few is not None) == (len(votes) < 15)


def test_a_later_map_keeps_numbers_and_axes(room):
    votes, _, before = room
    rng = np.random.default_rng(2)
    more, _ = planted(seed=0, n=240)
    grown = np.concatenate([votes, more[:60]])
    grown[:240][rng.random(votes.shape) < 0.03] = 0
    now = map_opinion(grown, previous=before)
    assert now.continues.tolist() == [0, 1, 2]
    assert np.mean(now.group[:240] == before.group) > 0.95
    turned = (
        np.corrcoef(now.position[:240, 0], before.position[:, 0])[0, 1],
        np.corrcoef(now.position[:240, 1], before.position[:, 1])[0, 1],
    )
    assert min(turned) > 0.95


def test_an_organisation_of_weight_two_counts_as_two():
    votes, _ = planted(n=60, k=2, seed=6)
    weights = np.ones(60)
    weights[:10] = 2
    weighed, doubled = map_opinion(votes, weights=weights), map_opinion(np.concatenate([votes, votes[:10]]))
    assert np.allclose(weighed.mean, doubled.mean)
    assert np.allclose(np.abs(weighed.axis), np.abs(doubled.axis), atol=1e-8)


def test_small_groups_are_not_publishable(room):
    votes, _, _ = room
    assert not map_opinion(votes, publish_at_least=1000).publishable.any()


def test_the_few_join_by_agreement():
    picture = few([[1, 1, 1, 1], [1, 1, 1, -1], [-1, -1, 0, UNSEEN]])
    assert picture.agreement[0].tolist() == [1.0, 0.75, 0.0]
    assert picture.common[0].tolist() == [4, 4, 3]
    assert picture.joins[0].tolist() == [0.0, 1.0, 0.25, 2.0]
    assert few([[1], [UNSEEN]]).filled == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"max_groups": 1}, "max_groups"),
        ({"min_group": 0}, "min_group"),
        ({"publish_at_least": 0}, "publish_at_least"),
        ({"seed": -1}, "seed"),
        ({"weights": [1, 0]}, "weights"),
        ({"moderated": [True]}, "moderated"),
    ],
)
def test_a_wrong_option_is_named(options, named):
    with pytest.raises(BadValue, match=rf"^{named} must be"):
        map_opinion([[1, 0], [0, 1]], **options)


def test_the_canonical_order_depends_on_votes_alone():
    votes, _ = planted(n=30, m=12)
    rows, columns = canonical_order(vote_table(votes), np.ones(30))
    other = votes[::-1][:, ::-1]
    rows2, columns2 = canonical_order(vote_table(negated(other)), np.ones(30))
    assert np.array_equal(votes[rows][:, columns], other[rows2][:, columns2])


def test_progress_is_told_and_may_stop(room):
    votes, _, _ = room

    class Stopped(Exception):
        pass

    def stop(done, total):
        raise Stopped

    with pytest.raises(Stopped):
        map_opinion(votes, progress=stop)
