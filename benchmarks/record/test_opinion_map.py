"""Groups of opinion, on published data."""

from __future__ import annotations

import pytest
from methods.opinion.test_map import planted

from legation.methods.opinion import map_opinion
from legation.methods.opinion.profiles import same_pairs


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
