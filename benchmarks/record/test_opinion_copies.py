"""Copies among participants, on published data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from legation.methods.opinion import UNSEEN, clones

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "polis"


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
