"""Groups of opinion, on published data."""

from __future__ import annotations

import numpy as np
import pytest

from legation.methods.opinion import UNSEEN, map_opinion
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


@pytest.fixture(scope="module")
def room():
    votes, group = planted()
    return votes, group, map_opinion(votes)


@pytest.mark.parametrize(
    ("name", "least"),
    [("15-per-hour-seattle", 0.97), ("brexit-consensus", 1.0), ("scoop-hivemind.biodiversity", 1.0), ("vtaiwan.uberx", 0.97)],
)
def test_given_rooms_show_the_same_groups_with_other_draws(shared, monkeypatch, name, least):
    from legation.sources import polis

    room = polis.read(shared / "data" / "polis" / name)
    found = []
    for draws in range(4):
        monkeypatch.setattr("legation.methods.opinion.map.DRAWS", draws)
        found.append(map_opinion(room.votes, room.moderated))
    assert {one.reason for one in found} == {None}
    assert min(same_pairs(one.group, found[0].group) for one in found) >= least


@pytest.mark.parametrize(
    ("name", "least"),
    [("15-per-hour-seattle", 0.8), ("brexit-consensus", 0.8), ("scoop-hivemind.biodiversity", 0.85), ("vtaiwan.uberx", 0.85)],
)
def test_exported_groups_are_near(shared, name, least):
    from legation.sources import polis

    room = polis.read(shared / "data" / "polis" / name)
    found = map_opinion(room.votes, room.moderated)
    both = (room.group >= 0) & (found.group >= 0)
    assert same_pairs(room.group[both], found.group[both]) >= least
