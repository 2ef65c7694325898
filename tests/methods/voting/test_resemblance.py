"""Who votes like whom: what is solved by factors is what the whole covariance of all votes gives, written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.methods.voting.resemblance import Resemblance, resemblance
from legation.methods.voting.shocks import lean_of
from legation.methods.voting.votes import FloatArray, VoteArray


def history(seed: int, n: int, m: int) -> VoteArray:
    random = np.random.default_rng(seed)
    return np.where(random.random((n, m)) < 0.1, 0, random.integers(1, 4, (n, m))).astype(np.int8)


def plainly(model: Resemblance, known: VoteArray) -> tuple[FloatArray, FloatArray]:
    """Return each actor's vote from those of all others, and the sum of its variances, by the covariance of all votes at once."""
    n, _, rank = model.loading.shape
    whole = model.loading.reshape(2 * n, rank) @ model.loading.reshape(2 * n, rank).T
    for i in range(n):
        whole[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] += model.own[i]
    z = np.stack([known == 1, known == 3], axis=-1).astype(float)
    indicator, variance = np.empty((n, 2)), np.empty(n)
    for i in range(n):
        others = [place for k in np.flatnonzero(known).tolist() if k != i for place in (2 * k, 2 * k + 1)]
        own = [2 * i, 2 * i + 1]
        weights = np.linalg.solve(whole[np.ix_(others, others)], whole[np.ix_(others, own)]).T
        indicator[i] = model.mean[i] + weights @ (z - model.mean).reshape(-1)[others]
        variance[i] = np.trace(whole[np.ix_(own, own)] - weights @ whole[np.ix_(others, own)])
    return indicator, variance


@given(st.integers(0, 10_000), st.integers(2, 14), st.integers(0, 20), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_each_vote_is_foretold_from_those_of_all_others(seed: int, n: int, m: int, share: float) -> None:
    model = resemblance(history(seed, n, m))
    known = history(seed + 1, n, 1)[:, 0]
    known[np.random.default_rng(seed).random(n) > share] = 0

    for found, plain in zip(model.linear(known), plainly(model, known), strict=True):
        assert found == pytest.approx(plain, abs=1e-9)


@given(st.integers(0, 10_000), st.integers(2, 14), st.integers(0, 20), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_what_known_votes_leave_open_is_shared_as_the_covariance_has_it(seed: int, n: int, m: int, share: float) -> None:
    model = resemblance(history(seed, n, m))
    known = history(seed + 1, n, 1)[:, 0]
    known[np.random.default_rng(seed).random(n) > share] = 0
    rank, rows = model.loading.shape[2], np.flatnonzero(known)
    precision = np.eye(rank) + sum(model.loading[k].T @ np.linalg.inv(model.own[k]) @ model.loading[k] for k in rows.tolist())
    lean = model.loading[:, 0] - model.loading[:, 1]
    found = lean @ np.linalg.cholesky(np.linalg.inv(precision))

    assert model.left_open(known, lean) == pytest.approx(found, abs=1e-9)
    told = lean_of(model, known)
    assert (told.shared**2).sum(axis=1) + told.own**2 == pytest.approx(np.ones(n))
