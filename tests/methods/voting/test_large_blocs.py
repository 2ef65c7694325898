"""Blocs and gaps of more members than are compared pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from legation.methods.voting import resemblance, shocks
from legation.methods.voting.blocs import communities
from legation.methods.voting.shocks import _blocs


def camps(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return the votes of three camps with some strays, in random order, and the camp of each member."""
    rng = np.random.default_rng(seed)
    camp = rng.permutation(np.arange(count) % 3)
    lines = rng.integers(1, 4, (3, 30)).astype(np.int8)
    votes = np.where(rng.random((count, 30)) < 0.1, rng.integers(0, 4, (count, 30)), lines[camp]).astype(np.int8)
    return votes, camp


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two labellings are one partition."""
    return len(set(zip(one.tolist(), other.tolist(), strict=True))) == len(set(one.tolist())) == len(set(other.tolist()))


def test_blocs_of_many_are_those_of_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, camp = camps(400)
    assert same(communities(votes, 1.0, seed=0, trials=1).label, camp)

    monkeypatch.setattr(shocks, "_CLUSTERED", 60)
    assert same(_blocs(votes), camp)


def test_blocs_of_many_do_not_depend_on_the_order_of_the_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shocks, "_CLUSTERED", 60)
    votes, _ = camps(300, seed=1)
    order = np.random.default_rng(2).permutation(len(votes))

    assert same(_blocs(votes)[order], _blocs(votes[order]))


def test_who_never_voted_stands_alone_among_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shocks, "_CLUSTERED", 60)
    votes, camp = camps(200)
    votes[:3] = 0
    found = _blocs(votes)

    assert same(found[3:], camp[3:])
    assert len({*found[:3].tolist()} - {*found[3:].tolist()}) == 3


def test_gaps_of_many_are_filled_as_from_all(monkeypatch: pytest.MonkeyPatch) -> None:
    votes, _ = camps(400)
    whole = resemblance._filled(votes)
    monkeypatch.setattr(resemblance, "COMPARED", 90)
    some = resemblance._filled(votes)

    gaps = np.stack([votes == 0] * 2, axis=1)
    assert (some[~gaps] == whole[~gaps]).all()
    assert 0 < np.abs(some - whole)[gaps].mean() < 0.05
    order = np.random.default_rng(2).permutation(len(votes))
    np.testing.assert_allclose(resemblance._filled(votes[order]), some[order], atol=1e-12)
