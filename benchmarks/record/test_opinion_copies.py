"""Copies among participants, on published data."""

from __future__ import annotations

from pathlib import Path

import pytest
from methods.opinion.test_copies import copied, flipped, named

from legation.methods.opinion import clones

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "polis"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the conversations are not on this machine")
@pytest.mark.parametrize("name", ["15-per-hour-seattle", "brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx"])
def test_in_real_rooms_at_most_one_pair_is_named(name) -> None:
    from legation.sources import polis

    found = clones(polis.read(FOLDER / name).votes)
    assert len(named(found)) <= 2
    assert found.smallest_typical >= 2


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the conversations are not on this machine")
@pytest.mark.parametrize("row", [152, 158, 168])
@pytest.mark.parametrize("noise", ["drawn anew", "turned"])
def test_a_hundred_copies_with_fifty_votes_do_not_teach_the_room_what_to_expect(row, noise) -> None:
    from legation.sources import polis

    votes = polis.read(FOLDER / "brexit-consensus").votes
    room = copied(votes, row, 100, 0.05, seed=7) if noise == "drawn anew" else flipped(votes, row, 100, seed=7)
    rows = named(clones(room))
    assert len([one for one in rows if one >= len(votes)]) >= 80
    assert len([one for one in rows if one < len(votes) and one != row]) <= 2


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the conversations are not on this machine")
def test_copies_are_found_among_many_who_are_nearly_of_their_mind() -> None:
    from legation.sources import polis

    votes = polis.read(FOLDER / "vtaiwan.uberx").votes
    assert named(clones(copied(votes, 663, 10))) == {663, *range(len(votes), len(votes) + 10)}
