"""Copies as sets: found however many they are, in rooms that they bend, and nobody beside them; what would have been seen is said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.methods.opinion import UNSEEN, clones, counted_once, map_opinion, statements
from legation.methods.opinion.simulated import clique_room, honest_room


def copied(votes: np.ndarray, row: int, copies: int, noise: float = 0.0, seed: int = 0) -> np.ndarray:
    """Return a room with copies of one voter, last, of whose votes some are drawn anew."""
    rng = np.random.default_rng(seed)
    more = np.tile(votes[row], (copies, 1))
    anew = (rng.random(more.shape) < noise) & (more != UNSEEN)
    more[anew] = rng.integers(-1, 2, anew.sum())
    return np.concatenate([votes, more])


def flipped(votes: np.ndarray, row: int, copies: int, seed: int) -> np.ndarray:
    """Return the same with votes of copies turned: against for in favour, either for none."""
    rng = np.random.default_rng(seed)
    more = np.tile(votes[row], (copies, 1))
    turned = (rng.random(more.shape) < 0.05) & (more != UNSEEN)
    more[turned] = np.where(more[turned] == 0, rng.choice([-1, 1], turned.sum()), -more[turned])
    return np.concatenate([votes, more])


def named(found) -> set[int]:
    return {row for one in found.sets for row in one.participants.tolist()}


def test_a_clique_is_named_and_counted_as_one_it_holds_nothing_back() -> None:
    votes = clique_room()
    found = clones(votes)
    rows = named(found)
    assert len([row for row in rows if row >= 950]) >= 48
    assert len([row for row in rows if row < 950]) <= 1

    weight, counted = counted_once(len(votes), found.sets)
    assert weight.sum() == pytest.approx(counted.sum())
    once = map_opinion(votes, weights=weight)
    with_them = statements(votes, map_opinion(votes).group)
    without = statements(votes, np.where(counted, once.group, -1))
    assert (with_them.consensus_minimum >= 0.7).sum() <= 5
    assert (without.consensus_minimum >= 0.7).sum() >= 20


@pytest.mark.parametrize("copies", [3, 10, 30, 100])
@pytest.mark.parametrize("noise", [0.0, 0.05])
def test_the_more_copies_the_surer_they_are_found(copies, noise) -> None:
    votes = honest_room(1, people=220, statements=100, votes=60).matrix()
    row = int((votes != UNSEEN).sum(axis=1).argmax())
    found = clones(copied(votes, row, copies, noise))
    assert len([one for one in named(found) if one >= 220]) >= 0.9 * copies
    assert len(named(found) - {row} - set(range(220, 220 + copies))) <= 1
    (one,) = found.sets
    assert one.log_evidence > 0 and len(one.pairs) == len(one.participants) * (len(one.participants) - 1) // 2


def test_two_families_of_copies_are_two_sets() -> None:
    votes = honest_room(2, people=200, statements=100, votes=60).matrix()
    first, second = np.argsort(-(votes != UNSEEN).sum(axis=1))[:2].tolist()
    found = clones(copied(copied(votes, first, 20, 0.05), second, 8, 0.05))
    assert [
        set(one.participants.tolist()) >= wanted
        for one, wanted in zip(found.sets, (set(range(200, 220)), set(range(220, 228))), strict=True)
    ]


@pytest.mark.parametrize(("people", "least"), [(300, 8), (300, 12), (60, 20), (600, 15)])
def test_short_rooms_with_many_equal_ballots_are_left_in_peace(people, least) -> None:
    """Of few statements many honest ballots are equal: camps with a tenth of noise, each statement seen by all."""
    rng = np.random.default_rng(least)
    camps = rng.choice([-1, 1], (2, least))
    votes = camps[rng.integers(2, size=people)] * np.where(rng.random((people, least)) < 0.1, -1, 1)
    assert clones(votes.astype(np.int8), at_least=5).sets == ()


def test_the_smallest_set_that_would_have_been_seen_is_seen() -> None:
    votes = honest_room(3, people=200, statements=80, votes=40).matrix()
    found = clones(votes)
    size = dict(zip(found.compared.tolist(), found.smallest.tolist(), strict=True))
    assert found.sets == () and 2 <= found.smallest_typical <= found.smallest_of(0.8)
    for row in np.random.default_rng(0).choice([r for r, k in size.items() if 2 <= k <= 30], 5, replace=False).tolist():
        assert named(clones(copied(votes, row, size[row] + 1))) >= set(range(200, 201 + size[row]))


def test_who_says_what_everybody_says_takes_more_copies_or_is_never_seen() -> None:
    rng = np.random.default_rng(0)
    votes = np.where(rng.random((150, 40)) < 0.9, 1, -1).astype(np.int8)
    votes[0] = 1
    found = clones(votes)
    assert found.sets == ()
    common = found.smallest[0]
    assert common == 0 or common > found.smallest_typical
    assert clones(copied(votes, 0, 3)).sets == ()


def test_above_five_thousand_people_hashing_finds_them_too() -> None:
    votes = honest_room(4, people=5_400, statements=80, votes=20).matrix()
    rows = np.argsort(-(votes != UNSEEN).sum(axis=1))
    found = clones(copied(copied(votes, int(rows[0]), 3, 0.05), int(rows[1]), 20, 0.05), at_least=12)
    assert len([row for row in named(found) if row >= 5_400]) >= 0.9 * 23
    assert len([row for row in named(found) if row < 5_400]) <= 3


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 12))
def test_names_of_people_statements_and_sides_never_matter(seed, copies) -> None:
    rng = np.random.default_rng(seed)
    votes = copied(honest_room(seed % 5, people=80, statements=60, votes=45).matrix(), 3, copies, seed=seed)
    rows, columns = rng.permutation(len(votes)), rng.permutation(60)
    turned = votes[np.ix_(rows, columns)]
    turned = np.where(turned == UNSEEN, UNSEEN, -turned).astype(np.int8)
    assert {int(rows[row]) for row in named(clones(turned))} == named(clones(votes))


@pytest.mark.parametrize(
    "votes",
    [
        np.tile(np.random.default_rng(0).choice([-1, 0, 1], 40), (31, 1)),
        np.ones((31, 40)),
        np.full((20, 15), UNSEEN),
        np.ones((40, 1)),
        np.ones((1, 40)),
        np.tile(np.random.default_rng(0).choice([-1, 1], 12), (2, 1)),
    ],
    ids=["31 equal rows", "31 of one mind", "nobody voted", "one column", "one person", "two equal people"],
)
def test_where_there_is_nobody_to_compare_with_nothing_is_named_or_claimed(votes) -> None:
    found = clones(votes.astype(np.int8))
    assert found.sets == () and len(found.smallest) == len(found.compared)
    assert found.smallest_of(1.0) == 0


@pytest.mark.parametrize(
    ("camps", "people", "least", "noise"), [(2, 60, 20, 0.05), (3, 300, 12, 0.05), (3, 60, 20, 0.02), (4, 400, 20, 0.1)]
)
def test_in_a_room_of_camps_nobody_is_named_and_no_size_is_claimed(camps, people, least, noise) -> None:
    """Each camp is a set of near-equal ballots, and a copy is one of a camp more."""
    rng = np.random.default_rng(least)
    says = rng.choice([-1, 1], (camps, least))
    votes = says[rng.integers(camps, size=people)] * np.where(rng.random((people, least)) < noise, -1, 1)
    found = clones(votes.astype(np.int8), at_least=5)
    assert found.sets == () and found.smallest_of(1.0) == 0


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 1_000), st.sampled_from(["drawn anew", "turned"]))
def test_more_copies_never_make_the_sign_weaker(seed, noise) -> None:
    """Of a voter with a middling number of votes, up to two fifths of the room."""
    votes = honest_room(seed % 7, people=160, statements=80, votes=45).matrix()
    row = int(np.argsort((votes != UNSEEN).sum(axis=1))[130])
    before = 0.0
    for copies in (5, 15, 45, 105):
        room = copied(votes, row, copies, 0.05, seed) if noise == "drawn anew" else flipped(votes, row, copies, seed)
        share = len([one for one in named(clones(room)) if one >= 160]) / copies
        assert share >= before - 0.1
        before = max(before, share)
    assert before >= 0.9
